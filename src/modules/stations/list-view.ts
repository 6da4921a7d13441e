import { areaByCode, areasNamedIn, areasOf, constituenciesOf, nameIn, type Settings, settingsAt } from '#parts/councils'
import {
  areaShapes,
  countPlaces,
  hostKinds,
  ordersNetwork,
  type Place,
  type PlaceFilter,
  type PlaceKind,
  placeCounts,
  placeIdsFound,
  placeKinds,
  placeLevels,
  placeSpots,
  placesNear,
  placesOf,
  themesOf,
} from '#parts/network'
import type { Ctx } from '#web/routes'
import { metresBetween, type Position } from './map/coordinates.ts'
import type { MapPoint, Tiles } from './map/plan.ts'
import type { ListView } from './pages/list-page.tsx'
import { asked } from './queries.ts'

const pageSize = 20
/** Choices beyond these are found by typing. */
const mostChoices = 200

function oneOf<Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined {
  return values.find((value) => value === text)
}

/** The registry as the address asks for it. An address that no place's words hold finds those of the area it names. */
export async function listView(c: Ctx): Promise<ListView> {
  const { app, db, council } = asked(c)
  const kind = oneOf(placeKinds, c.req.query('kind'))
  const level = oneOf(placeLevels, c.req.query('level'))
  const host = oneOf(hostKinds, c.req.query('host'))
  const box = boxIn(c.req.query('box'))
  const choices = await choicesOf(c)
  const area = c.req.query('area') ? await areaByCode(db, council.id, c.req.query('area') ?? '') : undefined
  const constituency = choices.constituencies.find(({ number }) => String(number) === c.req.query('constituency'))
  const theme = choices.themes.find(({ zh }) => zh === c.req.query('theme'))
  const chosen = {
    q: (c.req.query('q') ?? '').trim().slice(0, 100),
    kind: kind ?? '',
    level: level ?? '',
    host: host ?? '',
    area: area?.code ?? '',
    constituency: constituency ? String(constituency.number) : '',
    theme: theme?.zh ?? '',
    box: box ? (c.req.query('box') ?? '') : '',
  }
  const ids = chosen.q ? await placeIdsFound(db, council.id, app.clock.now(), chosen.q) : null
  const rest: PlaceFilter = {
    ...(kind && { kinds: [kind] }),
    ...(level && { levels: [level] }),
    ...(host && { hostKinds: [host] }),
    ...(area && { areaId: area.area_id }),
    ...(constituency && { constituencyId: constituency.constituency_id }),
    ...(theme && { theme: theme.zh }),
    ...(box && { box }),
  }
  const named = chosen.q && !ids?.length && !area ? (await areasNamedIn(db, council.id, chosen.q))[0] : undefined
  const filter = named ? { ...rest, areaId: named.area_id } : chosen.q ? { ...rest, ids: ids ?? [] } : rest
  const page = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const [places, spots, total, counts] = await Promise.all([
    placesOf(db, council.id, { ...filter, limit: pageSize, offset: (page - 1) * pageSize }),
    placeSpots(db, council.id, filter),
    countPlaces(db, council.id, filter),
    placeCounts(db, council.id),
  ])
  const byKind: Partial<Record<PlaceKind, number>> = {}
  for (const each of counts) byKind[each.kind] = (byKind[each.kind] ?? 0) + each.count
  const first = (page - 1) * pageSize
  const marks = new Map(places.map((place, index) => [place.number, String(first + index + 1)]))
  const within = area?.area_id ?? named?.area_id
  return {
    ...choices,
    ...(await mapOf(c, { ...(within && { within }), ...(box && { box }) })),
    places: places.map((place) => ({ place, metres: null })),
    points: pointsOf(spots, marks, c.get('viewer').locale),
    total,
    page,
    pageSize,
    counts: byKind,
    chosen,
    named: named ?? null,
    near: null,
  }
}

/** The places nearest to a point that somebody's phone told, rounded here once more and kept nowhere. */
export async function nearView(c: Ctx, position: Position): Promise<ListView> {
  const { db, council } = asked(c)
  const near: Position = [thousandth(position[0]), thousandth(position[1])]
  const places = await placesNear(db, council.id, near, pageSize)
  const distance = (place: Place) => metresBetween(near, [place.longitude ?? 0, place.latitude ?? 0])
  const marks = new Map(places.map((place, index) => [place.number, String(index + 1)]))
  const chosen = { q: '', kind: '', level: '', host: '', area: '', constituency: '', theme: '', box: '' }
  return {
    ...(await choicesOf(c)),
    ...(await mapOf(c, {})),
    shapes: [],
    places: places.map((place) => ({ place, metres: distance(place) })),
    points: pointsOf(places, marks, c.get('viewer').locale),
    total: places.length,
    page: 1,
    pageSize,
    counts: {},
    chosen,
    named: null,
    near,
  }
}

/** What somebody's phone sent as a position. @returns null when it is none */
export function positionIn(values: Readonly<Record<string, string>>): Position | null {
  const [longitude, latitude] = [values.longitude, values.latitude].map((text) => (text ? Number(text) : Number.NaN))
  const sound = (degrees: number | undefined, limit: number): degrees is number =>
    degrees !== undefined && Math.abs(degrees) <= limit
  return sound(longitude, 180) && sound(latitude, 90) ? [longitude, latitude] : null
}

function thousandth(degrees: number): number {
  return Math.round(degrees * 1000) / 1000
}

function boxIn(text: string | undefined): readonly [number, number, number, number] | null {
  const [west, south, east, north, more] = (text ?? '').split(',').map((each) => (each ? Number(each) : Number.NaN))
  if (more !== undefined || west === undefined || south === undefined || east === undefined || north === undefined)
    return null
  return west <= east && south <= north ? [west, south, east, north] : null
}

async function choicesOf(c: Ctx) {
  const { db, council, actor } = asked(c)
  const [areas, constituencies, themes] = await Promise.all([
    areasOf(db, council.id, { kinds: ['county', 'street', 'village'], limit: mostChoices }),
    constituenciesOf(db, council.id, mostChoices),
    themesOf(db, council.id),
  ])
  return {
    areas,
    constituencies: constituencies.filter(({ until }) => until === null),
    themes,
    may: { open: ordersNetwork(actor) },
  }
}

async function mapOf(
  c: Ctx,
  { within, box }: { readonly within?: string; readonly box?: readonly [number, number, number, number] },
) {
  const { app, db, council, locale } = asked(c)
  const settings = await settingsAt(db, council.id, app.clock.now())
  // Looked at closely, an outline would push the map wide again.
  const shapes = box ? [] : await areaShapes(db, council.id, within ? { within } : {})
  return {
    shapes: shapes.map((shape) => ({ name: nameIn(shape, locale), rings: shape.rings })),
    tiles: tilesOf(settings),
  }
}

/** The map pictures a council has chosen; null for its own shapes alone. */
export function tilesOf(settings: Settings): Tiles | null {
  if (settings.mapTiles === '') return null
  return { address: settings.mapTiles, coordinates: settings.mapTilesCoordinates, credit: settings.mapTilesCredit }
}

interface Spot {
  readonly number: number
  readonly name_zh: string
  readonly name_en: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}

function pointsOf(spots: readonly Spot[], marks: ReadonlyMap<number, string>, locale: string): MapPoint[] {
  return spots.flatMap((spot) => {
    if (spot.latitude === null || spot.longitude === null) return []
    const mark = marks.get(spot.number) ?? ''
    const name = nameIn(spot, locale)
    return [
      {
        href: `/stations/${spot.number}`,
        label: mark ? `${mark} ${name}` : name,
        mark,
        latitude: spot.latitude,
        longitude: spot.longitude,
      },
    ]
  })
}
