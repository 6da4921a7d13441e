import type { Generated, Selectable } from 'kysely'
import type { Instant, Tables } from '#kernel/db'
import type { Locale } from '#kernel/text'

export const meetingStageNames = ['planned', 'published', 'running', 'ended', 'recorded', 'cancelled'] as const
export type MeetingStage = (typeof meetingStageNames)[number]
export type AttendanceState = 'coming' | 'waiting' | 'withdrawn' | 'walked-in'
export type PresentBy = 'code' | 'staff'

type Optional<Value> = Generated<Value | null>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'meetings.meeting': {
      council_id: string
      id: string
      number: number
      owner: string
      kind: string
      place_id: string | null
      topic: string
      topic_en: Generated<string>
      about: Generated<string>
      about_en: Generated<string>
      venue: Generated<string>
      venue_en: Generated<string>
      audience: Generated<string>
      audience_en: Generated<string>
      starts_at: Instant
      ends_at: Instant
      signs_up: boolean
      capacity: number | null
      stage: Generated<MeetingStage>
      door_code: string
      stream_url: Optional<string>
      recording_url: Optional<string>
      changes: Generated<number>
      changed_at: Instant
      made_at: Instant
      made_by: string | null
      published_at: Optional<Date>
      begun_at: Optional<Date>
      ended_at: Optional<Date>
      recorded_at: Optional<Date>
      cancelled_at: Optional<Date>
      cancelled_because: Optional<string>
      forgotten_at: Optional<Date>
      ledger_subject: string
    }
    'meetings.agenda_item': {
      council_id: string
      id: string
      meeting_id: string
      position: number
      title: string
      title_en: Generated<string>
    }
    'meetings.leader': { council_id: string; meeting_id: string; person_id: string }
    'meetings.move': {
      council_id: string
      meeting_id: string
      ordinal: number
      at: Instant
      by: string | null
      reason: string
      starts_at: Instant
      ends_at: Instant
      venue: string
    }
    'meetings.attendance': {
      council_id: string
      id: string
      meeting_id: string
      code: string
      account_id: string | null
      device_id: string | null
      name: string | null
      contact_kind: 'phone' | 'email' | null
      contact: string | null
      locale: Locale
      people: number
      state: AttendanceState
      since: Instant
      present_at: Optional<Date>
      present_by: Optional<PresentBy>
    }
    'meetings.use': {
      council_id: string
      meeting_id: string
      what: 'sign-up' | 'ask'
      network: string
      used: number
    }
    'meetings.question': {
      council_id: string
      id: string
      meeting_id: string
      number: number
      account_id: string | null
      device_id: string | null
      name: string | null
      locale: Locale
      body: string
      via: 'online' | 'on-site'
      asked_at: Instant
      supports: Generated<number>
      hidden_at: Optional<Date>
      hidden_because: Optional<string>
      answered_at: Optional<Date>
    }
    'meetings.support': { council_id: string; question_id: string; supporter: string; at: Instant }
    'meetings.answer': {
      council_id: string
      question_id: string
      ordinal: number
      words: string
      at: Instant
      person_id: string | null
      by: string | null
      leaf_id: string
    }
    'meetings.note': {
      council_id: string
      id: string
      meeting_id: string
      agenda_item_id: string | null
      position: number
      body: string
      said_by: string | null
      named: boolean
      made_at: Instant
      made_by: string | null
      leaf_id: Optional<string>
      matter_at: Optional<Date>
      receipt: Optional<string>
      follows: Optional<boolean>
      keeper_id: Optional<string>
      matter_type: Optional<string>
      matter_id: Optional<string>
      case_id: Optional<string>
    }
    'meetings.prompt': { council_id: string; place_id: string; what: string; begins_on: string; at: Instant }
  }
}

export type MeetingRow = Selectable<Tables['meetings.meeting']>
export type AgendaItem = Selectable<Tables['meetings.agenda_item']>
export type Attendance = Selectable<Tables['meetings.attendance']>
export type QuestionRow = Selectable<Tables['meetings.question']>
export type AnswerRow = Selectable<Tables['meetings.answer']>
export type NoteRow = Selectable<Tables['meetings.note']>
export type Move = Selectable<Tables['meetings.move']>
