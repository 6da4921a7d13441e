import './tables.ts'
import { type Db, sql } from '#kernel/db'
import type { Decision } from '#parts/opinions'
import type { YearCount } from './rules.ts'

/** Sums of opinions: each but `collected` and `hidden` is a part of `collected`; hidden ones are beside it. */
export interface Sums {
  readonly collected: number
  readonly refined: number
  readonly submitted: number
  readonly adopted: number
  readonly partly: number
  readonly later: number
  readonly notAdopted: number
  readonly unanswered: number
  readonly hidden: number
}

/** Key of opinions that came in packages of other councils, whatever their place. */
export const fromBelow = 'received'
/** Key of opinions that belong to no place. */
export const noPlace = 'none'

/** What is counted: matters everyone may read, in one year or all, at one place or all. */
export interface Scope {
  readonly councilId: string
  readonly matterIds: readonly string[]
  readonly year: number | null
  /** Id of a place, `fromBelow` or `noPlace`. */
  readonly place: string | null
}

const placeKey = sql<string>`case when channel = 'package' then ${sql.lit(fromBelow)} else coalesce(place_id::text, ${sql.lit(noPlace)}) end`
const yearKey = sql<number>`extract(year from month)::int`

/** Ways to break the opinions down. */
const keys = {
  month: sql<string>`to_char(month, 'YYYY-MM')`,
  channel: sql<string>`channel`,
  place: placeKey,
  door: sql<string>`coalesce(door_id::text, ${sql.lit(noPlace)})`,
  matter: sql<string>`subject_id::text`,
  source: sql<string>`case when channel = 'package' then ${sql.lit(fromBelow)} else 'own' end`,
} as const
export type Breakdown = keyof typeof keys

function within({ councilId, matterIds, year, place }: Scope) {
  return sql`council_id = ${councilId} and subject_id = any(${[...matterIds]}::uuid[])
    and (${year}::int is null or extract(year from month) = ${year}::int)
    and (${place}::text is null or ${placeKey} = ${place}::text)`
}

/** Sums by one breakdown and year. */
export async function sumsBy(db: Db, scope: Scope, by: Breakdown): Promise<(Sums & YearCount)[]> {
  const { rows } = await sql<Sums & { key: string; year: number }>`
    select ${keys[by]} as key, ${yearKey} as year,
           sum(collected)::bigint as collected, sum(refined)::bigint as refined, sum(submitted)::bigint as submitted,
           sum(adopted)::bigint as adopted, sum(partly)::bigint as partly, sum(later)::bigint as later,
           sum(not_adopted)::bigint as "notAdopted", sum(unanswered)::bigint as unanswered, sum(hidden)::bigint as hidden
      from insight.tally where ${within(scope)} group by 1, 2 order by 2 desc, 1`.execute(db)
  return rows.map((row) => ({ ...row, count: row.collected }))
}

export interface Wait {
  readonly year: number
  readonly days: number
  readonly answers: number
}

/** How many opinions were answered after how many days, by the year in which they were received. */
export async function waitsIn(db: Db, { councilId, matterIds, year, place }: Scope): Promise<Wait[]> {
  const { rows } = await sql<Wait>`
    select year, days, sum(answers)::bigint as answers from insight.wait
     where council_id = ${councilId} and subject_id = any(${[...matterIds]}::uuid[])
       and (${year}::int is null or year = ${year}::int)
       and (${place}::text is null
            or case when received then ${fromBelow} else coalesce(place_id::text, ${noPlace}) end = ${place}::text)
     group by 1, 2 order by 1 desc, 2`.execute(db)
  return rows
}

export interface SuggestionCount {
  readonly year: number
  readonly received: boolean
  readonly refined: boolean
  readonly submitted: boolean
  readonly decision: Decision | null
  readonly suggestions: number
}

/** Arguments by the year in which they were made and what became of them. */
export async function suggestionsIn(db: Db, { councilId, matterIds, year }: Scope): Promise<SuggestionCount[]> {
  const { rows } = await sql<SuggestionCount>`
    select year, received, refined, submitted, decision, sum(suggestions)::bigint as suggestions
      from insight.suggestion
     where council_id = ${councilId} and subject_id = any(${[...matterIds]}::uuid[])
       and (${year}::int is null or year = ${year}::int)
     group by 1, 2, 3, 4, 5 order by 1 desc`.execute(db)
  return rows
}

/** Chapters and articles of published drafts, by version. */
export async function shapesOf(
  db: Db,
  councilId: string,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly chapters: number; readonly articles: number }>> {
  if (versionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('insight.draft_shape')
    .select(['version_id', 'chapters', 'articles'])
    .where('council_id', '=', councilId)
    .where('version_id', 'in', [...versionIds])
    .execute()
  return new Map(rows.map((row) => [row.version_id, row]))
}

/** When the council was last counted; null before the first time. */
export async function countedAt(db: Db, councilId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('insight.counted')
    .select('counted_at')
    .where('council_id', '=', councilId)
    .where('stamp', '<>', '')
    .executeTakeFirst()
  return row?.counted_at ?? null
}
