import type { ColumnType } from 'kysely'
import type { EntryKind, FundKind } from './rules.ts'

type MaybeFen = ColumnType<number | null, number | null | undefined, never>

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'stations.fund': {
      council_id: string
      id: string
      number: number
      year: number
      kind: FundKind
      place_id: string | null
      title: string
      opened_at: Date
      opened_by: string | null
    }
    'stations.fund_entry': {
      council_id: string
      id: string
      fund_id: string
      ordinal: number
      kind: EntryKind
      on_day: string
      purpose: string
      amount_fen: ColumnType<number, number, never>
      rate_code: string | null
      rate_fen: MaybeFen
      units: number | null
      counters_id: string | null
      file_id: string | null
      entered_at: Date
      entered_by: string
    }
    'stations.fund_decision': {
      council_id: string
      entry_id: string
      entered_by: string
      approved: boolean
      reason: string | null
      decided_at: Date
      decided_by: string
    }
  }
}
