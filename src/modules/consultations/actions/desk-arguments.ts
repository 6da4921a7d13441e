import type { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import {
  addToArgument,
  answerObjection,
  changeArgument,
  dissolveArgument,
  lockArgument,
  makeArgument,
  markDissent,
  mergeArguments,
  splitArgument,
  takeOut,
} from '#parts/opinions'
import { lockConsultation } from '../queries/consultation.ts'
import { worksAtDesk } from '../rules.ts'
import {
  AnswerObjection,
  ChangeArgument,
  ChangeMembers,
  MakeArgument,
  MarkDissent,
  MergeArguments,
  OfArgument,
  SplitArgument,
} from '../schema-desk.ts'
import { handOf, lockBoth, lockDesk, matterOf, sureOfHolder, whileArgumentOpen, whileSorting } from './desk-lock.ts'

/** Makes one argument of what several people say. Their words stay, and they are told. */
export const newArgument = action({
  name: 'consultations.make-argument',
  input: MakeArgument,
  subject: lockDesk,
  allow: worksAtDesk,
  from: whileSorting,
  async run(context) {
    const { tx, input, subject, emit } = context
    const { title, provisionId, theme, opinionIds } = input
    const made = await makeArgument(
      tx,
      { matter: matterOf(subject), title, provisionId, theme, opinionIds },
      handOf(context),
    )
    emit(
      'consultations.argument-made',
      { consultationId: subject.id, number: made.number, title, opinionIds: made.opinionIds },
      { subjectId: made.argumentId },
    )
    return { number: made.number }
  },
})

export const joinArgument = action({
  name: 'consultations.add-to-argument',
  input: ChangeMembers,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run(context) {
    const { tx, input, subject, emit } = context
    const { argument, consultation } = subject
    const opinionIds = await addToArgument(tx, argument, input.opinionIds, handOf(context))
    emit(
      'consultations.argument-joined',
      { consultationId: consultation.id, number: argument.number, title: argument.title, opinionIds },
      { subjectId: argument.id },
    )
    return { number: argument.number }
  },
})

export const leaveArgument = action({
  name: 'consultations.take-from-argument',
  input: ChangeMembers,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run({ tx, input, subject, emit }) {
    const { argument, consultation } = subject
    const opinionIds = await takeOut(tx, argument, input.opinionIds)
    emit(
      'consultations.argument-left',
      { consultationId: consultation.id, number: argument.number, title: argument.title, opinionIds },
      { subjectId: argument.id },
    )
    return { number: argument.number }
  },
})

/** Both arguments with their consultation, locked in the order of their numbers. */
async function lockTwo({ tx, councilId, input }: Call<z.output<typeof MergeArguments>>) {
  const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
  if (!consultation) return null
  const numbers = [...new Set([input.number, input.into])].sort((a, b) => a - b)
  const found = []
  for (const number of numbers) found.push(await lockArgument(tx, councilId, matterOf(consultation), number))
  const argument = found.find((each) => each?.number === input.number)
  const into = found.find((each) => each?.number === input.into)
  return argument && into ? { consultation, argument, into } : null
}

export const merge = action({
  name: 'consultations.merge-arguments',
  input: MergeArguments,
  subject: lockTwo,
  allow: worksAtDesk,
  from: (subject, now) =>
    whileArgumentOpen(subject, now) ?? (subject.into.stage === 'open' ? null : `argument:${subject.into.stage}`),
  async run({ tx, subject, emit }) {
    const { argument, consultation, into } = subject
    const opinionIds = await mergeArguments(tx, { into, from: argument })
    emit(
      'consultations.arguments-merged',
      { consultationId: consultation.id, from: argument.number, number: into.number, title: into.title, opinionIds },
      { subjectId: into.id },
    )
    return { number: into.number }
  },
})

export const split = action({
  name: 'consultations.split-argument',
  input: SplitArgument,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run(context) {
    const { tx, input, subject, emit } = context
    const { argument, consultation } = subject
    const made = await splitArgument(tx, argument, input, handOf(context))
    emit(
      'consultations.argument-split',
      {
        consultationId: consultation.id,
        from: argument.number,
        number: made.number,
        title: input.title,
        opinionIds: made.opinionIds,
      },
      { subjectId: made.argumentId },
    )
    return { number: made.number }
  },
})

export const dissolve = action({
  name: 'consultations.dissolve-argument',
  input: OfArgument,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run({ tx, subject, emit }) {
    const { argument, consultation } = subject
    const opinionIds = await dissolveArgument(tx, argument)
    emit(
      'consultations.argument-dissolved',
      { consultationId: consultation.id, number: argument.number, title: argument.title, opinionIds },
      { subjectId: argument.id },
    )
    return null
  },
})

/** Renames an argument, says which clause and theme it belongs to and who works on it. */
export const change = action({
  name: 'consultations.change-argument',
  input: ChangeArgument,
  subject: lockBoth,
  allow: worksAtDesk,
  from: ({ consultation }, now) => whileSorting(consultation, now),
  async run({ tx, councilId, input, subject, now, emit }) {
    const { argument } = subject
    const { title, provisionId, theme, assignTo } = input
    if (assignTo) {
      await sureOfHolder(tx, {
        councilId,
        personId: assignTo,
        roles: ['clerk', 'point-staff', 'liaison', 'expert', 'adviser'],
        now,
      })
    }
    await changeArgument(tx, argument, { title, provisionId, theme, assignedTo: assignTo })
    emit(
      'consultations.argument-changed',
      { number: argument.number, before: argument.title, after: title, provisionId, theme, assignTo },
      { subjectId: argument.id },
    )
    return { number: argument.number }
  },
})

export const dissent = action({
  name: 'consultations.mark-dissent',
  input: MarkDissent,
  subject: lockBoth,
  allow: worksAtDesk,
  from: whileArgumentOpen,
  async run({ tx, input, subject, emit }) {
    const { opinionId, dissent } = input
    await markDissent(tx, subject.argument, { opinionId, dissent })
    emit('consultations.dissent-marked', { opinionId, dissent }, { subjectId: subject.argument.id })
    return null
  },
})

/** Keeps an opinion in its argument although its author objected, and tells her why. */
export const replyToObjection = action({
  name: 'consultations.answer-objection',
  input: AnswerObjection,
  subject: lockBoth,
  allow: worksAtDesk,
  async run({ tx, input, subject, emit }) {
    const { argument, consultation } = subject
    await answerObjection(tx, argument, input)
    emit(
      'consultations.objection-answered',
      {
        consultationId: consultation.id,
        number: argument.number,
        title: argument.title,
        opinionIds: [input.opinionId],
        reply: input.reply,
      },
      { subjectId: argument.id },
    )
    return null
  },
})

export const deskArgumentActions: readonly AnyAction[] = [
  newArgument,
  joinArgument,
  leaveArgument,
  merge,
  split,
  dissolve,
  change,
  dissent,
  replyToObjection,
]
