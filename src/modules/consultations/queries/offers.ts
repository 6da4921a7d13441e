import '../tables.ts'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'

/** Opinions of one consultation that count, by how far they have come; each number is a part of `heard`. */
export interface Progress {
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly heard: number
  readonly sorted: number
  readonly refined: number
  readonly sent: number
  readonly answered: number
}

/** The progress of a council's public consultations, the newest first. */
export async function progressOf(app: App, councilId: string): Promise<Progress[]> {
  const { rows } = await sql<Progress>`
    with counted as (
      select o.subject_id, o.id,
             exists (select from opinions.alone l where l.council_id = o.council_id and l.opinion_id = o.id) as alone,
             member.argument_id is not null as sorted,
             coalesce(member.refined, false) as refined,
             coalesce(member.sent, false) as sent,
             exists (select from opinions.outcome x where x.council_id = o.council_id and x.replaced_at is null
                      and (x.opinion_id = o.id or x.argument_id = member.argument_id)) as answered
        from opinions.opinion o
        left join lateral (
          select m.argument_id, a.stage in ('submitted', 'answered') as sent,
                 exists (select from opinions.refinement r where r.council_id = a.council_id
                          and r.argument_id = a.id and r.stage = 'final') as refined
            from opinions.argument_member m
            join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id and a.stage <> 'dissolved'
           where m.council_id = o.council_id and m.opinion_id = o.id and m.objection is null
           order by m.at limit 1
        ) member on true
       where o.council_id = ${councilId} and o.subject_type = 'consultation' and o.stage in ('received', 'held')
    )
    select c.number, c.title, c.titles, count(n.id) as heard,
           count(n.id) filter (where n.sorted or n.alone) as sorted,
           count(n.id) filter (where n.refined) as refined,
           count(n.id) filter (where n.sent) as sent,
           count(n.id) filter (where n.answered) as answered
      from consultations.consultation c
      left join counted n on n.subject_id = c.id
     where c.council_id = ${councilId} and c.stage <> 'prepared'
     group by c.number, c.title, c.titles
     order by c.number desc limit 200`.execute(app.database.db)
  return rows
}

/** An answer everyone may read, with the words it answers. */
export interface GivenAnswer {
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly said: string
  readonly locale: string
  readonly decision: 'adopted' | 'partly' | 'not-adopted' | 'later'
  readonly reason: string
  readonly at: Date
}

/** The newest answers, one for each argument or opinion, with its most supported public words. */
export async function answersGiven(app: App, councilId: string, limit: number): Promise<GivenAnswer[]> {
  const { rows } = await sql<GivenAnswer>`
    select c.number, c.title, c.titles, said.body as said, said.content_locale as locale,
           x.decision, x.reason, x.decided_at as at
      from opinions.outcome x
      join consultations.consultation c on c.council_id = x.council_id and c.id = x.subject_id
      join lateral (
        select o.body, o.content_locale
          from opinions.opinion o
          left join opinions.argument_member m
            on m.council_id = o.council_id and m.opinion_id = o.id and m.argument_id = x.argument_id
         where o.council_id = x.council_id and o.public and o.stage = 'received'
           and (o.id = x.opinion_id or (m.argument_id is not null and m.objection is null and not m.dissent))
         order by o.supports desc, o.received_at limit 1
      ) said on true
     where x.council_id = ${councilId} and x.subject_type = 'consultation' and x.replaced_at is null
       and c.stage in ('answered', 'evaluated')
     order by x.decided_at desc limit ${limit}`.execute(app.database.db)
  return rows
}

/** An opinion of one's own. */
export interface OwnOpinion {
  readonly receipt: string
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly at: Date
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
  readonly body: string
  readonly locale: string
  /** How far the argument has come that it belongs to; null where it stands alone. */
  readonly argument: 'open' | 'refined' | 'submitted' | 'answered' | 'dissolved' | null
  readonly decision: GivenAnswer['decision'] | null
}

/** What an account has said, the newest first. */
export async function ownOpinions(app: App, councilId: string, accountId: string): Promise<OwnOpinion[]> {
  const { rows } = await sql<OwnOpinion>`
    select o.receipt, c.title, c.titles, o.received_at as at, o.stage, o.body, o.content_locale as locale,
           member.stage as argument,
           (select x.decision from opinions.outcome x
             where x.council_id = o.council_id and x.replaced_at is null
               and (x.opinion_id = o.id or x.argument_id = member.argument_id)
             order by x.opinion_id is null limit 1) as decision
      from opinions.contributor who
      join opinions.opinion o on o.council_id = who.council_id and o.contributor_id = who.id
      join consultations.consultation c on c.council_id = o.council_id and c.id = o.subject_id
      left join lateral (
        select m.argument_id, a.stage from opinions.argument_member m
          join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id
         where m.council_id = o.council_id and m.opinion_id = o.id and m.objection is null order by m.at limit 1
      ) member on true
     where who.council_id = ${councilId} and who.account_id = ${accountId} and o.subject_type = 'consultation'
     order by o.received_at desc limit 200`.execute(app.database.db)
  return rows
}
