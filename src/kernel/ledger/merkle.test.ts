import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'vitest'
import {
  consistencyRanges,
  type Edge,
  emptyEdge,
  emptyRoot,
  grow,
  hashOfRange,
  inclusionRanges,
  isConsistent,
  leafHash,
  type NodeRef,
  nodeHash,
  nodesOfRange,
  rootOfEdge,
  rootOfInclusion,
} from './merkle.ts'

// The definition of RFC 6962 section 2.1, written down as it stands there.
function definedRoot(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return createHash('sha256').digest()
  const [only] = entries
  if (only && entries.length === 1) return createHash('sha256').update(Uint8Array.of(0)).update(only).digest()
  let k = 1
  while (k * 2 < entries.length) k *= 2
  const left = definedRoot(entries.slice(0, k))
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(left)
    .update(definedRoot(entries.slice(k)))
    .digest()
}

function definedPath(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length <= 1) return []
  let k = 1
  while (k * 2 < entries.length) k *= 2
  if (m < k) return [...definedPath(m, entries.slice(0, k)), definedRoot(entries.slice(k))]
  return [...definedPath(m - k, entries.slice(k)), definedRoot(entries.slice(0, k))]
}

function definedSubproof(m: number, entries: readonly Uint8Array[], whole: boolean): Buffer[] {
  if (m === entries.length) return whole ? [] : [definedRoot(entries)]
  let k = 1
  while (k * 2 < entries.length) k *= 2
  if (m <= k) return [...definedSubproof(m, entries.slice(0, k), whole), definedRoot(entries.slice(k))]
  return [...definedSubproof(m - k, entries.slice(k), false), definedRoot(entries.slice(0, k))]
}

const entries = Array.from({ length: 130 }, (_, i) => Buffer.from(`entry ${i}`))

function treeOf(count: number): { edge: Edge; nodeOf: (ref: NodeRef) => Uint8Array } {
  const { edge, nodes } = grow(emptyEdge, entries.slice(0, count).map(leafHash))
  const stored = new Map(nodes.map(({ level, i, hash }) => [`${level}/${i}`, hash]))
  return {
    edge,
    nodeOf: ({ level, i }) => {
      const hash = stored.get(`${level}/${i}`)
      assert(hash, `node ${level}/${i} is stored`)
      return hash
    },
  }
}

test('the empty tree and the empty leaf have the hashes that RFC 6962 implies', () => {
  assert.equal(
    Buffer.from(emptyRoot).toString('hex'),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
  const emptyLeaf = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
  assert.equal(leafHash(new Uint8Array()).toString('hex'), emptyLeaf)
})

test('every root, inclusion proof and consistency proof up to 130 leaves is that of the definition', () => {
  const { nodeOf } = treeOf(entries.length)
  let inclusions = 0
  let consistencies = 0
  for (let size = 1; size <= entries.length; size += 1) {
    const some = entries.slice(0, size)
    const root = definedRoot(some)
    assert.deepEqual(Buffer.from(rootOfEdge(treeOf(size).edge)), root)
    assert.deepEqual(Buffer.from(hashOfRange({ from: 0, to: size }, nodeOf)), root)
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionRanges(index, size).map((range) => Buffer.from(hashOfRange(range, nodeOf)))
      assert.deepEqual(proof, definedPath(index, some))
      assert.deepEqual(rootOfInclusion(leafHash(entries[index] ?? Buffer.of()), index, size, proof), root)
      inclusions += 1
    }
    for (let before = 1; before <= size; before += 1) {
      const proof = consistencyRanges(before, size).map((range) => Buffer.from(hashOfRange(range, nodeOf)))
      assert.deepEqual(proof, definedSubproof(before, some, true))
      const older = { size: before, root: definedRoot(entries.slice(0, before)) }
      assert(isConsistent(older, { size, root }, proof))
      consistencies += 1
    }
  }
  assert.equal(inclusions, (130 * 131) / 2)
  assert.equal(consistencies, (130 * 131) / 2)
}, 300_000)

test('a proof with any bit, place, size or length changed leads elsewhere', () => {
  const { nodeOf } = treeOf(entries.length)
  const root = definedRoot(entries)
  for (let index = 0; index < entries.length; index += 7) {
    const leaf = leafHash(entries[index] ?? Buffer.of())
    const proof = inclusionRanges(index, entries.length).map((range) => Buffer.from(hashOfRange(range, nodeOf)))
    const leads = (hash: Uint8Array, at: number, size: number, path: readonly Uint8Array[]) =>
      at < size && Buffer.compare(rootOfInclusion(hash, at, size, path) ?? Buffer.of(), root) === 0
    assert(leads(leaf, index, 130, proof))
    for (const step of proof.keys()) {
      assert(!leads(leaf, index, 130, proof.toSpliced(step, 1)))
      assert(!leads(leaf, index, 130, proof.toSpliced(step, 1, flipped(proof[step] ?? Buffer.of(), step))))
    }
    assert(!leads(flipped(leaf, index), index, 130, proof))
    assert(!leads(leaf, index, 130, [...proof, leaf]))
    for (let other = 0; other < 130; other += 1) if (other !== index) assert(!leads(leaf, other, 130, proof))
  }
})

test('a consistency proof does not hold for another tree', () => {
  const { nodeOf } = treeOf(entries.length)
  for (let before = 1; before < 130; before += 3) {
    const proof = consistencyRanges(before, 130).map((range) => Buffer.from(hashOfRange(range, nodeOf)))
    const older = { size: before, root: definedRoot(entries.slice(0, before)) }
    const newer = { size: 130, root: definedRoot(entries) }
    assert(isConsistent(older, newer, proof))
    assert(!isConsistent({ ...older, root: flipped(older.root, before) }, newer, proof))
    assert(!isConsistent(older, { ...newer, root: flipped(newer.root, before) }, proof))
    assert(!isConsistent(older, newer, proof.slice(1)))
    for (const step of proof.keys()) {
      assert(!isConsistent(older, newer, proof.toSpliced(step, 1, flipped(proof[step] ?? Buffer.of(), step))))
    }
  }
})

test('a tree grown in any portions is the tree grown at once', () => {
  const hash = (n: number) => leafHash(Buffer.from(String(n)))
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 }), (portions) => {
      let edge = emptyEdge
      for (const portion of portions) {
        const next = Array.from({ length: portion }, (_, i) => hash(edge.size + i))
        edge = grow(edge, next).edge
      }
      const all = Array.from({ length: edge.size }, (_, i) => hash(i))
      assert.deepEqual(grow(emptyEdge, all).edge, edge)
      assert.equal(edge.hashes.length, nodesOfRange({ from: 0, to: edge.size }).length)
    }),
    { numRuns: 60 },
  )
})

test('in large trees every proof leads to the root', () => {
  const size = 5000
  const leaves = Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i))))
  const { nodes } = grow(emptyEdge, leaves)
  const stored = new Map(nodes.map(({ level, i, hash }) => [`${level}/${i}`, hash]))
  const nodeOf = ({ level, i }: NodeRef) => stored.get(`${level}/${i}`) ?? Buffer.of()
  fc.assert(
    fc.property(fc.integer({ min: 1, max: size }), fc.nat(), fc.nat(), (to, a, b) => {
      const index = a % to
      const before = 1 + (b % to)
      const root = hashOfRange({ from: 0, to }, nodeOf)
      const path = inclusionRanges(index, to).map((range) => hashOfRange(range, nodeOf))
      assert.deepEqual(rootOfInclusion(leaves[index] ?? Buffer.of(), index, to, path), root)
      const proof = consistencyRanges(before, to).map((range) => hashOfRange(range, nodeOf))
      assert(
        isConsistent({ size: before, root: hashOfRange({ from: 0, to: before }, nodeOf) }, { size: to, root }, proof),
      )
    }),
    { numRuns: 2000 },
  )
})

test('leaves and inner nodes cannot be mistaken for each other', () => {
  const [a, b] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))]
  assert.notDeepEqual(leafHash(Buffer.concat([a, b])), nodeHash(a, b))
})

function flipped(bytes: Uint8Array, at: number) {
  const copy = Buffer.from(bytes)
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ (1 << (at % 8))
  return copy
}
