import './tables.ts'
import { randomBytes } from 'node:crypto'
import { jsonRows, send, sql, type Tx } from '../db.ts'
import type { NewLeaf } from './append.ts'
import type { LedgerKeys } from './keys.ts'
import { commit, entryOf } from './leaf.ts'
import { leafHash } from './merkle.ts'
import type { Signer } from './note.ts'
import { promiseSeconds, signPromise } from './promise.ts'

/** The first event of a new matter; the caller chooses the leaf's id, so that it can be stored beside the matter. */
export interface FirstLeaf extends Omit<NewLeaf, 'councilId'> {
  readonly leafId: string
}

/** A first event as it will be stored: committed to, hashed and promised, but nowhere yet. */
export interface MadeLeaf {
  readonly leaf: Record<keyof typeof leafColumns, unknown>
  readonly parts: readonly Record<keyof typeof partColumns, unknown>[]
}

const leafColumns = {
  id: 'uuid',
  subject_id: 'uuid',
  type: 'text',
  entry: 'text',
  hash: 'bytea',
  promise: 'text',
  at: 'timestamptz',
} as const
const partColumns = { leaf_id: 'uuid', name: 'text', salt: 'bytea', body: 'text' } as const

/** Makes the leaves of first events without asking the database: it can be at work on something else meanwhile. */
export function makeFirstLeaves(leaves: readonly FirstLeaf[], signer: Signer): MadeLeaf[] {
  const salts = saltsFor(leaves)
  return leaves.map((leaf) => {
    const { leafId, subjectId, type, at } = leaf
    const parts = Object.entries(leaf.parts).map(([name, body]) => ({ name, body, salt: salts() }))
    const entry = entryOf({
      type,
      subj: subjectId.replaceAll('-', '').toLowerCase(),
      n: 1,
      c: Object.fromEntries(parts.map(({ name, body, salt }) => [name, commit(salt, body)])),
      ...(leaf.by === undefined ? {} : { by: leaf.by }),
      ...(leaf.unit === undefined ? {} : { unit: leaf.unit }),
      at: at.toISOString(),
      ...(leaf.due === undefined ? {} : { due: leaf.due.toISOString() }),
      ...(leaf.out === undefined ? {} : { out: leaf.out }),
    })
    const hash = leafHash(entry)
    const logBy = new Date(at.getTime() + promiseSeconds * 1000)
    const promise = signPromise({ origin: signer.name, leafHash: hash, logBy }, signer)
    return {
      leaf: { id: leafId, subject_id: subjectId, type, entry: entry.toString(), hash: hex(hash), promise, at },
      parts: parts.map(({ name, body, salt }) => ({ leaf_id: leafId, name, salt: hex(salt), body })),
    }
  })
}

/**
 * Records the first events of many new matters of one council in one statement, within the caller's transaction. A
 * matter with a number of its own made just now has no event before, so nothing is looked up and nothing is locked.
 * What fails fails the caller's next statement or its commit: the council has no log, or a matter has an event already.
 */
export async function appendFirstLeaves(tx: Tx, councilId: string, made: readonly MadeLeaf[]): Promise<void> {
  if (made.length === 0) return
  const leaves = jsonRows(
    leafColumns,
    made.map(({ leaf }) => leaf),
  )
  const parts = jsonRows(
    partColumns,
    made.flatMap((each) => each.parts),
  )
  const statement = sql`
    with added as (
      insert into ledger.leaf (council_id, id, subject_id, n, type, entry, hash, idx, promise, at)
      select ${councilId}, id, subject_id, 1, type, convert_to(entry, 'UTF8'), hash, null, promise, at
      from ${leaves.table}
    )
    insert into ledger.part (council_id, ${parts.names}) select ${councilId}, ${parts.names} from ${parts.table}`
  await send(tx, statement, { prepared: true, later: true })
}

/** Random salts for every part of every leaf, drawn at once. */
function saltsFor(leaves: readonly FirstLeaf[]): () => Uint8Array {
  const count = leaves.reduce((sum, { parts }) => sum + Object.keys(parts).length, 0)
  const drawn = randomBytes(count * saltBytes)
  let at = 0
  return () => drawn.subarray(at * saltBytes, ++at * saltBytes)
}

const saltBytes = 32

const signers = new WeakMap<LedgerKeys, Map<string, { readonly signer: Signer; readonly until: number }>>()
const keptMs = 10_000

/**
 * The key a log signs first events with, asked for every ten seconds. A promise signed with the key before the present one is as good: the
 * policy of a log names every key it ever had.
 * @throws Error if the council has no log
 */
export async function firstLeafSigner(tx: Tx, councilId: string, keys: LedgerKeys): Promise<Signer> {
  const kept = signers.get(keys) ?? new Map<string, { readonly signer: Signer; readonly until: number }>()
  signers.set(keys, kept)
  const before = kept.get(councilId)
  if (before && performance.now() < before.until) return before.signer
  const signer = await keys.logKeyOf(tx, councilId)
  kept.set(councilId, { signer, until: performance.now() + keptMs })
  return signer
}

function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}
