import './tables.ts'
import type { Actor } from '#kernel/action'
import { type Db, send, sql, type Tx } from '#kernel/db'

/** How often within a time something may be done under one key. */
export interface Allowance {
  readonly most: number
  readonly minutes: number
}

/**
 * For one matter. A whole school or village may share one network address, so that ceiling is wide; a device is one
 * person's, or a family's. Who is signed in is not counted with the network: it must not be locked out by it.
 */
export const opinionAllowances = {
  account: { most: 60, minutes: 60 },
  device: { most: 40, minutes: 60 },
  network: { most: 600, minutes: 60 },
} as const satisfies Readonly<Record<string, Allowance>>

/**
 * Counts one for each key in each list, in one statement.
 * @param wanted the keys each caller uses, with their allowances
 * @returns for each caller whether every one of its keys had room; where one had none, the caller is to be refused
 */
export async function takeAllowances(
  tx: Tx,
  councilId: string,
  wanted: readonly (readonly { readonly key: string; readonly allowance: Allowance }[])[],
  now: Date,
): Promise<readonly boolean[]> {
  const counts = new Map<string, { taken: number; allowance: Allowance }>()
  for (const { key, allowance } of wanted.flat()) {
    const count = counts.get(key) ?? { taken: 0, allowance }
    count.taken += 1
    counts.set(key, count)
  }
  if (counts.size === 0) return wanted.map(() => true)
  // In one order, so that two transactions never wait for each other in a ring.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  const taken = rows.map(([key, { taken, allowance }]) => ({
    key,
    taken,
    ends_at: new Date(now.getTime() + allowance.minutes * 60_000),
  }))
  const statement = sql<{ key: string; used: number }>`
    insert into opinions.allowance as kept (council_id, key, used, ends_at)
    select ${councilId}, key, taken, ends_at
    from json_to_recordset(${JSON.stringify(taken)}) given (key text, taken integer, ends_at timestamptz)
    on conflict (council_id, key) do update set
      used = case when kept.ends_at <= ${now} then excluded.used else kept.used + excluded.used end,
      ends_at = case when kept.ends_at <= ${now} then excluded.ends_at else kept.ends_at end
    returning key, used`
  const stored = await send(tx, statement, { prepared: true })
  const before = new Map(stored.map(({ key, used }) => [key, used - counts.get(key)!.taken]))
  return wanted.map((keys) => {
    const fits = keys.every(({ key, allowance }) => before.get(key)! < allowance.most)
    if (fits) for (const { key } of keys) before.set(key, before.get(key)! + 1)
    return fits
  })
}

/** The keys of one who gives an opinion about a matter. */
export function keysOf(actor: Actor, subjectId: string) {
  const keys = []
  if (actor.accountId)
    keys.push({ key: `account ${actor.accountId} ${subjectId}`, allowance: opinionAllowances.account })
  else if (actor.deviceId)
    keys.push({ key: `device ${actor.deviceId} ${subjectId}`, allowance: opinionAllowances.device })
  if (actor.network && !actor.accountId)
    keys.push({ key: `network ${actor.network} ${subjectId}`, allowance: opinionAllowances.network })
  return keys
}

/** Forgets windows that have ended. */
export async function forgetAllowances(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('opinions.allowance').where('ends_at', '<', now).execute()
}
