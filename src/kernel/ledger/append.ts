import './tables.ts'
import { uuidv7 } from 'uuidv7'
import { type Db, sql, type Tx } from '../db.ts'
import { randomOf } from '../random.ts'
import { base64 } from './bytes.ts'
import { signHeartbeat } from './heartbeat.ts'
import type { LedgerKeys } from './keys.ts'
import { commit, entryOf, type Leaf, newSalt } from './leaf.ts'
import { recall } from './memory.ts'
import { emptyRoot, leafHash } from './merkle.ts'
import { type Checkpoint, formatCheckpoint, formatVerifier, signNote } from './note.ts'
import { promiseSeconds, signPromise } from './promise.ts'
import { sequenceWith } from './sequence.ts'

/** One event of a matter, to be recorded. */
export interface NewLeaf {
  readonly councilId: string
  /** The matter: 128 random bits in the shape of a UUID (`newSubjectId`). */
  readonly subjectId: string
  /** What happened: a code. */
  readonly type: string
  /** What the leaf commits to without showing it: text, who, the digest of a file. Each can be erased by itself. */
  readonly parts: Readonly<Record<string, string>>
  /** Code of the role that acted. */
  readonly by?: string
  /** Code of the unit that acted or has to act. */
  readonly unit?: string
  /** The present instant. Whoever claims an earlier one (paper, a phone without network) puts it in a part. */
  readonly at: Date
  /** When an outcome is due. */
  readonly due?: Date
  /** Code of the outcome. */
  readonly out?: string
}

export interface Appended {
  readonly leafId: string
  readonly leafHash: Uint8Array
  /** A signed note, to be handed out at once. */
  readonly promise: string
}

/** A number for a matter that says nothing about it. */
export function newSubjectId(): string {
  return uuidOf(Buffer.from(randomOf(16)).toString('hex'))
}

/**
 * Starts the log of a council, with a key of its own. A log that exists already stays as it is.
 * @param origin its public name: an address without scheme, spaces or `+`, such as `example.org/log/7`
 */
export async function openLog(tx: Tx, councilId: string, origin: string, keys: LedgerKeys, at: Date): Promise<void> {
  if (!/^[^\s+]{1,200}$/u.test(origin)) throw new RangeError(`not a name for a log: ${origin}`)
  const opened = await tx
    .insertInto('ledger.log')
    .values({ council_id: councilId, origin, size: 0, root: emptyRoot, alive_note: '', alive_at: at })
    .onConflict((conflict) => conflict.column('council_id').doNothing())
    .returning('council_id')
    .execute()
  if (opened.length === 0) return
  // A log of this name may have been published from a database that is gone.
  if (keys.memory) await recall(tx, councilId, { origin, size: 0, root: emptyRoot }, keys.memory, false)
  const signer = await keys.newKey(tx, councilId, origin, at)
  const note = signNote(formatCheckpoint({ origin, size: 0, root: emptyRoot }), [signer])
  await tx
    .insertInto('ledger.checkpoint')
    .values({ council_id: councilId, size: 0, root: emptyRoot, note, signed_at: at })
    .execute()
  await tx
    .updateTable('ledger.log')
    .set({ alive_note: signHeartbeat({ origin, size: 0, root: emptyRoot }, at, signer) })
    .where('council_id', '=', councilId)
    .execute()
}

/**
 * Records an event within the caller's transaction. It gets its place in the log from the sequencer, at most a minute
 * later; until then the promise stands for it.
 * @throws Error if the council has no log, RangeError if the leaf would be too long or carry free text
 */
export async function appendLeaf(tx: Tx, leaf: NewLeaf, keys: LedgerKeys): Promise<Appended> {
  return append(tx, leaf, {}, keys)
}

/**
 * Makes parts of a matter unreadable for good: bodies and salts go, in every leaf of the matter, and the log says so.
 * The tree stays as it is, and a receipt handed out before still opens.
 * @param ground code of the reason
 * @returns undefined if there was nothing left to erase
 */
export async function eraseParts(
  tx: Tx,
  councilId: string,
  subjectId: string,
  parts: readonly string[],
  ground: string,
  { at, by, keys }: { at: Date; by?: string; keys: LedgerKeys },
): Promise<Appended | undefined> {
  const erased = await tx
    .updateTable('ledger.part')
    .set({ body: null, salt: null, erased_at: at })
    .where('council_id', '=', councilId)
    .where('name', 'in', [...parts])
    .where('erased_at', 'is', null)
    .where('leaf_id', 'in', (from) =>
      from
        .selectFrom('ledger.leaf')
        .select('id')
        .where('council_id', '=', councilId)
        .where('subject_id', '=', subjectId),
    )
    .returning('name')
    .execute()
  if (erased.length === 0) return undefined
  const names = [...new Set(erased.map(({ name }) => name))].sort()
  const leaf = { councilId, subjectId, type: 'subject.erased', parts: {}, at, out: ground, ...(by ? { by } : {}) }
  return append(tx, leaf, { erased: names }, keys)
}

/**
 * Gives a log a new key. The old one signs its last tree with a leaf that names the new one; that tree carries both
 * signatures. Who verifies adds the new key to the policy and keeps the old one for old receipts.
 */
export async function rotateKey(tx: Tx, councilId: string, keys: LedgerKeys, at: Date): Promise<void> {
  const old = await keys.logKeyOf(tx, councilId)
  const fresh = await keys.newKey(tx, councilId, old.name, at)
  const leaf = { councilId, subjectId: newSubjectId(), type: 'key.rotated', parts: {}, at }
  const key = formatVerifier(fresh).slice(fresh.name.length + 1)
  await append(tx, leaf, { key }, { ...keys, logKeyOf: async () => old })
  const { memory } = keys
  const signers = [old, fresh]
  const mayGoOn = memory && ((log: Checkpoint) => recall(tx, councilId, log, memory, false))
  let { waiting } = await sequenceWith(tx, councilId, at, signers, mayGoOn)
  while (waiting) waiting = (await sequenceWith(tx, councilId, at, signers)).waiting
}

/**
 * Begins a new log where the old one cannot be continued, because what it published is lost: under a new name and with
 * a new key, from the leaves that are here. The old name stays as it was last published, for ever shorter or other than
 * what is known here; nothing is signed under it again. The first new leaf says so.
 * @returns the name of the new log
 */
export async function succeedLog(tx: Tx, councilId: string, keys: LedgerKeys, at: Date): Promise<string> {
  const before = await tx
    .selectFrom('ledger.log')
    .select('origin')
    .where('council_id', '=', councilId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const origin = successorOf(before.origin)
  const fresh = await keys.newKey(tx, councilId, origin, at)
  await tx.updateTable('ledger.log').set({ origin }).where('council_id', '=', councilId).execute()
  const published = await keys.memory?.read(before.origin)
  const parts = { before: before.origin, ...(published && { published }) }
  const leaf = { councilId, subjectId: newSubjectId(), type: 'log.succeeded', parts, at }
  const key = formatVerifier(fresh).slice(fresh.name.length + 1)
  await append(tx, leaf, { key }, { ...keys, logKeyOf: async () => fresh })
  let waiting = true
  while (waiting) waiting = (await sequenceWith(tx, councilId, at, [fresh])).waiting
  return origin
}

/** `example.org/log/yunshan`, then `example.org/log/yunshan/2`, `…/3`. */
function successorOf(origin: string): string {
  const [, name = origin, number] = /^(.*?)(?:\/(\d+))?$/.exec(origin) ?? []
  return number && name.includes('/log/') ? `${name}/${Number(number) + 1}` : `${origin}/2`
}

async function append(
  tx: Tx,
  { councilId, subjectId, type, parts, by, unit, at, due, out }: NewLeaf,
  extra: Pick<Leaf, 'erased' | 'key'>,
  keys: LedgerKeys,
): Promise<Appended> {
  // Held to the end of the transaction: two events of a matter must not both follow the same one.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${councilId} ${subjectId}`}, 0))`.execute(tx)
  const last = await lastLeafOf(tx, councilId, subjectId)
  const sealed = Object.entries(parts).map(([name, body]) => ({ name, body, salt: newSalt() }))
  const entry = entryOf({
    type,
    subj: subjectId.replaceAll('-', '').toLowerCase(),
    n: (last?.n ?? 0) + 1,
    ...(last ? { prev: base64(last.hash) } : {}),
    c: Object.fromEntries(sealed.map(({ name, body, salt }) => [name, commit(salt, body)])),
    ...(by === undefined ? {} : { by }),
    ...(unit === undefined ? {} : { unit }),
    at: at.toISOString(),
    ...(due === undefined ? {} : { due: due.toISOString() }),
    ...(out === undefined ? {} : { out }),
    ...extra,
  })
  const hash = leafHash(entry)
  const signer = await keys.logKeyOf(tx, councilId)
  const logBy = new Date(at.getTime() + promiseSeconds * 1000)
  const promise = signPromise({ origin: signer.name, leafHash: hash, logBy }, signer)
  const leafId = uuidv7()
  await tx
    .insertInto('ledger.leaf')
    .values({
      council_id: councilId,
      id: leafId,
      subject_id: subjectId,
      n: (last?.n ?? 0) + 1,
      type,
      entry,
      hash,
      idx: null,
      promise,
      at,
    })
    .execute()
  if (sealed.length > 0) {
    await tx
      .insertInto('ledger.part')
      .values(sealed.map((part) => ({ council_id: councilId, leaf_id: leafId, ...part, erased_at: null })))
      .execute()
  }
  return { leafId, leafHash: hash, promise }
}

async function lastLeafOf(db: Db, councilId: string, subjectId: string) {
  return db
    .selectFrom('ledger.leaf')
    .select(['n', 'hash'])
    .where('council_id', '=', councilId)
    .where('subject_id', '=', subjectId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
