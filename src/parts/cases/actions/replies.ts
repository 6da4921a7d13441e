import { type Actor, type AnyAction, action } from '#kernel/action'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import { type Acting, meetClock } from '../clocks.ts'
import { type Case, isRunning, type Reply } from '../facts.ts'
import { addStep, lockCase } from '../open.ts'
import { headsOf, isKeeper, reviewObstacle, worksAt } from '../rules.ts'
import { DraftReply, OfCase } from '../schema.ts'
import { vagueWordsIn } from '../words.ts'
import { aboutOf } from './handling.ts'

/** The organisation that leads, once there is one; until then the keeper. */
const replies = (actor: Actor, it: Case) => (it.lead ? worksAt(actor, it.lead.organisation_id) : isKeeper(actor, it))

function whileWritable({ stage, lead, question }: Case): string | null {
  if (stage !== 'open') return `stage:${stage}`
  if (lead && lead.state !== 'accepted') return `assignment:${lead.state}`
  return question ? 'asked-back' : null
}

/** Writes the reply of this round, or writes it again. Vague words of the council's list are shown to the writer first. */
export const draftReply = action({
  name: 'cases.draft-reply',
  input: DraftReply,
  subject: lockCase,
  allow: replies,
  from: whileWritable,
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    const settings = await settingsAt(tx, councilId, now)
    if (!settings.replyClasses.some(({ code }) => code === input.class)) {
      throw new Refused(invalid({ path: 'class', code: 'unknown' }))
    }
    const vague = vagueWordsIn(input.body, settings.vagueWords)
    if (vague.length > 0 && !input.keepVague) {
      throw new Refused(invalid({ path: 'body', code: 'vague', values: { words: vague.join('、') } }))
    }
    const fields = {
      organisation_id: subject.lead?.organisation_id ?? null,
      body: input.body,
      class: input.class,
      result: input.result,
      vague: JSON.stringify(vague),
      state: 'draft' as const,
      drafted_at: now,
      drafted_by: actor.personId,
      reviewed_at: null,
      reviewed_by: null,
    }
    await tx
      .insertInto('cases.reply')
      .values({ council_id: councilId, id: newId(), case_id: subject.id, round: subject.round, ...fields })
      .onConflict((clash) => clash.columns(['council_id', 'case_id', 'round']).doUpdateSet(fields))
      .execute()
    emit(
      'cases.reply-drafted',
      { ...aboutOf(subject), round: subject.round, vague: vague.length },
      { subjectId: subject.id },
    )
    return { vague }
  },
})

/** Somebody of the organisation has read the draft and stands by it. */
export const reviewReply = action({
  name: 'cases.review-reply',
  input: OfCase,
  subject: async (call) => {
    const it = await lockCase(call)
    if (!it) return null
    const settings = await settingsAt(call.tx, call.councilId, call.now)
    const { personId } = call.actor
    const draft = it.draft && { state: it.draft.state, draftedBy: it.draft.drafted_by }
    const obstacle = reviewObstacle(draft, { personId, byAnother: settings.replyReviewByAnother })
    return { ...it, obstacle, byHead: settings.replyReviewByHead }
  },
  // Where the council wants it, the head alone lets a reply pass.
  allow: (actor, it) =>
    it.byHead ? headsOf(actor, it.lead?.organisation_id) : worksAt(actor, it.lead?.organisation_id),
  from: (it) => whileWritable(it) ?? it.obstacle,
  async run(context) {
    const { tx, councilId, subject, actor, now, emit } = context
    await tx
      .updateTable('cases.reply')
      .set({ state: 'reviewed', reviewed_at: now, reviewed_by: actor.personId })
      .where('council_id', '=', councilId)
      .where('case_id', '=', subject.id)
      .where('round', '=', subject.round)
      .execute()
    emit('cases.reply-reviewed', { ...aboutOf(subject), round: subject.round }, { subjectId: subject.id })
    return null
  },
})

/** Sends the reply of this round. It stands as it is from now on, and the ledger knows its words. */
export const sendReply = action({
  name: 'cases.send-reply',
  input: OfCase,
  subject: lockCase,
  allow: replies,
  from: (it) => {
    const obstacle = whileWritable(it)
    if (obstacle) return obstacle
    if (!it.draft) return 'no-draft'
    return it.lead && it.draft.state !== 'reviewed' ? 'not-reviewed' : null
  },
  async run(context) {
    const { subject, emit } = context
    const draft = subject.draft as Reply
    const late = await send(context, subject, draft)
    emit(
      'cases.replied',
      { ...aboutOf(subject), round: subject.round, result: draft.result, late },
      { subjectId: subject.id },
    )
    return { late }
  },
})

async function send(context: Acting, it: Case, draft: Reply): Promise<boolean> {
  const { tx, councilId, actor, now, app } = context
  const clock = it.replyClock && isRunning(it.replyClock) ? it.replyClock : null
  const late = clock ? await meetClock(context, clock) : false
  const leaf = {
    councilId,
    subjectId: it.ledger_subject,
    type: 'case.replied',
    parts: { text: draft.body },
    by: draft.organisation_id ? 'department' : 'keeper',
    at: now,
    out: draft.result,
  }
  const { leafId } = await appendLeaf(tx, leaf, ledgerKeys(app))
  await tx
    .updateTable('cases.reply')
    .set({ state: 'sent', sent_at: now, sent_by: actor.personId, late, leaf_id: leafId })
    .where('council_id', '=', councilId)
    .where('id', '=', draft.id)
    .execute()
  await tx
    .updateTable('cases.matter')
    .set({ stage: 'answered', answered_at: now })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
  await addStep(context, it.id, 'replied', { open: true, organisationId: draft.organisation_id, words: draft.body })
  return late
}

export const replyActions: readonly AnyAction[] = [draftReply, reviewReply, sendReply]
