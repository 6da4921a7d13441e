import { type AnyAction, action, type Call, hasRole } from '#kernel/action'
import { conflict, Refused } from '#kernel/outcome'
import { leadsTo } from '#kernel/stages'
import { settingsAt } from '#parts/councils'
import {
  type ArgumentRow,
  askContributors,
  draftRefinement,
  finishRefinement,
  inviteTo,
  isInvited,
  leaveUnrefined,
  membersOf,
  missingBeforeRefined,
  openRefinement,
  remarkOn,
  reopenArgument,
} from '#parts/opinions'
import { lockConsultation } from '../queries/consultation.ts'
import { consultationStages, isClerk, stageNow, worksAtDesk } from '../rules.ts'
import { OfConsultation } from '../schema.ts'
import {
  DraftRefinement,
  FinishRefinement,
  InviteExperts,
  LeaveUnrefined,
  OfVersion,
  RemarkOnArgument,
  ReopenArgument,
} from '../schema-desk.ts'
import {
  type ArgumentOfConsultation,
  handOf,
  isAdvising,
  lockBoth,
  matterOf,
  sureOfHolder,
  whileArgumentOpen,
  whileSorting,
} from './desk-lock.ts'

/** Writes a version of the suggestion made of an argument; every sentence stands on words of its opinions. */
export const draft = action({
  name: 'consultations.draft-refinement',
  input: DraftRefinement,
  subject: lockBoth,
  allow: (actor) => worksAtDesk(actor) || hasRole(actor, 'expert', 'adviser'),
  from: whileArgumentOpen,
  async run(context) {
    const { tx, input, subject, emit } = context
    const { intent, provisionId, sentences, reason } = input
    const made = await draftRefinement(
      tx,
      subject.argument,
      { intent, provisionId, sentences, reason },
      handOf(context),
    )
    emit(
      'consultations.refinement-drafted',
      { number: input.number, refinementId: made.id, ordinal: made.ordinal },
      { subjectId: subject.argument.id },
    )
    return { ordinal: made.ordinal }
  },
})

/** Asks everyone in the argument: is this what you meant? */
export const ask = action({
  name: 'consultations.ask-contributors',
  input: OfVersion,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run(context) {
    const { tx, input, subject, emit } = context
    const { argument, consultation } = subject
    const asked = await askContributors(tx, argument, input.ordinal, handOf(context))
    emit(
      'consultations.meaning-asked',
      { consultationId: consultation.id, number: argument.number, title: argument.title, ...asked },
      { subjectId: argument.id },
    )
    return { asked: asked.opinionIds.length }
  },
})

/** Makes a version final: after the waiting time, or with a reason. */
export const finish = action({
  name: 'consultations.finish-argument',
  input: FinishRefinement,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run(context) {
    const { tx, councilId, input, subject, emit } = context
    const { argument, consultation } = subject
    const settings = await settingsAt(tx, councilId, new Date(`${consultation.settings_at}T12:00:00Z`))
    const { ordinal, because } = input
    const finished = await finishRefinement(
      tx,
      argument,
      { ordinal, because, waitDays: settings.refinementWaitDays },
      handOf(context),
    )
    emit(
      'consultations.argument-refined',
      {
        consultationId: consultation.id,
        number: argument.number,
        title: argument.title,
        ...finished,
        because,
        opinionIds: await opinionsIn(tx, argument),
      },
      { subjectId: argument.id },
    )
    return { number: argument.number }
  },
})

async function opinionsIn(tx: Call<unknown>['tx'], argument: ArgumentRow): Promise<readonly string[]> {
  return (await membersOf(tx, argument)).filter((member) => member.stage === 'received').map((member) => member.id)
}

/** The opinions of this argument go up in their own words, for a reason. */
export const unrefined = action({
  name: 'consultations.leave-unrefined',
  input: LeaveUnrefined,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run({ tx, input, subject, emit }) {
    await leaveUnrefined(tx, subject.argument, input.because)
    emit(
      'consultations.argument-left-unrefined',
      { number: input.number, because: input.because },
      { subjectId: subject.argument.id },
    )
    return null
  },
})

/** Takes a finished argument up again. */
export const reopen = action({
  name: 'consultations.reopen-argument',
  input: ReopenArgument,
  subject: lockBoth,
  allow: worksAtDesk,
  from: ({ consultation, argument }, now) =>
    whileSorting(consultation, now) ?? (argument.stage === 'refined' ? null : `argument:${argument.stage}`),
  async run({ tx, input, subject, emit }) {
    await reopenArgument(tx, subject.argument)
    emit(
      'consultations.argument-reopened',
      { number: input.number, because: input.because },
      { subjectId: subject.argument.id },
    )
    return null
  },
})

/** Asks experts and advisers to look at an argument and its refinement. */
export const invite = action({
  name: 'consultations.invite-experts',
  input: InviteExperts,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run(context) {
    const { tx, councilId, input, subject, now, emit } = context
    const { argument, consultation } = subject
    for (const personId of input.personIds) {
      await sureOfHolder(tx, { councilId, personId, roles: ['expert', 'adviser', 'council-member'], now })
    }
    const personIds = await inviteTo(tx, argument, input, handOf(context))
    if (personIds.length === 0) throw new Refused(conflict('invited-already'))
    emit(
      'consultations.experts-invited',
      {
        consultationId: consultation.id,
        number: argument.number,
        title: argument.title,
        personIds,
        dueOn: input.dueOn,
      },
      { subjectId: argument.id },
    )
    return { invited: personIds.length }
  },
})

interface WithInvitation extends ArgumentOfConsultation {
  readonly invited: boolean
}

/** What an expert, an adviser or the desk says about an argument. */
export const remark = action({
  name: 'consultations.remark',
  input: RemarkOnArgument,
  subject: async (call): Promise<WithInvitation | null> => {
    const both = await lockBoth(call)
    return both && { ...both, invited: await isInvited(call.tx, both.argument, call.actor.personId) }
  },
  allow: (actor, { invited }) => worksAtDesk(actor) || isAdvising(actor) || invited,
  from: ({ consultation }, now) => whileSorting(consultation, now),
  async run(context) {
    const { tx, input, subject, actor, emit } = context
    const version = await openRefinement(tx, subject.argument)
    const role = actor.grants.find((grant) => advisingOrDesk.includes(grant.role))?.role ?? 'expert'
    const remarkId = await remarkOn(
      tx,
      subject.argument,
      { body: input.body, role, refinementId: version?.id ?? null },
      handOf(context),
    )
    emit('consultations.remarked', { number: input.number, remarkId, role }, { subjectId: subject.argument.id })
    return { remarkId }
  },
})

const advisingOrDesk = ['expert', 'adviser', 'council-member', 'deputy', 'committee', 'clerk', 'point-staff', 'liaison']

/** closed → refined, once every opinion has its place and every argument its words or a reason. */
export const finishAll = action({
  name: 'consultations.finish-refinement',
  input: OfConsultation,
  subject: ({ tx, councilId, input }: Call<{ readonly consultationId: string }>) =>
    lockConsultation(tx, councilId, input.consultationId, 'update'),
  allow: isClerk,
  from: (subject, now) => leadsTo(consultationStages, 'refined')({ stage: stageNow(subject, now) }),
  async run({ tx, councilId, subject, now, emit }) {
    const missing = await missingBeforeRefined(tx, councilId, matterOf(subject), 1)
    if (missing.heldCount > 0) throw new Refused(conflict('opinions-held'))
    if (missing.ungroupedCount > 0) throw new Refused(conflict('opinions-ungrouped'))
    if (missing.unrefinedCount > 0) throw new Refused(conflict('arguments-unrefined'))
    await tx
      .updateTable('consultations.consultation')
      .set({ stage: 'refined', refined_at: now, closed_at: subject.closed_at ?? subject.closes_at })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('consultations.refined', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const deskRefinementActions: readonly AnyAction[] = [
  draft,
  ask,
  finish,
  unrefined,
  reopen,
  invite,
  remark,
  finishAll,
]
