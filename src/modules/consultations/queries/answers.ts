import '../tables.ts'
import { type Db, sql } from '#kernel/db'
import { type Comparison, compareTexts, type Version, versionById } from '#parts/laws'
import type { AnsweringChange, Decision, RefinedSentence } from '#parts/opinions'
import type { ConsultationRow } from './consultation.ts'

export interface Versions {
  readonly old: Version
  readonly next: Version
  readonly comparison: Comparison
}

/** The version people spoke about and the one that answers them; null before there is a next one. */
export async function versionsOf(db: Db, councilId: string, row: ConsultationRow): Promise<Versions | null> {
  if (!row.version_id || !row.next_version_id) return null
  const old = await versionById(db, councilId, row.version_id)
  const next = await versionById(db, councilId, row.next_version_id)
  if (!old || !next) return null
  const kept = await db
    .selectFrom('laws.comparison')
    .select('comparison')
    .where('council_id', '=', councilId)
    .where('old_version_id', '=', old.id)
    .where('new_version_id', '=', next.id)
    .executeTakeFirst()
  return { old, next, comparison: kept?.comparison ?? compareTexts(old.text, next.text) }
}

/** What several people say, what was made of it, and what became of it. */
export interface ArgumentStory {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly provisionId: string | null
  readonly stage: 'open' | 'refined' | 'submitted' | 'answered' | 'dissolved'
  readonly voices: number
  readonly dissent: number
  /** Public words of up to three of them. */
  readonly words: readonly SaidWords[]
  readonly sentences: readonly RefinedSentence[]
  readonly refinedBecause: string
  readonly outcome: ShownOutcome | null
}

export interface SaidWords {
  readonly id: string
  readonly body: string
  /** Language tag of the words. */
  readonly locale: string
  readonly name: string | null
}

export interface ShownOutcome {
  readonly decision: Decision
  readonly reason: string
  readonly changes: readonly AnsweringChange[]
  readonly decidedAt: Date
}

/** The arguments of a consultation in their order, each with its way from the first words to the answer. */
export async function argumentStories(
  db: Db,
  councilId: string,
  consultationId: string,
  ids: readonly string[] | null = null,
): Promise<ArgumentStory[]> {
  const { rows } = await sql<{
    id: string
    number: number
    title: string
    provision_id: string | null
    stage: ArgumentStory['stage']
    voices: number
    dissent: number
    words: ArgumentStory['words'] | null
    sentences: readonly RefinedSentence[] | null
    reason: string | null
    decision: Decision | null
    why: string | null
    changes: readonly AnsweringChange[] | null
    decided_at: Date | null
  }>`
    select argument.id, argument.number, argument.title, argument.provision_id, argument.stage,
           members.voices, members.dissent, members.words, refinement.sentences, refinement.reason,
           outcome.decision, outcome.reason as why, outcome.changes, outcome.decided_at
      from opinions.argument
      left join lateral (
        select count(*) filter (where not member.dissent) as voices, count(*) filter (where member.dissent) as dissent,
               (json_agg(json_build_object('id', opinion.id, 'body', opinion.body, 'locale', opinion.content_locale, 'name',
                  case when contributor.name_visible_to = 'everyone' then contributor.display_name end)
                  order by opinion.supports desc, opinion.received_at)
                  filter (where opinion.public and opinion.stage = 'received' and not member.dissent)) as words
          from opinions.argument_member member
          join opinions.opinion on opinion.council_id = member.council_id and opinion.id = member.opinion_id
               and opinion.stage in ('received', 'held')
          join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
         where member.council_id = argument.council_id and member.argument_id = argument.id and member.objection is null
      ) members on true
      left join lateral (
        select sentences, reason from opinions.refinement
         where refinement.council_id = argument.council_id and refinement.argument_id = argument.id
           and refinement.stage = 'final' order by ordinal desc limit 1
      ) refinement on true
      left join opinions.outcome on outcome.council_id = argument.council_id and outcome.argument_id = argument.id
           and outcome.replaced_at is null
     where argument.council_id = ${councilId} and argument.subject_type = 'consultation'
       and argument.subject_id = ${consultationId} and argument.stage <> 'dissolved'
       and (${ids === null} or argument.id = any(${[...(ids ?? [])]}::uuid[]))
     order by argument.number limit 1000`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    provisionId: row.provision_id,
    stage: row.stage,
    voices: row.voices,
    dissent: row.dissent,
    words: (row.words ?? []).slice(0, 3),
    sentences: row.sentences ?? [],
    refinedBecause: row.reason ?? '',
    outcome:
      row.decision && row.decided_at
        ? { decision: row.decision, reason: row.why ?? '', changes: row.changes ?? [], decidedAt: row.decided_at }
        : null,
  }))
}

/** An opinion that stands alone, with the answer given to it alone. */
export interface AloneStory extends SaidWords {
  readonly provisionId: string | null
  readonly outcome: ShownOutcome
}

/** The opinions answered alone: the public ones in the order of the text, and how many the office alone has read. */
export async function aloneStories(
  db: Db,
  councilId: string,
  consultationId: string,
): Promise<{ readonly shown: AloneStory[]; readonly others: number }> {
  const { rows } = await sql<
    SaidWords & {
      readonly shown: boolean
      readonly provision_id: string | null
      readonly decision: Decision
      readonly reason: string
      readonly changes: readonly AnsweringChange[] | null
      readonly decided_at: Date
    }
  >`
    select opinion.id, opinion.body, opinion.content_locale as locale, opinion.provision_id,
           opinion.public and opinion.stage = 'received' as shown,
           case when contributor.name_visible_to = 'everyone' then contributor.display_name end as name,
           outcome.decision, outcome.reason, outcome.changes, outcome.decided_at
      from opinions.outcome
      join opinions.opinion on opinion.council_id = outcome.council_id and opinion.id = outcome.opinion_id
           and opinion.stage in ('received', 'held')
      join opinions.contributor on contributor.council_id = opinion.council_id and contributor.id = opinion.contributor_id
     where outcome.council_id = ${councilId} and outcome.subject_type = 'consultation'
       and outcome.subject_id = ${consultationId} and outcome.replaced_at is null
     order by opinion.supports desc, opinion.received_at limit 2000`.execute(db)
  const shown = rows
    .filter((row) => row.shown)
    .map(({ id, body, locale, name, provision_id, decision, reason, changes, decided_at }) => ({
      id,
      body,
      locale,
      name,
      provisionId: provision_id,
      outcome: { decision, reason, changes: changes ?? [], decidedAt: decided_at },
    }))
  return { shown, others: rows.length - shown.length }
}

/** The answer an opinion was given, alone or with others; null before it was told. */
export async function answerTo(db: Db, councilId: string, opinionId: string): Promise<ShownOutcome | null> {
  const { rows } = await sql<{
    decision: Decision
    reason: string
    changes: readonly AnsweringChange[] | null
    at: Date
  }>`
    select outcome.decision, outcome.reason, outcome.changes, outcome.decided_at as at
      from opinions.outcome_leaf told
      join opinions.outcome on outcome.council_id = told.council_id and outcome.id = told.outcome_id
           and outcome.replaced_at is null
     where told.council_id = ${councilId} and told.opinion_id = ${opinionId}
     order by outcome.decided_at desc limit 1`.execute(db)
  const [row] = rows
  return row ? { decision: row.decision, reason: row.reason, changes: row.changes ?? [], decidedAt: row.at } : null
}

export interface ChosenOpinion {
  readonly id: string
  readonly body: string
  readonly provisionId: string | null
}

export async function opinionsNamed(
  db: Db,
  councilId: string,
  consultationId: string,
  ids: readonly string[],
): Promise<ChosenOpinion[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('opinions.opinion')
    .select(['id', 'body', 'provision_id'])
    .where('council_id', '=', councilId)
    .where('subject_id', '=', consultationId)
    .where('id', 'in', [...ids])
    .orderBy('received_at')
    .execute()
  return rows.map((row) => ({ id: row.id, body: row.body, provisionId: row.provision_id }))
}

/** What people say of the answers, by score. */
export async function scoresOf(db: Db, councilId: string, consultationId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ score: string; count: number }>`
    select score, count(*) as count from consultations.evaluation
     where council_id = ${councilId} and consultation_id = ${consultationId} group by score`.execute(db)
  return Object.fromEntries(rows.map(({ score, count }) => [score, count]))
}

export interface Submission {
  readonly number: number
  readonly toName: string
  readonly sha256: string
  readonly counts: Readonly<Record<string, number>>
  readonly sentAt: Date
  readonly adoptionAt: Date | null
}

export async function submissionsOf(db: Db, councilId: string, consultationId: string): Promise<Submission[]> {
  const rows = await db
    .selectFrom('consultations.submission')
    .select(['number', 'to_name', 'package_sha256', 'counts', 'sent_at', 'adoption_at'])
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', consultationId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    toName: row.to_name,
    sha256: row.package_sha256,
    counts: row.counts,
    sentAt: row.sent_at,
    adoptionAt: row.adoption_at,
  }))
}
