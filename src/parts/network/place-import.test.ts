import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Council, importActions, type KeptProblems } from '#parts/councils'
import { aCouncil, anArea, anOrganisation, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { openingText, readOpening } from './opening-hours.ts'
import { placeImport } from './place-import.ts'
import { placesOf } from './queries.ts'

const { previewImport, confirmImport } = importActions('network', [placeImport])
const heading = '编码,名称,类型,级别,依托类型,上级编码,区域编码,依托单位编码,纬度,经度,开放时间'

async function preview(app: App, council: Council, ...lines: string[]) {
  const bytes = new TextEncoder().encode([heading, ...lines].join('\n'))
  const keeper = someoneOf(council, ['administrator'])
  const made = succeeded(await perform(app, previewImport, keeper, { kind: 'places', fileName: 'p.csv', bytes }))
  const row = await app.database.db
    .selectFrom('councils.import_preview')
    .select('problems')
    .where('preview_id', '=', made.previewId)
    .executeTakeFirstOrThrow()
  return {
    problems: (row.problems as KeptProblems).faulty.flatMap((line) =>
      line.problems.map((problem) => [line.line, problem.column, problem.code]),
    ),
    confirm: () => perform(app, confirmImport, keeper, { previewId: made.previewId }),
  }
}

test('places come with their parents, areas, hosts, positions and hours, and keep number and door code when imported again', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await anArea(app, council, { code: 'S1' })
  await anOrganisation(app, council, { code: 'JD' })
  const lines = [
    'Z1,清泉代表联络站,代表联络站,社区,社区,J1,S1,,23.1,113.2,"周一至周五 9:00-11:30,14:00-17:00"',
    'J1,云水代表之家,代表之家,街道,街道,,S1,JD,,,',
  ]
  assert.deepEqual((await preview(app, council, ...lines)).problems, [])
  succeeded(await (await preview(app, council, ...lines)).confirm())
  const once = await placesOf(app.database.db, council.id)
  const station = once.find((place) => place.register_code === 'Z1')
  const home = once.find((place) => place.register_code === 'J1')
  assert.equal(station?.parent_id, home?.place_id)
  assert.equal(station?.opening.length, 10)
  assert.equal(station?.latitude, 23.1)
  assert.equal(home?.host_zh, '云山市城市管理局')
  const again = succeeded(await (await preview(app, council, ...lines)).confirm())
  assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 2])
  assert.deepEqual(await placesOf(app.database.db, council.id), once)
})

test('what does not fit is named row by row', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { problems } = await preview(
    app,
    council,
    'L1,云水联系点,基层立法联系点,区级,街道,,,,,,',
    'Z1,甲站,代表联络站,社区,社区,L1,,,,,',
    'Z2,乙站,代表联络站,社区,社区,,S9,,,,',
    'Z3,丙站,代表联络站,社区,社区,,,JD,,,',
    'Z4,丁站,代表联络站,社区,社区,,,,23.1,,',
    'Z5,戊站,代表联络站,社区,社区,,,,,,看情况',
    'Z6,己站,代表联络站,社区,社区,,,,,,周一 9:00-12:00;周一 11:00-13:00',
    'Z7,庚站,驿站,社区,社区,,,,,,',
  )
  assert.deepEqual(problems, [
    [3, 'parent', 'parent-kind'],
    [4, 'area', 'unknown-area'],
    [5, 'host', 'unknown-organisation'],
    [6, 'longitude', 'half-a-position'],
    [7, 'opening', 'not-opening-hours'],
    [8, 'opening', 'openings-overlap'],
    [9, 'kind', 'unknown-word'],
  ])
})

test('five thousand places are imported whole', { timeout: 120_000 }, async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const lines = Array.from({ length: 5000 }, (_, i) => `Z${i},第${i}代表联络站,站,社区,社区,,,,,,`)
  assert.equal(succeeded(await (await preview(app, council, ...lines)).confirm()).added, 5000)
  const { rows } = await app.database.pool.query(
    'select count(*) as count, count(distinct number) as numbers, count(distinct code) as doors from network.place where council_id = $1',
    [council.id],
  )
  assert.deepEqual(rows, [{ count: 5000, numbers: 5000, doors: 5000 }])
})

test('opening hours are read as people write them', () => {
  assert.deepEqual(readOpening('周六 9:00-12:00'), [{ weekday: 6, from: '09:00', to: '12:00' }])
  assert.deepEqual(
    readOpening('Sat–Sun 09:00–12:00')?.map((each) => each.weekday),
    [6, 7],
  )
  assert.equal(readOpening('每天 8:00-24:00')?.length, 7)
  assert.deepEqual(
    readOpening('星期一、星期三 14:00至17:30')?.map((each) => each.weekday),
    [1, 3],
  )
  for (const text of ['周八 9:00-12:00', '周一 12:00-9:00', '周一 25:00-26:00', '周五至周一 9:00-12:00', '随时'])
    assert.equal(readOpening(text), null, text)
})

test('opening hours written for people are read back as they were, in both languages', () => {
  const openings = readOpening('周一至周五 9:00-11:30,14:00-17:00；周六 9:00-12:00') ?? []
  assert.equal(openingText(openings, 'zh-CN'), '周一至周五 09:00–11:30、14:00–17:00；周六 09:00–12:00')
  assert.equal(openingText(openings, 'en'), 'Mon–Fri 09:00–11:30, 14:00–17:00; Sat 09:00–12:00')
  for (const locale of ['zh-CN', 'en'] as const) assert.deepEqual(readOpening(openingText(openings, locale)), openings)
})
