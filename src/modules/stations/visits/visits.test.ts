import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { aCouncil, aGuestOf, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aGuest, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import {
  askVisit,
  closeRoom,
  confirmVisit,
  moveVisit,
  noteVisit,
  openRoom,
  refuseVisit,
  withdrawVisit,
} from './actions.ts'
import { stationsData } from './personal-data.ts'
import { visitByCode, visitFigures } from './queries.ts'

const wish = {
  groupName: '云山大学法学院',
  size: '40',
  purpose: '看立法意见怎样征集',
  startsAt: '2026-11-27T06:00:00Z',
  endsAt: '2026-11-27T08:00:00Z',
  contactName: '唐老师',
  contact: '13800138000',
} as const

async function aPlaceWithRooms() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const other = await aStation(app, council, { name_zh: '望山社区代表联络站' })
  const { placeId } = station
  const liaison = await someoneAt(app, council, placeId, { roles: ['liaison'] })
  const stranger = await someoneAt(app, council, other.placeId, { roles: ['liaison'] })
  const guest = aGuest(council)
  const room = async (capacity: number) =>
    succeeded(await perform(app, openRoom, liaison, { placeId, nameZh: `${capacity} 人间`, capacity })).roomId
  const hall = await room(60)
  const ask = async (fields: object = {}, actor = guest) => {
    const { code } = succeeded(await perform(app, askVisit, actor, { placeId, ...wish, ...fields }))
    const visit = await visitByCode(app.database.db, council.id, code)
    return { code, visitId: visit?.id ?? '', number: visit?.number ?? 0 }
  }
  const row = async (code: string) => visitByCode(app.database.db, council.id, code)
  const siteFor = (actor: typeof liaison | typeof guest) => siteOf({ app, council, actor, modules })
  return { app, clock, council, station, placeId, liaison, stranger, guest, hall, room, ask, row, siteFor }
}

describe('a group that asks to visit', () => {
  test('follows its wish by the code without an account, and is told when it is confirmed', async () => {
    const { app, council, station, liaison, guest, hall, ask, siteFor } = await aPlaceWithRooms()
    const { code, visitId } = await ask()
    const page = async () => (await siteFor(aGuestOf(council)).get(`/stations/visits/${code.toLowerCase()}`)).text()
    expect(await page()).toContain('等待确认')
    succeeded(await perform(app, confirmVisit, liaison, { visitId, roomId: hall }))
    expect(await page()).toContain('60 人间')
    await drain(app, council.id)
    const notices = await app.database.db
      .selectFrom('notices.notice')
      .select(['account_id', 'device_id', 'href'])
      .where('council_id', '=', council.id)
      .orderBy('created_at')
      .execute()
    expect(notices).toEqual([
      { account_id: liaison.accountId, device_id: null, href: `/stations/${station.number}/visits/1` },
      { account_id: null, device_id: guest.deviceId, href: `/stations/visits/${code}` },
    ])
    const ics = await siteFor(aGuestOf(council)).get(`/stations/visits/${code}/event.ics`)
    expect(await ics.text()).toMatch(/DTSTART:20261127T060000Z[\s\S]*STATUS:CONFIRMED/)
    expect(await page()).not.toContain('13800138000')
  })

  test('is asked for a time to come, by the quarter of an hour, and for a way to be told', async () => {
    const { app, placeId, guest } = await aPlaceWithRooms()
    const refusalOf = async (fields: object) => {
      const outcome = await perform(app, askVisit, guest, { placeId, ...wish, ...fields })
      return outcome.ok || outcome.kind !== 'invalid'
        ? outcome
        : outcome.issues.map(({ path, code }) => `${path} ${code}`)
    }
    expect(await refusalOf({ startsAt: '2026-11-19T06:00:00Z' })).toEqual(['startsAt in-the-past'])
    expect(await refusalOf({ startsAt: '2026-11-27T06:05:00Z' })).toEqual(['startsAt not-a-quarter'])
    expect(await refusalOf({ endsAt: '2026-11-27T06:00:00Z' })).toEqual(['endsAt end-before-start'])
    expect(await refusalOf({ endsAt: '2026-11-27T20:00:00Z' })).toEqual(['endsAt too-long'])
    expect(await refusalOf({ contact: '唐老师' })).toEqual(['contact not-a-contact'])
    expect(await perform(app, askVisit, guest, { ...wish, placeId: newId() })).toMatchObject({ kind: 'missing' })
  })

  test('may ask ten times a day, and not an eleventh time', async () => {
    const { app, placeId, guest, ask } = await aPlaceWithRooms()
    for (let turn = 0; turn < 10; turn += 1) await ask()
    expect(await perform(app, askVisit, guest, { placeId, ...wish })).toMatchObject({ code: 'too-many' })
  })

  test('cancels by the code, once, and its room is free for others', async () => {
    const { app, liaison, guest, hall, ask } = await aPlaceWithRooms()
    const first = await ask()
    const second = await ask()
    succeeded(await perform(app, confirmVisit, liaison, { visitId: first.visitId, roomId: hall }))
    const taken = await perform(app, confirmVisit, liaison, { visitId: second.visitId, roomId: hall })
    expect(taken).toMatchObject({ issues: [{ path: 'roomId', code: 'room-taken' }] })
    expect(await perform(app, withdrawVisit, guest, { code: '7KQ4-M2XC-9TRA' })).toMatchObject({ kind: 'missing' })
    succeeded(await perform(app, withdrawVisit, guest, { code: first.code }))
    expect(await perform(app, withdrawVisit, guest, { code: first.code })).toMatchObject({ code: 'stage:withdrawn' })
    succeeded(await perform(app, confirmVisit, liaison, { visitId: second.visitId, roomId: hall }))
  })

  test('keeps what it typed when something is wrong', async () => {
    const { station, guest, siteFor } = await aPlaceWithRooms()
    const answer = await siteFor(guest).post(`/stations/${station.number}/visit`, {
      groupName: '云山大学',
      size: '40',
      startsAt: '2026-11-27T14:07',
      endsAt: '2026-11-27T16:00',
      purpose: '参观',
      contactName: '唐老师',
      contact: '13800138000',
      languages: 'en',
    })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('请选整一刻钟')
    expect(html).toContain('value="云山大学"')
    expect(html).toMatch(/value="en" checked/)
  })
})

describe('the place', () => {
  test('moves a visit with its reason, and the old time is free', async () => {
    const { app, council, liaison, stranger, hall, ask, row } = await aPlaceWithRooms()
    const { visitId, code } = await ask()
    succeeded(await perform(app, confirmVisit, liaison, { visitId, roomId: hall }))
    const move = {
      visitId,
      roomId: hall,
      startsAt: '2026-11-27T07:00:00Z',
      endsAt: '2026-11-27T09:00:00Z',
      reason: '上午有会',
    }
    expect(await perform(app, moveVisit, stranger, move)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, moveVisit, liaison, { ...move, reason: '' })).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, moveVisit, liaison, move))
    expect(await row(code)).toMatchObject({ stage: 'confirmed', reason: '上午有会', changes: 2 })
    const before = await ask({ endsAt: '2026-11-27T07:00:00Z' })
    succeeded(await perform(app, confirmVisit, liaison, { visitId: before.visitId, roomId: hall }))
    await drain(app, council.id)
    const [told] = await app.database.db
      .selectFrom('notices.notice')
      .select('text')
      .where('council_id', '=', council.id)
      .where('kind', '=', 'stations.visit-moved')
      .execute()
    expect(JSON.stringify(told?.text)).toContain('上午有会')
  })

  test('gives no room that is too small, of another place or closed, and closes none that is still needed', async () => {
    const { app, liaison, stranger, hall, room, ask } = await aPlaceWithRooms()
    const small = await room(12)
    const { visitId } = await ask()
    const into = (roomId: string) => perform(app, confirmVisit, liaison, { visitId, roomId })
    expect(await into(small)).toMatchObject({ issues: [{ code: 'room-too-small' }] })
    expect(await into(newId())).toMatchObject({ issues: [{ code: 'unknown' }] })
    succeeded(await into(hall))
    expect(await perform(app, closeRoom, liaison, { roomId: hall })).toMatchObject({ code: 'room-in-use' })
    expect(await perform(app, closeRoom, stranger, { roomId: small })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, closeRoom, liaison, { roomId: small }))
    expect(await perform(app, closeRoom, liaison, { roomId: small })).toMatchObject({ kind: 'missing' })
  })

  test('refuses with a reason, and a refused visit stays refused', async () => {
    const { app, liaison, stranger, ask } = await aPlaceWithRooms()
    const { visitId } = await ask()
    expect(await perform(app, refuseVisit, stranger, { visitId, reason: '忙' })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, refuseVisit, liaison, { visitId, reason: '当天有选举' }))
    expect(await perform(app, confirmVisit, liaison, { visitId })).toMatchObject({ code: 'stage:refused' })
  })

  test('notes afterwards how many came; figures and open data come to the same', async () => {
    const { app, clock, council, liaison, hall, ask, siteFor } = await aPlaceWithRooms()
    const visits = [await ask(), await ask(), await ask()]
    for (const { visitId } of visits) succeeded(await perform(app, confirmVisit, liaison, { visitId }))
    const note = (index: number, came: number) =>
      perform(app, noteVisit, liaison, { visitId: visits[index]?.visitId ?? '', came })
    expect(await note(0, 38)).toMatchObject({ code: 'not-begun' })
    clock.set('2026-11-28T01:00:00Z')
    succeeded(await note(0, 38))
    succeeded(await note(1, 22))
    succeeded(await note(2, 0))
    expect(await note(2, 4)).toMatchObject({ code: 'stage:missed' })
    expect(hall).toBeTruthy()
    expect(await visitFigures(app.database.db, council.id, council.time_zone, null)).toEqual([
      { year: 2026, groups: 2, people: 60 },
    ])
    const file = await (await siteFor(aGuestOf(council)).get('/open-data/visits.jsonl')).text()
    const rows = file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { people: number })
    expect([rows.length, rows.reduce((sum, { people }) => sum + people, 0)]).toEqual([2, 60])
    expect(file).not.toMatch(/云山大学|唐老师/)
  })

  test('forgets name and contact on the day the setting gives', async () => {
    const { app, clock, council, ask, row } = await aPlaceWithRooms()
    const { code } = await ask()
    clock.set('2027-05-26T07:00:00Z')
    await drain(app, council.id)
    expect((await row(code))?.contact).toBe('+8613800138000')
    clock.set('2027-05-26T08:00:00Z')
    await drain(app, council.id)
    expect(await row(code)).toMatchObject({ contact: null, contact_name: null, group_name: wish.groupName })
  })
})

test('of many who take one room for overlapping times at the same moment, one has it', async () => {
  const { app, council, liaison, hall, ask } = await aPlaceWithRooms()
  const visits: string[] = []
  for (let index = 0; index < 8; index += 1) {
    const startsAt = new Date(Date.parse(wish.startsAt) + index * 900_000).toISOString()
    const { visitId } = await ask({ startsAt, endsAt: '2026-11-27T09:00:00Z' })
    visits.push(visitId)
  }
  const outcomes = await Promise.all(
    visits.map((visitId) => perform(app, confirmVisit, liaison, { visitId, roomId: hall })),
  )
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  for (const outcome of outcomes.filter(({ ok }) => !ok)) {
    expect(outcome).toMatchObject({ issues: [{ path: 'roomId', code: 'room-taken' }] })
  }
  expect(await eventsIn(app, council, 'stations.visit-confirmed')).toHaveLength(1)
  const used = await app.database.db
    .selectFrom('stations.room_use')
    .select('visit_id')
    .distinct()
    .where('council_id', '=', council.id)
    .execute()
  expect(used).toHaveLength(1)
})

test('an account copies the visits it asked for, and erasure leaves the number of people alone', async () => {
  const { app, council, ask, row } = await aPlaceWithRooms()
  const citizen = await aCitizen(app, council)
  const { code } = await ask({}, citizen)
  const section = await stationsData.export(app.database.db, citizen.accountId)
  expect(section?.rows).toMatchObject([{ is: 'visit', contact_name: '唐老师' }])
  const account = { app, councilId: council.id, accountId: citizen.accountId, ground: 'asked', now: app.clock.now() }
  await app.database.db.transaction().execute((tx) => stationsData.erase(tx, account))
  expect(await row(code)).toMatchObject({ account_id: null, contact: null, size: 40 })
})
