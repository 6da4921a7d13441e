import type { Generated } from 'kysely'
import type { Json, OptionalJson } from '#kernel/db'
import type { PostKind, PostStage } from './rules.ts'

/** The words of a post in another language; what is absent is shown as it was written first. */
export interface OtherWords {
  readonly title?: string
  readonly body?: string
  readonly venue?: string
  readonly audience?: string
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'publicity.post': {
      council_id: string
      id: string
      number: number
      kind: PostKind
      place_id: string | null
      title: string
      body: Generated<string>
      others: OptionalJson<Readonly<Record<string, OtherWords>>>
      starts_at: Date | null
      ends_at: Date | null
      venue: Generated<string>
      audience: Generated<string>
      languages: Generated<string[]>
      matter_type: string | null
      matter_id: string | null
      law: Generated<string>
      stage: PostStage
      made_at: Date
      made_by: string | null
      published_at: Date | null
      told_at: Date | null
      days_ahead: number | null
      days_required: number | null
      withdrawn_at: Date | null
      withdrawn_because: string | null
      attended: number | null
      copies: number | null
      outcome: Generated<string>
      reported_at: Date | null
      changed_at: Date
    }
    'publicity.correction': {
      council_id: string
      post_id: string
      ordinal: number
      at: Date
      by: string | null
      reason: string
      before: Json<Readonly<Record<string, unknown>>>
    }
    'publicity.picture': {
      council_id: string
      post_id: string
      file_id: string
      description: string
      added_at: Date
      added_by: string | null
      removed_at: Date | null
      removed_because: string | null
    }
  }
}
