import assert from 'node:assert/strict'
import { test } from 'vitest'
import { aContactPoint, aCouncil, aGuestOf, aStation } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, someoneAt } from '#support/people'
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
