import { expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { aCouncil, aGuestOf, anArea, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { awardPlaque, tellBase, withdrawPlaque } from './actions.ts'

let plates = 0

async function aTown() {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const { areaId: town } = await anArea(app, council)
  const { areaId: village } = await anArea(app, council, { kind: 'village', name_zh: '清泉社区', parentId: town })
  const { areaId: elsewhere } = await anArea(app, council, { name_zh: '望山街道' })
  const clerk = await aClerkOf(app, council)
  const award = (placeId: string, fields: object = {}) => {
    plates += 1
    return perform(app, awardPlaque, clerk, {
      placeId,
      kind: 'featured',
      plaqueNumber: `云人 ${plates} 号`,
      titleZh: '特色联络站',
      issuedOn: '2026-11-01',
      issuedBy: council.name_zh,
      ...fields,
    })
  }
  const station = (areaId: string) => aStation(app, council, { areaId })
  const site = (actor: Parameters<typeof siteOf>[0]['actor']) => siteOf({ app, council, actor, modules })
  return { app, council, town, village, elsewhere, clerk, award, station, site }
}

test('a third featured station of one town asks once more; another town has its own', async () => {
  const { app, council, town, village, elsewhere, clerk, award, station, site } = await aTown()
  succeeded(await award((await station(town)).placeId))
  succeeded(await award((await station(village)).placeId))
  const third = await station(town)
  expect(await award(third.placeId)).toMatchObject({ issues: [{ path: 'beyond', code: 'beyond-town' }] })
  succeeded(await award((await station(elsewhere)).placeId))
  const form = {
    placeId: third.placeId,
    kind: 'featured',
    plaqueNumber: '云人 900 号',
    titleZh: '特色联络站',
    issuedOn: '2026-11-01',
    issuedBy: '市人大',
  }
  const asked = await site(clerk).post('/stations/bases/new', form)
  expect(asked.status).toBe(422)
  expect(await asked.text()).toContain('仍要授牌')
  const done = await site(clerk).post('/stations/bases/new', { ...form, beyond: 'yes' })
  expect(done.status).toBe(303)
  const told = await eventsIn(app, council, 'stations.plaque-awarded')
  expect(told.map(({ data }) => data.beyond)).toEqual([false, false, false, true])
})

test('whoever scans a plaque reads whether it holds, and why it was withdrawn', async () => {
  const { app, council, town, clerk, award, station, site } = await aTown()
  const place = await station(town)
  const staff = await someoneAt(app, council, place.placeId)
  const { plaqueId, code } = succeeded(await award(place.placeId, { kind: 'base', titleZh: '全过程人民民主实践基地' }))
  const guest = site(aGuestOf(council))
  const page = async () => (await guest.get(`/stations/plaques/${code.toLowerCase()}`)).text()
  expect(await page()).toContain('这块牌是真的，现在有效')
  expect(await (await guest.get('/stations/bases')).text()).toContain('全过程人民民主实践基地')
  expect(await perform(app, withdrawPlaque, staff, { plaqueId, reason: '不合格' })).toMatchObject({ kind: 'forbidden' })
  expect(await perform(app, withdrawPlaque, clerk, { plaqueId, reason: '' })).toMatchObject({ kind: 'invalid' })
  const pdf = await site(clerk).get(`/stations/plaques/${code}/plaque.pdf`)
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect((await guest.get(`/stations/plaques/${code}/plaque.pdf`)).status).toBe(404)
  succeeded(await perform(app, withdrawPlaque, clerk, { plaqueId, reason: '长期不开放' }))
  expect(await page()).toMatch(/收回。原因：长期不开放/)
  // Another address, so that the page kept for a second is not the one read.
  expect(await (await guest.get('/stations/bases?after')).text()).not.toContain('全过程人民民主实践基地')
  expect(await perform(app, withdrawPlaque, clerk, { plaqueId, reason: '再收' })).toMatchObject({ code: 'withdrawn' })
  expect((await guest.get('/stations/plaques/7KQ4-M2XC-9TRA')).status).toBe(404)
})

test('a number is given once, a place has one plaque of a kind, and none of a day to come', async () => {
  const { town, award, station } = await aTown()
  const { placeId } = await station(town)
  succeeded(await award(placeId, { plaqueNumber: '一号' }))
  expect(await award((await station(town)).placeId, { plaqueNumber: '一号' })).toMatchObject({
    issues: [{ path: 'plaqueNumber', code: 'taken' }],
  })
  expect(await award(placeId)).toMatchObject({ issues: [{ path: 'kind', code: 'has-it-already' }] })
  expect(await award(placeId, { kind: 'base', issuedOn: '2026-11-21' })).toMatchObject({
    issues: [{ path: 'issuedOn', code: 'in-the-future' }],
  })
})

test('the staff of a base tell what it does in each of its functions; a place that is none has nothing to tell', async () => {
  const { app, council, town, award, station, site } = await aTown()
  const { placeId } = await station(town)
  const staff = await someoneAt(app, council, placeId)
  const stranger = await someoneAt(app, council, (await station(town)).placeId)
  const tell = (told: string, actor = staff) => perform(app, tellBase, actor, { placeId, item: 'radiate', told })
  expect(await tell('带动周边')).toMatchObject({ code: 'no-base' })
  succeeded(await award(placeId, { kind: 'base' }))
  expect(await tell('带动周边', stranger)).toMatchObject({ kind: 'forbidden' })
  expect(await tell(' ')).toMatchObject({ kind: 'invalid' })
  succeeded(await tell('带动周边'))
  succeeded(await tell('带动周边三个社区'))
  expect(await (await site(aGuestOf(council)).get('/stations/bases')).text()).toContain('带动周边三个社区')
})
