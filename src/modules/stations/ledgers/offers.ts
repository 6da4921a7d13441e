import { hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import { dayOf } from '#kernel/calendar'
import { type Db, sql } from '#kernel/db'
import { nameIn } from '#parts/councils'
import { placeById } from '#parts/network'
import type { HomeCard, OpenDataSet, Workplace } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { text } from './pages/deeds.text.ts'
import { text as receptionText } from './pages/reception.text.ts'

const batch = 1000
/** Places of one person of whose logs the desk shows a way. */
const mostLogs = 5

/** What was solved this year, on the front page. */
export async function deedCards(
  { database: { db }, clock }: App,
  { council, locale }: Viewer,
): Promise<readonly HomeCard[]> {
  const year = Number(dayOf(clock.now(), council.timeZone).slice(0, 4))
  const { rows } = await sql<{ solved: number }>`
    select count(*) as solved from stations.deed
     where council_id = ${council.id} and withdrawn_at is null and solved_on between ${`${year}-01-01`} and ${`${year}-12-31`}`.execute(
    db,
  )
  const solved = rows[0]?.solved ?? 0
  if (solved === 0) return []
  const t = text[locale]
  return [{ href: '/stations/ledger', title: t.homeTitle, lines: [t.homeLines(year, solved)], order: 62 }]
}

/** Ways from the desk: the log of each place one serves, and the ledger. */
export async function ledgerWorkplaces(app: App, { actor, council, locale }: Viewer): Promise<readonly Workplace[]> {
  const serves = new Set(
    actor.grants.flatMap(({ role, scopeId }) => (scopeId && ['point-staff', 'liaison'].includes(role) ? scopeId : [])),
  )
  const ways: Workplace[] = []
  for (const placeId of [...serves].slice(0, mostLogs)) {
    const place = await placeById(app.database.db, council.id, placeId)
    if (!place) continue
    const href = `/stations/${place.number}/reception`
    ways.push({ href, label: `${receptionText[locale].title} · ${nameIn(place, locale)}` })
  }
  if (serves.size > 0 || hasRole(actor, 'clerk')) ways.push({ href: '/stations/ledger', label: text[locale].title })
  return ways
}

/** Receptions and deeds as open data: what is counted on the ledger's page, without words of visitors or their names. */
export const ledgerData: readonly OpenDataSet[] = [
  {
    name: 'receptions',
    title: ({ locale }) => text[locale].data.receptions,
    columns: [
      { key: 'number', label: '编号 number', type: 'number' },
      { key: 'place', label: '站点编号 place', type: 'number' },
      { key: 'received_on', label: '接待日期 day', type: 'date' },
      { key: 'channel', label: '来源 channel', type: 'text' },
      { key: 'topic', label: '事项 topic', type: 'text' },
      { key: 'people', label: '来访人数 people', type: 'number' },
      { key: 'raised', label: '转交办理 handed over', type: 'boolean' },
    ],
    rows: receptionRows,
  },
  {
    name: 'deeds',
    title: ({ locale }) => text[locale].data.deeds,
    columns: [
      { key: 'number', label: '编号 number', type: 'number' },
      { key: 'place', label: '站点编号 place', type: 'number' },
      { key: 'solved_on', label: '办成日期 day', type: 'date' },
      { key: 'topic', label: '事项 topic', type: 'text' },
      { key: 'title', label: '办成了什么 title', type: 'text' },
      { key: 'helped', label: '受益人数 helped', type: 'number' },
      { key: 'amount_fen', label: '资助折合（分） amount', type: 'number' },
      { key: 'public', label: '公开 public', type: 'boolean' },
    ],
    rows: deedRows,
  },
]

type Row = Record<string, unknown>

async function* inBatches(read: (after: number) => Promise<readonly Row[]>): AsyncIterable<Row> {
  for (let after = 0; ; ) {
    const rows = await read(after)
    yield* rows
    if (rows.length < batch) return
    after = Number(rows.at(-1)?.number)
  }
}

function receptionRows({ database: { db } }: App, councilId: string): AsyncIterable<Row> {
  return inBatches((after) => receptionsAfter(db, councilId, after))
}

async function receptionsAfter(db: Db, councilId: string, after: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select r.number, n.number as place, r.received_on, r.channel, r.topic, r.people, r.matter_id is not null as raised
      from stations.reception r
      join network.place n on n.council_id = r.council_id and n.place_id = r.place_id
     where r.council_id = ${councilId} and r.voided_at is null and r.number > ${after}
     order by r.number limit ${batch}`.execute(db)
  return rows
}

function deedRows({ database: { db } }: App, councilId: string): AsyncIterable<Row> {
  return inBatches((after) => deedsAfter(db, councilId, after))
}

async function deedsAfter(db: Db, councilId: string, after: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select d.number, n.number as place, d.solved_on, d.topic, case when d.public then d.title end as title, d.helped,
           d.amount_fen, d.public
      from stations.deed d
      join network.place n on n.council_id = d.council_id and n.place_id = d.place_id
     where d.council_id = ${councilId} and d.withdrawn_at is null and d.number > ${after}
     order by d.number limit ${batch}`.execute(db)
  return rows
}
