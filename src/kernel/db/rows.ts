import type { ColumnType, GeneratedAlways } from 'kysely'

/** A jsonb column: read as the value, written as its JSON text. */
export type Json<Value> = ColumnType<Value, string, string>

/** A jsonb column that may be null. */
export type NullableJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>

/** A jsonb column with a default. */
export type OptionalJson<Value> = ColumnType<Value, string | undefined, string>

/** A timestamptz column. */
export type Instant = ColumnType<Date, Date, Date>

declare module './tables.ts' {
  interface Tables {
    'kernel.event': {
      council_id: string
      seq: GeneratedAlways<number>
      id: string
      name: string
      subject_id: string | null
      actor_kind: 'person' | 'guest' | 'system'
      account_id: string | null
      person_id: string | null
      role: string | null
      at: Instant
      data: Json<Record<string, unknown>>
    }
    'kernel.delivery': {
      council_id: string
      event_id: string
      reaction: string
      state: ColumnType<'waiting' | 'done' | 'dead', string | undefined, string>
      attempts: ColumnType<number, number | undefined, number>
      not_before: Instant
      locked_until: ColumnType<Date | null, Date | null | undefined, Date | null>
      last_error: ColumnType<string | null, string | null | undefined, string | null>
    }
    'kernel.due': {
      council_id: string
      id: string
      action: string
      subject_id: string
      at: Instant
      input: Json<Record<string, unknown>>
      state: ColumnType<'waiting' | 'done' | 'withdrawn' | 'dead', string | undefined, string>
      attempts: ColumnType<number, number | undefined, number>
      not_before: Instant
      last_error: ColumnType<string | null, string | null | undefined, string | null>
    }
    'kernel.once': {
      council_id: string
      key: string
      action: string
      result: Json<unknown>
      at: Instant
    }
    'kernel.counter': { council_id: string; name: string; value: number }
  }
}
