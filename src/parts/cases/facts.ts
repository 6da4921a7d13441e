import './tables.ts'
import type { Selectable, SelectQueryBuilder } from 'kysely'
import { type Calendar, dayOf, type IsoDate } from '#kernel/calendar'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { runs, type Standing, standingOf } from './rules.ts'

type Row<Name extends keyof Tables> = Selectable<Tables[Name]>
export type Assignment = Row<'cases.assignment'>
export type ClockRow = Row<'cases.clock'>
export type ExtensionRow = Row<'cases.extension'>
export type Question = Row<'cases.question'>
export type Reply = Row<'cases.reply'>
export type PromiseRow = Row<'cases.promise'>
export type VerdictRow = Row<'cases.verdict'>
export type Step = Row<'cases.step'>

/** Everything known of one case, as actions lock it and pages show it. */
export interface Case extends Row<'cases.matter'> {
  readonly keeperId: string | null
  readonly scopeId: string | null
  readonly assignments: readonly Assignment[]
  /** The leading assignment that counts now. */
  readonly lead: Assignment | null
  readonly clocks: readonly ClockRow[]
  /** The clock of the reply being worked on, where one runs or ran in this round. */
  readonly replyClock: ClockRow | null
  readonly questions: readonly Question[]
  readonly question: Question | null
  readonly extensions: readonly ExtensionRow[]
  readonly extension: ExtensionRow | null
  readonly replies: readonly Reply[]
  /** The reply of this round that is not sent yet. */
  readonly draft: Reply | null
  /** The reply sent last. */
  readonly reply: Reply | null
  readonly promises: readonly PromiseRow[]
  readonly verdicts: readonly VerdictRow[]
}

/** A case with all that belongs to it; null when there is none. @param lock takes the row until the transaction ends */
export async function caseById(
  db: Db | Tx,
  councilId: string,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Case | null> {
  let asked = db.selectFrom('cases.matter').selectAll().where('council_id', '=', councilId).where('id', '=', id)
  if (lock) asked = asked.forUpdate()
  const row = await asked.executeTakeFirst()
  if (!row) return null
  const of = ofCase(db, councilId, id)
  const assignments = await of('cases.assignment').orderBy('assigned_at').orderBy('id').execute()
  const clocks = await of('cases.clock').orderBy('id').execute()
  const questions = await of('cases.question').orderBy('id').execute()
  const extensions = await of('cases.extension').orderBy('id').execute()
  const replies = await of('cases.reply').orderBy('round').execute()
  const promises = await of('cases.promise').orderBy('due_on').orderBy('id').execute()
  const verdicts = await of('cases.verdict').orderBy('round').execute()
  const active = (each: Assignment) => each.state !== 'moved' && each.state !== 'done'
  return {
    ...row,
    keeperId: row.keeper_id,
    scopeId: row.scope_id,
    assignments,
    lead: assignments.find((each) => each.role === 'lead' && active(each)) ?? null,
    clocks,
    replyClock:
      clocks.findLast((each) => each.kind === 'reply' && each.round === row.round && each.stopped_on === null) ?? null,
    questions,
    question: questions.find((each) => each.answered_at === null) ?? null,
    extensions,
    extension: extensions.find((each) => each.state === 'asked') ?? null,
    replies,
    draft: replies.find((each) => each.round === row.round && each.state !== 'sent') ?? null,
    reply: replies.findLast((each) => each.state === 'sent') ?? null,
    promises,
    verdicts,
  }
}

type OfCase =
  | 'cases.assignment'
  | 'cases.clock'
  | 'cases.question'
  | 'cases.extension'
  | 'cases.reply'
  | 'cases.promise'
  | 'cases.verdict'

/** Rows of one table that belong to a case; a case has some dozens at most. */
function ofCase(db: Db | Tx, councilId: string, caseId: string) {
  return <Name extends OfCase>(table: Name) =>
    (db.selectFrom(table) as unknown as SelectQueryBuilder<Tables, Name, object>)
      .selectAll()
      .where(sql.ref('council_id'), '=', councilId)
      .where(sql.ref('case_id'), '=', caseId)
      .limit(500)
}

/** The case of what a module's thing is about. */
export async function caseAbout(
  db: Db | Tx,
  councilId: string,
  about: { readonly type: string; readonly id: string },
): Promise<Case | null> {
  const row = await db
    .selectFrom('cases.matter')
    .select('id')
    .where('council_id', '=', councilId)
    .where('about_type', '=', about.type)
    .where('about_id', '=', about.id)
    .executeTakeFirst()
  return row ? caseById(db, councilId, row.id) : null
}

/** Who holds it, since when, due when, why. */
export function caseStanding(it: Case, now: Date, timeZone: string): Standing {
  return standingOf(
    {
      stage: it.stage,
      keeperId: it.keeper_id,
      keptSince: it.kept_since,
      outcome: it.outcome,
      closedFor: it.closed_for,
      closedAt: it.closed_at,
      answeredAt: it.answered_at,
      settledAt: it.settled_at,
      lead: it.lead && { organisationId: it.lead.organisation_id, state: it.lead.state, since: it.lead.since },
      question: it.question && { askedAt: it.question.asked_at },
      replyClock: it.replyClock && clockFacts(it.replyClock),
      openPromises: it.promises
        .filter(({ result }) => result === null)
        .map(({ due_on }) => ({ dueOn: due_on }))
        .sort((a, b) => a.dueOn.localeCompare(b.dueOn)),
    },
    dayOf(now, timeZone),
  )
}

export function clockFacts(row: ClockRow) {
  return {
    dueOn: row.due_on,
    provisional: row.provisional,
    pausedOn: row.paused_on,
    metOn: row.met_on,
    stoppedOn: row.stopped_on,
  }
}

export function isRunning(row: ClockRow): boolean {
  return runs(clockFacts(row))
}

export function today(calendar: Pick<Calendar, 'timeZone'>, now: Date): IsoDate {
  return dayOf(now, calendar.timeZone)
}

/** What happened to a case, oldest first. @param open only what the one who asked may read */
export function stepsOf(
  db: Db | Tx,
  councilId: string,
  caseId: string,
  { open = false }: { readonly open?: boolean } = {},
): Promise<Step[]> {
  let steps = db
    .selectFrom('cases.step')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('case_id', '=', caseId)
    .orderBy('at')
    .orderBy('id')
    .limit(500)
  if (open) steps = steps.where('open', '=', true)
  return steps.execute()
}
