import { type Actor, hasRole } from '#kernel/action'

/** Who draws up the yearly report: the office, the committees, those who run the places, and who checks them. */
export function makesReports(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'committee', 'administrator', 'auditor', 'street-office', 'point-staff', 'liaison')
}

/** How many opinions somebody's place or door brought in one year. */
export interface YearCount {
  readonly key: string
  readonly year: number
  readonly count: number
}

/**
 * Which places or doors may stand alone in figures, so that no number points at a person. One with a year of few
 * opinions, 1 to below `least`, is put together with others; and while those together have such a year, the next
 * smallest of that year goes with them. The answer is the same whatever year a reader asks for, so that no small number
 * comes out by subtracting one page from another.
 */
export function standingAlone(cells: readonly YearCount[], least: number): Set<string> {
  const counts = new Map<string, number>()
  for (const { key, year, count } of cells) counts.set(`${year} ${key}`, (counts.get(`${year} ${key}`) ?? 0) + count)
  const keys = [...new Set(cells.map(({ key }) => key))]
  const years = [...new Set(cells.map(({ year }) => year))]
  const of = (key: string, year: number) => counts.get(`${year} ${key}`) ?? 0
  const few = (count: number) => count > 0 && count < least
  const together = new Set(keys.filter((key) => years.some((year) => few(of(key, year)))))
  const alone = () => keys.filter((key) => !together.has(key))
  const smallest = (year: number) =>
    alone()
      .filter((key) => of(key, year) > 0)
      .toSorted((a, b) => of(a, year) - of(b, year))[0]
  for (const year of years) {
    const sum = () => [...together].reduce((total, key) => total + of(key, year), 0)
    for (let next = smallest(year); next !== undefined && few(sum()); next = smallest(year)) together.add(next)
  }
  const last = together.size === 1 ? alone()[0] : undefined
  if (last !== undefined) together.add(last)
  return new Set(alone())
}

/**
 * The middle of waits given as how many answers came after how many days.
 * @returns days, a half between two; null without any answer
 */
export function medianDays(waits: readonly { readonly days: number; readonly answers: number }[]): number | null {
  const sorted = waits.toSorted((a, b) => a.days - b.days)
  const total = sorted.reduce((sum, { answers }) => sum + answers, 0)
  if (total === 0) return null
  const at = (rank: number) => {
    let passed = 0
    for (const { days, answers } of sorted) {
      passed += answers
      if (rank < passed) return days
    }
    return 0
  }
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2
}

/** A share in whole percent; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100)
}
