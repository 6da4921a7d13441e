import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import {
  type ApplyCall,
  type CellValue,
  choiceCell,
  codeCell,
  compare,
  councilById,
  dayCell,
  fatesOf,
  type ImportCall,
  type ImportColumn,
  type ImportKind,
  type ImportRow,
  numberCell,
  type Problem,
  reserveNumbers,
  said,
  textCell,
  treeProblems,
  unknownAreas,
} from '#parts/councils'
import { readOpening } from './opening-hours.ts'
import { placeWords } from './place-import.words.ts'
import { mayStandUnder, openingsOverlap } from './rules.ts'
import { markAllStale } from './sort-in.ts'
import type { Opening, PlaceKind } from './tables.ts'

const columns: readonly ImportColumn[] = [
  { key: 'code', headings: ['编码', '站点编码', 'code'], required: true, read: codeCell },
  { key: 'name_zh', headings: ['名称', '站点名称', 'name', 'name_zh'], required: true, read: textCell(100) },
  { key: 'name_en', headings: ['英文名称', 'name_en'], read: textCell(200) },
  { key: 'kind', headings: ['类型', '站点类型', 'kind'], required: true, read: choiceCell(placeWords.kind) },
  { key: 'level', headings: ['级别', '层级', 'level'], required: true, read: choiceCell(placeWords.level) },
  {
    key: 'host_kind',
    headings: ['依托类型', '设立单位类型', 'host_kind'],
    required: true,
    read: choiceCell(placeWords.host),
  },
  { key: 'host', headings: ['依托单位编码', '设立单位编码', 'host', 'host_code'], read: codeCell },
  { key: 'parent', headings: ['上级编码', '上级站点编码', 'parent', 'parent_code'], read: codeCell },
  { key: 'shared', headings: ['合署站点编码', 'shared_with', 'shared'], read: codeCell },
  { key: 'area', headings: ['区域编码', '所在区域编码', 'area', 'area_code'], read: codeCell },
  { key: 'address_zh', headings: ['地址', 'address', 'address_zh'], read: textCell(200) },
  { key: 'address_en', headings: ['英文地址', 'address_en'], read: textCell(300) },
  { key: 'latitude', headings: ['纬度', 'latitude', 'lat'], read: numberCell(-90, 90) },
  { key: 'longitude', headings: ['经度', 'longitude', 'lng', 'lon'], read: numberCell(-180, 180) },
  { key: 'opening', headings: ['开放时间', 'opening', 'opening_hours'], read: openingCell },
  { key: 'phone', headings: ['电话', '联系电话', 'phone'], read: textCell(40) },
  { key: 'specialty_zh', headings: ['专业领域', 'specialty', 'specialty_zh'], read: textCell(100) },
  { key: 'since', headings: ['启用日期', '设立日期', 'since'], read: dayCell },
]

function openingCell(text: string): { value: CellValue } | { code: string } {
  const openings = readOpening(text)
  if (!openings) return { code: 'not-opening-hours' }
  return openingsOverlap(openings) ? { code: 'openings-overlap' } : { value: JSON.stringify(openings) }
}

/** Places of the network: homes, stations, points, contact points, collection points and bases. */
export const placeImport: ImportKind = {
  name: 'places',
  columns,
  async judge(call, rows) {
    const existing = await existingPlaces(call)
    const compared = compare(rows, existing, placeOf)
    const coming = compared.map(({ line, after }) => ({ line, code: after.code, parent: after.parent }))
    const above = new Map([...existing].map(([code, place]) => [code, place.parent]))
    const areas = compared.map(({ line, after }) => ({ line, column: 'area', wanted: after.area }))
    const problems = [
      ...treeProblems(coming, above),
      ...(await unknownAreas(call, areas)),
      ...(await unknownHosts(call, compared)),
      ...fitProblems(compared, existing),
    ]
    return { fate: fatesOf(compared), problems }
  },
  apply: writePlaces,
}

interface CodedPlace {
  readonly code: string
  readonly name_zh: string
  readonly name_en: string | null
  readonly kind: string
  readonly level: string
  readonly host_kind: string
  readonly host: string | null
  readonly parent: string | null
  readonly shared: string | null
  readonly area: string | null
  readonly address_zh: string | null
  readonly address_en: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly opening: readonly Opening[]
  readonly phone: string | null
  readonly specialty_zh: string | null
  readonly since: string | null
}

interface KnownPlace extends CodedPlace {
  readonly until: string | null
}

async function existingPlaces({
  tx,
  councilId,
}: Pick<ImportCall, 'tx' | 'councilId'>): Promise<Map<string, KnownPlace>> {
  const { rows } = await sql<KnownPlace>`
    select p.register_code as code, p.name_zh, p.name_en, p.kind, p.level, p.host_kind, h.code as host,
           u.register_code as parent, s.register_code as shared, a.code as area, p.address_zh, p.address_en,
           p.latitude, p.longitude, p.opening, p.phone, p.specialty_zh, p.since::text as since, p.until::text as until
      from network.place p
      left join councils.organisation h on h.council_id = p.council_id and h.organisation_id = p.host_id
      left join network.place u on u.council_id = p.council_id and u.place_id = p.parent_id
      left join network.place s on s.council_id = p.council_id and s.place_id = p.shared_with_id
      left join councils.area a on a.council_id = p.council_id and a.area_id = p.area_id
     where p.council_id = ${councilId}`.execute(tx)
  // The database gives the keys of an opening in an order of its own.
  return new Map(rows.map((row) => [row.code, { ...row, opening: row.opening.map(inOrder) }]))
}

function placeOf(values: ImportRow['values'], before: CodedPlace | undefined): CodedPlace {
  const opening = values.opening === undefined ? before?.opening : openingsIn(values.opening)
  return {
    code: String(values.code),
    name_zh: String(values.name_zh),
    name_en: said(values.name_en, before?.name_en),
    kind: String(values.kind),
    level: String(values.level),
    host_kind: String(values.host_kind),
    host: said(values.host, before?.host),
    parent: said(values.parent, before?.parent),
    shared: said(values.shared, before?.shared),
    area: said(values.area, before?.area),
    address_zh: said(values.address_zh, before?.address_zh),
    address_en: said(values.address_en, before?.address_en),
    latitude: degreesOf(values.latitude, before?.latitude),
    longitude: degreesOf(values.longitude, before?.longitude),
    opening: opening ?? [],
    phone: said(values.phone, before?.phone),
    specialty_zh: said(values.specialty_zh, before?.specialty_zh),
    since: said(values.since, before?.since) ?? before?.since ?? null,
  }
}

function openingsIn(value: CellValue): readonly Opening[] {
  return typeof value === 'string' ? (JSON.parse(value) as Opening[]).map(inOrder) : []
}

function inOrder({ weekday, from, to }: Opening): Opening {
  return { weekday, from, to }
}

function degreesOf(value: CellValue | undefined, before: number | null | undefined): number | null {
  if (value === undefined) return before ?? null
  return typeof value === 'number' ? value : null
}

type ComparedPlace = ReturnType<typeof compare<CodedPlace>>[number]
type LineProblem = Problem & { readonly line: number }

/** What the columns say about each other: kinds that do not fit, half a position, places that are closed. */
function fitProblems(compared: readonly ComparedPlace[], existing: ReadonlyMap<string, KnownPlace>): LineProblem[] {
  const kinds = new Map<string, string>([...existing].map(([code, place]) => [code, place.kind]))
  for (const { after } of compared) kinds.set(after.code, after.kind)
  return compared.flatMap(({ line, after }) => {
    const problems: LineProblem[] = []
    const parentKind = after.parent === null ? undefined : kinds.get(after.parent)
    if (parentKind !== undefined && !mayStandUnder(after.kind as PlaceKind, parentKind as PlaceKind))
      problems.push({ line, column: 'parent', code: 'parent-kind' })
    if (after.parent !== null && existing.get(after.parent)?.until)
      problems.push({ line, column: 'parent', code: 'place-closed' })
    if (existing.get(after.code)?.until) problems.push({ line, column: 'code', code: 'place-closed' })
    if (after.shared !== null && (after.shared === after.code || !kinds.has(after.shared)))
      problems.push({ line, column: 'shared', code: 'unknown-place', values: { place: after.shared } })
    if ((after.latitude === null) !== (after.longitude === null))
      problems.push({ line, column: 'longitude', code: 'half-a-position' })
    return problems
  })
}

async function unknownHosts(
  { tx, councilId }: Pick<ImportCall, 'tx' | 'councilId'>,
  compared: readonly ComparedPlace[],
): Promise<LineProblem[]> {
  const wanted = [...new Set(compared.flatMap(({ after }) => after.host ?? []))]
  if (wanted.length === 0) return []
  const { rows } = await sql<{ code: string }>`
    select code from councils.organisation where council_id = ${councilId} and code = any(${wanted}::text[])`.execute(
    tx,
  )
  const known = new Set(rows.map((row) => row.code))
  return compared.flatMap(({ line, after: { host } }) =>
    host === null || known.has(host)
      ? []
      : [{ line, column: 'host', code: 'unknown-organisation', values: { organisation: host } }],
  )
}

async function writePlaces({ tx, councilId, now }: ApplyCall, rows: readonly ImportRow[]): Promise<void> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  const compared = compare(rows, await existingPlaces({ tx, councilId }), placeOf)
  const written = compared.filter(({ fate }) => fate !== 'unchanged')
  const fresh = written.filter(({ fate }) => fate === 'added')
  const first = await reserveNumbers(tx, councilId, 'network.place', fresh.length)
  const today = dayOf(now, council.time_zone)
  const added = fresh.map(({ after }, index) => ({ id: newId(), number: first + index, door: shortCode(), ...after }))
  await sql`
    insert into network.place (council_id, place_id, number, code, register_code, kind, level, host_kind, name_zh, since)
    select ${councilId}::uuid, id, number, door, code, kind, level, host_kind, name_zh, coalesce(since, ${today}::date)
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        as row (id uuid, number int, door text, code text, kind text, level text, host_kind text, name_zh text, since date)`.execute(
    tx,
  )
  await sql`
    update network.place p
       set kind = row.kind, level = row.level, host_kind = row.host_kind, host_id = h.organisation_id,
           name_zh = row.name_zh, name_en = row.name_en, parent_id = u.place_id, shared_with_id = s.place_id,
           area_id = a.area_id, address_zh = row.address_zh, address_en = row.address_en, latitude = row.latitude,
           longitude = row.longitude, opening = row.opening, phone = row.phone, specialty_zh = row.specialty_zh,
           since = coalesce(row.since, p.since)
      from jsonb_to_recordset(${JSON.stringify(written.map(({ after }) => after))}::jsonb)
        as row (code text, name_zh text, name_en text, kind text, level text, host_kind text, host text, parent text,
                shared text, area text, address_zh text, address_en text, latitude float8, longitude float8,
                opening jsonb, phone text, specialty_zh text, since date)
      left join councils.organisation h on h.council_id = ${councilId} and h.code = row.host
      left join network.place u on u.council_id = ${councilId} and u.register_code = row.parent
      left join network.place s on s.council_id = ${councilId} and s.register_code = row.shared
      left join councils.area a on a.council_id = ${councilId} and a.code = row.area
     where p.council_id = ${councilId} and p.register_code = row.code`.execute(tx)
  await markAllStale(tx, councilId)
}
