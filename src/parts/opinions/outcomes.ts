import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendNextLeaves, type LedgerKeys } from '#kernel/ledger'
import type { Matter } from './arguments.ts'
import type { AnsweringChange } from './tables.ts'

/** What may become of an opinion, the best for its author last. */
export const decisions = ['not-adopted', 'later', 'partly', 'adopted'] as const
export type Decision = (typeof decisions)[number]

export interface NewOutcome {
  readonly subject: Matter
  /** What is answered: an argument with all its opinions, or one opinion alone. */
  readonly on: { readonly argumentId: string } | { readonly opinionId: string }
  readonly decision: Decision
  readonly reason: string
  /** The words of the next version that answer it; at least one when it was adopted or partly. */
  readonly changes: readonly AnsweringChange[]
  readonly by: string | null
}

interface Deciding {
  readonly councilId: string
  readonly now: Date
  readonly keys: LedgerKeys
}

/** Whether what was said became, at least partly, the law's words: then the words must be named. */
export function needsChanges(decision: Decision): boolean {
  return decision === 'adopted' || decision === 'partly'
}

/**
 * Writes answers down. One that stands already is replaced and kept. Each opinion answered gets its leaf in the
 * ledger, with a commitment to the reason.
 * @returns ids of the outcomes in the order given
 */
export async function decideAll(tx: Tx, outcomes: readonly NewOutcome[], deciding: Deciding): Promise<string[]> {
  const { councilId, now } = deciding
  if (outcomes.length === 0) return []
  const targets = outcomes.map(({ on }) => ('argumentId' in on ? on.argumentId : on.opinionId))
  await tx
    .updateTable('opinions.outcome')
    .set({ replaced_at: now })
    .where('council_id', '=', councilId)
    .where('replaced_at', 'is', null)
    .where(({ eb, or }) => or([eb('argument_id', 'in', targets), eb('opinion_id', 'in', targets)]))
    .execute()
  const rows = outcomes.map((outcome) => ({
    council_id: councilId,
    id: newId(),
    subject_type: outcome.subject.type,
    subject_id: outcome.subject.id,
    argument_id: 'argumentId' in outcome.on ? outcome.on.argumentId : null,
    opinion_id: 'opinionId' in outcome.on ? outcome.on.opinionId : null,
    decision: outcome.decision,
    reason: outcome.reason,
    changes: outcome.changes,
    decided_by: outcome.by,
    decided_at: now,
    replaced_at: null,
    leaf_id: null,
  }))
  await sql`
    insert into opinions.outcome
    select * from json_populate_recordset(null::opinions.outcome, ${JSON.stringify(rows)})`.execute(tx)
  for (const subject of new Map(outcomes.map(({ subject }) => [subject.id, subject])).values()) {
    await recordAnswers(tx, subject, deciding)
  }
  return rows.map(({ id }) => id)
}

/**
 * Every opinion that asks for an answer, with the outcome that answers it, as SQL. Hidden opinions carry the reason
 * they were hidden for, withdrawn ones ask for nothing. An opinion's own outcome goes before that of its argument. An
 * argument does not answer those in it who spoke against it, or who said that theirs does not belong there; one that
 * is in several arguments is answered when all of them are.
 */
export function answersOf(councilId: string, subject: Matter) {
  return sql<{ opinion_id: string; outcome_id: string | null }>`
    select opinion.id as opinion_id, coalesce(own.id, shared.outcome_id) as outcome_id
      from opinions.opinion
      left join opinions.outcome own on own.council_id = opinion.council_id and own.opinion_id = opinion.id
           and own.replaced_at is null
      left join lateral (
        select case when bool_and(given.id is not null) then
                 (array_agg(given.id order by array_position(${sql.lit(`{${decisions.join(',')}}`)}::text[], given.decision) desc))[1]
               end as outcome_id
          from opinions.argument_member member
          join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
               and argument.stage <> 'dissolved'
          left join opinions.outcome given on given.council_id = argument.council_id
               and given.argument_id = argument.id and given.replaced_at is null
         where member.council_id = opinion.council_id and member.opinion_id = opinion.id
           and member.objection is null and not member.dissent
      ) shared on true
     where opinion.council_id = ${councilId} and opinion.subject_type = ${subject.type}
       and opinion.subject_id = ${subject.id} and opinion.stage in ('received', 'held')`
}

/** Writes a leaf for every answered opinion whose present answer has none yet. @returns how many */
export async function recordAnswers(tx: Tx, subject: Matter, { councilId, now, keys }: Deciding): Promise<number> {
  const { rows } = await sql<{
    opinion_id: string
    outcome_id: string
    ledger_subject: string
    decision: Decision
    reason: string
    changes: readonly AnsweringChange[]
  }>`
    select answer.opinion_id, answer.outcome_id, leaf.subject_id as ledger_subject, outcome.decision, outcome.reason, outcome.changes
      from (${answersOf(councilId, subject)}) answer
      join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = answer.outcome_id
      join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
      join ledger.leaf on leaf.council_id = ${councilId} and leaf.id = opinion.leaf_id
     where not exists (
       select from opinions.outcome_leaf written where written.council_id = ${councilId}
          and written.outcome_id = answer.outcome_id and written.opinion_id = answer.opinion_id)
     order by answer.opinion_id`.execute(tx)
  const leaves = await appendNextLeaves(
    tx,
    councilId,
    rows.map(({ ledger_subject, decision, reason, changes }) => ({
      subjectId: ledger_subject,
      type: `opinion.${decision.replace('-', '_')}`,
      parts: { reason, ...(changes.length > 0 && { change: changes.map(({ after }) => after).join('\n') }) },
      by: 'clerk',
      at: now,
      out: decision,
    })),
    keys,
  )
  if (rows.length > 0) {
    const written = rows.map(({ opinion_id, outcome_id }, index) => ({
      council_id: councilId,
      outcome_id,
      opinion_id,
      leaf_id: leaves[index],
    }))
    await sql`
      insert into opinions.outcome_leaf
      select * from json_populate_recordset(null::opinions.outcome_leaf, ${JSON.stringify(written)})`.execute(tx)
  }
  return rows.length
}

export interface Unanswered {
  readonly id: string
  readonly body: string
  readonly provisionId: string | null
  readonly stage: 'received' | 'held'
  /** The argument it is in, if any; it may have to be answered alone all the same. */
  readonly argument: { readonly number: number; readonly title: string } | null
  /** Why the argument's answer does not cover it. */
  readonly alone: 'dissent' | 'objection' | null
}

/** The opinions without an answer, oldest first. */
export async function unanswered(
  db: Db | Tx,
  councilId: string,
  subject: Matter,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Unanswered[]> {
  const { rows } = await sql<{
    id: string
    body: string
    provision_id: string | null
    stage: 'received' | 'held'
    number: number | null
    title: string | null
    dissent: boolean | null
    objection: string | null
  }>`
    select opinion.id, opinion.body, opinion.provision_id, opinion.stage, place.number, place.title, place.dissent, place.objection
      from (${answersOf(councilId, subject)}) answer
      join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
      left join lateral (
        select argument.number, argument.title, member.dissent, member.objection
          from opinions.argument_member member
          join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
               and argument.stage <> 'dissolved'
         where member.council_id = opinion.council_id and member.opinion_id = opinion.id
         order by argument.number limit 1
      ) place on true
     where answer.outcome_id is null
     order by opinion.received_at, opinion.id
     limit ${limit} offset ${offset}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    body: row.body,
    provisionId: row.provision_id,
    stage: row.stage,
    argument: row.number === null ? null : { number: row.number, title: row.title ?? '' },
    alone: row.objection !== null ? 'objection' : row.dissent ? 'dissent' : null,
  }))
}

export async function countUnanswered(db: Db | Tx, councilId: string, subject: Matter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (${answersOf(councilId, subject)}) answer where outcome_id is null`.execute(db)
  return rows[0]?.count ?? 0
}

/** One answer in the history of an opinion. */
export interface OpinionOutcome {
  readonly id: string
  readonly decision: Decision
  readonly reason: string
  readonly changes: readonly AnsweringChange[]
  readonly decidedAt: Date
  /** Set when another answer took its place. */
  readonly replacedAt: Date | null
  /** Given to the whole argument, not to this opinion alone. */
  readonly shared: boolean
  /** Where it stands in the ledger; null until it is written there. */
  readonly leafId: string | null
}

/** The answers an opinion ever had, the one that counts first; an opinion's own goes before its argument's. */
export async function outcomesOf(db: Db | Tx, councilId: string, opinionId: string): Promise<OpinionOutcome[]> {
  const { rows } = await sql<{
    id: string
    decision: Decision
    reason: string
    changes: readonly AnsweringChange[]
    decided_at: Date
    replaced_at: Date | null
    opinion_id: string | null
    leaf_id: string | null
  }>`
    select outcome.id, outcome.decision, outcome.reason, outcome.changes, outcome.decided_at, outcome.replaced_at,
           outcome.opinion_id, written.leaf_id
      from opinions.outcome
      left join opinions.outcome_leaf written on written.council_id = outcome.council_id
           and written.outcome_id = outcome.id and written.opinion_id = ${opinionId}
     where outcome.council_id = ${councilId} and (outcome.opinion_id = ${opinionId} or outcome.argument_id in (
       select member.argument_id from opinions.argument_member member
         join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
        where member.council_id = ${councilId} and member.opinion_id = ${opinionId} and not member.dissent
          and member.objection is null and argument.stage <> 'dissolved'))
     order by outcome.replaced_at is not null, outcome.opinion_id is null, outcome.decided_at desc, outcome.id desc
     limit 100`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    decision: row.decision,
    reason: row.reason,
    changes: row.changes,
    decidedAt: row.decided_at,
    replacedAt: row.replaced_at,
    shared: row.opinion_id === null,
    leafId: row.leaf_id,
  }))
}
