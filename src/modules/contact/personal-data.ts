import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { eraseFile } from '#parts/files'
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
    .select(['council_id', 'number', 'spot', 'latitude', 'longitude', 'topic', 'raised_at'])
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

/** The place may be her own door: it goes with her account, as do the photos of her verdicts. */
async function eraseMatters(tx: Tx, account: ErasedAccount): Promise<void> {
  const { councilId, accountId } = account
  await eraseBookings(tx, account)
  const shown = await tx
    .deleteFrom('contact.evidence as e')
    .using('contact.matter as m')
    .whereRef('m.council_id', '=', 'e.council_id')
    .whereRef('m.id', '=', 'e.matter_id')
    .where('e.council_id', '=', councilId)
    .where('m.account_id', '=', accountId)
    .where('e.hers', '=', true)
    .returning('e.file_id')
    .execute()
  for (const { file_id } of shown) await eraseFile(tx, councilId, file_id)
  await tx
    .updateTable('contact.matter')
    .set({ spot: '', latitude: null, longitude: null, accuracy_m: null, place_shown: false, account_id: null })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
}
