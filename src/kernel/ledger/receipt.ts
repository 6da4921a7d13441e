import { base64, fromBase64, sameBytes, sha256 } from './bytes.ts'
import { canonicalJson, isRecord, parseCanonicalJson } from './canonical-json.ts'
import { entryOf, jsonOf, type Leaf, leafOf, opens } from './leaf.ts'
import { leafHash, rootOfInclusion } from './merkle.ts'
import { type Checkpoint, type Note, parseCheckpoint, parseNote } from './note.ts'
import { judge, type Policy, parsePolicy } from './policy.ts'

/**
 * A receipt is a proof of c2sp.org/tlog-proof. Its line of extra data carries the leaf itself and the salts that open
 * the leaf's commitments, with a checksum: salts cannot be checked against the tree without the content they belong to,
 * and a spoilt one must be noticed before the day it is needed.
 */
export interface Receipt {
  readonly leaf: Leaf
  /** By the name of the part; a part whose salt is absent cannot be opened with this receipt. */
  readonly salts: Readonly<Record<string, Uint8Array>>
  readonly index: number
  readonly proof: readonly Uint8Array[]
  /** The signed checkpoint as the log published it. */
  readonly checkpoint: string
}

export type ReceiptFault =
  /** Not a receipt, or damaged. */
  | 'format'
  /** A signature under the tree does not hold. */
  | 'signature'
  /** None of the logs that the policy names signed the tree. */
  | 'unknown-log'
  | 'too-few-witnesses'
  /** The leaf is not at that place in the signed tree. */
  | 'not-included'
  /** The content shown is not the content recorded. */
  | 'content-differs'
  /** The receipt cannot tell anything about a part of the content shown. */
  | 'content-unknown'

export type Verdict =
  | {
      readonly ok: true
      readonly origin: string
      readonly index: number
      readonly size: number
      readonly leaf: Leaf
      readonly leafHash: Uint8Array
      /** Parts whose content was shown and is what was recorded. */
      readonly opened: readonly string[]
      /** Names of the witnesses' keys who signed the same tree. */
      readonly witnesses: readonly string[]
    }
  | { readonly ok: false; readonly fault: ReceiptFault }

const firstLine = 'c2sp.org/tlog-proof@v1'
const maxReceiptBytes = 64 * 1024

export function formatReceipt({ leaf, salts, index, proof, checkpoint }: Receipt): string {
  const shown = { leaf: jsonOf(leaf), salts: mapValues(salts, base64), v: 1 }
  const extra = canonicalJson({ ...shown, sum: checksum(canonicalJson(shown)) })
  const lines = [firstLine, `extra ${base64(Buffer.from(extra))}`, `index ${index}`, ...proof.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** @returns undefined unless it is written exactly as `formatReceipt` writes it */
export function parseReceipt(text: string): Receipt | undefined {
  if (text.length > maxReceiptBytes) return undefined
  const gap = text.indexOf('\n\n')
  const [first, extraLine = '', indexLine = '', ...hashes] = text.slice(0, Math.max(gap, 0)).split('\n')
  const index = /^index (0|[1-9][0-9]{0,14})$/.exec(indexLine)?.[1]
  const proof = hashes.map(fromBase64)
  const extra = extraLine.startsWith('extra ') ? parseExtra(extraLine.slice('extra '.length)) : undefined
  if (first !== firstLine || index === undefined || !extra) return undefined
  const complete = proof.filter((hash) => hash?.length === 32).filter((hash) => hash !== undefined)
  if (complete.length !== hashes.length) return undefined
  return { ...extra, index: Number(index), proof: complete, checkpoint: text.slice(gap + 2) }
}

/**
 * Whether a receipt shows that something is in a log that the policy believes. Needs no network and no database.
 * @param policy text of a policy file (c2sp.org/tlog-policy), or what `parsePolicy` read from it
 * @param payload content by the name of its part; every part shown must be the one recorded
 */
export function verifyReceipt(
  receiptText: string,
  policy: string | Policy,
  payload: Readonly<Record<string, string>> = {},
): Verdict {
  const rules = typeof policy === 'string' ? parsePolicy(policy) : policy
  const receipt = parseReceipt(receiptText)
  const note = parseNote(receipt?.checkpoint ?? '')
  const checkpoint = parseCheckpoint(note?.text ?? '')
  if (!receipt || !note || !checkpoint) return { ok: false, fault: 'format' }
  return verifyParsed(receipt, note, checkpoint, rules, payload)
}

function verifyParsed(
  { leaf, salts, index, proof }: Receipt,
  note: Note,
  { origin, size, root }: Checkpoint,
  policy: Policy,
  payload: Readonly<Record<string, string>>,
): Verdict {
  const judged = judge(policy, origin, note)
  if (typeof judged === 'string') return { ok: false, fault: judged }
  const hash = leafHash(entryOf(leaf))
  const reached = index < size ? rootOfInclusion(hash, index, size, proof) : undefined
  if (!reached || !sameBytes(reached, root)) return { ok: false, fault: 'not-included' }
  for (const [name, body] of Object.entries(payload)) {
    const commitment = Object.hasOwn(leaf.c, name) ? leaf.c[name] : undefined
    const salt = Object.hasOwn(salts, name) ? salts[name] : undefined
    if (!commitment || !salt) return { ok: false, fault: 'content-unknown' }
    if (!opens(commitment, salt, body)) return { ok: false, fault: 'content-differs' }
  }
  const witnesses = judged.witnesses.map(({ name }) => name)
  return { ok: true, origin, index, size, leaf, leafHash: hash, opened: Object.keys(payload).sort(), witnesses }
}

function parseExtra(text: string): Pick<Receipt, 'leaf' | 'salts'> | undefined {
  try {
    const bytes = fromBase64(text)
    const json = parseCanonicalJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    if (!bytes || !isRecord(json)) return undefined
    const { sum, ...shown } = json
    const leaf = leafOf(shown.leaf ?? null)
    if (sum !== checksum(canonicalJson(shown)) || shown.v !== 1 || !leaf || !isRecord(shown.salts)) return undefined
    const salts: Record<string, Uint8Array> = {}
    for (const [name, value] of Object.entries(shown.salts)) {
      const salt = typeof value === 'string' ? fromBase64(value) : undefined
      if (salt?.length !== 32 || !Object.hasOwn(leaf.c, name)) return undefined
      salts[name] = salt
    }
    return Object.keys(shown).length === 3 ? { leaf, salts } : undefined
  } catch {
    return undefined
  }
}

function checksum(text: string): string {
  return base64(sha256(Buffer.from(text)))
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
