import type { Locale } from '#kernel/text'
import type { ResultWords } from '../check/result.ts'
import { text } from './verify-page.text.ts'

/** The words a result is told in, as data that a page can carry to its script. */
export function resultWords(locale: Locale, timeZone: string): ResultWords {
  const {
    good,
    goodWords,
    bad,
    faults,
    terms,
    place,
    step,
    events,
    outcomes,
    parts,
    same,
    different,
    cannotCompare,
    between,
  } = text[locale]
  return {
    good,
    goodWords,
    bad,
    faults,
    terms,
    place,
    step,
    types: events,
    outcomes,
    parts,
    same,
    different,
    cannotCompare,
    between,
    locale,
    timeZone,
  }
}
