import './tables.ts'
import { z } from 'zod'
import { type Actor, type AnyAction, action, type Call, type Run } from '#kernel/action'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { normaliseShortCode } from '#kernel/short-code'
import { readContact } from '#parts/people'
import { type Followed, isContributor, opinionByReceipt } from './follow.ts'
import { objectToArgument } from './objections.ts'
import { confirmRefinement } from './refinement.ts'
import { answerWays, optionalWords } from './schema.ts'

/** What one who gave an opinion may do with it, by its receipt. */
const ofReceipt = { receipt: z.string().max(40) }

async function lockByReceipt({
  tx,
  councilId,
  input,
}: Pick<Call<{ readonly receipt: string }>, 'tx' | 'councilId' | 'input'>): Promise<Followed | null> {
  const receipt = normaliseShortCode(input.receipt)?.replaceAll('-', '')
  if (!receipt) return null
  await tx
    .selectFrom('opinions.opinion')
    .select('id')
    .where('council_id', '=', councilId)
    .where('receipt', '=', receipt)
    .forUpdate()
    .execute()
  return opinionByReceipt(tx, councilId, receipt)
}

function isHers(actor: Actor, { contributor }: Followed): boolean {
  return isContributor(actor, contributor)
}

function beforeAnswer({ stage, outcome }: Followed): string | null {
  if (stage === 'withdrawn') return 'withdrawn'
  return outcome ? 'answered' : null
}

/** Takes an opinion back. It is no longer shown or counted; that it was given and taken back stays on record. */
export const withdraw = action({
  name: 'opinions.withdraw',
  input: z.strictObject(ofReceipt),
  subject: lockByReceipt,
  allow: isHers,
  from: beforeAnswer,
  async run(context) {
    const { tx, councilId, subject, emit } = context
    await tx
      .updateTable('opinions.opinion')
      .set({ stage: 'withdrawn' })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await record(context, 'opinion.withdrawn')
    emit('opinions.withdrawn', about(subject), { subjectId: subject.id })
    return null
  },
})

/** Says that the opinion does not belong with those it was put together with. The desk must look again. */
export const objectToMerge = action({
  name: 'opinions.object',
  input: z.strictObject({ ...ofReceipt, because: z.string().trim().min(1).max(1000) }),
  subject: lockByReceipt,
  allow: isHers,
  from: (subject) => beforeAnswer(subject) ?? (subject.argument ? null : 'not-sorted'),
  async run({ tx, councilId, input, subject, now, emit }) {
    const argumentId = subject.argument?.id ?? ''
    await objectToArgument(tx, { councilId, argumentId, opinionId: subject.id, words: input.because }, now)
    emit('opinions.merge-objected', { ...about(subject), argumentId }, { subjectId: subject.id })
    return null
  },
})

/**
 * "Is this what I meant?": yes, or no and why. Whoever holds the receipt answers, so that a link in a message and a
 * slip of paper are enough; once an account has claimed the opinion, that account alone.
 */
export const confirmMeaning = action({
  name: 'opinions.confirm',
  input: z.strictObject({
    ...ofReceipt,
    refinementId: z.uuid(),
    answer: z.enum(['yes', 'no']),
    because: z
      .string()
      .trim()
      .max(1000)
      .transform((words) => (words === '' ? null : words))
      .nullable()
      .default(null),
  }),
  subject: lockByReceipt,
  allow: (actor, { contributor }) => contributor.accountId === null || contributor.accountId === actor.accountId,
  from: ({ stage }) => (stage === 'withdrawn' ? 'withdrawn' : null),
  async run({ tx, councilId, input, subject, now, emit }) {
    const { refinementId, answer, because } = input
    const given = { councilId, refinementId, opinionId: subject.id, answer, because }
    const { argumentId } = await confirmRefinement(tx, given, now)
    emit(
      'opinions.meaning-confirmed',
      { ...about(subject), argumentId, refinementId, answer },
      { subjectId: subject.id },
    )
    return { argumentId }
  },
})

/** Asks for another look at an opinion that was hidden. Every appeal is kept. */
export const appeal = action({
  name: 'opinions.appeal',
  input: z.strictObject({ ...ofReceipt, words: z.string().trim().min(1).max(1000) }),
  subject: lockByReceipt,
  allow: isHers,
  from: ({ stage, moderation }) => (stage === 'hidden' && moderation ? null : 'not-hidden'),
  async run({ tx, councilId, input, subject, now, emit }) {
    await tx
      .insertInto('opinions.moderation')
      .values({
        council_id: councilId,
        id: newId(),
        opinion_id: subject.id,
        verdict: 'hidden',
        reason_code: subject.moderation?.reasonCode ?? 'other',
        reason: subject.moderation?.reason ?? '',
        by: null,
        at: now,
        appeal: input.words,
        appealed_at: now,
      })
      .execute()
    emit('opinions.appealed', about(subject), { subjectId: subject.id })
    return null
  },
})

/** How and where she wants the answer. */
export const chooseAnswer = action({
  name: 'opinions.choose-answer',
  input: z.strictObject({
    ...ofReceipt,
    answerBy: z.enum(answerWays),
    contact: optionalWords(200),
    /** Where a letter goes; kept as it was when it is left out. */
    address: optionalWords(300),
    /** Whether she hears when the next consultation on the same law opens. */
    tellNext: z.boolean().optional(),
  }),
  subject: lockByReceipt,
  allow: isHers,
  async run({ tx, councilId, input, subject, now, emit }) {
    const contact = input.contact === null ? null : readContact(input.contact)
    const wanted = input.answerBy === 'phone' || input.answerBy === 'email' ? input.answerBy : null
    if (input.contact !== null && !contact) throw new Refused(invalid({ path: 'contact', code: 'contact-shape' }))
    if (wanted && contact?.kind !== wanted) throw new Refused(invalid({ path: 'contact', code: `${wanted}-needed` }))
    // Without an address a letter is handed over where she gave the opinion, so it must have been given somewhere.
    if (
      input.answerBy === 'post' &&
      input.address === null &&
      !subject.contributor.hasAddress &&
      subject.placeId === null
    ) {
      throw new Refused(invalid({ path: 'address', code: 'address-needed' }))
    }
    await tx
      .updateTable('opinions.contributor')
      .set({
        answer_by: input.answerBy,
        ...(contact && { contact_kind: contact.kind, contact: contact.value }),
        ...(input.answerBy === 'post' && input.address !== null && { address: input.address }),
        ...(input.tellNext !== undefined && { next_declined_at: input.tellNext ? null : now }),
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.contributor.id)
      .execute()
    emit('opinions.answer-chosen', { ...about(subject), answerBy: input.answerBy }, { subjectId: subject.id })
    return null
  },
})

/**
 * Whether she hears when the next consultation on the same law opens. Whoever holds the receipt says, as somebody who
 * wrote on paper has neither account nor device here.
 */
export const chooseNext = action({
  name: 'opinions.choose-next',
  input: z.strictObject({ ...ofReceipt, tellNext: z.boolean() }),
  subject: lockByReceipt,
  allow: (actor, { contributor }) => contributor.accountId === null || contributor.accountId === actor.accountId,
  async run({ tx, councilId, input, subject, now, emit }) {
    await tx
      .updateTable('opinions.contributor')
      .set({ next_declined_at: input.tellNext ? null : now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.contributor.id)
      .execute()
    emit('opinions.next-chosen', { ...about(subject), tellNext: input.tellNext }, { subjectId: subject.id })
    return null
  },
})

/**
 * Joins an opinion given as a guest to the account of the same person, proved since: by the device it was sent from,
 * or by a phone or address she left with it.
 */
export const claim = action({
  name: 'opinions.claim',
  input: z.strictObject(ofReceipt),
  subject: lockByReceipt,
  allow: (actor, { contributor }) =>
    actor.accountId !== null && (contributor.accountId === null || contributor.accountId === actor.accountId),
  async run(context) {
    const { tx, councilId, actor, subject, now, emit } = context
    const { contributor } = subject
    const sameDevice = contributor.deviceId !== null && contributor.deviceId === actor.deviceId
    if (contributor.accountId === null && !sameDevice && !(await sameContact(context))) {
      throw new Refused(conflict('not-proved-hers'))
    }
    await tx
      .updateTable('opinions.contributor')
      .set({ account_id: actor.accountId })
      .where('council_id', '=', councilId)
      .where('id', '=', contributor.id)
      .execute()
    await tx
      .updateTable('opinions.opinion')
      .set({ proved_at: subject.provedAt ?? now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('opinions.claimed', about(subject), { subjectId: subject.id })
    return null
  },
})

/** Whether the account has proved the phone or address left with the opinion. */
async function sameContact({ tx, councilId, actor, subject }: Run<unknown, Followed>): Promise<boolean> {
  const found = await tx
    .selectFrom('opinions.contributor as c')
    .innerJoin('people.contact as proved', (join) =>
      join.onRef('proved.kind', '=', 'c.contact_kind').onRef('proved.value', '=', 'c.contact'),
    )
    .select('c.id')
    .where('c.council_id', '=', councilId)
    .where('c.id', '=', subject.contributor.id)
    .where('proved.account_id', '=', actor.accountId)
    .executeTakeFirst()
  return found !== undefined
}

async function record({ tx, councilId, subject, now, app }: Run<unknown, Followed>, type: string): Promise<void> {
  const subjectId = await ledgerSubjectOf(tx, councilId, subject.leafId)
  if (subjectId) await appendLeaf(tx, { councilId, subjectId, type, parts: {}, at: now }, ledgerKeys(app))
}

/** The number under which the record knows an opinion; null for one without a leaf. */
export async function ledgerSubjectOf(
  tx: Call<unknown>['tx'],
  councilId: string,
  leafId: string | null,
): Promise<string | null> {
  if (leafId === null) return null
  const leaf = await tx
    .selectFrom('ledger.leaf')
    .select('subject_id')
    .where('council_id', '=', councilId)
    .where('id', '=', leafId)
    .executeTakeFirst()
  return leaf?.subject_id ?? null
}

function about({ id, subjectType, subjectId }: Followed) {
  return { opinionId: id, subjectType, matterId: subjectId }
}

export const contributorActions: readonly AnyAction[] = [
  withdraw,
  objectToMerge,
  confirmMeaning,
  appeal,
  chooseAnswer,
  chooseNext,
  claim,
]
