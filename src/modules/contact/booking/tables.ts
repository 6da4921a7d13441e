import type { ColumnType, Generated } from 'kysely'
import type { Instant } from '#kernel/db'
import type { Locale } from '#kernel/text'
import type { Way } from '../roster/rules.ts'
import type { AnswerBy, BookingState } from './rules.ts'

type Sometimes<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'contact.booking': {
      council_id: string
      id: string
      number: number
      code: string
      client_key: string
      duty_id: string
      slot_at: Instant
      seat: number
      way: Way
      topic: string
      name: string | null
      answer_by: AnswerBy
      contact_kind: 'phone' | 'email' | null
      contact: string | null
      account_id: string | null
      device_id: string | null
      locale: Locale
      consent: string
      state: BookingState
      ended_by: Sometimes<'resident' | 'office'>
      words: Generated<string>
      outcome: Sometimes<'answered' | 'matter'>
      outcome_words: Generated<string>
      opinion_id: Sometimes<string>
      asked_at: Instant
      changed_at: Instant
      changes: Generated<number>
      forgotten_at: Sometimes<Date>
    }
  }
}
