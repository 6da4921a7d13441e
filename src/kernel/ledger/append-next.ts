import './tables.ts'
import { uuidv7 } from 'uuidv7'
import { sql, type Tx } from '../db.ts'
import type { NewLeaf } from './append.ts'
import { base64 } from './bytes.ts'
import type { LedgerKeys } from './keys.ts'
import { commit, entryOf, newSalt } from './leaf.ts'
import { leafHash } from './merkle.ts'
import { promiseSeconds, signPromise } from './promise.ts'

/** The next event of a matter that has at least one already. */
export type NextLeaf = Omit<NewLeaf, 'councilId'>

/**
 * Records one further event for each of many matters of one council in a handful of statements, within the caller's
 * transaction: thousands of opinions get their answer together.
 * @returns the leaves' ids in the order given
 * @throws Error if the council has no log, or RangeError if a matter is named twice
 */
export async function appendNextLeaves(
  tx: Tx,
  councilId: string,
  leaves: readonly NextLeaf[],
  keys: LedgerKeys,
): Promise<string[]> {
  if (leaves.length === 0) return []
  const subjects = leaves.map(({ subjectId }) => subjectId)
  if (new Set(subjects).size !== subjects.length) throw new RangeError('a matter is named twice')
  const last = await lastLeaves(tx, councilId, subjects)
  const signer = await keys.logKeyOf(tx, councilId)
  const made = leaves.map((leaf) => {
    const { subjectId, type, at } = leaf
    const before = last.get(subjectId)
    const parts = Object.entries(leaf.parts).map(([name, body]) => ({ name, body, salt: newSalt() }))
    const n = (before?.n ?? 0) + 1
    const entry = entryOf({
      type,
      subj: subjectId.replaceAll('-', '').toLowerCase(),
      n,
      ...(before ? { prev: base64(before.hash) } : {}),
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
    const id = uuidv7()
    return {
      leaf: { id, subject_id: subjectId, n, type, entry: hex(entry), hash: hex(hash), promise, at },
      parts: parts.map(({ name, body, salt }) => ({ leaf_id: id, name, salt: hex(salt), body })),
    }
  })
  await sql`
    with added as (
      insert into ledger.leaf (council_id, id, subject_id, n, type, entry, hash, idx, promise, at)
      select ${councilId}, id, subject_id, n, type, entry, hash, null, promise, at
      from json_populate_recordset(null::ledger.leaf, ${JSON.stringify(made.map(({ leaf }) => leaf))})
    )
    insert into ledger.part (council_id, leaf_id, name, salt, body, erased_at)
    select ${councilId}, leaf_id, name, salt, body, null
    from json_populate_recordset(null::ledger.part, ${JSON.stringify(made.flatMap(({ parts }) => parts))})`.execute(tx)
  return made.map(({ leaf }) => leaf.id)
}

/** The last event of each matter. Each matter is locked until the transaction ends, as `appendLeaf` locks it. */
async function lastLeaves(tx: Tx, councilId: string, subjects: readonly string[]) {
  // In one order, so that two such transactions wait for each other instead of standing still.
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${councilId} || ' ' || subject, 0))
      from (select unnest(${[...subjects]}::text[]) as subject order by 1) as ordered`.execute(tx)
  const { rows } = await sql<{ subject_id: string; n: number; hash: Uint8Array }>`
    select distinct on (subject_id) subject_id, n, hash from ledger.leaf
     where council_id = ${councilId} and subject_id = any(${[...subjects]}::uuid[])
     order by subject_id, n desc`.execute(tx)
  return new Map(rows.map((row) => [row.subject_id, row]))
}

function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}
