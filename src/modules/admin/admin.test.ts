import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { parseCsv } from '#kernel/documents'
import { newId } from '#kernel/ids'
import { type Council, settingKeys, settingsAt, settingsText, standardSettings } from '#parts/councils'
import { aCouncil, aGuestOf, eventsIn, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, anAdministratorOf, aSecurityOfficerOf } from '#support/people'
import { siteOf } from '#support/site'
import { retryDelivery, retryDue } from './actions.ts'
import { admin } from './index.ts'
import { auditTrail, backlogOf } from './queries.ts'
import { roomsOf } from './rules.ts'
import { decidedValue, fieldsOf, shapeOf } from './setting-form.ts'

const modules = [admin]

test('each duty enters its own rooms and no others', () => {
  const council = { id: newId() }
  const rooms = (...roles: string[]) => roomsOf(someoneOf(council, roles))
  assert.deepEqual(rooms('administrator'), [
    'council',
    'settings',
    'organisations',
    'areas',
    'people',
    'imports',
    'operator',
  ])
  assert.deepEqual(rooms('security-officer'), ['people', 'imports', 'audit'])
  assert.deepEqual(rooms('auditor'), ['settings', 'audit'])
  assert.deepEqual(rooms('clerk'), ['organisations', 'areas', 'people', 'imports'])
  for (const role of ['deputy', 'department', 'point-staff', 'collector', 'media'])
    assert.deepEqual(rooms(role), [], role)
})

test('for everybody else the administration does not exist', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const guest = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const auditor = siteOf({ app, council, modules, actor: someoneOf(council, ['auditor']) })
  const keeper = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  for (const room of ['council', 'settings', 'organisations', 'areas', 'people', 'imports', 'operator', 'audit']) {
    assert.equal((await guest.get(`/admin/${room}`)).status, 404, room)
    assert.equal((await auditor.get(`/admin/${room}`)).status, ['settings', 'audit'].includes(room) ? 200 : 404, room)
    assert.equal((await keeper.get(`/admin/${room}`)).status, room === 'audit' ? 404 : 200, room)
  }
  assert.equal((await guest.get('/admin')).status, 404)
  assert.equal((await keeper.get('/admin')).headers.get('location'), '/admin/council')
})

test('the form of every setting gives back the value it was made from', () => {
  for (const key of settingKeys) {
    const shape = shapeOf(key)
    assert.deepEqual(decidedValue(shape, fieldsOf(shape, standardSettings[key])), standardSettings[key], key)
  }
})

test('every setting has a name in both languages and a page', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']), locale: 'en' })
  const list = await (await site.get('/admin/settings')).text()
  for (const key of settingKeys) assert.match(list, new RegExp(`/admin/settings/${key}"`))
  assert.deepEqual(Object.keys(settingsText.en.key).sort(), [...settingKeys].sort())
  for (const key of ['consultationSteps', 'votingMajority', 'vagueWords', 'votingMajorityOf', 'votingExactNumber'])
    assert.equal((await site.get(`/admin/settings/${key}`)).status, 200, key)
  assert.equal((await site.get('/admin/settings/__proto__')).status, 404)
})

test('an administrator decides a setting by the form, and an auditor reads it but may not', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  const auditor = siteOf({ app, council, modules, actor: someoneOf(council, ['auditor']) })
  const path = '/admin/settings/votingMajority'
  const fields = { 'value.of': '2', 'value.in': '3', validFrom: '2026-11-20', reason: '表决办法第五条' }
  assert.equal((await auditor.post(path, fields)).status, 403)
  const wrong = await site.post(path, { ...fields, 'value.of': '4' })
  assert.equal(wrong.status, 422)
  assert.match(await wrong.text(), /份数不能大于总份数/)
  assert.equal((await site.post(path, fields)).status, 303)
  const { votingMajority } = await settingsAt(app.database.db, council.id, clock.now())
  assert.deepEqual(votingMajority, { of: 2, in: 3 })
  assert.match(await (await auditor.get(path)).text(), /表决办法第五条/)
})

test('a step is taken away by emptying its row, and one is added in the last', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  const shape = shapeOf('consultationSteps')
  const fields = fieldsOf(shape, standardSettings.consultationSteps)
  for (const name of Object.keys(fields)) if (name.startsWith('value.1.')) fields[name] = ''
  const added = {
    code: 'review',
    name_zh: '集体审议',
    name_en: 'Review',
    owner: 'committee',
    days: '5',
    tasks_zh: '',
    tasks_en: '',
  }
  for (const [key, value] of Object.entries(added)) fields[`value.8.${key}`] = value
  const sent = await site.post('/admin/settings/consultationSteps', {
    ...fields,
    validFrom: '2026-11-20',
    reason: '试点',
  })
  assert.equal(sent.status, 303)
  const { consultationSteps } = await settingsAt(app.database.db, council.id, clock.now())
  assert.deepEqual(
    consultationSteps.map((step) => step.code),
    ['received', 'kit', 'collection', 'sorting', 'refinement', 'submission', 'feedback', 'review'],
  )
})

async function uploaded(app: App, council: Council, csv: string, kind = 'areas') {
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  const form = new FormData()
  form.set('kind', kind)
  form.set('file', new File([csv], 'sheet.csv', { type: 'text/csv' }))
  return { site, answer: await site.post('/admin/imports', form) }
}

test('a sheet is uploaded, looked at and confirmed', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { site, answer } = await uploaded(app, council, '编码,名称,类型\nS1,云水街道,街道\n')
  const preview = String(answer.headers.get('location'))
  assert.match(await (await site.get(preview)).text(), /新增 1，修改 0，不变 0/)
  assert.equal((await site.post(`${preview}/confirm`, {})).status, 303)
  assert.match(await (await site.get('/admin/areas')).text(), /云水街道/)
})

test('a faulty sheet shows each problem, and its rows can be downloaded with the problem beside them', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { site, answer } = await uploaded(app, council, '编码,名称,上级编码\nS1,云水街道,S9\nS2,=1+1,\n')
  const preview = String(answer.headers.get('location'))
  assert.match(await (await site.get(preview)).text(), /找不到上级“S9”/)
  const csv = await (await site.get(`${preview}/problems.csv`)).text()
  assert.deepEqual(parseCsv(csv), [
    ['编码', '名称', '上级编码', '问题'],
    ['S1', '云水街道', 'S9', '找不到上级“S9”：表里和系统里都没有。'],
  ])
  assert.equal((await site.post(`${preview}/confirm`, {})).status, 409)
})

test('an upload without a file, or of something else, says so', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { site, answer } = await uploaded(app, council, '"编码,名称\nS1,云水')
  assert.equal(answer.status, 422)
  assert.match(await answer.text(), /引号没有成对/)
  const form = new FormData()
  form.set('kind', 'areas')
  assert.equal((await site.post('/admin/imports', form)).status, 422)
})

test('a security officer gives a role by the form; an administrator is offered none', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { personId } = await aCitizen(app, council)
  const officer = siteOf({ app, council, modules, actor: await aSecurityOfficerOf(app, council) })
  const keeper = siteOf({ app, council, modules, actor: await anAdministratorOf(app, council) })
  const path = `/admin/people/${personId}`
  assert.doesNotMatch(await (await keeper.get(path)).text(), /给一个角色/)
  assert.equal((await keeper.post(path, { role: 'clerk', scopeId: '' })).status, 403)
  assert.equal((await officer.post(path, { role: 'administrator', scopeId: '' })).status, 303)
  const second = await officer.post(path, { role: 'auditor', scopeId: '' })
  assert.equal(second.status, 409)
  assert.match(await second.text(), /三种职责不能由一个人兼任/)
})

async function aDeadDelivery(app: App, council: Council): Promise<string> {
  const { db } = app.database
  const event = await db
    .selectFrom('kernel.event')
    .select(['id', 'at'])
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('kernel.delivery')
    .values({
      council_id: council.id,
      event_id: event.id,
      reaction: 'nobody.listens',
      state: 'dead',
      attempts: 8,
      not_before: event.at,
      last_error: '试验',
    })
    .execute()
  return event.id
}

test('work that was given up is tried again when an administrator says so', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const eventId = await aDeadDelivery(app, council)
  const input = { eventId, reaction: 'nobody.listens' }
  assert.equal((await backlogOf(app.database.db, council.id, clock.now())).dead, 1)
  assert.equal((await perform(app, retryDelivery, someoneOf(council, ['auditor']), input)).ok, false)
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  assert.match(await (await site.get('/admin/operator')).text(), /nobody\.listens/)
  const fields = { kind: 'delivery', id: eventId, name: 'nobody.listens' }
  assert.equal((await site.post('/admin/operator/retry', fields)).status, 303)
  const after = await backlogOf(app.database.db, council.id, clock.now())
  assert.deepEqual([after.dead, after.waiting], [0, 1])
  assert.deepEqual(await perform(app, retryDelivery, someoneOf(council, ['administrator']), input), {
    ok: false,
    kind: 'conflict',
    code: 'stage:waiting',
  })
  assert.deepEqual((await eventsIn(app, council, 'admin.'))[0]?.data, { reaction: 'nobody.listens' })
})

test('a due action that was given up is set waiting again', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const id = newId()
  const row = { council_id: council.id, id, action: 'x.y', subject_id: 's', at: clock.now(), not_before: clock.now() }
  await app.database.db
    .insertInto('kernel.due')
    .values({ ...row, input: '{}', state: 'dead', attempts: 8, last_error: '试验' })
    .execute()
  const keeper = someoneOf(council, ['administrator'])
  assert.equal((await perform(app, retryDue, keeper, { dueId: id })).ok, true)
  assert.equal((await perform(app, retryDue, keeper, { dueId: id })).ok, false)
  assert.equal((await perform(app, retryDue, keeper, { dueId: newId() })).ok, false)
})

test('the audit trail is searched by what, whom and when, and exported whole', async () => {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: await anAdministratorOf(app, council, { name: '陈立' }) })
  const path = '/admin/settings/letterReplyMonths'
  await site.post(path, { value: '2', validFrom: '2026-11-20', reason: '试' })
  const { db } = app.database
  const names = async (asked: object) =>
    (await auditTrail(db, { councilId: council.id, ...asked })).map((entry) => entry.name)
  assert.deepEqual(await names({}), ['councils.setting-changed', 'councils.created'])
  assert.deepEqual(await names({ who: '陈' }), ['councils.setting-changed'])
  assert.deepEqual(await names({ name: 'councils.cr' }), ['councils.created'])
  assert.deepEqual(await names({ name: 'councils_' }), [])
  assert.deepEqual(await names({ before: new Date('2026-11-20T00:00:00Z') }), [])
  const auditor = siteOf({ app, council, modules, actor: someoneOf(council, ['auditor']) })
  assert.match(await (await auditor.get('/admin/audit?who=陈')).text(), /councils\.setting-changed/)
  const csv = await (await auditor.get('/admin/audit/export.csv')).text()
  assert.equal(csv.trim().split('\n').length, 3)
  assert.equal((await site.get('/admin/audit/export.csv')).status, 404)
})

test('a council’s own name and local days off are kept by the form', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, modules, actor: someoneOf(council, ['administrator']) })
  const wrong = await site.post('/admin/council', {
    name_zh: '云山市人大',
    hosts: 'not a host!',
    time_zone: 'Asia/Shanghai',
  })
  assert.equal(wrong.status, 422)
  assert.match(await wrong.text(), /域名写得不对/)
  const host = `rd-${newId().slice(-8)}.example`
  const right = await site.post('/admin/council', { name_zh: '云山市人大', hosts: host, time_zone: 'Asia/Shanghai' })
  assert.equal(right.status, 303)
  const day = { day: '2026-12-01', working: 'off', name: '台风停工' }
  assert.equal((await site.post('/admin/council/calendar', day)).status, 303)
  assert.match(await (await site.get('/admin/council')).text(), /台风停工/)
})
