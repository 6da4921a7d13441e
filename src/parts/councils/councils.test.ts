import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { newId } from '#kernel/ids'
import { aCouncil, aDistrictOf, aGuestOf, eventsIn, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { changeCouncil, clearCalendarDay, createCouncil, setCalendarDay } from './actions.ts'
import { councilByHost, councilById, councilBySlug, councilsAbove, councilsBelow, nameIn } from './queries.ts'

test('a council is found by its slug and by its host, whatever the port or the case', async () => {
  const { app } = await house()
  const host = `rd-${newId().slice(-8)}.yunshan.example`
  const council = await aCouncil(app, { hosts: [host] })
  const { db } = app.database
  assert.equal((await councilBySlug(db, council.slug.toUpperCase()))?.id, council.id)
  assert.equal((await councilByHost(db, `${host.toUpperCase()}:3000`))?.id, council.id)
  assert.equal(await councilByHost(db, 'elsewhere.example'), undefined)
  assert.deepEqual((await eventsIn(app, council))[0]?.name, 'councils.created')
})

test('a slug or host that another council has is refused and nothing is founded', async () => {
  const { app } = await house()
  const host = `h-${newId().slice(-8)}.example`
  const council = await aCouncil(app, { hosts: [host] })
  const id = newId()
  const fields = { level: 'town' as const, name_zh: '云水镇人民代表大会', slug: `t-${newId().slice(-8)}` }
  assert.deepEqual(await perform(app, createCouncil, systemActor(id), { ...fields, slug: council.slug }), {
    ok: false,
    kind: 'conflict',
    code: 'slug-taken',
  })
  assert.deepEqual(await perform(app, createCouncil, systemActor(id), { ...fields, hosts: [host] }), {
    ok: false,
    kind: 'conflict',
    code: 'host-taken',
  })
  assert.equal(await councilById(app.database.db, id), undefined)
  assert.deepEqual(await eventsIn(app, { id }), [])
})

test('only the system founds a council', async () => {
  const { app } = await house()
  const outcome = await perform(app, createCouncil, someoneOf({ id: newId() }, ['administrator']), {
    level: 'town',
    name_zh: '云水镇',
    slug: 'any',
  })
  assert.deepEqual(outcome, { ok: false, kind: 'forbidden', hidden: false })
})

test('a district knows the city above it, and the city the district below', async () => {
  const { app } = await house()
  const city = await aCouncil(app)
  const district = await aDistrictOf(app, city)
  const town = await aCouncil(app, { level: 'town', parent_id: district.id })
  const { db } = app.database
  assert.deepEqual(
    (await councilsAbove(db, town.id)).map((council) => council.id),
    [district.id, city.id],
  )
  assert.deepEqual(
    (await councilsBelow(db, city.id)).map((council) => council.id),
    [district.id],
  )
  assert.equal(nameIn(district, 'en'), 'Standing Committee of the Linjiang District People’s Congress')
  assert.equal(nameIn({ name_zh: '云水镇', name_en: null }, 'en'), '云水镇')
})

test('an administrator changes name and hosts; nobody else may', async () => {
  const { app } = await house()
  const old = `old-${newId().slice(-8)}.example`
  const council = await aCouncil(app, { hosts: [old] })
  const input = { name_zh: '云山市人大常委会', hosts: [`new-${newId().slice(-8)}.example`] }
  assert.equal((await perform(app, changeCouncil, someoneOf(council, ['clerk']), input)).ok, false)
  assert.equal((await perform(app, changeCouncil, aGuestOf(council), input)).ok, false)
  assert.equal((await perform(app, changeCouncil, someoneOf(council, ['administrator']), input)).ok, true)
  const { db } = app.database
  assert.equal((await councilByHost(db, String(input.hosts[0])))?.name_zh, '云山市人大常委会')
  assert.equal(await councilByHost(db, old), undefined)
  assert.deepEqual((await eventsIn(app, council, 'councils.changed'))[0]?.data, {
    name: '云山市人大常委会',
    hosts: input.hosts,
  })
})

test('a day of the working calendar is set, set anew, and cleared', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const keeper = someoneOf(council, ['administrator'])
  const day = { day: '2026-12-01', working: false, name: '市庆' }
  assert.equal((await perform(app, setCalendarDay, someoneOf(council, ['clerk']), day)).ok, false)
  assert.equal((await perform(app, setCalendarDay, keeper, day)).ok, true)
  assert.equal((await perform(app, setCalendarDay, keeper, { ...day, working: true })).ok, true)
  const { db } = app.database
  const rows = await db.selectFrom('councils.calendar_day').selectAll().where('council_id', '=', council.id).execute()
  assert.deepEqual(rows, [{ council_id: council.id, day: '2026-12-01', working: true, name: '市庆' }])
  assert.equal((await perform(app, clearCalendarDay, keeper, { day: '2026-12-01' })).ok, true)
  assert.deepEqual(await perform(app, clearCalendarDay, keeper, { day: '2026-12-01' }), { ok: false, kind: 'missing' })
  assert.deepEqual(
    (await eventsIn(app, council, 'councils.calendar')).map((event) => event.name),
    ['councils.calendar-day-set', 'councils.calendar-day-set', 'councils.calendar-day-cleared'],
  )
})
