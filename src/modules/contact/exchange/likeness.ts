import { pairsOf } from '#parts/opinions'

/** What is compared of a matter: its words, the place in words and, where it is known, on the map. */
export interface Compared {
  readonly id: string
  readonly words: string
  readonly spot: string
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

export interface Likeness {
  readonly id: string
  /** 0 to 1. */
  readonly score: number
}

/** From here on two matters are shown to a person side by side. */
export const worthALook = 0.5

/** How much less a pair of characters weighs the more of the compared texts have it. */
export type Weights = ReadonlyMap<string, number>

/** Weights of the pairs of characters among some texts: what nearly all say tells nothing. */
export function weightsOf(texts: readonly ReadonlySet<string>[]): Weights {
  const counts = new Map<string, number>()
  for (const pairs of texts) for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  return new Map([...counts].map(([pair, count]) => [pair, Math.log(1 + texts.length / count)]))
}

/**
 * How much two texts share of what tells something, from 0 to 1: the shared weight beside the weight of the shorter and
 * the longer one, so that a short text within a long one counts, and less than an equal one.
 */
export function sharedWeight(a: ReadonlySet<string>, b: ReadonlySet<string>, weights: Weights): number {
  const weigh = (pairs: ReadonlySet<string>) => {
    let sum = 0
    for (const pair of pairs) sum += weights.get(pair) ?? 0
    return sum
  }
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  if (few.size < 6) return 0
  let shared = 0
  for (const pair of few) if (many.has(pair)) shared += weights.get(pair) ?? 0
  const [little, much] = [weigh(few), weigh(many)].sort((one, other) => one - other) as [number, number]
  return little === 0 ? 0 : 0.7 * (shared / little) + 0.3 * (shared / much)
}

/**
 * Those of the earlier matters that may be the same as a new one, the likeliest first. Where both say where they are
 * and that is far apart, they are not: the same words two streets on are another matter.
 */
export function likeOnes(
  mine: Compared,
  earlier: readonly Compared[],
  { most = 3, apartMetres = 500 }: { readonly most?: number; readonly apartMetres?: number } = {},
): readonly Likeness[] {
  const pairs = new Map([mine, ...earlier].map((each) => [each.id, pairsOf(`${each.words} ${each.spot}`)]))
  const weights = weightsOf([...pairs.values()])
  const own = pairs.get(mine.id) as ReadonlySet<string>
  return earlier
    .filter((each) => !farApart(mine, each, apartMetres))
    .map((each) => ({ id: each.id, score: sharedWeight(own, pairs.get(each.id) as ReadonlySet<string>, weights) }))
    .filter(({ score }) => score >= worthALook)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most)
}

/** Whether both say where they are, and that is more than so many metres apart. */
export function farApart(one: Compared, other: Compared, metres = 500): boolean {
  return one.position !== null && other.position !== null && metresApart(one.position, other.position) > metres
}

const earthRadiusM = 6_371_000

function metresApart(a: NonNullable<Compared['position']>, b: NonNullable<Compared['position']>): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const east = radians(b.longitude - a.longitude) * Math.cos(radians((a.latitude + b.latitude) / 2))
  return earthRadiusM * Math.hypot(east, radians(b.latitude - a.latitude))
}
