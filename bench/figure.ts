/** One measured figure beside what it is held against. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The best the machine could do, taken in the same run and in the same unit; null where the goal is a plain number. */
  readonly ceiling: number | null
  /** `value / ceiling`, or what the goal speaks of; null without a ceiling. */
  readonly ratio: number | null
  /** As written in the list of measures: `≥ 35 % of the ceiling`, `≤ 5 s`. */
  readonly goal: string
  readonly holds: boolean
}

/** What every file of this folder exports as `measure`, except the ones that serve it. */
export type Measure = () => Promise<readonly Figure[]>

/** Thrown by a benchmark whose surroundings are absent: a PostgreSQL server, a browser, a data set. The table says so. */
export class NotMeasured extends Error {}

/** A figure that must not be greater than `atMost`, with nothing to hold it against but the goal. */
export function bounded(name: string, value: number, unit: string, atMost: number): Figure {
  return { name, value, unit, ceiling: null, ratio: null, goal: `≤ ${atMost} ${unit}`, holds: value <= atMost }
}

/** A rate that must reach a share of the ceiling measured beside it. */
export function shareOf(name: string, value: number, unit: string, ceiling: number, atLeast: number): Figure {
  const ratio = value / ceiling
  const goal = `≥ ${Math.round(atLeast * 100)} % of the ceiling`
  return { name, value, unit, ceiling, ratio, goal, holds: ratio >= atLeast }
}

export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[values.length >> 1]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}

/** @param share 0.95 for the 95th percentile */
export function percentile(values: readonly number[], share: number): number {
  const found = values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
  if (found === undefined) throw new RangeError('no values')
  return found
}
