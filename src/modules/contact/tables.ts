import type { ColumnType, Generated } from 'kysely'
import type { Instant, Json } from '#kernel/db'

type Nullable<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'contact.matter': {
      council_id: string
      id: string
      number: number
      opinion_id: string
      case_id: string
      account_id: string | null
      place_id: string | null
      spot: Generated<string>
      raised_at: Instant
      latitude: Nullable<number>
      longitude: Nullable<number>
      accuracy_m: Nullable<number>
      topic: Generated<string>
      place_shown: Generated<boolean>
    }
    'contact.evidence': {
      council_id: string
      file_id: string
      matter_id: string
      round: number
      promise_id: string | null
      hers: boolean
      at: Instant
    }
    'contact.letter': {
      council_id: string
      id: string
      matter_id: string
      year: number
      number: number
      subject: string
      body: string
      sent_at: Instant
      sent_by: string | null
      due_on: string
    }
    'contact.router': {
      council_id: string
      version: number
      learned_at: Instant
      matters: number
      labels: number
      macro_f1: number | null
      top_three: number | null
      places: Json<Readonly<Record<string, Readonly<Record<string, number>>>>>
      model: Buffer
    }
    'contact.forwarding': {
      council_id: string
      matter_id: string
      round: number
      words: string
      at: Instant
      by: string | null
    }
  }
}
