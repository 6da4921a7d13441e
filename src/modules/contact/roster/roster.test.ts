import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { changeSetting, setCalendarDay } from '#parts/councils'
import { agreeToShow, appoint } from '#parts/network'
import { aPlace, eventsIn, someoneOf, succeeded } from '#support/councils'
import { aDeputyOf, someoneAt } from '#support/people'
import { aStationOnDuty, type StationOnDuty } from '#support/roster'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import {
  answerSwap,
  askSwap,
  cancelDuty,
  changeDuty,
  confirmDuties,
  nameStandIn,
  withdrawSwap,
} from './change-actions.ts'
import { makeFeed, revokeFeed } from './feed-actions.ts'
import { copyMonth, planDuty, publishRoster } from './plan-actions.ts'

const at = (duty: { starts_at: Date }) => duty.starts_at.toISOString()

/** Titles of what somebody was told, the first first. */
async function toldTo({ app, council }: StationOnDuty, accountId: string): Promise<string[]> {
  await drain(app, council.id)
  const rows = await app.database.db
    .selectFrom('notices.notice')
    .select('text')
    .where('council_id', '=', council.id)
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ text }) => text['zh-CN'].title)
}

describe('the plan', () => {
  test('is seen by nobody else before it is published; then everybody sees it and the deputy is told once', async () => {
    const town = await aStationOnDuty()
    const { app, council, liaison, deputy, guest, station, planned } = town
    // Each time as a reader who has not been here before: a kept page may be a second old.
    const page = async () =>
      (await siteOf({ app, council, actor: guest, modules }).get('/contact/roster/2026-12')).text()
    succeeded(await perform(app, planDuty, liaison, planned(deputy)))
    succeeded(await perform(app, planDuty, liaison, planned(deputy, { day: '2026-12-11' })))
    expect(await page()).not.toContain('王秀英')
    expect(await toldTo(town, deputy.accountId)).toEqual([])
    const month = { placeId: station.placeId, month: '2026-12' }
    expect(succeeded(await perform(app, publishRoster, liaison, month))).toEqual({ published: 2 })
    expect((await page()).match(/王秀英/g)?.length).toBe(2)
    expect(await toldTo(town, deputy.accountId)).toEqual(['您的值班安排已公布：2026-12'])
    expect(await perform(app, publishRoster, liaison, month)).toMatchObject({ code: 'nothing-to-publish' })
  })

  test('keeps how early it was published, by the days the setting asked for on that day', async () => {
    const { app, council, deputy, onDuty, duties, clock, guest } = await aStationOnDuty()
    await onDuty(deputy, { day: '2026-11-25' })
    const change = { key: 'rosterAdvanceDays', value: 3, validFrom: '2026-11-21', reason: '常委会决定' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    clock.set('2026-11-21T01:00:00Z')
    await onDuty(deputy, { day: '2026-11-26' })
    expect((await duties()).map(({ days_ahead, days_required }) => [days_ahead, days_required])).toEqual([
      [5, 7],
      [5, 3],
    ])
    const page = await (await siteOf({ app, council, actor: guest, modules }).get('/contact/roster')).text()
    expect(page.match(/只提前 5 天公布，规定是 7 天/g)?.length).toBe(1)
  })

  test('of every Friday leaves out days off, and says how many', async () => {
    const { app, council, liaison, deputy, planned, duties } = await aStationOnDuty()
    const off = { day: '2026-12-18', working: false, name: '停电检修' }
    succeeded(await perform(app, setCalendarDay, someoneOf(council, ['administrator']), off))
    const input = { ...planned(deputy, { day: '2026-12-11' }), repeat: 'weekly' as const, until: '2027-01-01' }
    const made = succeeded(await perform(app, planDuty, liaison, input))
    expect(made).toEqual({ made: 3, left: 1 })
    const holiday = { ...planned(deputy, { day: '2026-11-28' }), repeat: 'weekly' as const, until: '2026-12-05' }
    expect(await perform(app, planDuty, liaison, holiday)).toMatchObject({
      issues: [{ path: 'until', code: 'all-off' }],
    })
    expect(succeeded(await perform(app, planDuty, liaison, { ...holiday, skipDaysOff: false }))).toEqual({
      made: 2,
      left: 0,
    })
    expect(await duties()).toHaveLength(made.made + 2)
  })

  test('is refused for somebody who is no deputy, no place, a day that is over, or a time that does not fit', async () => {
    const { app, liaison, clerk, deputy, planned } = await aStationOnDuty()
    const plan = (fields: object) => perform(app, planDuty, clerk, { ...planned(deputy), ...fields })
    expect(await plan({ personId: liaison.personId })).toMatchObject({
      issues: [{ path: 'personId', code: 'unknown' }],
    })
    expect(await plan({ placeId: newId() })).toMatchObject({ kind: 'missing' })
    expect(await plan({ placeId: null })).toMatchObject({ issues: [{ path: 'ways', code: 'no-place' }] })
    expect(await plan({ day: '2026-11-19' })).toMatchObject({ issues: [{ path: 'day', code: 'past' }] })
    expect(await plan({ to: '09:00' })).toMatchObject({ issues: [{ path: 'to', code: 'ends-first' }] })
    expect(await plan({ ways: [] })).toMatchObject({ issues: [{ path: 'ways', code: 'way-needed' }] })
    expect(await plan({ slotMinutes: 3 })).toMatchObject({ issues: [{ path: 'slotMinutes', code: 'slot-short' }] })
    expect(await plan({ repeat: 'weekly' })).toMatchObject({ issues: [{ path: 'until', code: 'until-needed' }] })
    expect(await plan({ repeat: 'weekly', until: '2026-12-01' })).toMatchObject({ issues: [{ code: 'until-first' }] })
    expect(
      await perform(app, planDuty, liaison, { ...planned(deputy), placeId: null, ways: ['online'] }),
    ).toMatchObject({
      kind: 'forbidden',
    })
  })

  test('is not the business of the liaison of another place', async () => {
    const { app, council, deputy, planned } = await aStationOnDuty()
    const elsewhere = await aPlace(app, council, { name_zh: '望山代表联络站', kind: 'station' })
    const stranger = await someoneAt(app, council, elsewhere.placeId, { roles: ['liaison'] })
    expect(await perform(app, planDuty, stranger, planned(deputy))).toMatchObject({ kind: 'forbidden' })
  })

  test('of one month is that of the next, weekday by weekday, and never twice', async () => {
    const { app, liaison, deputy, other, station, planned, duties } = await aStationOnDuty()
    for (const [who, day] of [
      [deputy, '2026-11-27'],
      [other, '2026-11-30'],
      [deputy, '2026-11-25'],
    ] as const)
      succeeded(await perform(app, planDuty, liaison, planned(who, { day })))
    const copy = { placeId: station.placeId, from: '2026-11', to: '2026-12' }
    // The fifth Monday has none to follow it in December.
    expect(succeeded(await perform(app, copyMonth, liaison, copy))).toEqual({ made: 2, left: 1 })
    expect((await duties()).map(at).filter((each) => each.startsWith('2026-12'))).toEqual([
      '2026-12-23T01:00:00.000Z',
      '2026-12-25T01:00:00.000Z',
    ])
    expect(succeeded(await perform(app, copyMonth, liaison, copy))).toEqual({ made: 0, left: 3 })
    expect(await perform(app, copyMonth, liaison, { ...copy, from: '2026-10' })).toMatchObject({
      code: 'nothing-to-copy',
    })
    expect(await perform(app, copyMonth, liaison, { ...copy, from: '2026-12' })).toMatchObject({ kind: 'invalid' })
  })

  test('with a deputy at two places at once is marked, and not published before it is changed', async () => {
    const town = await aStationOnDuty()
    const { app, council, clerk, liaison, deputy, station, planned, duties } = town
    await town.onDuty(deputy, { placeId: null, ways: ['online'] })
    succeeded(await perform(app, planDuty, liaison, planned(deputy, { from: '10:30', to: '12:00' })))
    const site = siteOf({ app, council, actor: liaison, modules })
    const plan = async () => (await site.get(`/contact/roster/plan?place=${station.number}&month=2026-12`)).text()
    expect(await plan()).toContain('同一时间有两处值班')
    expect(await plan()).toContain('不是这里的代表')
    const month = { placeId: station.placeId, month: '2026-12' }
    expect(await perform(app, publishRoster, liaison, month)).toMatchObject({ code: 'double-booked' })
    const draft = (await duties()).find(({ published_at }) => published_at === null)
    const later = { dutyId: draft?.id ?? '', day: '2026-12-04', from: '11:00', to: '12:00' }
    const how = { ways: ['place' as const], slotMinutes: 0, seats: 1 }
    succeeded(await perform(app, changeDuty, liaison, { ...later, ...how }))
    expect(await plan()).not.toContain('同一时间有两处值班')
    succeeded(await perform(app, publishRoster, liaison, month))
    const appointed = {
      placeId: station.placeId,
      personId: deputy.personId,
      role: 'deputy' as const,
      since: '2026-01-01',
    }
    const { serviceId } = succeeded(await perform(app, appoint, clerk, { ...appointed, title: null }))
    succeeded(await perform(app, agreeToShow, deputy, { serviceId, agrees: true }))
    expect(await plan()).not.toContain('不是这里的代表')
  })
})

describe('after it was published', () => {
  test('a change is told to the deputy, who confirms anew; not onto another duty of hers, nor into the past', async () => {
    const town = await aStationOnDuty()
    const { app, liaison, deputy, other, clock, duties } = town
    const duty = await town.onDuty(deputy)
    await town.onDuty(deputy, { day: '2026-12-07' })
    succeeded(await perform(app, confirmDuties, deputy, { dutyIds: [duty.id] }))
    expect(await perform(app, confirmDuties, deputy, { dutyIds: [duty.id] })).toMatchObject({ code: 'confirmed' })
    expect(await perform(app, confirmDuties, other, { dutyIds: [duty.id] })).toMatchObject({ kind: 'forbidden' })
    const change = (fields: object) =>
      perform(app, changeDuty, liaison, {
        dutyId: duty.id,
        day: '2026-12-04',
        from: '14:00',
        to: '16:00',
        ways: ['place'],
        slotMinutes: 30,
        seats: 1,
        ...fields,
      })
    expect(await change({ day: '2026-12-07', from: '10:00' })).toMatchObject({ code: 'double-booked' })
    expect(await change({ day: '2026-11-19' })).toMatchObject({ issues: [{ path: 'day', code: 'past' }] })
    succeeded(await change({}))
    expect((await duties({ ids: [duty.id] }))[0]).toMatchObject({ confirmed_at: null, changes: 1 })
    expect((await toldTo(town, deputy.accountId)).at(-1)).toBe('您的值班有变动')
    clock.set('2026-12-04T09:00:00Z')
    expect(await change({})).toMatchObject({ code: 'over' })
  })

  test('a cancelled duty stays on the roster with its reason, and needs one', async () => {
    const town = await aStationOnDuty()
    const { app, council, guest, liaison, deputy } = town
    const duty = await town.onDuty(deputy)
    const cancel = (reason: string) => perform(app, cancelDuty, liaison, { dutyId: duty.id, reason })
    expect(await cancel(' ')).toMatchObject({ issues: [{ path: 'reason', code: 'empty' }] })
    succeeded(await cancel('代表参加区人代会'))
    expect(await cancel('再次取消')).toMatchObject({ code: 'cancelled' })
    const page = await (await siteOf({ app, council, actor: guest, modules }).get('/contact/roster/2026-12')).text()
    expect(page).toContain('代表参加区人代会')
    expect((await toldTo(town, deputy.accountId)).at(-1)).toBe('您的一次值班取消了')
  })

  test('a stand-in is named by the liaison, both are told, and the roster says in whose place', async () => {
    const town = await aStationOnDuty()
    const { app, council, guest, liaison, deputy, other, duties } = town
    const duty = await town.onDuty(deputy)
    await town.onDuty(other, { day: '2026-12-08' })
    const stand = (personId: string, dutyId = duty.id) => perform(app, nameStandIn, liaison, { dutyId, personId })
    expect(await stand(deputy.personId)).toMatchObject({ issues: [{ code: 'the-same' }] })
    expect(await stand(liaison.personId)).toMatchObject({ issues: [{ code: 'unknown' }] })
    succeeded(await stand(other.personId))
    expect((await toldTo(town, other.accountId)).at(-1)).toBe('请您值班')
    expect((await toldTo(town, deputy.accountId)).at(-1)).toBe('这次值班由别的代表代替您')
    const page = await (await siteOf({ app, council, actor: guest, modules }).get('/contact/roster')).text()
    expect(page).toContain('代替王秀英')
    succeeded(await stand(deputy.personId))
    expect((await duties({ ids: [duty.id] }))[0]).toMatchObject({ stands_in_for: null, person_id: deputy.personId })
    await town.onDuty(other)
    expect(await stand(other.personId)).toMatchObject({ code: 'double-booked' })
  })
})

describe('a swap', () => {
  test('changes both duties at once when the other agrees, and nothing before', async () => {
    const town = await aStationOnDuty()
    const { app, deputy, other, duties } = town
    const mine = await town.onDuty(deputy)
    const theirs = await town.onDuty(other, { day: '2026-12-08' })
    const ask = { dutyId: mine.id, toPersonId: other.personId, forDutyId: theirs.id, words: '那天要开会' }
    const { swapId } = succeeded(await perform(app, askSwap, deputy, ask))
    expect(await perform(app, askSwap, deputy, ask)).toMatchObject({ code: 'asked-already' })
    expect((await toldTo(town, other.accountId)).at(-1)).toBe('有代表想和您换班')
    const holders = async () => (await duties()).map(({ person_id }) => person_id)
    expect(await holders()).toEqual([deputy.personId, other.personId])
    expect(await perform(app, answerSwap, deputy, { swapId, agrees: true })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, answerSwap, other, { swapId, agrees: true }))
    expect(await holders()).toEqual([other.personId, deputy.personId])
    expect((await duties()).every(({ confirmed_at }) => confirmed_at !== null)).toBe(true)
    expect((await toldTo(town, deputy.accountId)).at(-1)).toBe('对方同意换班')
    expect(await perform(app, answerSwap, other, { swapId, agrees: true })).toMatchObject({ code: 'answered' })
  })

  test('that is declined, withdrawn, overtaken or would put a deputy in two places changes nothing', async () => {
    const town = await aStationOnDuty()
    const { app, council, liaison, deputy, other, duties } = town
    const third = await aDeputyOf(app, council, { name: '林晓' })
    const mine = await town.onDuty(deputy)
    const ask = async (fields: object = {}) =>
      succeeded(await perform(app, askSwap, deputy, { dutyId: mine.id, toPersonId: other.personId, ...fields })).swapId
    const first = await ask()
    succeeded(await perform(app, answerSwap, other, { swapId: first, agrees: false }))
    expect((await toldTo(town, deputy.accountId)).at(-1)).toBe('对方没有同意换班，值班不变')
    const second = await ask()
    expect(await perform(app, withdrawSwap, other, { swapId: second })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, withdrawSwap, deputy, { swapId: second }))
    expect(await perform(app, answerSwap, other, { swapId: second, agrees: true })).toMatchObject({ code: 'answered' })
    const third2 = await ask({ toPersonId: third.personId })
    succeeded(await perform(app, nameStandIn, liaison, { dutyId: mine.id, personId: other.personId }))
    expect(await perform(app, answerSwap, third, { swapId: third2, agrees: true })).toMatchObject({ code: 'answered' })
    succeeded(await perform(app, nameStandIn, liaison, { dutyId: mine.id, personId: deputy.personId }))
    await town.onDuty(other, { from: '10:00', to: '12:00' })
    const fourth = await ask()
    expect(await perform(app, answerSwap, other, { swapId: fourth, agrees: true })).toMatchObject({
      code: 'double-booked',
    })
    expect((await duties({ ids: [mine.id] }))[0]?.person_id).toBe(deputy.personId)
  })

  test('is asked for one’s own published duty, of a deputy, for a duty of theirs', async () => {
    const town = await aStationOnDuty()
    const { app, deputy, other, liaison, planned, duties } = town
    const mine = await town.onDuty(deputy)
    const ask = (fields: object, who = deputy) =>
      perform(app, askSwap, who, { dutyId: mine.id, toPersonId: other.personId, ...fields })
    expect(await ask({}, other)).toMatchObject({ kind: 'forbidden' })
    expect(await ask({ toPersonId: deputy.personId })).toMatchObject({ issues: [{ code: 'the-same' }] })
    expect(await ask({ toPersonId: liaison.personId })).toMatchObject({ issues: [{ code: 'unknown' }] })
    expect(await ask({ forDutyId: mine.id })).toMatchObject({ issues: [{ path: 'forDutyId', code: 'not-theirs' }] })
    expect(await ask({ dutyId: newId() })).toMatchObject({ kind: 'missing' })
    succeeded(await perform(app, planDuty, liaison, planned(deputy, { day: '2026-12-15' })))
    const draft = (await duties()).find(({ published_at }) => published_at === null)
    expect(await ask({ dutyId: draft?.id ?? '' })).toMatchObject({ code: 'draft' })
    expect(await perform(app, confirmDuties, deputy, { dutyIds: [draft?.id ?? ''] })).toMatchObject({ code: 'draft' })
  })
})

describe('the time of the council', () => {
  test('nine o’clock every Monday stays nine o’clock when the clocks are changed', async () => {
    const { app, clock, clerk, deputy, planned, duties } = await aStationOnDuty({ timeZone: 'Europe/Berlin' })
    clock.set('2027-03-01T08:00:00Z')
    const input = { ...planned(deputy, { day: '2027-03-22' }), repeat: 'weekly' as const, until: '2027-03-29' }
    succeeded(await perform(app, planDuty, clerk, { ...input, skipDaysOff: false }))
    expect((await duties()).map(at)).toEqual(['2027-03-22T08:00:00.000Z', '2027-03-29T07:00:00.000Z'])
  })

  test('a time that the clocks leap over is refused', async () => {
    const { app, clock, clerk, deputy, planned } = await aStationOnDuty({ timeZone: 'Europe/Berlin' })
    clock.set('2027-03-01T08:00:00Z')
    const leap = planned(deputy, { day: '2027-03-28', from: '02:30', to: '05:00' })
    expect(await perform(app, planDuty, clerk, leap)).toMatchObject({
      issues: [{ path: 'from', code: 'no-such-time' }],
    })
  })
})

describe('calendars', () => {
  test('everybody’s holds published duties only; a cancelled one stays as cancelled', async () => {
    const town = await aStationOnDuty()
    const { app, council, guest, liaison, deputy, other, station, planned } = town
    const duty = await town.onDuty(deputy)
    succeeded(await perform(app, planDuty, liaison, planned(other, { day: '2026-12-15' })))
    const site = siteOf({ app, council, actor: guest, modules })
    const feed = async (query = '') => (await site.get(`/contact/roster/calendar.ics${query}`)).text()
    expect((await feed()).match(/BEGIN:VEVENT/g)?.length).toBe(1)
    expect(await feed()).toContain('DTSTART:20261204T010000Z')
    expect(await feed(`?place=${station.number}`)).toContain('STATUS:CONFIRMED')
    expect((await site.get('/contact/roster/calendar.ics?place=9999')).status).toBe(404)
    succeeded(await perform(app, cancelDuty, liaison, { dutyId: duty.id, reason: '开会' }))
    expect(await feed()).toContain('STATUS:CANCELLED')
    expect(await feed()).toContain('SEQUENCE:1')
  })

  test('a deputy’s own has an address of its own, which ends when it is taken back or made anew', async () => {
    const town = await aStationOnDuty()
    const { app, council, guest, deputy, clerk, other } = town
    await town.onDuty(deputy)
    await town.onDuty(other, { day: '2026-12-08' })
    const site = siteOf({ app, council, actor: guest, modules })
    const own = async (token: string) => site.get(`/contact/roster/mine/${token}.ics`)
    const first = succeeded(await perform(app, makeFeed, deputy, {})).token
    const words = await (await own(first)).text()
    expect(words.match(/BEGIN:VEVENT/g)?.length).toBe(1)
    expect(words).toContain('等您确认')
    const second = succeeded(await perform(app, makeFeed, deputy, {})).token
    expect((await own(first)).status).toBe(404)
    expect((await own(second)).status).toBe(200)
    succeeded(await perform(app, revokeFeed, deputy, {}))
    expect((await own(second)).status).toBe(404)
    expect(await perform(app, revokeFeed, deputy, {})).toMatchObject({ code: 'no-feed' })
    expect(await perform(app, makeFeed, clerk, {})).toMatchObject({ kind: 'forbidden' })
    const kept = JSON.stringify(await app.database.db.selectFrom('contact.feed').selectAll().execute())
    expect(kept).not.toContain(second)
    expect(JSON.stringify(await eventsIn(app, council, 'contact.feed'))).not.toContain(second)
  })
})
