import type { ColumnType, Generated } from 'kysely'
import type { Instant, Json } from '#kernel/db'
import type { Points, Scale } from './scale.ts'

/** By what a rater is known: herself, the receipt she holds, or the body she rates for. */
export const raterKinds = ['person', 'receipt', 'body'] as const
export type RaterKind = (typeof raterKinds)[number]

export type RecheckState = 'asked' | 'upheld' | 'anew'

type Nullable<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'ratings.sheet': {
      council_id: string
      id: string
      kind: string
      about_type: string
      about_id: string
      round: number
      organisation_id: string | null
      scope_id: string | null
      scale: Json<Scale>
      opened_at: Instant
      ledger_subject: string
    }
    'ratings.stage': {
      council_id: string
      sheet_id: string
      code: string
      attempt: Generated<number>
      opened_at: Instant
      closes_at: Instant
      final_at: Instant
    }
    'ratings.rating': {
      council_id: string
      id: string
      sheet_id: string
      stage: string
      attempt: number
      rater_kind: RaterKind
      rater_id: string
      account_id: string | null
      version: Generated<number>
    }
    'ratings.version': {
      council_id: string
      rating_id: string
      n: number
      choice: string | null
      points: ColumnType<Points | null, string | null, string | null>
      words: Generated<string>
      at: Instant
      leaf_id: string
    }
    'ratings.recheck': {
      council_id: string
      id: string
      sheet_id: string
      stage: string
      reason: string
      state: Generated<RecheckState>
      asked_at: Instant
      asked_by: string | null
      decided_at: Nullable<Date>
      decided_by: Nullable<string>
      decision_reason: Nullable<string>
    }
  }
}
