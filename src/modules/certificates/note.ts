import { z } from 'zod'
import {
  canonicalJson,
  type Json,
  parseCanonicalJson,
  parseNote,
  type Signer,
  signersOf,
  signNote,
  type Verifier,
} from '#kernel/ledger'

export const noteFormat = 'zhitong-certificate/1'

const base = {
  code: z.string(),
  council: z.string(),
  /** Day of issue, ISO. */
  on: z.string(),
  /** The name its holder chose to show; null: none. */
  name: z.string().nullable(),
}

/** What a certificate says. No personal data but the name its holder chose to show. */
export const Certificate = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('adoption'),
    ...base,
    matter: z.string(),
    place: z.string().nullable(),
    decision: z.enum(['adopted', 'partly']),
    /** Hash of the ledger's leaf that records the answer, base64. */
    leaf: z.string(),
  }),
  z.strictObject({
    kind: z.literal('passport'),
    ...base,
    given: z.int(),
    refined: z.int(),
    adopted: z.int(),
    since: z.string().nullable(),
  }),
])
export type Certificate = z.output<typeof Certificate>

/** The certificate as a signed note: format, canonical JSON, signature of the council's log. */
export function signCertificate(certificate: Certificate, signer: Signer): string {
  return signNote(`${noteFormat}\n${canonicalJson(certificate as Json)}\n`, [signer])
}

/** @returns what the note says, or null when it is no certificate or none of the keys signed it */
export function readCertificate(note: string, keys: readonly Verifier[]): Certificate | null {
  const parsed = parseNote(note)
  const [format, json, rest] = parsed?.text.split('\n') ?? []
  if (!parsed || format !== noteFormat || json === undefined || rest !== '') return null
  if ((signersOf(parsed, keys)?.length ?? 0) === 0) return null
  try {
    const said = Certificate.safeParse(parseCanonicalJson(json))
    return said.success ? said.data : null
  } catch {
    return null
  }
}
