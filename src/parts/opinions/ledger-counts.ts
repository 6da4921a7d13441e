import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import type { Matter } from './arguments.ts'
import { answersOf, type Decision } from './outcomes.ts'

/** Collected → refined → submitted → adopted, counted in opinions; each is a part of the one before but the answers. */
export interface LedgerRow {
  readonly placeId: string | null
  /** Came in a package from another council. */
  readonly fromBelow: boolean
  readonly year: number
  readonly collected: number
  readonly refined: number
  readonly submitted: number
  readonly adopted: number
  readonly partly: number
  readonly later: number
  readonly notAdopted: number
  readonly unanswered: number
  /** Hidden by moderation, with the reason told; not among the others. */
  readonly hidden: number
}

/** States one can drill into. */
export const ledgerStates = [
  'collected',
  'refined',
  'submitted',
  'adopted',
  'partly',
  'later',
  'not-adopted',
  'unanswered',
] as const
export type LedgerState = (typeof ledgerStates)[number]

const refined = sql<boolean>`exists (
  select from opinions.argument_member member
    join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
         and argument.stage <> 'dissolved'
    join opinions.refinement on refinement.council_id = argument.council_id and refinement.argument_id = argument.id
         and refinement.stage = 'final'
   where member.council_id = opinion.council_id and member.opinion_id = opinion.id and member.objection is null)`

const submitted = sql<boolean>`exists (
  select from opinions.argument_member member
    join opinions.argument on argument.council_id = member.council_id and argument.id = member.argument_id
         and argument.stage in ('submitted', 'answered')
    join opinions.refinement on refinement.council_id = argument.council_id and refinement.argument_id = argument.id
         and refinement.stage = 'final'
   where member.council_id = opinion.council_id and member.opinion_id = opinion.id and member.objection is null)`

/** Each opinion of a matter that counts, with how far it came. */
function stagesOf(councilId: string, subject: Matter) {
  return sql`
    select opinion.id, opinion.place_id, opinion.channel = 'package' as from_below, opinion.received_at, opinion.body,
           opinion.provision_id, opinion.public, ${refined} as refined, ${submitted} as submitted, outcome.decision
      from (${answersOf(councilId, subject)}) answer
      join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
      left join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = answer.outcome_id`
}

/** The ledger of one matter, by place, source and year. The sum of `collected` is the number of its opinions that count. */
export async function ledgerOf(
  db: Db | Tx,
  councilId: string,
  subject: Matter,
  timeZone = 'Asia/Shanghai',
): Promise<LedgerRow[]> {
  const { rows } = await sql<{
    place_id: string | null
    from_below: boolean
    year: number
    collected: number
    refined: number
    submitted: number
    adopted: number
    partly: number
    later: number
    not_adopted: number
    unanswered: number
    hidden: number
  }>`
    with stages as (${stagesOf(councilId, subject)}),
    counted as (
      select place_id, from_below, extract(year from received_at at time zone ${timeZone})::int as year,
             count(*) as collected,
             count(*) filter (where refined) as refined,
             count(*) filter (where submitted) as submitted,
             count(*) filter (where decision = 'adopted') as adopted,
             count(*) filter (where decision = 'partly') as partly,
             count(*) filter (where decision = 'later') as later,
             count(*) filter (where decision = 'not-adopted') as not_adopted,
             count(*) filter (where decision is null) as unanswered, 0::bigint as hidden
        from stages group by 1, 2, 3
      union all
      select place_id, channel = 'package', extract(year from received_at at time zone ${timeZone})::int,
             0, 0, 0, 0, 0, 0, 0, 0, count(*)
        from opinions.opinion
       where council_id = ${councilId} and subject_type = ${subject.type} and subject_id = ${subject.id} and stage = 'hidden'
       group by 1, 2, 3)
    select place_id, from_below, year, sum(collected)::bigint as collected, sum(refined)::bigint as refined,
           sum(submitted)::bigint as submitted, sum(adopted)::bigint as adopted, sum(partly)::bigint as partly,
           sum(later)::bigint as later, sum(not_adopted)::bigint as not_adopted, sum(unanswered)::bigint as unanswered,
           sum(hidden)::bigint as hidden
      from counted group by 1, 2, 3 order by 3, 2, 1 nulls first`.execute(db)
  return rows.map(({ place_id, from_below, not_adopted, ...figures }) => ({
    placeId: place_id,
    fromBelow: from_below,
    notAdopted: not_adopted,
    ...figures,
  }))
}

/** The sum of ledger rows. */
export function ledgerTotal(rows: readonly LedgerRow[]): Omit<LedgerRow, 'placeId' | 'fromBelow' | 'year'> {
  const total = {
    collected: 0,
    refined: 0,
    submitted: 0,
    adopted: 0,
    partly: 0,
    later: 0,
    notAdopted: 0,
    unanswered: 0,
    hidden: 0,
  }
  for (const row of rows) {
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += row[key]
  }
  return total
}

export interface LedgerOpinion {
  readonly id: string
  readonly body: string
  readonly provisionId: string | null
  readonly public: boolean
  readonly fromBelow: boolean
  readonly decision: Decision | null
}

/** The opinions behind a figure of the ledger, oldest first. @param placeId null: those of no place; undefined: all */
export async function opinionsInState(
  db: Db | Tx,
  councilId: string,
  subject: Matter,
  asked: { state: LedgerState; placeId?: string | null; limit: number; offset: number },
): Promise<{ total: number; rows: LedgerOpinion[] }> {
  const state =
    asked.state === 'collected'
      ? sql`true`
      : asked.state === 'refined'
        ? sql`refined`
        : asked.state === 'submitted'
          ? sql`submitted`
          : asked.state === 'unanswered'
            ? sql`decision is null`
            : sql`decision = ${asked.state}`
  const place =
    asked.placeId === undefined
      ? sql`true`
      : asked.placeId === null
        ? sql`place_id is null`
        : sql`place_id = ${asked.placeId}`
  const { rows } = await sql<{
    id: string
    body: string
    provision_id: string | null
    public: boolean
    from_below: boolean
    decision: Decision | null
    total: number
  }>`
    with stages as (${stagesOf(councilId, subject)})
    select id, body, provision_id, public, from_below, decision, count(*) over () as total
      from stages where ${state} and ${place}
     order by received_at, id limit ${asked.limit} offset ${asked.offset}`.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      id: row.id,
      body: row.body,
      provisionId: row.provision_id,
      public: row.public,
      fromBelow: row.from_below,
      decision: row.decision,
    })),
  }
}
