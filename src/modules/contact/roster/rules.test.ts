import { describe, expect, test } from 'vitest'
import { doubleBooked, mondayOf, repeatedDays, sameWeekdayIn, slotsOf } from './rules.ts'

const at = (iso: string) => new Date(iso)

describe('a duty that returns', () => {
  test('every week falls on the same weekday up to its last day', () => {
    expect(repeatedDays('2026-12-04', 'weekly', '2026-12-25')).toEqual([
      '2026-12-04',
      '2026-12-11',
      '2026-12-18',
      '2026-12-25',
    ])
    expect(repeatedDays('2026-12-04', 'weekly', '2026-12-24')).toHaveLength(3)
  })

  test('every month keeps its place among the weekdays, and leaves out months without a fifth one', () => {
    expect(repeatedDays('2026-12-11', 'monthly', '2027-03-31')).toEqual([
      '2026-12-11',
      '2027-01-08',
      '2027-02-12',
      '2027-03-12',
    ])
    expect(repeatedDays('2027-01-29', 'monthly', '2027-05-31')).toEqual(['2027-01-29', '2027-04-30'])
  })

  test('never makes more than sixty', () => {
    expect(repeatedDays('2026-01-01', 'weekly', '2036-01-01')).toHaveLength(60)
  })

  test('is once when nothing else is said', () => {
    expect(repeatedDays('2026-12-04', 'once', '2027-12-04')).toEqual(['2026-12-04'])
  })
})

test('the second Friday of one month is the second Friday of the next', () => {
  expect(sameWeekdayIn('2026-11-13', '2026-12')).toBe('2026-12-11')
  expect(sameWeekdayIn('2026-11-01', '2026-12')).toBe('2026-12-06')
  expect(sameWeekdayIn('2026-11-30', '2026-12')).toBe(null)
})

test('a week begins on Monday, also for its Sunday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16')
  expect(mondayOf('2026-11-16')).toBe('2026-11-16')
})

test('conversations follow each other, and a rest too short for one is left', () => {
  const duty = { starts_at: at('2026-12-04T01:00:00Z'), ends_at: at('2026-12-04T02:05:00Z') }
  expect(slotsOf({ ...duty, slot_minutes: 20 }).map((slot) => slot.toISOString().slice(11, 16))).toEqual([
    '01:00',
    '01:20',
    '01:40',
  ])
  expect(slotsOf({ ...duty, slot_minutes: 0 })).toEqual([])
})

test('one deputy at two places at once is seen; one after the other, two deputies, or a cancelled duty are not', () => {
  const duty = (id: string, person_id: string, from: string, to: string, cancelled = false) => ({
    id,
    person_id,
    starts_at: at(`2026-12-04T${from}:00Z`),
    ends_at: at(`2026-12-04T${to}:00Z`),
    cancelled_at: cancelled ? at('2026-12-01T00:00:00Z') : null,
  })
  const found = doubleBooked([
    duty('a', 'wang', '01:00', '03:00'),
    duty('b', 'wang', '02:00', '04:00'),
    duty('c', 'wang', '04:00', '05:00'),
    duty('d', 'song', '02:00', '04:00'),
    duty('e', 'song', '03:00', '05:00', true),
  ])
  expect([...found].sort()).toEqual(['a', 'b'])
})
