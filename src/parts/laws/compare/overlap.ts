import type { Grams } from './grams.ts'

/** How much two articles have in common. */
export interface Overlap {
  readonly from: number
  readonly to: number
  /** Weight of the character pairs both hold. */
  readonly common: number
  /** Twice the common weight over both weights, 0..1. */
  readonly similarity: number
  /** Share of the old article that stands in the new one, 0..1. */
  readonly kept: number
  /** Share of the new article that stood in the old one, 0..1. */
  readonly known: number
}

/** A pair that stands in more articles than this finds no candidates: so the search stays linear in the text. */
const commonplace = 48
/** Less than this share of the smaller article in common is chance. */
const chance = 0.2

/**
 * Pairs of an old and a new article that share enough words to be looked at.
 * @param froms, tos rows of `grams`: the old and the new articles
 * @param neighbours new articles to be weighed against an old one in any case, because they stand where it stood
 */
export function overlaps(
  grams: Grams,
  froms: readonly number[],
  tos: readonly number[],
  neighbours: (from: number) => readonly number[],
): Overlap[] {
  const postings = postingsOf(grams, tos)
  const hits = new Int32Array(grams.totals.length).fill(-1)
  const rough = new Float64Array(grams.totals.length)
  const holds = new Int32Array(grams.weights.length).fill(-1)
  const found: Overlap[] = []
  for (const from of froms) {
    const touched: number[] = []
    for (let k = grams.starts[from]!; k < grams.starts[from + 1]!; k++) {
      const id = grams.ids[k]!
      holds[id] = from
      const end = postings.starts[id + 1]!
      if (end - postings.starts[id]! > commonplace) continue
      for (let p = postings.starts[id]!; p < end; p++) {
        const to = postings.rows[p]!
        if (hits[to] !== from) {
          hits[to] = from
          rough[to] = 0
          touched.push(to)
        }
        rough[to]! += grams.weights[id]!
      }
    }
    const near = neighbours(from).filter((to) => hits[to] !== from)
    const likely = touched.filter((to) => rough[to]! >= 0.4 * chance * Math.min(grams.totals[from]!, grams.totals[to]!))
    for (const to of [...likely, ...near]) {
      const overlap = measure(grams, holds, from, to)
      if (Math.max(overlap.kept, overlap.known) >= chance) found.push(overlap)
    }
  }
  return found
}

function measure(grams: Grams, holds: Int32Array, from: number, to: number): Overlap {
  let common = 0
  for (let k = grams.starts[to]!; k < grams.starts[to + 1]!; k++)
    if (holds[grams.ids[k]!] === from) common += grams.weights[grams.ids[k]!]!
  const [old, fresh] = [grams.totals[from]! || 1, grams.totals[to]! || 1]
  return { from, to, common, similarity: (2 * common) / (old + fresh), kept: common / old, known: common / fresh }
}

/** For every character pair the new articles that hold it, packed into two arrays. */
function postingsOf(grams: Grams, tos: readonly number[]) {
  const starts = new Int32Array(grams.weights.length + 1)
  for (const to of tos) for (let k = grams.starts[to]!; k < grams.starts[to + 1]!; k++) starts[grams.ids[k]! + 1]!++
  for (let id = 0; id < grams.weights.length; id++) starts[id + 1]! += starts[id]!
  const rows = new Int32Array(starts[grams.weights.length]!)
  const next = starts.slice()
  for (const to of tos)
    for (let k = grams.starts[to]!; k < grams.starts[to + 1]!; k++) rows[next[grams.ids[k]!]!++] = to
  return { starts, rows }
}

/** Share of `part` that stands in `whole` and in none of `others`: what only this article explains, 0..1. */
export function ownShare(grams: Grams, part: number, whole: number, others: readonly number[]): number {
  const taken = new Set<number>()
  for (const other of others)
    for (let k = grams.starts[other]!; k < grams.starts[other + 1]!; k++) taken.add(grams.ids[k]!)
  const held = new Set<number>()
  for (let k = grams.starts[whole]!; k < grams.starts[whole + 1]!; k++) held.add(grams.ids[k]!)
  let own = 0
  for (let k = grams.starts[part]!; k < grams.starts[part + 1]!; k++) {
    const id = grams.ids[k]!
    if (held.has(id) && !taken.has(id)) own += grams.weights[id]!
  }
  return own / (grams.totals[part]! || 1)
}
