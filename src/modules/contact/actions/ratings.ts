import { z } from 'zod'
import { type AnyAction, action, type Call } from '#kernel/action'
import { conflict, Refused } from '#kernel/outcome'
import { GivePoints, GiveWord, type Rated, rate } from '#parts/ratings'
import { type Held, lockMatter, type Matter, matterByReceipt } from '../queries/matter.ts'
import { doneSince, handlingRating, ratedReply, ratesHandling, replyRating } from '../ratings.ts'
import { holdsReceipt, subjectType } from '../rules.ts'

export const RateReply = GiveWord.extend({ receipt: z.string().max(40) })
export const RateHandling = GivePoints.extend({ matterId: z.uuid() })

const lockHeld = ({ tx, councilId, input }: Call<{ readonly receipt: string }>): Promise<Held | null> =>
  matterByReceipt(tx, councilId, input.receipt, { lock: true })

/** She says how satisfied she is with the newest reply; after another reply she is asked again, and both stay. */
export const rateReply = action({
  name: 'contact.rate-reply',
  input: RateReply,
  subject: lockHeld,
  allow: holdsReceipt,
  from: ({ matter }) => (ratedReply(matter.work) ? null : 'no-reply'),
  run(context) {
    const { matter, askerAccountId } = context.subject
    const { choice, words } = context.input
    return rate(
      context,
      { ...ratedOf(matter), kind: replyRating, scale: 'satisfaction', stage: 'whole' },
      {
        rater: { kind: 'receipt', id: matter.opinion_id, accountId: askerAccountId },
        by: 'asker',
        value: { choice, points: null },
        words,
      },
    )
  },
})

/** The deputy rates how a department handled her letter: the reply first, what came of it once it is settled. */
export const rateHandling = action({
  name: 'contact.rate-handling',
  input: RateHandling,
  subject: lockMatter,
  allow: (actor, { work }) => ratesHandling(actor, work),
  from: ({ work }) => (ratedReply(work)?.organisation_id ? null : 'no-reply'),
  run(context) {
    const { subject: matter, input, actor } = context
    const rated = ratedOf(matter)
    const opened = input.stage === 'reply' ? rated.opened : doneSince(matter.work)
    if (!opened) throw new Refused(conflict('not-done-yet'))
    return rate(
      context,
      { ...rated, kind: handlingRating, scale: 'handling', stage: input.stage, opened },
      {
        rater: { kind: 'person', id: actor.personId ?? '', accountId: actor.accountId },
        by: 'deputy',
        value: { choice: null, points: input.points },
        words: input.words,
      },
    )
  },
})

/** What the newest reply is rated as. @throws Error without a reply: `from` has refused before */
function ratedOf({ id, work }: Matter): Omit<Rated, 'kind' | 'scale' | 'stage'> {
  const reply = ratedReply(work)
  if (!reply) throw new Error('nothing was replied, so nothing can be rated')
  return {
    about: { type: subjectType, id },
    round: reply.round,
    organisationId: reply.organisation_id,
    scopeId: work.scopeId,
    began: work.opened_at,
    opened: reply.sent_at,
    ledgerSubject: work.ledger_subject,
  }
}

export const ratingActions: readonly AnyAction[] = [rateReply, rateHandling]
