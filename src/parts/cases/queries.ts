import './tables.ts'
import type { IsoDate } from '#kernel/calendar'
import { type Db, sql } from '#kernel/db'
import type { AssignmentState, CaseStage, Outcome } from './tables.ts'

/** A case in a list, with the date that counts now. */
export interface ListedCase {
  readonly id: string
  readonly aboutId: string
  readonly title: string
  readonly stage: CaseStage
  readonly round: number
  readonly outcome: Outcome | null
  readonly keeperId: string | null
  readonly openedAt: Date
  readonly organisationId: string | null
  readonly state: AssignmentState | null
  /** Since when the state, or the keeper, is what it is. */
  readonly since: Date
  readonly dueOn: IsoDate | null
  readonly paused: boolean
  readonly late: boolean
  readonly askedBack: boolean
  readonly extensionAsked: boolean
  readonly draft: 'draft' | 'reviewed' | null
  /** A day on which something promised is to be looked back at. */
  readonly promiseDueOn: IsoDate | null
}

export interface CasesAsked {
  readonly councilId: string
  readonly kind: string
  readonly today: IsoDate
  /** Only those these organisations lead or help with. */
  readonly organisationIds?: readonly string[]
  readonly keeperId?: string
  /** Only those of no keeper. */
  readonly unkept?: true
  /** Only those of these places. */
  readonly scopeIds?: readonly string[]
  readonly stages?: readonly CaseStage[]
  readonly late?: true
  readonly limit?: number
  readonly offset?: number
}

/** Cases of one kind, what is late first, then by the day they are due, then the oldest. */
export async function listedCases(db: Db, asked: CasesAsked): Promise<readonly ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    with listed as (
      select m.id, m.about_id as "aboutId", m.title, m.stage, m.round, m.outcome, m.keeper_id as "keeperId",
             m.opened_at as "openedAt", a.organisation_id as "organisationId", a.state,
             coalesce(a.since, m.answered_at, m.kept_since) as since, c.due_on as "dueOn",
             c.paused_on is not null as paused,
             coalesce(c.due_on < ${asked.today}::date and c.paused_on is null, false) as late,
             exists (select from cases.question q
                      where q.council_id = m.council_id and q.case_id = m.id and q.answered_at is null) as "askedBack",
             exists (select from cases.extension e
                      where e.council_id = m.council_id and e.case_id = m.id and e.state = 'asked') as "extensionAsked",
             (select r.state from cases.reply r where r.council_id = m.council_id and r.case_id = m.id
                 and r.round = m.round and r.state <> 'sent') as draft,
             (select min(p.due_on) from cases.promise p
               where p.council_id = m.council_id and p.case_id = m.id and p.result is null) as "promiseDueOn"
        from cases.matter m
        left join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
             and a.state in ('assigned', 'accepted', 'returned')
        left join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply'
             and c.round = m.round and c.met_on is null and c.stopped_on is null
       where ${conditions(asked)}
    )
    select * from listed
     where ${asked.late ? sql`late` : sql`true`}
     order by late desc, "dueOn" nulls last, since, id
     limit ${asked.limit ?? 50} offset ${asked.offset ?? 0}`.execute(db)
  return rows
}

/** How many cases of one kind fit. */
export async function countCases(db: Db, asked: CasesAsked): Promise<{ readonly all: number; readonly late: number }> {
  const { rows } = await sql<{ all: number; late: number }>`
    select count(*) as all,
           count(*) filter (where c.due_on < ${asked.today}::date and c.paused_on is null) as late
      from cases.matter m
      left join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply'
           and c.round = m.round and c.met_on is null and c.stopped_on is null
     where ${conditions(asked)}`.execute(db)
  return rows[0] ?? { all: 0, late: 0 }
}

function conditions({ councilId, kind, organisationIds, keeperId, unkept, scopeIds, stages }: CasesAsked) {
  const all = [sql`m.council_id = ${councilId} and m.kind = ${kind}`]
  if (organisationIds) {
    all.push(sql`exists (select from cases.assignment mine where mine.council_id = m.council_id and mine.case_id = m.id
      and mine.organisation_id = any(${[...organisationIds]}::uuid[])
      and (mine.state in ('assigned', 'accepted') or (mine.role = 'assist' and mine.state = 'done')))`)
  }
  if (keeperId) all.push(sql`m.keeper_id = ${keeperId}`)
  if (unkept) all.push(sql`m.keeper_id is null`)
  if (scopeIds) all.push(sql`m.scope_id = any(${[...scopeIds]}::uuid[])`)
  if (stages) all.push(sql`m.stage = any(${[...stages]}::text[])`)
  return sql.join(all, sql` and `)
}

/** What an organisation was asked and what it answered: every case counts once, for the one that leads it now. */
export interface ClockRecord {
  /** Null for those that no organisation has: with a keeper, or answered by one. */
  readonly organisationId: string | null
  /** Cases it leads. */
  readonly cases: number
  /** Of those, answered at least once. */
  readonly answered: number
  /** Of those, solved by the word of the one who asked. */
  readonly solved: number
  /** Of those, judged "not solved" at least once. */
  readonly reopened: number
  /** Of those, with a reply that was given late or is late now. */
  readonly late: number
}

/** The record of each organisation that leads a case of one kind, by what happened until now; the others last. */
export async function clockRecords(
  db: Db,
  { councilId, kind, today }: { readonly councilId: string; readonly kind: string; readonly today: IsoDate },
): Promise<readonly ClockRecord[]> {
  const { rows } = await sql<ClockRecord>`
    select a.organisation_id as "organisationId", count(*) as cases,
           count(*) filter (where exists (select from cases.reply r
             where r.council_id = m.council_id and r.case_id = m.id and r.state = 'sent')) as answered,
           count(*) filter (where m.outcome = 'solved') as solved,
           count(*) filter (where m.reopened > 0) as reopened,
           count(*) filter (where exists (select from cases.clock c
             where c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply'
               and (c.met_on > c.due_on
                 or (m.closed_for = 'withdrawn' and c.stopped_on > c.due_on and c.round = m.round)
                 or (c.met_on is null and c.stopped_on is null and c.paused_on is null
                   and c.due_on < ${today}::date)))) as late
      from cases.matter m
      left join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
           and a.state in ('assigned', 'accepted', 'returned')
     where m.council_id = ${councilId} and m.kind = ${kind} and m.closed_for is distinct from 'merged'
     group by a.organisation_id
     order by a.organisation_id is null, cases desc, a.organisation_id
     limit 1000`.execute(db)
  return rows
}
