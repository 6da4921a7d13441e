import { type Calendar, dayOf, type IsoDate, isWorkingDay } from '#kernel/calendar'
import { dateTag, type Locale } from '#kernel/text'
import { publicName } from '#parts/people'
import type { Ctx } from '#web/routes'
import { text } from './pages/roster.text.ts'
import type { Duty } from './queries.ts'

/** How the pages of the roster write days, times, names and places. */
export interface Shown {
  readonly locale: Locale
  readonly timeZone: string
  readonly now: Date
  readonly today: IsoDate
  /** 09:00 */
  readonly time: (at: Date) => string
  /** 09:00–11:30 */
  readonly span: (duty: Pick<Duty, 'starts_at' | 'ends_at'>) => string
  readonly day: (day: IsoDate) => string
  readonly dayOf: (at: Date) => IsoDate
  /** 12月4日 星期五 09:00 */
  readonly moment: (at: Date) => string
  readonly month: (month: string) => string
  /** What everybody may know of who it is. */
  readonly name: (person: Pick<Duty, 'name' | 'display_name' | 'name_visibility'>) => string
  readonly place: (duty: Pick<Duty, 'place_zh' | 'place_en'>) => string | null
}

export function shownIn(c: Ctx): Shown {
  const { locale, council } = c.get('viewer')
  return shownFor(locale, council.timeZone, c.get('app').clock.now())
}

export function shownFor(locale: Locale, timeZone: string, now: Date): Shown {
  const tag = dateTag[locale]
  const time = new Intl.DateTimeFormat(tag, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric' })
  const month = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', year: 'numeric', month: 'long' })
  const onDay = (day: IsoDate) => weekday.format(new Date(`${day}T00:00:00Z`))
  return {
    locale,
    timeZone,
    now,
    today: dayOf(now, timeZone),
    time: (at) => time.format(at),
    span: ({ starts_at, ends_at }) => `${time.format(starts_at)}–${time.format(ends_at)}`,
    day: onDay,
    dayOf: (at) => dayOf(at, timeZone),
    moment: (at) => `${onDay(dayOf(at, timeZone))} ${time.format(at)}`,
    month: (each) => month.format(new Date(`${each}-01T00:00:00Z`)),
    name: (person) => publicName(person) ?? text[locale].someDeputy,
    place: ({ place_zh, place_en }) => (locale === 'en' ? (place_en ?? place_zh) : place_zh),
  }
}

/** Why a day is none of work, in a word, or that a weekend is worked; null for an ordinary day. */
export function markOf(calendar: Calendar, day: IsoDate, locale: Locale): string | null {
  const t = text[locale]
  const special = calendar.specialDays.get(day)
  if (special) return special.working ? t.workedDay : t.holiday
  return isWorkingDay(calendar, day) ? null : t.weekend
}
