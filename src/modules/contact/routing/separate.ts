/** Where a vector is not zero, and what stands there. */
export interface SparseVector {
  readonly at: readonly number[]
  readonly values: readonly number[]
}

/** The side of a line: `weights · vector + offset` is above zero for ours. */
export interface Line {
  readonly weights: Float64Array
  readonly offset: number
}

/** What a matter on the wrong side costs; the smaller group's count as much together as the greater one's. */
const cost = 3
const mostRounds = 60
const closeEnough = 1e-3

/**
 * The line with the widest gap between ours and the others: a linear support vector machine with squared hinge loss,
 * solved in the dual, one matter at a time in a fixed shuffled order, so that the same matters give the same line.
 * @param size how many places a vector has
 * Source: Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM".
 */
export function lineBetween(vectors: readonly SparseVector[], ours: readonly boolean[], size: number): Line {
  const weights = new Float64Array(size)
  let offset = 0
  const many = Math.max(1, ours.filter(Boolean).length)
  const slack = ours.map((own) => (own ? many : Math.max(1, ours.length - many)) / (ours.length * cost))
  const curvature = vectors.map(({ values }, index) => values.reduce((sum, v) => sum + v * v, 1) + slack[index]!)
  const pull = new Float64Array(vectors.length)
  const order = vectors.map((_, index) => index)
  const random = seeded(20191102)
  for (let round = 0; round < mostRounds; round += 1) {
    shuffle(order, random)
    let worst = 0
    for (const index of order) {
      const { at, values } = vectors[index]!
      const sign = ours[index] ? 1 : -1
      let sum = offset
      for (let place = 0; place < at.length; place += 1) sum += weights[at[place]!]! * values[place]!
      const gradient = sign * sum - 1 + pull[index]! * slack[index]!
      const effective = pull[index] === 0 ? Math.min(gradient, 0) : gradient
      worst = Math.max(worst, Math.abs(effective))
      if (effective === 0) continue
      const before = pull[index]!
      const after = Math.max(0, before - gradient / curvature[index]!)
      pull[index] = after
      const step = (after - before) * sign
      for (let place = 0; place < at.length; place += 1) weights[at[place]!]! += step * values[place]!
      offset += step
    }
    if (worst < closeEnough) break
  }
  return { weights, offset }
}

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
}
