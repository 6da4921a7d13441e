import type { ColumnType } from 'kysely'
import type { Instant } from '#kernel/db'

type Nullable<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'contact.merger': {
      council_id: string
      id: string
      matter_id: string
      into_id: string
      reason: string
      merged_at: Instant
      merged_by: string | null
      split_at: Nullable<Date>
      split_by: Nullable<string>
      split_reason: Nullable<string>
    }
    'contact.merge_objection': {
      council_id: string
      id: string
      merger_id: string
      opinion_id: string
      words: string
      at: Instant
      decided_at: Nullable<Date>
      decided_by: Nullable<string>
      decision: Nullable<'split' | 'kept'>
      answer: Nullable<string>
    }
  }
}
