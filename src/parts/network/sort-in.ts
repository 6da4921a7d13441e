import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { pinyinInitials } from '#kernel/pinyin-initials'
import { searchVector } from '#kernel/search-words'
import { areasOf, type Settings, settingsAt } from '#parts/councils'
import { type AgreedField, shownOf } from './deputies/rules.ts'

const batch = 2000

/** A word that nobody can type, by which things of an area, a place, a group are found. */
export const mark = {
  /** Inside this area, at any depth. */
  inArea: (code: string) => `=a${code}`,
  /** This area itself. */
  ofArea: (code: string) => `=x${code}`,
  constituency: (number: number) => `=c${number}`,
  place: (number: number) => `=p${number}`,
  group: (number: number) => `=g${number}`,
  level: (level: string) => `=l${level}`,
} as const

type FoundKind = 'place' | 'deputy'

/** Has things sorted in again before the next search; the caller's transaction changes what they are found by. */
export async function markStale(tx: Tx, councilId: CouncilId, kind: FoundKind, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into network.found_by (council_id, kind, thing_id, sort, words, stale)
    select ${councilId}::uuid, ${kind}, id, '', ''::tsvector, true from unnest(${ids}::uuid[]) as row (id)
    on conflict (council_id, kind, thing_id) do update set stale = true`.execute(tx)
}

/** The same for everything of a council: a rule about what is shown, an area's or constituency's name has changed. */
export async function markAllStale(tx: Tx, councilId: CouncilId): Promise<void> {
  await sql`
    insert into network.found_by (council_id, kind, thing_id, sort, words, stale)
    select council_id, 'deputy', person_id, '', ''::tsvector, true from network.deputy where council_id = ${councilId}
    union all
    select council_id, 'place', place_id, '', ''::tsvector, true from network.place where council_id = ${councilId}
    on conflict (council_id, kind, thing_id) do update set stale = true`.execute(tx)
}

/** Those who serve at a place are found by its name and address too. */
export async function markPlaceStale(tx: Tx, councilId: CouncilId, placeId: string): Promise<void> {
  await markStale(tx, councilId, 'place', [placeId])
  const rows = await tx
    .selectFrom('network.service')
    .select('person_id')
    .where('council_id', '=', councilId)
    .where('place_id', '=', placeId)
    .where('role', '=', 'deputy')
    .where('until', 'is', null)
    .execute()
  await markStale(
    tx,
    councilId,
    'deputy',
    rows.map((row) => row.person_id),
  )
}

/**
 * Sorts in what has changed since, so that a search finds what was written a moment ago: before each search, and in
 * between. Any number of processes may do it at once.
 * @param most how many things of a council; what is left waits for the next time
 */
export async function sortInStale(db: Db, now: Date, most = batch): Promise<void> {
  const { rows } = await sql<{ council_id: string }>`
    select distinct council_id from network.found_by where stale limit 50`.execute(db)
  for (const { council_id } of rows) {
    await db.transaction().execute((tx) => sortInCouncil(tx, council_id, now, most))
  }
}

async function sortInCouncil(tx: Tx, councilId: CouncilId, now: Date, most: number): Promise<void> {
  // Locked until they are written: what changes meanwhile waits, and is marked again after it.
  const { rows } = await sql<{ kind: FoundKind; thing_id: string }>`
    select kind, thing_id from network.found_by where council_id = ${councilId} and stale
     order by kind, thing_id limit ${most} for update skip locked`.execute(tx)
  if (rows.length === 0) return
  const ids = (kind: FoundKind) => rows.flatMap((row) => (row.kind === kind ? [row.thing_id] : []))
  const areas = await areaMap(tx, councilId)
  const settings = await settingsAt(tx, councilId, now)
  const entries = [
    ...(await placeEntries(tx, councilId, ids('place'), areas)),
    ...(await deputyEntries(tx, { councilId, now, settings, areas }, ids('deputy'))),
  ]
  await sql`
    update network.found_by f set sort = row.sort, words = row.words::tsvector, names = row.names::tsvector, until = row.until, stale = false
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as row (kind text, id uuid, sort text, words text, names text, until timestamptz)
     where f.council_id = ${councilId} and f.kind = row.kind and f.thing_id = row.id`.execute(tx)
  const shown = new Set(entries.map(({ id }) => id))
  const hidden = rows.filter(({ thing_id }) => !shown.has(thing_id)).map(({ thing_id }) => thing_id)
  if (hidden.length === 0) return
  await tx
    .deleteFrom('network.found_by')
    .where('council_id', '=', councilId)
    .where('thing_id', 'in', hidden)
    .where('stale', '=', true)
    .execute()
}

interface Entry {
  readonly kind: FoundKind
  readonly id: string
  readonly sort: string
  readonly words: string
  /** The words of the name alone. */
  readonly names: string
  readonly until: Date | null
}

interface AreaLine {
  readonly code: string
  readonly parent_id: string | null
  readonly name_zh: string
  readonly name_en: string | null
}

async function areaMap(tx: Tx, councilId: CouncilId): Promise<ReadonlyMap<string, AreaLine>> {
  const areas = await areasOf(tx, councilId, { limit: 100_000 })
  return new Map(areas.map((area) => [area.area_id, area]))
}

/** An area and all it lies in, the nearest first. */
function areasAround(areas: ReadonlyMap<string, AreaLine>, areaId: string | null): AreaLine[] {
  const found: AreaLine[] = []
  for (let at = areas.get(areaId ?? ''); at && found.length < 12; at = areas.get(at.parent_id ?? '')) found.push(at)
  return found
}

function marksOfAreas(areas: ReadonlyMap<string, AreaLine>, areaIds: readonly (string | null)[]): string[] {
  return areaIds.flatMap((areaId) => {
    const around = areasAround(areas, areaId)
    const [own] = around
    return own ? [mark.ofArea(own.code), ...around.map(({ code }) => mark.inArea(code))] : []
  })
}

/** Written without its spaces, as people type an address. */
export function tight(text: string | null): string {
  return (text ?? '').replace(/(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu, '')
}

function vectorsOf(name: readonly (string | null)[], words: readonly (string | null)[], marks: readonly string[]) {
  const said = (texts: readonly (string | null)[]) => texts.filter((text) => text !== null && text !== '') as string[]
  const quoted = [...new Set(marks)].map((each) => `'${each.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`)
  const own = searchVector(...said(name))
  return {
    words: [searchVector(...said([...name, ...words])), ...quoted].join(' '),
    names: [own, ...quoted].join(' '),
  }
}

interface PlaceLine {
  readonly place_id: string
  readonly number: number
  readonly name_zh: string
  readonly name_en: string | null
  readonly specialty_zh: string | null
  readonly specialty_en: string | null
  readonly address_zh: string | null
  readonly address_en: string | null
  readonly area_id: string | null
  readonly host_zh: string | null
}

async function placeEntries(
  tx: Tx,
  councilId: CouncilId,
  ids: readonly string[],
  areas: ReadonlyMap<string, AreaLine>,
): Promise<Entry[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<PlaceLine>`
    select p.place_id, p.number, p.name_zh, p.name_en, p.specialty_zh, p.specialty_en, p.address_zh, p.address_en,
           p.area_id, h.name_zh as host_zh
      from network.place p
      left join councils.organisation h on h.council_id = p.council_id and h.organisation_id = p.host_id
     where p.council_id = ${councilId} and p.place_id = any(${ids}::uuid[])`.execute(tx)
  return rows.map((row) => {
    const around = areasAround(areas, row.area_id)
    const words = [
      tight(row.address_zh),
      row.address_en,
      row.specialty_zh,
      row.specialty_en,
      row.host_zh,
      ...around.flatMap(({ name_zh, name_en }) => [name_zh, name_en]),
    ]
    return {
      kind: 'place',
      id: row.place_id,
      sort: sortKey(row.name_zh),
      ...vectorsOf([row.name_zh, row.name_en, pinyinInitials(row.name_zh)], words, marksOfAreas(areas, [row.area_id])),
      until: null,
    }
  })
}

interface DeputyLine {
  readonly person_id: string
  readonly name: string | null
  readonly name_visibility: 'public' | 'office' | 'nobody'
  readonly levels: readonly string[]
  readonly agreed: readonly AgreedField[]
  readonly number: number | null
  readonly constituency_zh: string | null
  readonly constituency_en: string | null
  readonly area_id: string | null
  readonly until: Date | null
  readonly places: readonly {
    readonly number: number
    readonly zh: string
    readonly en: string | null
    readonly address: string | null
    readonly area: string | null
  }[]
  readonly groups: readonly { readonly number: number; readonly zh: string; readonly en: string | null }[]
}

interface Sorting {
  readonly councilId: CouncilId
  readonly now: Date
  readonly settings: Settings
  readonly areas: ReadonlyMap<string, AreaLine>
}

/** Only those who are deputies now and whose name everybody may read; of them only what everybody may read. */
async function deputyEntries(
  tx: Tx,
  { councilId, now, settings, areas }: Sorting,
  ids: readonly string[],
): Promise<Entry[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<DeputyLine>`
    select d.person_id, p.name, p.name_visibility, d.levels, d.agreed, c.number, c.name_zh as constituency_zh,
           c.name_en as constituency_en, c.area_id, m.until,
           coalesce((select json_agg(json_build_object('number', at.number, 'zh', at.name_zh, 'en', at.name_en,
                                                       'address', at.address_zh, 'area', at.area_id))
              from network.service s
              join network.place at on at.council_id = s.council_id and at.place_id = s.place_id and at.until is null
             where s.council_id = d.council_id and s.person_id = d.person_id and s.role = 'deputy' and s.until is null), '[]') as places,
           coalesce((select json_agg(json_build_object('number', g.number, 'zh', g.name_zh, 'en', g.name_en))
              from network.group_member i
              join network.deputy_group g on g.council_id = i.council_id and g.group_id = i.group_id and g.until is null
             where i.council_id = d.council_id and i.person_id = d.person_id and i.until is null), '[]') as groups
      from network.deputy d
      join people.person p on p.council_id = d.council_id and p.id = d.person_id
       and p.erased_at is null and p.suspended_at is null
      join lateral (
        select case when bool_or(until is null) then null else max(until) end as until from people.membership
         where council_id = d.council_id and person_id = d.person_id and role = 'deputy'
           and since <= ${now} and (until is null or until > ${now})
        having count(*) > 0
      ) m on true
      left join councils.constituency c on c.council_id = d.council_id and c.constituency_id = d.constituency_id
     where d.council_id = ${councilId} and d.person_id = any(${ids}::uuid[])`.execute(tx)
  return rows.flatMap((row) => {
    const shows = shownOf(settings, row)
    if (!shows.name || row.name === null) return []
    const places = shows.places ? row.places : []
    const groups = shows.groups ? row.groups : []
    const words = [
      ...(shows.constituency ? [row.constituency_zh, row.constituency_en] : []),
      ...places.flatMap(({ zh, en, address }) => [zh, en, tight(address)]),
      ...groups.flatMap(({ zh, en }) => [zh, en]),
    ]
    const marks = [
      ...row.levels.map(mark.level),
      ...(shows.constituency && row.number !== null ? [mark.constituency(row.number)] : []),
      ...places.map(({ number }) => mark.place(number)),
      ...groups.map(({ number }) => mark.group(number)),
      ...marksOfAreas(areas, [...(shows.constituency ? [row.area_id] : []), ...places.map(({ area }) => area)]),
    ]
    const initials = pinyinInitials(row.name)
    return {
      kind: 'deputy',
      id: row.person_id,
      sort: sortKey(row.name),
      ...vectorsOf([row.name, initials], words, marks),
      until: row.until,
    }
  })
}

function sortKey(name: string): string {
  return `${pinyinInitials(name)} ${name}`.slice(0, 120)
}
