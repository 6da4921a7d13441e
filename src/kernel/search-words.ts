/** The runs of letters and digits of a text, in one form: width, case and compatibility characters do not matter. */
export function wordRuns(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
}

/** A tsvector keeps no position beyond this. */
const lastPosition = 16_383

/**
 * A text as the value of a `tsvector`: every two neighbouring characters at their place, and the last character of
 * each run alone, so that words of one, two or more characters are all found, and nothing else is.
 * Words beyond the 16,383rd character are not found; texts given by people are shorter.
 */
export function searchVector(...texts: readonly string[]): string {
  return weightedVector([{ weight: '', texts }])
}

/** The same, with the words of some texts marked as weightier, so that a query may ask for those alone. */
export function weightedVector(
  parts: readonly { readonly weight: '' | 'A' | 'B' | 'C'; readonly texts: readonly string[] }[],
): string {
  let vector = ''
  let at = 1
  for (const { weight, texts } of parts) {
    for (const run of texts.flatMap(wordRuns)) {
      let before = ''
      for (const character of run) {
        if (before !== '' && at <= lastPosition) vector += `'${before}${character}':${at++}${weight} `
        before = character
      }
      if (before !== '' && at <= lastPosition) vector += `'${before}':${at++}${weight} `
      // A gap, so that no phrase reaches from one run into the next.
      at += 1
    }
  }
  return vector.trimEnd()
}

/**
 * What somebody looks for as the value of a `tsquery`: every run as a phrase of neighbouring pairs, a single character
 * as the beginning of a pair.
 * @param weight only among the words marked so
 * @returns null when there is nothing in it to look for
 */
export function searchQuery(typed: string, weight: '' | 'A' | 'B' | 'C' = ''): string | null {
  const phrases = wordRuns(typed)
    .slice(0, 12)
    .map((run) => phraseOf(run, weight))
  return phrases.length === 0 ? null : phrases.join(' & ')
}

function phraseOf(run: string, weight: string): string {
  const characters = [...run].slice(0, 64)
  if (characters.length === 1) return `'${characters[0]}':*${weight}`
  const pairs = characters
    .slice(0, -1)
    .map((character, i) => `'${character}${characters[i + 1]}'${weight && `:${weight}`}`)
  return pairs.length === 1 ? pairs.join('') : `(${pairs.join(' <-> ')})`
}

/** The words looked for, to be marked where they stand. */
export function searchWords(typed: string): readonly string[] {
  return wordRuns(typed)
}
