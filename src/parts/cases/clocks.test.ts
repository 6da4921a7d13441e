import { expect, test } from 'vitest'
import { z } from 'zod'
import { action, perform, systemActor } from '#kernel/action'
import { type Calendar, calendarOf, chinaNotices, type Notice } from '#kernel/calendar'
import { setCalendarDay } from '#parts/councils'
import { aCase, handOver, theCase } from '#support/cases'
import { aCouncil, anOrganisation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { recomputeClocks } from './clocks.ts'
import { recomputeDates } from './index.ts'

/** A notice for 2027 as one might come: New Year off from Friday to Sunday. */
const notice2027: Notice = {
  year: 2027,
  status: 'published',
  title: '国务院办公厅关于2027年部分节假日安排的通知',
  issuedOn: '2026-12-28',
  days: [{ holiday: 'new-year', from: '2027-01-01', to: '2027-01-03', worked: [] }],
}

const recomputeWith = (calendar: Calendar) =>
  action({
    name: 'tests.recompute',
    input: z.object({}),
    subject: async ({ councilId }) => ({ councilId }),
    allow: () => true,
    async run(context) {
      const changed = await recomputeClocks(context, calendar)
      context.emit('tests.recomputed')
      return changed
    },
  })

test('a notice that comes later moves the provisional dates it concerns, and no others', async () => {
  const { app } = await house('2026-12-01T01:00:00Z')
  const council = await aCouncil(app)
  const organisation = (await anOrganisation(app, council)).organisationId
  const withDays = async (amount: number) => {
    const caseId = await aCase(app, council)
    await handOver(app, council, caseId, organisation, { kind: 'working-days', amount, rollsToWorkingDay: false })
    return caseId
  }
  const certain = await withDays(5)
  const moved = await withDays(25)
  const dueOf = async (caseId: string) => {
    const clock = (await theCase(app, council, caseId)).replyClock
    return [clock?.due_on, clock?.provisional]
  }
  expect(await dueOf(certain)).toEqual(['2026-12-08', false])
  // Without a notice for 2027 Friday 1 January counts as worked.
  expect(await dueOf(moved)).toEqual(['2027-01-05', true])
  const calendar = calendarOf([...chinaNotices, notice2027])
  const changed = succeeded(await perform(app, recomputeWith(calendar), systemActor(council.id), {}))
  expect(changed.map(({ caseId, before, after }) => [caseId, before, after])).toEqual([
    [moved, '2027-01-05', '2027-01-06'],
  ])
  expect(await dueOf(certain)).toEqual(['2026-12-08', false])
  expect(await dueOf(moved)).toEqual(['2027-01-06', false])
  const steps = (await theCase(app, council, moved)).replyClock?.steps ?? []
  expect(steps.some((step) => step.step === 'holiday-skipped' && step.source === notice2027.title)).toBe(true)
  // Certain now: another notice does not move it again.
  const again = calendarOf([...chinaNotices, notice2027], {
    local: [{ on: '2027-01-06', working: false, source: '暴雪停工' }],
  })
  expect(succeeded(await perform(app, recomputeWith(again), systemActor(council.id), {}))).toEqual([])
})

test('the system reckons anew by itself, by the council’s own days too, and says which dates moved', async () => {
  const { app } = await house('2026-12-01T01:00:00Z')
  const council = await aCouncil(app)
  const organisation = (await anOrganisation(app, council)).organisationId
  const caseId = await aCase(app, council)
  const rule = { kind: 'working-days', amount: 25, rollsToWorkingDay: false } as const
  await handOver(app, council, caseId, organisation, rule)
  expect(succeeded(await perform(app, recomputeDates, systemActor(council.id), {}))).toEqual({ changed: 0 })
  const day = { day: '2026-12-29', working: false, name: '全市停工日' }
  succeeded(await perform(app, setCalendarDay, systemActor(council.id), day))
  expect(succeeded(await perform(app, recomputeDates, systemActor(council.id), {}))).toEqual({ changed: 1 })
  expect((await theCase(app, council, caseId)).replyClock?.due_on).toBe('2027-01-06')
  expect((await eventsIn(app, council, 'cases.date-recomputed'))[0]?.data).toMatchObject({
    before: '2027-01-05',
    after: '2027-01-06',
  })
})
