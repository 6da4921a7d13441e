import { type Calendar, calendarOf, chinaNotices } from '#kernel/calendar'
import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { councilById, type Named } from './queries.ts'
import type { AreaKind, ConstituencyKind, OrganisationKind } from './tables.ts'

/**
 * The working days of a council: the national notices, and the days it decided itself.
 * @throws Error when there is no such council
 */
export async function calendarOfCouncil(db: Db | Tx, councilId: CouncilId): Promise<Calendar> {
  const council = await councilById(db, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const days = await calendarDaysOf(db, councilId)
  return calendarOf(chinaNotices, {
    timeZone: council.time_zone,
    local: days.map((each) => ({ on: each.day, working: each.working, source: each.name })),
  })
}

/** The days on which a council differs from the national calendar, the newest first. */
export function calendarDaysOf(db: Db | Tx, councilId: CouncilId, limit = 1000) {
  return db
    .selectFrom('councils.calendar_day')
    .select(['day', 'working', 'name'])
    .where('council_id', '=', councilId)
    .orderBy('day', 'desc')
    .limit(limit)
    .execute()
}

export interface Organisation extends Named {
  readonly organisation_id: string
  readonly number: number
  readonly code: string
  readonly kind: OrganisationKind
  readonly parent_id: string | null
  readonly duties: string | null
  readonly phone: string | null
  readonly area_id: string | null
  readonly since: string
  readonly until: string | null
}

export interface OrganisationFilter {
  readonly kinds?: readonly OrganisationKind[]
  readonly text?: string
  /** A day on which they must exist; all that ever existed without it. */
  readonly on?: string
  readonly limit?: number
  readonly offset?: number
}

function organisations(db: Db | Tx, councilId: CouncilId) {
  return db
    .selectFrom('councils.organisation')
    .select([
      'organisation_id',
      'number',
      'code',
      'kind',
      'parent_id',
      'name_zh',
      'name_en',
      'names',
      'duties',
      'phone',
      'area_id',
      'since',
      'until',
    ])
    .where('council_id', '=', councilId)
}

/** Organisations of a council by number. */
export function organisationsOf(
  db: Db | Tx,
  councilId: CouncilId,
  filter: OrganisationFilter = {},
): Promise<Organisation[]> {
  const { kinds, text, on, limit = 1000, offset = 0 } = filter
  let found = organisations(db, councilId).orderBy('number').limit(limit).offset(offset)
  if (kinds) found = found.where('kind', 'in', kinds)
  if (on)
    found = found.where('since', '<=', on).where(({ eb, or }) => or([eb('until', 'is', null), eb('until', '>=', on)]))
  if (text) found = found.where(({ eb, or }) => or(matching(eb, text)))
  return found.execute()
}

export function organisationByNumber(db: Db, councilId: CouncilId, number: number): Promise<Organisation | undefined> {
  return organisations(db, councilId).where('number', '=', number).executeTakeFirst()
}

export function organisationById(db: Db | Tx, councilId: CouncilId, id: string): Promise<Organisation | undefined> {
  return organisations(db, councilId).where('organisation_id', '=', id).executeTakeFirst()
}

export interface Area extends Named {
  readonly area_id: string
  readonly code: string
  readonly parent_id: string | null
  readonly kind: AreaKind
  readonly division_code: string | null
}

export interface AreaFilter {
  readonly kinds?: readonly AreaKind[]
  readonly text?: string
  readonly limit?: number
  readonly offset?: number
}

/** Areas of a council in the order of their codes, which puts what is inside behind what it is inside of. */
export function areasOf(db: Db | Tx, councilId: CouncilId, filter: AreaFilter = {}): Promise<Area[]> {
  const { kinds, text, limit = 1000, offset = 0 } = filter
  let found = db
    .selectFrom('councils.area')
    .select(['area_id', 'code', 'parent_id', 'kind', 'name_zh', 'name_en', 'names', 'division_code'])
    .where('council_id', '=', councilId)
    .orderBy('code')
    .limit(limit)
    .offset(offset)
  if (kinds) found = found.where('kind', 'in', kinds)
  if (text) found = found.where(({ eb, or }) => or(matching(eb, text)))
  return found.execute()
}

export function areaByCode(db: Db | Tx, councilId: CouncilId, code: string): Promise<Area | undefined> {
  return db
    .selectFrom('councils.area')
    .select(['area_id', 'code', 'parent_id', 'kind', 'name_zh', 'name_en', 'names', 'division_code'])
    .where('council_id', '=', councilId)
    .where('code', '=', code)
    .executeTakeFirst()
}

/** The areas an area lies in, the nearest first. */
export async function areasAbove(db: Db | Tx, councilId: CouncilId, areaId: string): Promise<Area[]> {
  const { rows } = await sql<Area>`
    with recursive above as (
      select area_id, parent_id, 0 as depth from councils.area where council_id = ${councilId} and area_id = ${areaId}
      union all
      select a.area_id, a.parent_id, x.depth + 1 from councils.area a join above x on a.area_id = x.parent_id
       where a.council_id = ${councilId} and x.depth < 12
    )
    select a.area_id, a.code, a.parent_id, a.kind, a.name_zh, a.name_en, a.names, a.division_code
      from above x join councils.area a on a.council_id = ${councilId} and a.area_id = x.area_id
     where x.depth > 0 order by x.depth`.execute(db)
  return rows
}

/** Areas whose names stand in an address that somebody typed, the longest name first: 临江街道河滨路18号 names 临江街道. */
export async function areasNamedIn(db: Db | Tx, councilId: CouncilId, typed: string, limit = 3): Promise<Area[]> {
  const plain = typed.normalize('NFKC').toLowerCase()
  const { rows } = await sql<Area>`
    select area_id, code, parent_id, kind, name_zh, name_en, names, division_code from councils.area
     where council_id = ${councilId}
       and (position(lower(name_zh) in ${plain}) > 0 or position(lower(name_en) in ${plain}) > 0)
     order by greatest(length(name_zh), length(name_en)) desc, code desc limit ${limit}`.execute(db)
  return rows
}

/** The area and everything inside it, at any depth. */
export async function areaIdsWithin(db: Db | Tx, councilId: CouncilId, areaId: string): Promise<string[]> {
  const { rows } = await sql<{ area_id: string }>`
    with recursive inside as (
      select area_id from councils.area where council_id = ${councilId} and area_id = ${areaId}
      union
      select a.area_id from councils.area a join inside i on a.parent_id = i.area_id where a.council_id = ${councilId}
    )
    select area_id from inside`.execute(db)
  return rows.map((row) => row.area_id)
}

export interface Constituency {
  readonly constituency_id: string
  readonly number: number
  readonly code: string
  readonly kind: ConstituencyKind
  readonly name_zh: string
  readonly name_en: string | null
  readonly area_id: string | null
  readonly seats: number
  readonly since: string
  readonly until: string | null
}

export function constituenciesOf(db: Db | Tx, councilId: CouncilId, limit = 1000): Promise<Constituency[]> {
  return db
    .selectFrom('councils.constituency')
    .select(['constituency_id', 'number', 'code', 'kind', 'name_zh', 'name_en', 'area_id', 'seats', 'since', 'until'])
    .where('council_id', '=', councilId)
    .orderBy('number')
    .limit(limit)
    .execute()
}

/** Divisions of the state directly under a code; the provinces under null. */
export function divisionsUnder(db: Db | Tx, parentCode: string | null, limit = 1000) {
  let found = db.selectFrom('councils.division').selectAll().orderBy('code').limit(limit)
  found = parentCode === null ? found.where('parent_code', 'is', null) : found.where('parent_code', '=', parentCode)
  return found.execute()
}

export function divisionByCode(db: Db | Tx, code: string) {
  return db.selectFrom('councils.division').selectAll().where('code', '=', code).executeTakeFirst()
}

type NameOrCode = 'name_zh' | 'name_en' | 'code'

function matching<Expression>(
  eb: (column: NameOrCode, operator: 'ilike', value: string) => Expression,
  text: string,
): Expression[] {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return [eb('name_zh', 'ilike', pattern), eb('name_en', 'ilike', pattern), eb('code', 'ilike', pattern)]
}
