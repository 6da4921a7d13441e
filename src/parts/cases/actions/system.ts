import { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import type { Db, Tx } from '#kernel/db'
import { calendarOfCouncil, settingsAt } from '#parts/councils'
import { members, type Role } from '#parts/people'
import { recomputeClocks, reminderDays, scheduleNext } from '../clocks.ts'
import { type ClockRow, today } from '../facts.ts'
import { departmentRoles, nextReminder, type ReminderLevel, remindersFor } from '../rules.ts'

/** One due date somebody is reminded of. */
export interface Reminded {
  readonly caseId: string
  readonly kind: string
  readonly aboutId: string
  readonly title: string
  readonly clock: ClockRow['kind']
  readonly level: ReminderLevel
  readonly dueOn: string
}

interface DueClock extends ClockRow {
  readonly case_kind: string
  readonly about_id: string
  readonly title: string
  readonly keeper_id: string | null
  readonly organisation_id: string | null
  readonly holder_id: string | null
}

/** Most due dates in one bundle; the others follow in the next. */
const atOnce = 500

function dueReminders(tx: Tx, councilId: string, now: Date): Promise<DueClock[]> {
  return tx
    .selectFrom('cases.clock as c')
    .innerJoin('cases.matter as m', (join) =>
      join.onRef('m.council_id', '=', 'c.council_id').onRef('m.id', '=', 'c.case_id'),
    )
    .leftJoin('cases.assignment as own', (join) =>
      join.onRef('own.council_id', '=', 'c.council_id').onRef('own.id', '=', 'c.assignment_id'),
    )
    .leftJoin('cases.assignment as lead', (join) =>
      join
        .onRef('lead.council_id', '=', 'c.council_id')
        .onRef('lead.case_id', '=', 'c.case_id')
        .on('lead.role', '=', 'lead')
        .on('lead.state', 'in', ['assigned', 'accepted']),
    )
    .selectAll('c')
    .select(['m.kind as case_kind', 'm.about_id', 'm.title', 'm.keeper_id'])
    .select(({ fn }) => [
      fn.coalesce('own.organisation_id', 'lead.organisation_id').as('organisation_id'),
      fn.coalesce('own.holder_id', 'lead.holder_id').as('holder_id'),
    ])
    .where('c.council_id', '=', councilId)
    .where('c.remind_at', '<=', now)
    .where('c.met_on', 'is', null)
    .where('c.stopped_on', 'is', null)
    .where('c.paused_on', 'is', null)
    .orderBy('c.due_on')
    .orderBy('c.id')
    .limit(atOnce)
    .forUpdate('c')
    .execute()
}

/**
 * Calls due dates to mind: the holder before and on the day, the whole organisation and the keeper after it, then the
 * office, then those who lead. Everything due in one hour reaches a person in one event, so that nobody gets a flood.
 */
export const remind = action({
  name: 'cases.remind',
  input: z.strictObject({}),
  subject: async ({ tx, councilId, now }: Call<unknown>) => ({ clocks: await dueReminders(tx, councilId, now) }),
  allow: () => false,
  from: ({ clocks }) => (clocks.length === 0 ? 'nothing-due' : null),
  async run(context) {
    const { tx, councilId, subject, now, emit } = context
    const settings = await settingsAt(tx, councilId, now)
    const calendar = await calendarOfCouncil(tx, councilId)
    const days = reminderDays(settings)
    const bundles = new Map<string, Reminded[]>()
    for (const clock of subject.clocks) {
      const next = nextReminder(remindersFor(clock.kind, clock.due_on, days), clock.reminded, today(calendar, now))
      // The time for a return is over: there is nothing left to call to mind.
      const over = clock.kind === 'return' && today(calendar, now) > clock.due_on
      if (next && !over) {
        const item: Reminded = {
          caseId: clock.case_id,
          kind: clock.case_kind,
          aboutId: clock.about_id,
          title: clock.title,
          clock: clock.kind,
          level: next.level,
          dueOn: clock.due_on,
        }
        for (const personId of await receivers(tx, councilId, clock, next.level, now)) {
          bundles.set(personId, [...(bundles.get(personId) ?? []), item])
        }
      }
      await scheduleNext(context, clock, next ? next.index + 1 : clock.reminded + 1)
    }
    for (const [personId, items] of bundles) emit('cases.reminded', { personId, items })
    if (bundles.size === 0) emit('cases.reminded-nobody', { clocks: subject.clocks.length })
    return { people: bundles.size }
  },
})

/** Whoever answers for it, or all of the organisation while nobody does; where no organisation has it, the keeper. */
async function receivers(
  tx: Tx,
  councilId: string,
  clock: DueClock,
  level: ReminderLevel,
  now: Date,
): Promise<ReadonlySet<string>> {
  const people = new Set<string>()
  const organisation = clock.organisation_id
  if (clock.holder_id) people.add(clock.holder_id)
  const over = level === 'late' || level === 'office' || level === 'leader'
  if (organisation && (clock.holder_id === null || over)) {
    for (const each of await members(tx, { councilId, now, roles: departmentRoles, scopeId: organisation }))
      people.add(each.person_id)
  }
  if (clock.keeper_id && (!organisation || over)) people.add(clock.keeper_id)
  const above: readonly Role[] =
    level === 'leader' ? ['clerk', 'committee'] : level === 'office' || people.size === 0 ? ['clerk'] : []
  if (above.length > 0) {
    for (const each of await members(tx, { councilId, now, roles: above })) people.add(each.person_id)
  }
  return people
}

/** Reckons provisional dates anew with the notices known by now; dates that were certain stay. */
export const recomputeDates = action({
  name: 'cases.recompute',
  input: z.strictObject({}),
  subject: async ({ councilId }: Call<unknown>) => ({ councilId }),
  allow: () => false,
  async run(context) {
    const calendar = await calendarOfCouncil(context.tx, context.councilId)
    const changed = await recomputeClocks(context, calendar)
    for (const { caseId, clockId, before, after } of changed) {
      context.emit('cases.date-recomputed', { clockId, before, after }, { subjectId: caseId })
    }
    context.emit('cases.recomputed', { clocks: changed.length })
    return { changed: changed.length }
  },
})

/** Councils with a date that a notice may still move. */
export async function councilsWithProvisionalDates(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.clock')
    .select('council_id')
    .distinct()
    .where('provisional', '=', true)
    .where('met_on', 'is', null)
    .where('stopped_on', 'is', null)
    .execute()
  return rows.map(({ council_id }) => council_id)
}

export const systemActions: readonly AnyAction[] = [remind, recomputeDates]
