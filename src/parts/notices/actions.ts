import { z } from 'zod'
import { type Actor, action } from '#kernel/action'
import { devicesOf } from './devices.ts'

const isOwner = (actor: Actor, subject: { readonly accountId: string }) => actor.accountId === subject.accountId

const ownAccount = async ({ actor }: { readonly actor: Actor }) =>
  actor.accountId === null ? null : { accountId: actor.accountId }

/** By which channels, and how often, somebody wants to hear of their matters. */
export const setChoice = action({
  name: 'notices.set-choice',
  input: z.object({ email: z.boolean(), sms: z.boolean(), rhythm: z.enum(['each', 'daily']) }),
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, councilId, input, subject, now, emit }) {
    await tx
      .insertInto('notices.choice')
      .values({ council_id: councilId, account_id: subject.accountId, ...input })
      .onConflict((clash) => clash.columns(['council_id', 'account_id']).doUpdateSet(input))
      .execute()
    const devices = await devicesOf(tx, councilId, subject.accountId)
    if (input.rhythm === 'each' || !(input.email || input.sms || devices.length > 0)) {
      // What waited for a digest that will not come stays in the inbox and is not sent late.
      await tx
        .updateTable('notices.notice')
        .set({ told_at: now })
        .where('council_id', '=', councilId)
        .where('account_id', '=', subject.accountId)
        .where('told_at', 'is', null)
        .execute()
    }
    emit('notices.choice-set', input, { subjectId: subject.accountId })
    return null
  },
})

const Subject = z.object({ subjectType: z.string().min(1).max(60), subjectId: z.string().min(1).max(60) })

/** No more messages about one matter; the inbox still shows them. */
export const mute = action({
  name: 'notices.mute',
  input: Subject,
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, councilId, input, subject, now, emit }) {
    await tx
      .insertInto('notices.mute')
      .values({
        council_id: councilId,
        account_id: subject.accountId,
        subject_type: input.subjectType,
        subject_id: input.subjectId,
        muted_at: now,
      })
      .onConflict((clash) => clash.doNothing())
      .execute()
    emit('notices.muted', { type: input.subjectType }, { subjectId: input.subjectId })
    return null
  },
})

export const unmute = action({
  name: 'notices.unmute',
  input: Subject,
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, councilId, input, subject, emit }) {
    await tx
      .deleteFrom('notices.mute')
      .where('council_id', '=', councilId)
      .where('account_id', '=', subject.accountId)
      .where('subject_type', '=', input.subjectType)
      .where('subject_id', '=', input.subjectId)
      .execute()
    emit('notices.unmuted', { type: input.subjectType }, { subjectId: input.subjectId })
    return null
  },
})

/** Takes one's notices as read: one of them, or all. */
export const markRead = action({
  name: 'notices.mark-read',
  input: z.object({ noticeId: z.uuid().optional() }),
  subject: async ({ actor }) => (actor.accountId === null && actor.deviceId === null ? null : {}),
  allow: () => true,
  async run({ tx, councilId, actor, input, now, emit }) {
    let unread = tx
      .updateTable('notices.notice')
      .set({ read_at: now })
      .where('council_id', '=', councilId)
      .where('read_at', 'is', null)
      .where((e) => {
        if (actor.accountId === null) return e('device_id', '=', actor.deviceId ?? '')
        const own = e('account_id', '=', actor.accountId)
        return actor.personId === null ? own : e.or([own, e('person_id', '=', actor.personId)])
      })
    if (input.noticeId) unread = unread.where('id', '=', input.noticeId)
    const marked = await unread.executeTakeFirst()
    const count = Number(marked.numUpdatedRows)
    emit('notices.read', { count }, { subjectId: input.noticeId })
    return { count }
  },
})
