import { type AnyAction, action, type Call } from '#kernel/action'
import { newId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { extendClock, pauseClock } from '../clocks.ts'
import { type Case, type ExtensionRow, isRunning } from '../facts.ts'
import { addStep, lockCase } from '../open.ts'
import { isKeeper, worksAt } from '../rules.ts'
import { AskBack, AskExtension, DecideExtension } from '../schema.ts'
import { aboutOf } from './handling.ts'

/** The keeper, and the organisation that leads once it has accepted. */
const handles = (actor: Call<unknown>['actor'], it: Case) =>
  isKeeper(actor, it) || worksAt(actor, it.lead?.organisation_id)

/** Asks the one who asked for something more. The reply's clock stands until she has answered. */
export const askBack = action({
  name: 'cases.ask-back',
  input: AskBack,
  subject: lockCase,
  allow: handles,
  from: ({ stage, question, lead }) => {
    if (stage !== 'open') return `stage:${stage}`
    if (question) return 'asked-already'
    return lead === null || lead.state === 'accepted' ? null : `assignment:${lead.state}`
  },
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    const organisationId = worksAt(actor, subject.lead?.organisation_id)
      ? (subject.lead?.organisation_id ?? null)
      : null
    await tx
      .insertInto('cases.question')
      .values({
        council_id: councilId,
        id: newId(),
        case_id: subject.id,
        words: input.words,
        asked_at: now,
        asked_by: actor.personId,
        organisation_id: organisationId,
      })
      .execute()
    if (subject.replyClock && isRunning(subject.replyClock)) await pauseClock(context, subject.replyClock)
    await addStep(context, subject.id, 'asked-back', { open: true, organisationId, words: input.words })
    emit('cases.asked-back', aboutOf(subject), { subjectId: subject.id })
    return null
  },
})

/** The organisation that leads asks for more time, before its day. */
export const askExtension = action({
  name: 'cases.ask-extension',
  input: AskExtension,
  subject: lockCase,
  allow: (actor, it) => worksAt(actor, it.lead?.organisation_id),
  from: ({ stage, lead, replyClock, extension }) => {
    if (stage !== 'open') return `stage:${stage}`
    if (lead?.state !== 'accepted') return `assignment:${lead?.state ?? 'none'}`
    if (!replyClock || !isRunning(replyClock)) return 'no-clock'
    return extension ? 'extension-asked' : null
  },
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    await tx
      .insertInto('cases.extension')
      .values({
        council_id: councilId,
        id: newId(),
        case_id: subject.id,
        clock_id: subject.replyClock?.id ?? '',
        days: input.days,
        reason: input.reason,
        asked_at: now,
        asked_by: actor.personId,
      })
      .execute()
    const organisationId = subject.lead?.organisation_id ?? null
    await addStep(context, subject.id, 'extension-asked', { open: true, organisationId, words: input.reason })
    emit('cases.extension-asked', { ...aboutOf(subject), days: input.days }, { subjectId: subject.id })
    return null
  },
})

interface Extending extends Case {
  readonly asked: ExtensionRow
}

/** The one who assigned the case approves more time, or refuses it with a reason. */
export const decideExtension = action({
  name: 'cases.decide-extension',
  input: DecideExtension,
  subject: async (call: Call<{ caseId: string; extensionId: string }>): Promise<Extending | null> => {
    const it = await lockCase(call)
    const asked = it?.extensions.find(({ id }) => id === call.input.extensionId)
    return it && asked ? { ...it, asked } : null
  },
  allow: isKeeper,
  from: ({ asked, stage }) =>
    asked.state !== 'asked' ? 'decided-already' : stage === 'open' ? null : `stage:${stage}`,
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    if (!input.approve && input.reason === '') throw new Refused(invalid({ path: 'reason', code: 'empty' }))
    await tx
      .updateTable('cases.extension')
      .set({
        state: input.approve ? 'approved' : 'refused',
        decided_at: now,
        decided_by: actor.personId,
        decision_reason: input.reason,
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.asked.id)
      .execute()
    const clock = subject.clocks.find(({ id }) => id === subject.asked.clock_id)
    const dueOn =
      input.approve && clock && isRunning(clock) ? await extendClock(context, clock, subject.asked.days) : null
    const what = input.approve ? 'extended' : 'extension-refused'
    await addStep(context, subject.id, what, { open: true, words: input.approve ? subject.asked.reason : input.reason })
    emit(`cases.${what}`, { ...aboutOf(subject), days: subject.asked.days, dueOn }, { subjectId: subject.id })
    return { dueOn }
  },
})

export const timeActions: readonly AnyAction[] = [askBack, askExtension, decideExtension]
