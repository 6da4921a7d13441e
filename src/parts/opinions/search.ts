import './tables.ts'
import { type Db, sql } from '#kernel/db'
import { clauseIs, type ShownOpinion, shownByIds } from './read.ts'
import { sortInWaiting } from './word-index.ts'
import { searchQuery, searchWords } from './words.ts'

export interface Found {
  readonly opinions: readonly ShownOpinion[]
  /** How many there are, as far as was counted. */
  readonly total: number
  /** Whether counting stopped there: for words that stand almost everywhere. */
  readonly more: boolean
}

export interface SearchAsked {
  readonly councilId: string
  readonly subjectId: string
  readonly clause?: string | null
  readonly typed: string
  readonly page: number
  readonly pageSize: number
}

/** Beyond this many nobody pages on. */
export const mostFound = 200
/** Words that stand almost everywhere are found among so many of the newest, before anything is counted. */
const glance = 2000
/** Fewer than so many at a glance, and all that match are soon looked at. */
const seldom = 30
/** Where the pairs of the words stand in fewer opinions than this, each of those is looked at. */
const common = 4000
/** Otherwise the newest are looked at first, this many, to see how common the words themselves are. */
const window = 6000
/** So many among them, and going on backwards soon finds enough. */
const soonEnough = 50

/**
 * Searches what everyone may read. Finds exactly the opinions in which the words stand, words of one and two
 * characters too, newest first.
 */
export async function searchOpinions(db: Db, asked: SearchAsked): Promise<Found> {
  const query = searchQuery(asked.typed)
  if (query === null) return { opinions: [], total: 0, more: false }
  await sortInWaiting(db)
  const ids = await idsOf(db, asked, query)
  const from = (asked.page - 1) * asked.pageSize
  return {
    opinions: await shownByIds(db, asked.councilId, ids.slice(from, from + asked.pageSize)),
    total: Math.min(ids.length, mostFound),
    more: ids.length > mostFound,
  }
}

/** The newest that match, one more than are shown, by the way that is shortest for words as common as these. */
async function idsOf(db: Db, asked: SearchAsked, query: string): Promise<readonly string[]> {
  const first = await newestMatches(db, asked, query, glance)
  if (first.length > mostFound) return first
  if (first.length < seldom || !(await isCommon(db, asked, query))) return matches(db, asked, query)
  const newest = await newestMatches(db, asked, query, window)
  if (newest.length > mostFound) return newest
  return newest.length >= soonEnough ? newestMatches(db, asked, query, null) : matches(db, asked, query)
}

/** Whether the first few pairs stand together in many opinions, counted no further than needed. */
async function isCommon(db: Db, { councilId, subjectId }: SearchAsked, query: string): Promise<boolean> {
  const together = (query.match(/'[^']+'(?::\*)?/g) ?? []).slice(0, 3).join(' & ')
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from opinions.words
      where words @@ ${together}::tsquery and council_id = ${councilId} and subject_id = ${subjectId}
      limit ${common}
    ) matched`.execute(db)
  return rows[0]?.count === common
}

async function matches(db: Db, { councilId, subjectId, clause }: SearchAsked, query: string): Promise<string[]> {
  // In order before they are joined, so that the join ends with the last that is shown.
  const { rows } = await sql<{ id: string }>`
    select o.id from (
      select opinion_id, received_at from opinions.words
      where words @@ ${query}::tsquery and council_id = ${councilId} and subject_id = ${subjectId}
      order by received_at desc, opinion_id desc offset 0
    ) found
    cross join lateral (
      select id from opinions.opinion
      where council_id = ${councilId} and id = found.opinion_id and public and stage = 'received' ${clauseIs(clause)}
      limit 1
    ) o
    order by found.received_at desc, found.opinion_id desc limit ${mostFound + 1}`.execute(db)
  return rows.map(({ id }) => id)
}

/** From the newest backwards, no further than `among` when it is given; `is true` keeps the index of the words out of it. */
async function newestMatches(db: Db, asked: SearchAsked, query: string, among: number | null): Promise<string[]> {
  const { councilId, subjectId, clause } = asked
  const { rows } = await sql<{ id: string }>`
    select o.id from (
      select opinion_id, words, received_at from opinions.words
      where council_id = ${councilId} and subject_id = ${subjectId}
      order by received_at desc, opinion_id desc ${among === null ? sql`` : sql`limit ${among}`}
    ) w
    join opinions.opinion o on o.council_id = ${councilId} and o.id = w.opinion_id
      and o.public and o.stage = 'received' ${clauseIs(clause)}
    where (w.words @@ ${query}::tsquery) is true
    order by w.received_at desc, w.opinion_id desc limit ${mostFound + 1}`.execute(db)
  return rows.map(({ id }) => id)
}

/** A text cut where the words looked for stand, to be marked. Found as the search finds them, whatever their width or case. */
export interface Stretch {
  readonly text: string
  readonly found: boolean
}

export function markFound(text: string, typed: string): readonly Stretch[] {
  const words = [...new Set(searchWords(typed))]
  if (words.length === 0) return [{ text, found: false }]
  const escaped = words.sort((a, b) => b.length - a.length).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(escaped.join('|'), 'giu')
  const stretches: Stretch[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) stretches.push({ text: text.slice(at, match.index), found: false })
    stretches.push({ text: match[0], found: true })
    at = match.index + match[0].length
  }
  if (at < text.length) stretches.push({ text: text.slice(at), found: false })
  return stretches
}
