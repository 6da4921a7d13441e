/**
 * Figures in which nobody can be found. The rule, for a least number k:
 *
 * 1. Only ratings that can no longer change are counted, in the order in which they became final.
 * 2. A group is counted in whole lots of k: a new rating never moves a figure by itself, it waits until its lot is full.
 * 3. A group is shown as finely as one of a few fixed ways of putting neighbours on the scale together allows: the first
 *    in which every number is zero or at least k. The ways do not depend on the numbers: a way made to fit them would
 *    tell those who know the rule what it hides.
 * 4. A total is shown only where it is a sum of what the groups show, so that nothing can be found by subtraction.
 *
 * k = 1 protects nothing. k = 2 is taken as 3: two answers put together to two would tell that each was given once.
 */
export interface Group {
  readonly key: string
  /** Index of the option each rating chose, in the order in which they became final. */
  readonly choices: readonly number[]
}

/** Neighbouring options that are shown as one number. */
export interface Block {
  readonly from: number
  /** The last option of the block. */
  readonly to: number
  readonly count: number
}

export interface PublishedGroup {
  readonly key: string
  /** Ratings counted: a multiple of the least number. */
  readonly counted: number
  readonly blocks: readonly Block[]
}

export interface PublishedFigures {
  readonly least: number
  readonly groups: readonly PublishedGroup[]
  readonly total: Omit<PublishedGroup, 'key'>
  /** Groups with too few ratings to show any. */
  readonly withheld: readonly string[]
}

/** A way of showing: the last option of each of its blocks, ascending; the last one is the last option. */
export type Way = readonly number[]

/** Every option by itself; those up to `split` and those after it; all in one. @param split null where there is none */
export function waysFor(options: number, split: number | null): readonly Way[] {
  const last = options - 1
  const each = Array.from({ length: options }, (_, option) => option)
  return [each, ...(split !== null && split >= 0 && split < last ? [[split, last]] : []), [last]]
}

/** @param ways from fine to coarse; the last one puts all together */
export function publish(groups: readonly Group[], ways: readonly Way[], least: number): PublishedFigures {
  const lot = least <= 1 ? 1 : Math.max(3, least)
  const shown: PublishedGroup[] = []
  const withheld: string[] = []
  for (const { key, choices } of groups) {
    const counted = Math.floor(choices.length / lot) * lot
    if (counted === 0) withheld.push(key)
    else shown.push({ key, counted, blocks: blocksOf(choices.slice(0, counted), ways, lot) })
  }
  return { least: lot, groups: shown, total: totalOf(shown, ways[0] ?? []), withheld }
}

function blocksOf(choices: readonly number[], ways: readonly Way[], lot: number): readonly Block[] {
  const shown = ways.map((way) => blocksIn(choices, way))
  const fits = shown.find((blocks) => blocks.every(({ count }) => count === 0 || count >= lot))
  if (!fits) throw new RangeError('no way of showing puts all together')
  return fits
}

function blocksIn(choices: readonly number[], way: Way): readonly Block[] {
  return way.map((to, index) => {
    const from = index === 0 ? 0 : (way[index - 1] ?? 0) + 1
    return { from, to, count: choices.filter((choice) => choice >= from && choice <= to).length }
  })
}

/** The sum of all groups, as fine as the coarsest of them: each of its blocks is made of whole blocks of every group. */
function totalOf(groups: readonly PublishedGroup[], finest: Way): Omit<PublishedGroup, 'key'> {
  const ends = finest.filter((option) => groups.every(({ blocks }) => blocks.some(({ to }) => to === option)))
  const blocks = ends.map((to, index): Block => {
    const from = index === 0 ? 0 : (ends[index - 1] ?? 0) + 1
    const within = groups.flatMap((group) => group.blocks.filter((block) => block.from >= from && block.to <= to))
    return { from, to, count: within.reduce((sum, { count }) => sum + count, 0) }
  })
  return { counted: groups.reduce((sum, { counted }) => sum + counted, 0), blocks }
}

/** How many are among these options, where the blocks say so; null where they do not. */
export function countAmong(blocks: readonly Block[], wanted: ReadonlySet<number>): number | null {
  let count = 0
  for (const block of blocks) {
    const inside = Array.from({ length: block.to - block.from + 1 }, (_, step) => wanted.has(block.from + step))
    if (inside.every(Boolean)) count += block.count
    else if (block.count > 0 && inside.some(Boolean)) return null
  }
  return count
}
