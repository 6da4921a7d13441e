import type { ColumnType } from 'kysely'
import type { Instant, Json } from '#kernel/db'
import type { Locale } from '#kernel/text'
import type { ChannelKind } from './channel.ts'

/** A title of one line and what there is to say, in both languages. */
export type NoticeText = Readonly<Record<Locale, { readonly title: string; readonly body: string }>>

/** At once, or gathered once a day. */
export type Rhythm = 'each' | 'daily'

/** What somebody may be told on besides a telephone and a mailbox. */
export type DeviceKind = Exclude<ChannelKind, 'phone' | 'email'>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'notices.notice': {
      council_id: string
      id: string
      account_id: string | null
      person_id: string | null
      device_id: string | null
      kind: string
      subject_type: string
      subject_id: string
      href: string
      text: Json<NoticeText>
      key: string | null
      created_at: Instant
      read_at: ColumnType<Date | null, Date | null | undefined, Date | null>
      told_at: Date | null
    }
    'notices.choice': {
      council_id: string
      account_id: string
      email: boolean
      sms: boolean
      rhythm: Rhythm
      digest_on: ColumnType<string | null, string | null | undefined, string | null>
    }
    'notices.device': {
      council_id: string
      id: string
      account_id: string
      kind: DeviceKind
      address: string
      label: string
      added_at: Instant
    }
    'notices.mute': {
      council_id: string
      account_id: string
      subject_type: string
      subject_id: string
      muted_at: Instant
    }
    'notices.outgoing': {
      council_id: string
      id: string
      key: string
      account_id: string | null
      channel: ChannelKind
      address: string | null
      locale: Locale
      title: string
      body: string | null
      href: string | null
      state: ColumnType<'waiting' | 'sent' | 'dead', string | undefined, string>
      attempts: ColumnType<number, number | undefined, number>
      created_at: Instant
      not_before: Instant
      expires_at: Date | null
      locked_until: ColumnType<Date | null, Date | null | undefined, Date | null>
      sent_at: ColumnType<Date | null, Date | null | undefined, Date | null>
      last_error: ColumnType<string | null, string | null | undefined, string | null>
    }
  }
}
