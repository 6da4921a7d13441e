import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { Json, OptionalJson } from '#kernel/db'

/** A sentence of a refinement with the words of opinions it comes from; `start` and `end` count UTF-16 units of the body. */
export interface RefinedSentence {
  readonly text: string
  readonly sources: readonly { readonly opinionId: string; readonly start: number; readonly end: number }[]
}

/** The words of the next version that answer an opinion. */
export interface AnsweringChange {
  readonly versionId: string
  readonly provisionId: string | null
  readonly oldProvisionId: string | null
  readonly before: string
  readonly after: string
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'opinions.contributor': {
      council_id: string
      id: string
      account_id: string | null
      device_id: string | null
      name: string | null
      display_name: string | null
      name_visible_to: Generated<'nobody' | 'office' | 'everyone'>
      contact_kind: 'phone' | 'email' | null
      contact: string | null
      /** Where an answer by letter goes; null: it is handed over where the opinion was given. */
      address: ColumnType<string | null, string | null | undefined, string | null>
      answer_by: Generated<'receipt' | 'inbox' | 'phone' | 'email' | 'post'>
      consent: string | null
      consent_at: Date | null
      locale: Generated<string>
      erased_at: Date | null
      /** Since when she wants no word of the next consultation on the same law. */
      next_declined_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    }
    'opinions.opinion': {
      council_id: string
      id: string
      /** Order of arrival. */
      pid: GeneratedAlways<number>
      subject_type: string
      subject_id: string
      receipt: string
      client_key: string
      contributor_id: string
      version_id: string | null
      provision_id: string | null
      /** The article of the provision, or the heading it stands on. */
      clause: GeneratedAlways<string | null>
      quote: string | null
      quote_prefix: string | null
      quote_suffix: string | null
      quote_start: number | null
      body: string
      suggested: string | null
      content_locale: Generated<string>
      channel: 'online' | 'field' | 'paper' | 'session' | 'desk' | 'package'
      door_id: string | null
      place_id: string | null
      session_id: string | null
      campaign: string | null
      public: Generated<boolean>
      stage: Generated<'received' | 'held' | 'hidden' | 'withdrawn'>
      theme: string | null
      assigned_to: string | null
      tags: Generated<string>
      stance: 'support' | 'oppose' | 'neutral' | null
      supports: Generated<number>
      same_text: string
      simhash: Generated<number>
      leaf_id: string | null
      given_at: Date
      received_at: Date
      proved_at: Date | null
    }
    'opinions.attachment': {
      council_id: string
      opinion_id: string
      file_id: string
      kind: 'photo' | 'voice' | 'scan' | 'document'
    }
    'opinions.words': {
      council_id: string
      opinion_id: string
      subject_id: string
      received_at: Date
      /** A tsvector. */
      words: string
    }
    'opinions.allowance': {
      council_id: string
      key: string
      used: number
      ends_at: Date
    }
    'opinions.support': {
      council_id: string
      opinion_id: string
      supporter: string
      at: Date
    }
    'opinions.argument': {
      council_id: string
      id: string
      subject_type: string
      subject_id: string
      number: number
      title: string
      provision_id: string | null
      theme: string | null
      stage: Generated<'open' | 'refined' | 'submitted' | 'answered' | 'dissolved'>
      assigned_to: string | null
      made_at: Date
      made_by: string | null
      merged_into: ColumnType<string | null, string | null | undefined, string | null>
      unrefined_because: ColumnType<string | null, string | null | undefined, string | null>
    }
    'opinions.argument_member': {
      council_id: string
      argument_id: string
      opinion_id: string
      dissent: Generated<boolean>
      objection: string | null
      at: Date
      by: string | null
      objected_at: ColumnType<Date | null, Date | null | undefined, Date | null>
      objection_reply: ColumnType<string | null, string | null | undefined, string | null>
    }
    'opinions.refinement': {
      council_id: string
      id: string
      argument_id: string
      ordinal: number
      intent: 'add' | 'change' | 'delete' | 'principle'
      provision_id: string | null
      sentences: Json<readonly RefinedSentence[]>
      reason: Generated<string>
      stage: Generated<'draft' | 'asked' | 'final' | 'replaced'>
      made_at: Date
      made_by: string | null
      asked_at: Date | null
      finished_at: Date | null
      finished_because: ColumnType<string | null, string | null | undefined, string | null>
    }
    'opinions.question': {
      council_id: string
      refinement_id: string
      opinion_id: string
      asked_at: Date
    }
    'opinions.alone': {
      council_id: string
      opinion_id: string
      reason: string
      at: Date
      by: string | null
    }
    'opinions.confirmation': {
      council_id: string
      refinement_id: string
      opinion_id: string
      answer: 'yes' | 'no'
      because: string | null
      at: Date
    }
    'opinions.remark': {
      council_id: string
      id: string
      argument_id: string
      refinement_id: string | null
      person_id: string | null
      role: string
      body: string
      at: Date
    }
    'opinions.invitation': {
      council_id: string
      argument_id: string
      person_id: string
      asked_at: Date
      asked_by: string | null
      due_on: string | null
      answered_at: Date | null
    }
    'opinions.outcome': {
      council_id: string
      id: string
      subject_type: string
      subject_id: string
      argument_id: string | null
      opinion_id: string | null
      decision: 'adopted' | 'partly' | 'not-adopted' | 'later'
      reason: string
      changes: OptionalJson<readonly AnsweringChange[]>
      decided_by: string | null
      decided_at: Date
      replaced_at: Date | null
      leaf_id: string | null
    }
    'opinions.outcome_leaf': {
      council_id: string
      outcome_id: string
      opinion_id: string
      leaf_id: string
    }
    'opinions.moderation': {
      council_id: string
      id: string
      opinion_id: string
      verdict: 'held' | 'released' | 'hidden' | 'restored'
      reason_code: string
      reason: string
      by: string | null
      at: Date
      appeal: string | null
      appealed_at: Date | null
    }
  }
}
