import { addDays, type Calendar, type IsoDate, isWorkingDay } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { networkText } from './network.text.ts'
import type { Opening } from './tables.ts'

const zhDays = ['一', '二', '三', '四', '五', '六', '日']
const enDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Opening hours as people write them in a sheet: `周一至周五 09:00-11:30,14:00-17:00；周六 9:00-12:00`,
 * `Mon-Fri 09:00-17:00; Sat 9:00-12:00`.
 * @returns null when it cannot be understood
 */
export function readOpening(text: string): Opening[] | null {
  const openings: Opening[] = []
  const parts = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[;\n。]/)
    .map((part) => part.trim())
    .filter(Boolean)
  for (const part of parts) {
    const at = part.search(/\d{1,2}:\d\d/)
    if (at < 0) return null
    const weekdays = readWeekdays(part.slice(0, at).trim())
    const stretches = readStretches(part.slice(at))
    if (!weekdays || !stretches) return null
    for (const weekday of weekdays) for (const stretch of stretches) openings.push({ weekday, ...stretch })
  }
  return openings.length > 0 ? openings : null
}

function readWeekdays(text: string): number[] | null {
  if (text === '' || text === '每天' || text === '每日' || text === 'daily') return [1, 2, 3, 4, 5, 6, 7]
  const days: number[] = []
  for (const piece of text.replace(/[、和]/g, ',').split(',')) {
    const [from, to, more] = piece.split(/至|到|[-–—~]/).map(weekdayOf)
    if (from === undefined || from === null || to === null || more !== undefined) return null
    const last = to ?? from
    if (last < from) return null
    for (let day = from; day <= last; day += 1) days.push(day)
  }
  return days
}

function weekdayOf(text: string): number | null {
  const word = text
    .trim()
    .replace(/^(周|星期|礼拜)/, '')
    .replace('天', '日')
  const zh = zhDays.indexOf(word)
  const en = enDays.indexOf(word.slice(0, 3))
  return zh >= 0 ? zh + 1 : en >= 0 ? en + 1 : null
}

function readStretches(text: string): { from: string; to: string }[] | null {
  const stretches: { from: string; to: string }[] = []
  for (const piece of text.split(/[,、]/)) {
    const [, fromHour, fromMinute, toHour, toMinute] =
      /^\s*(\d{1,2}):(\d\d)\s*(?:[-–—~]|至|到)\s*(\d{1,2}):(\d\d)\s*$/.exec(piece) ?? []
    if (!fromHour || !fromMinute || !toHour || !toMinute) return null
    const from = `${fromHour.padStart(2, '0')}:${fromMinute}`
    const to = `${toHour.padStart(2, '0')}:${toMinute}`
    if (!isTime(from) || !(isTime(to) || to === '24:00') || from >= to) return null
    stretches.push({ from, to })
  }
  return stretches
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface OpeningLine {
  /** 周一至周五, Mon–Fri */
  readonly days: string
  /** 09:00–11:30、14:00–17:00 */
  readonly hours: string
}

/** Opening hours by stretches of weekdays that have the same hours, in words. */
export function openingLines(openings: readonly Opening[], locale: Locale): OpeningLine[] {
  const t = networkText[locale]
  const hoursOf = (weekday: number) =>
    openings
      .filter((each) => each.weekday === weekday)
      .toSorted((a, b) => (a.from < b.from ? -1 : 1))
      .map((each) => `${each.from}–${each.to}`)
      .join(t.and)
  const lines: { first: Weekday; last: Weekday; hours: string }[] = []
  for (const weekday of [1, 2, 3, 4, 5, 6, 7] as const) {
    const hours = hoursOf(weekday)
    const before = lines.at(-1)
    if (before && before.hours === hours && before.last === weekday - 1) before.last = weekday
    else lines.push({ first: weekday, last: weekday, hours })
  }
  return lines
    .filter((line) => line.hours !== '')
    .map(({ first, last, hours }) => ({
      days: first === last ? t.weekdays[first] : `${t.weekdays[first]}${t.to}${t.weekdays[last]}`,
      hours,
    }))
}

/** Opening hours as one line that `readOpening` reads back. */
export function openingText(openings: readonly Opening[], locale: Locale): string {
  return openingLines(openings, locale)
    .map(({ days, hours }) => `${days} ${hours}`)
    .join(networkText[locale].between)
}

/** The stretches of one day, in their order. Hours of Monday to Friday do not count on a day off. */
export function openingsOn(openings: readonly Opening[], day: IsoDate, isWorkingDay: boolean): readonly Opening[] {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
  if (weekday <= 5 && !isWorkingDay) return []
  return openings.filter((each) => each.weekday === weekday).toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** Open until when, or from when on it will be. */
export type OpenState =
  | { readonly open: true; readonly until: string }
  | { readonly open: false; readonly day: IsoDate; readonly from: string; readonly daysAway: number }

const daysLookedAhead = 21

/**
 * Whether a place is open at a moment of its council, else when it opens next.
 * @param time `14:05` on that day
 * @returns null when it has no hours or does not open within three weeks
 */
export function openState(
  openings: readonly Opening[],
  { day, time, calendar }: { readonly day: IsoDate; readonly time: string; readonly calendar: Calendar },
): OpenState | null {
  for (let daysAway = 0; daysAway <= daysLookedAhead; daysAway += 1) {
    const on = addDays(day, daysAway)
    const hours = openingsOn(openings, on, isWorkingDay(calendar, on))
    const now = daysAway === 0 && hours.find(({ from, to }) => from <= time && time < to)
    if (now) return { open: true, until: now.to }
    const next = hours.find(({ from }) => daysAway > 0 || from > time)
    if (next) return { open: false, day: on, from: next.from, daysAway }
  }
  return null
}
