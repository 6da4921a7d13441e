import { expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { drain } from '#kernel/worker'
import { aCouncil, aStation, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aDeputyOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { receptionsOf } from './queries.ts'
import { confirmImport, dropImport, previewImport } from './reception-import.ts'

async function anOldLog() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council, { registerCode: 'ZD-01' })
  await aStation(app, council, { registerCode: 'ZD-02' })
  const deputy = await aDeputyOf(app, council)
  const liaison = await someoneAt(app, council, station.placeId, { roles: ['liaison'] })
  const preview = (csv: string, actor = liaison) =>
    perform(app, previewImport, actor, {
      kind: 'receptions',
      fileName: '2025.csv',
      bytes: new TextEncoder().encode(csv),
    })
  const entries = async () =>
    (await receptionsOf(app.database.db, council.id, station.placeId, { limit: 100, offset: 0 })).rows
  return { app, clock, council, station, deputy, liaison, preview, entries }
}

const heading = '编号,站点编码,接待日期,说了什么,事项,接待代表,来访人,人数'
const sheet = `${heading}
2026-1,ZD-01,2026/11/3,路灯不亮,道路交通,王秀英,李阿姨,2
2026-2,ZD-01,2026年11月4日,想问养老金,,早年的代表,,`

test('an old log is looked at first, then imported wholly; imported twice it is there once', async () => {
  const { app, clock, council, deputy, liaison, preview, entries } = await anOldLog()
  const { previewId, stage } = succeeded(await preview(sheet))
  expect(stage).toBe('ready')
  expect(await entries()).toEqual([])
  succeeded(await perform(app, confirmImport, liaison, { previewId }))
  expect(await entries()).toMatchObject([
    { log_code: '2026-2', deputy_id: null, received_by: '早年的代表', topic: 'other', people: 1 },
    { log_code: '2026-1', deputy_id: deputy.personId, called: '李阿姨', topic: 'roads', people: 2 },
  ])
  const again = succeeded(await preview(sheet))
  succeeded(await perform(app, confirmImport, liaison, { previewId: again.previewId }))
  expect(await entries()).toHaveLength(2)
  expect(await perform(app, dropImport, liaison, { previewId: again.previewId })).toMatchObject({ code: 'stage:done' })
  clock.set('2027-12-01T00:00:00Z')
  await drain(app, council.id)
  expect((await entries()).map(({ called }) => called)).toEqual([null, null])
})

test('a place of others, a day to come and a word nobody knows are told by line, and nothing is imported', async () => {
  const { app, council, station, liaison, preview, entries } = await anOldLog()
  const csv = `${heading}
1,ZD-02,2026-11-03,别的站,,,,
2,ZD-01,2027-01-03,将来,,,,
3,ZD-01,2026-11-03,什么事,外星人,,,`
  const { previewId, stage } = succeeded(await preview(csv))
  expect(stage).toBe('faulty')
  const site = siteOf({ app, council, actor: liaison, modules })
  const html = await (await site.get(`/stations/${station.number}/reception/import/${previewId}`)).text()
  expect(html).toContain('没有编码为“ZD-02”的站点')
  expect(html).toContain('不认识“外星人”')
  expect(html).toContain('不是有效的日期')
  expect(await perform(app, confirmImport, liaison, { previewId })).toMatchObject({ code: 'stage:faulty' })
  expect(await entries()).toEqual([])
})

test('a sheet somebody else uploaded is not shown: it holds names', async () => {
  const { app, council, station, preview } = await anOldLog()
  const { previewId } = succeeded(await preview(sheet))
  const colleague = await someoneAt(app, council, station.placeId, { roles: ['liaison'] })
  const site = siteOf({ app, council, actor: colleague, modules })
  expect((await site.get(`/stations/${station.number}/reception/import/${previewId}`)).status).toBe(404)
})
