import { ownShare } from './overlap.ts'
import type { Pairing } from './pairing.ts'

/** More than one article on one side: parts of one old article, or several that became one. */
export interface Share {
  readonly froms: readonly number[]
  readonly tos: readonly number[]
}

/** Beside the main partner a part need not repeat as much as a part that went far away. */
const near = 2

/**
 * Gives articles that found no partner to the one they were cut from, or went into.
 * An article is either split or merged, never both.
 */
export function sharesOf(pairing: Pairing): readonly Share[] {
  const { newOf, oldOf, overlaps, grams } = pairing
  const shift = newOf.length
  const partsOf = gather(
    overlaps
      .filter(({ to }) => oldOf[to]! < 0)
      .map(({ from, to, known }) => ({ whole: from, part: to, inside: known, main: newOf[from]! })),
    ({ whole, part, main }) => ownShare(grams, part + shift, whole, main < 0 ? [] : [main + shift]),
  )
  const sourcesOf = gather(
    overlaps
      .filter(({ from }) => newOf[from]! < 0)
      .map(({ from, to, kept }) => ({ whole: to, part: from, inside: kept, main: oldOf[to]! })),
    ({ whole, part, main }) => ownShare(grams, part, whole + shift, main < 0 ? [] : [main]),
  )
  return [...splitsOf(partsOf, newOf), ...mergesOf(sourcesOf, partsOf, newOf, oldOf)]
}

/** A left-over article that may be a part of a whole on the other side, whose main partner is `main` (-1: none). */
interface Part {
  readonly whole: number
  readonly part: number
  /** Share of the part that stands in the whole. */
  readonly inside: number
  readonly main: number
}

/** For every whole the left-over parts that belong to it rather than to any other whole. */
function gather(possible: readonly Part[], ownOf: (part: Part) => number): Map<number, number[]> {
  const best = new Map<number, Part>()
  for (const possibly of possible) {
    if (possibly.inside <= (best.get(possibly.part)?.inside ?? 0)) continue
    if (belongs(possibly, ownOf(possibly))) best.set(possibly.part, possibly)
  }
  const parts = new Map<number, number[]>()
  for (const { part, whole } of best.values()) parts.set(whole, [...(parts.get(whole) ?? []), part])
  return parts
}

/** @param own share of the part that no other partner of the whole explains */
function belongs({ part, inside, main }: Part, own: number): boolean {
  if (inside >= 0.5 && own >= 0.4) return true
  if (main < 0 || Math.abs(part - main) > near) return false
  return (inside >= 0.28 && own >= 0.24) || (inside >= 0.85 && own >= 0.1)
}

function splitsOf(partsOf: ReadonlyMap<number, readonly number[]>, newOf: Int32Array): Share[] {
  return [...partsOf].map(([from, parts]) => ({
    froms: [from],
    tos: [...(newOf[from]! < 0 ? [] : [newOf[from]!]), ...parts].sort((a, b) => a - b),
  }))
}

function mergesOf(
  sourcesOf: ReadonlyMap<number, readonly number[]>,
  partsOf: ReadonlyMap<number, readonly number[]>,
  newOf: Int32Array,
  oldOf: Int32Array,
): Share[] {
  const shared = new Set(
    [...partsOf].flatMap(([from, parts]) => [...parts, ...(newOf[from]! < 0 ? [] : [newOf[from]!])]),
  )
  return [...sourcesOf]
    .map(([to, sources]) => ({
      froms: [...(oldOf[to]! < 0 ? [] : [oldOf[to]!]), ...sources.filter((from) => !partsOf.has(from))].sort(
        (a, b) => a - b,
      ),
      tos: [to],
    }))
    .filter(({ froms, tos }) => froms.length > 0 && !shared.has(tos[0]!))
}
