import { addMonths, type IsoDate } from '#kernel/calendar'

/** `done`: held. `planned`: made known for it. `none`: over, and nothing was held. `open`: still time, nothing planned. */
export type StretchState = 'done' | 'planned' | 'none' | 'open'

/** A stretch of time within which something is owed once: a month, a quarter, a year. */
export interface Stretch {
  readonly beginsOn: IsoDate
  /** The first day that no longer belongs to it. */
  readonly endsBefore: IsoDate
  readonly state: StretchState
  /** What was held or is planned in it, as given. */
  readonly days: readonly RhythmDay[]
}

export interface RhythmDay {
  readonly day: IsoDate
  readonly number: number
  readonly topic: string
  readonly held: boolean
}

export interface Rhythm {
  readonly year: number
  /** Months in a stretch, by the rule in force on its first day. */
  readonly months: (day: IsoDate) => number
  /** The day from which it is owed: since when there is the place. */
  readonly since: IsoDate
  readonly until: IsoDate | null
  readonly days: readonly RhythmDay[]
  readonly today: IsoDate
}

/** The year in stretches, each with what was held in it; a stretch in which the place opened is not owed. */
export function rhythmOf({ year, months, since, until, days, today }: Rhythm): Stretch[] {
  const stretches: Stretch[] = []
  const end = `${year + 1}-01-01`
  let beginsOn: IsoDate = `${year}-01-01`
  while (beginsOn < end) {
    const next = addMonths(beginsOn, months(beginsOn))
    const endsBefore = next < end ? next : end
    const within = days.filter(({ day }) => day >= beginsOn && day < endsBefore)
    const owed = beginsOn >= since && (until === null || endsBefore <= until)
    if (owed || within.length > 0) {
      stretches.push({ beginsOn, endsBefore, days: within, state: stateOf(within, endsBefore, today) })
    }
    beginsOn = endsBefore
  }
  return stretches
}

function stateOf(days: readonly RhythmDay[], endsBefore: IsoDate, today: IsoDate): StretchState {
  if (days.some(({ held }) => held)) return 'done'
  if (days.some(({ day }) => day >= today)) return 'planned'
  return endsBefore <= today ? 'none' : 'open'
}

/** How many stretches are over, and in how many of these something was held. */
export function keptOf(
  stretches: readonly Stretch[],
  today: IsoDate,
): { readonly owed: number; readonly kept: number } {
  const over = stretches.filter(({ endsBefore, state }) => endsBefore <= today || state === 'done')
  return { owed: over.length, kept: over.filter(({ state }) => state === 'done').length }
}

/** The value of a setting on a day, from its changes. @param changes with the first instant each counts from */
export function valueOn<Value>(
  changes: readonly { readonly value: Value; readonly from: Date; readonly changedAt: Date }[],
  at: Date,
  standard: Value,
): Value {
  const counts = changes.filter(({ from }) => from <= at)
  const last = counts.toSorted(
    (a, b) => b.from.getTime() - a.from.getTime() || b.changedAt.getTime() - a.changedAt.getTime(),
  )
  return last[0]?.value ?? standard
}
