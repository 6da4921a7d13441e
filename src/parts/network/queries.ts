import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { areaIdsWithin, type Named } from '#parts/councils'
import type { AccessFact, Having, HostKind, Opening, PlaceKind, PlaceLevel, UnitRole } from './tables.ts'

export interface Place extends Named {
  readonly place_id: string
  readonly number: number
  readonly code: string
  readonly register_code: string
  readonly kind: PlaceKind
  readonly parent_id: string | null
  readonly shared_with_id: string | null
  readonly level: PlaceLevel
  readonly host_kind: HostKind
  readonly host_id: string | null
  readonly host_zh: string | null
  readonly host_en: string | null
  readonly specialty_zh: string | null
  readonly specialty_en: string | null
  readonly address_zh: string | null
  readonly address_en: string | null
  readonly area_id: string | null
  readonly area_zh: string | null
  readonly area_en: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly opening: readonly Opening[]
  readonly opening_note_zh: string | null
  readonly opening_note_en: string | null
  readonly phone: string | null
  readonly featured: boolean
  readonly plaque_zh: string | null
  readonly plaque_en: string | null
  readonly council_formed_on: string | null
  readonly access: readonly AccessFact[]
  readonly access_note_zh: string | null
  readonly access_note_en: string | null
  readonly since: string
  readonly until: string | null
}

export interface PlaceFilter {
  readonly kinds?: readonly PlaceKind[]
  readonly levels?: readonly PlaceLevel[]
  readonly hostKinds?: readonly HostKind[]
  /** The area and everything inside it. */
  readonly areaId?: string
  readonly parentId?: string
  /** Only these: what a search by words has found. */
  readonly ids?: readonly string[]
  /** The trade or subject of a professional point. */
  readonly theme?: string
  /** Where somebody serves who stands for this constituency, or that lies in its area. */
  readonly constituencyId?: string
  /** West, south, east, north, in degrees. */
  readonly box?: readonly [number, number, number, number]
  /** A piece of the name, the address or the code; what people type is found by `placeIdsFound`. */
  readonly text?: string
  readonly featured?: boolean
  /** Also places that have been closed. */
  readonly closed?: boolean
  readonly limit?: number
  readonly offset?: number
}

function filtered(db: Db | Tx, councilId: CouncilId, filter: PlaceFilter, within: readonly string[] | null) {
  let found = db.selectFrom('network.place as p').where('p.council_id', '=', councilId)
  if (!filter.closed) found = found.where('p.until', 'is', null)
  if (filter.kinds) found = found.where('p.kind', 'in', filter.kinds)
  if (filter.levels) found = found.where('p.level', 'in', filter.levels)
  if (filter.hostKinds) found = found.where('p.host_kind', 'in', filter.hostKinds)
  if (filter.parentId) found = found.where('p.parent_id', '=', filter.parentId)
  if (filter.featured) found = found.where('p.featured', '=', true)
  if (filter.ids) found = found.where('p.place_id', '=', sql<string>`any(${filter.ids}::uuid[])`)
  if (filter.theme) found = found.where('p.specialty_zh', '=', filter.theme)
  if (filter.constituencyId) found = found.where(ofConstituency(councilId, filter.constituencyId))
  if (filter.box) {
    const [west, south, east, north] = filter.box
    found = found
      .where('p.longitude', '>=', west)
      .where('p.longitude', '<=', east)
      .where('p.latitude', '>=', south)
      .where('p.latitude', '<=', north)
  }
  if (within) found = found.where('p.area_id', 'in', within.length > 0 ? within : [''])
  if (filter.text) {
    const like = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
    found = found.where(({ or, eb }) =>
      or([
        eb('p.name_zh', 'ilike', like),
        eb('p.name_en', 'ilike', like),
        eb('p.address_zh', 'ilike', like),
        eb('p.address_en', 'ilike', like),
        eb('p.specialty_zh', 'ilike', like),
        eb('p.code', '=', filter.text?.toUpperCase() ?? ''),
      ]),
    )
  }
  return found
}

function ofConstituency(councilId: CouncilId, constituencyId: string) {
  return sql<boolean>`(p.place_id in (
      select s.place_id from network.deputy d
        join network.service s on s.council_id = d.council_id and s.person_id = d.person_id and s.until is null
       where d.council_id = ${councilId} and d.constituency_id = ${constituencyId}
    ) or p.area_id in (
      with recursive inside as (
        select area_id from councils.constituency
         where council_id = ${councilId} and constituency_id = ${constituencyId} and area_id is not null
        union
        select a.area_id from councils.area a join inside i on a.parent_id = i.area_id where a.council_id = ${councilId}
      )
      select area_id from inside
    ))`
}

function withDetails(found: ReturnType<typeof filtered>) {
  return found
    .leftJoin('councils.organisation as h', (join) =>
      join.onRef('h.council_id', '=', 'p.council_id').onRef('h.organisation_id', '=', 'p.host_id'),
    )
    .leftJoin('councils.area as a', (join) =>
      join.onRef('a.council_id', '=', 'p.council_id').onRef('a.area_id', '=', 'p.area_id'),
    )
    .select([
      'p.place_id',
      'p.number',
      'p.code',
      'p.register_code',
      'p.kind',
      'p.parent_id',
      'p.shared_with_id',
      'p.level',
      'p.host_kind',
      'p.host_id',
      'h.name_zh as host_zh',
      'h.name_en as host_en',
      'p.name_zh',
      'p.name_en',
      'p.names',
      'p.specialty_zh',
      'p.specialty_en',
      'p.address_zh',
      'p.address_en',
      'p.area_id',
      'a.name_zh as area_zh',
      'a.name_en as area_en',
      'p.latitude',
      'p.longitude',
      'p.opening',
      'p.opening_note_zh',
      'p.opening_note_en',
      'p.phone',
      'p.featured',
      'p.plaque_zh',
      'p.plaque_en',
      'p.council_formed_on',
      'p.access',
      'p.access_note_zh',
      'p.access_note_en',
      'p.since',
      'p.until',
    ])
}

/** Places of a council: those who decide first, then by number. */
export async function placesOf(db: Db | Tx, councilId: CouncilId, filter: PlaceFilter = {}): Promise<Place[]> {
  const within = filter.areaId ? await areaIdsWithin(db, councilId, filter.areaId) : null
  return withDetails(filtered(db, councilId, filter, within))
    .orderBy(
      sql`array_position(array['contact-point', 'collection-point', 'home', 'station', 'point', 'base'], p.kind)`,
    )
    .orderBy('p.number')
    .limit(filter.limit ?? 500)
    .offset(filter.offset ?? 0)
    .execute()
}

/** Where every place of a filter lies, for a map; those without a position are left out. */
export interface PlaceSpot extends Named {
  readonly number: number
  readonly latitude: number
  readonly longitude: number
}

export async function placeSpots(
  db: Db | Tx,
  councilId: CouncilId,
  filter: PlaceFilter = {},
  limit = 5000,
): Promise<PlaceSpot[]> {
  const within = filter.areaId ? await areaIdsWithin(db, councilId, filter.areaId) : null
  return filtered(db, councilId, filter, within)
    .select(['p.number', 'p.name_zh', 'p.name_en', 'p.names', 'p.latitude', 'p.longitude'])
    .where('p.latitude', 'is not', null)
    .orderBy('p.number')
    .limit(limit)
    .$narrowType<{ latitude: number; longitude: number }>()
    .execute()
}

/** Open places by their distance from a point, the nearest first. */
export function placesNear(
  db: Db | Tx,
  councilId: CouncilId,
  [longitude, latitude]: readonly [longitude: number, latitude: number],
  limit: number,
): Promise<Place[]> {
  const squeeze = Math.cos((latitude * Math.PI) / 180) ** 2
  return withDetails(filtered(db, councilId, {}, null))
    .where('p.latitude', 'is not', null)
    .orderBy(sql`(p.latitude - ${latitude}) ^ 2 + ${squeeze} * (p.longitude - ${longitude}) ^ 2`)
    .orderBy('p.number')
    .limit(limit)
    .execute()
}

/** The trades and subjects of the open professional points, by name. */
export async function themesOf(db: Db | Tx, councilId: CouncilId): Promise<{ zh: string; en: string | null }[]> {
  const { rows } = await sql<{ zh: string; en: string | null }>`
    select specialty_zh as zh, max(specialty_en) as en from network.place
     where council_id = ${councilId} and until is null and specialty_zh is not null
     group by specialty_zh order by specialty_zh limit 200`.execute(db)
  return rows
}

export async function countPlaces(db: Db | Tx, councilId: CouncilId, filter: PlaceFilter = {}): Promise<number> {
  const within = filter.areaId ? await areaIdsWithin(db, councilId, filter.areaId) : null
  const row = await filtered(db, councilId, filter, within)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** How many open places of each kind and level a council has. */
export function placeCounts(db: Db | Tx, councilId: CouncilId) {
  return db
    .selectFrom('network.place')
    .select(({ fn }) => ['kind' as const, 'level' as const, fn.countAll<number>().as('count')])
    .where('council_id', '=', councilId)
    .where('until', 'is', null)
    .groupBy(['kind', 'level'])
    .execute()
}

export function placeByNumber(db: Db | Tx, councilId: CouncilId, number: number): Promise<Place | undefined> {
  return withDetails(filtered(db, councilId, { closed: true }, null))
    .where('p.number', '=', number)
    .executeTakeFirst()
}

export function placeById(db: Db | Tx, councilId: CouncilId, id: string): Promise<Place | undefined> {
  return withDetails(filtered(db, councilId, { closed: true }, null))
    .where('p.place_id', '=', id)
    .executeTakeFirst()
}

/** The place whose door bears this code. */
export function placeByCode(db: Db | Tx, councilId: CouncilId, code: string): Promise<Place | undefined> {
  return withDetails(filtered(db, councilId, { closed: true }, null))
    .where('p.code', '=', code)
    .executeTakeFirst()
}

export interface TreePlace extends Named {
  readonly place_id: string
  readonly number: number
  readonly kind: PlaceKind
  readonly parent_id: string | null
  readonly depth: number
}

/** An open place and all under it, each parent before its children; without a place, all trees of the council. */
export async function placeTree(db: Db | Tx, councilId: CouncilId, rootId: string | null): Promise<TreePlace[]> {
  const start = rootId === null ? sql`parent_id is null` : sql`place_id = ${rootId}`
  const { rows } = await sql<TreePlace>`
    with recursive tree as (
      select place_id, number, kind, parent_id, name_zh, name_en, names, 0 as depth, array[number] as way
        from network.place where council_id = ${councilId} and until is null and ${start}
      union all
      select p.place_id, p.number, p.kind, p.parent_id, p.name_zh, p.name_en, p.names, t.depth + 1, t.way || p.number
        from network.place p join tree t on p.parent_id = t.place_id
       where p.council_id = ${councilId} and p.until is null and t.depth < 12
    )
    select place_id, number, kind, parent_id, name_zh, name_en, names, depth from tree order by way limit 5000`.execute(
    db,
  )
  return rows
}

/** The places a place stands under, the highest first. */
export async function placesAbove(db: Db | Tx, councilId: CouncilId, placeId: string): Promise<TreePlace[]> {
  const { rows } = await sql<TreePlace>`
    with recursive above as (
      select place_id, parent_id, 0 as depth from network.place where council_id = ${councilId} and place_id = ${placeId}
      union all
      select p.place_id, p.parent_id, a.depth + 1 from network.place p join above a on p.place_id = a.parent_id
       where p.council_id = ${councilId} and a.depth < 12
    )
    select p.place_id, p.number, p.kind, p.parent_id, p.name_zh, p.name_en, p.names, a.depth
      from above a join network.place p on p.council_id = ${councilId} and p.place_id = a.place_id
     where a.depth > 0 order by a.depth desc`.execute(db)
  return rows
}

export function havingsOf(
  db: Db | Tx,
  councilId: CouncilId,
  placeId: string,
): Promise<{ item: Having; since: string; evidence: string }[]> {
  return db
    .selectFrom('network.having')
    .select(['item', 'since', 'evidence'])
    .where('council_id', '=', councilId)
    .where('place_id', '=', placeId)
    .execute()
}

export interface Unit extends Named {
  readonly unit_id: string
  readonly organisation_id: string
  readonly role: UnitRole
  readonly since: string
}

export function unitsOf(db: Db | Tx, councilId: CouncilId, placeId: string): Promise<Unit[]> {
  return db
    .selectFrom('network.unit as u')
    .innerJoin('councils.organisation as o', (join) =>
      join.onRef('o.council_id', '=', 'u.council_id').onRef('o.organisation_id', '=', 'u.organisation_id'),
    )
    .select(['u.unit_id', 'u.organisation_id', 'u.role', 'u.since', 'o.name_zh', 'o.name_en', 'o.names'])
    .where('u.council_id', '=', councilId)
    .where('u.place_id', '=', placeId)
    .where('u.until', 'is', null)
    .orderBy('u.role')
    .orderBy('u.since')
    .limit(500)
    .execute()
}

export interface Training {
  readonly training_id: string
  readonly course: string
  readonly held_on: string
  readonly hours: number
  readonly people: number
}

/** Courses held at a place, the newest first. */
export async function trainingsOf(db: Db | Tx, councilId: CouncilId, placeId: string, limit = 50): Promise<Training[]> {
  const { rows } = await sql<Training>`
    select t.training_id, t.course, t.held_on, t.hours::float8 as hours,
           (select count(*) from network.trainee r where r.council_id = t.council_id and r.training_id = t.training_id) as people
      from network.training t where t.council_id = ${councilId} and t.place_id = ${placeId}
     order by t.held_on desc, t.training_id desc limit ${limit}`.execute(db)
  return rows
}

/** A contact point in figures: 1 point, 3 platforms (council, units, experts), N people. */
export interface PointFigures {
  readonly place_id: string
  readonly council_members: number
  readonly experts: number
  readonly advisers: number
  readonly collectors: number
  readonly liaisons: number
  readonly units: number
  readonly collection_points: number
  /** Everybody who serves at the point or at a collection point under it, each counted once. */
  readonly people: number
  readonly havings: number
}

/** The figures of contact points by place; a place that is none has no entry. */
export async function pointFigures(
  db: Db | Tx,
  councilId: CouncilId,
  placeIds: readonly string[],
): Promise<ReadonlyMap<string, PointFigures>> {
  if (placeIds.length === 0) return new Map()
  const { rows } = await sql<PointFigures>`
    with point as (
      select place_id from network.place
       where council_id = ${councilId} and kind = 'contact-point' and place_id = any(${placeIds}::uuid[])
    ), member as (
      select point.place_id, point.place_id as at from point
      union all
      select point.place_id, c.place_id from point join network.place c
          on c.council_id = ${councilId} and c.parent_id = point.place_id and c.kind = 'collection-point' and c.until is null
    ), serving as (
      select m.place_id, s.role, s.person_id from member m join network.service s
          on s.council_id = ${councilId} and s.place_id = m.at and s.until is null
    )
    select point.place_id,
           count(distinct s.person_id) filter (where s.role = 'council-member') as council_members,
           count(distinct s.person_id) filter (where s.role = 'expert') as experts,
           count(distinct s.person_id) filter (where s.role = 'adviser') as advisers,
           count(distinct s.person_id) filter (where s.role = 'collector') as collectors,
           count(distinct s.person_id) filter (where s.role = 'liaison') as liaisons,
           count(distinct s.person_id) as people,
           (select count(*) from network.unit u
             where u.council_id = ${councilId} and u.place_id = point.place_id and u.until is null) as units,
           (select count(*) from member m where m.place_id = point.place_id) - 1 as collection_points,
           (select count(*) from network.having h
             where h.council_id = ${councilId} and h.place_id = point.place_id) as havings
      from point left join serving s on s.place_id = point.place_id
     group by point.place_id`.execute(db)
  return new Map(rows.map((row) => [row.place_id, row]))
}
