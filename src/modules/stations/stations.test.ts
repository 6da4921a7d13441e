import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { addConstituency, changeSetting } from '#parts/councils'
import { appoint, changeDeputy, enrolDeputies } from '#parts/network'
import { aContactPoint, aCouncil, aGuestOf, anArea, aStation, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aDeputyOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { stations } from './index.ts'

const modules = [stations]

test('the public finds a place by kind, by word and by the code on its door', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council, { latitude: 30.25, longitude: 119.98 })
  await aStation(app, council)
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const all = await (await site.get('/stations')).text()
  assert.match(all, /云水街道基层立法联系点/)
  assert.match(all, /清泉社区代表联络站/)
  const stationsOnly = await (await site.get('/stations?kind=station')).text()
  assert.doesNotMatch(stationsOnly, /云水街道基层立法联系点/)
  const byWord = await (await site.get(`/stations?q=${encodeURIComponent('清泉')}`)).text()
  assert.match(byWord, /清泉社区代表联络站/)
  assert.doesNotMatch(byWord, /云水街道基层立法联系点/)
  const door = await site.get(`/stations/at/${point.code.toLowerCase()}`)
  assert.equal(door.status, 303)
  assert.equal(door.headers.get('location'), `/stations/${point.number}`)
  assert.equal((await site.get('/stations/at/AAAA-AAAA-AAAA')).status, 404)
  assert.equal((await site.get('/stations/99')).status, 404)
})

test('the page of a place and the whole network are there in both languages', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const zh = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const en = siteOf({ app, council, modules, actor: aGuestOf(council), locale: 'en' })
  assert.match(await (await zh.get(`/stations/${point.number}`)).text(), /一个点、三个平台、N 个人/)
  assert.match(await (await en.get(`/stations/${point.number}`)).text(), /One point, three platforms, N people/)
  assert.match(await (await en.get('/stations/network')).text(), /Yunshui Street Legislative Contact Point/)
})

test('the poster for the door is a PDF', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council, { opening: [{ weekday: 1, from: '09:00', to: '17:00' }] })
  const poster = await siteOf({ app, council, modules, actor: aGuestOf(council) }).get(
    `/stations/${point.number}/poster.pdf`,
  )
  assert.equal(poster.headers.get('content-type'), 'application/pdf')
  assert.equal(
    Buffer.from(await poster.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  )
})

test('pages for staff do not exist for anybody else', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const mine = await aContactPoint(app, council)
  const other = await aContactPoint(app, council)
  const guest = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const staff = siteOf({ app, council, modules, actor: await someoneAt(app, council, mine.placeId) })
  for (const path of ['edit', 'people', 'havings']) {
    assert.equal((await guest.get(`/stations/${mine.number}/${path}`)).status, 404, path)
    assert.equal((await staff.get(`/stations/${mine.number}/${path}`)).status, 200, path)
    assert.equal((await staff.get(`/stations/${other.number}/${path}`)).status, 404, path)
  }
  assert.equal((await staff.get(`/stations/${mine.number}/register`)).status, 404)
  assert.equal((await guest.get('/stations/new')).status, 404)
})

test('a clerk opens a place by the form; what is wrong comes back beside its field with what was typed', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: await aClerkOf(app, council) })
  const fields = {
    kind: 'station',
    level: 'community',
    hostKind: 'community',
    name_zh: '石桥社区代表联络站',
    since: '2026-11-20',
    opening: '看情况吧',
  }
  const refused = await site.post('/stations/new', fields)
  assert.equal(refused.status, 422)
  const html = await refused.text()
  assert.match(html, /看不懂开放时间/)
  assert.match(html, /看情况吧/)
  assert.match(html, /石桥社区代表联络站/)
  const done = await site.post('/stations/new', { ...fields, opening: '周一至周五 9:00-17:00' })
  assert.equal(done.status, 303)
  assert.match(await (await site.get(String(done.headers.get('location')))).text(), /09:00–17:00/)
})

test('marking a council as formed with too few members says how many there must be', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const site = siteOf({ app, council, modules, actor: await aClerkOf(app, council) })
  const refused = await site.post(`/stations/${point.number}/council`, { formedOn: '2026-11-20' })
  assert.equal(refused.status, 422)
  assert.match(await refused.text(), /立法议事会应有 9 至 13 人，现在有 0 人/)
})

test('an address that no place bears leads to the places of the area it names', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const street = await anArea(app, council, { name_zh: '望山街道' })
  await aStation(app, council, { areaId: street.areaId, name_zh: '松风代表联络站' })
  await aStation(app, council, { name_zh: '清泉社区代表联络站', address_zh: '清泉路 8 号' })
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const html = await (await site.get(`/stations?q=${encodeURIComponent('望山街道学府路100号3幢')}`)).text()
  assert.match(html, /没有直接对上的，这是望山街道的站点。/)
  assert.match(html, /松风代表联络站/)
  assert.doesNotMatch(html, /清泉社区代表联络站/)
  // Written without the space of the register.
  assert.match(await (await site.get(`/stations?q=${encodeURIComponent('清泉路8号')}`)).text(), /清泉社区代表联络站/)
})

test('a constituency finds the places in its area and those where its deputies serve', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const system = systemActor(council.id)
  const street = await anArea(app, council, { name_zh: '望山街道' })
  await aStation(app, council, { areaId: street.areaId, name_zh: '松风代表联络站' })
  const far = await aStation(app, council, { name_zh: '石桥代表联络站' })
  await aStation(app, council, { name_zh: '清泉社区代表联络站' })
  const seat = succeeded(
    await perform(app, addConstituency, system, {
      name_zh: '第一选区',
      kind: 'territorial',
      areaId: street.areaId,
      seats: 2,
    }),
  )
  const { personId } = await aDeputyOf(app, council)
  await app.database.db.transaction().execute((tx) => enrolDeputies(tx, council.id, [personId]))
  const { constituencyId } = seat
  succeeded(await perform(app, changeDeputy, system, { personId, levels: ['municipal'], constituencyId }))
  const serves = { placeId: far.placeId, personId, role: 'deputy' as const, since: '2026-11-20' }
  succeeded(await perform(app, appoint, system, serves))
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const html = await (await site.get('/stations?constituency=1')).text()
  assert.match(html, /松风代表联络站/)
  assert.match(html, /石桥代表联络站/)
  assert.doesNotMatch(html, /清泉社区代表联络站/)
})

test('near me lists the nearest first, keeps the position nowhere and in no address', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aStation(app, council, { name_zh: '远处代表联络站', latitude: 30.4, longitude: 120.2 })
  await aStation(app, council, { name_zh: '近处代表联络站', latitude: 30.252, longitude: 119.984 })
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const near = await site.post('/stations/near', { latitude: '30.2518871', longitude: '119.9841234' })
  assert.equal(near.status, 200)
  assert.equal(near.headers.get('cache-control'), 'no-store')
  const html = await near.text()
  assert.ok(html.indexOf('1. 近处代表联络站') > 0)
  assert.ok(html.indexOf('2. 远处代表联络站') > html.indexOf('1. 近处代表联络站'))
  assert.doesNotMatch(html, /30\.2518|119\.9841/)
  for (const sent of [
    { latitude: '', longitude: '' },
    { latitude: 'x', longitude: '1' },
    { latitude: '91', longitude: '1' },
  ])
    assert.equal((await site.post('/stations/near', sent)).status, 422)
})

test('pictures of a map are let in only where the council chose them, and only from there', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aStation(app, council, { latitude: 30.25, longitude: 119.98 })
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const before = await site.get('/stations')
  assert.match(before.headers.get('content-security-policy') ?? '', /img-src 'self' data: blob:;/)
  assert.doesNotMatch(await before.text(), /<image/)
  const value = 'https://tiles.example.cn/{z}/{x}/{y}.png'
  const change = { key: 'mapTiles', value, validFrom: '2026-11-20', reason: '用市里的地图' }
  succeeded(await perform(app, changeSetting, systemActor(council.id), change))
  // A page is kept for guests for a second.
  const later = siteOf({ app, council, modules, actor: aGuestOf(council) })
  for (const asked of ['first', 'kept']) {
    const again = await later.get('/stations')
    const policy = again.headers.get('content-security-policy') ?? ''
    assert.match(policy, /img-src 'self' https:\/\/tiles\.example\.cn data:/, asked)
  }
  const after = await later.get('/stations')
  assert.match(await after.text(), /<image href="https:\/\/tiles\.example\.cn\/\d+\/\d+\/\d+\.png"/)
  const elsewhere = await later.get('/stations/network')
  assert.doesNotMatch(elsewhere.headers.get('content-security-policy') ?? '', /tiles/)
  for (const wrong of [
    'http://tiles.example.cn/{z}/{x}/{y}.png',
    'https://tiles.example.cn/{z}/{x}.png',
    'javascript:{z}{x}{y}',
  ])
    assert.equal((await perform(app, changeSetting, systemActor(council.id), { ...change, value: wrong })).ok, false)
})

test('outlines are taken from GeoJSON by the codes of areas; what is none or names no area is refused whole', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await anArea(app, council, { code: 'S1', name_zh: '望山街道' })
  await aStation(app, council, { latitude: 30.26, longitude: 119.99 })
  const guest = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const site = siteOf({ app, council, modules, actor: await aClerkOf(app, council) })
  assert.equal((await guest.get('/stations/shapes')).status, 404)
  const geojson = (code: string) =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { code },
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [119.98, 30.25],
                [120.01, 30.25],
                [120.01, 30.28],
                [119.98, 30.28],
                [119.98, 30.25],
              ],
            ],
          },
        },
      ],
    })
  const unknown = await site.post('/stations/shapes', { geojson: geojson('S9') })
  assert.equal(unknown.status, 422)
  assert.match(await unknown.text(), /没有编码为“S9”的区域/)
  const broken = await site.post('/stations/shapes', { geojson: '{"type":"Feature"}' })
  assert.match(await broken.text(), /FeatureCollection/)
  assert.equal((await site.post('/stations/shapes', { geojson: geojson('S1') })).status, 303)
  const html = await (await guest.get('/stations')).text()
  assert.match(html, /<path d="M[\d L]+Z"/)
  assert.match(html, /<text[^>]*>望山街道<\/text>/)
})

test('a page says whether its place is open now, and not on a public holiday', async () => {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const opening = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:30' }))
  const { number } = await aStation(app, council, { opening })
  const said = async (at: string) => {
    clock.set(at)
    const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
    return /(?:现在开放|现在不开放)[^<]*/.exec(await (await site.get(`/stations/${number}`)).text())?.[0]
  }
  // Friday 20 November 2026, nine in the morning in China.
  assert.equal(await said('2026-11-20T01:00:00Z'), '现在开放，到 17:30')
  assert.equal(await said('2026-11-20T00:59:00Z'), '现在不开放，今天 09:00 开')
  assert.equal(await said('2026-11-20T09:30:00Z'), '现在不开放，11月23日周一 09:00 开')
  // National Day, a Thursday; the notice of 2026 gives the days until the 7th.
  assert.equal(await said('2026-10-01T02:00:00Z'), '现在不开放，10月8日周四 09:00 开')
})

test('3,300 places stay one light page', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await app.database.pool.query(
    `insert into network.place (council_id, place_id, number, code, register_code, kind, level, host_kind, name_zh, address_zh, latitude, longitude, since)
     select $1, gen_random_uuid(), i, substr(translate(upper(md5(i::text)), 'ILOU', '0101'), 1, 4) || '-' || substr(translate(upper(md5(i || 'b')), 'ILOU', '0101'), 1, 4) || '-' || lpad(i::text, 4, '0'),
            'P' || i, 'station', 'community', 'community', '第' || i || '社区代表联络站', '云山市第' || i || '街道河滨路 18 号', 29 + (i % 57) * 0.02, 119 + (i / 57) * 0.02, '2025-01-01'
       from generate_series(1, 3300) as i`,
    [council.id],
  )
  const site = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const html = await (await site.get('/stations')).text()
  assert.match(html, /3,?300/)
  assert.ok(Buffer.byteLength(html) < 60_000, String(Buffer.byteLength(html)))
  // Every one is in a dot or a cluster.
  const counted = [...html.matchAll(/aria-label="这里有 (\d+) 个站点/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
  const dots = (html.match(/class="reach"[^>]*r="16"/g) ?? []).length
  assert.equal(counted + dots, 3300)
})
