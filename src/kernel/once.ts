import type { Tx } from './db.ts'
import { sql } from './db.ts'
import type { CouncilId } from './ids.ts'
import { conflict, Refused } from './outcome.ts'

/**
 * Claims a key for an action. A second call with the same key waits here until the first has committed.
 * @returns null when it is claimed now, else what the first call answered
 * @throws Refused when another action used the key
 */
export async function claimOnce(
  tx: Tx,
  councilId: CouncilId,
  key: string,
  name: string,
  now: Date,
): Promise<{ result: unknown } | null> {
  const claimed = await tx
    .insertInto('kernel.once')
    .values({ council_id: councilId, key, action: name, result: 'null', at: now })
    .onConflict((clash) => clash.columns(['council_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null
  const before = await tx
    .selectFrom('kernel.once')
    .select(['action', 'result'])
    .where('council_id', '=', councilId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (before.action !== name) throw new Refused(conflict('once-key-used'))
  return { result: before.result }
}

/** Keeps what the second call with the key will be answered. */
export async function keepResult(tx: Tx, councilId: CouncilId, key: string, result: unknown): Promise<void> {
  await tx
    .updateTable('kernel.once')
    .set({ result: JSON.stringify(result ?? null) })
    .where('council_id', '=', councilId)
    .where('key', '=', key)
    .execute()
}

/** A call of a group with the key it brought. */
export interface Keyed {
  readonly key: string
  readonly result: unknown
}

/** The same for many calls of one action: the answers that stand already, by key; an answer of another action is a Refused. */
export async function claimManyOnce(
  tx: Tx,
  councilId: string,
  keys: readonly string[],
  name: string,
  now: Date,
): Promise<ReadonlyMap<string, { result: unknown } | Refused>> {
  if (keys.length === 0) return new Map()
  // In one order everywhere, so that two groups never wait for each other in a ring.
  const sorted = [...keys].sort()
  const claimed = await tx
    .insertInto('kernel.once')
    .values(sorted.map((key) => ({ council_id: councilId, key, action: name, result: 'null', at: now })))
    .onConflict((clash) => clash.columns(['council_id', 'key']).doNothing())
    .returning('key')
    .execute()
  if (claimed.length === keys.length) return new Map()
  const fresh = new Set(claimed.map(({ key }) => key))
  const before = await tx
    .selectFrom('kernel.once')
    .select(['key', 'action', 'result'])
    .where('council_id', '=', councilId)
    .where(
      'key',
      'in',
      sorted.filter((key) => !fresh.has(key)),
    )
    .execute()
  return new Map(
    before.map((row) => [
      row.key,
      row.action === name ? { result: row.result } : new Refused(conflict('once-key-used')),
    ]),
  )
}

export async function keepResults(tx: Tx, councilId: string, kept: readonly Keyed[]): Promise<void> {
  if (kept.length === 0) return
  const rows = kept.map(({ key, result }) => ({ key, result: result ?? null }))
  await sql`
    update kernel.once set result = given.result
    from json_to_recordset(${JSON.stringify(rows)}) given (key text, result jsonb)
    where once.council_id = ${councilId} and once.key = given.key`.execute(tx)
}

/** Gives keys back whose calls were refused, as a transaction of their own would have. */
export async function releaseOnce(tx: Tx, councilId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx
    .deleteFrom('kernel.once')
    .where('council_id', '=', councilId)
    .where('key', 'in', [...keys])
    .execute()
}
