import { type AnyAction, action } from '#kernel/action'
import { type DueRule, dayOf } from '#kernel/calendar'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { assignLead, caseById, giveToKeeper, isKeeper } from '#parts/cases'
import { councilById, settingsAt } from '#parts/councils'
import { members } from '#parts/people'
import { lockMatter } from '../queries/matter.ts'
import { caseKind, maySort } from '../rules.ts'
import { Forward, GiveTo, SendLetter } from '../schema.ts'

/** The liaison or the office gives a matter to a deputy. */
export const giveTo = action({
  name: 'contact.give-to',
  input: GiveTo,
  subject: lockMatter,
  allow: (actor, { work }) => maySort(actor, work),
  from: ({ work }) => (work.stage !== 'open' ? `stage:${work.stage}` : work.lead ? 'letter-sent' : null),
  async run(context) {
    const { tx, councilId, subject, input, now, emit } = context
    const found = await members(tx, { councilId, now, roles: ['deputy'], personId: input.deputyId })
    if (found.length === 0) throw new Refused(invalid({ path: 'deputyId', code: 'unknown' }))
    if (subject.work.keeperId === input.deputyId)
      throw new Refused(invalid({ path: 'deputyId', code: 'has-it-already' }))
    await giveToKeeper(context, subject.work, input.deputyId, subject.work.scopeId)
    const about = { caseId: subject.case_id, kind: caseKind, deputyId: input.deputyId }
    emit('contact.given', about, { subjectId: subject.id })
    return null
  },
})

/**
 * Turns a matter into a deputy contact letter 代表联系函: numbered within the year, to the department in charge, which
 * answers within the months of the setting `letterReplyMonths`, as it stands on the day.
 */
export const sendLetter = action({
  name: 'contact.send-letter',
  input: SendLetter,
  subject: lockMatter,
  allow: (actor, { work }) => isKeeper(actor, work),
  from: ({ work }) =>
    work.stage !== 'open' ? `stage:${work.stage}` : work.lead ? 'letter-sent' : work.question ? 'asked-back' : null,
  async run(context) {
    const { tx, councilId, subject, input, actor, now, emit } = context
    const settings = await settingsAt(tx, councilId, now)
    const rule: DueRule = { kind: 'months', amount: settings.letterReplyMonths, rollsToWorkingDay: true }
    await assignLead(context, subject.work, { organisationId: input.organisationId, rule })
    const clock = (await caseById(tx, councilId, subject.case_id))?.replyClock
    if (!clock) throw new Error('a letter was sent and no clock runs')
    const year = await yearIn(tx, councilId, now)
    const number = await nextNumber(tx, councilId, `contact.letter ${year}`)
    await tx
      .insertInto('contact.letter')
      .values({
        council_id: councilId,
        id: newId(),
        matter_id: subject.id,
        year,
        number,
        subject: input.subject,
        body: input.body,
        sent_at: now,
        sent_by: actor.personId,
        due_on: clock.due_on,
      })
      .execute()
    const about = { caseId: subject.case_id, kind: caseKind, organisationId: input.organisationId, year, number }
    emit('contact.letter-sent', about, { subjectId: subject.id })
    return { year, number }
  },
})

async function yearIn(tx: Tx, councilId: string, now: Date): Promise<number> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  return Number(dayOf(now, council.time_zone).slice(0, 4))
}

/** Hands the department's reply on in the deputy's own words, once for each reply. */
export const forward = action({
  name: 'contact.forward',
  input: Forward,
  subject: lockMatter,
  allow: (actor, { work }) => isKeeper(actor, work),
  from: ({ work }) => (work.reply?.organisation_id ? null : 'no-reply'),
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const round = subject.work.reply?.round ?? 1
    const kept = await tx
      .insertInto('contact.forwarding')
      .values({ council_id: councilId, matter_id: subject.id, round, words: input.words, at: now, by: actor.personId })
      .onConflict((clash) => clash.columns(['council_id', 'matter_id', 'round']).doNothing())
      .returning('round')
      .executeTakeFirst()
    if (!kept) throw new Refused(conflict('forwarded-already'))
    emit('contact.forwarded', { caseId: subject.case_id, kind: caseKind, round }, { subjectId: subject.id })
    return null
  },
})

export const deputyActions: readonly AnyAction[] = [giveTo, sendLetter, forward]
