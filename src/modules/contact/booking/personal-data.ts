import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount } from '#kernel/module'

/** What somebody booked with her account, and when it was. */
export async function exportBookings(db: Db, accountId: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await db
    .selectFrom('contact.booking')
    .select(['council_id', 'code', 'slot_at', 'way', 'topic', 'name', 'contact', 'state', 'outcome', 'asked_at'])
    .where('account_id', '=', accountId)
    .orderBy('asked_at', 'desc')
    .limit(10_000)
    .execute()
  return rows.map((row) => ({ is: 'booking', ...row }))
}

/** Her name, contact and words go; that a time was taken stays. A deputy's private calendar ends. */
export async function eraseBookings(tx: Tx, { councilId, accountId, now }: ErasedAccount): Promise<void> {
  await tx
    .updateTable('contact.booking')
    .set({
      topic: '',
      name: null,
      contact: null,
      contact_kind: null,
      device_id: null,
      account_id: null,
      answer_by: 'code',
      forgotten_at: now,
    })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
  await tx
    .updateTable('contact.feed')
    .set({ revoked_at: now })
    .where('council_id', '=', councilId)
    .where('revoked_at', 'is', null)
    .where(
      'person_id',
      'in',
      tx
        .selectFrom('people.person')
        .select('id')
        .where('council_id', '=', councilId)
        .where('account_id', '=', accountId),
    )
    .execute()
}
