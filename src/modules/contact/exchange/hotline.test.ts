import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { csvPieces } from '#kernel/documents'
import { drain } from '#kernel/worker'
import type { KeptProblems } from '#parts/councils'
import { aCouncil, succeeded } from '#support/councils'
import { dataFolder } from '#support/data'
import { house } from '#support/house'
import { aClerkOf, aGuest } from '#support/people'
import { raise } from '../actions/resident.ts'
import { hotlineActions } from './hotline.ts'
import { addConnection, endConnection } from './keys.ts'
import { decideLikeness } from './propose.ts'
import { connectionsOf, handedBack, pairsIn, sheetImport } from './queries.ts'

const { previewImport, confirmImport } = hotlineActions

async function hotline(mapping: Record<string, string> = {}) {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const input = { kind: 'hotline', name: '示例热线', mapping } as const
  const { connectionId } = succeeded(await perform(app, addConnection, clerk, input))
  const preview = async (...lines: string[]) => {
    const bytes = new TextEncoder().encode(lines.join('\n'))
    const given = { kind: 'hotline', fileName: 'a.csv', about: connectionId, bytes }
    const made = succeeded(await perform(app, previewImport, clerk, given))
    const row = await sheetImport(app.database.db, council.id, made.previewId)
    return { ...made, added: row?.added, unchanged: row?.unchanged, kept: row?.problems as KeptProblems }
  }
  const bring = async (...lines: string[]) => {
    const { previewId } = await preview(...lines)
    const counts = succeeded(await perform(app, confirmImport, clerk, { previewId }))
    await drain(app)
    return counts
  }
  return { app, clock, council, clerk, connectionId, preview, bring }
}

const head = '工单编号,标题,诉求内容,地点,受理时间,姓名,联系电话'
const lamp =
  'RX20261101,路灯不亮,临江路3号楼东门的路灯坏了快一个月，晚上一片漆黑，老人摔了一跤，请尽快修好。,临江路3号楼东门,2026-11-01 09:30,赵女士,13800138000'
const drain1 = 'RX20261102,积水,望山里小区南门一下雨就积水，孩子上学要蹚水过去，排水沟堵了没人管。,望山里,2026/11/2,,'

function matters(app: App, councilId: string) {
  return app.database.db
    .selectFrom('contact.matter as m')
    .innerJoin('opinions.opinion as o', (join) =>
      join.onRef('o.council_id', '=', 'm.council_id').onRef('o.id', '=', 'm.opinion_id'),
    )
    .innerJoin('opinions.contributor as c', (join) =>
      join.onRef('c.council_id', '=', 'o.council_id').onRef('c.id', '=', 'o.contributor_id'),
    )
    .select(['m.number', 'm.spot', 'o.body', 'o.public', 'c.name', 'c.contact', 'c.answer_by'])
    .where('m.council_id', '=', councilId)
    .orderBy('m.number')
    .execute()
}

test('the hotline’s records become private matters, and the same sheet again adds nothing', async () => {
  const { app, council, bring } = await hotline()
  assert.deepEqual((await bring(head, lamp, drain1)).added, 2)
  const [first, second] = await matters(app, council.id)
  assert.equal(first?.body.startsWith('路灯不亮\n临江路3号楼'), true)
  assert.deepEqual(
    [first?.spot, first?.public, first?.name, first?.contact, first?.answer_by],
    ['临江路3号楼东门', false, '赵女士', '+8613800138000', 'phone'],
  )
  assert.deepEqual([second?.contact, second?.answer_by], [null, 'receipt'])
  const again = await bring(head, lamp, drain1, 'RX20261103,,新的事情在这里,,,,')
  assert.deepEqual([again.added, again.unchanged], [1, 2])
  assert.equal((await matters(app, council.id)).length, 3)
})

test('a sheet with columns of its own names is read as the connection says', async () => {
  const { app, council, bring } = await hotline({ code: '流水', body: '市民说' })
  await bring('流水,市民说,编号', 'A-1,小区门口的井盖没了,内部7')
  assert.deepEqual(
    (await matters(app, council.id)).map(({ body }) => body),
    ['小区门口的井盖没了'],
  )
})

test('each problem stands at its row, and nothing comes in by half', async () => {
  const { app, council, preview } = await hotline()
  const { stage, kept } = await preview(head, lamp, 'RX2,,,,,,', 'RX3,,内容,,昨天,,12', lamp)
  assert.equal(stage, 'faulty')
  assert.deepEqual(
    kept.faulty.map(({ line, problems }) => [line, problems.map(({ column, code }) => `${column} ${code}`)]),
    [
      [3, ['body empty']],
      [4, ['time not-a-day', 'phone not-a-contact']],
      [5, ['code code-twice']],
    ],
  )
  assert.deepEqual(await matters(app, council.id), [])
})

test('a sheet for a connection that has ended is refused', async () => {
  const { app, clerk, connectionId } = await hotline()
  succeeded(await perform(app, endConnection, clerk, { connectionId }))
  const bytes = new TextEncoder().encode(`${head}\n${lamp}`)
  const outcome = await perform(app, previewImport, clerk, {
    kind: 'hotline',
    fileName: 'a.csv',
    about: connectionId,
    bytes,
  })
  assert.deepEqual(outcome.ok ? '' : outcome.kind === 'invalid' && outcome.issues, [
    { path: 'file', code: 'no-connection' },
  ])
})

test('what a resident wrote and the hotline brings again are put side by side, and nothing is joined', async () => {
  const { app, council, clerk, bring } = await hotline()
  const said = '临江路3号楼东门路灯坏了，晚上漆黑，有老人摔了一跤，希望尽快修好。'
  const words = { clientKey: crypto.randomUUID(), body: said, spot: '', public: true, consent: true } as const
  succeeded(await perform(app, raise, aGuest(council), words))
  await bring(head, lamp, drain1)
  const proposed = { state: 'proposed', page: 1, pageSize: 10 } as const
  const pairs = await pairsIn(app.database.db, council.id, proposed)
  assert.deepEqual(
    pairs.map(({ why, earlier, later }) => [why, earlier.number, later.number, later.door, later.theirNumber]),
    [['words', 1, 2, '示例热线', 'RX20261101']],
  )
  assert.equal((await matters(app, council.id)).length, 3)
  const pair = { matterId: String(pairs[0]?.later.id), earlierId: String(pairs[0]?.earlier.id) }
  succeeded(await perform(app, decideLikeness, clerk, { ...pair, state: 'same' }))
  assert.equal((await pairsIn(app.database.db, council.id, proposed)).length, 0)
  succeeded(await perform(app, decideLikeness, clerk, { ...pair, state: 'proposed' }))
  assert.equal((await pairsIn(app.database.db, council.id, proposed)).length, 1)
})

test('the same words in two places far apart are two matters', async () => {
  const { app, council, bring } = await hotline()
  const placed = `${head},纬度,经度`
  await bring(placed, `${lamp},30.12,120.65`, `${lamp.replace('RX20261101', 'RX9')},30.40,120.99`)
  const pairs = await pairsIn(app.database.db, council.id, { state: 'proposed', page: 1, pageSize: 10 })
  assert.deepEqual(pairs, [])
})

test('the hotline gets back, under its own numbers, where each matter stands', async () => {
  const { app, council, connectionId, bring } = await hotline()
  await bring(head, lamp, drain1)
  const rows = []
  const words = { stage: { open: '办理中' }, outcome: {} }
  for await (const row of handedBack(app.database.db, council.id, connectionId, words)) rows.push(row)
  assert.deepEqual(
    rows.map(({ their_number, number, stage, reply }) => [their_number, number, stage, reply]),
    [
      ['RX20261101', 1, '办理中', null],
      ['RX20261102', 2, '办理中', null],
    ],
  )
  const [connection] = await connectionsOf(app.database.db, council.id)
  assert.equal(connection?.matters, 2)
})

const folder = dataFolder('appeals-zh')

describe.skipIf(!folder)('real messages of a city', () => {
  test('come in by hundreds, and doubles among them are found', async () => {
    const { app, council, bring } = await hotline()
    const lines = (await readFile(join(String(folder), 'hot_issues.jsonl'), 'utf8')).trim().split('\n')
    const all = lines.map((line) => JSON.parse(line) as { id: string; title: string; text: string; time: string })
    const { groups } = JSON.parse(await readFile(join(String(folder), 'hot_issues.exact_dups.json'), 'utf8')) as {
      groups: string[][]
    }
    const some = groups.slice(0, 20)
    const wanted = new Set(some.flat())
    const rows = [...all.filter(({ id }) => wanted.has(id)), ...all.filter(({ id }) => !wanted.has(id)).slice(0, 120)]
    let csv = ''
    const columns = ['id', 'title', 'text', 'time'].map((key) => ({ key, label: key, type: 'text' as const }))
    const fitting = rows.filter(({ text }) => [...text].length <= 2000)
    for await (const piece of csvPieces(columns, fitting)) csv += piece.toString('utf8')
    assert.equal((await bring(...csv.replace('\uFEFF', '').split('\r\n'))).added, fitting.length)
    const pairs = await pairsIn(app.database.db, council.id, { state: 'proposed', page: 1, pageSize: 500 })
    const found = new Set(pairs.map(({ earlier, later }) => [earlier.theirNumber, later.theirNumber].sort().join(' ')))
    const here = new Set(fitting.map(({ id }) => id))
    const missed = some.filter(
      (group) => group.every((id) => here.has(id)) && !found.has([...group].sort().slice(0, 2).join(' ')),
    )
    assert.deepEqual(missed, [])
  })
})
