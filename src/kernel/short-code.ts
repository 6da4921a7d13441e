/**
 * Codes for paper and for reading out: ten random characters (50 bits) and two that check them, `7KQ4-M2XC-9TRA`.
 * The check is a Reed–Solomon code over the field of 32 elements with distance three: one wrong character, two wrong
 * characters or two swapped ones are always noticed; a code typed at random passes once in 1,024.
 */

import { randomOf } from './random.ts'

// Digits and letters without I, L, O (read as 1, 1, 0) and U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const dataLength = 10

/** A new code. 50 bits identify and do not protect: whoever looks one up is to be limited in number of tries. */
export function shortCode(random: (bytes: number) => Uint8Array = randomOf): string {
  const data = [...random(dataLength)].map((byte) => byte % 32)
  return format([...data, ...checkOf(data)])
}

/**
 * The code that somebody typed or copied from paper: small letters, O for 0, I or l for 1, full-width characters,
 * spaces and dashes of every kind are understood.
 * @returns the code as `shortCode` writes it, or undefined if it cannot be one
 */
export function normaliseShortCode(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}\p{Cf}._·・,，。、]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const values = [...plain].map((character) => alphabet.indexOf(character))
  if (values.length !== dataLength + 2 || values.includes(-1)) return undefined
  const [first, second] = checkOf(values.slice(0, dataLength))
  return values[dataLength] === first && values[dataLength + 1] === second ? format(values) : undefined
}

/** The two characters that make Σ cᵢ = 0 and Σ αⁱ·cᵢ = 0, with i counted from the end. */
function checkOf(data: readonly number[]): [number, number] {
  let plain = 0
  let weighted = 0
  for (const value of data) {
    plain ^= value
    weighted = double(weighted ^ value)
  }
  // With the check characters p and q at the end: plain + p + q = 0 and α·(weighted + p) + q = 0.
  const target = plain ^ double(weighted)
  for (let p = 0; p < 32; p += 1) {
    if ((p ^ double(p)) === target) return [p, plain ^ p]
  }
  throw new Error('α + 1 has an inverse, so this cannot happen')
}

/** Times α in GF(32), with α⁵ = α² + 1. */
function double(value: number): number {
  return (value << 1) ^ (value & 16 ? 0b100101 : 0)
}

function format(values: readonly number[]): string {
  const characters = values.map((value) => alphabet[value]).join('')
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`
}
