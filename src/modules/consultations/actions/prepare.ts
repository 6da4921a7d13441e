import { action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, missing, Refused } from '#kernel/outcome'
import { leadsTo, whileIn } from '#kernel/stages'
import { councilById, settingsAt } from '#parts/councils'
import { addText, addVersion, parseLegalText, publishVersion, versionById } from '#parts/laws'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import { type ConsultationStage, consultationStages, isClerk, stageNow } from '../rules.ts'
import {
  ChangeConsultation,
  Extend,
  ImportDraft,
  OfConsultation,
  PrepareConsultation,
  Publish,
  StartProject,
} from '../schema.ts'

/** A legislative project: what the chain of consultations is about. */
export const startProject = action({
  name: 'consultations.start-project',
  input: StartProject,
  subject: async () => ({}),
  allow: isClerk,
  async run({ tx, councilId, input, actor, now, emit }) {
    const projectId = newId()
    const number = await nextNumber(tx, councilId, 'consultations.project')
    await tx
      .insertInto('consultations.project')
      .values({
        council_id: councilId,
        id: projectId,
        number,
        title: input.title,
        titles: JSON.stringify(input.titles),
        about: input.about,
        kind: input.kind,
        single_subject: input.singleSubject,
        text_id: null,
        made_at: now,
        made_by: actor.personId,
      })
      .execute()
    emit('consultations.project-started', { number, title: input.title }, { subjectId: projectId })
    return { projectId, number }
  },
})

/** One consultation of a project, with the steps of the council's template as its tasks. */
export const prepareConsultation = action({
  name: 'consultations.prepare',
  input: PrepareConsultation,
  subject: ({ tx, councilId, input }: Call<PrepareConsultation>) => lockProject(tx, councilId, input.projectId),
  allow: isClerk,
  async run({ tx, councilId, input, actor, now, emit }) {
    const consultationId = newId()
    const number = await nextNumber(tx, councilId, 'consultations.consultation')
    const council = await councilById(tx, councilId)
    await tx
      .insertInto('consultations.consultation')
      .values({
        council_id: councilId,
        id: consultationId,
        number,
        project_id: input.projectId,
        phase: input.phase,
        title: input.title,
        titles: JSON.stringify(input.titles),
        summary: input.summary,
        summaries: JSON.stringify(input.summaries),
        stage: 'prepared',
        settings_at: dayOf(now, council?.time_zone ?? 'Asia/Shanghai'),
        made_at: now,
        made_by: actor.personId,
      })
      .execute()
    await addSteps(tx, { councilId, consultationId, now })
    emit('consultations.prepared', { number, phase: input.phase }, { subjectId: consultationId })
    return { consultationId, number }
  },
})

export async function addSteps(
  tx: Tx,
  { councilId, consultationId, now }: { councilId: string; consultationId: string; now: Date },
) {
  const { consultationSteps } = await settingsAt(tx, councilId, now)
  await tx
    .insertInto('consultations.step')
    .values(
      consultationSteps.map((step, index) => ({
        council_id: councilId,
        consultation_id: consultationId,
        position: index + 1,
        key: step.code,
        title: step.name_zh,
        titles: JSON.stringify({ en: step.name_en }),
        task: step.tasks_zh,
        tasks: JSON.stringify({ en: step.tasks_en }),
        owner_role: step.owner,
      })),
    )
    .execute()
}

async function lockProject(tx: Tx, councilId: string, projectId: string) {
  const row = await tx
    .selectFrom('consultations.project')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', projectId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

const locked = ({ tx, councilId, input }: Call<{ readonly consultationId: string }>) =>
  lockConsultation(tx, councilId, input.consultationId)

export const changeConsultation = action({
  name: 'consultations.change',
  input: ChangeConsultation,
  subject: locked,
  allow: isClerk,
  async run({ tx, councilId, input, subject, emit }) {
    await tx
      .updateTable('consultations.consultation')
      .set({
        title: input.title,
        titles: JSON.stringify(input.titles),
        summary: input.summary,
        summaries: JSON.stringify(input.summaries),
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('consultations.changed', { before: subject.title, after: input.title }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Reads a draft into its provisions. Until it is published another import replaces it. */
export const importDraft = action({
  name: 'consultations.import-draft',
  input: ImportDraft,
  subject: locked,
  allow: isClerk,
  from: whileIn<ConsultationStage>('prepared'),
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const parsed = parseLegalText(input.source)
    if (parsed.counts.articles === 0) throw new Refused(invalid({ path: 'source', code: 'no-articles' }))
    const project = await lockProject(tx, councilId, subject.project_id)
    if (!project) throw new Refused(missing())
    const textId =
      project.text_id ??
      (await addText(tx, { councilId, title: parsed.text.title || subject.title, kind: 'draft', now }))
    if (!project.text_id) await setText(tx, councilId, project.id, textId)
    const version = await addVersion(tx, {
      councilId,
      textId,
      label: input.label,
      parsed,
      sourceName: input.sourceName,
      sourceFileId: null,
      by: actor.personId,
      now,
    })
    await tx
      .updateTable('consultations.consultation')
      .set({ version_id: version.id })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit(
      'consultations.draft-imported',
      { versionId: version.id, articles: parsed.counts.articles, problems: parsed.problems.length },
      { subjectId: subject.id },
    )
    return { versionId: version.id, counts: parsed.counts, problems: parsed.problems }
  },
})

async function setText(tx: Tx, councilId: string, projectId: string, textId: string): Promise<void> {
  await tx
    .updateTable('consultations.project')
    .set({ text_id: textId })
    .where('council_id', '=', councilId)
    .where('id', '=', projectId)
    .execute()
}

/** Opens the draft to everybody. From now on its words never change. */
export const publish = action({
  name: 'consultations.publish',
  input: Publish,
  subject: locked,
  allow: isClerk,
  from: leadsTo(consultationStages, 'open'),
  async run({ tx, councilId, input, subject, now, emit, due }) {
    if (!subject.version_id) throw new Refused(conflict('no-draft'))
    const version = await versionById(tx, councilId, subject.version_id)
    if (!version) throw new Refused(conflict('no-draft'))
    if (version.problems.length > 0 && !input.acceptProblems) {
      throw new Refused(
        invalid({ path: 'acceptProblems', code: 'has-problems', values: { problems: version.problems.length } }),
      )
    }
    await refuseHaste(tx, { councilId, subject, closesAt: input.closesAt, now, because: input.shorterBecause })
    await publishVersion(tx, councilId, version.id, now)
    await tx
      .updateTable('consultations.consultation')
      .set({ stage: 'open', opens_at: now, published_at: now, closes_at: input.closesAt })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await due('consultations.close', subject.id, input.closesAt, { consultationId: subject.id })
    await due('consultations.tell-next', subject.id, now, { consultationId: subject.id, after: null })
    emit(
      'consultations.published',
      {
        number: subject.number,
        versionId: version.id,
        closesAt: input.closesAt.toISOString(),
        shorterBecause: input.shorterBecause,
      },
      { subjectId: subject.id },
    )
    return { number: subject.number }
  },
})

interface Haste {
  readonly councilId: string
  readonly subject: ConsultationRow
  readonly closesAt: Date
  readonly now: Date
  readonly because: string
}

/** Legislation Law: a draft is open for at least 30 days, unless there is a decision; the reason is recorded. */
async function refuseHaste(tx: Tx, { councilId, subject, closesAt, now, because }: Haste): Promise<void> {
  if (closesAt <= now) throw new Refused(invalid({ path: 'closesAt', code: 'in-the-past' }))
  const { consultationMinimumDays } = await settingsAt(tx, councilId, new Date(`${subject.settings_at}T12:00:00Z`))
  const days = Math.floor((closesAt.getTime() - now.getTime()) / 86_400_000)
  if (days >= consultationMinimumDays || because !== '') return
  throw new Refused(
    invalid({ path: 'shorterBecause', code: 'too-short', values: { days, minimum: consultationMinimumDays } }),
  )
}

/** Gives people more time; never less. */
export const extend = action({
  name: 'consultations.extend',
  input: Extend,
  subject: locked,
  allow: isClerk,
  from: (subject, now) => (stageNow(subject, now) === 'open' ? null : `stage:${stageNow(subject, now)}`),
  async run({ tx, councilId, input, subject, emit, due }) {
    if (!subject.closes_at || input.closesAt <= subject.closes_at) {
      throw new Refused(invalid({ path: 'closesAt', code: 'not-later' }))
    }
    await tx
      .updateTable('consultations.consultation')
      .set({ closes_at: input.closesAt })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await due('consultations.close', subject.id, input.closesAt, { consultationId: subject.id })
    emit(
      'consultations.extended',
      { closesAt: input.closesAt.toISOString(), because: input.because },
      { subjectId: subject.id },
    )
    return { number: subject.number }
  },
})

/** Written down when the time is over; the time itself closes the box. */
export const close = action({
  name: 'consultations.close',
  input: OfConsultation,
  subject: locked,
  allow: () => false,
  from: (subject, now) =>
    subject.stage === 'open' && stageNow(subject, now) === 'closed' ? null : `stage:${subject.stage}`,
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('consultations.consultation')
      .set({ stage: 'closed', closed_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('consultations.closed', { number: subject.number }, { subjectId: subject.id })
    return null
  },
})
