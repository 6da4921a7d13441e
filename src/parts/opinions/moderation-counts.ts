import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'

/** Opinions of one matter that were ever hidden for one reason. Each opinion counts once, under its latest reason. */
export interface HiddenCount {
  readonly subjectId: string
  readonly reason: string
  /** Ever hidden: the sum of the next three. */
  readonly hidden: number
  readonly stillHidden: number
  readonly restored: number
  /** Taken back by their authors after they were hidden. */
  readonly withdrawn: number
  /** Whose author asked for another look, once or more. */
  readonly appealed: number
  /** Appeals that nobody has answered yet. */
  readonly waiting: number
}

/** What was not shown, by matter and reason: for everyone to read. Only what a person hid; held for a look is not hidden. */
export async function hiddenCounts(db: Db | Tx, councilId: string, subjectType: string): Promise<HiddenCount[]> {
  const { rows } = await sql<{
    subject_id: string
    reason: string
    hidden: number
    still_hidden: number
    restored: number
    withdrawn: number
    appealed: number
    waiting: number
  }>`
    with verdict as (
      select o.subject_id, o.stage,
             (select h.reason_code from opinions.moderation h
               where h.council_id = o.council_id and h.opinion_id = o.id and h.verdict = 'hidden' and h.appeal is null
               order by h.at desc, h.id desc limit 1) as reason,
             exists (select from opinions.moderation a
                      where a.council_id = o.council_id and a.opinion_id = o.id and a.appeal is not null) as appealed,
             (select l.appeal is not null from opinions.moderation l
               where l.council_id = o.council_id and l.opinion_id = o.id order by l.at desc, l.id desc limit 1) as last_is_appeal
        from opinions.opinion o
       where o.council_id = ${councilId} and o.subject_type = ${subjectType}
         and o.id in (select opinion_id from opinions.moderation where council_id = ${councilId} and verdict = 'hidden')
    )
    select subject_id, coalesce(reason, 'other') as reason, count(*)::int as hidden,
           count(*) filter (where stage = 'hidden')::int as still_hidden,
           count(*) filter (where stage in ('received', 'held'))::int as restored,
           count(*) filter (where stage = 'withdrawn')::int as withdrawn,
           count(*) filter (where appealed)::int as appealed,
           count(*) filter (where stage = 'hidden' and last_is_appeal)::int as waiting
      from verdict group by 1, 2 order by 1, 2`.execute(db)
  return rows.map((row) => ({
    subjectId: row.subject_id,
    reason: row.reason,
    hidden: row.hidden,
    stillHidden: row.still_hidden,
    restored: row.restored,
    withdrawn: row.withdrawn,
    appealed: row.appealed,
    waiting: row.waiting,
  }))
}
