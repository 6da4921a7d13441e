import { action, type Call, hasRoleAt } from '#kernel/action'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { findProvision, plainWords, setReading, versionById } from '#parts/laws'
import { placeById } from '#parts/network'
import { lockConsultation } from '../queries/consultation.ts'
import { isClerk, worksAtDesk } from '../rules.ts'
import { AssignStep, Dispatch, FinishStep, OfDispatch, WriteReading } from '../schema.ts'
import { sureOfHolder } from './desk-lock.ts'

/** A step of the template, locked with its consultation. */
async function lockStep({
  tx,
  councilId,
  input,
}: Call<{ readonly consultationId: string; readonly position: number }>) {
  const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
  const step = await tx
    .selectFrom('consultations.step')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', input.consultationId)
    .where('position', '=', input.position)
    .forUpdate()
    .executeTakeFirst()
  return consultation && step ? { consultation, step } : null
}

/** Who may be given a step: everybody who collects, sorts or advises. */
export const ownerRoles = ['clerk', 'point-staff', 'liaison', 'collector', 'expert', 'adviser'] as const

/** Names who does a step and by when. */
export const assignStep = action({
  name: 'consultations.assign-step',
  input: AssignStep,
  subject: lockStep,
  allow: worksAtDesk,
  async run({ tx, councilId, input, now, emit }) {
    if (input.ownerId) await sureOfHolder(tx, { councilId, personId: input.ownerId, roles: ownerRoles, now })
    await tx
      .updateTable('consultations.step')
      .set({ owner_id: input.ownerId, due_on: input.dueOn })
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('position', '=', input.position)
      .execute()
    emit(
      'consultations.step-assigned',
      { position: input.position, ownerId: input.ownerId, dueOn: input.dueOn },
      { subjectId: input.consultationId },
    )
    return null
  },
})

/** Marks a step as done, with what came of it. */
export const finishStep = action({
  name: 'consultations.finish-step',
  input: FinishStep,
  subject: lockStep,
  allow: worksAtDesk,
  from: ({ step }) => (step.done_at ? 'done-already' : null),
  async run({ tx, councilId, input, actor, now, emit }) {
    await tx
      .updateTable('consultations.step')
      .set({ done_at: now, done_by: actor.personId, note: input.note })
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('position', '=', input.position)
      .execute()
    emit('consultations.step-finished', { position: input.position }, { subjectId: input.consultationId })
    return null
  },
})

/** Takes the mark back: it was a slip, or there is more to do. */
export const reopenStep = action({
  name: 'consultations.reopen-step',
  input: FinishStep,
  subject: lockStep,
  allow: worksAtDesk,
  from: ({ step }) => (step.done_at ? null : 'not-done'),
  async run({ tx, councilId, input, emit }) {
    await tx
      .updateTable('consultations.step')
      .set({ done_at: null, done_by: null })
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('position', '=', input.position)
      .execute()
    emit(
      'consultations.step-reopened',
      { position: input.position, note: input.note },
      { subjectId: input.consultationId },
    )
    return null
  },
})

/** Makes the consultation a task of a place: a contact point, a station. */
export const dispatch = action({
  name: 'consultations.dispatch',
  input: Dispatch,
  subject: ({ tx, councilId, input }: Call<Dispatch>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: isClerk,
  async run({ tx, councilId, input, actor, now, emit }) {
    if (!(await placeById(tx, councilId, input.placeId)))
      throw new Refused(invalid({ path: 'placeId', code: 'no-such-place' }))
    const sent = await tx
      .insertInto('consultations.dispatch')
      .values({
        council_id: councilId,
        consultation_id: input.consultationId,
        place_id: input.placeId,
        task: input.task,
        due_on: input.dueOn,
        sent_at: now,
        sent_by: actor.personId,
      })
      .onConflict((clash) => clash.doNothing())
      .returning('place_id')
      .executeTakeFirst()
    if (!sent) throw new Refused(conflict('dispatched-already'))
    emit(
      'consultations.dispatched',
      { placeId: input.placeId, dueOn: input.dueOn },
      { subjectId: input.consultationId },
    )
    return null
  },
})

/** The place says that it has the task. */
export const acceptTask = action({
  name: 'consultations.accept-task',
  input: OfDispatch,
  subject: async ({ tx, councilId, input }: Call<OfDispatch>) => {
    const row = await tx
      .selectFrom('consultations.dispatch')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('place_id', '=', input.placeId)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: (actor, subject) => hasRoleAt(actor, subject.place_id, 'point-staff', 'liaison'),
  from: (subject) => (subject.accepted_at ? 'accepted-already' : null),
  async run({ tx, councilId, input, actor, now, emit }) {
    await tx
      .updateTable('consultations.dispatch')
      .set({ accepted_at: now, accepted_by: actor.personId })
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('place_id', '=', input.placeId)
      .execute()
    emit('consultations.task-accepted', { placeId: input.placeId }, { subjectId: input.consultationId })
    return null
  },
})

/** Writes what people may read beside the legal words; it is marked stale by itself when those change. */
export const writeReading = action({
  name: 'consultations.write-reading',
  input: WriteReading,
  subject: ({ tx, councilId, input }: Call<WriteReading>) =>
    lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: (actor) => worksAtDesk(actor) || actor.grants.some((grant) => ['adviser', 'expert'].includes(grant.role)),
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const version = subject.version_id ? await versionById(tx, councilId, subject.version_id) : null
    const provision = version ? findProvision(version.text, input.provisionId)?.provision : null
    if (!version || !provision) throw new Refused(invalid({ path: 'provisionId', code: 'not-in-text' }))
    const { provisionId, kind, locale, audience, body } = input
    await setReading(tx, {
      councilId,
      versionId: version.id,
      reading: { provisionId, kind, locale, audience, body },
      words: plainWords(provision),
      by: actor.personId,
      now,
    })
    emit('consultations.reading-written', { provisionId, kind, locale, audience }, { subjectId: subject.id })
    return null
  },
})
