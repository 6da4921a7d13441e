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
  let vector = ''
  let at = 1
  for (const run of texts.flatMap(wordRuns)) {
    let before = ''
    for (const character of run) {
      if (before !== '' && at <= lastPosition) vector += `'${before}${character}':${at++} `
      before = character
    }
    if (before !== '' && at <= lastPosition) vector += `'${before}':${at++} `
    // A gap, so that no phrase reaches from one run into the next.
    at += 1
  }
  return vector.trimEnd()
}

/**
 * What somebody looks for as the value of a `tsquery`: every run as a phrase of neighbouring pairs, a single character
 * as the beginning of a pair.
 * @returns null when there is nothing in it to look for
 */
export function searchQuery(typed: string): string | null {
  const phrases = wordRuns(typed).slice(0, 12).map(phraseOf)
  return phrases.length === 0 ? null : phrases.join(' & ')
}

function phraseOf(run: string): string {
  const characters = [...run].slice(0, 64)
  if (characters.length === 1) return `'${characters[0]}':*`
  const pairs = characters.slice(0, -1).map((character, i) => `'${character}${characters[i + 1]}'`)
  return pairs.length === 1 ? pairs.join('') : `(${pairs.join(' <-> ')})`
}

/** The words looked for, to be marked where they stand. */
export function searchWords(typed: string): readonly string[] {
  return wordRuns(typed)
}
