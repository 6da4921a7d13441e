import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { shownText } from './words.ts'

/** How far an opinion has come. `answered` comes with the decision. */
export type Progress = 'received' | 'sorted' | 'refined' | 'submitted' | 'adopted' | 'partly' | 'not-adopted' | 'later'

/** An opinion as everyone may read it: nothing of who gave it but the name she wants shown. */
export interface ShownOpinion {
  readonly id: string
  readonly subjectId: string
  /** `art_3__para_2`; null: about the whole text. */
  readonly provisionId: string | null
  readonly quote: string | null
  readonly quoteStart: number | null
  readonly body: string
  readonly suggested: string | null
  readonly contentLocale: string
  readonly channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
  readonly placeId: string | null
  readonly stance: 'support' | 'oppose' | 'neutral' | null
  readonly supports: number
  readonly name: string | null
  readonly receivedAt: Date
  readonly progress: Progress
  readonly argument: { readonly number: number; readonly title: string } | null
  readonly files: readonly { readonly id: string; readonly kind: 'photo' | 'voice' | 'scan' | 'document' }[]
}

export interface OpinionsAsked {
  readonly councilId: string
  readonly subjectId: string
  /** An article with everything in it; null: about the whole text; undefined: all. */
  readonly clause?: string | null
  readonly order: 'newest' | 'supported'
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

/** The clause an anchor belongs to: the article, or the heading it stands on. */
export function clauseOf(provisionId: string): string {
  return provisionId.split('__', 1)[0]!
}

/** A page of what everyone may read about a matter, in one query. */
export async function shownOpinions(db: Db | Tx, asked: OpinionsAsked): Promise<ShownOpinion[]> {
  const { councilId, subjectId, order, page, pageSize } = asked
  const by = order === 'newest' ? sql`received_at desc, id desc` : sql`supports desc, received_at desc, id desc`
  const { rows } = await sql<ShownRow>`
    ${shownColumns} from (
      select * from opinions.opinion
      where council_id = ${councilId} and subject_id = ${subjectId} and public and stage = 'received'
        ${clauseIs(asked.clause)}
      order by ${by} limit ${pageSize} offset ${(page - 1) * pageSize}
    ) o ${besides} order by ${order === 'newest' ? sql`o.received_at desc, o.id desc` : sql`o.supports desc, o.received_at desc, o.id desc`}`.execute(
    db,
  )
  return rows.map(shownOf)
}

/** Opinions everyone may read by their ids, in the order of the ids; those nobody may read are left out. */
export async function shownByIds(db: Db | Tx, councilId: string, ids: readonly string[]): Promise<ShownOpinion[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ShownRow>`
    ${shownColumns} from opinions.opinion o ${besides}
    where o.council_id = ${councilId} and o.id = any(${[...ids]}::uuid[]) and o.public and o.stage = 'received'`.execute(
    db,
  )
  const found = new Map(rows.map((row) => [row.id, shownOf(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

export function clauseIs(clause: string | null | undefined) {
  if (clause === undefined) return sql``
  return clause === null ? sql`and clause is null` : sql`and clause = ${clause}`
}

export interface ClauseCount {
  /** Null: about the whole text. */
  readonly clause: string | null
  readonly opinions: number
  /** Others who said the same by a click. */
  readonly supports: number
}

/** How many opinions everyone may read stand at each clause. Above a thousand, at most a second old. */
export async function countsByClause(
  db: Db | Tx,
  councilId: string,
  subjectId: string,
): Promise<readonly ClauseCount[]> {
  return many.of(
    `${councilId} ${subjectId}`,
    (counts) => counts.reduce((sum, { opinions }) => sum + opinions, 0),
    async () => {
      const { rows } = await sql<ClauseCount>`
      select clause, count(*) as opinions, sum(supports)::bigint as supports
      from opinions.opinion
      where council_id = ${councilId} and subject_id = ${subjectId} and public and stage = 'received'
      group by 1`.execute(db)
      return rows
    },
  )
}

/** How many there are to page through. Above a thousand, at most a second old. */
export async function countAt(
  db: Db | Tx,
  { councilId, subjectId, clause }: Pick<OpinionsAsked, 'councilId' | 'subjectId' | 'clause'>,
): Promise<number> {
  const counted = await few.of(
    `${councilId} ${subjectId} ${clause}`,
    (count) => count,
    async () => {
      const { rows } = await sql<{ count: number }>`
      select count(*) as count from opinions.opinion
      where council_id = ${councilId} and subject_id = ${subjectId} and public and stage = 'received' ${clauseIs(clause)}`.execute(
        db,
      )
      return rows[0]?.count ?? 0
    },
  )
  return counted
}

/** Counts that take long to count are asked for once a second, whoever asks; small ones each time. */
class LargeCounts<Value> {
  readonly #kept = new Map<string, { readonly value: Value; readonly until: number }>()

  async of(key: string, sizeOf: (value: Value) => number, count: () => Promise<Value>): Promise<Value> {
    const before = this.#kept.get(key)
    if (before && performance.now() < before.until) return before.value
    const value = await count()
    if (sizeOf(value) < large) this.#kept.delete(key)
    else {
      if (this.#kept.size >= 1000) this.#kept.clear()
      this.#kept.set(key, { value, until: performance.now() + 1000 })
    }
    return value
  }
}

const large = 1000
const many = new LargeCounts<readonly ClauseCount[]>()
const few = new LargeCounts<number>()

export interface MatterCounts {
  /** Every opinion given and not taken back, public or not, shown or not. */
  readonly heard: number
  readonly places: number
  readonly sessions: number
}

/** What was heard about matters, by matter. */
export async function heardAbout(
  db: Db | Tx,
  councilId: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, MatterCounts>> {
  if (subjectIds.length === 0) return new Map()
  const { rows } = await sql<MatterCounts & { subject: string }>`
    select subject_id as subject, count(*) as heard, count(distinct place_id) as places, count(distinct session_id) as sessions
    from opinions.opinion
    where council_id = ${councilId} and subject_id = any(${[...subjectIds]}::uuid[]) and stage <> 'withdrawn'
    group by subject_id`.execute(db)
  return new Map(rows.map(({ subject, ...counts }) => [subject, counts]))
}

const shownColumns = sql`
  select o.id, o.subject_id, o.provision_id, o.quote, o.quote_start, o.body, o.suggested, o.content_locale, o.channel, o.place_id,
    o.stance, o.supports, o.received_at,
    case when c.name_visible_to = 'everyone' then c.display_name end as name,
    argument.number as argument_number, argument.title as argument_title, argument.stage as argument_stage,
    outcome.decision, files.files`

const besides = sql`
  join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
  left join lateral (
    select a.id, a.number, a.title, a.stage from opinions.argument_member m
    join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id and a.stage <> 'dissolved'
    where m.council_id = o.council_id and m.opinion_id = o.id
    order by m.at desc limit 1
  ) argument on true
  left join lateral (
    -- An answer counts once it stands in the record: until then it is a draft of the office.
    select x.decision from opinions.outcome_leaf told
    join opinions.outcome x on x.council_id = told.council_id and x.id = told.outcome_id and x.replaced_at is null
    where told.council_id = o.council_id and told.opinion_id = o.id
    order by x.opinion_id is null limit 1
  ) outcome on true
  left join lateral (
    select json_agg(json_build_object('id', file_id, 'kind', kind)) as files from opinions.attachment
    where council_id = o.council_id and opinion_id = o.id
  ) files on true`

interface ShownRow {
  readonly id: string
  readonly subject_id: string
  readonly provision_id: string | null
  readonly quote: string | null
  readonly quote_start: number | null
  readonly body: string
  readonly suggested: string | null
  readonly content_locale: string
  readonly channel: ShownOpinion['channel']
  readonly place_id: string | null
  readonly stance: ShownOpinion['stance']
  readonly supports: number
  readonly received_at: Date
  readonly name: string | null
  readonly argument_number: number | null
  readonly argument_title: string | null
  readonly argument_stage: 'open' | 'refined' | 'submitted' | 'answered' | null
  readonly decision: 'adopted' | 'partly' | 'not-adopted' | 'later' | null
  readonly files: ShownOpinion['files'] | null
}

function shownOf(row: ShownRow): ShownOpinion {
  return {
    id: row.id,
    subjectId: row.subject_id,
    provisionId: row.provision_id,
    quote: row.quote,
    quoteStart: row.quote_start,
    body: shownText(row.body),
    suggested: row.suggested === null ? null : shownText(row.suggested),
    contentLocale: row.content_locale,
    channel: row.channel,
    placeId: row.place_id,
    stance: row.stance,
    supports: row.supports,
    name: row.name === null ? null : shownText(row.name),
    receivedAt: row.received_at,
    progress: row.decision ?? progressOf(row.argument_stage),
    argument: row.argument_number === null ? null : { number: row.argument_number, title: row.argument_title ?? '' },
    files: row.files ?? [],
  }
}

function progressOf(stage: ShownRow['argument_stage']): Progress {
  if (stage === null) return 'received'
  return stage === 'open' ? 'sorted' : stage === 'refined' ? 'refined' : 'submitted'
}
