import { z } from 'zod'
import { type Actor, action, hasRole } from '#kernel/action'
import { type LockedAccount, lockAccount } from '../accounts.ts'
import { eraseAfterMs } from '../rules.ts'
import { endSessionsOf } from '../sessions.ts'

const isOwner = (actor: Actor, subject: LockedAccount) => actor.accountId === subject.id

/** Asks for everything about the account to be erased; for seven days it can be taken back. */
export const askErasure = action({
  name: 'people.ask-erasure',
  input: z.object({ confirmed: z.literal('yes', { error: 'confirm' }) }),
  subject: async ({ tx, actor }) => (actor.accountId && (await lockAccount(tx, actor.accountId))) || null,
  allow: isOwner,
  from: ({ erase_at, erased_at }) => (erase_at || erased_at ? 'asked-already' : null),
  async run({ tx, subject, now, emit, actor }) {
    const eraseAt = new Date(now.getTime() + eraseAfterMs)
    await tx.updateTable('people.account').set({ erase_at: eraseAt }).where('id', '=', subject.id).execute()
    emit('people.erasure-asked', { eraseAt, staff: hasRole(actor, 'deputy', 'clerk') }, { subjectId: subject.id })
    return { eraseAt }
  },
})

export const withdrawErasure = action({
  name: 'people.withdraw-erasure',
  input: z.object({}),
  subject: async ({ tx, actor }) => (actor.accountId && (await lockAccount(tx, actor.accountId))) || null,
  allow: isOwner,
  from: ({ erase_at }) => (erase_at ? null : 'not-asked'),
  async run({ tx, subject, emit }) {
    await tx.updateTable('people.account').set({ erase_at: null }).where('id', '=', subject.id).execute()
    emit('people.erasure-withdrawn', {}, { subjectId: subject.id })
    return null
  },
})

const Erased = z.object({ accountId: z.uuid() })

/** Erases what the parts and modules hold about an account in one council. Performed by the system. */
export const eraseInCouncil = action({
  name: 'people.erase-in-council',
  input: Erased,
  subject: async ({ tx, input }) => (await lockAccount(tx, input.accountId)) ?? null,
  allow: () => false,
  from: ({ erase_at }, now) => (erase_at && erase_at <= now ? null : 'not-asked'),
  async run({ tx, app, councilId, subject, now, emit }) {
    for (const { personalData } of app.manifests) {
      await personalData?.erase(tx, { app, councilId, accountId: subject.id, ground: 'asked', now })
    }
    emit('people.account-erased-here', {}, { subjectId: subject.id })
    return null
  },
})

/** Erases what is known of the account everywhere: its contacts, its ways of signing in, its sessions. */
export const eraseAccount = action({
  name: 'people.erase-account',
  input: Erased,
  subject: async ({ tx, input }) => (await lockAccount(tx, input.accountId)) ?? null,
  allow: () => false,
  from: ({ erase_at, erased_at }, now) =>
    erased_at ? 'erased-already' : erase_at && erase_at <= now ? null : 'not-asked',
  async run({ tx, subject, now, emit }) {
    await endSessionsOf(tx, subject.id, now, 'erased')
    await tx.updateTable('people.session').set({ device_label: '' }).where('account_id', '=', subject.id).execute()
    await tx.deleteFrom('people.code').where('account_id', '=', subject.id).execute()
    const contacts = await tx.deleteFrom('people.contact').where('account_id', '=', subject.id).returningAll().execute()
    for (const { kind, value } of contacts) {
      await tx.deleteFrom('people.code').where('kind', '=', kind).where('value', '=', value).execute()
    }
    await tx.deleteFrom('people.challenge').where('account_id', '=', subject.id).execute()
    await tx.deleteFrom('people.passkey').where('account_id', '=', subject.id).execute()
    await tx.deleteFrom('people.identity').where('account_id', '=', subject.id).execute()
    await tx
      .updateTable('people.account')
      .set({ erased_at: now, locale: null, elder: false, demo_position: null })
      .where('id', '=', subject.id)
      .execute()
    emit('people.account-erased', { contacts: contacts.length }, { subjectId: subject.id })
    return null
  },
})
