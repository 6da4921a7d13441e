import { type Db, sql } from '#kernel/db'
import { searchQuery, sortInWaiting } from '#parts/opinions'

/** What the desk may narrow its queue by; an empty value does not narrow. */
export interface QueueFilter {
  readonly clause?: string
  readonly theme?: string
  readonly channel?: string
  readonly placeId?: string
  readonly state?: string
  readonly find?: string
}

export const queueStates = ['waiting', 'grouped', 'alone', 'held', 'hidden', 'appealed', 'mine'] as const
export const queueOrders = ['newest', 'clause', 'supports'] as const
export type QueueOrder = (typeof queueOrders)[number]
export const queuePageSize = 50

export interface QueuedOpinion {
  readonly id: string
  readonly receipt: string
  readonly body: string
  readonly suggested: string | null
  readonly provision_id: string | null
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly place_id: string | null
  readonly stage: 'received' | 'held' | 'hidden' | 'withdrawn'
  readonly theme: string | null
  readonly tags: readonly string[]
  readonly supports: number
  readonly public: boolean
  readonly received_at: Date
  readonly assigned_to: string | null
  readonly argument: number | null
  readonly alone: boolean
}

export interface QueueAsked {
  readonly councilId: string
  readonly consultationId: string
  readonly filter: QueueFilter
  readonly order: QueueOrder
  /** From 1. */
  readonly page: number
  /** Person at the desk, for what is assigned to her. */
  readonly personId: string | null
}

/** The desk's opinions, 50 a page, and how many there are in all. Withdrawn ones are not the desk's any more. */
export async function queue(db: Db, asked: QueueAsked): Promise<{ rows: QueuedOpinion[]; total: number }> {
  if (asked.filter.find) await sortInWaiting(db)
  const order = {
    newest: sql`o.received_at desc, o.id desc`,
    // 2, 10, 12, 12之一, 13: by the numbers of the article, then by those within it; the whole text comes first.
    clause: sql`string_to_array(substring(o.provision_id from 'art_(\\d+(?:-\\d+)*)'), '-')::int[] nulls first,
      array(select n[1]::int from regexp_matches(regexp_replace(o.provision_id, '.*art_[0-9-]*', ''), '(\\d+)', 'g') n),
      o.provision_id nulls first, o.received_at, o.id`,
    supports: sql`o.supports desc, o.received_at desc`,
  }[asked.order]
  const { rows } = await sql<QueuedOpinion & { all: number }>`
    select o.id, o.receipt, o.body, o.suggested, o.provision_id, o.channel, o.place_id, o.stage, o.theme, o.tags,
           o.supports, o.public, o.received_at, o.assigned_to, g.number as argument, s.opinion_id is not null as alone,
           (count(*) over ())::int as all
      from opinions.opinion o
      left join lateral (
        select a.number from opinions.argument_member m
          join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id
         where m.council_id = o.council_id and m.opinion_id = o.id order by m.at desc limit 1) g on true
      left join opinions.alone s on s.council_id = o.council_id and s.opinion_id = o.id
     where o.council_id = ${asked.councilId} and o.subject_type = 'consultation' and o.subject_id = ${asked.consultationId}
       and o.stage <> 'withdrawn' ${narrowed(asked)}
     order by ${order} limit ${queuePageSize} offset ${(asked.page - 1) * queuePageSize}`.execute(db)
  return { rows, total: rows[0]?.all ?? 0 }
}

function narrowed({ filter, personId }: QueueAsked) {
  const { clause, theme, channel, placeId, state, find } = filter
  const parts = [
    clause === 'whole'
      ? sql`and o.provision_id is null`
      : clause
        ? sql`and split_part(o.provision_id, '__', 1) = ${clause}`
        : sql``,
    theme ? sql`and o.theme = ${theme}` : sql``,
    channel ? sql`and o.channel = ${channel}` : sql``,
    placeId && /^[0-9a-f-]{36}$/.test(placeId) ? sql`and o.place_id = ${placeId}` : sql``,
    stateIs(state, personId),
    found(find),
  ]
  return sql.join(parts, sql` `)
}

function stateIs(state: string | undefined, personId: string | null) {
  switch (state) {
    case 'waiting':
      return sql`and o.stage = 'received' and g.number is null and s.opinion_id is null`
    case 'grouped':
      return sql`and g.number is not null`
    case 'alone':
      return sql`and s.opinion_id is not null`
    case 'held':
      return sql`and o.stage = 'held'`
    case 'hidden':
      return sql`and o.stage = 'hidden'`
    case 'appealed':
      return sql`and o.stage = 'hidden' and (select m.appeal is not null from opinions.moderation m
        where m.council_id = o.council_id and m.opinion_id = o.id order by m.at desc, m.id desc limit 1)`
    case 'mine':
      return sql`and o.assigned_to = ${personId}`
    default:
      return sql``
  }
}

function found(typed: string | undefined) {
  const query = typed ? searchQuery(typed) : null
  return query === null
    ? sql``
    : sql`and exists (select from opinions.words w
        where w.council_id = o.council_id and w.opinion_id = o.id and w.words @@ ${query}::tsquery)`
}

export interface DeskOpinion extends QueuedOpinion {
  readonly content_locale: string
  readonly quote: string | null
  readonly given_at: Date
  readonly name: string | null
  readonly contact: string | null
  readonly answer_by: string
}

/** One opinion as the desk reads it. The name only as its owner allows; a contact is shown by whoever asks for it. */
export async function deskOpinion(
  db: Db,
  { councilId, consultationId, receipt }: { councilId: string; consultationId: string; receipt: string },
): Promise<DeskOpinion | null> {
  const { rows } = await sql<DeskOpinion>`
    select o.id, o.receipt, o.body, o.suggested, o.provision_id, o.channel, o.place_id, o.stage, o.theme, o.tags,
           o.supports, o.public, o.received_at, o.given_at, o.assigned_to, o.content_locale, o.quote,
           null::int as argument, exists (select from opinions.alone s where s.council_id = o.council_id and s.opinion_id = o.id) as alone,
           case when c.name_visible_to = 'nobody' then null else coalesce(c.name, c.display_name) end as name,
           c.contact, c.answer_by
      from opinions.opinion o
      join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
     where o.council_id = ${councilId} and o.subject_type = 'consultation' and o.subject_id = ${consultationId}
       and o.receipt = ${receipt}`.execute(db)
  return rows[0] ?? null
}

export interface JudgedOnce {
  readonly id: string
  readonly verdict: 'held' | 'released' | 'hidden' | 'restored'
  readonly reason_code: string
  readonly reason: string
  readonly by: string | null
  readonly at: Date
  readonly appeal: string | null
}

/** Everything that was ever decided about showing an opinion, the oldest first. */
export function judgedBefore(db: Db, councilId: string, opinionId: string): Promise<JudgedOnce[]> {
  return db
    .selectFrom('opinions.moderation')
    .select(['id', 'verdict', 'reason_code', 'reason', 'by', 'at', 'appeal'])
    .where('council_id', '=', councilId)
    .where('opinion_id', '=', opinionId)
    .orderBy('at')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** The themes and places that occur among the opinions of a consultation, for the choice of a filter. */
export async function queueChoices(db: Db, councilId: string, consultationId: string) {
  const { rows } = await sql<{ themes: string[]; places: string[] }>`
    select coalesce(array_agg(distinct theme) filter (where theme is not null), '{}') as themes,
           coalesce(array_agg(distinct place_id) filter (where place_id is not null), '{}') as places
      from opinions.opinion
     where council_id = ${councilId} and subject_type = 'consultation' and subject_id = ${consultationId}`.execute(db)
  return rows[0] ?? { themes: [], places: [] }
}
