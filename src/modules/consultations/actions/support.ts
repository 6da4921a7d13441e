import { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import { newId } from '#kernel/ids'
import { conflict, Refused } from '#kernel/outcome'
import { lockOpinionForSupport, setSupport, supporterOf } from '#parts/opinions'
import { lockConsultation } from '../queries/consultation.ts'
import { mayStillComment } from '../rules.ts'

const ofOpinion = z.strictObject({ opinionId: z.uuid() })

async function lockBoth({ tx, councilId, input }: Call<z.output<typeof ofOpinion>>) {
  const opinion = await lockOpinionForSupport(tx, councilId, input.opinionId)
  if (opinion?.subject_type !== 'consultation' || !opinion.public || opinion.stage !== 'received') return null
  const consultation = await lockConsultation(tx, councilId, opinion.subject_id, 'share')
  return consultation && { ...consultation, opinion }
}

/** 我也是: says the same as another without repeating it. One person counts once, a guest by her device. */
export const support = action({
  name: 'consultations.support',
  input: ofOpinion,
  subject: lockBoth,
  allow: (actor) => supporterOf(actor) !== null,
  from: mayStillComment,
  async run({ tx, councilId, actor, subject: { id, opinion }, now, emit }) {
    const own =
      opinion.account_id === null ? opinion.device_id === actor.deviceId : opinion.account_id === actor.accountId
    if (own) throw new Refused(conflict('own-opinion'))
    const supporter = supporterOf(actor)!
    const supports = await setSupport(tx, { councilId, opinionId: opinion.id, supporter, on: true, now })
    emit('consultations.supported', { consultationId: id, opinionId: opinion.id }, { subjectId: opinion.id })
    return { supports }
  },
})

/** Takes it back. */
export const unsupport = action({
  name: 'consultations.unsupport',
  input: ofOpinion,
  subject: lockBoth,
  allow: (actor) => supporterOf(actor) !== null,
  from: mayStillComment,
  async run({ tx, councilId, actor, subject: { id, opinion }, now, emit }) {
    const supporter = supporterOf(actor)!
    const supports = await setSupport(tx, { councilId, opinionId: opinion.id, supporter, on: false, now })
    emit('consultations.unsupported', { consultationId: id, opinionId: opinion.id }, { subjectId: opinion.id })
    return { supports }
  },
})

/** Shows an opinion that waited for a person who did not come in time: silence publishes. Only the system does it. */
export const releaseUnseen = action({
  name: 'consultations.release-unseen',
  input: ofOpinion,
  subject: ({ tx, councilId, input }) => lockOpinionForSupport(tx, councilId, input.opinionId),
  allow: () => false,
  from: ({ stage }) => (stage === 'held' ? null : `stage:${stage}`),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('opinions.opinion')
      .set({ stage: 'received' })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await tx
      .insertInto('opinions.moderation')
      .values({
        council_id: councilId,
        id: newId(),
        opinion_id: subject.id,
        verdict: 'released',
        reason_code: 'unseen',
        reason: 'unseen',
        by: null,
        at: now,
        appeal: null,
        appealed_at: null,
      })
      .execute()
    emit('consultations.opinion-released', { opinionId: subject.id }, { subjectId: subject.id })
    return null
  },
})

export const supportActions: readonly AnyAction[] = [support, unsupport, releaseUnseen]
