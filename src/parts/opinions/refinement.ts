import './tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, type Issue, invalid, missing, Refused } from '#kernel/outcome'
import { type ArgumentRow, type Hand, replaceOpenRefinement } from './arguments.ts'
import type { RefinedSentence } from './tables.ts'

export type RefinementRow = Selectable<Tables['opinions.refinement']>

/** What a refinement asks for: add words, change them, delete them, or a principle without a wording. */
export const intents = ['add', 'change', 'delete', 'principle'] as const
export type Intent = (typeof intents)[number]

export interface NewRefinement {
  readonly intent: Intent
  readonly provisionId: string | null
  readonly sentences: readonly RefinedSentence[]
  readonly reason: string
}

/** What is wrong with the sources: every sentence has at least one, and each is a span of words that stand there. */
export function faultsOfSources(
  sentences: readonly RefinedSentence[],
  bodies: ReadonlyMap<string, string>,
): readonly Issue[] {
  if (sentences.length === 0) return [{ path: 'sentences', code: 'empty' }]
  return sentences.flatMap(({ text, sources }, index): Issue[] => {
    const path = `sentences.${index}`
    if (text.trim() === '') return [{ path: `${path}.text`, code: 'empty' }]
    if (sources.length === 0) return [{ path: `${path}.sources`, code: 'no-source' }]
    const bad = sources.some(({ opinionId, start, end }) => {
      const body = bodies.get(opinionId)
      return body === undefined || start < 0 || end > body.length || body.slice(start, end).trim() === ''
    })
    return bad ? [{ path: `${path}.sources`, code: 'not-in-opinion' }] : []
  })
}

/**
 * Writes the next version of an argument's refinement; the one before stays to be read.
 * @throws Refused with an issue for each sentence whose sources are not words of the argument's opinions
 */
export async function draftRefinement(
  tx: Tx,
  argument: ArgumentRow,
  made: NewRefinement,
  hand: Hand,
): Promise<RefinementRow> {
  await checkSources(tx, argument, made.sentences)
  await replaceOpenRefinement(tx, argument)
  const last = await tx
    .selectFrom('opinions.refinement')
    .select((of) => of.fn.max('ordinal').as('ordinal'))
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .executeTakeFirst()
  return tx
    .insertInto('opinions.refinement')
    .values({
      council_id: argument.council_id,
      id: newId(),
      argument_id: argument.id,
      ordinal: (last?.ordinal ?? 0) + 1,
      intent: made.intent,
      provision_id: made.provisionId,
      sentences: JSON.stringify(made.sentences),
      reason: made.reason,
      made_at: hand.now,
      made_by: hand.by,
      asked_at: null,
      finished_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The version that is being written or asked about. */
export async function openRefinement(tx: Db | Tx, argument: ArgumentRow): Promise<RefinementRow | null> {
  const row = await tx
    .selectFrom('opinions.refinement')
    .selectAll()
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('stage', 'in', ['draft', 'asked'])
    .executeTakeFirst()
  return row ?? null
}

/**
 * Asks everyone whose opinion is in the argument: is this what you meant?
 * @returns the opinions whose authors are asked
 */
export async function askContributors(tx: Tx, argument: ArgumentRow, ordinal: number, hand: Hand) {
  const refinement = await openRefinement(tx, argument)
  if (refinement?.stage !== 'draft' || refinement.ordinal !== ordinal) throw new Refused(conflict('not-the-draft'))
  await checkSources(tx, argument, refinement.sentences)
  await tx
    .updateTable('opinions.refinement')
    .set({ stage: 'asked', asked_at: hand.now })
    .where('council_id', '=', hand.councilId)
    .where('id', '=', refinement.id)
    .execute()
  const { rows } = await sql<{ opinion_id: string }>`
    insert into opinions.question (council_id, refinement_id, opinion_id, asked_at)
    select m.council_id, ${refinement.id}, m.opinion_id, ${hand.now}
      from opinions.argument_member m
      join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
     where m.council_id = ${hand.councilId} and m.argument_id = ${argument.id} and o.stage = 'received'
    returning opinion_id`.execute(tx)
  return { refinementId: refinement.id, opinionIds: rows.map((row) => row.opinion_id) }
}

/** What a contributor is asked, as she reads it. */
export interface PendingConfirmation {
  readonly refinementId: string
  readonly argumentId: string
  readonly argumentNumber: number
  readonly argumentTitle: string
  readonly subjectId: string
  readonly intent: Intent
  readonly provisionId: string | null
  readonly ordinal: number
  readonly sentences: readonly RefinedSentence[]
  readonly reason: string
  readonly askedAt: Date
}

/** The questions "is this what I meant?" that still wait for the author of an opinion. */
export async function pendingConfirmation(
  db: Db | Tx,
  councilId: string,
  opinionId: string,
): Promise<readonly PendingConfirmation[]> {
  const { rows } = await sql<PendingConfirmation>`
    select r.id as "refinementId", a.id as "argumentId", a.number as "argumentNumber", a.title as "argumentTitle",
           a.subject_id as "subjectId", r.intent, r.provision_id as "provisionId", r.ordinal, r.sentences, r.reason,
           r.asked_at as "askedAt"
      from opinions.question q
      join opinions.refinement r on r.council_id = q.council_id and r.id = q.refinement_id and r.stage = 'asked'
      join opinions.argument a on a.council_id = r.council_id and a.id = r.argument_id
     where q.council_id = ${councilId} and q.opinion_id = ${opinionId}
       and not exists (select from opinions.confirmation c where c.council_id = q.council_id
                          and c.refinement_id = q.refinement_id and c.opinion_id = q.opinion_id)
     order by r.asked_at limit 20`.execute(db)
  return rows
}

export interface Confirmation {
  readonly councilId: string
  readonly refinementId: string
  readonly opinionId: string
  readonly answer: 'yes' | 'no'
  readonly because: string | null
}

/**
 * Her answer, once for each version she is asked about.
 * @throws Refused `because` when a no has no reason; `asked-no-more` when the version was finished or replaced meanwhile
 */
export async function confirmRefinement(tx: Tx, given: Confirmation, now: Date): Promise<{ argumentId: string }> {
  const { councilId, refinementId, opinionId, answer, because } = given
  if (answer === 'no' && !because) throw new Refused(invalid({ path: 'because', code: 'empty' }))
  const refinement = await tx
    .selectFrom('opinions.refinement')
    .select(['argument_id', 'stage'])
    .where('council_id', '=', councilId)
    .where('id', '=', refinementId)
    .forShare()
    .executeTakeFirst()
  const question = await tx
    .selectFrom('opinions.question')
    .select('opinion_id')
    .where('council_id', '=', councilId)
    .where('refinement_id', '=', refinementId)
    .where('opinion_id', '=', opinionId)
    .executeTakeFirst()
  if (!refinement || !question) throw new Refused(missing())
  if (refinement.stage !== 'asked') throw new Refused(conflict('asked-no-more'))
  const stored = await tx
    .insertInto('opinions.confirmation')
    .values({
      council_id: councilId,
      refinement_id: refinementId,
      opinion_id: opinionId,
      answer,
      because: answer === 'no' ? because : null,
      at: now,
    })
    .onConflict((clash) => clash.columns(['council_id', 'refinement_id', 'opinion_id']).doNothing())
    .returning('opinion_id')
    .executeTakeFirst()
  if (!stored) throw new Refused(conflict('answered-already'))
  return { argumentId: refinement.argument_id }
}

export interface Answers {
  readonly asked: number
  readonly yes: number
  readonly no: number
}

export async function answersTo(db: Db | Tx, councilId: string, refinementId: string): Promise<Answers> {
  const { rows } = await sql<Answers>`
    select count(*)::int as asked, (count(*) filter (where c.answer = 'yes'))::int as yes,
           (count(*) filter (where c.answer = 'no'))::int as no
      from opinions.question q
      left join opinions.confirmation c on c.council_id = q.council_id and c.refinement_id = q.refinement_id
                                       and c.opinion_id = q.opinion_id
     where q.council_id = ${councilId} and q.refinement_id = ${refinementId}`.execute(db)
  return rows[0] ?? { asked: 0, yes: 0, no: 0 }
}

/** Why a version may not be finished yet without a reason; null when it may. */
export function whyNotYet(
  answers: Answers,
  askedAt: Date,
  waitDays: number,
  now: Date,
): 'too-early' | 'said-no' | null {
  if (answers.no > 0) return 'said-no'
  const over = now.getTime() >= askedAt.getTime() + waitDays * 86_400_000
  return over || answers.yes >= answers.asked ? null : 'too-early'
}

/**
 * Makes the version that was asked about the final one. Before the waiting time is over, or when somebody said no,
 * only with a reason.
 */
export async function finishRefinement(
  tx: Tx,
  argument: ArgumentRow,
  { ordinal, waitDays, because }: { readonly ordinal: number; readonly waitDays: number; readonly because: string },
  hand: Hand,
): Promise<{ refinementId: string; answers: Answers }> {
  const refinement = await openRefinement(tx, argument)
  if (refinement?.stage !== 'asked' || refinement.ordinal !== ordinal || !refinement.asked_at) {
    throw new Refused(conflict('not-asked'))
  }
  await checkSources(tx, argument, refinement.sentences)
  const answers = await answersTo(tx, hand.councilId, refinement.id)
  const obstacle = whyNotYet(answers, refinement.asked_at, waitDays, hand.now)
  if (obstacle && because === '') throw new Refused(invalid({ path: 'because', code: obstacle }))
  await tx
    .updateTable('opinions.refinement')
    .set({ stage: 'final', finished_at: hand.now, finished_because: because === '' ? null : because })
    .where('council_id', '=', hand.councilId)
    .where('id', '=', refinement.id)
    .execute()
  await tx
    .updateTable('opinions.argument')
    .set({ stage: 'refined', unrefined_because: null })
    .where('council_id', '=', hand.councilId)
    .where('id', '=', argument.id)
    .execute()
  return { refinementId: refinement.id, answers }
}

/** A refinement as one text. */
export function wordsOfRefinement(sentences: readonly RefinedSentence[]): string {
  return sentences.map(({ text }) => text).join('')
}

async function checkSources(tx: Tx, argument: ArgumentRow, sentences: readonly RefinedSentence[]): Promise<void> {
  const rows = await tx
    .selectFrom('opinions.argument_member as m')
    .innerJoin('opinions.opinion as o', (join) =>
      join.onRef('o.council_id', '=', 'm.council_id').onRef('o.id', '=', 'm.opinion_id'),
    )
    .select(['o.id', 'o.body'])
    .where('m.council_id', '=', argument.council_id)
    .where('m.argument_id', '=', argument.id)
    .where('o.stage', '=', 'received')
    .where('o.id', 'in', [
      ...new Set(sentences.flatMap(({ sources }) => sources.map((source) => source.opinionId))),
      argument.id,
    ])
    .execute()
  const faults = faultsOfSources(sentences, new Map(rows.map((row) => [row.id, row.body])))
  if (faults.length > 0) throw new Refused(invalid(...faults))
}
