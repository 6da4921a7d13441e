import type { Article } from './articles.ts'
import { type Grams, gramsOf } from './grams.ts'
import { heaviestChain } from './order.ts'
import { type Overlap, overlaps } from './overlap.ts'

/** One old article and the new one it became; indexes into the lists of articles. */
export interface Pair {
  readonly from: number
  readonly to: number
  /** Similarity, 1 for identical words. */
  readonly score: number
}

/** What pairing found out, for the search for splits and merges that follows. */
export interface Pairing {
  /** New partner of each old article and the reverse, or -1. */
  readonly newOf: Int32Array
  readonly oldOf: Int32Array
  readonly score: Float64Array
  /** Overlaps among the articles without an identical partner. */
  readonly overlaps: readonly Overlap[]
  /** Rows: the old articles first, the new ones after them. */
  readonly grams: Grams
}

/** Standing in its place between its neighbours, an article may have been rewritten this far. */
const likelyInPlace = 0.34
/** Away from its place the words alone must prove it; less of them when nothing else is as near. */
const likelyElsewhere = 0.55
const nearestElsewhere = 0.4
/** Between neighbours that both kept their place, little must be left to call it rewritten rather than replaced. */
const likelyInHole = 0.22
const largestHole = 4
/** Beside a partner this much better, a pair in its place is a likeness of topic only. */
const rivalry = 0.75

/** Pairs each old article with at most one new one: identical words first, then likeness and order. */
export function pairArticles(olds: readonly Article[], news: readonly Article[]): Pairing {
  const newOf = new Int32Array(olds.length).fill(-1)
  const oldOf = new Int32Array(news.length).fill(-1)
  const score = new Float64Array(olds.length)
  const join = (from: number, to: number, similarity: number) => {
    newOf[from] = to
    oldOf[to] = from
    score[from] = similarity
  }
  pairIdentical(olds, news, newOf, oldOf, join)
  const anchors = anchorsOf(newOf)
  const froms = restOf(newOf)
  const tos = restOf(oldOf)
  const grams = gramsOf([...olds, ...news].map((article) => article.words))
  const shift = olds.length
  const found = overlaps(
    grams,
    froms,
    tos.map((to) => to + shift),
    (from) => placesNear(from, anchors, oldOf).map((to) => to + shift),
  ).map((overlap) => ({ ...overlap, to: overlap.to - shift }))
  pairAlike(found, anchors, newOf, oldOf, join)
  return { newOf, oldOf, score, overlaps: found, grams }
}

type Join = (from: number, to: number, similarity: number) => void

function pairIdentical(
  olds: readonly Article[],
  news: readonly Article[],
  newOf: Int32Array,
  oldOf: Int32Array,
  join: Join,
) {
  const places = new Map<string, { froms: number[]; tos: number[] }>()
  olds.forEach(({ words }, from) => {
    const place = places.get(words)
    if (place) place.froms.push(from)
    else places.set(words, { froms: [from], tos: [] })
  })
  news.forEach(({ words }, to) => void places.get(words)?.tos.push(to))
  for (const { froms, tos } of places.values()) if (froms.length === 1 && tos.length === 1) join(froms[0]!, tos[0]!, 1)
  // Words that stand more than once go with their neighbours, first from above, then from below.
  const follow = (from: number, step: 1 | -1) => {
    const beside = from - step >= 0 && from - step < olds.length ? newOf[from - step]! : -1
    const to = beside + step
    if (newOf[from]! >= 0 || beside < 0 || to < 0 || to >= news.length || oldOf[to]! >= 0) return
    if (olds[from]!.words === news[to]!.words) join(from, to, 1)
  }
  for (let from = 0; from < olds.length; from++) follow(from, 1)
  for (let from = olds.length - 1; from >= 0; from--) follow(from, -1)
  for (const { froms, tos } of places.values()) {
    const left = froms.filter((from) => newOf[from]! < 0)
    const free = tos.filter((to) => oldOf[to]! < 0)
    for (let k = 0; k < Math.min(left.length, free.length); k++) join(left[k]!, free[k]!, 1)
  }
}

/** For every old article the nearest identical pairs in the common order, above and below it. */
interface Anchors {
  readonly above: Int32Array
  readonly below: Int32Array
  readonly newOf: Int32Array
}

function anchorsOf(newOf: Int32Array): Anchors {
  const steps = [...newOf.entries()].filter(([, to]) => to >= 0).map(([from, to]) => ({ from, to, weight: 1 }))
  const chain = heaviestChain(steps).map((index) => steps[index]!)
  const above = new Int32Array(newOf.length).fill(-1)
  const below = new Int32Array(newOf.length).fill(-1)
  for (const { from } of chain) above[from] = below[from] = from
  for (let i = 1; i < newOf.length; i++) if (above[i]! < 0) above[i] = above[i - 1]!
  for (let i = newOf.length - 2; i >= 0; i--) if (below[i]! < 0) below[i] = below[i + 1]!
  return { above, below, newOf: newOf.slice() }
}

/** New places where an article stands if nothing but its words changed, with one to each side. */
function placesNear(from: number, anchors: Anchors, oldOf: Int32Array): readonly number[] {
  const { above, below, newOf } = anchors
  const low = above[from]! < 0 ? -1 : newOf[above[from]!]!
  const high = below[from]! < 0 ? oldOf.length : newOf[below[from]!]!
  const fromAbove = low + from - (above[from]! < 0 ? -1 : above[from]!)
  const fromBelow = high - ((below[from]! < 0 ? newOf.length : below[from]!) - from)
  const places = new Set<number>()
  for (const middle of [fromAbove, fromBelow]) for (const to of [middle, middle - 1, middle + 1]) places.add(to)
  return [...places].filter((to) => to > low && to < high && oldOf[to]! < 0)
}

function pairAlike(found: readonly Overlap[], anchors: Anchors, newOf: Int32Array, oldOf: Int32Array, join: Join) {
  const bestOfOld = new Float64Array(newOf.length)
  const bestOfNew = new Float64Array(oldOf.length)
  for (const { from, to, similarity } of found) {
    bestOfOld[from] = Math.max(bestOfOld[from]!, similarity)
    bestOfNew[to] = Math.max(bestOfNew[to]!, similarity)
  }
  const unrivalled = (overlap: Overlap) =>
    overlap.similarity >= rivalry * Math.max(bestOfOld[overlap.from]!, bestOfNew[overlap.to]!)
  const possible = found.filter((overlap) => bondOf(overlap) >= likelyInPlace && unrivalled(overlap))
  const fixed = [...anchors.newOf.entries()].filter(([, to]) => to >= 0)
  const steps = [
    ...fixed.map(([from, to]) => ({ from, to, weight: 1 })),
    ...possible.map((overlap) => ({ from: overlap.from, to: overlap.to, weight: bondOf(overlap) ** 2 })),
  ]
  for (const index of heaviestChain(steps)) {
    const overlap = possible[index - fixed.length]
    if (overlap) join(overlap.from, overlap.to, overlap.similarity)
  }
  const nearest = (overlap: Overlap) =>
    overlap.similarity >= Math.max(bestOfOld[overlap.from]!, bestOfNew[overlap.to]!, nearestElsewhere)
  joinBest(
    found.filter((overlap) => bondOf(overlap) >= likelyElsewhere || nearest(overlap)),
    newOf,
    oldOf,
    join,
  )
  const holes = holesOf(newOf, oldOf)
  const inHole = ({ from, to, similarity }: Overlap) => {
    const hole = holes[from]
    return similarity >= likelyInHole && hole !== undefined && to > hole.low && to < hole.high
  }
  joinBest(found.filter(inHole), newOf, oldOf, join)
}

/** Joins the surest pairs first, as long as both ends are free. */
function joinBest(possible: readonly Overlap[], newOf: Int32Array, oldOf: Int32Array, join: Join) {
  const surest = possible.toSorted((a, b) => bondOf(b) - bondOf(a) || a.from - b.from)
  for (const { from, to, similarity } of surest) if (newOf[from]! < 0 && oldOf[to]! < 0) join(from, to, similarity)
}

/** For each old article without a partner the new places between its neighbours' partners, when they are few. */
function holesOf(newOf: Int32Array, oldOf: Int32Array) {
  const holes: { low: number; high: number }[] = []
  for (let start = 0; start < newOf.length; start++) {
    if (newOf[start]! >= 0) continue
    let end = start
    while (end + 1 < newOf.length && newOf[end + 1]! < 0) end++
    const low = start === 0 ? -1 : newOf[start - 1]!
    const high = end + 1 === newOf.length ? oldOf.length : newOf[end + 1]!
    if (end - start < largestHole && high > low && high - low - 1 <= largestHole)
      for (let from = start; from <= end; from++) holes[from] = { low, high }
    start = end
  }
  return holes
}

/** How surely two articles belong together: alike as a whole, or one nearly all inside the other. */
function bondOf({ similarity, kept, known }: Overlap): number {
  return Math.max(similarity, 0.7 * Math.max(kept, known))
}

function restOf(partners: Int32Array): readonly number[] {
  return [...partners.keys()].filter((index) => partners[index]! < 0)
}
