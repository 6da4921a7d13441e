import type { Decision } from '#parts/opinions'

interface Sums {
  readonly collected: number
  readonly refined: number
  readonly submitted: number
  readonly adopted: number
  readonly partly: number
  readonly later: number
  readonly not_adopted: number
  readonly unanswered: number
  readonly hidden: number
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'insight.tally': Sums & {
      council_id: string
      subject_type: string
      subject_id: string
      /** First day of the month. */
      month: string
      place_id: string | null
      door_id: string | null
      channel: string
      position: number
    }
    'insight.wait': {
      council_id: string
      subject_type: string
      subject_id: string
      year: number
      place_id: string | null
      received: boolean
      days: number
      answers: number
      position: number
    }
    'insight.suggestion': {
      council_id: string
      subject_type: string
      subject_id: string
      year: number
      received: boolean
      refined: boolean
      submitted: boolean
      decision: Decision | null
      suggestions: number
      position: number
    }
    'insight.draft_shape': { council_id: string; version_id: string; chapters: number; articles: number }
    'insight.counted': { council_id: string; counted_at: Date; stamp: string; took_ms: number }
  }
}
