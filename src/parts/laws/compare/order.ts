/** A possible step of a chain: `from` in the old order, `to` in the new one. */
export interface Step {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/**
 * The heaviest set of steps that rise on both sides, so that no two of them cross and none shares an end.
 * What stays outside it has changed its place. Time grows with n log n.
 * @returns indexes into `steps`, rising
 */
export function heaviestChain(steps: readonly Step[]): readonly number[] {
  // Of the steps from one article the one that reaches farthest comes first, so none can build on another of them.
  const order = steps.map((_, i) => i).sort((a, b) => steps[a]!.from - steps[b]!.from || steps[b]!.to - steps[a]!.to)
  const size = steps.reduce((most, step) => Math.max(most, step.to), 0) + 1
  const best = new Int32Array(size + 1).fill(-1)
  const sums = new Float64Array(steps.length)
  const before = new Int32Array(steps.length).fill(-1)
  let last = -1
  for (const index of order) {
    const step = steps[index]!
    const previous = heaviestBelow(best, sums, step.to)
    before[index] = previous
    sums[index] = step.weight + (previous < 0 ? 0 : sums[previous]!)
    for (let at = step.to + 1; at <= size; at += at & -at)
      if (best[at]! < 0 || sums[best[at]!]! < sums[index]!) best[at] = index
    if (last < 0 || sums[index]! > sums[last]!) last = index
  }
  const chain: number[] = []
  for (let at = last; at >= 0; at = before[at]!) chain.push(at)
  return chain.reverse()
}

/** The heaviest chain so far whose last step ends before `to` (a Fenwick tree of maxima). */
function heaviestBelow(best: Int32Array, sums: Float64Array, to: number): number {
  let found = -1
  for (let at = to; at > 0; at -= at & -at) {
    const index = best[at]!
    if (index >= 0 && (found < 0 || sums[index]! > sums[found]!)) found = index
  }
  return found
}
