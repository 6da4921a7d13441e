import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { conflict } from '#kernel/outcome'
import { drain } from '#kernel/worker'
import { addConstituency, type Council, changeSetting, importActions } from '#parts/councils'
import { endRole, giveRole } from '#parts/people'
import { aCouncil, anArea, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aPersonOf } from '#support/people'
import {
  appoint,
  deputiesByIds,
  deputyByPerson,
  deputyImport,
  formGroup,
  joinGroup,
  leaveGroup,
  removePortrait,
  searchDeputies,
  seatGroup,
  servicesOf,
  unseatGroup,
  writeProfile,
} from './index.ts'

/** A deputy as the office has just named her, whose name everybody may read. */
async function aDeputy(app: App, council: Council, name: string, visibility: 'public' | 'office' = 'public') {
  const person = await aPersonOf(app, council, { name, visibility })
  const { membershipId } = succeeded(
    await perform(app, giveRole, systemActor(council.id), { personId: person.personId, role: 'deputy' }),
  )
  await drain(app, council.id)
  return { ...person, grants: [{ role: 'deputy', scopeId: null }], membershipId }
}

async function namesFound(app: App, council: Council, typed: string, asked: object = {}): Promise<string[]> {
  const now = app.clock.now()
  const { ids } = await searchDeputies(app.database.db, { councilId: council.id, now, typed, limit: 50, ...asked })
  return (await deputiesByIds(app.database.db, council.id, ids)).map(({ name }) => name)
}

test('whoever becomes a deputy is found by one character, by a piece of the name and by its first letters', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aDeputy(app, council, '王秀英')
  await aDeputy(app, council, '宋刚')
  assert.deepEqual(await namesFound(app, council, '王'), ['王秀英'])
  assert.deepEqual(await namesFound(app, council, '秀英'), ['王秀英'])
  assert.deepEqual(await namesFound(app, council, 'wxy'), ['王秀英'])
  assert.deepEqual(await namesFound(app, council, 'SG'), ['宋刚'])
  assert.deepEqual(await namesFound(app, council, '王英'), [])
  assert.deepEqual(await namesFound(app, council, ''), ['宋刚', '王秀英'])
  assert.deepEqual(await namesFound(app, council, '？！'), [])
})

test('a deputy who keeps the name from the public is not found, until she shows it or the council publishes all names', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  await aDeputy(app, council, '林晓', 'office')
  assert.deepEqual(await namesFound(app, council, '林晓'), [])
  const change = { key: 'deputyName', value: 'always', reason: '公布代表名单', validFrom: '2026-11-20' }
  succeeded(await perform(app, changeSetting, systemActor(council.id), change))
  await drain(app, council.id)
  assert.deepEqual(await namesFound(app, council, '林晓'), ['林晓'])
})

test('what the council keeps from the public finds nobody either', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const deputy = await aDeputy(app, council, '彭涛')
  const place = await aStation(app, council)
  const system = systemActor(council.id)
  const input = { placeId: place.placeId, personId: deputy.personId, role: 'deputy' as const, since: '2026-11-20' }
  succeeded(await perform(app, appoint, system, input))
  assert.deepEqual(await namesFound(app, council, '清泉社区'), ['彭涛'])
  assert.deepEqual(await namesFound(app, council, '', { place: place.number }), ['彭涛'])
  succeeded(
    await perform(app, changeSetting, system, {
      key: 'deputyPlaces',
      value: 'never',
      reason: '安全',
      validFrom: '2026-11-20',
    }),
  )
  await drain(app, council.id)
  assert.deepEqual(await namesFound(app, council, '清泉社区'), [])
  assert.deepEqual(await namesFound(app, council, '', { place: place.number }), [])
  assert.deepEqual(await namesFound(app, council, '彭涛'), ['彭涛'])
})

test('whose name was typed comes before those who only serve at a place called so', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const here = await aStation(app, council, { name_zh: '清泉社区代表联络站' })
  const serves = await aDeputy(app, council, '艾青')
  await aDeputy(app, council, '周清泉')
  const input = { placeId: here.placeId, personId: serves.personId, role: 'deputy' as const, since: '2026-11-20' }
  succeeded(await perform(app, appoint, systemActor(council.id), input))
  assert.deepEqual(await namesFound(app, council, '清泉'), ['周清泉', '艾青'])
})

test('an area finds who serves in it, and who stands for all of what it lies in', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const system = systemActor(council.id)
  const district = await anArea(app, council, { code: '01', kind: 'county', name_zh: '临江区' })
  await anArea(app, council, { code: '0101', name_zh: '临江街道', parentId: district.areaId })
  const other = await anArea(app, council, { code: '0102', name_zh: '望山街道', parentId: district.areaId })
  const seat = succeeded(
    await perform(app, addConstituency, system, {
      name_zh: '第一选区',
      kind: 'territorial',
      areaId: district.areaId,
      seats: 2,
    }),
  )
  const forAll = await aDeputy(app, council, '苏琴')
  const elsewhere = await aDeputy(app, council, '卢伟')
  await app.database.db
    .updateTable('network.deputy')
    .set({ constituency_id: seat.constituencyId })
    .where('person_id', '=', forAll.personId)
    .execute()
  const place = await aStation(app, council, { areaId: other.areaId })
  for (const personId of [elsewhere.personId, forAll.personId]) {
    const input = { placeId: place.placeId, personId, role: 'deputy' as const, since: '2026-11-20' }
    succeeded(await perform(app, appoint, system, input))
  }
  assert.deepEqual(await namesFound(app, council, '', { areaCodes: ['0102', '01'] }), ['卢伟', '苏琴'])
  assert.deepEqual(await namesFound(app, council, '', { areaCodes: ['0101', '01'] }), ['苏琴'])
  assert.deepEqual(await namesFound(app, council, '', { areaCodes: ['01'] }), ['卢伟', '苏琴'])
})

test('a deputy whose time is over is no longer found, but her page remains and says so', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const deputy = await aDeputy(app, council, '贾芸')
  succeeded(await perform(app, endRole, systemActor(council.id), { membershipId: deputy.membershipId }))
  await drain(app, council.id)
  clock.advance(1000)
  assert.deepEqual(await namesFound(app, council, '贾芸'), [])
  const former = await deputyByPerson(app.database.db, council.id, deputy.personId, app.clock.now())
  assert.equal(former?.current, false)
  const outcome = await perform(app, writeProfile, deputy, { personId: deputy.personId, introduction_zh: '我还是代表' })
  assert.deepEqual(outcome, conflict('no-longer-deputy'))
})

test('nobody writes a deputy’s profile but she herself', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const deputy = await aDeputy(app, council, '王秀英')
  const other = await aDeputy(app, council, '宋刚')
  const input = {
    personId: deputy.personId,
    introduction_zh: '我在临江住了三十年。',
    agreed: ['introduction' as const],
  }
  assert.equal((await perform(app, writeProfile, other, input)).ok, false)
  assert.equal((await perform(app, writeProfile, await aClerkOf(app, council), input)).ok, false)
  succeeded(await perform(app, writeProfile, deputy, input))
  const events = await eventsIn(app, council, 'network.profile-written')
  assert.deepEqual(
    events.map(({ data }) => data),
    [{ agreed: ['introduction'] }],
  )
  assert.deepEqual(await perform(app, removePortrait, deputy, { personId: deputy.personId }), conflict('no-portrait'))
})

test('a group that sits at a place takes its people there, whoever joins later too, and leaves with them', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const [early, late, byHerself] = [
    await aDeputy(app, council, '王秀英'),
    await aDeputy(app, council, '宋刚'),
    await aDeputy(app, council, '林晓'),
  ]
  const place = await aStation(app, council)
  const alone = { placeId: place.placeId, personId: byHerself.personId, role: 'deputy' as const, since: '2026-11-20' }
  succeeded(await perform(app, appoint, clerk, alone))
  const group = succeeded(await perform(app, formGroup, clerk, { kind: 'local', name_zh: '临江第一代表小组' }))
  const second = succeeded(await perform(app, formGroup, clerk, { kind: 'professional', name_zh: '教育专业代表小组' }))
  const { groupId } = group
  succeeded(await perform(app, joinGroup, clerk, { groupId, personId: early.personId, leads: true }))
  succeeded(await perform(app, joinGroup, clerk, { groupId, personId: byHerself.personId }))
  succeeded(await perform(app, seatGroup, clerk, { groupId, placeId: place.placeId }))
  succeeded(await perform(app, seatGroup, clerk, { groupId: second.groupId, placeId: place.placeId }))
  succeeded(await perform(app, joinGroup, clerk, { groupId: second.groupId, personId: early.personId }))
  succeeded(await perform(app, joinGroup, clerk, { groupId, personId: late.personId }))
  const serves = async (personId: string) => (await servicesOf(app.database.db, council.id, personId)).length
  assert.deepEqual([await serves(early.personId), await serves(late.personId)], [1, 1])
  succeeded(await perform(app, leaveGroup, clerk, { groupId, personId: late.personId }))
  assert.equal(await serves(late.personId), 0)
  succeeded(await perform(app, unseatGroup, clerk, { groupId, placeId: place.placeId }))
  // She is in another group that sits here; the third was assigned by herself.
  assert.deepEqual([await serves(early.personId), await serves(byHerself.personId)], [1, 1])
  succeeded(await perform(app, unseatGroup, clerk, { groupId: second.groupId, placeId: place.placeId }))
  assert.deepEqual([await serves(early.personId), await serves(byHerself.personId)], [0, 1])
  assert.deepEqual(await namesFound(app, council, '教育专业'), ['王秀英'])
})

test('a roster assigns a whole list of deputies, and the same list again changes nothing', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  await aStation(app, council, { registerCode: 'Z01' })
  succeeded(
    await perform(app, addConstituency, systemActor(council.id), {
      code: 'X1',
      name_zh: '第一选区',
      kind: 'territorial',
      seats: 2,
    }),
  )
  const { previewImport, confirmImport } = importActions('network', [deputyImport])
  const sheet = (rows: string) =>
    new TextEncoder().encode(`编码,姓名,级别,选区编码,站点编码,专门委员会,代表小组,姓名给谁看\n${rows}`)
  const rows = 'D1,王秀英,市、区,X1,Z01,社会建设委员会,临江小组,公开\nD2,宋刚,市,X1,Z01、Z01,,临江小组,公开'
  const preview = (bytes: Uint8Array) =>
    perform(app, previewImport, clerk, { kind: 'deputies', fileName: 'roster.csv', bytes })
  const faulty = succeeded(await preview(sheet('D1,王秀英,州,X9,Z99,,,公开')))
  assert.equal(faulty.stage, 'faulty')
  const { previewId } = succeeded(await preview(sheet(rows)))
  const done = succeeded(await perform(app, confirmImport, clerk, { previewId }))
  assert.deepEqual([done.added, done.changed, done.unchanged], [2, 0, 0])
  assert.deepEqual(await namesFound(app, council, '临江小组'), ['宋刚', '王秀英'])
  assert.deepEqual(await namesFound(app, council, '', { level: 'district' }), ['王秀英'])
  const again = succeeded(await preview(sheet(rows)))
  const repeated = succeeded(await perform(app, confirmImport, clerk, { previewId: again.previewId }))
  assert.deepEqual([repeated.added, repeated.changed, repeated.unchanged], [0, 0, 2])
})
