import { isCivilDate, startOfDay } from '#kernel/calendar'
import type { Locale } from '#kernel/text'

/** How days and instants are written for readers, in the council's time zone. */
export interface DayWords {
  /** 12月20日 / 20 December, with the year when it is not this one. */
  readonly day: (at: Date) => string
  /** The same of a date, `2026-12-20`. */
  readonly date: (date: string) => string
  /** The same with the time. */
  readonly instant: (at: Date) => string
  readonly number: (value: number) => string
  /** The present year: words written in another one may differ. */
  readonly thisYear: string
}

const kept = new Map<string, DayWords>()
const years = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs more than using it a hundred times. */
function yearIn(timeZone: string): Intl.DateTimeFormat {
  const year = years.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' })
  years.set(timeZone, year)
  return year
}

export function dayWords(locale: Locale, timeZone: string, now: Date): DayWords {
  const year = yearIn(timeZone)
  const thisYear = year.format(now)
  const key = `${locale} ${timeZone} ${thisYear}`
  const before = kept.get(key)
  if (before) return before
  const tag = locale === 'en' ? 'en-GB' : locale
  const short = new Intl.DateTimeFormat(tag, { timeZone, month: locale === 'en' ? 'short' : 'long', day: 'numeric' })
  const long = new Intl.DateTimeFormat(tag, {
    timeZone,
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
  })
  const time = new Intl.DateTimeFormat(tag, { timeZone, hour: '2-digit', minute: '2-digit', hour12: false })
  const number = new Intl.NumberFormat(locale)
  const day = (at: Date) => (year.format(at) === thisYear ? short : long).format(at)
  const words: DayWords = {
    day,
    date: (date) => (isCivilDate(date) ? day(startOfDay(date, timeZone)) : date),
    instant: (at) => `${day(at)} ${time.format(at)}`,
    number: (value) => number.format(value),
    thisYear,
  }
  if (kept.size > 50) kept.clear()
  kept.set(key, words)
  return words
}
