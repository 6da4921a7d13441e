/** A day of the civil calendar, `2026-11-20`, without a time and without a zone. */
export type IsoDate = string

const dayMs = 86_400_000

/** @throws RangeError if there is no such day, such as 2026-02-30 */
export function civilDate(text: string): IsoDate {
  if (!isCivilDate(text)) throw new RangeError(`not a day of the calendar: ${text}`)
  return text
}

export function isCivilDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && isoOf(instant) === text
}

/** The day so many days later; earlier when the number is negative. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return isoOf(new Date(utcOf(date) + days * dayMs))
}

/** Days from one day to another; negative when the other is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((utcOf(to) - utcOf(from)) / dayMs)
}

/**
 * The same day of the month so many months later, or the last day of that month when it is shorter.
 * Source: Civil Code of the PRC, article 202: a period in months ends on the corresponding day of the last month;
 * where there is none, on the last day of that month.
 */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return isoOf(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, lastDay))))
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: IsoDate): number {
  return new Date(utcOf(date)).getUTCDay()
}

export function isWeekend(date: IsoDate): boolean {
  return weekdayOf(date) % 6 === 0
}

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4))
}

/** What day it is at an instant, in a time zone. */
export function dayOf(instant: Date, timeZone: string): IsoDate {
  const { year, month, day } = partsOf(instant, timeZone)
  return `${String(year).padStart(4, '0')}-${month}-${day}`
}

/** The first instant of a day in a time zone; where clocks leap over midnight, the first instant there is. */
export function startOfDay(date: IsoDate, timeZone: string): Date {
  // Zones lie within 14 hours of UTC, and their days differ from UTC's by whole minutes.
  let before = utcOf(date) - 15 * 3_600_000
  let after = utcOf(date) + 15 * 3_600_000
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000
    if (dayOf(new Date(middle), timeZone) < date) before = middle
    else after = middle
  }
  return new Date(after)
}

/**
 * The instant at which the clocks of a zone show a full hour of a day. An hour that the clocks skip is the first instant
 * after the gap; of one that they show twice it is the first.
 * @param hour 0 to 23
 */
export function atHour(date: IsoDate, hour: number, timeZone: string): Date {
  const start = startOfDay(date, timeZone).getTime()
  // Clocks change by whole minutes: two hours more or less are enough to walk.
  for (let at = start + (hour - 2) * 3_600_000; at <= start + (hour + 2) * 3_600_000; at += 900_000) {
    const instant = new Date(at)
    if (at >= start && dayOf(instant, timeZone) === date && hourOf(instant, timeZone) >= hour) return instant
  }
  return endOfDay(date, timeZone)
}

function hourOf(instant: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(instant))
}

/** The instant at which a day is over: until then something is still in time. */
export function endOfDay(date: IsoDate, timeZone: string): Date {
  return startOfDay(addDays(date, 1), timeZone)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(instant: Date, timeZone: string): { year: string; month: string; day: string } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  formats.set(timeZone, format)
  const parts = format.formatToParts(instant)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return { year: of('year'), month: of('month'), day: of('day') }
}

function utcOf(date: IsoDate): number {
  const instant = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(instant)) throw new RangeError(`not a day of the calendar: ${date}`)
  return instant
}

function isoOf(instant: Date): IsoDate {
  return instant.toISOString().slice(0, 10)
}
