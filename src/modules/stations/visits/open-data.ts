import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import type { OpenDataSet } from '#web/routes'
import { text } from './visits.text.ts'

const batch = 1000

/** Groups that came, without who they were. */
export const visitData: OpenDataSet = {
  name: 'visits',
  title: ({ locale }) => text[locale].data,
  columns: [
    { key: 'number', label: '编号 number', type: 'number' },
    { key: 'place', label: '站点编号 place', type: 'number' },
    { key: 'starts_at', label: '时间 time', type: 'instant' },
    { key: 'people', label: '人数 people', type: 'number' },
    { key: 'languages', label: '语言 languages', type: 'text' },
  ],
  rows: visitRows,
}

async function* visitRows({ database: { db } }: App, councilId: string): AsyncIterable<Record<string, unknown>> {
  for (let after = 0; ; ) {
    const { rows } = await sql<Record<string, unknown>>`
      select v.number, n.number as place, v.starts_at, v.came as people, array_to_string(v.languages, ' ') as languages
        from stations.visit v
        join network.place n on n.council_id = v.council_id and n.place_id = v.place_id
       where v.council_id = ${councilId} and v.stage = 'held' and v.number > ${after}
       order by v.number limit ${batch}`.execute(db)
    yield* rows
    if (rows.length < batch) return
    after = Number(rows.at(-1)?.number)
  }
}
