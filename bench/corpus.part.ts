import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import { marksOf, sortInWaiting } from '#parts/opinions'
import type { BenchHouse } from './house.part.ts'
import { textOf } from './opinions.part.ts'

const batch = 2000

/** Many opinions put into the tables as they are stored, without their leaves of the ledger: a corpus to read. */
export async function fillOpinions(
  { app, council }: BenchHouse,
  consultation: { readonly id: string; readonly version: { readonly id: string } },
  count: number,
  provisionOf: (index: number) => string,
): Promise<void> {
  const start = Date.now() - count * 1000
  const contributor = newId()
  await app.database.db
    .insertInto('opinions.contributor')
    .values({ council_id: council.id, id: contributor, device_id: newId() })
    .execute()
  for (let from = 0; from < count; from += batch) {
    const rows = Array.from({ length: Math.min(batch, count - from) }, (_, i) => {
      const index = from + i
      const body = textOf(index)
      const marks = marksOf(body)
      const at = new Date(start + index * 1000)
      return {
        council_id: council.id,
        id: newId(),
        subject_type: 'consultation',
        subject_id: consultation.id,
        receipt: shortCode().replaceAll('-', ''),
        client_key: newId(),
        contributor_id: contributor,
        version_id: consultation.version.id,
        provision_id: provisionOf(index),
        body,
        content_locale: 'zh-CN',
        channel: 'online',
        public: true,
        stage: 'received',
        tags: [],
        supports: (index * 7919) % 97,
        same_text: marks.sameText,
        simhash: marks.simhash,
        given_at: at,
        received_at: at,
      }
    })
    const columns = sql.raw(Object.keys(rows[0] ?? {}).join(', '))
    await sql`insert into opinions.opinion (${columns})
      select ${columns} from json_populate_recordset(null::opinions.opinion, ${JSON.stringify(rows)})`.execute(
      app.database.db,
    )
  }
  await sortInWaiting(app.database.db)
  await sql`vacuum analyze opinions.opinion, opinions.words`.execute(app.database.db)
}
