import { z } from 'zod'
import { type Actor, action } from '#kernel/action'
import { conflict, Refused } from '#kernel/outcome'
import { locales } from '#kernel/text'
import { ensurePerson } from '../accounts.ts'
import { hashToken } from '../secrets.ts'
import { hasStrongFactor } from '../strength.ts'

const isOwner = (actor: Actor, subject: { readonly accountId: string }) =>
  actor.accountId === subject.accountId ? true : ('hidden' as const)

/** The account of whoever acts; nobody's where nobody is signed in. */
const ownAccount = async ({ actor }: { readonly actor: Actor }) =>
  actor.accountId === null ? null : { accountId: actor.accountId }

/** Ends one of the own sessions: the phone that was lost. */
export const endOwnSession = action({
  name: 'people.end-session',
  input: z.object({ sessionId: z.uuid() }),
  subject: async ({ tx, input }) => {
    const row = await tx
      .selectFrom('people.session')
      .select(['account_id', 'ended_at'])
      .where('id', '=', input.sessionId)
      .forUpdate()
      .executeTakeFirst()
    return row ? { accountId: row.account_id, endedAt: row.ended_at } : null
  },
  allow: isOwner,
  from: ({ endedAt }) => (endedAt ? 'ended' : null),
  async run({ tx, input, subject, now, emit }) {
    await tx
      .updateTable('people.session')
      .set({ ended_at: now, ended_why: 'revoked' })
      .where('id', '=', input.sessionId)
      .execute()
    emit('people.session-ended', { count: 1 }, { subjectId: subject.accountId })
    return null
  },
})

/** Ends every own session but this one. */
export const endOtherSessions = action({
  name: 'people.end-other-sessions',
  edgeOnly: true,
  input: z.object({ session: z.string() }),
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, input, subject, now, emit }) {
    const ended = await tx
      .updateTable('people.session')
      .set({ ended_at: now, ended_why: 'revoked' })
      .where('account_id', '=', subject.accountId)
      .where('token_hash', '<>', hashToken(input.session))
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    const count = Number(ended.numUpdatedRows)
    emit('people.session-ended', { count }, { subjectId: subject.accountId })
    return { count }
  },
})

const NameText = z
  .string()
  .transform((typed) =>
    typed
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .trim(),
  )
  .pipe(z.string().max(60))
  .transform((name) => (name === '' ? null : name))

/** Real name, shown name, and who may see the real one: three answers, each its own. */
export const setNames = action({
  name: 'people.set-names',
  input: z.object({ name: NameText, displayName: NameText, visibility: z.enum(['public', 'office', 'nobody']) }),
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, councilId, input, subject, now, emit }) {
    const personId = await ensurePerson(tx, { councilId, accountId: subject.accountId, now })
    await tx
      .updateTable('people.person')
      .set({ name: input.name, display_name: input.displayName, name_visibility: input.visibility })
      .where('council_id', '=', councilId)
      .where('id', '=', personId)
      .execute()
    emit('people.names-set', { visibility: input.visibility }, { subjectId: personId })
    return null
  },
})

/** Language and letter size, for every device. */
export const setLook = action({
  name: 'people.set-look',
  input: z.object({ locale: z.enum(locales), elder: z.boolean() }),
  subject: ownAccount,
  allow: isOwner,
  async run({ tx, input, subject, emit }) {
    await tx.updateTable('people.account').set(input).where('id', '=', subject.accountId).execute()
    emit('people.look-set', input, { subjectId: subject.accountId })
    return null
  },
})

/** Takes a phone number or address away; not the last way in. */
export const removeContact = action({
  name: 'people.remove-contact',
  input: z.object({ contactId: z.uuid() }),
  subject: async ({ tx, input }) => {
    const row = await tx
      .selectFrom('people.contact')
      .select('account_id')
      .where('id', '=', input.contactId)
      .executeTakeFirst()
    if (!row) return null
    // The account is locked, so that two removals at once cannot take the last two contacts.
    await tx.selectFrom('people.account').select('id').where('id', '=', row.account_id).forUpdate().execute()
    const others = await tx
      .selectFrom('people.contact')
      .select('id')
      .where('account_id', '=', row.account_id)
      .where('id', '<>', input.contactId)
      .execute()
    const last = others.length === 0 && !(await hasStrongFactor(tx, row.account_id))
    return { accountId: row.account_id, last }
  },
  allow: isOwner,
  from: ({ last }) => (last ? 'last-way-in' : null),
  async run({ tx, input, subject, emit }) {
    const gone = await tx
      .deleteFrom('people.contact')
      .where('id', '=', input.contactId)
      .returning('kind')
      .executeTakeFirst()
    if (!gone) throw new Refused(conflict('gone'))
    emit('people.contact-removed', { kind: gone.kind }, { subjectId: subject.accountId })
    return null
  },
})
