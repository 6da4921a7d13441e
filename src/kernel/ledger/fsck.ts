import './tables.ts'
import type { Db } from '../db.ts'
import { base64, sameBytes } from './bytes.ts'
import { verifyHeartbeat } from './heartbeat.ts'
import { type Leaf, opens, parseEntry } from './leaf.ts'
import { type Edge, emptyEdge, grow, leafHash, type Node, rootOfEdge } from './merkle.ts'
import {
  formatVerifier,
  parseCheckpoint,
  parseNote,
  signatureTypes,
  signersOf,
  type Verifier,
  verifierOf,
} from './note.ts'
import { type Policy, parsePolicy } from './policy.ts'
import { verifyPromise } from './promise.ts'
import { nameOf, nodesAt } from './stored-nodes.ts'

/** One thing that is not as it must be. */
export interface Difference {
  readonly kind: /** A place in the log without a leaf, or beyond its end. */
    | 'gap'
    /** An entry that is no leaf, or whose hash is not the one stored. */
    | 'entry'
    /** Columns that say something else than the entry. */
    | 'row'
    /** A leaf that does not follow the previous one of its matter. */
    | 'chain'
    /** Content that is not what the leaf commits to, or is missing without having been erased. */
    | 'content'
    /** Content erased without a leaf that says so. */
    | 'erasure'
    | 'node'
    /** A signed tree that is not the tree of the leaves. */
    | 'checkpoint'
    | 'signature'
    /** A leaf that claims a time more than five minutes away from the tree that first holds it. */
    | 'time'
    /** A leaf without its promise, or promised and not in the log in time. */
    | 'promise'
    /** A checkpoint known from outside that this log contradicts. */
    | 'fork'
  /** Place in the log, or size of the tree; absent when it has none. */
  readonly at?: number
  readonly detail: string
}

export interface FsckOptions {
  /** With the present instant, promises that are overdue are reported too. */
  readonly now?: Date
  /** Signed checkpoints that others hold. */
  readonly known?: readonly string[]
}

/** A leaf may claim a time this far from the first tree that holds it. */
export const timeToleranceSeconds = 300

const batch = 1000
const noLeaf = new Uint8Array(32)

/**
 * Rebuilds a log from the stored entries and contents and compares everything that is stored or signed with it.
 * It reads only; on a log in use, run it within a repeatable-read transaction.
 * @returns every difference; none for a log that is whole
 */
export async function fsck(db: Db, councilId: string, { now, known = [] }: FsckOptions = {}): Promise<Difference[]> {
  const found: Difference[] = []
  const report: Report = (kind, at, detail) => void found.push({ kind, ...(at === undefined ? {} : { at }), detail })
  const log = await db
    .selectFrom('ledger.log')
    .select(['origin', 'size', 'root', 'alive_note'])
    .where('council_id', '=', councilId)
    .executeTakeFirst()
  if (!log) return [{ kind: 'gap', detail: 'there is no such log' }]
  const verifiers = await verifiersOf(db, councilId)
  const signed = await signedTrees(db, councilId, verifiers, known, report)
  const policy = parsePolicy(`${verifiers.map((each) => `log ${formatVerifier(each)}\n`).join('')}quorum none\n`)
  const walk: Walk = { db, councilId, policy, signed, report, subjects: new Map(), erased: new Map() }

  checkTree(walk, emptyEdge)
  let edge = emptyEdge
  for (;;) {
    const rows = await leavesFrom(walk, edge.size, log.size)
    if (rows.length === 0) break
    edge = await checkBatch(walk, edge, rows)
  }
  for (const tree of signed) {
    if (tree.size > edge.size) report(tree.fault, tree.size, `a tree of ${tree.size} was signed, ${edge.size} are here`)
  }
  if (log.size !== edge.size || !sameBytes(log.root, rootOfEdge(edge))) {
    report('checkpoint', log.size, 'the state of the log is not that of its leaves')
  }
  if (!signed.some(({ size, fault }) => size === edge.size && fault === 'checkpoint')) {
    report('checkpoint', edge.size, 'the whole log was never signed')
  }
  if (!verifyHeartbeat(log.alive_note, policy)) report('signature', undefined, 'the sign of life is not signed')
  await checkNodeCount(walk, edge.size)
  await checkBeyond(walk, log.size)
  await checkWaiting(walk, now)
  return found
}

type Report = (kind: Difference['kind'], at: number | undefined, detail: string) => void

interface SignedTree {
  readonly size: number
  readonly root: Uint8Array
  readonly signedAt?: Date
  readonly fault: 'checkpoint' | 'fork'
}

interface Walk {
  readonly db: Db
  readonly councilId: string
  readonly policy: Policy
  readonly signed: readonly SignedTree[]
  readonly report: Report
  /** The last leaf of each matter. */
  readonly subjects: Map<string, { n: number; hash: string }>
  /** Parts erased without a leaf that says so yet, by matter; the leaf comes after the content. */
  readonly erased: Map<string, Set<string>>
}

async function verifiersOf(db: Db, councilId: string): Promise<Verifier[]> {
  const keys = await db
    .selectFrom('ledger.key')
    .select(['origin', 'public_key'])
    .where('council_id', '=', councilId)
    .execute()
  return keys.map(({ origin, public_key }) => verifierOf(origin, signatureTypes.note, public_key))
}

/** Every tree this log signed, as stored here and as known from outside. */
async function signedTrees(
  db: Db,
  councilId: string,
  verifiers: readonly Verifier[],
  known: readonly string[],
  report: Report,
): Promise<SignedTree[]> {
  const rows = await db
    .selectFrom('ledger.checkpoint')
    .select(['size', 'root', 'note', 'signed_at'])
    .where('council_id', '=', councilId)
    .orderBy('size')
    .execute()
  const stored = rows.flatMap(({ size, root, note, signed_at }): SignedTree[] => {
    const tree = readCheckpoint(note, verifiers)
    if (!tree) report('signature', size, 'the signature does not hold')
    if (tree && (tree.size !== size || !sameBytes(tree.root, root))) report('checkpoint', size, 'not what was signed')
    return tree ? [{ ...tree, signedAt: new Date(signed_at), fault: 'checkpoint' }] : []
  })
  const outside = known.flatMap((note): SignedTree[] => {
    const tree = readCheckpoint(note, verifiers)
    if (!tree) report('signature', undefined, 'a checkpoint from outside is not signed by this log')
    return tree ? [{ ...tree, fault: 'fork' }] : []
  })
  return [...stored, ...outside]
}

/** A checkpoint under one of the names the log has had, signed with a key of that name. */
function readCheckpoint(text: string, verifiers: readonly Verifier[]) {
  const note = parseNote(text)
  const tree = parseCheckpoint(note?.text ?? '')
  const ofName = verifiers.filter(({ name }) => name === tree?.origin)
  return note && tree && signersOf(note, ofName)?.length ? tree : undefined
}

interface LeafRow {
  readonly id: string
  readonly idx: number | null
  readonly subject_id: string
  readonly n: number
  readonly type: string
  readonly entry: Uint8Array
  readonly hash: Uint8Array
  readonly promise: string
  readonly at: Date
}

async function leavesFrom({ db, councilId }: Walk, from: number, to: number): Promise<LeafRow[]> {
  return db
    .selectFrom('ledger.leaf')
    .select(['id', 'idx', 'subject_id', 'n', 'type', 'entry', 'hash', 'promise', 'at'])
    .where('council_id', '=', councilId)
    .where('idx', '>=', from)
    .where('idx', '<', to)
    .orderBy('idx')
    .limit(batch)
    .execute()
}

async function checkBatch(walk: Walk, start: Edge, rows: readonly LeafRow[]): Promise<Edge> {
  const contents = await contentsOf(walk, rows)
  const nodes: Node[] = []
  let edge = start
  const add = (hash: Uint8Array) => {
    const grown = grow(edge, [hash])
    nodes.push(...grown.nodes)
    edge = grown.edge
  }
  for (const row of rows) {
    // A place that is missing gets a leaf nobody has, so that the walk can go on behind it.
    while (row.idx !== null && edge.size < row.idx) {
      walk.report('gap', edge.size, 'there is no leaf at this place')
      add(noLeaf)
    }
    checkLeaf(walk, edge.size, row, contents.get(row.id) ?? [])
    add(leafHash(row.entry))
    checkTree(walk, edge)
  }
  const stored = await nodesAt(walk.db, walk.councilId, nodes)
  for (const node of nodes) {
    const hash = stored.get(nameOf(node))
    if (!hash || !sameBytes(hash, node.hash))
      walk.report('node', node.i, `level ${node.level}: not the node of its leaves`)
  }
  return edge
}

function checkTree({ signed, report }: Walk, edge: Edge): void {
  for (const tree of signed) {
    if (tree.size !== edge.size || sameBytes(tree.root, rootOfEdge(edge))) continue
    report(tree.fault, edge.size, 'the tree of the leaves is not the tree that was signed')
  }
}

interface Content {
  readonly name: string
  readonly salt: Uint8Array | null
  readonly body: string | null
}

function checkLeaf(walk: Walk, at: number, row: LeafRow, contents: readonly Content[]): void {
  const { report } = walk
  if (!sameBytes(leafHash(row.entry), row.hash)) report('entry', at, 'the hash is not that of the entry')
  const leaf = parseEntry(row.entry)
  if (!leaf) {
    report('entry', at, 'the entry is not a leaf')
    return
  }
  const same =
    leaf.type === row.type &&
    leaf.n === row.n &&
    leaf.subj === row.subject_id.replaceAll('-', '') &&
    leaf.at === new Date(row.at).toISOString()
  if (!same) report('row', at, 'the columns are not those of the entry')
  checkPromise(walk, at, row)
  checkChain(walk, at, leaf, base64(leafHash(row.entry)))
  checkTime(walk, at, leaf)
  checkContents(walk, at, leaf, contents)
  for (const name of leaf.erased ?? []) walk.erased.get(leaf.subj)?.delete(name)
}

function checkPromise({ policy, report }: Walk, at: number | undefined, row: LeafRow): void {
  const promise = verifyPromise(row.promise, policy)
  if (!promise) report('signature', at, 'the promise is not signed by this log')
  else if (!sameBytes(promise.leafHash, row.hash)) report('promise', at, 'something else was promised')
}

function checkChain({ subjects, report }: Walk, at: number, leaf: Leaf, hash: string): void {
  const before = subjects.get(leaf.subj)
  if (leaf.n !== (before?.n ?? 0) + 1 || leaf.prev !== before?.hash) {
    report('chain', at, `event ${leaf.n} of a matter does not follow its event ${before?.n ?? 0}`)
  }
  subjects.set(leaf.subj, { n: leaf.n, hash })
}

function checkTime({ signed, report }: Walk, at: number, leaf: Leaf): void {
  const first = signed.find(({ size, signedAt }) => size > at && signedAt)?.signedAt
  const offMs = first ? Math.abs(Date.parse(leaf.at) - first.getTime()) : 0
  if (offMs > timeToleranceSeconds * 1000)
    report('time', at, `it says ${leaf.at} and was signed at ${first?.toISOString()}`)
}

function checkContents({ report, erased }: Walk, at: number, leaf: Leaf, contents: readonly Content[]): void {
  const names = new Set([...Object.keys(leaf.c), ...contents.map(({ name }) => name)])
  for (const name of names) {
    const content = contents.find((each) => each.name === name)
    const commitment = leaf.c[name]
    if (!content || !commitment) report('content', at, `part ${name} stands on one side only`)
    else if (content.salt === null || content.body === null) {
      erased.set(leaf.subj, (erased.get(leaf.subj) ?? new Set()).add(name))
    } else if (!opens(commitment, content.salt, content.body)) report('content', at, `part ${name} was changed`)
  }
}

async function contentsOf({ db, councilId }: Walk, rows: readonly LeafRow[]): Promise<Map<string, Content[]>> {
  const parts = await db
    .selectFrom('ledger.part')
    .select(['leaf_id', 'name', 'salt', 'body'])
    .where('council_id', '=', councilId)
    .where(
      'leaf_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  return Map.groupBy(parts, ({ leaf_id }) => leaf_id)
}

/** A tree of n leaves has 2n − (number of ones in n) complete subtrees; what is beyond belongs to no leaf. */
async function checkNodeCount({ db, councilId, report }: Walk, size: number): Promise<void> {
  const ones = size.toString(2).replaceAll('0', '').length
  const { count } = await db
    .selectFrom('ledger.node')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('council_id', '=', councilId)
    .executeTakeFirstOrThrow()
  if (Number(count) !== 2 * size - ones) report('node', undefined, `${count} nodes are stored for ${size} leaves`)
}

async function checkBeyond({ db, councilId, report }: Walk, size: number): Promise<void> {
  const beyond = await db
    .selectFrom('ledger.leaf')
    .select('idx')
    .where('council_id', '=', councilId)
    .where('idx', '>=', size)
    .limit(batch)
    .execute()
  for (const { idx } of beyond) report('gap', idx ?? size, `there is a leaf behind the end of the log`)
}

async function checkWaiting(walk: Walk, now: Date | undefined): Promise<void> {
  const { db, councilId, policy, report, erased } = walk
  const waiting = await db
    .selectFrom('ledger.leaf')
    .select(['id', 'idx', 'subject_id', 'n', 'type', 'entry', 'hash', 'promise', 'at'])
    .where('council_id', '=', councilId)
    .where('idx', 'is', null)
    .orderBy('pid')
    .execute()
  for (const row of waiting) {
    checkPromise(walk, undefined, row)
    const overdue = now && (verifyPromise(row.promise, policy)?.logBy ?? now) < now
    if (overdue) report('promise', undefined, `leaf ${row.id} is not in the log in time`)
    const leaf = parseEntry(row.entry)
    if (!leaf || !sameBytes(leafHash(row.entry), row.hash)) report('entry', undefined, `leaf ${row.id} is damaged`)
    for (const name of leaf?.erased ?? []) erased.get(leaf?.subj ?? '')?.delete(name)
  }
  for (const [subject, names] of erased) {
    for (const name of names) report('erasure', undefined, `part ${name} of ${subject} is gone and no leaf says so`)
  }
}
