import { sha256 } from './bytes.ts'

/**
 * The tree of RFC 6962 section 2.1 with SHA-256. Only complete subtrees are stored; everything else is computed
 * from them, so a tree of n leaves is known by at most log2(n) stored hashes along its right edge.
 */

/** A complete subtree: node i of a level covers leaves i·2^level to (i+1)·2^level − 1. */
export interface NodeRef {
  readonly level: number
  readonly i: number
}
export interface Node extends NodeRef {
  readonly hash: Uint8Array
}

/** Leaves `from` (included) to `to` (not included). */
export interface Range {
  readonly from: number
  readonly to: number
}

export type NodeOf = (node: NodeRef) => Uint8Array

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)

export const emptyRoot: Uint8Array = sha256()

export function leafHash(entry: Uint8Array): Buffer {
  return sha256(leafMark, entry)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(nodeMark, left, right)
}

/** The stored nodes from which the hash of a range follows, left to right. */
export function nodesOfRange({ from, to }: Range): NodeRef[] {
  const nodes: NodeRef[] = []
  for (let at = from; at < to; ) {
    let level = Math.log2(largestPowerWithin(to - at))
    while (at % 2 ** level !== 0) level -= 1
    nodes.push({ level, i: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** The hash of a range that occurs in a proof or is a whole tree. */
export function hashOfRange(range: Range, nodeOf: NodeOf): Uint8Array {
  if (range.from === range.to) return emptyRoot
  const hashes = nodesOfRange(range).map(nodeOf)
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** What an inclusion proof consists of, from the leaf's sibling up to the root's child (RFC 6962 section 2.1.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  const ranges: Range[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      ranges.unshift({ from: middle, to })
      to = middle
    } else {
      ranges.unshift({ from, to: middle })
      from = middle
    }
  }
  return ranges
}

/** What a proof consists of that the tree of `before` leaves is the beginning of that of `size` (section 2.1.2). */
export function consistencyRanges(before: number, size: number): Range[] {
  if (!(before > 0 && before <= size)) throw new RangeError(`no tree of ${before} within a tree of ${size}`)
  const ranges: Range[] = []
  let from = 0
  let to = size
  while (before < to) {
    const middle = from + largestPowerBelow(to - from)
    if (before <= middle) {
      ranges.unshift({ from: middle, to })
      to = middle
    } else {
      ranges.unshift({ from, to: middle })
      from = middle
    }
  }
  if (from > 0) ranges.unshift({ from, to })
  return ranges
}

/**
 * The root that an inclusion proof leads to.
 * @returns undefined if the proof has not the length that this leaf and size demand
 */
export function rootOfInclusion(
  hash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  const ranges = inclusionRanges(index, size)
  if (ranges.length !== proof.length) return undefined
  return proof.reduce<Uint8Array>((root, sibling, step) => {
    const range = ranges[step]
    return range && range.to <= index ? nodeHash(sibling, root) : nodeHash(root, sibling)
  }, hash)
}

/** Whether a proof shows that the tree `before` is the beginning of the tree `after`. */
export function isConsistent(
  before: { readonly size: number; readonly root: Uint8Array },
  after: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const ranges = consistencyRanges(before.size, after.size)
  if (ranges.length !== proof.length) return false
  // The proof opens with the last complete subtree of the older tree, unless that subtree is the older tree.
  const opened = ranges[0]?.to === before.size ? proof[0] : undefined
  let older = opened ?? before.root
  let newer = older
  for (const [step, sibling] of proof.entries()) {
    const range = ranges[step]
    if (!range || (opened && step === 0)) continue
    const onTheLeft = range.to <= before.size
    if (onTheLeft) older = nodeHash(sibling, older)
    newer = onTheLeft ? nodeHash(sibling, newer) : nodeHash(newer, sibling)
  }
  return Buffer.compare(older, before.root) === 0 && Buffer.compare(newer, after.root) === 0
}

/** A tree that grows at its right edge and remembers only that edge. */
export interface Edge {
  readonly size: number
  /** Hashes of the nodes of `nodesOfRange({ from: 0, to: size })`. */
  readonly hashes: readonly Uint8Array[]
}

export const emptyEdge: Edge = { size: 0, hashes: [] }

/** Adds leaf hashes. @returns the new edge and every complete subtree that came to be, leaves among them */
export function grow(edge: Edge, leaves: readonly Uint8Array[]): { edge: Edge; nodes: Node[] } {
  const nodes: Node[] = []
  const hashes = [...edge.hashes]
  let size = edge.size
  for (const leaf of leaves) {
    let hash = leaf
    nodes.push({ level: 0, i: size, hash })
    for (let level = 0, i = size; i % 2 === 1; i = (i - 1) / 2) {
      const left = hashes.pop()
      if (!left) throw new Error(`the edge of a tree of ${edge.size} lacks a hash`)
      hash = nodeHash(left, hash)
      level += 1
      nodes.push({ level, i: (i - 1) / 2, hash })
    }
    hashes.push(hash)
    size += 1
  }
  return { edge: { size, hashes }, nodes }
}

export function rootOfEdge(edge: Edge): Uint8Array {
  if (edge.hashes.length === 0) return emptyRoot
  return edge.hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two that is smaller than n, for n > 1. */
function largestPowerBelow(n: number): number {
  return largestPowerWithin(n - 1)
}

/** The largest power of two that is not larger than n, for 0 < n < 2^32. */
function largestPowerWithin(n: number): number {
  return 2 ** (31 - Math.clz32(n))
}
