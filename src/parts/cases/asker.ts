import type { DueRule } from '#kernel/calendar'
import { appendLeaf, ledgerKeys, type NewLeaf } from '#kernel/ledger'
import { conflict, invalid, missing, Refused } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import { aboutOf } from './actions/handling.ts'
import { type Acting, resumeClock, startClock } from './clocks.ts'
import type { Case } from './facts.ts'
import { addStep } from './open.ts'
import type { Outcome, Verdict } from './tables.ts'

/**
 * What the one who asked does with her case. How she is known (a receipt, an account) is the module's to say: its
 * action asks, locks the case with `lockCase` and calls these.
 */

/** She answers what she was asked back; the clock runs on. @throws Refused when nothing was asked */
export async function answerQuestion(acting: Acting, it: Case, answer: string): Promise<void> {
  const { tx, councilId, now, emit } = acting
  if (!it.question) throw new Refused(conflict('not-asked'))
  await tx
    .updateTable('cases.question')
    .set({ answer, answered_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', it.question.id)
    .execute()
  if (it.replyClock) await resumeClock(acting, it.replyClock)
  await addStep(acting, it.id, 'answered-back', { open: true, personId: null, words: answer })
  emit('cases.answered-back', aboutOf(it), { subjectId: it.id })
}

export interface Judging {
  readonly verdict: Verdict
  readonly words: string
}

/**
 * She says what has become of it: solved, or accepted as it was answered, or not solved: then a new round begins with a
 * new clock, and it counts.
 * @throws Refused when there is no reply to judge, or "not solved" without a word why
 */
export async function giveVerdict(acting: Acting, it: Case, { verdict, words }: Judging): Promise<void> {
  const { tx, councilId, now, app, emit } = acting
  if (it.stage !== 'answered' || !it.reply) throw new Refused(conflict(`stage:${it.stage}`))
  if (verdict === 'not-solved' && words === '') throw new Refused(invalid({ path: 'words', code: 'empty' }))
  const outcome: Outcome = verdict === 'solved' ? 'solved' : it.reply.result
  const leaf: NewLeaf = {
    councilId,
    subjectId: it.ledger_subject,
    type: 'case.judged',
    parts: words === '' ? {} : { words },
    by: 'asker',
    at: now,
    out: verdict === 'not-solved' ? verdict : outcome,
  }
  const { leafId } = await appendLeaf(tx, leaf, ledgerKeys(app))
  await tx
    .insertInto('cases.verdict')
    .values({ council_id: councilId, case_id: it.id, round: it.round, verdict, words, at: now, leaf_id: leafId })
    .execute()
  await addStep(acting, it.id, verdict === 'not-solved' ? 'not-solved' : 'settled', {
    open: true,
    personId: null,
    words,
  })
  if (verdict === 'not-solved') await reopen(acting, it)
  else await settle(acting, it, outcome)
  emit(
    verdict === 'not-solved' ? 'cases.reopened' : 'cases.settled',
    { ...aboutOf(it), verdict, round: it.round },
    { subjectId: it.id },
  )
}

async function settle({ tx, councilId, now }: Acting, it: Case, outcome: Outcome): Promise<void> {
  await tx
    .updateTable('cases.matter')
    .set({ stage: 'settled', outcome, settled_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
}

/** A new round: the same organisation answers again, within the days allowed for that. */
async function reopen(acting: Acting, it: Case): Promise<void> {
  const { tx, councilId, now } = acting
  const round = it.round + 1
  await tx
    .updateTable('cases.matter')
    .set({
      stage: 'open',
      outcome: null,
      settled_at: null,
      answered_at: null,
      round,
      reopened: it.reopened + 1,
      kept_since: now,
    })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
  if (!it.lead) return
  await tx
    .updateTable('cases.assignment')
    .set({ since: now })
    .where('council_id', '=', councilId)
    .where('id', '=', it.lead.id)
    .execute()
  const settings = await settingsAt(tx, councilId, it.opened_at)
  const amount = Math.max(1, settings.suggestionNewReplyDays)
  const rule: DueRule = { kind: 'days', amount, rollsToWorkingDay: true }
  await startClock(acting, { caseId: it.id, kind: 'reply', round, rule })
}

/**
 * She says whether what was promised was done. Denied, the case opens again.
 * @throws Refused when there is no such promise, or nobody has looked back yet
 */
export async function judgePromise(
  acting: Acting,
  it: Case,
  {
    promiseId,
    verdict,
    words,
  }: { readonly promiseId: string; readonly verdict: 'confirmed' | 'denied'; readonly words: string },
): Promise<void> {
  const { tx, councilId, now, app, emit } = acting
  const promise = it.promises.find(({ id }) => id === promiseId)
  if (!promise) throw new Refused(missing())
  if (promise.result === null) throw new Refused(conflict('not-looked-back'))
  if (promise.verdict !== null) throw new Refused(conflict('judged-already'))
  if (verdict === 'denied' && words === '') throw new Refused(invalid({ path: 'words', code: 'empty' }))
  const leaf: NewLeaf = {
    councilId,
    subjectId: it.ledger_subject,
    type: 'case.promise_judged',
    parts: words === '' ? {} : { words },
    by: 'asker',
    at: now,
    out: verdict,
  }
  await appendLeaf(tx, leaf, ledgerKeys(app))
  await tx
    .updateTable('cases.promise')
    .set({ verdict, verdict_words: words, verdict_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', promiseId)
    .execute()
  await addStep(acting, it.id, verdict === 'confirmed' ? 'promise-confirmed' : 'promise-denied', {
    open: true,
    personId: null,
    words,
  })
  if (verdict === 'denied' && it.stage !== 'open') await reopen(acting, it)
  if (verdict === 'confirmed' && it.stage === 'settled') await settleSolved(acting, it)
  emit('cases.promise-judged', { ...aboutOf(it), promiseId, verdict }, { subjectId: it.id })
}

/** What was promised is done, by her own word. */
async function settleSolved({ tx, councilId }: Acting, it: Case): Promise<void> {
  const open = it.promises.filter(({ verdict }) => verdict === null)
  if (it.outcome !== 'promised' || open.length > 1) return
  await tx
    .updateTable('cases.matter')
    .set({ outcome: 'solved' })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
}
