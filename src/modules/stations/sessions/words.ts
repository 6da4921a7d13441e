import type { Issue } from '#kernel/outcome'
import { dateTag, type Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import type { MeetingRow } from '#parts/meetings'
import type { Place } from '#parts/network'
import { text } from './sessions.text.ts'

type Timed = Pick<MeetingRow, 'starts_at' | 'ends_at'>

/** 2026年11月25日星期三 14:30–16:30, in the council's time zone. */
export function whenWords({ starts_at, ends_at }: Timed, locale: Locale, timeZone: string): string {
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'full', timeZone })
  const time = new Intl.DateTimeFormat(dateTag[locale], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  const from = `${day.format(starts_at)} ${time.format(starts_at)}`
  return day.format(starts_at) === day.format(ends_at)
    ? `${from}–${time.format(ends_at)}`
    : `${from} – ${day.format(ends_at)} ${time.format(ends_at)}`
}

/** 11月25日 14:30 */
export function momentWords(at: Date, locale: Locale, timeZone: string): string {
  const moment = { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(dateTag[locale], { ...moment, timeZone }).format(at)
}

/** What a session is about, in one of the languages; Chinese where the other was not given. */
export function topicIn(meeting: Pick<MeetingRow, 'topic' | 'topic_en'>, locale: Locale): string {
  return (locale === 'en' && meeting.topic_en) || meeting.topic
}

export function aboutIn(meeting: Pick<MeetingRow, 'about' | 'about_en'>, locale: Locale): string {
  return (locale === 'en' && meeting.about_en) || meeting.about
}

export function audienceIn(meeting: Pick<MeetingRow, 'audience' | 'audience_en'>, locale: Locale): string {
  return (locale === 'en' && meeting.audience_en) || meeting.audience
}

/** Where it is: the room as it was written, else the place's own name and address. */
export function whereWords(meeting: Pick<MeetingRow, 'venue' | 'venue_en'>, place: Place, locale: Locale): string {
  const venue = (locale === 'en' && meeting.venue_en) || meeting.venue
  if (venue) return venue
  const address = locale === 'en' ? (place.address_en ?? place.address_zh) : place.address_zh
  return [nameIn(place, locale), address].filter(Boolean).join(locale === 'en' ? ', ' : ' ')
}

/** A code as people read it out: 7KQ4-M2XC-9TRA. */
export function spaced(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

/**
 * What a form was refused for, in words, by field.
 * @param form goes before each field where a page shows several forms
 */
export function errorsIn(
  locale: Locale,
  { issues, conflict }: { readonly issues: readonly Issue[]; readonly conflict: string | null },
  form = '',
): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const { path, code } of issues) {
    const field = path.split('.')[0] ?? ''
    const known = /At$/.test(field) && code.startsWith('invalid') ? 'invalid_date' : code
    errors[`${form}${field}`] ??= words[known] ?? t.wrong
  }
  if (conflict) errors[''] = words[conflict] ?? t.wrong
  return errors
}
