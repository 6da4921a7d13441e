import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { base64, fromBase64, sameBytes } from './bytes.ts'
import { canonicalJson, isRecord, type Json, parseCanonicalJson } from './canonical-json.ts'

/**
 * What the log says of one event, for anyone to read and for ever: so nothing of a person may be in it. Texts, names
 * and files are present as commitments only: HMAC-SHA-256 of the part under a random salt that is kept apart.
 */
export interface Leaf {
  /** What happened: a code such as `case.received`. */
  readonly type: string
  /** The matter: a random number of 128 bits, 32 hexadecimal digits. */
  readonly subj: string
  /** Which event of the matter, from 1. */
  readonly n: number
  /** Hash of the matter's previous leaf, base64. */
  readonly prev?: string
  /** Commitments by the name of the part, base64. */
  readonly c: { readonly [part: string]: string }
  readonly by?: string
  readonly unit?: string
  /** When, UTC, ISO 8601. */
  readonly at: string
  /** When an outcome is due. */
  readonly due?: string
  readonly out?: string
  /** Names of the parts whose content was erased. */
  readonly erased?: readonly string[]
  /** A new key of the log, as in signed notes. */
  readonly key?: string
}

export const maxEntryBytes = 512

const code = /^[a-z0-9][A-Za-z0-9._:-]{0,63}$/
const partName = /^[a-z][a-zA-Z0-9_]{0,15}$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/**
 * The bytes of a leaf.
 * @throws RangeError if something in it is no code (free text could name a person), or if they are more than 512
 */
export function entryOf(leaf: Leaf): Buffer {
  const fault = faultOf(leaf)
  if (fault) throw new RangeError(`leaf: ${fault}`)
  const entry = Buffer.from(canonicalJson(jsonOf(leaf)))
  if (entry.length > maxEntryBytes) throw new RangeError(`leaf: ${entry.length} bytes, ${maxEntryBytes} are allowed`)
  return entry
}

/** @returns undefined if these bytes are not a leaf, written as `entryOf` writes it */
export function parseEntry(entry: Uint8Array): Leaf | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry)
    return leafOf(parseCanonicalJson(text))
  } catch {
    return undefined
  }
}

/** @returns undefined if this is not a leaf */
export function leafOf(json: Json): Leaf | undefined {
  if (!isRecord(json)) return undefined
  const { v, n, c, erased, ...rest } = json
  if (v !== 1 || typeof n !== 'number' || !isRecord(c)) return undefined
  const words = Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const commitments = Object.entries(c).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const names = Array.isArray(erased) ? erased.filter((name) => typeof name === 'string') : undefined
  const { type = '', subj = '', at = '', prev, by, unit, due, out, key } = Object.fromEntries(words)
  const optional = { prev, by, unit, due, out, key, erased: names }
  const leaf: Leaf = { type, subj, n, c: Object.fromEntries(commitments), at, ...definedOf(optional) }
  // What was not understood would be lost here, so a leaf that is not the same again is refused.
  return !faultOf(leaf) && canonicalJson(jsonOf(leaf)) === canonicalJson(json) ? leaf : undefined
}

/** A leaf as JSON, with its version. */
export function jsonOf(leaf: Leaf): Json {
  return { v: 1, ...definedOf(leaf) }
}

/** 32 random bytes. */
export function newSalt(): Buffer {
  return randomBytes(32)
}

/** What stands in the leaf for a part of the payload. */
export function commit(salt: Uint8Array, body: string): string {
  return base64(createHmac('sha256', createSecretKey(salt)).update(body).digest())
}

/** Whether a commitment was made of this body with this salt. */
export function opens(commitment: string, salt: Uint8Array, body: string): boolean {
  return sameBytes(Buffer.from(commitment), Buffer.from(commit(salt, body)))
}

function faultOf(leaf: Leaf): string | undefined {
  for (const key of ['type', 'by', 'unit', 'out'] as const) {
    const value = leaf[key]
    if (value !== undefined && !code.test(value)) return `${key} is not a code`
  }
  if (!/^[0-9a-f]{32}$/.test(leaf.subj)) return 'subj is not a number of 128 bits'
  if (!Number.isSafeInteger(leaf.n) || leaf.n < 1) return 'n is not a count'
  if ((leaf.n === 1) !== (leaf.prev === undefined)) return 'prev belongs to every leaf but the first'
  for (const hash of [...(leaf.prev === undefined ? [] : [leaf.prev]), ...Object.values(leaf.c)]) {
    if (fromBase64(hash)?.length !== 32) return 'a hash has not 32 bytes'
  }
  for (const time of [leaf.at, ...(leaf.due === undefined ? [] : [leaf.due])]) {
    if (!isInstant(time)) return 'a time is not an instant in UTC'
  }
  for (const name of [...Object.keys(leaf.c), ...(leaf.erased ?? [])]) {
    if (!partName.test(name)) return 'the name of a part is not a short word'
  }
  if (leaf.key !== undefined && !/^[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/.test(leaf.key)) return 'key is not a key'
  return undefined
}

function isInstant(text: string): boolean {
  return instant.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text
}

function definedOf<T extends object>(record: T): { [Key in keyof T]: Exclude<T[Key], undefined> }
function definedOf(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
