import assert from 'node:assert/strict'
import { test } from 'vitest'
import { addDays, type IsoDate, isWeekend, yearOf } from './civil-date.ts'
import { chinaCalendar, chinaNotices } from './notices.ts'
import { addWorkingDays, calendarOf, isSettled, isWorkingDay, type Notice, workingDaysBetween } from './working-days.ts'

// Days off on weekdays and worked days of weekends, as people have them on their wall calendars.
const table: Readonly<Record<number, { off: string; worked: string }>> = {
  2020: {
    off: '0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008',
    worked: '0119 0426 0509 0628 0927 1010',
  },
  2021: {
    off: '0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007',
    worked: '0207 0220 0425 0508 0918 0926 1009',
  },
  2022: {
    off: '0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007',
    worked: '0129 0130 0402 0424 0507 1008 1009',
  },
  2023: {
    off: '0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006',
    worked: '0128 0129 0423 0506 0625 1007 1008',
  },
  2024: {
    off: '0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007',
    worked: '0204 0218 0407 0428 0511 0914 0929 1012',
  },
  2025: {
    off: '0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008',
    worked: '0126 0208 0427 0928 1011',
  },
  2026: {
    off: '0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007',
    worked: '0104 0214 0228 0509 0920 1010',
  },
}

test('every day from 2020 to 2026 is worked or not as the notices say', () => {
  let days = 0
  for (let day = '2020-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
    const row = table[yearOf(day)] ?? assert.fail(day)
    const monthAndDay = day.slice(5).replace('-', '')
    const expected = isWeekend(day) ? row.worked.includes(monthAndDay) : !row.off.split(' ').includes(monthAndDay)
    assert.equal(isWorkingDay(chinaCalendar, day), expected, day)
    days += 1
  }
  assert.equal(days, 2557)
})

test('a year has as many working days as its statutory holidays leave', () => {
  // Eleven days until 2024, thirteen from 2025 (regulation of 2024-11-10); two more were off in 2020-01/02.
  const expected = { 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248 }
  for (const [year, count] of Object.entries(expected)) {
    assert.equal(workingDaysBetween(chinaCalendar, `${Number(year) - 1}-12-31`, `${year}-12-31`), count, year)
    const weekdays = countDays(Number(year), (day) => !isWeekend(day))
    const extra = year === '2020' ? 2 : 0
    assert.equal(weekdays - count, (Number(year) < 2025 ? 11 : 13) + extra, `holidays of ${year}`)
  }
})

test('every worked weekend is within three weeks of the break it makes up for', () => {
  for (const notice of chinaNotices) {
    for (const { from, to, worked } of notice.days) {
      for (const day of worked) assert(day >= addDays(from, -21) && day <= addDays(to, 21), `${notice.year} ${day}`)
    }
  }
})

test('what no notice speaks of is a plain week and not settled', () => {
  for (const day of ['2027-10-01', '2027-02-08', '2030-05-01', '2019-10-01'] as const) {
    assert(!isSettled(chinaCalendar, day), day)
    assert.equal(isWorkingDay(chinaCalendar, day), !isWeekend(day))
  }
  assert(isSettled(chinaCalendar, '2026-12-25'))
  assert(!isSettled(chinaCalendar, '2026-12-26'), 'the notice of the next year may move the last week')
  assert(isSettled(chinaCalendar, '2025-12-31'))
})

test('working days are counted over breaks and worked weekends, forwards and back', () => {
  // From Friday 2026-02-13: Saturday the 14th is worked, the break ends on Monday the 23rd.
  assert.equal(addWorkingDays(chinaCalendar, '2026-02-13', 1), '2026-02-14')
  assert.equal(addWorkingDays(chinaCalendar, '2026-02-13', 2), '2026-02-24')
  assert.equal(addWorkingDays(chinaCalendar, '2026-02-24', -1), '2026-02-14')
  assert.equal(addWorkingDays(chinaCalendar, '2026-02-18', 0), '2026-02-18')
  assert.equal(addWorkingDays(chinaCalendar, '2026-09-30', 1), '2026-10-08')
})

test('counting forward and counting between agree for every day', () => {
  for (let day = '2020-01-01'; day <= '2026-11-30'; day = addDays(day, 1)) {
    for (const count of [1, 5, 15]) {
      const end = addWorkingDays(chinaCalendar, day, count)
      assert(isWorkingDay(chinaCalendar, end))
      assert.equal(workingDaysBetween(chinaCalendar, day, end), count)
    }
  }
})

test('a later notice goes before an earlier one, and a council before both', () => {
  const extended = calendarOf(chinaNotices)
  assert(!isWorkingDay(extended, '2020-01-31'), 'the break was extended')
  const without = calendarOf(chinaNotices.filter(({ issuedOn }) => issuedOn !== '2020-01-26'))
  assert(isWorkingDay(without, '2020-01-31'))
  assert(isWorkingDay(without, '2020-02-01'))
  const local = calendarOf(chinaNotices, { local: [{ on: '2026-07-15', working: false, source: '台风停工' }] })
  assert(!isWorkingDay(local, '2026-07-15'))
  assert(isWorkingDay(chinaCalendar, '2026-07-15'))
})

test('a draft is not counted with, and a notice that contradicts itself is refused', () => {
  const notice = (days: Notice['days'], status: Notice['status'] = 'published'): Notice => ({
    year: 2027,
    status,
    title: '2027',
    issuedOn: '2026-11-25',
    days,
  })
  const week = { holiday: 'national-day', from: '2027-10-01', to: '2027-10-07' } as const
  const draft = calendarOf([...chinaNotices, notice([{ ...week, worked: [] }], 'draft')])
  assert(isWorkingDay(draft, '2027-10-01') && !isSettled(draft, '2027-10-01'))
  assert.throws(() => calendarOf([notice([{ ...week, worked: ['2027-10-08'] }])]), /anyway/)
  assert.throws(() => calendarOf([notice([{ ...week, worked: ['2027-10-02'] }])]), /both/)
  assert.throws(() => calendarOf([notice([{ ...week, to: '2027-09-30', worked: [] }])]), /after/)
})

function countDays(year: number, matches: (day: IsoDate) => boolean): number {
  let count = 0
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) if (matches(day)) count += 1
  return count
}
