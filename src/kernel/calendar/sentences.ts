import type { Locale } from '../text.ts'
import { text } from './calendar.text.ts'
import type { IsoDate } from './civil-date.ts'
import type { Explanation } from './due.ts'

/** A reckoning in words, one sentence a step. */
export function dueSentences(locale: Locale, steps: readonly Explanation[]): string[] {
  return steps.map((step) => sentenceOf(locale, step))
}

/** A day written for people: 2026年11月20日 星期五 / Friday, 20 November 2026. */
export function dayInWords(locale: Locale, date: IsoDate): string {
  return formats[locale].format(new Date(`${date}T00:00:00Z`))
}

const shape = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' } as const
const formats: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', shape),
  en: new Intl.DateTimeFormat('en-GB', shape),
}

function sentenceOf(locale: Locale, step: Explanation): string {
  const t = text[locale]
  const day = (date: IsoDate) => dayInWords(locale, date)
  const span = (from: IsoDate, to: IsoDate) => (from === to ? day(from) : t.span(day(from), day(to)))
  switch (step.step) {
    case 'received':
      return t.received(day(step.on))
    case 'term':
      return t.term(t.amount[step.kind](step.amount), day(step.firstDay))
    case 'extended':
      return t.extended(t.amount[step.kind](step.amount))
    case 'weekends-skipped':
      return t.weekendsSkipped(step.days)
    case 'holiday-skipped':
      return t.holidaySkipped(t.holiday[step.holiday], span(step.from, step.to), step.source)
    case 'worked-weekend':
      return t.workedWeekend(day(step.on), step.source)
    case 'paused':
      return t.paused(span(step.from, step.to))
    case 'month-is-shorter':
      return t.monthIsShorter(step.day, day(step.last))
    case 'rolled':
      return t.rolled(day(step.from), day(step.to))
    case 'unsettled':
      return t.unsettled(step.years.join(t.and))
    case 'due':
      return t.due(day(step.on))
  }
}
