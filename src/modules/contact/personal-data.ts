import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { eraseBookings, exportBookings } from './booking/personal-data.ts'
import { text } from './personal-data.text.ts'

/** What this module holds about the one who asked: the place she named. Her words are an opinion, the way a case. */
export const contactData: PersonalData = {
  export: exportMatters,
  erase: eraseMatters,
  remains: {
    'zh-CN': [{ what: text['zh-CN'].letterWhat, why: text['zh-CN'].letterWhy }],
    en: [{ what: text.en.letterWhat, why: text.en.letterWhy }],
  },
}

async function exportMatters(db: Db, accountId: string): Promise<PersonalSection | null> {
  const rows = await db
    .selectFrom('contact.matter')
    .select(['council_id', 'number', 'spot', 'raised_at'])
    .where('account_id', '=', accountId)
    .orderBy('raised_at', 'desc')
    .limit(10_000)
    .execute()
  const bookings = await exportBookings(db, accountId)
  if (rows.length + bookings.length === 0) return null
  return {
    name: 'contact',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows: [...rows.map((row) => ({ is: 'matter', ...row })), ...bookings],
  }
}

/** The place may be her own door: it goes with her account. */
async function eraseMatters(tx: Tx, account: ErasedAccount): Promise<void> {
  const { councilId, accountId } = account
  await eraseBookings(tx, account)
  await tx
    .updateTable('contact.matter')
    .set({ spot: '', account_id: null })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
}
