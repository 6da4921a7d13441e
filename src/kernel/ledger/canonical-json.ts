/** What a canonical text can hold here: whole numbers only, so that every language writes them alike. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one way to write a value as JSON (RFC 8785): no spaces, keys in the order of their UTF-16 code units.
 * @throws RangeError for what has no canonical form: fractions, numbers past 2^53, half of a surrogate pair
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`)
  if (typeof value === 'string' && !value.isWellFormed()) throw new RangeError('text with half of a surrogate pair')
  if (value === null || typeof value !== 'object') return JSON.stringify(Object.is(value, -0) ? 0 : value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/**
 * The value of a canonical text.
 * @throws SyntaxError or RangeError if the text is written in any other way
 */
export function parseCanonicalJson(text: string): Json {
  const value: Json = JSON.parse(text)
  if (canonicalJson(value) !== text) throw new SyntaxError('not in canonical form')
  return value
}

/** Whether a value is an object with keys, not a list. */
export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
