import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test } from 'vitest'
import {
  addDays,
  addMonths,
  atHour,
  civilDate,
  dayOf,
  daysBetween,
  endOfDay,
  isCivilDate,
  startOfDay,
} from './civil-date.ts'

test('only days that exist are days', () => {
  for (const wrong of ['2026-02-29', '2026-13-01', '2026-1-1', '2026-00-10', 'today', '2026-11-20T00:00:00Z', '']) {
    assert(!isCivilDate(wrong), wrong)
    assert.throws(() => civilDate(wrong), RangeError)
  }
  assert(isCivilDate('2024-02-29'))
})

test('a month ends on the same day of the next one, or with that month', () => {
  assert.equal(addMonths('2026-11-20', 1), '2026-12-20')
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
  assert.equal(addMonths('2024-01-31', 1), '2024-02-29')
  assert.equal(addMonths('2026-11-30', 3), '2027-02-28')
  assert.equal(addMonths('2026-12-31', 2), '2027-02-28')
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28')
  assert.equal(addMonths('2026-08-31', 6), '2027-02-28')
})

test('days add up, over leap years too', () => {
  const day = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1990-01-01', n))
  fc.assert(
    fc.property(day, fc.integer({ min: -2000, max: 2000 }), (date, n) => {
      assert.equal(daysBetween(date, addDays(date, n)), n)
      assert(isCivilDate(addDays(date, n)))
    }),
  )
})

test('an instant is another day in another zone', () => {
  assert.equal(dayOf(new Date('2026-11-20T15:59:59Z'), 'Asia/Shanghai'), '2026-11-20')
  assert.equal(dayOf(new Date('2026-11-20T16:00:00Z'), 'Asia/Shanghai'), '2026-11-21')
  assert.equal(dayOf(new Date('2026-11-20T16:00:00Z'), 'America/Los_Angeles'), '2026-11-20')
})

test('a day lasts from its first instant to that of the next', () => {
  assert.equal(startOfDay('2026-11-20', 'Asia/Shanghai').toISOString(), '2026-11-19T16:00:00.000Z')
  assert.equal(endOfDay('2026-11-20', 'Asia/Shanghai').toISOString(), '2026-11-20T16:00:00.000Z')
  assert.equal(startOfDay('2026-03-29', 'Europe/Berlin').toISOString(), '2026-03-28T23:00:00.000Z')
  assert.equal(endOfDay('2026-03-29', 'Europe/Berlin').toISOString(), '2026-03-29T22:00:00.000Z')
  assert.equal(startOfDay('2026-01-01', 'Pacific/Kiritimati').toISOString(), '2025-12-31T10:00:00.000Z')
  assert.equal(startOfDay('2026-01-01', 'Asia/Kathmandu').toISOString(), '2025-12-31T18:15:00.000Z')
})

test('the first instant of every day belongs to it and the one before does not', () => {
  const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'America/Santiago')
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2020-01-01', n))
  fc.assert(
    fc.property(day, zone, (date, timeZone) => {
      const start = startOfDay(date, timeZone)
      assert.equal(dayOf(start, timeZone), date)
      assert.equal(dayOf(new Date(start.getTime() - 1), timeZone), addDays(date, -1))
    }),
    { numRuns: 300 },
  )
})

test('nine in the morning is nine on the clocks of the zone, on the days on which they change too', () => {
  assert.equal(atHour('2026-11-20', 9, 'Asia/Shanghai').toISOString(), '2026-11-20T01:00:00.000Z')
  // Berlin's clocks go forward on 29 March 2026 and back on 25 October.
  assert.equal(atHour('2026-03-28', 9, 'Europe/Berlin').toISOString(), '2026-03-28T08:00:00.000Z')
  assert.equal(atHour('2026-03-29', 9, 'Europe/Berlin').toISOString(), '2026-03-29T07:00:00.000Z')
  assert.equal(atHour('2026-10-25', 9, 'Europe/Berlin').toISOString(), '2026-10-25T08:00:00.000Z')
  // There is no two o'clock on the day they go forward, and two of them on the day they go back.
  assert.equal(atHour('2026-03-29', 2, 'Europe/Berlin').toISOString(), '2026-03-29T01:00:00.000Z')
  assert.equal(atHour('2026-10-25', 2, 'Europe/Berlin').toISOString(), '2026-10-25T00:00:00.000Z')
  assert.equal(atHour('2026-06-01', 0, 'Asia/Kathmandu').toISOString(), '2026-05-31T18:15:00.000Z')
})

test('no hour of any day is lost or lies on another day, wherever the clocks change', () => {
  const zone = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'Africa/Cairo',
    'Australia/Lord_Howe',
  )
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2020-01-01', n))
  fc.assert(
    fc.property(day, zone, fc.integer({ min: 0, max: 23 }), (date, timeZone, hour) => {
      const at = atHour(date, hour, timeZone)
      assert.equal(dayOf(at, timeZone), date)
      if (hour > 0) assert(at >= atHour(date, hour - 1, timeZone))
    }),
    { numRuns: 300 },
  )
})
