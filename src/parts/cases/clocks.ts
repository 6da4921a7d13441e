import type { Run } from '#kernel/action'
import {
  addDays,
  atHour,
  type Calendar,
  type Due,
  type DueRule,
  dueOn,
  endOfDay,
  type IsoDate,
  type Pause,
  recompute,
} from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { calendarOfCouncil, type Settings, settingsAt } from '#parts/councils'
import { type ClockRow, today } from './facts.ts'
import { nextReminder, type ReminderDays, remindersFor } from './rules.ts'
import type { ClockKind } from './tables.ts'

/** What a change to a case is given: the context of an action's `run`. */
export type Acting = Pick<
  Run<unknown, unknown>,
  'tx' | 'councilId' | 'now' | 'app' | 'actor' | 'emit' | 'due' | 'notDue'
>

/** Hour of the council's day at which reminders go out. */
const reminderHour = 9

export interface NewClock {
  readonly caseId: string
  readonly kind: ClockKind
  readonly round: number
  readonly rule: DueRule
  readonly assignmentId?: string
  readonly promiseId?: string
  /** The day of receipt, which is not counted; today unless given. */
  readonly receivedOn?: IsoDate
}

/** Starts a clock today. @returns the last day, with its reckoning */
export async function startClock(acting: Acting, clock: NewClock): Promise<Due> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  const receivedOn = clock.receivedOn ?? today(calendar, acting.now)
  const due = dueOn(calendar, clock.rule, receivedOn)
  await insertClock(acting, calendar, { ...clock, receivedOn, due })
  return due
}

/** Starts a clock that ends on a day somebody named: what was promised. */
export async function startClockUntil(acting: Acting, clock: Omit<NewClock, 'rule'>, until: IsoDate): Promise<void> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  const receivedOn = today(calendar, acting.now)
  const amount = Math.max(1, Math.round((Date.parse(until) - Date.parse(receivedOn)) / 86_400_000))
  const rule: DueRule = { kind: 'days', amount, rollsToWorkingDay: false }
  const due: Due = { date: until, provisional: false, steps: [{ step: 'due', on: until }] }
  await insertClock(acting, calendar, { ...clock, rule, receivedOn, due })
}

async function insertClock(
  acting: Acting,
  calendar: Calendar,
  { due, ...clock }: NewClock & { readonly receivedOn: IsoDate; readonly due: Due },
): Promise<void> {
  const id = newId()
  await acting.tx
    .insertInto('cases.clock')
    .values({
      council_id: acting.councilId,
      id,
      case_id: clock.caseId,
      kind: clock.kind,
      assignment_id: clock.assignmentId ?? null,
      promise_id: clock.promiseId ?? null,
      round: clock.round,
      rule: JSON.stringify(clock.rule),
      received_on: clock.receivedOn,
      due_on: due.date,
      provisional: due.provisional,
      steps: JSON.stringify(due.steps),
    })
    .execute()
  await schedule(acting, calendar, { id, kind: clock.kind, dueOn: due.date, reminded: 0 })
}

/** Puts the next reminder of a clock on its day, at nine in the morning of the council. */
async function schedule(
  { tx, councilId, now, due, notDue }: Acting,
  calendar: Calendar,
  clock: { readonly id: string; readonly kind: ClockKind; readonly dueOn: IsoDate; readonly reminded: number },
): Promise<void> {
  const settings = await settingsAt(tx, councilId, now)
  const next = nextReminder(
    remindersFor(clock.kind, clock.dueOn, reminderDays(settings)),
    clock.reminded,
    today(calendar, now),
  )
  const planned = next && reminderAt(next.on, calendar.timeZone)
  const at = planned && planned < now ? now : planned
  await tx
    .updateTable('cases.clock')
    .set({ remind_at: at, reminded: clock.reminded })
    .where('council_id', '=', councilId)
    .where('id', '=', clock.id)
    .execute()
  if (at) await due('cases.remind', clock.id, at, {})
  else await notDue('cases.remind', clock.id)
}

/** How the council's settings space the reminders. */
export function reminderDays(settings: Settings): ReminderDays {
  return {
    before: settings.caseRemindDaysBefore,
    office: settings.caseOfficeDaysAfter,
    leader: settings.caseLeaderDaysAfter,
  }
}

function reminderAt(on: IsoDate, timeZone: string): Date {
  return atHour(on, reminderHour, timeZone)
}

/** After a reminder has gone out: the next one. */
export async function scheduleNext(acting: Acting, clock: ClockRow, sent: number): Promise<void> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  await schedule(acting, calendar, { id: clock.id, kind: clock.kind, dueOn: clock.due_on, reminded: sent })
}

/** Stands still from tomorrow, until it is resumed; the reminders with it. */
export async function pauseClock(acting: Acting, clock: ClockRow): Promise<void> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  await acting.tx
    .updateTable('cases.clock')
    .set({ paused_on: addDays(today(calendar, acting.now), 1), remind_at: null })
    .where('council_id', '=', acting.councilId)
    .where('id', '=', clock.id)
    .execute()
  await acting.notDue('cases.remind', clock.id)
}

/** Runs again from tomorrow: today and the days before it back to the pause do not count. */
export async function resumeClock(acting: Acting, clock: ClockRow): Promise<void> {
  if (clock.paused_on === null) return
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  const until = today(calendar, acting.now)
  const paused: readonly Pause[] = until < clock.paused_on ? [] : [{ from: clock.paused_on, to: until }]
  await change(acting, calendar, clock, { pauses: [...clock.pauses, ...paused] })
}

/** Adds days to a clock. @returns the new last day */
export async function extendClock(acting: Acting, clock: ClockRow, days: number): Promise<IsoDate> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  return change(acting, calendar, clock, { extensions: [...clock.extensions, { kind: 'days', amount: days }] })
}

async function change(
  acting: Acting,
  calendar: Calendar,
  clock: ClockRow,
  changes: Partial<Pick<ClockRow, 'pauses' | 'extensions'>>,
): Promise<IsoDate> {
  const { pauses, extensions } = { ...clock, ...changes }
  const due = dueOn(calendar, clock.rule, clock.received_on, { pauses, extensions })
  await acting.tx
    .updateTable('cases.clock')
    .set({
      pauses: JSON.stringify(pauses),
      extensions: JSON.stringify(extensions),
      paused_on: changes.pauses ? null : clock.paused_on,
      due_on: due.date,
      provisional: due.provisional,
      steps: JSON.stringify(due.steps),
    })
    .where('council_id', '=', acting.councilId)
    .where('id', '=', clock.id)
    .execute()
  const running = changes.pauses !== undefined || clock.paused_on === null
  if (running) await schedule(acting, calendar, { id: clock.id, kind: clock.kind, dueOn: due.date, reminded: 0 })
  return due.date
}

/** The clock was met today, in time or late. @returns whether it was late */
export async function meetClock(acting: Acting, clock: ClockRow): Promise<boolean> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  const on = today(calendar, acting.now)
  await end(acting, clock, { met_on: on })
  return on > clock.due_on
}

/** The clock no longer matters: what it was for has gone another way. */
export async function stopClock(acting: Acting, clock: ClockRow): Promise<void> {
  const calendar = await calendarOfCouncil(acting.tx, acting.councilId)
  await end(acting, clock, { stopped_on: today(calendar, acting.now) })
}

async function end(
  { tx, councilId, notDue }: Acting,
  clock: ClockRow,
  how: { readonly met_on?: IsoDate; readonly stopped_on?: IsoDate },
): Promise<void> {
  await tx
    .updateTable('cases.clock')
    .set({ ...how, remind_at: null })
    .where('council_id', '=', councilId)
    .where('id', '=', clock.id)
    .execute()
  await notDue('cases.remind', clock.id)
}

/** The end of a clock's last day, as an instant: what the ledger says is owed. */
export async function instantOf(tx: Tx, councilId: string, date: IsoDate): Promise<Date> {
  const { timeZone } = await calendarOfCouncil(tx, councilId)
  return endOfDay(date, timeZone)
}

/**
 * What a calendar that reaches further changes among the clocks that run: provisional dates that move or become
 * certain. A date that was certain never moves: people were told so.
 * @returns the clocks that changed
 */
export async function recomputeClocks(
  acting: Acting,
  calendar: Calendar,
): Promise<
  readonly { readonly caseId: string; readonly clockId: string; readonly before: IsoDate; readonly after: IsoDate }[]
> {
  const { tx, councilId } = acting
  const rows = await provisionalClocks(tx, councilId)
  const dues = rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    receivedOn: row.received_on,
    date: row.due_on,
    provisional: row.provisional,
    pauses: row.pauses,
    extensions: row.extensions,
  }))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const changed = []
  for (const { id, before, due } of recompute(calendar, dues)) {
    const clock = byId.get(id)
    if (!clock) continue
    await tx
      .updateTable('cases.clock')
      .set({ due_on: due.date, provisional: due.provisional, steps: JSON.stringify(due.steps) })
      .where('council_id', '=', councilId)
      .where('id', '=', id)
      .execute()
    if (clock.paused_on === null && due.date !== before)
      await schedule(acting, calendar, { id, kind: clock.kind, dueOn: due.date, reminded: 0 })
    changed.push({ caseId: clock.case_id, clockId: id, before, after: due.date })
  }
  return changed
}

function provisionalClocks(tx: Tx, councilId: string): Promise<ClockRow[]> {
  return tx
    .selectFrom('cases.clock')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('provisional', '=', true)
    .where('met_on', 'is', null)
    .where('stopped_on', 'is', null)
    .orderBy('id')
    .limit(10_000)
    .forUpdate()
    .execute()
}
