import type { Explanation } from '#kernel/calendar'
import '../tables.ts'
import { type Db, sql } from '#kernel/db'
import type { CaseStage, Outcome } from '#parts/cases'
import { searchQuery, sortInWaiting } from '#parts/opinions'
import { caseKind } from '../rules.ts'
import { voicesOf } from './near.ts'

/** A matter as everybody sees it: no name, and a place only where the one who raised it shows it. */
export interface OpenMatter {
  readonly id: string
  readonly number: number
  readonly body: string
  readonly locale: string
  readonly topic: string
  readonly spot: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly photos: readonly string[]
  readonly stage: CaseStage
  readonly outcome: Outcome | null
  readonly raisedAt: Date
  readonly organisationId: string | null
  readonly dueOn: string | null
  /** The reckoning of that day. */
  readonly dueSteps: readonly Explanation[] | null
  readonly late: boolean
  readonly voices: number
  /** The reply sent last. */
  readonly reply: string | null
  readonly repliedBy: string | null
  readonly repliedAt: Date | null
}

export interface OpenAsked {
  readonly councilId: string
  /** Today in the council's time zone. */
  readonly today: string
  readonly timeZone: string
  readonly number?: number
  /** Words to look for, of one character or more. */
  readonly typed?: string
  readonly organisationId?: string | 'none'
  readonly placeId?: string
  /** `2026-11`: the month in which it was raised. */
  readonly month?: string
  readonly state?: 'open' | 'answered' | 'solved'
  readonly limit: number
  readonly offset?: number
}

/** Public matters, the newest first, and how many there are in all. */
export async function openMatters(
  db: Db,
  asked: OpenAsked,
): Promise<{ readonly matters: readonly OpenMatter[]; readonly total: number }> {
  const query = asked.typed === undefined ? null : searchQuery(asked.typed)
  if (asked.typed !== undefined && query === null) return { matters: [], total: 0 }
  if (query !== null) await sortInWaiting(db)
  const { rows } = await sql<OpenMatter & { total: number }>`
    with found as (
      select x.council_id, x.id, x.opinion_id, x.number, x.topic, x.place_shown, x.spot, x.latitude, x.longitude,
             x.raised_at, x.case_id, o.body, o.content_locale, m.stage, m.outcome, a.organisation_id, c.due_on, c.steps,
             coalesce(c.due_on < ${asked.today}::date and c.paused_on is null, false) as late,
             count(*) over () as total
        from contact.matter x
        join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id
        join cases.matter m on m.council_id = x.council_id and m.id = x.case_id and m.kind = ${caseKind}
        left join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
             and a.state in ('assigned', 'accepted', 'returned')
        left join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply'
             and c.round = m.round and c.met_on is null and c.stopped_on is null
       where x.council_id = ${asked.councilId} and m.closed_for is distinct from 'merged'
         and o.public and o.stage = 'received' and ${conditions(asked, query)}
       order by x.raised_at desc, x.number desc
       limit ${asked.limit} offset ${asked.offset ?? 0}
    )
    select x.id, x.number, x.body, x.content_locale as locale, x.topic,
           case when x.place_shown then x.spot else '' end as spot,
           case when x.place_shown then x.latitude end as latitude,
           case when x.place_shown then x.longitude end as longitude,
           case when x.place_shown then coalesce((
             select json_agg(file_id order by file_id) from opinions.attachment f
              where f.council_id = x.council_id and f.opinion_id = x.opinion_id and f.kind = 'photo'), '[]')
             else '[]' end as photos,
           x.stage, x.outcome, x.raised_at as "raisedAt", x.organisation_id as "organisationId", x.due_on as "dueOn",
           x.steps as "dueSteps",
           x.late, ${voicesOf(sql`x`)} as voices,
           r.body as reply, r.organisation_id as "repliedBy", r.sent_at as "repliedAt", x.total
      from found x
      left join lateral (
        select body, organisation_id, sent_at from cases.reply
         where council_id = x.council_id and case_id = x.case_id and state = 'sent' order by round desc limit 1
      ) r on true
     order by x.raised_at desc, x.number desc`.execute(db)
  return { matters: rows, total: rows[0]?.total ?? 0 }
}

function conditions(asked: OpenAsked, query: string | null) {
  const all = [sql`true`]
  if (asked.number !== undefined) all.push(sql`x.number = ${asked.number}`)
  if (query !== null) {
    all.push(sql`exists (select from opinions.words w where w.council_id = x.council_id and w.opinion_id = x.opinion_id
      and w.words @@ ${query}::tsquery)`)
  }
  if (asked.organisationId === 'none') all.push(sql`a.organisation_id is null`)
  else if (asked.organisationId) all.push(sql`a.organisation_id = ${asked.organisationId}`)
  if (asked.placeId) all.push(sql`m.scope_id = ${asked.placeId}`)
  if (asked.month) all.push(sql`to_char(x.raised_at at time zone ${asked.timeZone}, 'YYYY-MM') = ${asked.month}`)
  if (asked.state === 'solved') all.push(sql`m.outcome = 'solved'`)
  else if (asked.state === 'answered') all.push(sql`m.stage <> 'open'`)
  else if (asked.state === 'open') all.push(sql`m.stage = 'open'`)
  return sql.join(all, sql` and `)
}
