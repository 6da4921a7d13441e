import { addDays, addMonths, daysBetween, type IsoDate, isWeekend, yearOf } from './civil-date.ts'
import { type Calendar, type Holiday, isSettled, isWorkingDay } from './working-days.ts'

export type Unit = 'working-days' | 'days' | 'months'

/** How long something may take. The day of receipt is not counted (Civil Code of the PRC, article 201). */
export interface DueRule {
  readonly kind: Unit
  readonly amount: number
  /** Whether a last day on which nobody works moves to the next working day (Civil Code, article 203). */
  readonly rollsToWorkingDay: boolean
}

/** Days that do not count, both ends included. A pause that is not over yet has no end and no due date follows. */
export interface Pause {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** More time. One in the rule's own unit lengthens the rule: three months and three more are six from receipt. */
export interface Extension {
  readonly kind: Unit
  readonly amount: number
}

export interface Adjustments {
  readonly pauses?: readonly Pause[]
  readonly extensions?: readonly Extension[]
}

/** One step of the reckoning, without words: `dueSentences` says it to people. */
export type Explanation =
  | { readonly step: 'received'; readonly on: IsoDate }
  | { readonly step: 'term'; readonly kind: Unit; readonly amount: number; readonly firstDay: IsoDate }
  | { readonly step: 'extended'; readonly kind: Unit; readonly amount: number }
  | { readonly step: 'weekends-skipped'; readonly days: number }
  | {
      readonly step: 'holiday-skipped'
      readonly holiday: Holiday
      readonly from: IsoDate
      readonly to: IsoDate
      readonly source: string
    }
  | { readonly step: 'worked-weekend'; readonly on: IsoDate; readonly source: string }
  | { readonly step: 'paused'; readonly from: IsoDate; readonly to: IsoDate }
  | { readonly step: 'month-is-shorter'; readonly day: number; readonly last: IsoDate }
  | { readonly step: 'rolled'; readonly from: IsoDate; readonly to: IsoDate }
  | { readonly step: 'unsettled'; readonly years: readonly number[] }
  | { readonly step: 'due'; readonly on: IsoDate }

export interface Due {
  /** The last day, in the council's time zone. */
  readonly date: IsoDate
  /** Whether a notice that is not published yet can still move it. */
  readonly provisional: boolean
  readonly steps: readonly Explanation[]
}

/**
 * The last day for something received on a day.
 * @throws RangeError if a term is not a whole number of at least one, or a pause ends before it begins
 */
export function dueOn(calendar: Calendar, rule: DueRule, receivedOn: IsoDate, adjustments: Adjustments = {}): Due {
  const pauses = mergePauses(adjustments.pauses ?? [])
  const { base, later } = termsOf(rule, adjustments.extensions ?? [])
  const reckoning: Reckoning = { calendar, pauses, steps: [], unsettled: new Set() }
  const steps: Explanation[] = [
    { step: 'received', on: receivedOn },
    { step: 'term', kind: rule.kind, amount: rule.amount, firstDay: addDays(receivedOn, 1) },
    ...(adjustments.extensions ?? []).map(({ kind, amount }) => ({ step: 'extended', kind, amount }) as const),
  ]
  let date = advance(reckoning, receivedOn, base)
  for (const term of later) date = advance(reckoning, date, term)
  if (rule.rollsToWorkingDay) date = roll(reckoning, date)
  const years = [...reckoning.unsettled].sort()
  if (years.length > 0) reckoning.steps.push({ step: 'unsettled', years })
  steps.push(...reckoning.steps, { step: 'due', on: date })
  return { date, provisional: years.length > 0, steps }
}

/** Why that day and no other, step by step. */
export function explainDue(
  calendar: Calendar,
  rule: DueRule,
  receivedOn: IsoDate,
  adjustments: Adjustments = {},
): readonly Explanation[] {
  return dueOn(calendar, rule, receivedOn, adjustments).steps
}

interface Reckoning {
  readonly calendar: Calendar
  readonly pauses: readonly Pause[]
  readonly steps: Explanation[]
  /** Years whose notice could still change what was looked at. */
  readonly unsettled: Set<number>
}

interface Term {
  readonly kind: Unit
  readonly amount: number
}

function termsOf(rule: DueRule, extensions: readonly Extension[]): { base: Term; later: Term[] } {
  for (const { amount } of [rule, ...extensions]) {
    if (!Number.isSafeInteger(amount) || amount < 1) throw new RangeError(`not a number of days or months: ${amount}`)
  }
  const same = extensions.filter(({ kind }) => kind === rule.kind)
  const amount = same.reduce((sum, extension) => sum + extension.amount, rule.amount)
  return { base: { kind: rule.kind, amount }, later: extensions.filter(({ kind }) => kind !== rule.kind) }
}

function advance(reckoning: Reckoning, from: IsoDate, { kind, amount }: Term): IsoDate {
  if (kind === 'working-days') return advanceWorkingDays(reckoning, from, amount)
  const end = kind === 'days' ? addDays(from, amount) : advanceMonths(reckoning, from, amount)
  return pushBack(reckoning, from, end)
}

function advanceMonths({ steps }: Reckoning, from: IsoDate, months: number): IsoDate {
  const end = addMonths(from, months)
  const day = Number(from.slice(8))
  if (Number(end.slice(8)) !== day) steps.push({ step: 'month-is-shorter', day, last: end })
  return end
}

/** Every paused day within the term moves its end by one day, which may bring the next pause within the term. */
function pushBack({ pauses, steps }: Reckoning, from: IsoDate, end: IsoDate): IsoDate {
  let date = end
  for (const pause of pauses) {
    const first = pause.from > from ? pause.from : addDays(from, 1)
    if (first > date || pause.to < first) continue
    date = addDays(date, daysBetween(first, pause.to) + 1)
    steps.push({ step: 'paused', from: first, to: pause.to })
  }
  return date
}

function advanceWorkingDays(reckoning: Reckoning, from: IsoDate, count: number): IsoDate {
  const { calendar, pauses } = reckoning
  const passed: IsoDate[] = []
  let date = from
  for (let left = count; left > 0; ) {
    date = addDays(date, 1)
    const pause = pauses.find((each) => each.from <= date && date <= each.to)
    if (pause) {
      reckoning.steps.push({ step: 'paused', from: date, to: pause.to })
      date = pause.to
      continue
    }
    passed.push(date)
    if (isWorkingDay(calendar, date)) left -= 1
  }
  explainPassed(reckoning, passed)
  return date
}

function explainPassed({ calendar, steps, unsettled }: Reckoning, passed: readonly IsoDate[]): void {
  let weekends = 0
  for (const date of passed) {
    const special = calendar.specialDays.get(date)
    if (!isSettled(calendar, date)) unsettled.add(yearOfNotice(calendar, date))
    if (!special && isWeekend(date)) weekends += 1
    if (special?.working) steps.push({ step: 'worked-weekend', on: date, source: special.source })
    if (!special || special.working) continue
    const last = steps.at(-1)
    const continues =
      last?.step === 'holiday-skipped' && last.holiday === special.holiday && addDays(last.to, 1) === date
    if (continues) steps.pop()
    const { holiday, source } = special
    steps.push({ step: 'holiday-skipped', holiday, from: continues ? last.from : date, to: date, source })
  }
  if (weekends > 0) steps.push({ step: 'weekends-skipped', days: weekends })
}

function roll({ calendar, steps, unsettled }: Reckoning, from: IsoDate): IsoDate {
  let date = from
  for (;;) {
    if (!isSettled(calendar, date)) unsettled.add(yearOfNotice(calendar, date))
    if (isWorkingDay(calendar, date)) break
    date = addDays(date, 1)
  }
  if (date !== from) steps.push({ step: 'rolled', from, to: date })
  return date
}

/** The year whose notice is missing for a day: its own, or the next for the last week of a year. */
function yearOfNotice(calendar: Calendar, date: IsoDate): number {
  const year = yearOf(date)
  return calendar.years.has(year) ? year + 1 : year
}

/** Pauses in order, those that touch or overlap made one. */
function mergePauses(pauses: readonly Pause[]): Pause[] {
  const merged: Pause[] = []
  for (const pause of pauses.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (pause.from > pause.to) throw new RangeError(`a pause from ${pause.from} cannot end on ${pause.to}`)
    const last = merged.at(-1)
    if (last && pause.from <= addDays(last.to, 1)) merged.pop()
    merged.push(last && pause.from <= addDays(last.to, 1) ? { from: last.from, to: later(last.to, pause.to) } : pause)
  }
  return merged
}

function later(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b
}
