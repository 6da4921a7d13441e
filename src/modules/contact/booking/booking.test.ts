import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { aPlace, eventsIn, succeeded } from '#support/councils'
import { aCitizen, aDeputyOf, aGuest, someoneAt } from '#support/people'
import { aStationOnDuty, type StationOnDuty } from '#support/roster'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { contactData } from '../personal-data.ts'
import { matterByReceipt, saidIn } from '../queries/matter.ts'
import { cancelDuty, changeDuty, nameStandIn } from '../roster/change-actions.ts'
import type { Duty } from '../roster/queries.ts'
import { bookingByCode, openDuties } from './queries.ts'
import { acceptProposal, book, cancelByCode, moveByCode } from './resident-actions.ts'
import { slotKey } from './rules.ts'
import { confirmBooking, declineBooking, noteAnswered, noteCame, proposeTime, toMatter } from './staff-actions.ts'
import { forgetEverywhere } from './system-actions.ts'

const nine = '2026-12-04T01:00:00Z'
const half = '2026-12-04T01:30:00Z'
const topic = '3号楼东门的路灯坏了一个月，晚上一片漆黑。'

const wanted = (duty: Duty, fields: object = {}) => ({
  clientKey: newId(),
  dutyId: duty.id,
  slotAt: nine,
  way: 'place' as const,
  topic,
  consent: true as const,
  ...fields,
})

async function aBookedTown() {
  const town = await aStationOnDuty()
  const { app, council, deputy, guest, clock } = town
  const duty = await town.onDuty(deputy)
  const booked = async (fields: object = {}, who = guest) =>
    succeeded(await perform(app, book, who, wanted(duty, fields))).code
  const held = async (code: string) => {
    const found = await bookingByCode(app.database.db, council.id, code, clock.now())
    if (!found) throw new Error('no such booking')
    return found
  }
  const free = async () => {
    const to = new Date('2027-02-01T00:00:00Z')
    const open = await openDuties(app.database.db, council.id, clock.now(), { from: new Date(0), to, limit: 50 })
    return open.flatMap((each) => each.free.map((at) => at.toISOString().slice(0, 16)))
  }
  return { ...town, duty, booked, held, free }
}

/** What went out by text message or mail, with where to. */
async function sentOut({ app, council }: Pick<StationOnDuty, 'app' | 'council'>) {
  await drain(app, council.id)
  return app.database.db
    .selectFrom('notices.outgoing')
    .select(['address', 'title', 'body'])
    .where('council_id', '=', council.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

describe('booking a deputy', () => {
  test('takes the seat at once, and those on duty hear of it', async () => {
    const { app, council, deputy, liaison, booked, held, free } = await aBookedTown()
    expect(await free()).toEqual(['2026-12-04T01:00', '2026-12-04T01:30', '2026-12-04T02:00', '2026-12-04T02:30'])
    const code = await booked()
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(await held(code)).toMatchObject({ state: 'asked', seat: 1, name: null, contact: null })
    expect(await free()).toHaveLength(3)
    await drain(app, council.id)
    const told = await app.database.db
      .selectFrom('notices.notice')
      .select(['account_id', 'href'])
      .where('council_id', '=', council.id)
      .where('kind', '=', 'contact.booked')
      .where('account_id', 'is not', null)
      .execute()
    expect(new Set(told.map(({ account_id }) => account_id))).toEqual(new Set([deputy.accountId, liaison.accountId]))
    expect(told[0]?.href).toBe('/contact/bookings/1')
  })

  test('tells nothing of who she is or what she wrote in the record of events', async () => {
    const { app, council, booked } = await aBookedTown()
    await booked({ name: '赵阿姨', answerBy: 'phone', contactKind: 'phone', contact: '+8613800000001' })
    const events = JSON.stringify(await eventsIn(app, council, 'contact.book'))
    expect(events).not.toMatch(/赵阿姨|路灯|13800000001/)
  })

  test('sent twice is one booking', async () => {
    const { app, guest, duty, free } = await aBookedTown()
    const input = wanted(duty)
    const first = succeeded(await perform(app, book, guest, input))
    expect(succeeded(await perform(app, book, guest, input))).toEqual(first)
    expect(await free()).toHaveLength(3)
  })

  test('of two who want the last seat at the same moment one gets it, and the other is told', async () => {
    const { app, council, duty } = await aBookedTown()
    const many = Array.from({ length: 8 }, () => perform(app, book, aGuest(council), wanted(duty)))
    const outcomes = await Promise.all(many)
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    for (const outcome of outcomes.filter(({ ok }) => !ok)) expect(outcome).toMatchObject({ code: 'taken' })
    const { rows } = await app.database.pool.query('select count(*) as n from contact.booking where council_id = $1', [
      council.id,
    ])
    expect(rows).toEqual([{ n: 1 }])
  })

  test('with two seats at a time takes two, and a third is refused; a seat given back is free again', async () => {
    const town = await aStationOnDuty()
    const { app, council, guest, deputy } = town
    const duty = await town.onDuty(deputy, { seats: 2 })
    const one = () => perform(app, book, aGuest(council), wanted(duty))
    const { code } = succeeded(await one())
    succeeded(await one())
    expect(await one()).toMatchObject({ code: 'taken' })
    succeeded(await perform(app, cancelByCode, guest, { code }))
    succeeded(await one())
  })

  test('is refused for a time that is none, over, or of a duty that is not on the roster', async () => {
    const town = await aBookedTown()
    const { app, guest, liaison, duty, clock, other } = town
    const ask = (fields: object) => perform(app, book, guest, wanted(duty, fields))
    expect(await ask({ slotAt: '2026-12-04T01:10:00Z' })).toMatchObject({ code: 'no-such-slot' })
    expect(await ask({ way: 'online' })).toMatchObject({ issues: [{ path: 'way', code: 'not-offered' }] })
    expect(await ask({ topic: ' ' })).toMatchObject({ issues: [{ path: 'topic', code: 'empty' }] })
    expect(await ask({ consent: false })).toMatchObject({ kind: 'invalid' })
    expect(await ask({ way: 'phone' })).toMatchObject({ issues: [{ path: 'contact', code: 'phone-needed' }] })
    expect(await ask({ answerBy: 'email' })).toMatchObject({ issues: [{ code: 'contact-needed' }] })
    expect(await ask({ answerBy: 'inbox' })).toMatchObject({ issues: [{ path: 'answerBy', code: 'sign-in' }] })
    expect(await ask({ dutyId: newId() })).toMatchObject({ kind: 'missing' })
    const gone = await town.onDuty(other)
    succeeded(await perform(app, cancelDuty, liaison, { dutyId: gone.id, reason: '开会' }))
    expect(await ask({ dutyId: gone.id })).toMatchObject({ code: 'not-open' })
    clock.set(nine)
    expect(await ask({})).toMatchObject({ code: 'past' })
    succeeded(await ask({ slotAt: half }))
  })

  test('a device takes no more than eight in a day', async () => {
    const town = await aStationOnDuty()
    const { app, guest, deputy } = town
    const duty = await town.onDuty(deputy, { seats: 20 })
    for (let n = 0; n < 8; n += 1) succeeded(await perform(app, book, guest, wanted(duty)))
    expect(await perform(app, book, guest, wanted(duty))).toMatchObject({ code: 'too-many' })
  })
})

describe('before the day', () => {
  test('the deputy confirms, she hears of it as she chose, and both are reminded the evening before', async () => {
    const town = await aBookedTown()
    const { app, council, deputy, clock, booked, held } = town
    const code = await booked({ answerBy: 'phone', contactKind: 'phone', contact: '+8613800000001' })
    const { id } = await held(code)
    succeeded(await perform(app, confirmBooking, deputy, { bookingId: id }))
    expect(await perform(app, confirmBooking, deputy, { bookingId: id })).toMatchObject({ code: 'state:confirmed' })
    const titles = async () => (await sentOut(town)).map(({ title }) => title)
    expect(await titles()).toEqual([`您约代表的事有进展（${code}）`, `您约代表的事有进展（${code}）`])
    clock.set('2026-12-03T09:59:00Z')
    expect(await titles()).toHaveLength(2)
    // Six in the evening in Yunshan.
    clock.set('2026-12-03T10:00:00Z')
    expect((await titles()).at(-1)).toBe(`明天约了代表（${code}）`)
    await drain(app, council.id)
    expect(await titles()).toHaveLength(3)
  })

  test('the evening before is that of the council’s own clock, also when it is changed in between', async () => {
    const town = await aStationOnDuty({ timeZone: 'Europe/Berlin' })
    const { app, guest, deputy, clock, council } = town
    const duty = await town.onDuty(deputy, { day: '2027-03-28', from: '10:00', to: '12:00' })
    const slotAt = '2027-03-28T08:00:00Z'
    succeeded(await perform(app, book, guest, wanted(duty, { slotAt })))
    const reminded = async () => {
      await drain(app, council.id)
      return (await eventsIn(app, council, 'contact.booking-reminded')).length
    }
    clock.set('2027-03-27T16:59:00Z')
    expect(await reminded()).toBe(0)
    clock.set('2027-03-27T17:00:00Z')
    expect(await reminded()).toBe(1)
  })

  test('who cancels is not reminded', async () => {
    const town = await aBookedTown()
    const { app, council, guest, clock, booked } = town
    const code = await booked()
    succeeded(await perform(app, cancelByCode, guest, { code, reason: '' }))
    expect(await perform(app, cancelByCode, guest, { code, reason: '' })).toMatchObject({ code: 'state:cancelled' })
    clock.set('2026-12-03T12:00:00Z')
    await drain(app, council.id)
    expect(await eventsIn(app, council, 'contact.booking-reminded')).toEqual([])
  })

  test('another time that is proposed is kept for her until she says yes', async () => {
    const town = await aBookedTown()
    const { app, council, deputy, guest, duty, booked, held, free } = town
    const code = await booked()
    const { id } = await held(code)
    const propose = (slotAt: string) =>
      perform(app, proposeTime, deputy, { bookingId: id, dutyId: duty.id, slotAt, words: '上午要开会' })
    expect(await propose(nine)).toMatchObject({ code: 'same-time' })
    await booked({ slotAt: '2026-12-04T02:00:00Z' }, aGuest(council))
    expect(await propose('2026-12-04T02:00:00Z')).toMatchObject({ code: 'taken' })
    expect(await perform(app, acceptProposal, guest, { code })).toMatchObject({ code: 'state:asked' })
    succeeded(await propose(half))
    expect(await held(code)).toMatchObject({ state: 'proposed', words: '上午要开会' })
    expect(await free()).toEqual(['2026-12-04T01:00', '2026-12-04T02:30'])
    succeeded(await perform(app, acceptProposal, guest, { code }))
    expect((await held(code)).state).toBe('confirmed')
  })

  test('she moves it herself, and her words go with her', async () => {
    const { app, guest, duty, booked, held, free } = await aBookedTown()
    const code = await booked()
    const to = (slotAt: string) => perform(app, moveByCode, guest, { code, dutyId: duty.id, slotAt })
    expect(await to(nine)).toMatchObject({ code: 'same-time' })
    succeeded(await to(half))
    expect(await held(code)).toMatchObject({ state: 'asked', topic, slot_at: new Date(half) })
    expect(await free()).toContain('2026-12-04T01:00')
    expect(await perform(app, moveByCode, guest, { code, dutyId: newId(), slotAt: half })).toMatchObject({
      kind: 'missing',
    })
    expect(await perform(app, cancelByCode, guest, { code: 'AAAA-AAAA-AAAA' })).toMatchObject({ kind: 'missing' })
  })

  test('a duty that is cancelled tells everybody who has booked why, and they take another time with the same words', async () => {
    const town = await aBookedTown()
    const { app, liaison, other, guest, duty, booked, held } = town
    const code = await booked({ answerBy: 'email', contactKind: 'email', contact: 'zhao@example.org' })
    succeeded(await perform(app, cancelDuty, liaison, { dutyId: duty.id, reason: '代表参加人代会' }))
    expect(await held(code)).toMatchObject({ state: 'cancelled', ended_by: 'office', words: '代表参加人代会' })
    expect((await sentOut(town)).at(-1)?.body).toContain('代表参加人代会')
    const next = await town.onDuty(other, { day: '2026-12-11' })
    const slotAt = '2026-12-11T01:00:00Z'
    succeeded(await perform(app, moveByCode, guest, { code, dutyId: next.id, slotAt }))
    expect(await held(code)).toMatchObject({ state: 'asked', topic, ended_by: null })
  })

  test('a duty with bookings is not changed so that their time is gone; a stand-in is told to whoever has booked', async () => {
    const town = await aBookedTown()
    const { app, liaison, other, duty, booked } = town
    const code = await booked({ slotAt: half, answerBy: 'phone', contactKind: 'phone', contact: '+8613800000002' })
    const change = (fields: object) =>
      perform(app, changeDuty, liaison, {
        dutyId: duty.id,
        day: '2026-12-04',
        from: '09:00',
        to: '11:00',
        ways: ['place', 'phone'],
        slotMinutes: 30,
        seats: 1,
        ...fields,
      })
    expect(await change({ from: '10:00' })).toMatchObject({ code: 'booked' })
    expect(await change({ ways: ['phone'] })).toMatchObject({ code: 'booked' })
    succeeded(await change({ to: '10:00' }))
    succeeded(await perform(app, nameStandIn, liaison, { dutyId: duty.id, personId: other.personId }))
    const last = (await sentOut(town)).at(-1)
    expect(last?.title).toContain(code)
    expect(last?.body).toContain('换了一位代表接待您')
  })

  test('those on duty may decline with a reason, and nobody else touches it', async () => {
    const { app, council, deputy, other, liaison, booked, held } = await aBookedTown()
    const elsewhere = await aPlace(app, council, { kind: 'station', name_zh: '望山代表联络站' })
    const stranger = await someoneAt(app, council, elsewhere.placeId, { roles: ['liaison'] })
    const { id, number } = await held(await booked())
    for (const who of [other, stranger]) {
      expect(await perform(app, confirmBooking, who, { bookingId: id })).toMatchObject({ kind: 'forbidden' })
      expect((await siteOf({ app, council, actor: who, modules }).get(`/contact/bookings/${number}`)).status).toBe(404)
    }
    expect((await siteOf({ app, council, actor: deputy, modules }).get(`/contact/bookings/${number}`)).status).toBe(200)
    expect(await perform(app, declineBooking, liaison, { bookingId: id, reason: ' ' })).toMatchObject({
      issues: [{ path: 'reason', code: 'empty' }],
    })
    succeeded(await perform(app, declineBooking, liaison, { bookingId: id, reason: '站点停电' }))
    expect((await held((await held(await booked())).code)).state).toBe('asked')
  })
})

describe('on the day and after', () => {
  test('who came may bring a matter: her words, a receipt, and the deputy has it', async () => {
    const { app, council, deputy, clock, booked, held } = await aBookedTown()
    const code = await booked({ name: '赵阿姨', answerBy: 'phone', contactKind: 'phone', contact: '+8613800000003' })
    const { id } = await held(code)
    expect(await perform(app, noteCame, deputy, { bookingId: id, came: true })).toMatchObject({ code: 'ahead' })
    clock.set(half)
    expect(await perform(app, toMatter, deputy, { bookingId: id })).toMatchObject({ code: 'state:asked' })
    succeeded(await perform(app, noteCame, deputy, { bookingId: id, came: true }))
    expect(await perform(app, noteCame, deputy, { bookingId: id, came: true })).toMatchObject({ code: 'state:came' })
    const { receipt } = succeeded(await perform(app, toMatter, deputy, { bookingId: id }))
    const found = await matterByReceipt(app.database.db, council.id, receipt)
    expect(found?.matter.work).toMatchObject({ keeperId: deputy.personId, stage: 'open' })
    const said = await saidIn(app.database.db, council.id, found?.matter.opinion_id ?? '')
    expect(said).toMatchObject({ body: topic, name: '赵阿姨', contact: '+8613800000003', public: false })
    expect(await perform(app, toMatter, deputy, { bookingId: id })).toMatchObject({ code: 'outcome-noted' })
    expect(await perform(app, noteCame, deputy, { bookingId: id, came: false })).toMatchObject({
      code: 'outcome-noted',
    })
    const page = await siteOf({ app, council, actor: aGuest(council), modules }).get(`/contact/booking/${code}`)
    expect(await page.text()).toContain(receipt.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3'))
  })

  test('what was answered on the spot is noted for her to read; who did not come is noted, and may be corrected', async () => {
    const { app, deputy, clock, booked, held } = await aBookedTown()
    const code = await booked()
    const { id } = await held(code)
    clock.set(half)
    succeeded(await perform(app, noteCame, deputy, { bookingId: id, came: false }))
    expect(await perform(app, noteAnswered, deputy, { bookingId: id, words: '已经联系路灯所' })).toMatchObject({
      code: 'state:missed',
    })
    succeeded(await perform(app, noteCame, deputy, { bookingId: id, came: true }))
    expect(await perform(app, noteAnswered, deputy, { bookingId: id, words: '' })).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, noteAnswered, deputy, { bookingId: id, words: '已经联系路灯所，明天来修。' }))
    expect(await held(code)).toMatchObject({ outcome: 'answered', outcome_words: '已经联系路灯所，明天来修。' })
  })

  test('her name and contact are forgotten after the days of the setting, and not before', async () => {
    const { app, deputy, clock, booked, held } = await aBookedTown()
    const code = await booked({ name: '赵阿姨', answerBy: 'phone', contactKind: 'phone', contact: '+8613800000004' })
    clock.set('2027-01-03T00:59:00Z')
    await forgetEverywhere(app)
    expect((await held(code)).name).toBe('赵阿姨')
    clock.set('2027-01-03T01:01:00Z')
    await forgetEverywhere(app)
    expect(await held(code)).toMatchObject({ name: null, contact: null, contact_kind: null, device_id: null, topic })
    const { id } = await held(code)
    succeeded(await perform(app, noteCame, deputy, { bookingId: id, came: true }))
    expect(await perform(app, toMatter, deputy, { bookingId: id })).toMatchObject({ code: 'forgotten' })
  })

  test('her copy holds what she booked with her account, and erasing it leaves nothing of hers', async () => {
    const { app, council, clock, booked, held } = await aBookedTown()
    const citizen = await aCitizen(app, council)
    const code = await booked({ name: '赵阿姨', answerBy: 'inbox' }, citizen)
    const copy = await contactData.export(app.database.db, citizen.accountId)
    expect(copy?.rows).toMatchObject([{ is: 'booking', topic, name: '赵阿姨' }])
    const account = { app, councilId: council.id, accountId: citizen.accountId, ground: 'asked', now: clock.now() }
    await app.database.db.transaction().execute((tx) => contactData.erase(tx, account))
    expect(await held(code)).toMatchObject({ topic: '', name: null, account_id: null, device_id: null })
    expect(await contactData.export(app.database.db, citizen.accountId)).toBe(null)
  })
})

describe('the pages', () => {
  test('a card, a poster and the roster lead to times; what leads nowhere says so', async () => {
    const { app, council, guest, duty, deputy, station } = await aBookedTown()
    await app.database.db
      .insertInto('people.person_code')
      .values({ council_id: council.id, code: 'D-007', person_id: deputy.personId })
      .execute()
    const site = siteOf({ app, council, actor: guest, modules })
    const page = async (query: string) => (await site.get(`/contact/booking/new?${query}`)).text()
    for (const query of ['deputy=D-007', `place=${station.number}`, `duty=${duty.number}`, '']) {
      const words = await page(query)
      expect(words.match(/slot=\d+-\d+/g)).toHaveLength(4)
      expect(words).toContain('报警 110')
    }
    for (const query of ['deputy=NOBODY', 'place=99', 'duty=99', 'place=x'])
      expect((await site.get(`/contact/booking/new?${query}`)).status).toBe(404)
    expect((await site.get('/contact/booking/poster?deputy=D-007')).status).toBe(200)
    expect(await (await site.get(`/stations/${station.number}`)).text()).toContain('最近可以约的时间')
  })

  test('who loses the last seat keeps every word and is offered other times', async () => {
    const { app, council, duty, booked, guest } = await aBookedTown()
    await booked({}, aGuest(council))
    const site = siteOf({ app, council, actor: guest, modules })
    const fields = { key: newId(), slot: slotKey(duty.number, new Date(nine)), way: 'place', topic, name: '赵阿姨' }
    const answer = await site.post(`/contact/booking/new?duty=${duty.number}`, { ...fields, consent: 'yes' })
    expect(answer.status).toBe(409)
    const words = await answer.text()
    for (const kept of [topic, '赵阿姨', '刚刚被别人约走']) expect(words).toContain(kept)
    expect(words.match(/name="slot"/g)).toHaveLength(3)
    const other = slotKey(duty.number, new Date(half))
    const again = await site.post(`/contact/booking/new?duty=${duty.number}`, {
      ...fields,
      slot: other,
      consent: 'yes',
    })
    expect(again.status).toBe(303)
    expect(again.headers.get('location')).toMatch(/^\/contact\/booking\/[0-9A-Z-]{14}\?new=1$/)
  })

  test('everything wrong is named at its field with nothing lost', async () => {
    const { app, council, duty, guest } = await aBookedTown()
    const site = siteOf({ app, council, actor: guest, modules })
    const slot = slotKey(duty.number, new Date(nine))
    const fields = { slot, way: 'phone', topic: '', name: '赵阿姨', answerBy: 'email', contact: 'zhao' }
    const answer = await site.post(`/contact/booking/new?duty=${duty.number}`, fields)
    expect(answer.status).toBe(422)
    const words = await answer.text()
    for (const field of ['topic', 'contact', 'consent']) expect(words).toContain(`href="#f-${field}"`)
    for (const kept of ['赵阿姨', 'value="zhao"']) expect(words).toContain(kept)
  })

  test('the code opens the booking from the page of receipts too, and its calendar file holds nothing she wrote', async () => {
    const { app, council, booked, guest, deputy } = await aBookedTown()
    const code = await booked()
    const site = siteOf({ app, council, actor: guest, modules })
    const found = await site.get(`/contact?code=${code.toLowerCase()}`)
    expect(found.headers.get('location')).toBe(`/contact/booking/${code}`)
    for (const file of [
      await site.get(`/contact/booking/${code}/calendar.ics`),
      await siteOf({ app, council, actor: deputy, modules }).get('/contact/bookings/1/calendar.ics'),
    ]) {
      const words = await file.text()
      expect(words).toContain('DTSTART:20261204T010000Z')
      expect(words).toContain('DTEND:20261204T013000Z')
      expect(words).not.toContain('路灯')
    }
    expect((await site.get('/contact/booking/AAAA-AAAA-AAAA')).status).toBe(404)
  })

  test('the list of a day is for those on duty, and for printing', async () => {
    const { app, council, booked, deputy, liaison, clerk, other, guest } = await aBookedTown()
    await booked({ name: '赵阿姨' })
    const list = async (actor: typeof guest) =>
      (await siteOf({ app, council, actor, modules }).get('/contact/bookings?day=2026-12-04')).text()
    for (const who of [deputy, liaison, clerk]) expect(await list(who)).toContain('赵阿姨')
    expect(await list(other)).not.toContain('赵阿姨')
    const third = await aDeputyOf(app, council, { name: '林晓' })
    expect(await list(third)).toContain('这一天没有值班')
    expect((await siteOf({ app, council, actor: guest, modules }).get('/contact/bookings')).status).toBe(303)
  })
})
