import { hash } from 'node:crypto'
import { wordRuns } from '#kernel/search-words'

export { searchQuery, searchVector, searchWords } from '#kernel/search-words'

/** What is stored beside a text, to find those like it. */
export interface Marks {
  readonly sameText: string
  readonly simhash: number
}

/** Both `sameTextOf` and `simhashOf`, from one reading of the text. */
export function marksOf(...texts: readonly string[]): Marks {
  const joined = texts.flatMap(wordRuns).join('')
  return { sameText: digestOf(joined), simhash: fingerprintOf(joined) }
}

/** The same for texts that differ in punctuation, spaces, width and case only. */
export function sameTextOf(...texts: readonly string[]): string {
  return digestOf(texts.flatMap(wordRuns).join(''))
}

function digestOf(joined: string): string {
  return hash('sha256', joined, 'hex').slice(0, 32)
}

const simhashBits = 48

/**
 * 48 bits in which texts alike differ little (Charikar's simhash over three neighbouring characters). Not 64, so that
 * it stays a whole number everywhere.
 */
export function simhashOf(...texts: readonly string[]): number {
  return fingerprintOf(texts.flatMap(wordRuns).join(''))
}

function fingerprintOf(joined: string): number {
  const low = new Int32Array(countDigits)
  const high = new Int32Array(countDigits)
  const hashes = Math.max(1, joined.length - 2)
  for (let i = 0; i < hashes; i += 1) {
    const [a, b] = hashOf(joined, i)
    countBits(low, a)
    countBits(high, b)
  }
  return mostOf(high, hashes) * 2 ** (simhashBits / 2) + mostOf(low, hashes)
}

/** Two mixed 32-bit hashes of the three characters from `i`. */
function hashOf(joined: string, i: number): [number, number] {
  let mixed = 0x811c9dc5
  for (let at = i; at < i + 3; at += 1) mixed = Math.imul(mixed ^ (joined.charCodeAt(at) || 0), 0x01000193)
  const first = mix(mixed)
  return [first, mix(first ^ 0x9e3779b9)]
}

function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Binary digits of a count; longer texts than 2^24 characters are refused at every door. */
const countDigits = 24

/** Adds one to the count of every bit that is set, to all of them at a time: digit k of every count stands in `counts[k]`. */
function countBits(counts: Int32Array, bits: number): void {
  let carry = bits
  for (let digit = 0; carry !== 0; digit += 1) {
    const before = counts[digit]!
    counts[digit] = before ^ carry
    carry &= before
  }
}

/** The bits, of 24, that were set in more than half of what was counted. */
function mostOf(counts: Int32Array, counted: number): number {
  const digits = 32 - Math.clz32(counted)
  let most = 0
  for (let bit = 0; bit < simhashBits / 2; bit += 1) {
    let times = 0
    for (let digit = 0; digit < digits; digit += 1) times |= ((counts[digit]! >>> bit) & 1) << digit
    if (times * 2 > counted) most |= 1 << bit
  }
  return most
}

/** The pairs of characters of a text, to tell how much two texts share. */
export function pairsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (const run of wordRuns(text)) {
    const characters = [...run]
    for (let i = 0; i < characters.length; i += 1) pairs.add(`${characters[i]}${characters[i + 1] ?? ''}`)
  }
  return pairs
}

// Direction overrides and isolates, zero-width characters, tags, and other invisible ones (UAX #9, UTS #39).
const invisible = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu
// Joiners belong to scripts that join their letters, and to pictures made of several; elsewhere they only hide.
const strayJoiner =
  /(?<!(?:\p{Script=Arabic}|\p{Script=Mongolian}|\p{Script=Devanagari}|\p{M}|\p{Extended_Pictographic}|\ufe0f))[\u200c\u200d]/gu
const pile = /(\p{M}{4})\p{M}+/gu
// What nearly every text is made of: nothing to take away, and composed already.
const plain = /^[\n\x20-\x7e\u2014-\u201f\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*$/

/** A person's words as they are shown: nothing invisible can turn their meaning round. What she typed is kept as it is. */
export function shownText(text: string): string {
  if (plain.test(text)) return text
  return text.replace(invisible, '').replace(strayJoiner, '').replace(pile, '$1').normalize('NFC')
}

/** Whether showing the text takes something away from it. */
export function hidesSomething(text: string): boolean {
  return shownText(text) !== text.normalize('NFC')
}
