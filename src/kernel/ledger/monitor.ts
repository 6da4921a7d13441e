import { base64, fromBase64, sameBytes } from './bytes.ts'
import { timeToleranceSeconds } from './fsck.ts'
import { type Leaf, parseEntry } from './leaf.ts'
import { type Edge, grow, leafHash, rootOfEdge } from './merkle.ts'
import { type Checkpoint, parseCheckpoint, parseNote } from './note.ts'
import { judge, type Policy } from './policy.ts'
import type { LeafPromise } from './promise.ts'
import { entriesOfBundle, tileWidth } from './tiles.ts'

/** Where a log is read from: the three public resources of c2sp.org/tlog-tiles, over HTTP or otherwise. */
export interface LogSource {
  checkpoint(): Promise<string>
  /** @returns undefined if there is no such bundle */
  entries(index: number, width: number): Promise<Uint8Array | undefined>
}

export interface Alarm {
  readonly kind: /** The checkpoint is not one of this log, or is not signed as the policy demands. */
    | 'checkpoint'
    /** The log is shorter than it was. */
    | 'shrunk'
    /** Two trees of the same size. */
    | 'fork'
    /** The entries do not lead from the tree seen before to the tree signed now. */
    | 'rewritten'
    /** An entry is missing or is no leaf. */
    | 'entry'
    /** A leaf does not follow the previous one of its matter. */
    | 'chain'
    /** A leaf claims a time at which the log was already seen without it. */
    | 'backdated'
    /** A leaf claims a time that has not come yet. */
    | 'ahead'
    /** A matter has no outcome although one was due. */
    | 'overdue'
    /** A promise was not kept. */
    | 'promise'
  /** Place in the log, or size of the tree. */
  readonly at: number
  readonly detail: string
}

/** What a watcher remembers between visits: plain data, to be kept where the operator of the log cannot reach it. */
export interface Watched {
  readonly origin: string
  readonly size: number
  /** Right edge of the tree, base64. */
  readonly edge: readonly string[]
  /** The checkpoint seen last: with a different one of the same size it is the proof of a fork. */
  readonly note: string
  readonly seenAt: string
  readonly subjects: Readonly<Record<string, WatchedSubject>>
}

export interface WatchedSubject {
  readonly n: number
  readonly hash: string
  /** When an outcome is due, unless there was one since. */
  readonly due?: string
}

export interface Visit {
  readonly state: Watched
  readonly alarms: readonly Alarm[]
}

/**
 * Looks at a log as any stranger can: is it still the log seen before, only longer, and does it keep its own rules?
 * After an alarm about the tree the state stays what it was, so the contradiction remains provable.
 * @param before what the last visit answered; undefined on the first, which trusts the tree it finds
 * @param promises promises that were given to somebody and are to be looked for
 */
export async function watch(
  source: LogSource,
  policy: Policy,
  origin: string,
  before: Watched | undefined,
  now: Date,
  promises: readonly LeafPromise[] = [],
): Promise<Visit> {
  const state: Watched = before ?? { origin, size: 0, edge: [], note: '', seenAt: '', subjects: {} }
  const note = await source.checkpoint()
  const signed = read(note, policy, origin)
  if (!signed)
    return { state, alarms: [{ kind: 'checkpoint', at: state.size, detail: 'not signed as the policy asks' }] }
  const old: Edge = { size: state.size, hashes: state.edge.map(bytesOf) }
  const broken = before ? contradiction(old, signed) : undefined
  if (broken) return { state, alarms: [broken] }

  const added = await entriesFrom(source, state.size, signed.size)
  if (!added) return { state, alarms: [{ kind: 'entry', at: state.size, detail: 'entries are missing' }] }
  const { edge } = grow(old, added.map(leafHash))
  if (!sameBytes(rootOfEdge(edge), signed.root)) {
    const detail = 'the entries do not lead from the tree seen before to the tree signed now'
    return { state, alarms: [{ kind: 'rewritten', at: signed.size, detail }] }
  }
  const subjects: Record<string, WatchedSubject> = { ...state.subjects }
  const alarms = added.flatMap((entry, place) => readLeaf(entry, state.size + place, subjects, before, now))
  alarms.push(...overdue(subjects, signed.size, now))
  const kept = promises.length > 0 ? await hashesOf(source, signed.size) : new Set<string>()
  for (const promise of promises) {
    if (promise.logBy > now || kept.has(base64(promise.leafHash))) continue
    alarms.push({ kind: 'promise', at: signed.size, detail: `${base64(promise.leafHash)} is not in the log` })
  }
  const hashes = edge.hashes.map(base64)
  return { state: { origin, size: signed.size, edge: hashes, note, seenAt: now.toISOString(), subjects }, alarms }
}

function read(text: string, policy: Policy, origin: string): Checkpoint | undefined {
  const note = parseNote(text)
  const signed = parseCheckpoint(note?.text ?? '')
  if (!note || signed?.origin !== origin) return undefined
  return typeof judge(policy, origin, note) === 'string' ? undefined : signed
}

function contradiction(before: Edge, signed: Checkpoint): Alarm | undefined {
  if (signed.size < before.size) {
    return { kind: 'shrunk', at: signed.size, detail: `it had ${before.size} leaves and has ${signed.size}` }
  }
  if (signed.size === before.size && !sameBytes(rootOfEdge(before), signed.root)) {
    return { kind: 'fork', at: signed.size, detail: 'two different trees of this size are signed' }
  }
  return undefined
}

function readLeaf(
  entry: Uint8Array,
  at: number,
  subjects: Record<string, WatchedSubject>,
  before: Watched | undefined,
  now: Date,
): Alarm[] {
  const leaf = parseEntry(entry)
  if (!leaf) return [{ kind: 'entry', at, detail: 'the entry is not a leaf' }]
  const alarms: Alarm[] = []
  const last = subjects[leaf.subj]
  if (leaf.n !== (last?.n ?? 0) + 1 || leaf.prev !== last?.hash) {
    alarms.push({ kind: 'chain', at, detail: `event ${leaf.n} does not follow event ${last?.n ?? 0} of its matter` })
  }
  subjects[leaf.subj] = subjectAfter(last, leaf, entry)
  const time = Date.parse(leaf.at)
  const tolerance = timeToleranceSeconds * 1000
  if (before && time < Date.parse(before.seenAt) - tolerance) {
    alarms.push({ kind: 'backdated', at, detail: `it says ${leaf.at}; at ${before.seenAt} it was not there` })
  }
  if (time > now.getTime() + tolerance) alarms.push({ kind: 'ahead', at, detail: `it says ${leaf.at}` })
  return alarms
}

/** A new due time replaces the old one; an outcome settles it. */
function subjectAfter(last: WatchedSubject | undefined, leaf: Leaf, entry: Uint8Array): WatchedSubject {
  const due = leaf.due ?? (leaf.out === undefined ? last?.due : undefined)
  return { n: leaf.n, hash: base64(leafHash(entry)), ...(due === undefined ? {} : { due }) }
}

function overdue(subjects: Readonly<Record<string, WatchedSubject>>, size: number, now: Date): Alarm[] {
  return Object.entries(subjects)
    .filter(([, { due }]) => due !== undefined && Date.parse(due) < now.getTime())
    .map(([subject, { due }]) => ({ kind: 'overdue', at: size, detail: `${subject} was due at ${due}` }))
}

async function hashesOf(source: LogSource, size: number): Promise<Set<string>> {
  const all = (await entriesFrom(source, 0, size)) ?? []
  return new Set(all.map((entry) => base64(leafHash(entry))))
}

async function entriesFrom(source: LogSource, from: number, to: number): Promise<Uint8Array[] | undefined> {
  const found: Uint8Array[] = []
  for (let index = Math.floor(from / tileWidth); index * tileWidth < to; index += 1) {
    const width = Math.min(tileWidth, to - index * tileWidth)
    const bundle = await source.entries(index, width)
    const inside = bundle && entriesOfBundle(bundle, width)
    if (!inside) return undefined
    found.push(...inside.slice(Math.max(0, from - index * tileWidth)))
  }
  return found
}

function bytesOf(text: string): Buffer {
  const bytes = fromBase64(text)
  if (bytes?.length !== 32) throw new RangeError('what the watcher remembers is damaged')
  return bytes
}
