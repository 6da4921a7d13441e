import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { changeSetting } from '#parts/councils'
import { eventsIn, someoneOf, succeeded } from '#support/councils'
import { aPlannedSession, aPublishedSession, aStationTown, doorCodeOf, fromNetwork } from '#support/meetings'
import { aCitizen, aGuest, someoneAt } from '#support/people'
import {
  answerQuestion,
  askFor,
  askQuestion,
  attendanceFigures,
  attendancesOf,
  beginMeeting,
  cancelMeeting,
  cancelSignUp,
  changeMeeting,
  changeNote,
  checkIn,
  dropNote,
  endMeeting,
  meetingById,
  moderateQuestion,
  moveMeeting,
  movesOf,
  notesOf,
  planMeeting,
  publishMeeting,
  questionsOf,
  raiseMatter,
  recordMeeting,
  setStream,
  signUp,
  supportQuestion,
  tick,
  walkIn,
  writeNote,
} from './index.ts'
import { meetingsData } from './personal-data.ts'

const during = '2026-11-25T07:00:00Z'
const after = '2026-11-25T09:00:00Z'

describe('planning', () => {
  test('a plan is kept with agenda and leaders, and told to nobody before it is published', async () => {
    const town = await aStationTown()
    const { app, council, staff, deputy } = town
    const { meetingId, number } = await aPlannedSession(town)
    const meeting = await meetingById(app.database.db, council.id, meetingId)
    expect(meeting).toMatchObject({ stage: 'planned', topic: '楼道充电怎么管', leaders: [deputy.personId], number })
    expect(await perform(app, signUp, aGuest(council), { meetingId, name: '李' })).toMatchObject({
      code: 'stage:planned',
    })
    succeeded(await perform(app, publishMeeting, staff, { meetingId }))
    expect(await perform(app, publishMeeting, staff, { meetingId })).toMatchObject({ code: 'stage:published' })
    expect((await eventsIn(app, council, 'meetings.published'))[0]?.data).toMatchObject({ number, kind: 'session' })
  })

  test('a time in the past, an end before the beginning, a stranger as leader, a strange picture are refused', async () => {
    const town = await aStationTown()
    const { app, staff, placeId } = town
    const plan = (fields: object) =>
      perform(app, planMeeting, staff, {
        owner: 'stations',
        kind: 'session',
        placeId,
        topic: '停车',
        startsAt: new Date('2026-11-25T06:30:00Z'),
        endsAt: new Date('2026-11-25T08:30:00Z'),
        ...fields,
      })
    const issue = (path: string, code: string) => ({ issues: [{ path, code }] })
    expect(await plan({ startsAt: new Date('2026-11-19T06:30:00Z') })).toMatchObject(issue('startsAt', 'in-the-past'))
    expect(await plan({ endsAt: new Date('2026-11-25T06:30:00Z') })).toMatchObject(issue('endsAt', 'end-before-start'))
    expect(await plan({ endsAt: new Date('2026-11-28T06:30:00Z') })).toMatchObject(issue('endsAt', 'too-long'))
    expect(await plan({ leaders: [newId()] })).toMatchObject(issue('leaders', 'unknown'))
    expect(await plan({ streamUrl: 'http://a.example' })).toMatchObject(issue('streamUrl', 'not-https'))
    expect(await plan({ streamUrl: 'https://a.example/x.m3u8' })).toMatchObject(
      issue('streamUrl', 'origin-not-allowed'),
    )
    expect(await plan({ topic: ' ' })).toMatchObject(issue('topic', 'empty'))
  })

  test('the staff of another place plan nothing here', async () => {
    const town = await aStationTown()
    const stranger = await someoneAt(town.app, town.council, newId())
    const { meetingId } = await aPlannedSession(town)
    expect(await perform(town.app, publishMeeting, stranger, { meetingId })).toMatchObject({ kind: 'forbidden' })
    expect(await perform(town.app, publishMeeting, town.deputy, { meetingId })).toMatchObject({ kind: 'forbidden' })
  })

  test('a draft is changed with its agenda; once published it is moved, with a reason, and the old time stays', async () => {
    const town = await aStationTown()
    const { app, council, staff } = town
    const { meetingId } = await aPlannedSession(town)
    const times = { startsAt: new Date('2026-11-26T06:30:00Z'), endsAt: new Date('2026-11-26T08:30:00Z') }
    succeeded(
      await perform(app, changeMeeting, staff, { meetingId, topic: '停车', ...times, agenda: [{ title: '一' }] }),
    )
    const move = { meetingId, ...times, venue: '', reason: '礼堂被占用' }
    expect(await perform(app, moveMeeting, staff, move)).toMatchObject({ code: 'stage:planned' })
    succeeded(await perform(app, publishMeeting, staff, { meetingId }))
    expect(await perform(app, changeMeeting, staff, { meetingId, topic: '停', ...times })).toMatchObject({
      code: 'stage:published',
    })
    expect(await perform(app, moveMeeting, staff, move)).toMatchObject({ issues: [{ code: 'as-before' }] })
    expect(await perform(app, moveMeeting, staff, { ...move, reason: '' })).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, moveMeeting, staff, { ...move, venue: '三楼礼堂' }))
    expect(await movesOf(app.database.db, council.id, meetingId)).toMatchObject([
      { ordinal: 1, reason: '礼堂被占用', venue: '', starts_at: times.startsAt },
    ])
    expect(await meetingById(app.database.db, council.id, meetingId)).toMatchObject({ changes: 1, venue: '三楼礼堂' })
  })

  test('cancelled it keeps its reason, and nobody signs up, asks or is reminded any more', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff } = town
    const { meetingId } = await aPublishedSession(town)
    expect(await perform(app, cancelMeeting, staff, { meetingId, reason: ' ' })).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, cancelMeeting, staff, { meetingId, reason: '台风' }))
    expect(await perform(app, cancelMeeting, staff, { meetingId, reason: '台风' })).toMatchObject({
      code: 'stage:cancelled',
    })
    const guest = aGuest(council)
    expect(await perform(app, signUp, guest, { meetingId, name: '李' })).toMatchObject({ code: 'stage:cancelled' })
    expect(await perform(app, askQuestion, guest, { meetingId, body: '问' })).toMatchObject({ code: 'stage:cancelled' })
    clock.set('2026-11-24T02:00:00Z')
    await drain(app, council.id)
    expect(await eventsIn(app, council, 'meetings.tomorrow')).toEqual([])
  })

  test('a picture comes from an address the council allows, and from no other', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff } = town
    const { meetingId } = await aPublishedSession(town, { kind: 'livestream' })
    const stream = { meetingId, streamUrl: 'https://live.example.org/a.m3u8', recordingUrl: null }
    expect(await perform(app, setStream, staff, stream)).toMatchObject({ issues: [{ code: 'origin-not-allowed' }] })
    const administrator = someoneOf(council, ['administrator'])
    const change = { key: 'mediaOrigins', validFrom: '2026-11-20', reason: '直播平台' }
    const wrong = await perform(app, changeSetting, administrator, { ...change, value: ['https://live.example.org/a'] })
    expect(wrong).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, changeSetting, administrator, { ...change, value: ['https://live.example.org'] }))
    clock.advance(1000)
    succeeded(await perform(app, setStream, staff, stream))
    expect((await meetingById(app.database.db, council.id, meetingId))?.stream_url).toBe(stream.streamUrl)
  })
})

describe('who comes', () => {
  test('a guest signs up with a name, gets a code, and cancels with it', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town)
    const guest = aGuest(council)
    const input = { meetingId, name: '李桂兰', contact: '138 0000 0001', people: 2 }
    const { code, state } = succeeded(await perform(app, signUp, guest, input))
    expect(state).toBe('coming')
    expect(await perform(app, signUp, guest, input)).toMatchObject({ code: 'signed-up-already' })
    const [row] = await attendancesOf(app.database.db, council.id, meetingId)
    expect(row).toMatchObject({ name: '李桂兰', contact: '+8613800000001', people: 2, account_id: null })
    const other = aGuest(council)
    expect(await perform(app, cancelSignUp, other, { code: 'AAAA-AAAA-AAAA' })).toMatchObject({ kind: 'missing' })
    succeeded(await perform(app, cancelSignUp, other, { code }))
    expect(await perform(app, cancelSignUp, other, { code })).toMatchObject({ code: 'withdrawn-already' })
    // Nothing of her stays.
    const gone = await app.database.db
      .selectFrom('meetings.attendance')
      .select(['name', 'contact'])
      .where('code', '=', code)
      .executeTakeFirst()
    expect(gone).toEqual({ name: null, contact: null })
    succeeded(await perform(app, signUp, guest, input))
  })

  test('who has neither device nor account leaves a way to be told; what is no contact is refused', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town)
    const program = aGuest(council, null)
    expect(await perform(app, signUp, program, { meetingId, name: '李' })).toMatchObject({
      issues: [{ path: 'contact', code: 'empty' }],
    })
    expect(await perform(app, signUp, program, { meetingId, name: '李', contact: '不告诉' })).toMatchObject({
      issues: [{ path: 'contact', code: 'not-a-contact' }],
    })
    succeeded(await perform(app, signUp, program, { meetingId, name: '李', contact: 'li@example.org' }))
  })

  test('when the room is full one waits, and who waits longest gets the seat that becomes free', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town, { capacity: 3 })
    const come = async (name: string, people: number) =>
      succeeded(await perform(app, signUp, aGuest(council), { meetingId, name, people }))
    const first = await come('甲', 3)
    expect(first.state).toBe('coming')
    expect((await come('乙', 2)).state).toBe('waiting')
    town.clock.advance(1000)
    expect((await come('丙', 1)).state).toBe('waiting')
    town.clock.advance(1000)
    expect((await come('丁', 1)).state).toBe('waiting')
    succeeded(await perform(app, cancelSignUp, aGuest(council), { code: first.code }))
    const rows = await attendancesOf(app.database.db, council.id, meetingId)
    expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual(['乙 coming', '丙 coming', '丁 waiting'])
    expect((await eventsIn(app, council, 'meetings.seat-given')).length).toBe(2)
  })

  test('one machine with forged devices does not fill the room', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town)
    const from = (network: string) =>
      perform(app, signUp, fromNetwork(aGuest(council), network), { meetingId, name: '机器' })
    for (let nth = 0; nth < 60; nth += 1) succeeded(await from('one network'))
    expect(await from('one network')).toMatchObject({ code: 'too-many' })
    succeeded(await from('another'))
  })

  test('a session without sign-up takes none', async () => {
    const town = await aStationTown()
    const { meetingId } = await aPublishedSession(town, { signsUp: false })
    expect(await perform(town.app, signUp, aGuest(town.council), { meetingId, name: '李' })).toMatchObject({
      code: 'no-sign-up',
    })
  })

  test('the code at the door checks in whoever signed up, and whoever did not; the staff tick the others', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff } = town
    const { meetingId } = await aPublishedSession(town)
    const doorCode = await doorCodeOf(app, council, meetingId)
    const guest = aGuest(council)
    const { code } = succeeded(await perform(app, signUp, guest, { meetingId, name: '李', people: 2 }))
    expect(await perform(app, checkIn, guest, { meetingId, doorCode })).toMatchObject({ code: 'door-not-open' })
    expect(await perform(app, walkIn, staff, { meetingId })).toMatchObject({ code: 'door-not-open' })
    clock.set(during)
    expect(await perform(app, checkIn, guest, { meetingId, doorCode: 'X' })).toMatchObject({ code: 'wrong-door' })
    expect(succeeded(await perform(app, checkIn, guest, { meetingId, doorCode }))).toEqual({ again: false, people: 2 })
    expect(succeeded(await perform(app, checkIn, aGuest(council), { meetingId, doorCode, code }))).toMatchObject({
      again: true,
    })
    succeeded(await perform(app, checkIn, aGuest(council), { meetingId, doorCode }))
    succeeded(await perform(app, walkIn, staff, { meetingId, people: 3 }))
    expect(await perform(app, checkIn, guest, { meetingId, doorCode, code: 'AAAA' })).toMatchObject({
      issues: [{ path: 'code', code: 'unknown' }],
    })
    expect(await perform(app, cancelSignUp, guest, { code })).toMatchObject({ code: 'is-present' })
    expect((await attendanceFigures(app.database.db, council.id, [meetingId])).get(meetingId)).toEqual({
      coming: 2,
      waiting: 0,
      presentByCode: 3,
      presentByStaff: 3,
    })
    const [row] = await attendancesOf(app.database.db, council.id, meetingId)
    const attendanceId = row?.id ?? ''
    succeeded(await perform(app, tick, staff, { meetingId, attendanceId, present: false }))
    succeeded(await perform(app, tick, staff, { meetingId, attendanceId, present: true }))
    expect(await perform(app, tick, guest, { meetingId, attendanceId, present: true })).toMatchObject({
      kind: 'forbidden',
    })
    expect((await attendanceFigures(app.database.db, council.id, [meetingId])).get(meetingId)?.presentByStaff).toBe(5)
  })

  test('a month after the session names and contacts are forgotten, the figures stay', async () => {
    const town = await aStationTown()
    const { app, clock, council } = town
    const { meetingId } = await aPublishedSession(town)
    succeeded(await perform(app, signUp, aGuest(council), { meetingId, name: '李', contact: '13800000001' }))
    clock.set('2026-12-25T08:00:00Z')
    await drain(app, council.id)
    expect((await attendancesOf(app.database.db, council.id, meetingId))[0]?.name).toBe('李')
    clock.set('2026-12-25T08:31:00Z')
    await drain(app, council.id)
    expect((await attendancesOf(app.database.db, council.id, meetingId))[0]).toMatchObject({
      name: null,
      contact: null,
      device_id: null,
      people: 1,
    })
  })
})

describe('questions', () => {
  test('what most people want to know stands first; each counts once, and not for her own', async () => {
    const town = await aStationTown()
    const { app, council } = town
    const { meetingId } = await aPublishedSession(town)
    const asker = aGuest(council)
    const first = succeeded(await perform(app, askQuestion, asker, { meetingId, body: '电费怎么算？' }))
    const second = succeeded(
      await perform(app, askQuestion, asker, { meetingId, body: '什么时候装好？', name: '李阿姨' }),
    )
    expect(await perform(app, askQuestion, asker, { meetingId, body: '电费怎么算？' })).toMatchObject({
      code: 'asked-already',
    })
    const input = { meetingId, questionId: second.questionId }
    expect(await perform(app, supportQuestion, asker, input)).toMatchObject({ code: 'own' })
    expect(await perform(app, supportQuestion, aGuest(council, null), input)).toMatchObject({ code: 'no-device' })
    const neighbour = aGuest(council)
    expect(succeeded(await perform(app, supportQuestion, neighbour, input)).supports).toBe(1)
    expect(succeeded(await perform(app, supportQuestion, neighbour, input)).supports).toBe(1)
    const listed = await questionsOf(app.database.db, council.id, meetingId, { reader: neighbour.deviceId })
    expect(listed.map(({ number, mine, own }) => ({ number, mine, own }))).toEqual([
      { number: second.number, mine: true, own: false },
      { number: first.number, mine: false, own: false },
    ])
    expect(succeeded(await perform(app, supportQuestion, neighbour, { ...input, on: false })).supports).toBe(0)
  })

  test('nobody asks more than five questions, and none after the end', async () => {
    const town = await aStationTown()
    const { app, clock, council } = town
    const { meetingId } = await aPublishedSession(town)
    const asker = aGuest(council)
    const ask = (body: string) => perform(app, askQuestion, asker, { meetingId, body })
    for (const body of ['一', '二', '三', '四', '五']) succeeded(await ask(body))
    expect(await ask('六')).toMatchObject({ code: 'too-many' })
    expect(await perform(app, askQuestion, aGuest(council, null), { meetingId, body: '问' })).toMatchObject({
      code: 'no-device',
    })
    clock.set(after)
    expect(await perform(app, askQuestion, aGuest(council), { meetingId, body: '晚了' })).toMatchObject({
      code: 'stage:ended',
    })
  })

  test('the deputy who leads answers on record, once more adds to it, and the ledger holds both', async () => {
    const town = await aStationTown()
    const { app, clock, council, staff, deputy } = town
    const { meetingId } = await aPublishedSession(town)
    const { questionId } = succeeded(
      await perform(app, askFor, staff, { meetingId, body: '充电桩几时装？', name: null }),
    )
    clock.set(during)
    const answer = { meetingId, questionId, words: '年底以前装十二个。' }
    expect(await perform(app, answerQuestion, aGuest(council), answer)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, answerQuestion, staff, { ...answer, personId: newId() })).toMatchObject({
      issues: [{ path: 'personId', code: 'unknown' }],
    })
    succeeded(await perform(app, answerQuestion, deputy, answer))
    succeeded(await perform(app, answerQuestion, staff, { ...answer, words: '已经到货。', personId: deputy.personId }))
    const [question] = await questionsOf(app.database.db, council.id, meetingId, { reader: null })
    expect(question?.answers).toMatchObject([
      { ordinal: 1, words: '年底以前装十二个。', person_id: deputy.personId },
      { ordinal: 2, words: '已经到货。', person_id: deputy.personId, by: staff.personId },
    ])
    const { rows } = await app.database.pool.query<{ leaves: number }>(
      `select count(*)::integer as leaves from ledger.leaf where council_id = $1 and id = any($2)`,
      [council.id, question?.answers.map(({ leaf_id }) => leaf_id)],
    )
    expect(rows[0]?.leaves).toBe(2)
  })

  test('a question is hidden with a reason everybody reads, shown again, and not hidden once it is answered', async () => {
    const town = await aStationTown()
    const { app, council, staff, deputy } = town
    const { meetingId } = await aPublishedSession(town)
    const { questionId } = succeeded(await perform(app, askQuestion, aGuest(council), { meetingId, body: '骂人的话' }))
    const hide = { meetingId, questionId, hidden: true, reason: '有辱骂他人的话' }
    expect(await perform(app, moderateQuestion, staff, { ...hide, reason: '' })).toMatchObject({
      issues: [{ path: 'reason', code: 'reason-needed' }],
    })
    expect(await perform(app, moderateQuestion, deputy, hide)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, moderateQuestion, staff, hide))
    expect(await perform(app, moderateQuestion, staff, hide)).toMatchObject({ code: 'as-before' })
    const answer = { meetingId, questionId, words: '答' }
    expect(await perform(app, answerQuestion, staff, answer)).toMatchObject({ code: 'hidden' })
    expect(await perform(app, supportQuestion, aGuest(council), { meetingId, questionId })).toMatchObject({
      code: 'hidden',
    })
    succeeded(await perform(app, moderateQuestion, staff, { ...hide, hidden: false, reason: null }))
    succeeded(await perform(app, answerQuestion, staff, answer))
    expect(await perform(app, moderateQuestion, staff, hide)).toMatchObject({ code: 'answered' })
  })
})

describe('minutes', () => {
  async function aRunning() {
    const town = await aStationTown()
    const { meetingId } = await aPublishedSession(town)
    town.clock.set(during)
    return { ...town, meetingId }
  }

  test('begun early by who leads it, not days before; ended by hand', async () => {
    const town = await aStationTown()
    const { app, clock, deputy } = town
    const { meetingId } = await aPublishedSession(town)
    expect(await perform(app, beginMeeting, deputy, { meetingId })).toMatchObject({ code: 'too-early' })
    expect(await perform(app, endMeeting, deputy, { meetingId })).toMatchObject({ code: 'stage:published' })
    clock.set('2026-11-25T06:20:00Z')
    succeeded(await perform(app, beginMeeting, deputy, { meetingId }))
    succeeded(await perform(app, endMeeting, deputy, { meetingId }))
    expect(await perform(app, beginMeeting, deputy, { meetingId })).toMatchObject({ code: 'stage:ended' })
  })

  test('notes are drafts until the minutes are published, then leaves of the ledger and never changed', async () => {
    const { app, clock, council, staff, meetingId } = await aRunning()
    const { db } = app.database
    const note = { meetingId, body: '物业说明了电价。', saidBy: '物业张经理', named: true }
    expect(await perform(app, writeNote, aGuest(council), note)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, writeNote, staff, { ...note, agendaItemId: newId() })).toMatchObject({
      issues: [{ path: 'agendaItemId', code: 'unknown' }],
    })
    const { noteId } = succeeded(await perform(app, writeNote, staff, note))
    const dropped = succeeded(await perform(app, writeNote, staff, { ...note, body: '写错了' }))
    succeeded(await perform(app, dropNote, staff, { meetingId, noteId: dropped.noteId }))
    succeeded(await perform(app, changeNote, staff, { ...note, noteId, body: '物业说明了充电价格。', saidBy: null }))
    expect(await notesOf(db, council.id, meetingId, { drafts: false })).toEqual([])
    expect(await perform(app, recordMeeting, staff, { meetingId })).toMatchObject({ code: 'stage:running' })
    clock.set(after)
    succeeded(await perform(app, recordMeeting, staff, { meetingId }))
    const [published] = await notesOf(db, council.id, meetingId, { drafts: false })
    expect(published).toMatchObject({ body: '物业说明了充电价格。', named: false, said_by: null })
    expect(published?.leaf_id).not.toBeNull()
    expect(await perform(app, changeNote, staff, { ...note, noteId })).toMatchObject({ code: 'published' })
    expect(await perform(app, dropNote, staff, { meetingId, noteId })).toMatchObject({ code: 'published' })
    expect(await perform(app, recordMeeting, staff, { meetingId })).toMatchObject({ code: 'stage:recorded' })
    // What comes later is an addition, public at once.
    succeeded(await perform(app, writeNote, staff, { ...note, body: '补充：价目表已贴出。' }))
    expect((await notesOf(db, council.id, meetingId, { drafts: false })).map(({ body }) => body)).toEqual([
      '物业说明了充电价格。',
      '补充：价目表已贴出。',
    ])
  })

  test('minutes without a word are not published', async () => {
    const { app, clock, staff, meetingId } = await aRunning()
    clock.set(after)
    expect(await perform(app, recordMeeting, staff, { meetingId })).toMatchObject({ code: 'no-minutes' })
  })

  test('a matter gets a code at once and tells the house which note it is, without its words', async () => {
    const { app, council, staff, deputy, meetingId } = await aRunning()
    const note = { meetingId, body: '3号楼路灯坏了。', saidBy: '赵阿姨' }
    const { noteId } = succeeded(await perform(app, writeNote, staff, note))
    const raise = { meetingId, noteId, follows: true, keeperId: deputy.personId }
    expect(await perform(app, raiseMatter, staff, { ...raise, keeperId: staff.personId })).toMatchObject({
      issues: [{ path: 'keeperId', code: 'unknown' }],
    })
    const { receipt } = succeeded(await perform(app, raiseMatter, staff, raise))
    expect(receipt).toMatch(/^[0-9A-Z]{12}$/)
    expect(await perform(app, raiseMatter, staff, raise)).toMatchObject({ code: 'is-matter' })
    expect(await perform(app, dropNote, staff, { meetingId, noteId })).toMatchObject({ code: 'is-matter' })
    const [event] = await eventsIn(app, council, 'meetings.matter-raised')
    expect(event?.data).toMatchObject({ meetingId, noteId, kind: 'session' })
    expect(JSON.stringify(event?.data)).not.toContain('路灯')
  })
})

test('a person gets a copy of what she signed up for and asked, and after erasure only the words stay', async () => {
  const town = await aStationTown()
  const { app, council } = town
  const { meetingId } = await aPublishedSession(town)
  const citizen = await aCitizen(app, council)
  const { questionId } = succeeded(await perform(app, askQuestion, aGuest(council), { meetingId, body: '别人问的' }))
  succeeded(await perform(app, signUp, citizen, { meetingId, name: '李桂兰', contact: '13800000001' }))
  succeeded(await perform(app, askQuestion, citizen, { meetingId, body: '我问的', name: '李' }))
  succeeded(await perform(app, supportQuestion, citizen, { meetingId, questionId }))
  const { db } = app.database
  const section = await meetingsData.export(db, citizen.accountId)
  expect(section?.rows.map(({ is }) => is)).toEqual(['sign-up', 'question', 'support'])
  const account = { app, councilId: council.id, accountId: citizen.accountId, ground: 'asked', now: new Date() }
  await db.transaction().execute((tx) => meetingsData.erase(tx, account))
  expect(await meetingsData.export(db, citizen.accountId)).toBeNull()
  const listed = await questionsOf(db, council.id, meetingId, { reader: null })
  expect(listed.map(({ body, name, supports }) => `${body} ${name} ${supports}`)).toEqual([
    '别人问的 null 1',
    '我问的 null 0',
  ])
})
