import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { settingsAt } from '#parts/councils'
import { type RatedStage, type Sheet, sheetById } from './facts.ts'
import { closing } from './rate.ts'
import { decidesRechecks, isRated } from './rules.ts'
import type { StageCode } from './scale.ts'
import { AskRecheck, DecideRecheck } from './schema.ts'

interface Subject {
  readonly sheet: Sheet
  readonly stage: RatedStage
  /** Whether one of those who rated it is the one who asks. */
  readonly own: boolean
}

async function lockStage({
  tx,
  councilId,
  input,
  actor,
  now,
}: Call<{ readonly sheetId: string; readonly stage: StageCode }>): Promise<Subject | null> {
  const sheet = await sheetById(tx, councilId, input.sheetId, { now, lock: true })
  const stage = sheet?.stages.find(({ code }) => code === input.stage)
  if (!sheet || !stage) return null
  const own = stage.ratings.some(({ raterKind, raterId }) => raterKind === 'person' && raterId === actor.personId)
  return { sheet, stage, own }
}

const aboutOf = ({ sheet, stage }: Subject) => ({
  kind: sheet.kind,
  type: sheet.about_type,
  id: sheet.about_id,
  round: sheet.round,
  stage: stage.code,
  organisationId: sheet.organisation_id,
})

/** The rated body asks, once and with its reason, that a person looks at a rating again. */
export const askRecheck = action({
  name: 'ratings.ask-recheck',
  input: AskRecheck,
  subject: lockStage,
  allow: (actor, { sheet }) => isRated(actor, sheet.organisation_id),
  from: ({ stage }) => stage.recheckObstacle,
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    await tx
      .insertInto('ratings.recheck')
      .values({
        council_id: councilId,
        id: newId(),
        sheet_id: subject.sheet.id,
        stage: subject.stage.code,
        reason: input.reason,
        asked_at: now,
        asked_by: actor.personId,
      })
      .execute()
    await record(context, 'rating.recheck_asked', 'department')
    emit('ratings.recheck-asked', aboutOf(subject), { subjectId: subject.sheet.id })
    return null
  },
})

/**
 * The office decides: the rating stands, or it is given anew by the same rater. The first one is kept and shown as what
 * it is; while nobody has rated anew it goes on to count.
 */
export const decideRecheck = action({
  name: 'ratings.decide-recheck',
  input: DecideRecheck,
  subject: lockStage,
  allow: (actor, { sheet }) => decidesRechecks(actor, sheet.scope_id),
  from: ({ stage, own }) => (stage.recheck?.state !== 'asked' ? 'no-recheck' : own ? 'own-rating' : null),
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    const { sheet, stage } = subject
    await tx
      .updateTable('ratings.recheck')
      .set({ state: input.decision, decided_at: now, decided_by: actor.personId, decision_reason: input.reason })
      .where('council_id', '=', councilId)
      .where('sheet_id', '=', sheet.id)
      .where('stage', '=', stage.code)
      .execute()
    if (input.decision === 'anew') await reopen(context)
    await record(context, `rating.recheck_${input.decision}`, 'office')
    emit('ratings.recheck-decided', { ...aboutOf(subject), decision: input.decision }, { subjectId: sheet.id })
    return null
  },
})

async function reopen({ tx, councilId, subject, now }: Run<unknown, Subject>): Promise<void> {
  const settings = await settingsAt(tx, councilId, subject.sheet.opened_at)
  const days = { open: settings.ratingOpenDays, recheck: settings.recheckAskDays }
  await tx
    .updateTable('ratings.stage')
    .set({ attempt: 2, opened_at: now, ...closing(now, days) })
    .where('council_id', '=', councilId)
    .where('sheet_id', '=', subject.sheet.id)
    .where('code', '=', subject.stage.code)
    .execute()
}

async function record(
  { tx, councilId, subject, input, now, app }: Run<{ readonly reason: string }, Subject>,
  type: string,
  by: string,
): Promise<void> {
  const leaf = { councilId, subjectId: subject.sheet.ledger_subject, type, parts: { text: input.reason }, by, at: now }
  await appendLeaf(tx, leaf, ledgerKeys(app))
}

export const ratingActions: readonly AnyAction[] = [askRecheck, decideRecheck]
