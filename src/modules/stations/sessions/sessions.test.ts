import { describe, expect, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { drain } from '#kernel/worker'
import { changeSetting } from '#parts/councils'
import {
  answerQuestion,
  askQuestion,
  cancelMeeting,
  cancelSignUp,
  moveMeeting,
  raiseMatter,
  recordMeeting,
  setStream,
  signUp,
  writeNote,
} from '#parts/meetings'
import { aStation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { aPlannedSession, aPublishedSession, aStationTown, doorCodeOf, type StationTown } from '#support/meetings'
import { aCitizen, aGuest, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { promptSessions } from './prompt.ts'

function siteFor(
  { app, council }: StationTown,
  actor: Parameters<typeof siteOf>[0]['actor'],
  locale: 'zh-CN' | 'en' = 'zh-CN',
) {
  const site = siteOf({ app, council, actor, modules, locale })
  const read = async (path: string) => {
    const answer = await site.get(path)
    return { status: answer.status, html: await answer.text(), headers: answer.headers }
  }
  return { ...site, read }
}

async function toldIn({ app, council }: StationTown): Promise<{ title: string; to: string }[]> {
  await drain(app, council.id)
  const notices = await app.database.db
    .selectFrom('notices.notice')
    .select(['text', 'account_id', 'device_id', 'person_id'])
    .where('council_id', '=', council.id)
    .orderBy('created_at')
    .execute()
  return notices.map(({ text, account_id, device_id, person_id }) => ({
    title: text['zh-CN'].title,
    to: account_id ?? device_id ?? person_id ?? '',
  }))
}

async function sentOut({ app, council }: StationTown) {
  await drain(app, council.id)
  return app.database.db
    .selectFrom('notices.outgoing')
    .select(['address', 'title'])
    .where('council_id', '=', council.id)
    .orderBy('created_at')
    .execute()
}

describe('planning by the form', () => {
  const form = {
    kind: 'session',
    topic: '楼道充电怎么管',
    startsAt: '2026-11-25T14:30',
    endsAt: '2026-11-25T16:30',
    agenda: '物业介绍\n居民提问',
    agendaEn: 'Report\nQuestions',
    signsUp: 'yes',
    capacity: '40',
  }

  test('is for the staff of the place alone, and keeps what was typed when something is wrong', async () => {
    const town = await aStationTown()
    const path = `/stations/${town.placeNumber}/sessions`
    const staff = siteFor(town, town.staff)
    expect((await siteFor(town, aGuest(town.council)).get(`${path}/new`)).status).toBe(404)
    expect(
      (await siteFor(town, await someoneAt(town.app, town.council, town.council.id)).get(`${path}/new`)).status,
    ).toBe(404)
    expect((await staff.get(`${path}/new`)).status).toBe(200)
    const wrong = await staff.post(`${path}/new`, { ...form, endsAt: '', capacity: '0' })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    expect(html).toContain('楼道充电怎么管')
    expect(html).toContain('href="#f-endsAt"')
    expect(html).toContain('看不懂这个时间')
    expect(html).toContain('请填一个大于 0 的数')
    const made = await staff.post(`${path}/new`, form)
    expect(made.headers.get('location')).toBe(`${path}/1?done=saved`)
    // In the council's time: half past two in China is half past six in Greenwich.
    expect((await staff.read(`${path}/1`)).html).toContain('14:30–16:30')
    expect((await siteFor(town, aGuest(town.council)).get(`${path}/1`)).status).toBe(404)
    expect((await siteFor(town, aGuest(town.council)).read(path)).html).not.toContain('楼道充电怎么管')
  })

  test('an end that is not a number of a place, or a session of another place, is no page', async () => {
    const town = await aStationTown()
    const other = await aStation(town.app, town.council, { name_zh: '望山社区代表联络站' })
    const { number } = await aPublishedSession(town)
    const guest = siteFor(town, aGuest(town.council))
    expect((await guest.get(`/stations/${town.placeNumber}/sessions/${number}`)).status).toBe(200)
    expect((await guest.get(`/stations/${other.number}/sessions/${number}`)).status).toBe(404)
    expect((await guest.get(`/stations/${town.placeNumber}/sessions/99`)).status).toBe(404)
  })
})

describe('who is told', () => {
  test('moved, tomorrow, cancelled: everybody who signed up, on her device and at the contact she left', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff } = town
    const { meetingId } = await aPublishedSession(town)
    const guest = aGuest(council)
    succeeded(await perform(app, signUp, guest, { meetingId, name: '李', contact: '13800000001' }))
    const citizen = await aCitizen(app, council)
    succeeded(await perform(app, signUp, citizen, { meetingId, name: '张' }))
    const times = { startsAt: new Date('2026-11-26T06:30:00Z'), endsAt: new Date('2026-11-26T08:30:00Z') }
    succeeded(await perform(app, moveMeeting, staff, { meetingId, ...times, venue: '', reason: '礼堂被占用' }))
    const moved = '活动时间或地点有变动：楼道充电怎么管'
    expect((await toldIn(town)).map(({ title }) => title)).toEqual([moved, moved])
    expect(await sentOut(town)).toEqual([{ address: '+8613800000001', title: moved }])
    // The day before the new day, not the old one.
    clock.set('2026-11-24T02:00:00Z')
    expect((await toldIn(town)).length).toBe(2)
    clock.set('2026-11-25T01:00:00Z')
    const told = await toldIn(town)
    expect(told.slice(2).map(({ title }) => title)).toEqual([
      '明天的活动：楼道充电怎么管',
      '明天的活动：楼道充电怎么管',
    ])
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([guest.deviceId, citizen.accountId]))
    succeeded(await perform(app, cancelMeeting, staff, { meetingId, reason: '台风' }))
    expect((await toldIn(town)).at(-1)?.title).toBe('活动取消：楼道充电怎么管')
    expect((await sentOut(town)).length).toBe(3)
  })

  test('whoever waits hears of the seat, and whoever cancelled hears nothing more', async () => {
    const town = await aStationTown()
    const { app, council, staff } = town
    const { meetingId } = await aPublishedSession(town, { capacity: 1 })
    const first = aGuest(council)
    const second = aGuest(council)
    const { code } = succeeded(await perform(app, signUp, first, { meetingId, name: '甲' }))
    succeeded(await perform(app, signUp, second, { meetingId, name: '乙' }))
    succeeded(await perform(app, cancelSignUp, first, { code }))
    expect(await toldIn(town)).toEqual([{ title: '有位子了：楼道充电怎么管', to: second.deviceId }])
    succeeded(await perform(app, cancelMeeting, staff, { meetingId, reason: '台风' }))
    expect((await toldIn(town)).slice(1)).toEqual([{ title: '活动取消：楼道充电怎么管', to: second.deviceId }])
  })

  test('whoever asked hears of the answer', async () => {
    const town = await aStationTown()
    const { app, council, deputy } = town
    const { meetingId } = await aPublishedSession(town)
    const asker = aGuest(council)
    const { questionId } = succeeded(await perform(app, askQuestion, asker, { meetingId, body: '电费怎么算？' }))
    succeeded(await perform(app, answerQuestion, deputy, { meetingId, questionId, words: '每度一元。' }))
    expect(await toldIn(town)).toEqual([{ title: '您提的问题有答复了：楼道充电怎么管', to: asker.deviceId }])
  })

  test('the liaison hears once, from the council’s day on, that nothing is planned for the month', async () => {
    const town = await aStationTown()
    const { app, clock, council, liaison, staff } = town
    const system = systemActor(council.id)
    // A station opened within a month owes nothing in it.
    expect(await perform(app, promptSessions, system, {})).toMatchObject({ code: 'nothing-lacking' })
    clock.set('2026-12-09T01:00:00Z')
    expect(await perform(app, promptSessions, system, {})).toMatchObject({ code: 'nothing-lacking' })
    await aPublishedSession(town, {
      kind: 'livestream',
      startsAt: new Date('2026-12-28T06:30:00Z'),
      endsAt: new Date('2026-12-28T08:30:00Z'),
    })
    clock.set('2026-12-10T01:00:00Z')
    expect(succeeded(await perform(app, promptSessions, system, {}))).toEqual({ places: 1 })
    expect(await perform(app, promptSessions, system, {})).toMatchObject({ code: 'nothing-lacking' })
    expect((await eventsIn(app, council, 'stations.session-lacking'))[0]?.data).toMatchObject({
      what: 'session',
      beginsOn: '2026-12-01',
      endsBefore: '2027-01-01',
    })
    const told = await toldIn(town)
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([liaison.accountId, staff.accountId]))
    expect(told[0]?.title).toBe('清泉社区代表联络站：本期还没有安排“月进站”')
    expect(await perform(app, promptSessions, liaison, {})).toMatchObject({ kind: 'forbidden' })
  })
})

describe('what everybody reads', () => {
  test('the year against the rule shows the month without a session, and a changed rule counts from its day', async () => {
    const town = await aStationTown()
    const { app, clock, council, placeNumber } = town
    await aPublishedSession(town)
    const change = { key: 'stationVisitMonths', value: 2, validFrom: '2027-01-01', reason: '试行' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    clock.set('2027-01-15T01:00:00Z')
    const guest = siteFor(town, aGuest(council))
    const page = `/stations/${placeNumber}/sessions`
    const past = (await guest.read(`${page}?year=2026`)).html
    // Held in November, in which the station opened; none in December.
    expect(past).toContain('到期 2 次，办了 1 次')
    expect(past.match(/没有办/g)?.length).toBe(2)
    const now = (await guest.read(page)).html
    expect(now).toContain('每 2 个月一次')
    expect(now).toContain('还没有到期的')
    const whole = (await guest.read('/stations/sessions?year=2026')).html
    expect(whole).toContain('1 / 2')
    expect((await siteFor(town, aGuest(council), 'en').read('/stations/sessions')).html).toContain('against the rule')
  })

  test('a name is in the minutes only where its owner agreed, a matter shows who has it, and not its receipt', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff, deputy, placeNumber } = town
    const { meetingId, number } = await aPublishedSession(town)
    clock.set('2026-11-25T07:00:00Z')
    const note = async (body: string, saidBy: string, named: boolean) =>
      succeeded(await perform(app, writeNote, staff, { meetingId, body, saidBy, named })).noteId
    await note('价目表已经贴出。', '物业张经理', true)
    const noteId = await note('3号楼路灯坏了一个月。', '赵阿姨', false)
    const raise = { meetingId, noteId, follows: true, keeperId: deputy.personId }
    const { receipt } = succeeded(await perform(app, raiseMatter, staff, raise))
    await drain(app, council.id)
    const path = `/stations/${placeNumber}/sessions/${number}`
    const guest = siteFor(town, aGuest(council))
    expect((await guest.read(path)).html).not.toContain('路灯')
    clock.set('2026-11-25T09:00:00Z')
    succeeded(await perform(app, recordMeeting, staff, { meetingId }))
    const { html } = await guest.read(path)
    expect(html).toContain('物业张经理')
    expect(html).toContain('3号楼路灯坏了一个月')
    expect(html).not.toContain('赵阿姨')
    expect(html).toContain('王秀英')
    expect(html).not.toContain(receipt.slice(0, 4))
    // Who works in the room hands the receipt over.
    const run = (await siteFor(town, staff).read(`${path}/run?part=minutes`)).html
    expect(run).toContain('赵阿姨')
    expect(run).toContain(receipt.slice(0, 4))
  })

  test('pages of the work answer 404 to everybody else, and the door’s code stands on its sheet alone', async () => {
    const town = await aStationTown()
    const { app, council, staff, deputy, placeNumber } = town
    const { meetingId, number } = await aPublishedSession(town)
    const path = `/stations/${placeNumber}/sessions/${number}`
    const door = await doorCodeOf(app, council, meetingId)
    for (const page of ['run', 'door', 'move', 'cancel']) {
      expect((await siteFor(town, aGuest(council)).get(`${path}/${page}`)).status).toBe(404)
      expect((await siteFor(town, staff).get(`${path}/${page}`)).status).toBe(200)
    }
    expect((await siteFor(town, deputy).get(`${path}/run`)).status).toBe(200)
    expect((await siteFor(town, deputy).get(`${path}/door`)).status).toBe(404)
    expect((await siteFor(town, staff).read(`${path}/door`)).html).toContain(door)
    for (const actor of [aGuest(council), deputy]) {
      expect((await siteFor(town, actor).read(path)).html).not.toContain(door)
    }
  })

  test('only the origin the council allows may send a picture, and on the room’s page alone', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff, placeNumber } = town
    const administrator = someoneOf(council, ['administrator'])
    const allow = (value: string[], validFrom: string) =>
      perform(app, changeSetting, administrator, { key: 'mediaOrigins', value, validFrom, reason: '直播平台' })
    succeeded(await allow(['https://live.example.org'], '2026-11-20'))
    clock.advance(1000)
    const { meetingId, number } = await aPublishedSession(town, { kind: 'livestream' })
    const streamUrl = 'https://live.example.org/a.m3u8'
    succeeded(await perform(app, setStream, staff, { meetingId, streamUrl, recordingUrl: null }))
    const path = `/stations/${placeNumber}/sessions/${number}`
    const guest = siteFor(town, aGuest(council))
    const policyOf = async (page: string) => (await guest.get(page)).headers.get('content-security-policy') ?? ''
    expect(await policyOf(`${path}/live`)).toContain("media-src 'self' blob: https://live.example.org;")
    expect(await policyOf(path)).not.toContain('live.example.org')
    expect((await guest.read(`${path}/live`)).html).toContain('<video')
    // Taken off the list, the link stays and the picture goes.
    succeeded(await allow([], '2026-11-21'))
    clock.set('2026-11-21T01:00:00Z')
    const later = await guest.read(`${path}/live`)
    expect(later.html).not.toContain('<video')
    expect(later.html).toContain(streamUrl)
    expect(later.headers.get('content-security-policy')).not.toContain('live.example.org')
  })

  test('the pulse changes with every question, support and answer, and not by itself', async () => {
    const town = await aStationTown()
    const { app, council, deputy, placeNumber } = town
    const { meetingId, number } = await aPublishedSession(town, { kind: 'livestream' })
    const pulse = async () =>
      (await siteFor(town, aGuest(council)).read(`/stations/${placeNumber}/sessions/${number}/pulse`)).html
    const seen = [await pulse()]
    expect(await pulse()).toBe(seen[0])
    const { questionId } = succeeded(await perform(app, askQuestion, aGuest(council), { meetingId, body: '问' }))
    seen.push(await pulse())
    succeeded(await perform(app, answerQuestion, deputy, { meetingId, questionId, words: '答' }))
    seen.push(await pulse())
    expect(new Set(seen).size).toBe(3)
  })

  test('calendars hold what was published, with its number of changes, and cancelled ones as cancelled', async () => {
    const town = await aStationTown()
    const { app, council, staff, placeNumber } = town
    await aPlannedSession(town, { topic: '草稿' })
    const { meetingId, number } = await aPublishedSession(town)
    const guest = siteFor(town, aGuest(council))
    const calendar = await guest.read(`/stations/${placeNumber}/calendar.ics`)
    expect(calendar.headers.get('content-type')).toContain('text/calendar')
    expect(calendar.html.match(/BEGIN:VEVENT/g)?.length).toBe(1)
    expect(calendar.html).toContain('DTSTART:20261125T063000Z')
    succeeded(await perform(app, cancelMeeting, staff, { meetingId, reason: '台风' }))
    const one = (await guest.read(`/stations/${placeNumber}/sessions/${number}/session.ics`)).html
    expect(one).toContain('STATUS:CANCELLED')
    expect(one).toContain('SEQUENCE:1')
  })

  test('the open data count people, not rows, and name nobody', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town)
    succeeded(await perform(app, signUp, aGuest(council), { meetingId, name: '李桂兰', people: 3 }))
    const answer = await siteFor(town, aGuest(council)).read('/open-data/sessions.jsonl')
    expect(answer.status).toBe(200)
    expect(answer.html).toContain('楼道充电怎么管')
    expect(answer.html).toMatch(/"signed_up":\s*3/)
    expect(answer.html).not.toContain('李桂兰')
  })
})
