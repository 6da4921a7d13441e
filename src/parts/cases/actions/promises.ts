import { type Actor, type AnyAction, action, type Call } from '#kernel/action'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { calendarOfCouncil } from '#parts/councils'
import { instantOf, meetClock, startClockUntil, stopClock } from '../clocks.ts'
import { type Case, isRunning, type PromiseRow, today } from '../facts.ts'
import { addStep, lockCase } from '../open.ts'
import { isKeeper, worksAt } from '../rules.ts'
import { DropPromise, KeepPromise, LookBack } from '../schema.ts'
import { aboutOf } from './handling.ts'

const handles = (actor: Actor, it: Case) => isKeeper(actor, it) || worksAt(actor, it.lead?.organisation_id)

/** Confirms what a reply promises, with its day: from now on it is looked back at. */
export const keepPromise = action({
  name: 'cases.keep-promise',
  input: KeepPromise,
  subject: lockCase,
  allow: handles,
  from: ({ draft, reply }) => ((draft ?? reply) ? null : 'no-reply'),
  async run(context) {
    const { tx, councilId, subject, input, actor, now, app, emit } = context
    const reply = subject.draft ?? subject.reply
    if (!reply?.body.includes(input.quote)) throw new Refused(invalid({ path: 'quote', code: 'not-in-reply' }))
    const calendar = await calendarOfCouncil(tx, councilId)
    if (input.dueOn <= today(calendar, now)) throw new Refused(invalid({ path: 'dueOn', code: 'in-the-past' }))
    if (subject.promises.some(({ quote, due_on }) => quote === input.quote && due_on === input.dueOn)) {
      throw new Refused(invalid({ path: 'quote', code: 'kept-already' }))
    }
    const promiseId = newId()
    await tx
      .insertInto('cases.promise')
      .values({
        council_id: councilId,
        id: promiseId,
        case_id: subject.id,
        reply_id: reply.id,
        quote: input.quote,
        what: input.what,
        due_on: input.dueOn,
        amount_fen: input.amountFen,
        confirmed_at: now,
        confirmed_by: actor.personId,
      })
      .execute()
    const clock = { caseId: subject.id, kind: 'promise', round: subject.round, promiseId } as const
    await startClockUntil(context, clock, input.dueOn)
    const leaf = {
      councilId,
      subjectId: subject.ledger_subject,
      type: 'case.promised',
      parts: { text: input.what },
      at: now,
      due: await instantOf(tx, councilId, input.dueOn),
    }
    await appendLeaf(tx, leaf, ledgerKeys(app))
    await addStep(context, subject.id, 'promised', {
      open: true,
      organisationId: subject.lead?.organisation_id ?? null,
      words: input.what,
    })
    emit('cases.promised', { ...aboutOf(subject), promiseId, dueOn: input.dueOn }, { subjectId: subject.id })
    return { promiseId }
  },
})

interface Promised extends Case {
  readonly promise: PromiseRow
}

async function lockPromise(call: Call<{ caseId: string; promiseId: string }>): Promise<Promised | null> {
  const it = await lockCase(call)
  const promise = it?.promises.find(({ id }) => id === call.input.promiseId)
  return it && promise ? { ...it, promise } : null
}

/** Takes back what was taken for a promise by mistake, while its reply has not been sent. */
export const dropPromise = action({
  name: 'cases.drop-promise',
  input: DropPromise,
  subject: lockPromise,
  allow: handles,
  from: ({ draft, promise }) => (draft?.id === promise.reply_id ? null : 'reply-sent'),
  async run(context) {
    const { tx, councilId, subject, app, now, emit } = context
    const clock = subject.clocks.find(({ promise_id }) => promise_id === subject.promise.id)
    if (clock) await stopClock(context, clock)
    await tx
      .deleteFrom('cases.promise')
      .where('council_id', '=', councilId)
      .where('id', '=', subject.promise.id)
      .execute()
    const leaf = { councilId, subjectId: subject.ledger_subject, type: 'case.promise_dropped', parts: {}, at: now }
    await appendLeaf(tx, leaf, ledgerKeys(app))
    await addStep(context, subject.id, 'promise-dropped', { open: true, words: subject.promise.what })
    emit('cases.promise-dropped', { ...aboutOf(subject), promiseId: subject.promise.id }, { subjectId: subject.id })
    return null
  },
})

/** On the day, or after it: was it done? Those who handle it may say; the keeper too, who goes and looks. */
export const lookBack = action({
  name: 'cases.look-back',
  input: LookBack,
  subject: lockPromise,
  allow: handles,
  from: ({ promise, reply }) => (promise.result !== null ? 'looked-already' : reply !== null ? null : 'not-sent'),
  async run(context) {
    const { tx, councilId, subject, input, actor, now, app, emit } = context
    await tx
      .updateTable('cases.promise')
      .set({ result: input.result, looked_at: now, looked_by: actor.personId, look_words: input.words })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.promise.id)
      .execute()
    const clock = subject.clocks.find(({ promise_id }) => promise_id === subject.promise.id)
    const late = clock && isRunning(clock) ? await meetClock(context, clock) : false
    const leaf = {
      councilId,
      subjectId: subject.ledger_subject,
      type: 'case.looked_back',
      parts: { text: input.words },
      at: now,
      out: input.result,
    }
    await appendLeaf(tx, leaf, ledgerKeys(app))
    await addStep(context, subject.id, 'looked-back', { open: true, words: input.words })
    const told = { ...aboutOf(subject), promiseId: subject.promise.id, result: input.result, late }
    emit('cases.looked-back', told, { subjectId: subject.id })
    return { late }
  },
})

export const promiseActions: readonly AnyAction[] = [keepPromise, dropPromise, lookBack]
