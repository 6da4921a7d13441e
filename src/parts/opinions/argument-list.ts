import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import type { ArgumentRow, Matter } from './arguments.ts'
import type { RefinementRow } from './refinement.ts'

export interface ListedArgument {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly provision_id: string | null
  readonly theme: string | null
  readonly stage: ArgumentRow['stage']
  readonly assigned_to: string | null
  readonly unrefined_because: string | null
  /** People who say it: opinions in it that are neither hidden nor withdrawn. */
  readonly voices: number
  /** Different texts among them: one text sent by many is one. */
  readonly texts: number
  readonly supports: number
  readonly dissents: number
  /** Objections that nobody has answered. */
  readonly objections: number
  readonly places: number
  readonly channels: readonly string[]
  /** Stage of the newest version that was not replaced. */
  readonly refinement: 'draft' | 'asked' | 'final' | null
  readonly ordinal: number | null
  readonly asked: number
  readonly yes: number
  readonly no: number
}

/** The arguments of a matter with their figures, in the order of their numbers. Dissolved ones are left out. */
export async function argumentsOf(
  db: Db | Tx,
  councilId: string,
  matter: Matter,
  { limit = 1000, number }: { readonly limit?: number; readonly number?: number } = {},
): Promise<ListedArgument[]> {
  const { rows } = await sql<ListedArgument>`
    select a.id, a.number, a.title, a.provision_id, a.theme, a.stage, a.assigned_to, a.unrefined_because,
           m.voices, m.texts, m.supports, m.dissents, m.objections, m.places, m.channels,
           r.stage as refinement, r.ordinal, coalesce(q.asked, 0) as asked, coalesce(q.yes, 0) as yes,
           coalesce(q.no, 0) as no
      from opinions.argument a
      left join lateral (
        select count(o.id)::int as voices, count(distinct o.same_text)::int as texts,
               coalesce(sum(o.supports), 0)::int as supports,
               (count(*) filter (where m.dissent and o.id is not null))::int as dissents,
               (count(*) filter (where m.objection is not null and m.objection_reply is null and o.id is not null))::int as objections,
               count(distinct o.place_id)::int as places,
               coalesce(array_agg(distinct o.channel) filter (where o.id is not null), '{}') as channels
          from opinions.argument_member m
          left join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
                                      and o.stage in ('received', 'held')
         where m.council_id = a.council_id and m.argument_id = a.id) m on true
      left join opinions.refinement r on r.council_id = a.council_id and r.argument_id = a.id and r.stage <> 'replaced'
      left join lateral (
        select count(*)::int as asked, (count(*) filter (where c.answer = 'yes'))::int as yes,
               (count(*) filter (where c.answer = 'no'))::int as no
          from opinions.question q
          left join opinions.confirmation c on c.council_id = q.council_id and c.refinement_id = q.refinement_id
                                           and c.opinion_id = q.opinion_id
         where q.council_id = r.council_id and q.refinement_id = r.id) q on true
     where a.council_id = ${councilId} and a.subject_type = ${matter.type} and a.subject_id = ${matter.id}
       and a.stage <> 'dissolved' ${number === undefined ? sql`` : sql`and a.number = ${number}`}
     order by a.number limit ${limit}`.execute(db)
  return rows
}

/** The argument of that number, also a dissolved one. */
export async function argumentByNumber(
  db: Db | Tx,
  councilId: string,
  matter: Matter,
  number: number,
): Promise<ArgumentRow | null> {
  const row = await db
    .selectFrom('opinions.argument')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('subject_type', '=', matter.type)
    .where('subject_id', '=', matter.id)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ?? null
}

export interface Member {
  readonly id: string
  readonly receipt: string
  readonly body: string
  readonly suggested: string | null
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly place_id: string | null
  readonly provision_id: string | null
  readonly supports: number
  readonly same_text: string
  readonly content_locale: string
  readonly public: boolean
  readonly given_at: Date
  /** As the office may know her; null when she wants nobody to. */
  readonly name: string | null
  readonly dissent: boolean
  readonly objection: string | null
  readonly objection_reply: string | null
}

/** The opinions of an argument, most supported first. The office reads a name unless its owner wants nobody to. */
export async function membersOf(
  db: Db | Tx,
  argument: Pick<ArgumentRow, 'council_id' | 'id'>,
  limit = 1000,
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select o.id, o.receipt, o.body, o.suggested, o.stage, o.channel, o.place_id, o.provision_id, o.supports,
           o.same_text, o.content_locale, o.public, o.given_at,
           case when c.name_visible_to = 'nobody' then null else coalesce(c.name, c.display_name) end as name,
           m.dissent, m.objection, m.objection_reply
      from opinions.argument_member m
      join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
      join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
     where m.council_id = ${argument.council_id} and m.argument_id = ${argument.id}
     order by (m.objection is not null and m.objection_reply is null) desc, m.dissent, o.supports desc, o.given_at, o.id
     limit ${limit}`.execute(db)
  return rows
}

/** Every version of an argument's refinement, the newest first. */
export function refinementsOf(db: Db | Tx, argument: Pick<ArgumentRow, 'council_id' | 'id'>): Promise<RefinementRow[]> {
  return db
    .selectFrom('opinions.refinement')
    .selectAll()
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .orderBy('ordinal', 'desc')
    .limit(50)
    .execute()
}

export interface Answered {
  readonly opinion_id: string
  readonly answer: 'yes' | 'no'
  readonly because: string | null
  readonly at: Date
}

/** What contributors answered to one version. */
export function confirmationsOf(db: Db | Tx, councilId: string, refinementId: string): Promise<Answered[]> {
  return db
    .selectFrom('opinions.confirmation')
    .select(['opinion_id', 'answer', 'because', 'at'])
    .where('council_id', '=', councilId)
    .where('refinement_id', '=', refinementId)
    .orderBy('answer')
    .orderBy('at')
    .limit(1000)
    .execute()
}

export interface ArgumentOfOpinion {
  readonly argumentId: string
  readonly number: number
  readonly title: string
  readonly stage: ArgumentRow['stage']
  readonly objection: string | null
  readonly objectionReply: string | null
}

/** The arguments an opinion is in, for its own page. */
export async function argumentsOfOpinion(
  db: Db | Tx,
  councilId: string,
  opinionId: string,
): Promise<ArgumentOfOpinion[]> {
  const { rows } = await sql<ArgumentOfOpinion>`
    select a.id as "argumentId", a.number, a.title, a.stage, m.objection, m.objection_reply as "objectionReply"
      from opinions.argument_member m
      join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id
     where m.council_id = ${councilId} and m.opinion_id = ${opinionId}
     order by a.number limit 20`.execute(db)
  return rows
}

export interface DeskFigures {
  /** Neither hidden nor withdrawn. */
  readonly opinions: number
  readonly held: number
  readonly hidden: number
  /** In an argument. */
  readonly grouped: number
  /** To be answered by themselves. */
  readonly alone: number
  /** Received, in no argument and not to be answered alone. */
  readonly waiting: number
  readonly arguments: number
  readonly refined: number
  readonly asked: number
  readonly yes: number
  readonly no: number
  readonly objections: number
  readonly appeals: number
}

/** What the head of the desk says. */
export async function deskFigures(db: Db | Tx, councilId: string, matter: Matter): Promise<DeskFigures> {
  const { rows } = await sql<DeskFigures>`
    with mine as (
      select o.id, o.stage,
             exists (select from opinions.argument_member m where m.council_id = o.council_id and m.opinion_id = o.id) as grouped,
             exists (select from opinions.alone s where s.council_id = o.council_id and s.opinion_id = o.id) as alone
        from opinions.opinion o
       where o.council_id = ${councilId} and o.subject_type = ${matter.type} and o.subject_id = ${matter.id}
    ), counted as (
      select (count(*) filter (where stage in ('received', 'held')))::int as opinions,
             (count(*) filter (where stage = 'held'))::int as held,
             (count(*) filter (where stage = 'hidden'))::int as hidden,
             (count(*) filter (where stage in ('received', 'held') and grouped))::int as grouped,
             (count(*) filter (where stage in ('received', 'held') and alone and not grouped))::int as alone,
             (count(*) filter (where stage = 'received' and not grouped and not alone))::int as waiting
        from mine
    ), args as (
      select a.id, a.stage from opinions.argument a
       where a.council_id = ${councilId} and a.subject_type = ${matter.type} and a.subject_id = ${matter.id}
         and a.stage <> 'dissolved'
    )
    select counted.*,
           (select count(*)::int from args) as arguments,
           (select count(*)::int from args where stage <> 'open') as refined,
           q.asked, q.yes, q.no,
           (select count(*)::int from opinions.argument_member m join args on args.id = m.argument_id
             where m.council_id = ${councilId} and m.objection is not null and m.objection_reply is null) as objections,
           (select count(*)::int from mine where stage = 'hidden' and (
             select m.appeal is not null from opinions.moderation m
              where m.council_id = ${councilId} and m.opinion_id = mine.id order by m.at desc, m.id desc limit 1)) as appeals
      from counted, lateral (
        select count(*)::int as asked, (count(*) filter (where c.answer = 'yes'))::int as yes,
               (count(*) filter (where c.answer = 'no'))::int as no
          from args join opinions.refinement r on r.council_id = ${councilId} and r.argument_id = args.id and r.stage in ('asked', 'final')
          join opinions.question q on q.council_id = r.council_id and q.refinement_id = r.id
          left join opinions.confirmation c on c.council_id = q.council_id and c.refinement_id = q.refinement_id
                                           and c.opinion_id = q.opinion_id) q`.execute(db)
  return rows[0]!
}

/** What keeps a matter from being refined. Each list is cut at `limit`, each count is whole. */
export interface Missing {
  readonly ungrouped: readonly { readonly id: string; readonly receipt: string; readonly body: string }[]
  readonly ungroupedCount: number
  readonly held: readonly { readonly id: string; readonly receipt: string; readonly body: string }[]
  readonly heldCount: number
  readonly unrefined: readonly { readonly number: number; readonly title: string }[]
  readonly unrefinedCount: number
}

export async function missingBeforeRefined(
  db: Db | Tx,
  councilId: string,
  matter: Matter,
  limit = 20,
): Promise<Missing> {
  type Found = { id: string; receipt: string; body: string; all: number }
  const of = sql`o.council_id = ${councilId} and o.subject_type = ${matter.type} and o.subject_id = ${matter.id}`
  const { rows: ungrouped } = await sql<Found>`
    select o.id, o.receipt, case when length(o.body) > 60 then left(o.body, 59) || '…' else o.body end as body, (count(*) over ())::int as all
      from opinions.opinion o
     where ${of} and o.stage = 'received'
       and not exists (select from opinions.argument_member m where m.council_id = o.council_id and m.opinion_id = o.id)
       and not exists (select from opinions.alone s where s.council_id = o.council_id and s.opinion_id = o.id)
     order by o.received_at limit ${limit}`.execute(db)
  const { rows: held } = await sql<Found>`
    select o.id, o.receipt, case when length(o.body) > 60 then left(o.body, 59) || '…' else o.body end as body, (count(*) over ())::int as all
      from opinions.opinion o where ${of} and o.stage = 'held' order by o.received_at limit ${limit}`.execute(db)
  const { rows: unrefined } = await sql<{ number: number; title: string; all: number }>`
    select a.number, a.title, (count(*) over ())::int as all
      from opinions.argument a
     where a.council_id = ${councilId} and a.subject_type = ${matter.type} and a.subject_id = ${matter.id}
       and a.stage = 'open' order by a.number limit ${limit}`.execute(db)
  return {
    ungrouped,
    ungroupedCount: ungrouped[0]?.all ?? 0,
    held,
    heldCount: held[0]?.all ?? 0,
    unrefined,
    unrefinedCount: unrefined[0]?.all ?? 0,
  }
}
