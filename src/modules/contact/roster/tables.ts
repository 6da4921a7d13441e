import type { ColumnType, Generated } from 'kysely'
import type { Instant } from '#kernel/db'
import type { Way } from './rules.ts'

type Sometimes<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'contact.duty': {
      council_id: string
      id: string
      number: number
      person_id: string
      place_id: string | null
      starts_at: Instant
      ends_at: Instant
      ways: readonly Way[]
      slot_minutes: number
      seats: number
      stands_in_for: Sometimes<string>
      made_at: Instant
      made_by: string | null
      published_at: Sometimes<Date>
      days_ahead: Sometimes<number>
      days_required: Sometimes<number>
      confirmed_at: Sometimes<Date>
      cancelled_at: Sometimes<Date>
      cancel_reason: Generated<string>
      changed_at: Instant
      changes: Generated<number>
    }
    'contact.swap': {
      council_id: string
      id: string
      duty_id: string
      from_person_id: string
      to_person_id: string
      for_duty_id: string | null
      words: string
      asked_at: Instant
      answered_at: Sometimes<Date>
      answer: Sometimes<'agreed' | 'declined' | 'withdrawn'>
    }
    'contact.feed': {
      council_id: string
      person_id: string
      token_hash: string
      made_at: Instant
      revoked_at: Sometimes<Date>
    }
    'contact.presence': { council_id: string; person_id: string; process_id: string; seen_at: Instant }
  }
}
