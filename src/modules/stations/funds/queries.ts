import './tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables } from '#kernel/db'
import { type Balance, balanceOf, type EntryKind } from './rules.ts'

export interface Fund extends Selectable<Tables['stations.fund']> {
  readonly place_number: number | null
  readonly place_zh: string | null
  readonly place_en: string | null
}

export interface FundEntry {
  readonly id: string
  readonly fund_id: string
  readonly ordinal: number
  readonly kind: EntryKind
  readonly on_day: string
  readonly purpose: string
  readonly amount_fen: number
  readonly rate_code: string | null
  readonly rate_fen: number | null
  readonly units: number | null
  readonly counters_id: string | null
  readonly counters_kind: EntryKind | null
  readonly counters_ordinal: number | null
  readonly countered: boolean
  readonly file_id: string | null
  readonly entered_at: Date
  readonly entered_by: string
  readonly entered_name: string | null
  readonly approved: boolean | null
  readonly reason: string | null
  readonly decided_name: string | null
}

export interface FundWithBalance extends Fund {
  readonly balance: Balance
}

/** Funds of a year, each with where it stands. */
export async function fundsOf(db: Db, councilId: string, year: number): Promise<FundWithBalance[]> {
  const funds = await funded(db, councilId).where('f.year', '=', year).orderBy('f.number').limit(5000).execute()
  const ids = funds.map(({ id }) => id)
  const entries = Map.groupBy(await entriesOf(db, councilId, ids), ({ fund_id }) => fund_id)
  return funds.map((fund) => ({ ...fund, balance: balanceOf(entries.get(fund.id) ?? []) }))
}

function funded(db: Db, councilId: string) {
  return db
    .selectFrom('stations.fund as f')
    .leftJoin('network.place as n', (join) =>
      join.onRef('n.council_id', '=', 'f.council_id').onRef('n.place_id', '=', 'f.place_id'),
    )
    .selectAll('f')
    .select(['n.number as place_number', 'n.name_zh as place_zh', 'n.name_en as place_en'])
    .where('f.council_id', '=', councilId)
}

export function fundByNumber(db: Db, councilId: string, number: number): Promise<Fund | undefined> {
  return funded(db, councilId).where('f.number', '=', number).executeTakeFirst()
}

export async function fundYears(db: Db, councilId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('stations.fund')
    .select('year')
    .distinct()
    .where('council_id', '=', councilId)
    .orderBy('year', 'desc')
    .limit(50)
    .execute()
  return rows.map(({ year }) => year)
}

/** Entries of some funds in their order, with who entered and who decided. */
export async function entriesOf(db: Db, councilId: string, fundIds: readonly string[]): Promise<FundEntry[]> {
  if (fundIds.length === 0) return []
  const { rows } = await sql<FundEntry>`
    select e.id, e.fund_id, e.ordinal, e.kind, e.on_day, e.purpose, e.amount_fen, e.rate_code, e.rate_fen, e.units,
           e.counters_id, o.kind as counters_kind, o.ordinal as counters_ordinal, e.file_id, e.entered_at, e.entered_by,
           exists (select from stations.fund_entry c
                     left join stations.fund_decision x on x.council_id = c.council_id and x.entry_id = c.id
                    where c.council_id = e.council_id and c.counters_id = e.id
                      and x.approved is distinct from false) as countered,
           coalesce(p.name, p.display_name) as entered_name, d.approved, d.reason,
           coalesce(q.name, q.display_name) as decided_name
      from stations.fund_entry e
      left join stations.fund_entry o on o.council_id = e.council_id and o.id = e.counters_id
      left join stations.fund_decision d on d.council_id = e.council_id and d.entry_id = e.id
      left join people.person p on p.council_id = e.council_id and p.id = e.entered_by
      left join people.person q on q.council_id = e.council_id and q.id = d.decided_by
     where e.council_id = ${councilId} and e.fund_id = any(${[...fundIds]}::uuid[])
     order by e.fund_id, e.ordinal limit 20000`.execute(db)
  return rows
}
