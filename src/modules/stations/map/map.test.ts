import assert from 'node:assert/strict'
import { test } from 'vitest'
import { metresBetween, type Position, toGcj02 } from './coordinates.ts'
import { type MapPoint, planMap } from './plan.ts'

function point(latitude: number, longitude: number, href = `${latitude},${longitude}`): MapPoint {
  return { href, label: href, mark: '', latitude, longitude }
}

test('the map keeps directions and distances, also of one single place', () => {
  const { dots } = planMap([point(30, 120), point(30.1, 120), point(30, 120.1)])
  const [corner, north, east] = dots
  assert.ok(corner && north && east)
  assert.equal(corner.x, north.x)
  assert.equal(corner.y, east.y)
  assert.ok(north.y < corner.y && east.x > corner.x)
  // A degree of longitude is shorter by the cosine of the latitude.
  assert.ok(Math.abs((east.x - corner.x) / (corner.y - north.y) - Math.cos((30.05 * Math.PI) / 180)) < 0.01)
  const alone = planMap([point(30, 120)]).dots[0]
  assert.ok(alone && alone.x > 0 && alone.y > 0)
})

test('the measure is as long on the map as it says', () => {
  const plan = planMap([point(30, 120), point(30.08, 120.1)])
  const [one, other] = plan.dots
  assert.ok(one && other)
  const units = Math.hypot(one.x - other.x, one.y - other.y)
  const km = metresBetween([120, 30], [120.1, 30.08]) / 1000
  assert.ok(Math.abs(units / km / (plan.step / plan.gridKm) - 1) < 0.01)
})

test('places too near to be pressed apart are one cluster, whose map shows them apart again', () => {
  const crowd = Array.from({ length: 3300 }, (_, i) => point(30 + (i % 60) * 0.01, 119 + Math.floor(i / 60) * 0.01))
  const plan = planMap(crowd)
  assert.ok(plan.dots.length + plan.clusters.length < 200)
  assert.equal(plan.dots.length + plan.clusters.reduce((sum, { count }) => sum + count, 0), 3300)
  const [first] = plan.clusters
  assert.ok(first)
  const [west, south, east, north] = first.box
  const inside = crowd.filter(
    ({ latitude, longitude }) => longitude >= west && longitude <= east && latitude >= south && latitude <= north,
  )
  assert.ok(inside.length >= first.count)
  const closer = planMap(inside)
  assert.ok(closer.dots.length > 0 && closer.clusters.every(({ count }) => count < first.count))
})

test('places at the very same spot stay one cluster of that many', () => {
  const { dots, clusters } = planMap([point(30, 120, 'a'), point(30, 120, 'b'), point(30.05, 120, 'c')])
  assert.deepEqual([dots.length, clusters.length, clusters[0]?.count], [1, 1, 2])
})

/** WGS-84 and GCJ-02 of the same spots, latitude first, as the tests of the eviltransform libraries give them. */
const pairs: readonly (readonly [number, number, number, number])[] = [
  [31.1774276, 121.5272106, 31.17530398364597, 121.531541859215],
  [22.543847, 113.912316, 22.540796131694766, 113.9171764808363],
  [39.911954, 116.377817, 39.91334545536069, 116.38404722455657],
]

test('points are moved to where maps of China draw them, within two metres; abroad they stay', () => {
  for (const [latitude, longitude, wantedLatitude, wantedLongitude] of pairs) {
    const moved = toGcj02([longitude, latitude])
    assert.ok(metresBetween(moved, [wantedLongitude, wantedLatitude]) < 2, String(moved))
    // Not moved at all would be some five hundred metres off.
    assert.ok(metresBetween([longitude, latitude], [wantedLongitude, wantedLatitude]) > 300)
  }
  const paris: Position = [2.3522, 48.8566]
  assert.deepEqual(toGcj02(paris), paris)
})

test('tiles cover the map and lie where the places are', () => {
  const address = 'https://tiles.example/{z}/{x}/{y}.png'
  const plan = planMap([point(30.24, 119.96), point(30.28, 120.02)], {
    tiles: { address, coordinates: 'wgs84', credit: '' },
  })
  assert.ok(plan.tiles.length > 0 && plan.tiles.length <= 30)
  for (const [x, y] of [
    [1, 1],
    [399, 1],
    [399, plan.height - 1],
    [200, plan.height / 2],
  ] as const) {
    const under = plan.tiles.filter(
      (tile) => x >= tile.x && x <= tile.x + tile.size && y >= tile.y && y <= tile.y + tile.size,
    )
    assert.ok(under.length >= 1, `${x} ${y}`)
  }
  // The tile that holds a place by the rule of web maps lies under its dot.
  const [dot] = plan.dots
  const [, z = '0'] = /\/(\d+)\//.exec(plan.tiles[0]?.href ?? '') ?? []
  const across = 2 ** Number(z)
  const radians = (30.24 * Math.PI) / 180
  const column = Math.floor(((119.96 + 180) / 360) * across)
  const row = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * across)
  const tile = plan.tiles.find(({ href }) => href === `https://tiles.example/${z}/${column}/${row}.png`)
  assert.ok(dot && tile)
  assert.ok(dot.x >= tile.x && dot.x <= tile.x + tile.size && dot.y >= tile.y && dot.y <= tile.y + tile.size)
})

test('an outline is drawn closed, as finely as the eye can see', () => {
  const ring = Array.from({ length: 2000 }, (_, i): Position => {
    const angle = (i / 2000) * 2 * Math.PI
    return [120 + Math.cos(angle) * 0.1, 30 + Math.sin(angle) * 0.1]
  })
  const [area] = planMap([point(30, 120)], { shapes: [{ name: '云山市', rings: [ring] }] }).outlines
  assert.match(area?.path ?? '', /^M\d.*Z$/)
  assert.ok((area?.path.length ?? 0) < 6000)
  assert.equal(area?.name, '云山市')
})
