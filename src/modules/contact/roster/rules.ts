import { type Actor, hasRoleAt } from '#kernel/action'
import { addDays, addMonths, type IsoDate } from '#kernel/calendar'

/** How somebody meets the deputy on duty. */
export const ways = ['place', 'online', 'phone'] as const
export type Way = (typeof ways)[number]

export const repeats = ['once', 'weekly', 'monthly'] as const
export type Repeat = (typeof repeats)[number]

/** Most duties that one planning makes. */
export const mostRepeats = 60

/** Who draws up the roster of a place: the office, and the liaison and staff there. Without a place, the office alone. */
export function plansRoster(actor: Actor, placeId: string | null): boolean {
  return hasRoleAt(actor, placeId ?? 'none', 'clerk', 'liaison', 'point-staff')
}

/** Whether somebody draws up any roster, and of which places; null: of all. */
export function placesPlanned(actor: Actor): readonly string[] | null {
  if (hasRoleAt(actor, 'none', 'clerk', 'liaison', 'point-staff')) return null
  return actor.grants.flatMap(({ role, scopeId }) =>
    (role === 'liaison' || role === 'point-staff') && scopeId ? [scopeId] : [],
  )
}

interface Stretch {
  readonly starts_at: Date
  readonly ends_at: Date
}

export function overlap(one: Stretch, other: Stretch): boolean {
  return one.starts_at < other.ends_at && other.starts_at < one.ends_at
}

/** The first moments of the conversations within a duty; what is left over at its end is nobody's. */
export function slotsOf({ starts_at, ends_at, slot_minutes }: Stretch & { readonly slot_minutes: number }): Date[] {
  if (slot_minutes === 0) return []
  const slots: Date[] = []
  for (let at = starts_at.getTime(); at + slot_minutes * 60_000 <= ends_at.getTime(); at += slot_minutes * 60_000)
    slots.push(new Date(at))
  return slots
}

/** Duties of one deputy at the same time, by id. What was cancelled does not count. */
export function doubleBooked(
  duties: readonly (Stretch & {
    readonly id: string
    readonly person_id: string
    readonly cancelled_at: Date | null
  })[],
): ReadonlySet<string> {
  const found = new Set<string>()
  const byPerson = Map.groupBy(
    duties.filter(({ cancelled_at }) => cancelled_at === null),
    ({ person_id }) => person_id,
  )
  for (const own of byPerson.values()) {
    for (const [index, one] of own.entries()) {
      for (const other of own.slice(index + 1)) {
        if (overlap(one, other)) found.add(one.id).add(other.id)
      }
    }
  }
  return found
}

/** The days of a duty that returns: the same weekday each week, or the same one of its month, `the second Friday`. */
export function repeatedDays(day: IsoDate, repeat: Repeat, until: IsoDate | null): IsoDate[] {
  if (repeat === 'once' || until === null) return [day]
  const days: IsoDate[] = []
  for (let turn = 0; days.length < mostRepeats; turn += 1) {
    const next = repeat === 'weekly' ? addDays(day, 7 * turn) : sameWeekdayIn(day, monthAfter(day.slice(0, 7), turn))
    if (next === null) continue
    if (next > until) break
    days.push(next)
  }
  return days
}

/** The month so many months later: `2026-11`, 2 → `2027-01`. */
export function monthAfter(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7)
}

/** The day in another month that is the same one of its weekday there: the second Friday; null where there is no fifth. */
export function sameWeekdayIn(day: IsoDate, month: string): IsoDate | null {
  const nth = Math.ceil(Number(day.slice(8)) / 7)
  const first = `${month}-01`
  const shift = (weekday(day) - weekday(first) + 7) % 7
  const found = addDays(first, shift + 7 * (nth - 1))
  return found.startsWith(month) ? found : null
}

function weekday(day: IsoDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** The first day of the week a day is in; weeks begin on Monday. */
export function mondayOf(day: IsoDate): IsoDate {
  return addDays(day, -((weekday(day) + 6) % 7))
}

export function isMonth(text: string): boolean {
  return /^20\d\d-(?:0[1-9]|1[0-2])$/.test(text)
}

/** How long a deputy whose page has fallen silent still counts as online. */
export const silentMs = 45_000
