import { addDays, type IsoDate, isWeekend, yearOf } from './civil-date.ts'

export const holidays = [
  'new-year',
  'spring-festival',
  'tomb-sweeping',
  'labour-day',
  'dragon-boat',
  'mid-autumn',
  'national-day',
  'national-day-and-mid-autumn',
  'local',
] as const
export type Holiday = (typeof holidays)[number]

/** What an authority announced for a year. Where two notices speak of the same day, the later one holds. */
export interface Notice {
  readonly year: number
  /** A notice in draft is shown but not counted with. */
  readonly status: 'published' | 'draft'
  readonly title: string
  readonly issuedOn: IsoDate
  readonly days: readonly {
    readonly holiday: Holiday
    readonly from: IsoDate
    readonly to: IsoDate
    /** Days of a weekend on which people work instead. */
    readonly worked: readonly IsoDate[]
  }[]
}

/** A day that is not what its weekday says. */
export interface SpecialDay {
  readonly working: boolean
  readonly holiday: Holiday
  /** Title of the notice. */
  readonly source: string
}

/** Which days are worked, as far as it is known. Plain data, made once. */
export interface Calendar {
  readonly timeZone: string
  readonly specialDays: ReadonlyMap<IsoDate, SpecialDay>
  /** Years whose notice is published. */
  readonly years: ReadonlySet<number>
}

/**
 * The calendar that follows from notices.
 * @param local days that hold for one council only; they go before every notice and settle no year
 * @throws RangeError if a notice contradicts itself
 */
export function calendarOf(
  notices: readonly Notice[],
  { timeZone = 'Asia/Shanghai', local = [] }: { timeZone?: string; local?: readonly LocalDay[] } = {},
): Calendar {
  const published = notices
    .filter(({ status }) => status === 'published')
    .toSorted((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1))
  const specialDays = new Map<IsoDate, SpecialDay>()
  for (const notice of published) {
    for (const { holiday, from, to, worked } of notice.days) {
      if (from > to) throw new RangeError(`${notice.title}: ${from} is after ${to}`)
      const source = notice.title
      for (let day = from; day <= to; day = addDays(day, 1)) specialDays.set(day, { working: false, holiday, source })
      for (const day of worked) {
        if (!isWeekend(day)) throw new RangeError(`${notice.title}: ${day} is worked anyway`)
        if (day >= from && day <= to) throw new RangeError(`${notice.title}: ${day} is both off and worked`)
        specialDays.set(day, { working: true, holiday, source })
      }
    }
  }
  for (const { on, working, source } of local) specialDays.set(on, { working, holiday: 'local', source })
  return { timeZone, specialDays, years: new Set(published.map(({ year }) => year)) }
}

/** A day that one council decided differently, for instance a storm or a local holiday. */
export interface LocalDay {
  readonly on: IsoDate
  readonly working: boolean
  /** The decision, in words for people. */
  readonly source: string
}

/** Whether people work on that day; without a notice for the year, whether it is no weekend (see `isSettled`). */
export function isWorkingDay(calendar: Calendar, date: IsoDate): boolean {
  return calendar.specialDays.get(date)?.working ?? !isWeekend(date)
}

/**
 * Whether what `isWorkingDay` says of a day can still change. The notice of a year may move days of the last week of
 * the year before (it did for 2018-12-29 and 2018-12-31), so that week waits for the next notice.
 */
export function isSettled(calendar: Calendar, date: IsoDate): boolean {
  if (calendar.specialDays.has(date)) return true
  const year = yearOf(date)
  return calendar.years.has(year) && (date < `${year}-12-26` || calendar.years.has(year + 1))
}

/**
 * The day on which so many working days have passed. The day itself is not counted.
 * @param count negative to count back; zero answers the day itself
 */
export function addWorkingDays(calendar: Calendar, date: IsoDate, count: number): IsoDate {
  const step = Math.sign(count)
  let day = date
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step)
    if (isWorkingDay(calendar, day)) left -= 1
  }
  return day
}

/** Working days after one day up to and including another. */
export function workingDaysBetween(calendar: Calendar, from: IsoDate, to: IsoDate): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1
  return count
}
