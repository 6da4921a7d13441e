import type { IsoDate } from './civil-date.ts'
import { type Adjustments, type Due, type DueRule, dueOn } from './due.ts'
import type { Calendar } from './working-days.ts'

/** A due date as it was given out, with what it was reckoned from. */
export interface StoredDue extends Adjustments {
  readonly id: string
  readonly rule: DueRule
  readonly receivedOn: IsoDate
  readonly date: IsoDate
  readonly provisional: boolean
}

export interface Recomputed {
  readonly id: string
  readonly before: IsoDate
  readonly due: Due
}

/**
 * What a new notice changes among due dates already given out: those whose day moves, and those that become certain.
 * A date that was certain is never moved: people were told so.
 */
export function recompute(calendar: Calendar, dues: readonly StoredDue[]): Recomputed[] {
  return dues.flatMap(({ id, rule, receivedOn, date, provisional, pauses, extensions }) => {
    if (!provisional) return []
    const due = dueOn(calendar, rule, receivedOn, { ...(pauses && { pauses }), ...(extensions && { extensions }) })
    return due.date === date && due.provisional ? [] : [{ id, before: date, due }]
  })
}
