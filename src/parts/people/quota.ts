import { type Db, sql, type Tx } from '#kernel/db'
import type { Ceiling } from './rules.ts'

/** Something counted under a key that holds no personal data. */
export interface Counted extends Ceiling {
  readonly key: string
}

/**
 * Counts one more under every key, unless one of them is at its ceiling; then nothing is counted.
 * @returns seconds until it may be tried again, 0 when it was counted
 */
export async function takeQuota(tx: Tx, counted: readonly Counted[], now: Date): Promise<number> {
  // Always in the same order, so that two takers never wait for each other in a ring.
  const sorted = [...counted].sort((a, b) => (a.key < b.key ? -1 : 1))
  let waitMs = 0
  for (const { key, most, windowMs } of sorted) {
    const row = await lockWindow(tx, key, windowMs, now)
    if (row.used >= most) waitMs = Math.max(waitMs, row.ends_at.getTime() - now.getTime())
  }
  if (waitMs > 0) return Math.ceil(waitMs / 1000)
  await tx
    .updateTable('people.quota')
    .set({ used: sql<number>`used + 1` })
    .where(
      'key',
      'in',
      sorted.map((entry) => entry.key),
    )
    .execute()
  return 0
}

/** The window that is running under a key, begun anew when the last one has ended; its row stays locked. */
async function lockWindow(tx: Tx, key: string, windowMs: number, now: Date) {
  const endsAt = new Date(now.getTime() + windowMs)
  const ended = sql<boolean>`quota.ends_at <= ${now}`
  return tx
    .insertInto('people.quota')
    .values({ key, used: 0, ends_at: endsAt })
    .onConflict((clash) =>
      clash.column('key').doUpdateSet({
        used: sql<number>`case when ${ended} then 0 else quota.used end`,
        ends_at: sql<Date>`case when ${ended} then excluded.ends_at else quota.ends_at end`,
      }),
    )
    .returning(['used', 'ends_at'])
    .executeTakeFirstOrThrow()
}

/** Forgets windows that have ended, codes and challenges that are of no more use. */
export async function forgetExpired(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('people.quota').where('ends_at', '<', now).execute()
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60_000)
  await db.deleteFrom('people.code').where('expires_at', '<', dayAgo).execute()
  await db.deleteFrom('people.challenge').where('expires_at', '<', dayAgo).execute()
}
