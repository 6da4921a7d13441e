import { describe, expect, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { changeSetting } from '#parts/councils'
import { aCouncil, aGuestOf, aStation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aDeputyOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { noteDeed, showDeed, withdrawDeed } from './actions/deeds.ts'
import { forgetVisitor, raiseReception, recordReceptions, voidReception } from './actions/receptions.ts'
import { figuresByMonth, figuresByPlace, receptionByNumber } from './queries.ts'

const entry = { receivedOn: '2026-11-20', topic: 'roads', words: '3号楼东门的路灯坏了一个月。' } as const

async function aStationWithStaff() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const other = await aStation(app, council, { name_zh: '望山社区代表联络站' })
  const liaison = await someoneAt(app, council, station.placeId, { roles: ['liaison'], name: '钱芳' })
  const stranger = await someoneAt(app, council, other.placeId, { roles: ['liaison'] })
  const deputy = await aDeputyOf(app, council)
  const { placeId } = station
  const record = async (fields: object = {}) => {
    const entries = [{ ...entry, ...fields }]
    const { numbers, ids } = succeeded(
      await perform(app, recordReceptions, liaison, { placeId, channel: 'visit', entries }),
    )
    return { number: numbers[0] ?? 0, receptionId: ids[0] ?? '' }
  }
  const row = async (number: number) => {
    const found = await receptionByNumber(app.database.db, council.id, placeId, number)
    if (!found) throw new Error('no such entry')
    return found
  }
  const siteFor = (actor: typeof liaison | ReturnType<typeof aGuestOf>) => siteOf({ app, council, actor, modules })
  return { app, clock, council, station, placeId, liaison, stranger, deputy, record, row, siteFor }
}

describe('the reception log', () => {
  test('keeps who came and what was said, for the people of that place alone', async () => {
    const { app, council, station, placeId, liaison, stranger, deputy, record, siteFor } = await aStationWithStaff()
    await record({ called: '李阿姨', deputyId: deputy.personId })
    const log = `/stations/${station.number}/reception`
    const mine = await (await siteFor(liaison).get(log)).text()
    expect(mine).toContain('李阿姨')
    expect(mine).toContain('王秀英')
    expect((await siteFor(stranger).get(log)).status).toBe(404)
    expect((await siteFor(aGuestOf(council)).get(log)).status).toBe(404)
    expect((await siteFor(stranger).get(`${log}/1`)).status).toBe(404)
    const input = { placeId, channel: 'visit' as const, entries: [entry] }
    expect(await perform(app, recordReceptions, stranger, input)).toMatchObject({ kind: 'forbidden' })
    expect((await eventsIn(app, council, 'stations.')).map(({ name, data }) => [name, data.number])).toEqual([
      ['stations.received', 1],
    ])
  })

  test('a day to come and somebody who is no deputy are refused, and nothing of the page is kept', async () => {
    const { app, council, placeId, liaison } = await aStationWithStaff()
    const entries = [
      entry,
      { ...entry, receivedOn: '2026-11-21' },
      { ...entry, deputyId: liaison.personId },
      { ...entry, words: ' ' },
    ]
    const input = (some: typeof entries) => ({ placeId, channel: 'paper' as const, entries: some })
    expect(await perform(app, recordReceptions, liaison, input(entries))).toMatchObject({
      issues: [{ path: 'entries.3.words', code: 'empty' }],
    })
    expect(await perform(app, recordReceptions, liaison, input(entries.slice(0, 3)))).toMatchObject({
      issues: [
        { path: 'entries.1.receivedOn', code: 'in-the-future' },
        { path: 'entries.2.deputyId', code: 'no-deputy' },
      ],
    })
    expect(await figuresByPlace(app.database.db, council.id, 2026)).toEqual([])
  })

  test('what she wants handled has a receipt at once, and the deputy who heard it has the matter', async () => {
    const { app, council, liaison, deputy, record, row, siteFor } = await aStationWithStaff()
    const { receptionId, number } = await record({
      called: '李阿姨',
      phone: '138 0013 8000',
      deputyId: deputy.personId,
    })
    const { receipt } = succeeded(await perform(app, raiseReception, liaison, { receptionId, agreed: true }))
    expect((await row(number)).receipt).toBe(receipt)
    const [told] = await eventsIn(app, council, 'network.matter-raised')
    expect(JSON.stringify(told)).not.toMatch(/李阿姨|路灯|13800138000/)
    await drain(app, council.id)
    const followed = await siteFor(aGuestOf(council)).get(`/contact/${receipt}`)
    expect(await followed.text()).toContain('路灯坏了一个月')
    const seen = await (await siteFor(deputy).get('/contact/matters/1')).text()
    expect(seen).toContain('李阿姨')
    expect(seen).toContain('13800138000')
    expect(await perform(app, raiseReception, liaison, { receptionId, agreed: true })).toMatchObject({
      code: 'raised-already',
    })
    expect(await perform(app, voidReception, liaison, { receptionId, reason: '写错' })).toMatchObject({
      code: 'raised-already',
    })
  })

  test('without her word nothing is handed over, and somebody of another place hands over nothing', async () => {
    const { app, liaison, stranger, record } = await aStationWithStaff()
    const { receptionId } = await record()
    const silent = await perform(app, raiseReception, liaison, { receptionId, agreed: false as true })
    expect(silent).toMatchObject({ issues: [{ path: 'agreed' }] })
    expect(await perform(app, raiseReception, stranger, { receptionId, agreed: true })).toMatchObject({
      kind: 'forbidden',
    })
    expect(await perform(app, raiseReception, liaison, { receptionId: newId(), agreed: true })).toMatchObject({
      kind: 'missing',
    })
  })

  test('her name and telephone are forgotten on the day the setting gives, and the words stay', async () => {
    const { app, clock, council, record, row } = await aStationWithStaff()
    const change = { key: 'receptionForgetDays', value: 10, validFrom: '2026-11-20', reason: '试行' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    clock.advance(1000)
    const { number } = await record({ called: '李阿姨', phone: '13800138000' })
    const old = await record({ called: '王伯', receivedOn: '2026-01-05' })
    expect(await row(old.number)).toMatchObject({ called: null, words: entry.words })
    clock.set('2026-11-30T23:59:59Z')
    await drain(app, council.id)
    expect((await row(number)).called).toBe('李阿姨')
    clock.set('2026-12-01T00:00:00Z')
    await drain(app, council.id)
    expect(await row(number)).toMatchObject({ called: null, phone: null, words: entry.words })
    expect((await row(number)).forgotten_at).not.toBeNull()
  })

  test('they are forgotten earlier where she asks, and only by those who keep the log', async () => {
    const { app, council, liaison, stranger, record, row } = await aStationWithStaff()
    const { number, receptionId } = await record({ called: '李阿姨' })
    expect(await perform(app, forgetVisitor, stranger, { receptionId })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, forgetVisitor, liaison, { receptionId }))
    expect((await row(number)).called).toBeNull()
    succeeded(await perform(app, forgetVisitor, systemActor(council.id), { receptionId }))
  })

  test('a wrong entry is taken out of the count with its reason and stays to be read', async () => {
    const { app, council, station, liaison, record, siteFor } = await aStationWithStaff()
    const { receptionId, number } = await record()
    await record()
    expect(await perform(app, voidReception, liaison, { receptionId, reason: ' ' })).toMatchObject({ kind: 'invalid' })
    succeeded(await perform(app, voidReception, liaison, { receptionId, reason: '记了两遍' }))
    expect((await figuresByPlace(app.database.db, council.id, 2026)).map(({ received }) => received)).toEqual([1])
    const page = await siteFor(liaison).get(`/stations/${station.number}/reception/${number}`)
    expect(await page.text()).toContain('记了两遍')
    expect(await perform(app, voidReception, liaison, { receptionId, reason: '再来' })).toMatchObject({
      code: 'voided',
    })
  })
})

describe('typing in a page of a paper log', () => {
  const rows = {
    rows: '3',
    'receivedOn.0': '2026-11-10',
    'topic.0': 'roads',
    'words.0': '路不平',
    'words.1': '灯不亮',
    'called.1': '李阿姨',
  }

  test('an empty day and subject mean the same as above, an empty row nothing, and sending twice is once', async () => {
    const { station, liaison, row, siteFor, app, council } = await aStationWithStaff()
    const path = `/stations/${station.number}/reception/batch`
    const fields = { ...rows, once: newId() }
    for (let turn = 0; turn < 2; turn += 1) {
      const done = await siteFor(liaison).post(path, fields)
      expect(done.headers.get('location')).toBe(`/stations/${station.number}/reception?saved=2`)
    }
    expect(await figuresByMonth(app.database.db, council.id, 2026, null)).toMatchObject([
      { month: '2026-11', received: 2, people: 2 },
    ])
    expect(await row(2)).toMatchObject({
      received_on: '2026-11-10',
      topic: 'roads',
      called: '李阿姨',
      channel: 'paper',
    })
  })

  test('what is wrong is told by row, and every word comes back; more rows cost none either', async () => {
    const { station, liaison, siteFor } = await aStationWithStaff()
    const path = `/stations/${station.number}/reception/batch`
    const refused = await siteFor(liaison).post(path, { ...rows, 'receivedOn.1': '2026-12-24' })
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toContain('第 2 行：日期还没有到')
    expect(html).toMatch(/href="#f-receivedOn-1"/)
    expect(html).toContain('灯不亮')
    const more = await (await siteFor(liaison).post(path, { ...rows, more: 'yes' })).text()
    expect(more).toContain('灯不亮')
    expect(more).toContain('第 9 行')
    const nothing = await siteFor(liaison).post(path, { rows: '6', 'receivedOn.0': '2026-11-10' })
    expect(nothing.status).toBe(422)
    expect(await nothing.text()).toContain('一行也没有填')
  })
})

describe('the ledger of matters solved', () => {
  const deed = { solvedOn: '2026-11-20', topic: 'roads', title: '东门的路灯修好了', public: true } as const

  test('everybody reads what is public; what is not counts all the same and shows no word', async () => {
    const { app, council, placeId, liaison, stranger, siteFor } = await aStationWithStaff()
    const note = (fields: object) => perform(app, noteDeed, liaison, { placeId, ...deed, ...fields })
    succeeded(await note({ amount: '1,200.50', amountFrom: '爱心企业', helped: '80' }))
    const hidden = succeeded(await note({ title: '帮扶困难家庭', public: false, amount: '300' }))
    const guest = siteFor(aGuestOf(council))
    const page = await (await guest.get('/stations/ledger?year=2026')).text()
    expect(page).toContain('东门的路灯修好了')
    expect(page).not.toContain('帮扶困难家庭')
    expect(page).toContain('资助折合 1,500.50 元')
    expect((await guest.get(`/stations/ledger/${hidden.number}`)).status).toBe(404)
    expect((await siteFor(liaison).get(`/stations/ledger/${hidden.number}`)).status).toBe(200)
    const { deedId } = hidden
    expect(await perform(app, showDeed, stranger, { deedId, public: true })).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, showDeed, liaison, { deedId, public: true }))
    expect(await (await guest.get(`/stations/ledger/${hidden.number}`)).text()).toContain('帮扶困难家庭')
  })

  test('a day to come, an amount that is none, and a source without an amount are refused', async () => {
    const { app, placeId, liaison } = await aStationWithStaff()
    const refusalOf = async (fields: object) => {
      const outcome = await perform(app, noteDeed, liaison, { placeId, ...deed, ...fields })
      return outcome.ok || outcome.kind !== 'invalid' ? outcome : outcome.issues.map(({ path, code }) => [path, code])
    }
    expect(await refusalOf({ solvedOn: '2026-11-21' })).toEqual([['solvedOn', 'in-the-future']])
    for (const amount of ['-3', '0', '1.234', '十元'])
      expect(await refusalOf({ amount })).toEqual([['amount', 'not-an-amount']])
    expect(await refusalOf({ amountFrom: '企业' })).toEqual([['amount', 'amount-needed']])
    expect(await refusalOf({ receptionId: newId() })).toEqual([['receptionId', 'unknown']])
  })

  test('what was withdrawn counts no longer and keeps its reason', async () => {
    const { app, council, placeId, liaison, siteFor } = await aStationWithStaff()
    const { deedId, number } = succeeded(await perform(app, noteDeed, liaison, { placeId, ...deed }))
    succeeded(await perform(app, withdrawDeed, liaison, { deedId, reason: '又坏了' }))
    expect(await figuresByPlace(app.database.db, council.id, 2026)).toEqual([])
    expect(await (await siteFor(liaison).get(`/stations/ledger/${number}`)).text()).toContain('撤回原因：又坏了')
    expect(await perform(app, withdrawDeed, liaison, { deedId, reason: '再撤' })).toMatchObject({ code: 'withdrawn' })
  })

  test('the open data come to the same sums as the page, and hold no word of a visitor', async () => {
    const { app, council, placeId, liaison, record, siteFor } = await aStationWithStaff()
    await record({ called: '李阿姨', people: 3 })
    await record({ receivedOn: '2026-10-02' })
    const gone = await record()
    succeeded(await perform(app, voidReception, liaison, { receptionId: gone.receptionId, reason: '重复' }))
    succeeded(await perform(app, noteDeed, liaison, { placeId, ...deed, amount: '10' }))
    succeeded(await perform(app, noteDeed, liaison, { placeId, ...deed, title: '不公开的事', public: false }))
    const site = siteFor(aGuestOf(council))
    const read = async (name: string) => {
      const text = await (await site.get(`/open-data/${name}.jsonl`)).text()
      expect(text).not.toMatch(/李阿姨|路灯坏了|不公开的事/)
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, number | null>)
    }
    const [shown] = await figuresByPlace(app.database.db, council.id, 2026)
    const receptions = await read('receptions')
    const deeds = await read('deeds')
    const sum = (rows: Record<string, number | null>[], key: string) =>
      rows.reduce((all, row) => all + Number(row[key] ?? 0), 0)
    expect([receptions.length, sum(receptions, 'people')]).toEqual([shown?.received, shown?.people])
    expect([deeds.length, sum(deeds, 'amount_fen')]).toEqual([shown?.solved, shown?.amount_fen])
    const months = await figuresByMonth(app.database.db, council.id, 2026, null)
    expect(months.reduce((all, { people }) => all + people, 0)).toBe(shown?.people)
  })

  test('the committee and the office note for any place, the staff of another place do not', async () => {
    const { app, council, placeId, stranger } = await aStationWithStaff()
    const input = { placeId, ...deed }
    expect(await perform(app, noteDeed, stranger, input)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, noteDeed, await aClerkOf(app, council), input))
  })
})
