import './tables.ts'
import type { Db, Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { text } from './personal-data.text.ts'

/** Visits an account asked for. What was said at a desk is tied to no account and forgotten by itself. */
export const stationsData: PersonalData = {
  export: exportVisits,
  erase: eraseVisits,
  remains: {
    'zh-CN': [{ what: text['zh-CN'].logWhat, why: text['zh-CN'].logWhy }],
    en: [{ what: text.en.logWhat, why: text.en.logWhy }],
  },
}

async function exportVisits(db: Db, accountId: string): Promise<PersonalSection | null> {
  const rows = await db
    .selectFrom('stations.visit')
    .select(['council_id', 'number', 'group_name', 'purpose', 'contact_name', 'contact', 'starts_at', 'stage'])
    .where('account_id', '=', accountId)
    .orderBy('starts_at', 'desc')
    .limit(10_000)
    .execute()
  if (rows.length === 0) return null
  return {
    name: 'stations',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows: rows.map((row) => ({ is: 'visit', ...row })),
  }
}

async function eraseVisits(tx: Tx, { councilId, accountId, now }: ErasedAccount): Promise<void> {
  await tx
    .updateTable('stations.visit')
    .set({
      account_id: null,
      device_id: null,
      contact_name: null,
      contact_kind: null,
      contact: null,
      forgotten_at: now,
    })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
}
