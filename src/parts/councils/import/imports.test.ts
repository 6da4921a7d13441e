import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Council } from '#parts/councils'
import { aCouncil, anArea, eventsIn, someoneOf, succeeded } from '#support/councils'
import { dataFolder } from '#support/data'
import { house } from '#support/house'
import { importActions, type KeptProblems } from './actions.ts'
import { areaImport } from './areas.ts'
import { dayCell } from './cells.ts'
import { divisionImport, divisionParent } from './divisions.ts'
import { importText, problemInWords } from './imports.text.ts'
import { treeProblems } from './judge.ts'
import { organisationImport } from './organisations.ts'

const { previewImport, confirmImport, dropImport } = importActions('councils', [
  areaImport,
  organisationImport,
  divisionImport,
])

function csv(...lines: string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

function keeperOf(council: Council) {
  return someoneOf(council, ['administrator'])
}

async function preview(app: App, council: Council, kind: string, bytes: Uint8Array) {
  const made = succeeded(await perform(app, previewImport, keeperOf(council), { kind, fileName: `${kind}.csv`, bytes }))
  const row = await app.database.db
    .selectFrom('councils.import_preview')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('preview_id', '=', made.previewId)
    .executeTakeFirstOrThrow()
  return { ...row, kept: row.problems as KeptProblems }
}

async function importAll(app: App, council: Council, kind: string, bytes: Uint8Array) {
  const { preview_id } = await preview(app, council, kind, bytes)
  return succeeded(await perform(app, confirmImport, keeperOf(council), { previewId: preview_id }))
}

async function areasOfCouncil(app: App, council: Council) {
  return app.database.db
    .selectFrom('councils.area as a')
    .leftJoin('councils.area as p', (join) =>
      join.onRef('p.council_id', '=', 'a.council_id').onRef('p.area_id', '=', 'a.parent_id'),
    )
    .select(['a.code', 'a.name_zh', 'a.name_en', 'a.kind', 'p.code as parent'])
    .where('a.council_id', '=', council.id)
    .orderBy('a.code')
    .execute()
}

test('a sheet in any order becomes a tree, and importing it again changes nothing', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const bytes = csv('编码,名称,类型,上级编码', 'V1,清泉社区,社区,S1', 'S1,云水街道,街道,', 'V2,石桥社区,社区,S1')
  const ready = await preview(app, council, 'areas', bytes)
  assert.deepEqual([ready.stage, ready.added, ready.changed, ready.unchanged], ['ready', 3, 0, 0])
  assert.deepEqual(await areasOfCouncil(app, council), [])
  succeeded(await perform(app, confirmImport, keeperOf(council), { previewId: ready.preview_id }))
  const once = await areasOfCouncil(app, council)
  assert.deepEqual(
    once.map((area) => [area.code, area.kind, area.parent]),
    [
      ['S1', 'street', null],
      ['V1', 'village', 'S1'],
      ['V2', 'village', 'S1'],
    ],
  )
  const again = await importAll(app, council, 'areas', bytes)
  assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 3])
  assert.deepEqual(await areasOfCouncil(app, council), once)
  assert.deepEqual((await eventsIn(app, council, 'councils.imported'))[0]?.data, {
    kind: 'areas',
    file: 'areas.csv',
    added: 3,
    changed: 0,
    unchanged: 0,
  })
})

test('a later sheet updates by code, and a column it lacks leaves what there was', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await importAll(app, council, 'areas', csv('code,name,name_en,kind', 'S1,云水街道,Yunshui Street,street'))
  const changed = await importAll(app, council, 'areas', csv('code,name', 'S1,云水新街道'))
  assert.deepEqual([changed.added, changed.changed], [0, 1])
  assert.deepEqual(await areasOfCouncil(app, council), [
    { code: 'S1', name_zh: '云水新街道', name_en: 'Yunshui Street', kind: 'street', parent: null },
  ])
})

test('one faulty row holds the whole sheet back, and every problem names its row and column', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const bytes = csv(
    '编码,名称,类型,上级编码',
    'S1,云水街道,街道,',
    `S2,${'长'.repeat(300)},街道,`,
    'S1,重复街道,街道,',
    'S3,,街道,',
    'S4,望山街道,县城,',
    'S5,听涛街道,街道,S99',
    'S6,甲,街道,S7',
    'S7,乙,街道,S6',
    'S8,丙�街道,街道,',
    '4.40E+11,丁街道,街道,',
  )
  const { stage, kept, preview_id, added } = await preview(app, council, 'areas', bytes)
  assert.equal(stage, 'faulty')
  assert.equal(added, 1)
  assert.deepEqual(
    kept.faulty.flatMap(({ line, problems }) => problems.map((problem) => [line, problem.column, problem.code])),
    [
      [3, 'name_zh', 'too-long'],
      [4, 'code', 'code-twice'],
      [5, 'name_zh', 'empty'],
      [6, 'kind', 'unknown-word'],
      [7, 'parent', 'unknown-parent'],
      [8, 'parent', 'circle'],
      [9, 'parent', 'circle'],
      [10, 'name_zh', 'broken-character'],
      [11, 'code', 'code-rounded'],
    ],
  )
  assert.deepEqual(await perform(app, confirmImport, keeperOf(council), { previewId: preview_id }), {
    ok: false,
    kind: 'conflict',
    code: 'stage:faulty',
  })
  assert.deepEqual(await areasOfCouncil(app, council), [])
  assert.equal(
    problemInWords(kept.faulty[0]?.problems[0] ?? { column: null, code: '' }, 'zh-CN'),
    '太长了：现在 300 个字，最多 100 个字。',
  )
})

test('a sheet without a needed column, or with it twice, or without rows, says which', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const problems = async (...lines: string[]) =>
    (await preview(app, council, 'organisations', csv(...lines))).kept.sheetProblems.map((problem) =>
      problemInWords(problem, 'en'),
    )
  assert.deepEqual(await problems('编码,名称', 'A,教育局'), ['The column “类型” is missing. Add it and upload again.'])
  assert.deepEqual(await problems('编码,名称,名称,类型', 'A,教育局,教育局,部门'), [
    'The column “名称” is there twice. Keep one.',
  ])
  assert.deepEqual(await problems('编码,名称,类型'), ['There is no row below the headings.'])
})

test('a file in GB18030 is read, and one in no known encoding is refused', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  // 编码,名称 / A,云水 in GB18030.
  const gb = Uint8Array.from([
    0xb1, 0xe0, 0xc2, 0xeb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x41, 0x2c, 0xd4, 0xc6, 0xcb, 0xae, 0x0a,
  ])
  await importAll(app, council, 'areas', gb)
  assert.equal((await areasOfCouncil(app, council))[0]?.name_zh, '云水')
  const outcome = await perform(app, previewImport, keeperOf(council), {
    kind: 'areas',
    fileName: 'x.csv',
    bytes: Uint8Array.from([0x41, 0x2c, 0x00, 0xff, 0x0a]),
  })
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'file', code: 'unknown-encoding' }] })
})

test('over the API a sheet comes as base64', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const bytes = Buffer.from('code,name\nS1,云水街道\n').toString('base64')
  const outcome = await perform(app, previewImport, keeperOf(council), { kind: 'areas', fileName: 'a.csv', bytes })
  assert.equal(succeeded(outcome).stage, 'ready')
})

test('what changed between preview and confirmation is not forced in', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const keeper = keeperOf(council)
  const street = await anArea(app, council, { code: 'S1' })
  const waiting = await preview(app, council, 'areas', csv('code,name,parent', 'V1,清泉社区,S1'))
  await app.database.db
    .updateTable('councils.area')
    .set({ code: 'S9' })
    .where('council_id', '=', council.id)
    .where('area_id', '=', street.areaId)
    .execute()
  assert.deepEqual(await perform(app, confirmImport, keeper, { previewId: waiting.preview_id }), {
    ok: false,
    kind: 'conflict',
    code: 'changed-since-preview',
  })
})

test('a preview is confirmed once, dropped once, and by administrators of its council only', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const stranger = keeperOf(await aCouncil(app))
  const bytes = csv('code,name', 'S1,云水街道')
  const forbidden = await perform(app, previewImport, someoneOf(council, ['clerk']), {
    kind: 'areas',
    fileName: 'a.csv',
    bytes,
  })
  assert.deepEqual(forbidden, { ok: false, kind: 'forbidden', hidden: false })
  const first = await preview(app, council, 'areas', bytes)
  const previewId = first.preview_id
  assert.deepEqual(await perform(app, confirmImport, stranger, { previewId }), { ok: false, kind: 'missing' })
  succeeded(await perform(app, confirmImport, keeperOf(council), { previewId }))
  assert.deepEqual(await perform(app, confirmImport, keeperOf(council), { previewId }), {
    ok: false,
    kind: 'conflict',
    code: 'stage:done',
  })
  const second = await preview(app, council, 'areas', bytes)
  succeeded(await perform(app, dropImport, keeperOf(council), { previewId: second.preview_id }))
  assert.deepEqual(await perform(app, dropImport, keeperOf(council), { previewId: second.preview_id }), {
    ok: false,
    kind: 'conflict',
    code: 'stage:dropped',
  })
})

test('only the first council of an installation imports the divisions of the state', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const outcome = await perform(app, previewImport, keeperOf(council), {
    kind: 'divisions',
    fileName: 'provinces.csv',
    bytes: csv('code,name', '99,云山省'),
  })
  assert.deepEqual(outcome, { ok: false, kind: 'conflict', code: 'not-the-first-council' })
})

test('organisations keep their number through a second import', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const sheet = ['编码,名称,类型,上级编码', 'GOV,云山市人民政府,政府,', 'JYJ,云山市教育局,部门,GOV']
  await importAll(app, council, 'organisations', csv(...sheet))
  await importAll(app, council, 'organisations', csv(...sheet, 'SWJ,云山市水务局,部门,GOV'))
  const rows = await app.database.db
    .selectFrom('councils.organisation')
    .select(['number', 'code', 'since'])
    .where('council_id', '=', council.id)
    .orderBy('number')
    .execute()
  assert.deepEqual(
    rows.map((row) => [row.number, row.code]),
    [
      [1, 'GOV'],
      [2, 'JYJ'],
      [3, 'SWJ'],
    ],
  )
})

test('a circle is found however long it is, and what merely leads into it is not blamed', () => {
  const ring = Array.from({ length: 5000 }, (_, i) => ({ line: i + 2, code: `c${i}`, parent: `c${(i + 1) % 5000}` }))
  const tail = { line: 6000, code: 'tail', parent: 'c17' }
  const found = treeProblems([...ring, tail], new Map())
  assert.equal(found.length, 5000)
  assert.equal(
    found.some((problem) => problem.line === 6000),
    false,
  )
})

test('days are read as people write them, and days that do not exist are not', () => {
  for (const text of ['2026-11-05', '2026/11/5', '2026.11.5', '2026年11月5日', '2026-11-05T00:00:00.000Z'])
    assert.deepEqual(dayCell(text), { value: '2026-11-05' }, text)
  for (const text of ['2026-02-30', '5.11.2026', '20261105', 'soon'])
    assert.deepEqual(dayCell(text), { code: 'not-a-day' }, text)
})

test('both languages have words for the same problems', () => {
  assert.deepEqual(Object.keys(importText.en).sort(), Object.keys(importText['zh-CN']).sort())
  assert.throws(() => problemInWords({ column: null, code: 'no-such-problem' }, 'en'))
})

test('a division stands under the one its code begins with', () => {
  assert.equal(divisionParent('440304007'), '440304')
  assert.equal(divisionParent('440304'), '4403')
  assert.equal(divisionParent('44'), null)
})

const divisions = dataFolder('divisions')

describe.skipIf(!divisions)('with the real divisions of the state', () => {
  const fileOf = (name: string) => readFile(join(String(divisions), name))

  test('all streets of the country are imported as areas, and once more without a duplicate', {
    timeout: 180_000,
  }, async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    for (const file of ['provinces', 'cities', 'areas'])
      await importAll(app, council, 'areas', await fileOf(`${file}.csv`))
    const streets = await fileOf('streets.csv')
    const first = await importAll(app, council, 'areas', streets)
    assert.equal(first.added, 41_352)
    const again = await importAll(app, council, 'areas', streets)
    assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 41_352])
    const sample = await app.database.db
      .selectFrom('councils.area as a')
      .innerJoin('councils.area as p', (join) =>
        join.onRef('p.council_id', '=', 'a.council_id').onRef('p.area_id', '=', 'a.parent_id'),
      )
      .select(['a.name_zh', 'a.kind', 'p.code as parent'])
      .where('a.council_id', '=', council.id)
      .where('a.code', '=', '110101001')
      .executeTakeFirst()
    assert.deepEqual(sample, { name_zh: '东华门街道', kind: 'street', parent: '110101' })
  })

  test('streets without the districts they lie in are held back row by row', { timeout: 180_000 }, async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const { stage, kept } = await preview(app, council, 'areas', await fileOf('streets.csv'))
    assert.equal(stage, 'faulty')
    assert.equal(kept.faulty.length, 41_352)
    assert.deepEqual(kept.faulty[0]?.problems, [
      { column: 'parent', code: 'unknown-parent', values: { parent: '110101' } },
    ])
  })
})
