import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enterCouncil, perform } from '#kernel/action'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { changeSetting } from '#parts/councils'
import { aCouncil, aGuestOf, aStation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aPersonOf, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../../index.ts'
import { counterEntry, decideEntry, enterAllowance, enterBudget, enterSpending, openFund } from './actions.ts'
import { entriesOf } from './queries.ts'
import { balanceOf, type Counted, type EntryKind, takesFen } from './rules.ts'

const day = '2026-11-20'

async function aFund(kind: 'place' | 'duty' = 'place') {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const { placeId } = station
  const clerk = await aClerkOf(app, council)
  const committee = await aPersonOf(app, council, { name: '蒋敏', roles: ['committee'] })
  const liaison = await someoneAt(app, council, placeId, { roles: ['liaison'] })
  const { fundId, number } = succeeded(
    await perform(app, openFund, clerk, {
      kind,
      placeId: kind === 'place' ? placeId : null,
      title: '2026 年经费',
      year: 2026,
      budget: '1000',
    }),
  )
  const entries = () => entriesOf(app.database.db, council.id, [fundId])
  const decide = (entryId: string, approve: boolean, actor = committee) =>
    perform(app, decideEntry, actor, { fundId, entryId, approve, reason: approve ? '' : '不符合规定' })
  const [first] = await entries()
  succeeded(await decide(first?.id ?? '', true))
  const enterer = kind === 'place' ? liaison : clerk
  const spend = (amount: string, fields: object = {}) =>
    perform(app, enterSpending, enterer, { fundId, onDay: day, purpose: '买茶水', amount, ...fields })
  const balance = async () => balanceOf(await entries())
  return { app, clock, council, station, fundId, number, clerk, committee, liaison, entries, decide, spend, balance }
}

describe('a fund', () => {
  test('is spent only after a second pair of eyes; what waits is set aside', async () => {
    const { app, council, clerk, committee, liaison, fundId, decide, spend, balance } = await aFund()
    const { entryId } = succeeded(await spend('600'))
    expect(await balance()).toMatchObject({ spentFen: 0, waitingFen: 60_000, balanceFen: 100_000, freeFen: 40_000 })
    expect(await spend('400.01')).toMatchObject({
      issues: [{ path: 'amount', code: 'over-budget', values: { free: 40_000 } }],
    })
    expect(await decide(entryId, true, liaison)).toMatchObject({ kind: 'forbidden' })
    succeeded(await decide(entryId, true, committee))
    expect(await decide(entryId, false, clerk)).toMatchObject({ code: 'decided-already' })
    expect(await balance()).toMatchObject({ spentFen: 60_000, waitingFen: 0, balanceFen: 40_000 })
    const own = succeeded(
      await perform(app, enterSpending, clerk, { fundId, onDay: day, purpose: '印宣传册', amount: '10' }),
    )
    expect(await decide(own.entryId, true, clerk)).toMatchObject({ code: 'four-eyes' })
    expect((await eventsIn(app, council, 'stations.fund')).map(({ name }) => name)).toEqual([
      'stations.fund-opened',
      'stations.fund-decided',
      'stations.fund-entered',
      'stations.fund-decided',
      'stations.fund-entered',
    ])
  })

  test('is put right by a counter-entry, once, and never edited', async () => {
    const { app, fundId, liaison, decide, spend, balance, entries } = await aFund()
    const { entryId } = succeeded(await spend('600'))
    const counter = () => perform(app, counterEntry, liaison, { fundId, entryId, reason: '多记了一个零' })
    expect(await counter()).toMatchObject({ code: 'not-approved' })
    succeeded(await decide(entryId, true))
    const back = succeeded(await counter())
    expect(await counter()).toMatchObject({ code: 'countered-already' })
    expect((await balance()).freeFen).toBe(40_000)
    succeeded(await decide(back.entryId, true))
    expect(await balance()).toMatchObject({ spentFen: 0, balanceFen: 100_000 })
    const again = await perform(app, counterEntry, liaison, { fundId, entryId: back.entryId, reason: '再冲' })
    expect(again).toMatchObject({ code: 'counter-of-counter' })
    expect((await entries()).map(({ kind, amount_fen }) => [kind, amount_fen])).toEqual([
      ['budget', 100_000],
      ['spending', 60_000],
      ['counter', -60_000],
    ])
  })

  test('keeps its entries and decisions even against the application itself', async () => {
    const { app, council, clerk, fundId, spend, entries } = await aFund()
    succeeded(await spend('10'))
    const tampering = (statement: string) =>
      app.database.db.transaction().execute(async (tx) => {
        await enterCouncil(tx, council.id)
        await sql.raw(statement).execute(tx)
      })
    for (const table of ['stations.fund_entry', 'stations.fund_decision']) {
      await expect(tampering(`delete from ${table}`)).rejects.toThrow(/permission denied/)
    }
    await expect(tampering('update stations.fund_entry set amount_fen = 1')).rejects.toThrow(/permission denied/)
    const waiting = (await entries()).find(({ approved }) => approved === null)
    const forged = `insert into stations.fund_decision (council_id, entry_id, entered_by, approved, decided_at, decided_by)
      values ('${council.id}', '${waiting?.id}', '${clerk.personId}', true, now(), '${waiting?.entered_by}')`
    await expect(tampering(forged)).rejects.toThrow(/foreign key/)
    expect(fundId).toBeTruthy()
  })

  test('takes less budget only as far as nothing is spent or waits, and no day of another year', async () => {
    const { app, committee, liaison, fundId, spend } = await aFund()
    succeeded(await spend('700'))
    const less = (amount: string, actor = committee) =>
      perform(app, enterBudget, actor, { fundId, onDay: day, purpose: '调减', amount })
    expect(await less('-300.01')).toMatchObject({ issues: [{ code: 'over-budget' }] })
    expect(await less('-100', liaison)).toMatchObject({ kind: 'forbidden' })
    succeeded(await less('-300'))
    expect(await spend('1')).toMatchObject({ issues: [{ code: 'over-budget' }] })
    expect(await spend('1', { onDay: '2025-12-31' })).toMatchObject({ issues: [{ code: 'another-year' }] })
    expect(await spend('1', { onDay: '2026-11-21' })).toMatchObject({ issues: [{ code: 'in-the-future' }] })
    expect(await spend('1', { fileId: newId() })).toMatchObject({ issues: [{ path: 'receipt' }] })
  })

  test('two bills for the last money at the same moment: one is entered', async () => {
    const { spend, balance } = await aFund()
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => spend('600')))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await balance()).toMatchObject({ waitingFen: 60_000, freeFen: 40_000 })
  })
})

test('an allowance is the rate of its day times the days; without a rate nothing is paid', async () => {
  const { app, clock, council, clerk, fundId, balance } = await aFund('duty')
  const pay = (onDay: string) =>
    perform(app, enterAllowance, clerk, { fundId, onDay, purpose: '十一月进站', rateCode: 'station-day', units: '4' })
  expect(await pay(day)).toMatchObject({ issues: [{ path: 'rateCode', code: 'no-rate' }] })
  const rate = (amount_fen: number) => [
    { code: 'station-day', name_zh: '进站接待', name_en: 'Station duty', amount_fen },
  ]
  for (const [validFrom, amount] of [
    ['2026-11-20', 5000],
    ['2026-12-01', 8000],
  ] as const) {
    const change = { key: 'dutyAllowances', value: rate(amount), validFrom, reason: '常委会决定' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
  }
  clock.set('2026-12-02T01:00:00Z')
  succeeded(await pay('2026-11-21'))
  expect((await balance()).waitingFen).toBe(20_000)
  succeeded(await pay('2026-12-01'))
  expect((await balance()).waitingFen).toBe(52_000)
})

test('the year is for those who keep the money; everybody reads its sums only where the council says so', async () => {
  const { app, clock, council, number, liaison, spend } = await aFund()
  succeeded(await spend('12.50'))
  const site = (actor: Parameters<typeof siteOf>[0]['actor']) => siteOf({ app, council, actor, modules })
  const guest = site(aGuestOf(council))
  expect((await guest.get('/stations/funds')).status).toBe(404)
  expect((await guest.get('/stations/funds/entries.csv')).status).toBe(404)
  const change = { key: 'fundsSummaryPublic', value: true, validFrom: '2026-11-20', reason: '公开' }
  clock.advance(1000)
  succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
  clock.advance(1000)
  const html = await (await guest.get('/stations/funds')).text()
  expect(html).toContain('2026 年经费')
  expect(html).not.toContain('买茶水')
  expect((await guest.get(`/stations/funds/${number}`)).status).toBe(404)
  expect(await (await site(liaison).get(`/stations/funds/${number}`)).text()).toContain('买茶水')
  const csv = await (await site(liaison).get(`/stations/funds/entries.csv?fund=${number}`)).text()
  expect(csv).toContain('"12.5"')
})

test('a refused form of a fund keeps what was typed and says what to do', async () => {
  const { app, council, number, liaison } = await aFund()
  const site = siteOf({ app, council, actor: liaison, modules })
  const answer = await site.post(`/stations/funds/${number}/spend`, { onDay: day, purpose: '修门', amount: '1000.01' })
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('超出预算，没有记下')
  expect(html).toContain('value="修门"')
})

interface Step {
  readonly kind: EntryKind
  readonly amount: number
  readonly decide: boolean | null
  readonly of: number
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('budget' as const, 'spending' as const, 'counter' as const),
  amount: fc.integer({ min: -50_000, max: 50_000 }).filter((amount) => amount !== 0),
  decide: fc.option(fc.boolean()),
  of: fc.nat(30),
})

test('whatever is entered, countered and decided, the balance is the sum of what was approved and never below nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const entries: Counted[] = []
      for (const { kind, amount, decide, of } of steps) {
        const wrong = kind === 'counter' ? entries[of % Math.max(1, entries.length)] : undefined
        const free = wrong && !entries.some((each) => each.counters_id === wrong.id && each.approved !== false)
        if (kind === 'counter' && !(wrong && wrong.kind !== 'counter' && wrong.approved && free)) continue
        const amount_fen = wrong ? -wrong.amount_fen : kind === 'spending' ? Math.abs(amount) : amount
        const made = { kind, amount_fen, counters_kind: wrong?.kind ?? null }
        if (takesFen(made) <= balanceOf(entries).freeFen) {
          entries.push({ ...made, id: String(entries.length), counters_id: wrong?.id ?? null, approved: null })
        }
        const at = of % Math.max(1, entries.length)
        const one = entries[at]
        if (decide !== null && one && one.approved === null) entries[at] = { ...one, approved: decide }
        const { balanceFen, freeFen, budgetFen, spentFen } = balanceOf(entries)
        const approved = entries.filter((each) => each.approved)
        const sum = approved.reduce((all, each) => {
          const isBudget = each.kind === 'budget' || each.counters_kind === 'budget'
          return all + (isBudget ? each.amount_fen : -each.amount_fen)
        }, 0)
        expect(balanceFen).toBe(sum)
        expect(budgetFen - spentFen).toBe(sum)
        expect(freeFen).toBeGreaterThanOrEqual(0)
        expect(balanceFen).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 500 },
  )
})

test('the property would notice a ledger that does not set aside what waits', () => {
  const waiting = (id: string): Counted => ({
    id,
    kind: 'spending',
    amount_fen: 600,
    counters_id: null,
    counters_kind: null,
    approved: null,
  })
  const budget: Counted = { ...waiting('0'), kind: 'budget', amount_fen: 1000, approved: true }
  // Two bills let in without setting the first aside, then both approved: the balance falls below nothing.
  const careless = [budget, waiting('1'), waiting('2')].map((entry) => ({ ...entry, approved: true }))
  expect(balanceOf(careless).balanceFen).toBeLessThan(0)
  expect(takesFen(waiting('2'))).toBeGreaterThan(balanceOf([budget, waiting('1')]).freeFen)
})
