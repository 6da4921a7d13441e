import assert from 'node:assert/strict'
import { test } from 'vitest'
import { medianDays, percentOf, standingAlone } from './rules.ts'

/** Cells of one year each: `{ 2026: { a: 3, b: 9 } }`. */
function cells(years: Readonly<Record<number, Readonly<Record<string, number>>>>) {
  return Object.entries(years).flatMap(([year, counts]) =>
    Object.entries(counts).map(([key, count]) => ({ key, year: Number(year), count })),
  )
}
const alone = (years: Parameters<typeof cells>[0]) => [...standingAlone(cells(years), 5)].toSorted()

test('places with few opinions are put together, the others stand alone', () => {
  assert.deepEqual(alone({ 2026: { a: 40, b: 3, c: 12, d: 4 } }), ['a', 'c'])
  assert.deepEqual(alone({ 2026: { a: 40, b: 12 } }), ['a', 'b'])
})

test('a single small place takes the next smallest with it, or it could be found by subtraction', () => {
  assert.deepEqual(alone({ 2026: { a: 40, b: 3, c: 12 } }), ['a'])
})

test('a place that was small in one year is together with others in every year', () => {
  assert.deepEqual(alone({ 2025: { a: 40, b: 2, c: 30, d: 4 }, 2026: { a: 9, b: 60, c: 30, d: 8 } }), ['a', 'c'])
})

test('what is put together is few in no year while another has opinions in it', () => {
  assert.deepEqual(alone({ 2025: { a: 40, b: 2, c: 30 }, 2026: { a: 9, b: 60, c: 0 } }), ['a'])
})

test('a place that brought nothing points at nobody', () => {
  assert.deepEqual(alone({ 2026: { a: 0, b: 7 } }), ['a', 'b'])
})

test('no year of any place, alone or together, is few while there is anything to put with it', () => {
  for (let seed = 1; seed < 400; seed += 1) {
    const years = [2024, 2025, 2026].flatMap((year) =>
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => ({
        key,
        year,
        count: (seed * (index + 3) * (year - 2020)) % 31,
      })),
    )
    const standing = standingAlone(years, 5)
    for (const year of [2024, 2025, 2026]) {
      const here = years.filter((cell) => cell.year === year)
      assert.ok(here.every(({ key, count }) => !standing.has(key) || count === 0 || count >= 5))
      const rest = here.filter(({ key }) => !standing.has(key)).reduce((sum, { count }) => sum + count, 0)
      const others = here.some(({ key, count }) => standing.has(key) && count > 0)
      assert.ok(rest === 0 || rest >= 5 || !others)
    }
  }
})

test('the median is the middle answer, or lies between the two middle ones', () => {
  assert.equal(
    medianDays([
      { days: 30, answers: 1 },
      { days: 2, answers: 2 },
    ]),
    2,
  )
  assert.equal(
    medianDays([
      { days: 10, answers: 2 },
      { days: 3, answers: 2 },
    ]),
    6.5,
  )
  assert.equal(medianDays([]), null)
})

test('a share of nothing is no number', () => {
  assert.equal(percentOf(2, 3), 67)
  assert.equal(percentOf(0, 0), null)
})
