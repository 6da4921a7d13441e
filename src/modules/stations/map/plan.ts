import { latitudeAt, mercator, type Position, toGcj02 } from './coordinates.ts'

/** A place on the map; the mark is its number in the list, where it stands there. */
export interface MapPoint {
  readonly href: string
  readonly label: string
  readonly mark: string
  readonly latitude: number
  readonly longitude: number
}

export interface MapShape {
  readonly name: string
  readonly rings: readonly (readonly Position[])[]
}

/** A source of map pictures: an address with {z}, {x}, {y}, and in which coordinates it draws. */
export interface Tiles {
  readonly address: string
  readonly coordinates: 'wgs84' | 'gcj02'
  readonly credit: string
}

export interface Dot extends MapPoint {
  readonly x: number
  readonly y: number
}

/** Several places too near each other to be told apart; leads to a map of them alone. */
export interface Cluster {
  readonly x: number
  readonly y: number
  readonly count: number
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number]
}

export interface Plan {
  readonly width: number
  readonly height: number
  readonly dots: readonly Dot[]
  readonly clusters: readonly Cluster[]
  readonly outlines: readonly { readonly name: string; readonly path: string; readonly x: number; readonly y: number }[]
  readonly tiles: readonly { readonly href: string; readonly x: number; readonly y: number; readonly size: number }[]
  readonly gridKm: number
  /** Length of `gridKm` on the map. */
  readonly step: number
}

const width = 400
const padding = 30
const tallest = 400
const flattest = 160
/** Two dots nearer than this cannot both be pressed. */
const cell = 30
/** Corners of an outline nearer than this look the same. */
const finest = 2
const mostNamed = 14
/** Web maps have pictures down to this level everywhere. */
const deepest = 18
const aroundEarthKm = 40_075

/** Everything of a map of these places as figures to draw: what stands close together is one cluster. */
export function planMap(
  points: readonly MapPoint[],
  { shapes = [], tiles = null }: { readonly shapes?: readonly MapShape[]; readonly tiles?: Tiles | null } = {},
): Plan {
  const shown = (position: Position) => mercator(tiles?.coordinates === 'gcj02' ? toGcj02(position) : position)
  const where = points.map((point) => ({ point, at: shown([point.longitude, point.latitude]) }))
  const rings = shapes.map(({ name, rings: each }) => ({ name, rings: each.map((ring) => ring.map(shown)) }))
  const corners = [...where.map(({ at }) => at), ...rings.flatMap(({ rings: each }) => each.flat())]
  const frame = frameOf(corners)
  const to = ([x, y]: readonly [number, number]) =>
    [frame.left + (x - frame.west) * frame.scale, frame.top + (y - frame.north) * frame.scale] as const
  const placed = where.map(({ point, at }) => {
    const [x, y] = to(at)
    return { ...point, x: round(x), y: round(y) }
  })
  const latitude = latitudeAt(frame.north + (frame.height / 2 - frame.top) / frame.scale)
  const unitsPerKm = frame.scale / (aroundEarthKm * Math.max(0.01, Math.cos((latitude * Math.PI) / 180)))
  const gridKm = roundKm(width / unitsPerKm / 5)
  return {
    width,
    height: frame.height,
    ...gathered(placed),
    outlines: labelled(
      placed,
      rings.map(({ name, rings: each }) =>
        outlineOf(
          shapes.length <= mostNamed ? name : '',
          each.map((ring) => ring.map(to)),
        ),
      ),
    ),
    tiles: tiles ? tilesUnder(frame, tiles.address) : [],
    gridKm,
    step: round(gridKm * unitsPerKm),
  }
}

interface Frame {
  readonly west: number
  readonly north: number
  /** Units of the drawing to the world's square. */
  readonly scale: number
  readonly left: number
  readonly top: number
  readonly height: number
}

/** About 900 m across at least, so that one single place has surroundings. */
const narrowest = 1 / 44_000

function frameOf(corners: readonly (readonly [number, number])[]): Frame {
  let [west, north, east, south] = [1, 1, 0, 0]
  for (const [x, y] of corners) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    north = Math.min(north, y)
    south = Math.max(south, y)
  }
  if (corners.length === 0) [west, north, east, south] = [0, 0, 1, 1]
  const across = Math.max(narrowest, east - west)
  const down = Math.max(narrowest * 0.6, south - north)
  const scale = Math.min((width - 2 * padding) / across, (tallest - 2 * padding) / down)
  const height = Math.max(flattest, Math.round(down * scale + 2 * padding))
  return {
    west,
    north,
    scale,
    left: (width - (east - west) * scale) / 2,
    top: (height - (south - north) * scale) / 2,
    height,
  }
}

/** Dots that stand apart, and clusters of those that do not, by the cells of a grid and then by nearness. */
function gathered(placed: readonly Dot[]): Pick<Plan, 'dots' | 'clusters'> {
  const groups: { x: number; y: number; dots: Dot[] }[] = []
  const near = new Map<string, { x: number; y: number; dots: Dot[] }[]>()
  for (const dot of placed) {
    const [column, row] = [Math.floor(dot.x / cell), Math.floor(dot.y / cell)]
    const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => near.get(`${column + dx} ${row + dy}`) ?? []))
    const group = around.find((each) => Math.hypot(each.x - dot.x, each.y - dot.y) < cell)
    if (group) {
      group.dots.push(dot)
      continue
    }
    const fresh = { x: dot.x, y: dot.y, dots: [dot] }
    groups.push(fresh)
    const key = `${column} ${row}`
    near.set(key, [...(near.get(key) ?? []), fresh])
  }
  return {
    dots: groups.flatMap(({ dots }) => (dots.length === 1 ? dots : [])),
    clusters: groups.flatMap(({ x, y, dots }) =>
      dots.length === 1 ? [] : [{ x, y, count: dots.length, box: boxOf(dots) }],
    ),
  }
}

/** A little more than what they cover. */
function boxOf(dots: readonly Dot[]): Cluster['box'] {
  const degrees = (value: number, way: -1 | 1) => Math.round((value + way * 0.0002) * 10_000) / 10_000
  return [
    degrees(Math.min(...dots.map(({ longitude }) => longitude)), -1),
    degrees(Math.min(...dots.map(({ latitude }) => latitude)), -1),
    degrees(Math.max(...dots.map(({ longitude }) => longitude)), 1),
    degrees(Math.max(...dots.map(({ latitude }) => latitude)), 1),
  ]
}

function outlineOf(name: string, rings: readonly (readonly (readonly [number, number])[])[]): Drawn {
  const drawn = rings.map((ring) => {
    const kept: (readonly [number, number])[] = []
    for (const corner of ring) {
      const before = kept.at(-1)
      if (!before || Math.hypot(corner[0] - before[0], corner[1] - before[1]) >= finest) kept.push(corner)
    }
    return kept
  })
  const path = drawn
    .filter((ring) => ring.length > 2)
    .map((ring) => `M${ring.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join('L')}Z`)
    .join('')
  const all = drawn.flat()
  const [left, right] = spanOf(all.map(([x]) => x))
  const [top, bottom] = spanOf(all.map(([, y]) => y))
  const spots = [0.5, 0.68, 0.32, 0.8, 0.22].map(
    (share) => [Math.round((left + right) / 2), Math.round(top + (bottom - top) * share)] as const,
  )
  return { name, path, spots }
}

function spanOf(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [values[0] ?? 0, values[0] ?? 0],
  )
}

type Drawn = Omit<Plan['outlines'][number], 'x' | 'y'> & { readonly spots: readonly (readonly [number, number])[] }

/** Each name stands where fewest dots stand on it. */
function labelled(dots: readonly Dot[], drawn: readonly Drawn[]): Plan['outlines'] {
  return drawn.map(({ spots, ...outline }) => {
    const room = ([x, y]: readonly [number, number]) =>
      Math.min(1000, ...dots.map((dot) => Math.hypot((dot.x - x) / 2, dot.y - y)))
    const [x, y] = spots.reduce((best, spot) => (room(spot) > room(best) + 1 ? spot : best), spots[0] ?? [0, 0])
    return { ...outline, x, y }
  })
}

function tilesUnder({ west, north, scale, left, top, height }: Frame, address: string): Plan['tiles'] {
  const level = Math.max(0, Math.min(deepest, Math.round(Math.log2(scale / 256))))
  const across = 2 ** level
  const size = scale / across
  const first = [(west - left / scale) * across, (north - top / scale) * across] as const
  const found: Plan['tiles'][number][] = []
  for (let row = Math.floor(first[1]); (row - first[1]) * size < height; row += 1) {
    for (let column = Math.floor(first[0]); (column - first[0]) * size < width; column += 1) {
      if (row < 0 || column < 0 || row >= across || column >= across || found.length >= 60) continue
      const href = address
        .replaceAll('{z}', String(level))
        .replaceAll('{x}', String(column))
        .replaceAll('{y}', String(row))
      found.push({
        href,
        x: round((column - first[0]) * size),
        y: round((row - first[1]) * size),
        size: round(size) + 0.2,
      })
    }
  }
  return found
}

/** 1, 2 or 5 times a power of ten, not above the wanted length. */
function roundKm(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [5, 2, 1].map((digit) => digit * power).find((km) => km <= wanted) ?? power
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
