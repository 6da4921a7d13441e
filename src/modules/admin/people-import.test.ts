import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Council, KeptProblems } from '#parts/councils'
import { servingAt } from '#parts/network'
import { aCouncil, anOrganisation, aPlace, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { confirmImport, previewImport } from './actions.ts'

const heading = '编码,姓名,手机号,角色,站点或单位编码'

async function preview(app: App, council: Council, actor: Actor, ...lines: string[]) {
  const bytes = new TextEncoder().encode([heading, ...lines].join('\n'))
  const { previewId } = succeeded(
    await perform(app, previewImport, actor, { kind: 'people', fileName: 'p.csv', bytes }),
  )
  const row = await app.database.db
    .selectFrom('councils.import_preview')
    .select('problems')
    .where('council_id', '=', council.id)
    .where('preview_id', '=', previewId)
    .executeTakeFirstOrThrow()
  const problems = (row.problems as KeptProblems).faulty.flatMap((line) =>
    line.problems.map((problem) => [line.line, problem.column, problem.code]),
  )
  return { problems, confirm: () => perform(app, confirmImport, actor, { previewId }) }
}

async function peopleOf(app: App, council: Council) {
  return app.database.db
    .selectFrom('people.person_code as c')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'c.council_id').onRef('p.id', '=', 'c.person_id'),
    )
    .leftJoin('people.invitation as i', (join) =>
      join.onRef('i.council_id', '=', 'c.council_id').onRef('i.person_id', '=', 'c.person_id'),
    )
    .leftJoin('people.membership as m', (join) =>
      join.onRef('m.council_id', '=', 'c.council_id').onRef('m.person_id', '=', 'c.person_id'),
    )
    .select(['c.code', 'p.id', 'p.name', 'i.value', 'm.role', 'm.scope_id'])
    .where('c.council_id', '=', council.id)
    .orderBy('c.code')
    .execute()
}

test('people come with a way to sign in, a duty and a place to serve, and a second import doubles nobody', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aPlace(app, council, { registerCode: 'LXD1' })
  const { organisationId } = await anOrganisation(app, council, { code: 'JYJ' })
  const officer = someoneOf(council, ['security-officer'])
  const lines = [
    'R1,甲,13800000001,信息员,LXD1',
    'R2,乙,,承办单位,JYJ',
    'R3,丙,c@yunshan.example,人大代表,',
    'R4,丁,,,',
  ]
  succeeded(await (await preview(app, council, officer, ...lines)).confirm())
  const once = await peopleOf(app, council)
  assert.deepEqual(
    once.map(({ code, name, value, role, scope_id }) => [code, name, value, role, scope_id]),
    [
      ['R1', '甲', '+8613800000001', 'collector', placeId],
      ['R2', '乙', null, 'department', organisationId],
      ['R3', '丙', 'c@yunshan.example', 'deputy', null],
      ['R4', '丁', null, null, null],
    ],
  )
  assert.deepEqual(
    (await servingAt(app.database.db, council.id, placeId, { all: true })).map((each) => [each.name, each.role]),
    [['甲', 'collector']],
  )
  const again = succeeded(await (await preview(app, council, officer, ...lines)).confirm())
  assert.deepEqual([again.added, again.changed, again.unchanged], [0, 0, 4])
  assert.deepEqual(await peopleOf(app, council), once)
  const renamed = succeeded(await (await preview(app, council, officer, 'R4,丁一,,,')).confirm())
  assert.equal(renamed.changed, 1)
  assert.equal((await peopleOf(app, council)).find((person) => person.code === 'R4')?.name, '丁一')
  assert.deepEqual((await eventsIn(app, council, 'admin.imported'))[0]?.data, {
    kind: 'people',
    file: 'p.csv',
    added: 4,
    changed: 0,
    unchanged: 0,
  })
})

test('a sheet gives no duty that its sender may not give, and none of administration', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const officer = someoneOf(council, ['security-officer'])
  const keeper = someoneOf(council, ['administrator'])
  const clerk = someoneOf(council, ['clerk'])
  assert.deepEqual((await preview(app, council, officer, 'R1,甲,,系统管理员,')).problems, [
    [2, 'role', 'role-not-here'],
  ])
  assert.deepEqual((await preview(app, council, keeper, 'R1,甲,,人大代表,')).problems, [[2, 'role', 'role-not-yours']])
  assert.deepEqual((await preview(app, council, clerk, 'R1,甲,,法制工作委员会工作人员,')).problems, [
    [2, 'role', 'role-not-yours'],
  ])
  assert.deepEqual((await preview(app, council, keeper, 'R1,甲,,,')).problems, [])
  const bytes = new TextEncoder().encode(`${heading}\nR1,甲,,,\n`)
  const auditor = someoneOf(council, ['auditor'])
  assert.equal((await perform(app, previewImport, auditor, { kind: 'people', fileName: 'p.csv', bytes })).ok, false)
  const areas = new TextEncoder().encode('编码,名称\nS1,云水街道\n')
  assert.equal((await perform(app, previewImport, clerk, { kind: 'areas', fileName: 'a.csv', bytes: areas })).ok, false)
})

test('a contact that is wrong, doubled or taken, and a place that is unknown or unfit, hold the sheet back', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aPlace(app, council, { registerCode: 'LXD1' })
  const officer = someoneOf(council, ['security-officer'])
  succeeded(await (await preview(app, council, officer, 'R1,甲,13800000001,,')).confirm())
  const { problems } = await preview(
    app,
    council,
    officer,
    'R1,甲,13800000009,,',
    'R2,乙,12345,,',
    'R3,丙,13800000001,,',
    'R4,丁,13800000004,,',
    'R5,戊,13800000004,,',
    'R6,己,,信息员,LXD9',
    'R7,庚,,信息员,',
    'R8,辛,,人大代表,LXD1',
    'R9,壬,,承办单位,LXD1',
  )
  assert.deepEqual(problems, [
    [2, 'contact', 'contact-stands'],
    [3, 'contact', 'not-a-contact'],
    [4, 'contact', 'contact-taken'],
    [6, 'contact', 'contact-twice'],
    [7, 'scope', 'unknown-place'],
    [8, 'scope', 'scope-unfit'],
    [9, 'scope', 'scope-unfit'],
    [10, 'scope', 'unknown-organisation'],
  ])
  assert.equal((await peopleOf(app, council)).length, 1)
})

test('five thousand people are imported whole', { timeout: 120_000 }, async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aPlace(app, council, { registerCode: 'LXD1' })
  const lines = Array.from({ length: 5000 }, (_, i) => `R${i},人${i},1380${String(i).padStart(7, '0')},信息员,LXD1`)
  const outcome = succeeded(
    await (await preview(app, council, someoneOf(council, ['security-officer']), ...lines)).confirm(),
  )
  assert.equal(outcome.added, 5000)
  assert.equal((await peopleOf(app, council)).length, 5000)
})
