import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import type { ErasedAccount, PersonalData, PersonalSection } from '#kernel/module'
import { personalDataText as text } from './personal-data.text.ts'

/** What files said about somebody beyond the registers. Nothing of it remains after an erasure. */
export const popoloData: PersonalData = {
  export: exportRecords,
  erase: eraseRecords,
  remains: { 'zh-CN': [], en: [] },
}

async function exportRecords(db: Db, accountId: string): Promise<PersonalSection | null> {
  const { rows } = await sql<{ council_id: string; collection: string; popolo_id: string; fields: string }>`
    select r.council_id, r.collection, r.popolo_id, r.extra::text as fields
      from popolo.record r join people.person p on p.council_id = r.council_id and p.id = r.person_id
     where p.account_id = ${accountId} order by r.council_id, r.collection, r.position limit 1000`.execute(db)
  if (rows.length === 0) return null
  return {
    name: 'popolo',
    title: { 'zh-CN': text['zh-CN'].title, en: text.en.title },
    labels: { 'zh-CN': text['zh-CN'].labels, en: text.en.labels },
    rows,
  }
}

async function eraseRecords(tx: Tx, { councilId, accountId }: ErasedAccount): Promise<void> {
  await sql`
    update popolo.record r set extra = '{}', approx = '{}'
      from people.person p
     where r.council_id = ${councilId} and p.council_id = r.council_id and p.id = r.person_id
       and p.account_id = ${accountId}`.execute(tx)
}
