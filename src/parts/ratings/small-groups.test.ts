import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countAmong, type Group, type PublishedFigures, publish, type Way, waysFor } from './small-groups.ts'

const groupsOf = (...counts: readonly (readonly number[])[]): Group[] =>
  counts.map((each, index) => ({
    key: `g${index}`,
    choices: each.flatMap((count, option) => Array.from({ length: count }, () => option)),
  }))

const ways = waysFor(4, 1)

/** What a reader sees, and nothing else. */
const seen = (figures: PublishedFigures) => JSON.stringify(figures)

/** Every table of counts that one group may have, with so many ratings at most. */
function* tables(options: number, most: number): Generator<readonly number[]> {
  if (options === 0) {
    yield []
    return
  }
  for (let first = 0; first <= most; first += 1) {
    for (const rest of tables(options - 1, most - first)) yield [first, ...rest]
  }
}

describe('what is published about a group', () => {
  test('a group below the least number shows nothing, and no total gives it away', () => {
    const figures = publish(groupsOf([9, 3, 0, 0], [2, 1, 1, 0]), ways, 5)
    expect(figures.withheld).toEqual(['g1'])
    expect(figures.total.counted).toBe(10)
    expect(figures.groups.map(({ key, counted }) => [key, counted])).toEqual([['g0', 10]])
  })

  test('where a number is below the least, neighbours are put together', () => {
    const [group] = publish(groupsOf([20, 4, 4, 2]), ways, 5).groups
    expect(group?.blocks).toEqual([
      { from: 0, to: 1, count: 24 },
      { from: 2, to: 3, count: 6 },
    ])
    expect(countAmong(group?.blocks ?? [], new Set([0]))).toBe(null)
    expect(countAmong(group?.blocks ?? [], new Set([0, 1]))).toBe(24)
    expect(publish(groupsOf([28, 0, 1, 1]), ways, 5).groups[0]?.blocks).toEqual([{ from: 0, to: 3, count: 30 }])
  })

  test('one more rating moves no figure; its whole lot does', () => {
    const before = groupsOf([5, 5, 0, 0])
    const more = (extra: readonly number[]) => [{ key: 'g0', choices: [...(before[0]?.choices ?? []), ...extra] }]
    for (const extra of [[2], [2, 0], [2, 0, 0, 1]]) {
      expect(seen(publish(more(extra), ways, 5))).toBe(seen(publish(before, ways, 5)))
    }
    expect(publish(more([2, 2, 2, 2, 2]), ways, 5).total.counted).toBe(15)
  })
})

const anyGroups = fc.array(
  fc.array(fc.nat(3), { maxLength: 60 }).map((choices) => choices),
  { maxLength: 6 },
)

test('every number shown is zero or at least the least number, for groups and for the total', () => {
  fc.assert(
    fc.property(anyGroups, fc.integer({ min: 3, max: 12 }), (choices, least) => {
      const groups = choices.map((each, index) => ({ key: `g${index}`, choices: each }))
      const { groups: shown, total } = publish(groups, ways, least)
      for (const { blocks, counted } of [...shown, total]) {
        expect(counted % least).toBe(0)
        for (const { count } of blocks) expect(count === 0 || count >= least).toBe(true)
        expect(blocks.reduce((sum, { count }) => sum + count, 0)).toBe(counted)
      }
    }),
    { numRuns: 500 },
  )
})

test('a total tells nothing that the groups do not tell themselves', () => {
  fc.assert(
    fc.property(anyGroups, fc.integer({ min: 3, max: 9 }), (choices, least) => {
      const groups = choices.map((each, index) => ({ key: `g${index}`, choices: each }))
      const { groups: shown, total } = publish(groups, ways, least)
      for (const block of total.blocks) {
        const options = new Set(Array.from({ length: block.to - block.from + 1 }, (_, step) => block.from + step))
        const told = shown.map(({ blocks }) => countAmong(blocks, options))
        expect(told.every((count) => count !== null)).toBe(true)
        expect(told.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(block.count)
      }
    }),
    { numRuns: 500 },
  )
})

/**
 * Who knows the rule and sees the page can only ask which tables would have led to it. Whoever is among fewer than
 * `least` must then be possibly among another number. Groups publish by themselves, so one group at a time is enough.
 */
function recovered(shapes: readonly Way[], most: number, least: number, rule: typeof publish): string[] {
  const options = shapes[0]?.length ?? 0
  const byPage = Map.groupBy(
    [...tables(options, most)].filter((counts) => counts.reduce((sum, count) => sum + count, 0) % least === 0),
    (counts) => seen(rule(groupsOf(counts), shapes, least)),
  )
  return [...byPage.values()].flatMap((possible) =>
    Array.from({ length: options }, (_, option) => {
      const values = new Set(possible.map((counts) => counts[option] ?? 0))
      const [only = 0] = values
      return values.size === 1 && only > 0 && only < least ? [`${JSON.stringify(possible[0])}: option ${option}`] : []
    }).flat(),
  )
}

test('no number below the least can be found by anybody who knows the rule and sees the page', () => {
  for (const least of [3, 4, 5]) {
    expect(recovered(ways, 15, least, publish)).toEqual([])
    expect(recovered(waysFor(3, 0), 20, least, publish)).toEqual([])
    expect(recovered(waysFor(4, null), 15, least, publish)).toEqual([])
  }
})

test('a rule that only leaves small numbers out is found out by subtraction', () => {
  const careless: typeof publish = (groups, shapes, least) => {
    const figures = publish(groups, shapes, 1)
    const shown = figures.groups.map((each) => ({
      ...each,
      blocks: each.blocks.filter(({ count }) => count === 0 || count >= least),
    }))
    return { ...figures, groups: shown, total: { counted: figures.total.counted, blocks: [] } }
  }
  expect(recovered(waysFor(3, 1), 12, 3, careless).length).toBeGreaterThan(0)
})

test('a rule that fits the blocks to the numbers is found out by whoever knows it', () => {
  const fitting: typeof publish = (groups, shapes, least) => {
    const figures = publish(groups, shapes, 1)
    const shown = figures.groups.map((each) => ({ ...each, blocks: fitted(each.blocks, least) }))
    return { ...figures, groups: shown, total: { counted: figures.total.counted, blocks: [] } }
  }
  expect(recovered(ways, 12, 3, fitting).length).toBeGreaterThan(0)
})

/** Puts each small number together with the smaller of its neighbours. */
function fitted(blocks: PublishedFigures['total']['blocks'], least: number): PublishedFigures['total']['blocks'] {
  const small = blocks.findIndex(({ count }) => count > 0 && count < least)
  if (small === -1 || blocks.length === 1) return blocks
  const before = blocks[small - 1]?.count ?? Infinity
  const after = blocks[small + 1]?.count ?? Infinity
  const first = before < after ? small - 1 : small
  const [left, right] = blocks.slice(first, first + 2)
  if (!left || !right) return blocks
  const merged = { from: left.from, to: right.to, count: left.count + right.count }
  return fitted([...blocks.slice(0, first), merged, ...blocks.slice(first + 2)], least)
}
