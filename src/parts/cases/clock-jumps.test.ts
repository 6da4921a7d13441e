import { describe, expect, test } from 'vitest'
import { drain } from '#kernel/worker'
import { aCase, accepted, aHouseWithWork, handOver, theCase } from '#support/cases'
import { aCouncil, anOrganisation, eventsIn } from '#support/councils'
import { house } from '#support/house'
import { anOfficialOf } from '#support/people'

/** A letter accepted by one department, due on Monday 21 December 2026; reminders at nine from the 16th on. */
async function reminded() {
  const work = await accepted(await aHouseWithWork())
  const { app, clock, council, electrician } = work
  const at = async (instant: string): Promise<string[]> => {
    clock.set(instant)
    await drain(app, council.id)
    const events = await eventsIn(app, council, 'cases.reminded')
    return events
      .filter(({ data }) => data.personId === electrician.personId)
      .flatMap(({ data }) => (data.items as { level: string }[]).map(({ level }) => level))
  }
  return { ...work, at }
}

describe('a clock that jumps', () => {
  test('put back an hour, a day or a week after a reminder, it reminds nobody twice and goes on', async () => {
    const { at } = await reminded()
    expect(await at('2026-12-16T01:00:00Z')).toEqual(['before'])
    for (const back of ['2026-12-16T00:00:00Z', '2026-12-15T01:00:00Z', '2026-12-09T01:00:00Z']) {
      expect(await at(back)).toEqual(['before'])
    }
    expect(await at('2026-12-16T02:00:00Z')).toEqual(['before'])
    expect(await at('2026-12-21T01:00:00Z')).toEqual(['before', 'on-the-day'])
    expect(await at('2026-12-20T23:00:00Z')).toEqual(['before', 'on-the-day'])
    expect(await at('2026-12-22T01:00:00Z')).toEqual(['before', 'on-the-day', 'late'])
  })

  test('put back just before a reminder, the reminder still comes, once', async () => {
    const { at } = await reminded()
    expect(await at('2026-12-16T00:59:59Z')).toEqual([])
    expect(await at('2026-12-14T01:00:00Z')).toEqual([])
    expect(await at('2026-12-16T01:00:00Z')).toEqual(['before'])
  })

  test('a worker that slept through every reminder tells once what is true now, not a row of what was', async () => {
    const { at } = await reminded()
    expect(await at('2027-01-20T01:00:00Z')).toEqual(['leader'])
    expect(await at('2027-02-20T01:00:00Z')).toEqual(['leader'])
  })

  test('the last day is the same however the clock stood meanwhile', async () => {
    const { at, now } = await reminded()
    for (const instant of ['2026-12-19T01:00:00Z', '2026-11-25T01:00:00Z', '2026-12-10T01:00:00Z']) {
      await at(instant)
      expect((await now()).replyClock).toMatchObject({ due_on: '2026-12-21', provisional: false })
    }
  })
})

test('a council whose clocks change reminds at nine of its own morning and ends a day at its own midnight', async () => {
  // Berlin's clocks go forward on Sunday 29 March 2026.
  const { app, clock } = await house('2026-03-19T08:00:00Z')
  const council = await aCouncil(app, { time_zone: 'Europe/Berlin' })
  const { organisationId } = await anOrganisation(app, council)
  await anOfficialOf(app, council, organisationId)
  const caseId = await aCase(app, council)
  await handOver(app, council, caseId, organisationId, { kind: 'days', amount: 15, rollsToWorkingDay: false })
  const reply = (await theCase(app, council, caseId)).replyClock
  expect(reply?.due_on).toBe('2026-04-03')
  // Five days before: the day on which the clocks change. Nine in Berlin is seven in Greenwich from then on.
  expect(reply?.remind_at?.toISOString()).toBe('2026-03-29T07:00:00.000Z')
  const told = async (instant: string) => {
    clock.set(instant)
    await drain(app, council.id)
    const events = await eventsIn(app, council, 'cases.reminded')
    return events
      .flatMap(({ data }) => data.items as { clock: string; level: string }[])
      .filter((item) => item.clock === 'reply')
  }
  expect(await told('2026-03-29T06:59:59Z')).toHaveLength(0)
  expect(await told('2026-03-29T07:00:00Z')).toHaveLength(1)
  // The last day is over at 22:00 in Greenwich: a second earlier nothing is late.
  expect((await told('2026-04-03T21:59:59Z')).at(-1)?.level).toBe('on-the-day')
  expect((await told('2026-04-04T07:00:00Z')).at(-1)?.level).toBe('late')
})
