/**
 * A receipt (c2sp.org/tlog-proof with a line of extra data) read anew for the browser: only what every browser has,
 * no code of the server, so that a mistake would have to be made twice.
 */

export interface ReadReceipt {
  readonly leaf: ReadLeaf
  /** Salts by the name of the part they open. */
  readonly salts: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly index: number
  readonly path: readonly Uint8Array<ArrayBuffer>[]
  readonly checkpoint: string
}

export interface ReadLeaf {
  readonly type: string
  readonly subj: string
  readonly n: number
  readonly c: Readonly<Record<string, string>>
  readonly at: string
  readonly due?: string
  readonly out?: string
  readonly by?: string
  readonly erased?: readonly string[]
  /** Its bytes, as they are hashed into the tree. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonRecord = { readonly [key: string]: Json }

export class Damaged extends Error {}

const utf8 = new TextEncoder()
const strictUtf8 = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const largest = 64 * 1024

/** A receipt copied from a page or a mail: kinds of line ends and what surrounds it do not count. */
export function receiptAsPasted(text: string): string {
  const plain = text.replaceAll('\r\n', '\n').replace(/^[\s\ufeff]+/, '')
  return `${plain.trimEnd()}\n`
}

/** @throws Damaged unless it is written exactly as a receipt is written */
export function readReceipt(text: string): { receipt: ReadReceipt; summed: Uint8Array<ArrayBuffer>; sum: string } {
  demand(text.length <= largest)
  const gap = text.indexOf('\n\n')
  demand(gap > 0)
  const [first, extraLine = '', indexLine = '', ...hashes] = text.slice(0, gap).split('\n')
  demand(first === 'c2sp.org/tlog-proof@v1' && extraLine.startsWith('extra '))
  const index = /^index (0|[1-9][0-9]{0,14})$/.exec(indexLine)
  demand(index !== null)
  const extra = readCanonical(bytesOf(extraLine.slice('extra '.length)))
  demand(isRecord(extra) && Object.keys(extra).sort().join() === 'leaf,salts,sum,v' && extra.v === 1)
  const { leaf, salts, sum } = extra
  demand(isRecord(salts) && typeof sum === 'string')
  const read = leafOf(leaf)
  const opening = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const [name, salt] of Object.entries(salts)) {
    demand(typeof salt === 'string' && Object.hasOwn(read.c, name))
    opening.set(name, bytesOf(salt, 32))
  }
  return {
    receipt: {
      leaf: read,
      salts: opening,
      index: Number(index[1]),
      path: hashes.map((hash) => bytesOf(hash, 32)),
      checkpoint: text.slice(gap + 2),
    },
    summed: utf8.encode(canonical({ leaf: leaf ?? null, salts, v: 1 })),
    sum,
  }
}

function leafOf(value: Json | undefined): ReadLeaf {
  demand(isRecord(value) && value.v === 1)
  const known = ['v', 'type', 'subj', 'n', 'c', 'at', 'prev', 'by', 'unit', 'due', 'out', 'erased', 'key']
  demand(Object.keys(value).every((key) => known.includes(key)))
  const { type, subj, n, c, at, prev, by, unit, due, out, erased, key } = value
  demand(matches(type, code) && matches(subj, /^[0-9a-f]{32}$/) && isInstant(at))
  demand(typeof n === 'number' && n >= 1 && (n === 1) === (prev === undefined))
  demand(isRecord(c) && Object.entries(c).every(([name, hash]) => partName.test(name) && isHash(hash)))
  demand(prev === undefined || isHash(prev))
  for (const word of [by, unit, out]) demand(word === undefined || matches(word, code))
  demand(due === undefined || isInstant(due))
  demand(key === undefined || matches(key, /^[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/))
  const names = erased === undefined ? undefined : listOfNames(erased)
  const bytes = utf8.encode(canonical(value))
  demand(bytes.length <= 512)
  return {
    type,
    subj,
    n,
    at,
    bytes,
    c: Object.fromEntries(Object.entries(c).map(([name, hash]) => [name, String(hash)])),
    ...(isInstant(due) && { due }),
    ...(typeof out === 'string' && { out }),
    ...(typeof by === 'string' && { by }),
    ...(names && { erased: names }),
  }
}

const code = /^[a-z0-9][A-Za-z0-9._:-]{0,63}$/
const partName = /^[a-z][a-zA-Z0-9_]{0,15}$/

function listOfNames(value: Json): readonly string[] {
  demand(Array.isArray(value) && value.every((name) => matches(name, partName)))
  return value.map(String)
}

function matches(value: Json | undefined, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}

function isHash(value: Json | undefined): boolean {
  return typeof value === 'string' && decoded(value)?.length === 32
}

function isInstant(value: Json | undefined): value is string {
  if (!matches(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)) return false
  return !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value
}

/** JSON in its one canonical form (RFC 8785), whole numbers only. @throws Damaged in any other form */
function readCanonical(bytes: Uint8Array<ArrayBuffer>): Json {
  try {
    const text = strictUtf8().decode(bytes)
    const value: Json = JSON.parse(text)
    if (canonical(value) === text) return value
  } catch {
    // Not UTF-8, not JSON, or nested too deep: damaged all the same.
  }
  throw new Damaged()
}

function canonical(value: Json): string {
  if (typeof value === 'number') demand(Number.isSafeInteger(value))
  if (typeof value === 'string') demand(isWellFormed(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(Object.is(value, -0) ? 0 : value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonical(key)}:${canonical(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** Half of a surrogate pair has no UTF-8. */
export function isWellFormed(text: string): boolean {
  return [...text].every((character) => {
    const point = character.codePointAt(0) ?? 0
    return point < 0xd800 || point > 0xdfff
  })
}

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function demand(condition: boolean): asserts condition {
  if (!condition) throw new Damaged()
}

/** The bytes of base64 text written in its one way. @throws Damaged */
export function bytesOf(text: string, length?: number): Uint8Array<ArrayBuffer> {
  const bytes = decoded(text)
  demand(bytes !== null && (length === undefined || bytes.length === length))
  return bytes
}

function decoded(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return base64(bytes) === text ? bytes : null
  } catch {
    return null
  }
}

export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
