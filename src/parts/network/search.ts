import { type Db, sql } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { searchQuery } from '#kernel/search-words'
import { mark, sortInStale, tight } from './sort-in.ts'

export interface DeputiesAsked {
  readonly councilId: CouncilId
  readonly now: Date
  /** Names, the first letters of a name, a constituency, a place, an address, a group. */
  readonly typed?: string
  /** Codes of an area and of everything it lies in, the area first. */
  readonly areaCodes?: readonly string[]
  readonly constituency?: number
  readonly level?: string
  readonly group?: number
  readonly place?: number
  readonly limit: number
  readonly offset?: number
}

export interface FoundIds {
  readonly ids: readonly string[]
  /** How many there are, as far as was counted. */
  readonly total: number
  /** Whether counting stopped there. */
  readonly more: boolean
}

/** Beyond this many nobody pages on: they look for something narrower. */
export const mostFound = 200
/** Words that stand in more than this many are found soon by going along the list. */
const seldom = 2500

/**
 * Deputies whom everybody may find, those whose name was typed first, then in the order of their names. Finds exactly
 * those in whose public words the typed ones stand, words of one and two characters too.
 */
export async function searchDeputies(db: Db, asked: DeputiesAsked): Promise<FoundIds> {
  await sortInStale(db, asked.now, 200)
  const marks = marksOf(asked)
  const typed = tight(asked.typed ?? '')
  const words = searchQuery(typed)
  if (typed.trim() !== '' && words === null) return { ids: [], total: 0, more: false }
  const query = allOf([...marks, ...(words === null ? [] : [words])])
  const named = words === null ? [] : await matches(db, 'names', asked, query)
  const others = named.length > mostFound ? [] : await matches(db, 'words', asked, query)
  const ids = [...new Set([...named, ...others])]
  const from = asked.offset ?? 0
  return {
    ids: ids.slice(from, Math.min(from + asked.limit, mostFound)),
    total: Math.min(ids.length, mostFound),
    more: ids.length > mostFound,
  }
}

/** The ids of places in whose words the typed ones stand; null when nothing was typed that can be looked for. */
export async function placeIdsFound(db: Db, councilId: CouncilId, now: Date, typed: string): Promise<string[] | null> {
  const query = searchQuery(tight(typed))
  if (query === null) return null
  await sortInStale(db, now, 200)
  const { rows } = await sql<{ id: string }>`
    select thing_id as id from network.found_by
     where words @@ ${query}::tsquery and council_id = ${councilId} and kind = 'place' limit 5000`.execute(db)
  return rows.map(({ id }) => id)
}

function allOf(queries: readonly string[]): string | null {
  return queries.length === 0 ? null : queries.map((query) => `(${query})`).join(' & ')
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
}

function marksOf({ areaCodes, constituency, level, group, place }: DeputiesAsked): string[] {
  const [area, ...around] = areaCodes ?? []
  return [
    // Whoever stands for the whole district stands for this street too.
    ...(area ? [[mark.inArea(area), ...around.map(mark.ofArea)].map(quoted).join(' | ')] : []),
    ...(constituency === undefined ? [] : [quoted(mark.constituency(constituency))]),
    ...(level === undefined ? [] : [quoted(mark.level(level))]),
    ...(group === undefined ? [] : [quoted(mark.group(group))]),
    ...(place === undefined ? [] : [quoted(mark.place(place))]),
  ]
}

type Asked = Pick<DeputiesAsked, 'councilId' | 'now'>

/** One more than are shown, in order: by the index of words where they are seldom, else along the list until there are enough. */
async function matches(
  db: Db,
  column: 'words' | 'names',
  { councilId, now }: Asked,
  query: string | null,
): Promise<string[]> {
  const ofKind = sql`council_id = ${councilId} and kind = 'deputy' and (until is null or until > ${now})`
  const holds = query === null ? sql`true` : sql`${sql.ref(column)} @@ ${query}::tsquery`
  if (query !== null && column === 'names') {
    // Always by the index: names that begin alike stand together, far down the list perhaps.
    const { rows } = await sql<{ id: string }>`
      select id from (select thing_id as id, sort from network.found_by where ${holds} and ${ofKind} offset 0) found
       order by sort collate "C", id limit ${mostFound + 1}`.execute(db)
    return rows.map(({ id }) => id)
  }
  if (query !== null) {
    const { rows } = await sql<{ id: string; sort: string }>`
      select thing_id as id, sort from network.found_by where ${holds} and ${ofKind} limit ${seldom + 1}`.execute(db)
    if (rows.length <= seldom) return inOrder(rows).slice(0, mostFound + 1)
  }
  // `is true` keeps the index of words out of it.
  const { rows } = await sql<{ id: string }>`
    select thing_id as id from network.found_by where ${ofKind} and (${holds}) is true
     order by sort collate "C", thing_id limit ${mostFound + 1}`.execute(db)
  return rows.map(({ id }) => id)
}

function inOrder(rows: readonly { readonly id: string; readonly sort: string }[]): string[] {
  const before = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
  return rows.toSorted((a, b) => before(a.sort, b.sort) || before(a.id, b.id)).map(({ id }) => id)
}
