import { z } from 'zod'
import { action } from '#kernel/action'
import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { areaIdsWithin, lockCouncil, type Named } from '#parts/councils'
import { DrawAreas } from './deputies/schema.ts'
import { ordersNetwork } from './rules.ts'
import type { Ring } from './tables.ts'

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number())
const ring = z.array(position).min(4).max(20_000)
/** Source: RFC 7946. Holes are kept as rings of their own: the map draws them by the even-odd rule. */
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(200) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1).max(200)).min(1).max(200) }),
])
const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({ code: z.union([z.string(), z.number()]).transform(String) }),
        geometry: Geometry,
      }),
    )
    .min(1)
    .max(5000),
})

/** Takes the outlines of areas; those drawn before are drawn anew, the others stay. */
export const drawAreas = action({
  name: 'network.draw-areas',
  input: DrawAreas,
  subject: lockCouncil,
  allow: ordersNetwork,
  async run({ tx, councilId, input, emit }) {
    const drawn = outlinesIn(input.geojson)
    if (!drawn) throw new Refused(invalid({ path: 'geojson', code: 'not-geojson' }))
    const { rows } = await sql<{ code: string; area_id: string }>`
      select code, area_id from councils.area
       where council_id = ${councilId} and code = any(${drawn.map(({ code }) => code)}::text[])`.execute(tx)
    const known = new Map(rows.map((row) => [row.code, row.area_id]))
    const missing = drawn.find(({ code }) => !known.has(code))
    if (missing)
      throw new Refused(invalid({ path: 'geojson', code: 'unknown-area', values: { area: missing.code.slice(0, 40) } }))
    const shapes = new Map(drawn.map(({ code, rings }) => [code, { area_id: known.get(code), rings }]))
    await sql`
      insert into network.area_shape (council_id, area_id, rings)
      select ${councilId}::uuid, area_id, rings
        from jsonb_to_recordset(${JSON.stringify([...shapes.values()])}::jsonb) as row (area_id uuid, rings jsonb)
      on conflict (council_id, area_id) do update set rings = excluded.rings`.execute(tx)
    emit('network.areas-drawn', { codes: [...shapes.keys()].slice(0, 200), areas: shapes.size })
    return { areas: shapes.size }
  },
})

function outlinesIn(text: string): { readonly code: string; readonly rings: readonly Ring[] }[] | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const read = Collection.safeParse(json)
  if (!read.success) return null
  return read.data.features.map(({ properties, geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return { code: properties.code, rings: polygons.flat().map(thinned) }
  })
}

/** A ring as fine as a council's map shows it: about ten metres, and no corner that lies on the line between its neighbours. */
function thinned(corners: readonly (readonly number[])[]): Ring {
  const rounded = corners.map(([longitude = 0, latitude = 0]) => [round(longitude), round(latitude)] as const)
  const kept = rounded.filter(([x, y], at) => {
    const before = rounded[at - 1]
    const after = rounded[at + 1]
    if (!before || !after) return true
    if (before[0] === x && before[1] === y) return false
    return Math.abs((x - before[0]) * (after[1] - y) - (after[0] - x) * (y - before[1])) > 1e-9
  })
  return kept.length >= 4 ? kept : rounded
}

function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000
}

export interface AreaShape extends Named {
  readonly area_id: string
  readonly code: string
  readonly rings: readonly Ring[]
}

/** The outlines of areas, of all or of one with everything inside it. */
export async function areaShapes(
  db: Db | Tx,
  councilId: CouncilId,
  { within, limit = 60 }: { readonly within?: string; readonly limit?: number } = {},
): Promise<AreaShape[]> {
  const ids = within ? await areaIdsWithin(db, councilId, within) : null
  const { rows } = await sql<AreaShape>`
    select a.area_id, a.code, a.name_zh, a.name_en, a.names, s.rings
      from network.area_shape s join councils.area a on a.council_id = s.council_id and a.area_id = s.area_id
     where s.council_id = ${councilId} ${ids ? sql`and s.area_id = any(${ids}::uuid[])` : sql``}
     order by a.code limit ${limit}`.execute(db)
  return rows
}
