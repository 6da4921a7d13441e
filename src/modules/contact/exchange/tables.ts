import type { ColumnType, Generated } from 'kysely'
import type { Instant, Json } from '#kernel/db'

type Nullable<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

export const connectionKinds = ['hotline', 'petition', 'open311'] as const
export type ConnectionKind = (typeof connectionKinds)[number]

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'contact.exchange_key': {
      council_id: string
      id: string
      label: string
      key_hash: string
      hint: string
      per_hour: number
      shown: boolean
      made_at: Instant
      made_by: string | null
      used_at: Nullable<Date>
      ended_at: Nullable<Date>
    }
    'contact.connection': {
      council_id: string
      id: string
      kind: ConnectionKind
      name: string
      mapping: Json<Readonly<Record<string, string>>>
      organisation_id: Nullable<string>
      endpoint: Nullable<string>
      jurisdiction: Generated<string>
      service_code: Generated<string>
      sealed_key: Nullable<Buffer>
      made_at: Instant
      made_by: string | null
      ended_at: Nullable<Date>
      run_at: Nullable<Date>
      worked_at: Nullable<Date>
      last_error: Nullable<string>
    }
    'contact.door': {
      council_id: string
      id: string
      matter_id: string
      connection_id: Nullable<string>
      key_id: Nullable<string>
      their_number: string
      their_time: Nullable<Date>
      came_at: Instant
    }
    'contact.outgoing': {
      council_id: string
      id: string
      matter_id: string
      connection_id: string
      state: 'waiting' | 'taken' | 'closed' | 'dead'
      attempts: Generated<number>
      not_before: Instant
      locked_until: Nullable<Date>
      last_error: Nullable<string>
      made_at: Instant
      taken_at: Nullable<Date>
      their_id: Nullable<string>
      token: Nullable<string>
      their_status: Nullable<'open' | 'closed'>
      their_notes: Generated<string>
      their_agency: Generated<string>
      their_update: Nullable<Date>
      asked_at: Nullable<Date>
    }
    'contact.likeness': {
      council_id: string
      matter_id: string
      earlier_id: string
      score: number
      why: 'number' | 'text' | 'words'
      state: 'proposed' | 'same' | 'different'
      proposed_at: Instant
      decided_at: Nullable<Date>
      decided_by: Nullable<string>
    }
  }
}
