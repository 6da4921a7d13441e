import { z } from 'zod'
import { type Actor, type AnyAction, action, type Call } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, Refused } from '#kernel/outcome'
import { addCaseStep, caseById, closeCase, splitCase } from '#parts/cases'
import { type Held, lockMatter, type Matter, matterByReceipt } from '../queries/matter.ts'
import { caseKind, holdsReceipt, maySort } from '../rules.ts'
import { type MergeObjection, type Merger, mergedInto, mergerOf } from './queries.ts'

const words = z.string().trim().min(1).max(1000)

export const Merge = z.strictObject({ matterId: z.uuid(), intoId: z.uuid(), reason: words })
export const Split = z.strictObject({ mergerId: z.uuid(), reason: words })
export const ObjectToMerge = z.strictObject({ receipt: z.string().max(40), words })
export const DecideObjection = z.strictObject({ objectionId: z.uuid(), split: z.boolean(), answer: words })

/** Two matters, locked in the order of their ids, so that two people who merge them both ways never wait for each other. */
interface Pair {
  readonly matter: Matter
  readonly into: Matter
}

async function lockPair(
  call: Pick<Call<unknown>, 'tx' | 'councilId'>,
  matterId: string,
  intoId: string,
): Promise<Pair | null> {
  if (matterId === intoId) return null
  const found = new Map<string, Matter>()
  for (const id of [matterId, intoId].toSorted()) {
    const one = await lockMatter({ ...call, input: { matterId: id } })
    if (one) found.set(id, one)
  }
  const matter = found.get(matterId)
  const into = found.get(intoId)
  return matter && into ? { matter, into } : null
}

const sortsBoth = (actor: Actor, { matter, into }: Pair) => maySort(actor, matter.work) && maySort(actor, into.work)

/** From now on a matter is handled in the thread of another one. Words, names and receipts stay; everybody is told. */
export const merge = action({
  name: 'contact.merge',
  input: Merge,
  subject: async (call) => {
    const pair = await lockPair(call, call.input.matterId, call.input.intoId)
    if (!pair) return null
    return { ...pair, holds: (await mergedInto(call.tx, call.councilId, call.input.matterId)).length > 0 }
  },
  allow: sortsBoth,
  from: ({ matter, into, holds }) => {
    if (matter.work.stage !== 'open') return `stage:${matter.work.stage}`
    if (into.work.stage !== 'open') return 'other-not-open'
    // What others were merged into stays where it is; the other one can still be merged into it.
    return holds ? 'holds-others' : null
  },
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    const { matter, into } = subject
    const mergerId = newId()
    await tx
      .insertInto('contact.merger')
      .values({
        council_id: councilId,
        id: mergerId,
        matter_id: matter.id,
        into_id: into.id,
        reason: input.reason,
        merged_at: now,
        merged_by: actor.personId,
      })
      .execute()
    await closeCase(context, matter.work, 'merged', input.reason)
    await addCaseStep(context, into.case_id, 'voice-added', { open: true })
    emit('contact.merged', { caseId: matter.case_id, kind: caseKind, mergerId }, { subjectId: matter.id })
    emit('contact.merged-here', { caseId: into.case_id, kind: caseKind, mergerId }, { subjectId: into.id })
    return { mergerId }
  },
})

interface Merged extends Pair {
  readonly merger: Merger
}

async function lockMerger(call: Pick<Call<unknown>, 'tx' | 'councilId'>, mergerId: string): Promise<Merged | null> {
  const merger = await call.tx
    .selectFrom('contact.merger')
    .selectAll()
    .where('council_id', '=', call.councilId)
    .where('id', '=', mergerId)
    .forUpdate()
    .executeTakeFirst()
  const pair = merger && (await lockPair(call, merger.matter_id, merger.into_id))
  return merger && pair ? { ...pair, merger } : null
}

type Context = Parameters<typeof splitCase>[0]

async function takeApart(context: Context, { merger, matter, into }: Merged, reason: string): Promise<void> {
  const { tx, councilId, now, actor, emit } = context
  await tx
    .updateTable('contact.merger')
    .set({ split_at: now, split_by: actor.personId, split_reason: reason })
    .where('council_id', '=', councilId)
    .where('id', '=', merger.id)
    .execute()
  await splitCase(context, matter.work, reason)
  // Words that were taken back meanwhile are not worked on again.
  const { stage } = await tx
    .selectFrom('opinions.opinion')
    .select('stage')
    .where('council_id', '=', councilId)
    .where('id', '=', matter.opinion_id)
    .executeTakeFirstOrThrow()
  const again = stage === 'withdrawn' ? await caseById(tx, councilId, matter.case_id) : null
  if (again) await closeCase(context, again, 'withdrawn')
  await addCaseStep(context, into.case_id, 'voice-left', { open: true })
  emit('contact.split', { caseId: matter.case_id, kind: caseKind, mergerId: merger.id }, { subjectId: matter.id })
  emit('contact.split-here', { caseId: into.case_id, kind: caseKind, mergerId: merger.id }, { subjectId: into.id })
}

const stands = ({ merger }: Merged) => (merger.split_at === null ? null : 'split-already')

/** Takes apart what was merged: both stand as they stood before, and go on from there. */
export const split = action({
  name: 'contact.split',
  input: Split,
  subject: (call) => lockMerger(call, call.input.mergerId),
  allow: sortsBoth,
  from: stands,
  async run(context) {
    await takeApart(context, context.subject, context.input.reason)
    return null
  },
})

interface Objecting extends Held {
  readonly merger: Merger | null
}

/** "Mine is another matter": whoever holds the receipt of one of the two says so, once; a person decides. */
export const objectToMerge = action({
  name: 'contact.object-to-merge',
  input: ObjectToMerge,
  subject: async ({ tx, councilId, input }): Promise<Objecting | null> => {
    const held = await matterByReceipt(tx, councilId, input.receipt, { lock: true })
    return held && { ...held, merger: await mergerOf(tx, councilId, held.matter.id) }
  },
  allow: holdsReceipt,
  from: ({ merger }) => (merger ? null : 'not-merged'),
  async run({ tx, councilId, subject, input, now, emit }) {
    const merger = subject.merger as Merger
    const kept = await tx
      .insertInto('contact.merge_objection')
      .values({
        council_id: councilId,
        id: newId(),
        merger_id: merger.id,
        opinion_id: subject.opinion.id,
        words: input.words,
        at: now,
      })
      .onConflict((clash) => clash.columns(['council_id', 'merger_id', 'opinion_id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!kept) throw new Refused(conflict('objected-already'))
    const about = { caseId: subject.matter.case_id, kind: caseKind, mergerId: merger.id }
    emit('contact.merge-objected', about, { subjectId: subject.matter.id })
    return null
  },
})

async function lockObjection(call: Call<{ readonly objectionId: string }>) {
  const objection = await objectionById(call.tx, call.councilId, call.input.objectionId)
  const merged = objection && (await lockMerger(call, objection.merger_id))
  return objection && merged ? { ...merged, objection } : null
}

async function objectionById(tx: Tx, councilId: string, id: string): Promise<MergeObjection | null> {
  const row = await tx
    .selectFrom('contact.merge_objection')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** A person reads the objection and decides: split, or they stay together; with words either way. */
export const decideObjection = action({
  name: 'contact.decide-objection',
  input: DecideObjection,
  subject: lockObjection,
  allow: sortsBoth,
  from: (subject) => stands(subject) ?? (subject.objection.decided_at ? 'decided-already' : null),
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    await tx
      .updateTable('contact.merge_objection')
      .set({
        decided_at: now,
        decided_by: actor.personId,
        decision: input.split ? 'split' : 'kept',
        answer: input.answer,
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.objection.id)
      .execute()
    if (input.split) await takeApart(context, subject, input.answer)
    const about = { caseId: subject.matter.case_id, kind: caseKind, mergerId: subject.merger.id, split: input.split }
    emit('contact.objection-decided', about, { subjectId: subject.matter.id })
    return null
  },
})

export const mergingActions: readonly AnyAction[] = [merge, split, objectToMerge, decideObjection]
