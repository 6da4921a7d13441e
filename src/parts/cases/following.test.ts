import { describe, expect, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { drain } from '#kernel/worker'
import { aCase, accepted, aHouseWithWork, answerBack, handOver, judge, replied, theCase } from '#support/cases'
import { aCouncil, anOrganisation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { anOfficialOf, aPersonOf, someoneAt } from '#support/people'
import {
  addAssist,
  askBack,
  countCases,
  decideReturn,
  giveView,
  listedCases,
  returnAssignment,
  stepsOf,
} from './index.ts'
import { casesData } from './personal-data.ts'

describe('lists', () => {
  test('a department sees its own, what is late first; a keeper hers', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, council } = work
    const late = await aCase(app, council, { keeper: work.deputy })
    await handOver(app, council, late, work.lamps, { kind: 'days', amount: 2, rollsToWorkingDay: false })
    await handOver(app, council, await aCase(app, council, {}), work.water)
    const asked = { councilId: council.id, kind: 'test-case', today: '2026-11-25' }
    const { db } = app.database
    const queue = await listedCases(db, { ...asked, organisationIds: [work.lamps] })
    expect(queue.map((each) => [each.id, each.late, each.dueOn])).toEqual([
      [late, true, '2026-11-22'],
      [work.caseId, false, '2026-12-21'],
    ])
    expect(await countCases(db, { ...asked, organisationIds: [work.lamps] })).toEqual({ all: 2, late: 1 })
    expect(await listedCases(db, { ...asked, keeperId: work.deputy.personId })).toHaveLength(2)
    expect(await listedCases(db, { ...asked, unkept: true })).toHaveLength(1)
    expect((await listedCases(db, { ...asked, late: true })).map(({ id }) => id)).toEqual([late])
  })

  test('what happened is told in order, and the one who asked does not read what departments say to each other', async () => {
    const work = await accepted(await aHouseWithWork())
    const { assignmentId } = succeeded(
      await perform(work.app, addAssist, work.electrician, { caseId: work.caseId, organisationId: work.water }),
    )
    const view = { caseId: work.caseId, assignmentId, view: '管线图见附件。' }
    succeeded(await perform(work.app, giveView, work.plumber, view))
    const whats = async (open: boolean) =>
      (await stepsOf(work.app.database.db, work.council.id, work.caseId, { open })).map(({ what }) => what)
    expect(await whats(false)).toEqual(['opened', 'assigned', 'accepted', 'assist-asked', 'view-given'])
    expect(await whats(true)).toEqual(['opened', 'assigned', 'accepted', 'assist-asked'])
  })
})

describe('reminders', () => {
  test('go to the holder, then to the whole organisation and the keeper, then to the office and those who lead, in one bundle each', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, clock, council } = work
    const colleague = await anOfficialOf(app, council, work.lamps, { name: '薛立' })
    const chair = await aPersonOf(app, council, { name: '蒋敏', roles: ['committee'] })
    const second = await aCase(app, council, { keeper: work.deputy })
    await handOver(app, council, second, work.lamps)
    const told = async () => {
      await drain(app, council.id)
      const events = await eventsIn(app, council, 'cases.reminded')
      return events.map(({ data }) => [data.personId, (data.items as { level: string }[]).map(({ level }) => level)])
    }
    const two = (level: string) => [level, level]
    clock.set('2026-12-16T01:00:00Z')
    const first = await told()
    // The first case has a holder; the second has not been accepted yet: everybody of the department hears.
    expect(first).toHaveLength(2)
    expect(first).toContainEqual([work.electrician.personId, two('before')])
    expect(first).toContainEqual([colleague.personId, ['before']])
    clock.set('2026-12-22T01:00:00Z')
    const late = (await told()).slice(first.length)
    expect(late).toContainEqual([colleague.personId, two('late')])
    expect(late).toContainEqual([work.deputy.personId, two('late')])
    expect(late.map(([who]) => who)).not.toContain(work.clerk.personId)
    clock.set('2026-12-24T01:00:00Z')
    const all = await told()
    expect(all.slice(first.length + late.length)).toContainEqual([work.clerk.personId, two('office')])
    clock.set('2027-01-20T01:00:00Z')
    const above = await told()
    expect(above.slice(all.length)).toContainEqual([chair.personId, two('leader')])
    expect(all.map(([who]) => who)).not.toContain(chair.personId)
    clock.set('2027-03-20T01:00:00Z')
    expect(await told()).toHaveLength(above.length)
  })

  test('nobody is reminded of what is answered or waits for an answer', async () => {
    const work = await accepted(await aHouseWithWork())
    succeeded(await perform(work.app, askBack, work.electrician, { caseId: work.caseId, words: '是哪一盏？' }))
    work.clock.set('2026-12-30T01:00:00Z')
    await drain(work.app, work.council.id)
    expect(await eventsIn(work.app, work.council, 'cases.reminded')).toEqual([])
  })
})

test('erasure takes her words and her account from a case; how it was handled stays', async () => {
  const work = await accepted(await aHouseWithWork())
  const { app, council, caseId, resident } = work
  succeeded(await perform(app, askBack, work.electrician, { caseId, words: '是哪一盏？' }))
  succeeded(await perform(app, answerBack, resident, { caseId, words: '我家3号楼201门口' }))
  await replied(work)
  succeeded(await perform(app, judge, resident, { caseId, verdict: 'not-solved', words: '我家门口还是黑的' }))
  const section = await casesData.export(app.database.db, resident.accountId)
  expect(section?.rows.map(({ is }) => is)).toEqual(['case', 'question', 'verdict'])
  const account = { app, councilId: council.id, accountId: resident.accountId, ground: 'asked', now: app.clock.now() }
  await app.database.db.transaction().execute(async (tx) => {
    await casesData.erase(tx, account)
    await casesData.erase(tx, account)
  })
  const it = await work.now()
  expect(it.asker_account_id).toBeNull()
  expect(it.questions[0]?.answer).toBe('')
  expect(it.verdicts[0]).toMatchObject({ verdict: 'not-solved', words: '' })
  const steps = await stepsOf(app.database.db, council.id, caseId)
  expect(JSON.stringify([it, steps])).not.toMatch(/门口|黑的/)
  expect(steps.map(({ what }) => what)).toContain('not-solved')
  expect(await casesData.export(app.database.db, resident.accountId)).toBeNull()
})

test('the liaison of its place may stand in for the keeper; the liaison of another may not', async () => {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const organisation = (await anOrganisation(app, council)).organisationId
  const official = await anOfficialOf(app, council, organisation)
  const place = crypto.randomUUID()
  const caseId = await aCase(app, council, { scopeId: place })
  await handOver(app, council, caseId, organisation)
  const assignmentId = (await theCase(app, council, caseId)).lead?.id ?? ''
  succeeded(await perform(app, returnAssignment, official, { caseId, assignmentId, reason: '不归我们管' }))
  const input = { caseId, assignmentId, organisationId: null, reason: '归你们' }
  const elsewhere = await someoneAt(app, council, crypto.randomUUID(), { roles: ['liaison'] })
  expect(await perform(app, decideReturn, elsewhere, input)).toMatchObject({ kind: 'forbidden' })
  const here = await someoneAt(app, council, place, { roles: ['liaison'] })
  succeeded(await perform(app, decideReturn, here, input))
  expect(
    await perform(app, decideReturn, systemActor(council.id), { ...input, caseId: crypto.randomUUID() }),
  ).toMatchObject({ kind: 'missing' })
})
