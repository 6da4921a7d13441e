import type { ColumnType, Generated } from 'kysely'
import type { Json, NullableJson, OptionalJson } from '#kernel/db'

/** A text by language tag, beside the Chinese one: `{ en: '…' }`. */
export type Titles = Readonly<Record<string, string>>

/** What one clerk typed from a paper form. */
export interface PaperEntry {
  readonly provision: string
  readonly body: string
  readonly suggested: string
  readonly name: string
  readonly contact: string
  /** Wants the answer as a letter. Forms typed in before this could be chosen have neither of the two. */
  readonly letter?: boolean
  readonly address?: string
  readonly consent: boolean
}

/** What a collector's phone told beside the words, where these are still to be typed from a photo or recording. */
export interface PaperTold {
  readonly name: string | null
  readonly nameVisibleTo: 'nobody' | 'office' | 'everyone'
  readonly answerBy: 'receipt' | 'inbox' | 'phone' | 'email' | 'post'
  readonly contactKind: 'phone' | 'email' | null
  readonly contact: string | null
  readonly address?: string | null
  readonly consent: string
  readonly consentAt: string
  readonly public: boolean
  readonly provisionId: string | null
  readonly givenAt: string
  readonly late: boolean
  readonly sessionId: string | null
  readonly locale: string
  readonly collectorId: string | null
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'consultations.project': {
      council_id: string
      id: string
      number: number
      title: string
      titles: OptionalJson<Titles>
      about: Generated<string>
      kind: Generated<'new' | 'amendment' | 'repeal'>
      single_subject: Generated<boolean>
      text_id: string | null
      made_at: Date
      made_by: string | null
    }
    'consultations.consultation': {
      council_id: string
      id: string
      number: number
      project_id: string
      phase: 'project-setting' | 'drafting' | 'research' | 'deliberation' | 'evaluation'
      title: string
      titles: OptionalJson<Titles>
      summary: Generated<string>
      summaries: OptionalJson<Titles>
      version_id: string | null
      next_version_id: string | null
      stage: 'prepared' | 'open' | 'closed' | 'refined' | 'submitted' | 'answered' | 'evaluated'
      opens_at: Date | null
      closes_at: Date | null
      published_at: Date | null
      closed_at: Date | null
      refined_at: Date | null
      submitted_at: Date | null
      answered_at: Date | null
      evaluated_at: Date | null
      settings_at: string
      from_council: string | null
      from_package: string | null
      made_at: Date
      made_by: string | null
    }
    'consultations.step': {
      council_id: string
      consultation_id: string
      position: number
      key: string
      title: string
      titles: OptionalJson<Titles>
      task: Generated<string>
      tasks: OptionalJson<Titles>
      owner_role: string
      owner_id: string | null
      due_on: string | null
      done_at: Date | null
      done_by: string | null
      note: Generated<string>
    }
    'consultations.dispatch': {
      council_id: string
      consultation_id: string
      place_id: string
      task: Generated<string>
      due_on: string | null
      sent_at: Date
      sent_by: string | null
      accepted_at: Date | null
      accepted_by: string | null
      reported_at: Date | null
    }
    'consultations.door': {
      council_id: string
      id: string
      code: string
      consultation_id: string
      place_id: string | null
      provision_id: string | null
      campaign: string | null
      label: Generated<string>
      made_at: Date
      made_by: string | null
      closed_at: Date | null
    }
    'consultations.door_visits': {
      council_id: string
      door_id: string
      day: string
      visits: number
    }
    'consultations.session': {
      council_id: string
      id: string
      number: number
      client_key: string
      consultation_id: string
      place_id: string | null
      kind: 'seminar' | 'visit' | 'street' | 'school' | 'workplace' | 'hearing' | 'other'
      title: string
      held_at: Date
      venue: Generated<string>
      attended: number | null
      minutes: Generated<string>
      led_by: string | null
      made_at: Date
    }
    'consultations.paper': {
      council_id: string
      id: string
      code: string
      consultation_id: string
      place_id: string | null
      printed_at: Date
      first_entry: NullableJson<PaperEntry>
      first_by: string | null
      first_at: Date | null
      second_entry: NullableJson<PaperEntry>
      second_by: string | null
      second_at: Date | null
      scan_file_id: string | null
      opinion_id: string | null
      voided: string | null
      number: number
      door_id: string | null
      came_as: Generated<'print' | 'photo' | 'voice'>
      client_key: string
      told: NullableJson<PaperTold>
      returned_at: Date | null
      settled_entry: NullableJson<PaperEntry>
      settled_by: string | null
      settled_at: Date | null
      voided_by: string | null
      voided_at: Date | null
    }
    'consultations.field_item': {
      council_id: string
      client_key: string
      consultation_id: string
      opinion_id: string | null
      paper_id: string | null
      place_id: string | null
      collector_id: string | null
      way: 'sync' | 'file'
      claimed_at: Date
      phone_ahead_s: number
      received_at: Date
      late: Generated<boolean>
      receipt_replaced: Generated<boolean>
    }
    'consultations.field_file': {
      council_id: string
      file_key: string
      kind: 'photo' | 'voice' | 'scan'
      name: string
      parts: number
      sha256: string
      made_by: string | null
      made_at: Date
      file_id: string | null
      refusal: string | null
      /** When the last piece came. */
      last_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    }
    'consultations.field_part': {
      council_id: string
      file_key: string
      ordinal: number
      bytes: Buffer
    }
    'consultations.letter': {
      council_id: string
      id: string
      consultation_id: string
      opinion_id: string
      outcome_id: string
      way: 'sent' | 'handed-over'
      on_day: string
      marked_at: Date
      marked_by: string | null
      undone_at: ColumnType<Date | null, Date | null | undefined, Date | null>
      undone_by: ColumnType<string | null, string | null | undefined, string | null>
    }
    'consultations.kept_file': {
      council_id: string
      file_id: string
      kept_at: Date
    }
    'consultations.submission': {
      council_id: string
      id: string
      number: number
      consultation_id: string
      to_name: string
      package_sha256: string
      package: Buffer
      counts: Json<Readonly<Record<string, number>>>
      sent_at: Date
      sent_by: string | null
      acknowledged_at: Date | null
      adoption_at: Date | null
      adoption: NullableJson<unknown>
    }
    'consultations.received_package': {
      council_id: string
      package_sha256: string
      kind: 'draft' | 'opinions' | 'adoption'
      from_name: string
      from_key: string
      consultation_id: string | null
      received_at: Date
      received_by: string | null
      manifest: Json<unknown>
    }
    'consultations.carried': {
      council_id: string
      package_sha256: string
      kind: 'opinion' | 'argument'
      origin_id: string
      local_id: string
    }
    'consultations.upload': {
      council_id: string
      id: string
      package: Buffer
      uploaded_at: Date
      uploaded_by: string | null
    }
    'consultations.sent_package': {
      council_id: string
      package_sha256: string
      kind: 'draft' | 'adoption'
      consultation_id: string
      to_name: string
      package: Buffer
      sent_at: Date
      sent_by: string | null
    }
    'consultations.placing': {
      council_id: string
      consultation_id: string
      version_id: string
      opinion_id: string
      state: 'placed' | 'needs-a-person' | 'gone'
      how: string
      provision_id: string | null
      starts: number | null
      ends: number | null
      placed_by: string | null
    }
    'consultations.partner': {
      council_id: string
      key: string
      name: string
      added_at: Date
      added_by: string | null
      removed_at: Date | null
    }
    'consultations.evaluation': {
      council_id: string
      consultation_id: string
      contributor_id: string
      score: 'satisfied' | 'basically' | 'dissatisfied' | 'abstain'
      words: Generated<string>
      at: Date
    }
  }
}
