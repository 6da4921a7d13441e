import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { aCouncil, anArea, anOrganisation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import {
  addArea,
  addConstituency,
  addOrganisation,
  changeArea,
  changeConstituency,
  changeOrganisation,
} from './register-actions.ts'

test('organisations are numbered within their council and carry a code of their own', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const first = succeeded(await perform(app, addOrganisation, clerk, { kind: 'department', name_zh: '教育局' }))
  const second = succeeded(
    await perform(app, addOrganisation, clerk, { kind: 'court', name_zh: '云山市中级人民法院', code: 'FY' }),
  )
  assert.deepEqual([first.number, first.code, second.number, second.code], [1, 'O1', 2, 'FY'])
  assert.deepEqual((await eventsIn(app, council, 'councils.organisation'))[1]?.data, {
    number: 2,
    code: 'FY',
    kind: 'court',
    name: '云山市中级人民法院',
  })
})

test('whoever does not keep the registers adds nothing', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  for (const actor of [
    someoneOf(council, ['department'], newId()),
    someoneOf(council, ['clerk'], newId()),
    someoneOf(council, ['auditor']),
  ]) {
    assert.deepEqual(await perform(app, addOrganisation, actor, { kind: 'department', name_zh: '教育局' }), {
      ok: false,
      kind: 'forbidden',
      hidden: false,
    })
    assert.equal((await perform(app, addArea, actor, { kind: 'street', name_zh: '云水街道', code: 'A' })).ok, false)
    assert.equal(
      (await perform(app, addConstituency, actor, { kind: 'territorial', name_zh: '第一选区', seats: 2 })).ok,
      false,
    )
  }
})

test('a code that is taken and a parent of another council are refused', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const elsewhere = await anOrganisation(app, await aCouncil(app))
  const clerk = someoneOf(council, ['clerk'])
  await anOrganisation(app, council, { code: 'JYJ' })
  assert.deepEqual(await perform(app, addOrganisation, clerk, { kind: 'department', name_zh: '教育局', code: 'JYJ' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'code', code: 'taken' }],
  })
  const orphan = { kind: 'department' as const, name_zh: '教育局', parentId: elsewhere.organisationId }
  assert.deepEqual(await perform(app, addOrganisation, clerk, orphan), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'parentId', code: 'unknown' }],
  })
})

test('an organisation is renamed, moved and closed, but never under itself', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const government = await anOrganisation(app, council, { kind: 'government', name_zh: '云山市人民政府' })
  const bureau = await anOrganisation(app, council, { parentId: government.organisationId })
  const circle = await perform(app, changeOrganisation, clerk, {
    organisationId: government.organisationId,
    kind: 'government',
    name_zh: '云山市人民政府',
    parentId: bureau.organisationId,
  })
  assert.deepEqual(circle, { ok: false, kind: 'invalid', issues: [{ path: 'parentId', code: 'circle' }] })
  const change = { organisationId: bureau.organisationId, kind: 'department' as const, name_zh: '城管局' }
  assert.deepEqual(await perform(app, changeOrganisation, clerk, { ...change, until: '2020-01-01' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'until', code: 'before-since' }],
  })
  succeeded(await perform(app, changeOrganisation, clerk, { ...change, until: '2026-12-31' }))
  const row = await app.database.db
    .selectFrom('councils.organisation')
    .select(['name_zh', 'until', 'code', 'parent_id'])
    .where('council_id', '=', council.id)
    .where('organisation_id', '=', bureau.organisationId)
    .executeTakeFirst()
  assert.deepEqual(row, { name_zh: '城管局', until: '2026-12-31', code: bureau.code, parent_id: null })
  assert.deepEqual(await perform(app, changeOrganisation, clerk, { ...change, organisationId: newId() }), {
    ok: false,
    kind: 'missing',
  })
})

test('an area moves in the tree, but not below itself nor to a code that is taken', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const street = await anArea(app, council, { code: '001' })
  const village = await anArea(app, council, { code: '001001', kind: 'village', parentId: street.areaId })
  const input = { areaId: street.areaId, kind: 'street' as const, name_zh: '云水街道' }
  assert.deepEqual(await perform(app, changeArea, clerk, { ...input, code: '001', parentId: village.areaId }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'parentId', code: 'circle' }],
  })
  assert.deepEqual(await perform(app, changeArea, clerk, { ...input, code: '001001' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'code', code: 'taken' }],
  })
  succeeded(await perform(app, changeArea, clerk, { ...input, code: '002' }))
  assert.deepEqual(
    (await eventsIn(app, council, 'councils.area-changed')).map((event) => event.data),
    [{ code: '002', name: '云水街道' }],
  )
})

test('a constituency elects no more deputies than the council’s setting allows', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const office = someoneOf(council, ['committee'])
  const tooMany = await perform(app, addConstituency, office, { kind: 'territorial', name_zh: '第一选区', seats: 4 })
  assert.deepEqual(tooMany, {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'seats', code: 'too_big', values: { maximum: 3 } }],
  })
  const made = succeeded(
    await perform(app, addConstituency, office, { kind: 'migrant', name_zh: '第一选区', seats: '3' }),
  )
  assert.equal(made.number, 1)
  succeeded(
    await perform(app, changeConstituency, office, {
      constituencyId: made.constituencyId,
      kind: 'migrant',
      name_zh: '第一选区',
      seats: 2,
    }),
  )
  assert.deepEqual(
    (await eventsIn(app, council, 'councils.constituency')).map((event) => [event.name, event.data.seats]),
    [
      ['councils.constituency-added', 3],
      ['councils.constituency-changed', 2],
    ],
  )
})
