import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { type Db, sql, type Tx } from '#kernel/db'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, missing, Refused } from '#kernel/outcome'
import { leadsTo, whileIn } from '#kernel/stages'
import {
  addVersion,
  comparisonOf,
  findProvision,
  type LegalText,
  layoutOf,
  parseLegalText,
  publishVersion,
  type Version,
  versionById,
} from '#parts/laws'
import { type AnsweringChange, countUnanswered, decideAll, needsChanges, recordAnswers } from '#parts/opinions'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { placeOpinions } from '../queries/placings.ts'
import { type ConsultationStage, consultationStages, isClerk } from '../rules.ts'
import { OfConsultation } from '../schema.ts'
import { type ChangedArticle, Decide, ImportNext, PlaceByHand } from '../schema-answer.ts'

const locked = ({ tx, councilId, input }: Call<{ readonly consultationId: string }>) =>
  lockConsultation(tx, councilId, input.consultationId)

export const matterOf = (consultationId: string) => ({ type: 'consultation', id: consultationId })

/** Reads the next version, which answers the opinions, and looks where their words stand in it. */
export const importNext = action({
  name: 'consultations.import-next',
  input: ImportNext,
  subject: locked,
  allow: isClerk,
  from: whileIn<ConsultationStage>('submitted'),
  async run(context) {
    const { tx, councilId, input, subject, actor, now, emit } = context
    const parsed = parseLegalText(input.source)
    if (parsed.counts.articles === 0) throw new Refused(invalid({ path: 'source', code: 'no-articles' }))
    const old = await versionOf(tx, councilId, subject.version_id)
    if (!old) throw new Refused(missing())
    await refuseLinked(tx, councilId, subject)
    const version = await addVersion(tx, {
      councilId,
      textId: old.textId,
      label: input.label,
      parsed,
      sourceName: input.sourceName,
      sourceFileId: null,
      by: actor.personId,
      now,
    })
    const placed = await adoptNext(tx, { councilId, subject, old, next: version, now })
    emit(
      'consultations.next-imported',
      { versionId: version.id, articles: parsed.counts.articles, ...placed },
      { subjectId: subject.id },
    )
    return { versionId: version.id, ...placed }
  },
})

/** Answers that name words of a version must not find another version in its place. */
async function refuseLinked(tx: Tx, councilId: string, subject: ConsultationRow): Promise<void> {
  if (!subject.next_version_id) return
  const { rows } = await sql<{ linked: boolean }>`
    select exists (select from opinions.outcome where council_id = ${councilId} and subject_id = ${subject.id}
       and replaced_at is null and jsonb_array_length(changes) > 0) as linked`.execute(tx)
  if (rows[0]?.linked) throw new Refused(conflict('answers-linked'))
}

/** Makes a version the one that answers: compared once, frozen, the opinions' words looked for in it. */
export async function adoptNext(
  tx: Tx,
  {
    councilId,
    subject,
    old,
    next,
    now,
  }: { councilId: string; subject: ConsultationRow; old: Version; next: Version; now: Date },
): Promise<{ placed: number; needAPerson: number }> {
  await publishVersion(tx, councilId, next.id, now)
  await tx
    .updateTable('consultations.consultation')
    .set({ next_version_id: next.id })
    .where('council_id', '=', councilId)
    .where('id', '=', subject.id)
    .execute()
  const comparison = await comparisonOf(tx, { councilId, old, next, now })
  return placeOpinions(tx, { councilId, consultationId: subject.id, old, next, comparison })
}

export async function versionOf(db: Db | Tx, councilId: string, id: string | null): Promise<Version | null> {
  return id ? versionById(db, councilId, id) : null
}

/** Answers arguments and opinions: adopted and partly only with the words of the next version that show it. */
export const decide = action({
  name: 'consultations.decide',
  input: Decide,
  subject: locked,
  allow: isClerk,
  from: whileIn<ConsultationStage>('submitted', 'answered', 'evaluated'),
  async run(context) {
    const { tx, councilId, input, subject, actor, now, app, emit, due } = context
    const { argumentIds, opinionIds, decision, reason } = input
    if (argumentIds.length + opinionIds.length === 0)
      throw new Refused(invalid({ path: 'argumentIds', code: 'nothing-chosen' }))
    await refuseStrangers(context)
    const changes = await changesOf(context)
    const outcomes = [
      ...argumentIds.map((argumentId) => ({ argumentId })),
      ...opinionIds.map((opinionId) => ({ opinionId })),
    ].map((on) => ({ subject: matterOf(subject.id), on, decision, reason, changes, by: actor.personId }))
    const ids = await decideAll(tx, outcomes, { councilId, now, keys: ledgerKeys(app) })
    const data = { consultationId: subject.id, decision, outcomes: ids.length, changes: changes.length }
    emit('consultations.decided', data, { subjectId: subject.id })
    // A correction after the answer is told like the answer itself.
    if (subject.stage !== 'submitted') await due('consultations.tell-answers', subject.id, now, tellFrom(subject.id))
    return { outcomeIds: ids }
  },
})

export const tellFrom = (consultationId: string) => ({ consultationId, after: null })

type Deciding = Run<Decide, ConsultationRow>

/** All that is answered belongs to this consultation. */
async function refuseStrangers({ tx, councilId, input, subject }: Deciding): Promise<void> {
  const { rows } = await sql<{ found: number }>`
    select (select count(*) from opinions.argument where council_id = ${councilId} and subject_id = ${subject.id}
              and stage <> 'dissolved' and id = any(${[...input.argumentIds]}::uuid[]))
         + (select count(*) from opinions.opinion where council_id = ${councilId} and subject_id = ${subject.id}
              and stage <> 'withdrawn' and id = any(${[...input.opinionIds]}::uuid[])) as found`.execute(tx)
  const asked = new Set(input.argumentIds).size + new Set(input.opinionIds).size
  if (rows[0]?.found !== asked) throw new Refused(missing())
}

/** The words before and after, taken from the two versions themselves, never from the form. */
async function changesOf({ tx, councilId, input, subject }: Deciding): Promise<AnsweringChange[]> {
  if (!needsChanges(input.decision)) return []
  if (input.changes.length === 0) throw new Refused(invalid({ path: 'changes', code: 'words-missing' }))
  const old = await versionOf(tx, councilId, subject.version_id)
  const next = await versionOf(tx, councilId, subject.next_version_id)
  if (!old || !next) throw new Refused(conflict('no-next-version'))
  return input.changes.map((change) => {
    const made = changeBetween(change, old.text, next.text)
    if (!made) throw new Refused(invalid({ path: 'changes', code: 'not-a-change' }))
    return { versionId: next.id, ...made }
  })
}

/** @returns null when a provision is not in its text, or nothing changed between them */
export function changeBetween(
  { provisionId, oldProvisionId }: ChangedArticle,
  old: LegalText,
  next: LegalText,
): Omit<AnsweringChange, 'versionId'> | null {
  const before = wordsIn(old, oldProvisionId)
  const after = wordsIn(next, provisionId)
  if (before === null || after === null || before === after) return null
  return { provisionId, oldProvisionId, before, after }
}

function wordsIn(text: LegalText, provisionId: string | null): string | null {
  if (provisionId === null) return ''
  const found = findProvision(text, provisionId)
  return found ? layoutOf(found.provision).words : null
}

/** Puts an opinion whose words were not found where a person says they went. */
export const placeByHand = action({
  name: 'consultations.place-by-hand',
  input: PlaceByHand,
  subject: locked,
  allow: isClerk,
  from: (subject) => (subject.next_version_id ? null : 'no-next-version'),
  async run({ tx, councilId, input, subject, actor, emit }) {
    const next = await versionOf(tx, councilId, subject.next_version_id)
    if (input.provisionId !== null && !(next && findProvision(next.text, input.provisionId))) {
      throw new Refused(invalid({ path: 'provisionId', code: 'not-in-text' }))
    }
    const placed = await tx
      .updateTable('consultations.placing')
      .set({
        state: input.provisionId === null ? 'gone' : 'placed',
        how: 'by-hand',
        provision_id: input.provisionId,
        starts: null,
        ends: null,
        placed_by: actor.personId,
      })
      .where('council_id', '=', councilId)
      .where('version_id', '=', subject.next_version_id)
      .where('opinion_id', '=', input.opinionId)
      .returning('opinion_id')
      .executeTakeFirst()
    if (!placed) throw new Refused(missing())
    emit(
      'consultations.anchor-placed',
      { opinionId: input.opinionId, provisionId: input.provisionId },
      { subjectId: subject.id },
    )
    return null
  },
})

/** Gives the answers to everybody. Refused while one opinion lacks an outcome. */
export const answer = action({
  name: 'consultations.answer',
  input: OfConsultation,
  subject: locked,
  allow: isClerk,
  from: leadsTo(consultationStages, 'answered'),
  async run(context) {
    const { tx, councilId, subject } = context
    if ((await countUnanswered(tx, councilId, matterOf(subject.id))) > 0) throw new Refused(conflict('unanswered'))
    await giveAnswers(context, subject)
    return { number: subject.number }
  },
})

/** Days in which people say whether the answer is one. */
export const evaluationDays = 30

/** Enters the stage `answered`: the record is completed, and everybody is told in the way she chose. */
export async function giveAnswers(
  context: Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'now' | 'app' | 'emit' | 'due'>,
  subject: ConsultationRow,
): Promise<void> {
  const { tx, councilId, now, app, emit, due } = context
  await recordAnswers(tx, matterOf(subject.id), { councilId, now, keys: ledgerKeys(app) })
  await tx
    .updateTable('opinions.argument')
    .set({ stage: 'answered' })
    .where('council_id', '=', councilId)
    .where('subject_type', '=', 'consultation')
    .where('subject_id', '=', subject.id)
    .where('stage', '<>', 'dissolved')
    .execute()
  await tx
    .updateTable('consultations.consultation')
    .set({ stage: 'answered', answered_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', subject.id)
    .execute()
  await due('consultations.tell-answers', subject.id, now, tellFrom(subject.id))
  const ends = new Date(now.getTime() + evaluationDays * 86_400_000)
  await due('consultations.finish-evaluation', subject.id, ends, { consultationId: subject.id })
  emit('consultations.answered', { number: subject.number }, { subjectId: subject.id })
}

export const answerActions: readonly AnyAction[] = [importNext, decide, placeByHand, answer]
