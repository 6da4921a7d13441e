import './tables.ts'
import type { IsoDate } from '#kernel/calendar'
import { type Db, sql } from '#kernel/db'

/** What became of the cases an organisation was given in one month. */
export interface MonthRecord {
  /** 2026-11 */
  readonly month: string
  /** Cases it was given to lead, those it returned among them. */
  readonly given: number
  readonly returned: number
  /** First replies of those it kept, by their day. */
  readonly inTime: number
  readonly late: number
  /** Not answered yet and past the day. */
  readonly lateNow: number
  readonly waiting: number
  /** Judged "not solved" at least once. */
  readonly reopened: number
  /** Days from being given to the first reply, half of them longer and half shorter; null before there is one. */
  readonly medianDays: number | null
}

export interface RecordAsked {
  readonly councilId: string
  readonly kind: string
  readonly organisationIds: readonly string[]
  readonly timeZone: string
  readonly today: IsoDate
  readonly months?: number
}

/** The record of an organisation by the month in which it was given a case, the newest first; `total` over all of them. */
export async function monthRecords(
  db: Db,
  { councilId, kind, organisationIds, timeZone, today, months = 24 }: RecordAsked,
): Promise<{ readonly months: readonly MonthRecord[]; readonly total: MonthRecord }> {
  if (organisationIds.length === 0) return { months: [], total: emptyMonth }
  const { rows } = await sql<MonthRecord & { readonly whole: number }>`
    with given as (
      select to_char(a.assigned_at at time zone ${timeZone}, 'YYYY-MM') as month,
             a.returned_at is not null and a.decision is distinct from 'kept' as returned,
             first.sent_at, coalesce(first.late, false) as late,
             extract(epoch from first.sent_at - a.assigned_at) / 86400 as days,
             m.reopened > 0 and a.state in ('assigned', 'accepted') as reopened,
             first.sent_at is null and m.stage = 'open' and a.state in ('assigned', 'accepted') as waiting,
             exists (select from cases.clock c
                      where c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply' and c.met_on is null
                        and c.stopped_on is null and c.paused_on is null and c.due_on < ${today}::date) as over
        from cases.assignment a
        join cases.matter m on m.council_id = a.council_id and m.id = a.case_id
        left join lateral (
          select r.sent_at, r.late from cases.reply r
           where r.council_id = a.council_id and r.case_id = a.case_id and r.organisation_id = a.organisation_id
             and r.state = 'sent' and r.sent_at >= a.assigned_at
           order by r.round limit 1
        ) first on true
       where a.council_id = ${councilId} and a.organisation_id = any(${[...organisationIds]}::uuid[])
         and a.role = 'lead' and m.kind = ${kind} and m.closed_for is distinct from 'merged'
    )
    select coalesce(month, '') as month, grouping(month) as whole,
           count(*)::int as given,
           (count(*) filter (where returned))::int as returned,
           (count(*) filter (where sent_at is not null and not late))::int as "inTime",
           (count(*) filter (where sent_at is not null and late))::int as late,
           (count(*) filter (where waiting and over))::int as "lateNow",
           (count(*) filter (where waiting))::int as waiting,
           (count(*) filter (where reopened))::int as reopened,
           round((percentile_cont(0.5) within group (order by days))::numeric, 1)::float8 as "medianDays"
      from given
     group by grouping sets ((month), ())
     order by grouping(month) desc, month desc
     limit ${months + 1}`.execute(db)
  const total = rows.find(({ whole }) => whole === 1) ?? emptyMonth
  return { months: rows.filter(({ whole }) => whole === 0), total }
}

const emptyMonth: MonthRecord = {
  month: '',
  given: 0,
  returned: 0,
  inTime: 0,
  late: 0,
  lateNow: 0,
  waiting: 0,
  reopened: 0,
  medianDays: null,
}
