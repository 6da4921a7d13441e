import type { ColumnType, Generated } from 'kysely'
import type { DueRule, Explanation, Extension, Pause } from '#kernel/calendar'
import type { Instant, Json, OptionalJson } from '#kernel/db'

export const caseStageNames = ['open', 'answered', 'settled', 'closed'] as const
export type CaseStage = (typeof caseStageNames)[number]

/** What may become of a case, as a reply claims and the one who asked confirms. */
export const outcomes = ['solved', 'promised', 'explained', 'refused', 'not-ours'] as const
export type Outcome = (typeof outcomes)[number]

export const verdicts = ['solved', 'accepted', 'not-solved'] as const
export type Verdict = (typeof verdicts)[number]

export const lookResults = ['kept', 'partly', 'broken'] as const
export type LookResult = (typeof lookResults)[number]

/** How hard a case is; each grade has its own clock. */
export const grades = ['simple', 'ordinary', 'hard'] as const
export type Grade = (typeof grades)[number]

/** Why a case ended without an answer. */
export type ClosedFor = 'withdrawn' | 'merged'

/** Where a case stands for an organisation that has it in its queue. */
export const queueSteps = [
  'assigned',
  'accepted',
  'asked-back',
  'extension',
  'draft',
  'reviewed',
  'helped',
  'answered',
  'settled',
  'closed',
] as const
export type QueueStep = (typeof queueSteps)[number]

export type AssignmentState = 'assigned' | 'accepted' | 'returned' | 'moved' | 'done'
export type ClockKind = 'reply' | 'return' | 'assist' | 'promise'

type Nullable<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'cases.matter': {
      council_id: string
      id: string
      kind: string
      about_type: string
      about_id: string
      title: string
      stage: Generated<CaseStage>
      keeper_id: string | null
      kept_since: Instant
      scope_id: string | null
      round: Generated<number>
      reopened: Generated<number>
      outcome: Nullable<Outcome>
      asker_account_id: string | null
      opened_at: Instant
      opened_by: string | null
      answered_at: Nullable<Date>
      settled_at: Nullable<Date>
      closed_for: Nullable<ClosedFor>
      closed_at: Nullable<Date>
      stage_before: Nullable<'open' | 'answered'>
      topic: Nullable<string>
      grade: Nullable<Grade>
      sorted_at: Nullable<Date>
      sorted_by: Nullable<string>
      ledger_subject: string
    }
    'cases.assignment': {
      council_id: string
      id: string
      case_id: string
      role: 'lead' | 'assist'
      organisation_id: string
      state: Generated<AssignmentState>
      assigned_at: Instant
      assigned_by: string | null
      since: Instant
      accepted_at: Nullable<Date>
      holder_id: Nullable<string>
      helper_ids: Generated<readonly string[]>
      returned_at: Nullable<Date>
      return_reason: Nullable<string>
      proposed_owner: Nullable<string>
      decided_at: Nullable<Date>
      decided_by: Nullable<string>
      decision: Nullable<'moved' | 'kept'>
      decision_reason: Nullable<string>
      view: Nullable<string>
    }
    'cases.clock': {
      council_id: string
      id: string
      case_id: string
      kind: ClockKind
      assignment_id: Nullable<string>
      promise_id: Nullable<string>
      round: number
      rule: Json<DueRule>
      received_on: string
      due_on: string
      provisional: boolean
      steps: Json<readonly Explanation[]>
      pauses: OptionalJson<readonly Pause[]>
      extensions: OptionalJson<readonly Extension[]>
      paused_on: Nullable<string>
      met_on: Nullable<string>
      stopped_on: Nullable<string>
      reminded: Generated<number>
      remind_at: Nullable<Date>
    }
    'cases.extension': {
      council_id: string
      id: string
      case_id: string
      clock_id: string
      days: number
      reason: string
      state: Generated<'asked' | 'approved' | 'refused'>
      asked_at: Instant
      asked_by: string | null
      decided_at: Nullable<Date>
      decided_by: Nullable<string>
      decision_reason: Nullable<string>
    }
    'cases.question': {
      council_id: string
      id: string
      case_id: string
      words: string
      asked_at: Instant
      asked_by: string | null
      organisation_id: string | null
      answer: Nullable<string>
      answered_at: Nullable<Date>
    }
    'cases.reply': {
      council_id: string
      id: string
      case_id: string
      round: number
      organisation_id: string | null
      body: string
      class: string
      result: Outcome
      state: Generated<'draft' | 'reviewed' | 'sent'>
      vague: OptionalJson<readonly string[]>
      drafted_at: Instant
      drafted_by: string | null
      reviewed_at: Nullable<Date>
      reviewed_by: Nullable<string>
      sent_at: Nullable<Date>
      sent_by: Nullable<string>
      late: Nullable<boolean>
      leaf_id: Nullable<string>
    }
    'cases.promise': {
      council_id: string
      id: string
      case_id: string
      reply_id: string
      quote: string
      what: string
      due_on: string
      amount_fen: Nullable<number>
      confirmed_at: Instant
      confirmed_by: string | null
      result: Nullable<LookResult>
      looked_at: Nullable<Date>
      looked_by: Nullable<string>
      look_words: Nullable<string>
      verdict: Nullable<'confirmed' | 'denied'>
      verdict_words: Nullable<string>
      verdict_at: Nullable<Date>
    }
    'cases.verdict': {
      council_id: string
      case_id: string
      round: number
      verdict: Verdict
      words: Generated<string>
      at: Instant
      leaf_id: Nullable<string>
    }
    'cases.note': {
      council_id: string
      id: string
      case_id: string
      organisation_id: string
      words: string
      at: Instant
      by: string | null
      erased_at: Nullable<Date>
    }
    'cases.template': {
      council_id: string
      id: string
      organisation_id: string
      title: string
      body: string
      changed_at: Instant
      changed_by: string | null
      retired_at: Nullable<Date>
    }
    'cases.queued': {
      council_id: string
      case_id: string
      organisation_id: string
      assignment_id: string
      kind: string
      about_id: string
      title: string
      pairs: readonly string[]
      role: 'lead' | 'assist'
      step: QueueStep
      waiting: boolean
      due_on: string | null
      counts_on: string | null
      assigned_at: Instant
      since: Instant
      holder_id: string | null
      helper_ids: readonly string[]
      scope_id: string | null
      topic: string | null
      grade: Grade | null
      round: number
    }
    'cases.step': {
      council_id: string
      id: string
      case_id: string
      at: Instant
      what: string
      person_id: string | null
      organisation_id: string | null
      words: Generated<string>
      open: boolean
    }
  }
}
