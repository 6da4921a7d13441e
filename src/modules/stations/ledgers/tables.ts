import type { ColumnType, Generated } from 'kysely'
import type { Topic } from './rules.ts'

/** bigint: read as a number, which holds every sum of fen a place will ever see. */
export type Fen = ColumnType<number, number | string, number | string>
type MaybeFen = ColumnType<number | null, number | null | undefined, number | null>

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'stations.reception': {
      council_id: string
      id: string
      number: number
      place_id: string
      received_on: string
      channel: 'visit' | 'paper' | 'import' | 'monitor'
      called: string | null
      phone: string | null
      forgotten_at: Date | null
      people: Generated<number>
      deputy_id: string | null
      received_by: string | null
      topic: Topic
      words: string
      at_once: Generated<string>
      log_code: string | null
      entered_at: Date
      entered_by: string | null
      matter_id: string | null
      receipt: string | null
      raised_at: Date | null
      voided_at: Date | null
      voided_because: string | null
    }
    'stations.deed': {
      council_id: string
      id: string
      number: number
      place_id: string
      deputy_id: string | null
      reception_id: string | null
      solved_on: string
      topic: Topic
      title: string
      told: Generated<string>
      helped: number | null
      amount_fen: MaybeFen
      amount_from: Generated<string>
      public: boolean
      noted_at: Date
      noted_by: string | null
      withdrawn_at: Date | null
      withdrawn_because: string | null
    }
    'stations.deed_photo': {
      council_id: string
      deed_id: string
      file_id: string
      description: string
      added_at: Date
      added_by: string | null
    }
  }
}
