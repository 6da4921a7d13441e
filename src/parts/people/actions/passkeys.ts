import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { type Actor, action, hasRole } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { conflict, Refused } from '#kernel/outcome'
import { addPasskey, askForNewPasskey, takeChallenge } from '../passkeys.ts'
import { endSessionsOf } from '../sessions.ts'
import { hasStrongFactor, mayAddStrongFactor } from '../strength.ts'
import { isCredential } from './sign-in.ts'

const isSignedIn = (actor: Actor) => actor.accountId !== null

interface Own {
  readonly accountId: string
  /** Whether this session may add or take away ways of signing in that carry strong roles. */
  readonly mayChange: boolean
}

async function own(tx: Tx, actor: Actor, token: string, now: Date): Promise<Own> {
  const accountId = actor.accountId ?? ''
  return { accountId, mayChange: actor.accountId !== null && (await mayAddStrongFactor(tx, { accountId, token, now })) }
}

const inStrongSession = ({ mayChange }: Own) => (mayChange ? null : 'needs-strong-sign-in')

/** Asks the browser to make a passkey for the account. */
export const askNewPasskey = action({
  name: 'people.ask-new-passkey',
  edgeOnly: true,
  input: z.object({ session: z.string(), userName: z.string().min(1).max(120) }),
  subject: ({ tx, actor, input, now }) => own(tx, actor, input.session, now),
  allow: isSignedIn,
  from: inStrongSession,
  async run({ tx, app, subject, input, emit }) {
    emit('people.passkey-asked', {}, { subjectId: subject.accountId })
    return askForNewPasskey(app, tx, { accountId: subject.accountId, userName: input.userName })
  },
})

/** Keeps the passkey the browser made. */
export const keepPasskey = action({
  name: 'people.keep-passkey',
  edgeOnly: true,
  input: z.object({
    session: z.string(),
    challenge: z.uuid(),
    response: z.custom<RegistrationResponseJSON>(isCredential),
    label: z.string().min(1).max(120),
  }),
  subject: ({ tx, actor, input, now }) => own(tx, actor, input.session, now),
  allow: isSignedIn,
  from: inStrongSession,
  async run({ tx, app, subject, input, now, emit }) {
    const taken = await takeChallenge(tx, { id: input.challenge, purpose: 'passkey-add', now })
    if (!taken || taken.accountId !== subject.accountId) throw new Refused(conflict('challenge-gone'))
    const proof = { app, tx, now, secret: taken.secret, response: input.response }
    if (!(await addPasskey(proof, { accountId: subject.accountId, label: input.label }))) {
      throw new Refused(conflict('passkey-unproved'))
    }
    emit('people.passkey-added', { label: input.label }, { subjectId: subject.accountId })
    return null
  },
})

/** Takes one of the own passkeys away. */
export const removePasskey = action({
  name: 'people.remove-passkey',
  edgeOnly: true,
  input: z.object({ session: z.string(), id: z.string() }),
  subject: async ({ tx, actor, input, now }) => {
    const key = await tx
      .selectFrom('people.passkey')
      .select('account_id')
      .where('id', '=', input.id)
      .forUpdate()
      .executeTakeFirst()
    return key ? { ...(await own(tx, actor, input.session, now)), ownerId: key.account_id } : null
  },
  allow: (actor, subject) => (actor.accountId === subject.ownerId ? true : 'hidden'),
  from: inStrongSession,
  async run({ tx, input, subject, emit }) {
    await tx.deleteFrom('people.passkey').where('id', '=', input.id).execute()
    emit(
      'people.passkey-removed',
      { last: !(await hasStrongFactor(tx, subject.accountId)) },
      { subjectId: subject.accountId },
    )
    return null
  },
})

/** Takes away every passkey of a person who lost theirs, so that a new one can be made after signing in by code. */
export const resetPasskeys = action({
  name: 'people.reset-passkeys',
  input: z.object({ personId: z.uuid() }),
  subject: async ({ tx, councilId, input }) => {
    const person = await tx
      .selectFrom('people.person')
      .select(['id', 'account_id'])
      .where('council_id', '=', councilId)
      .where('id', '=', input.personId)
      .forUpdate()
      .executeTakeFirst()
    return person?.account_id ? { accountId: person.account_id } : null
  },
  allow: (actor, subject) => hasRole(actor, 'security-officer') && actor.accountId !== subject.accountId,
  async run({ tx, subject, now, emit }) {
    await tx.deleteFrom('people.passkey').where('account_id', '=', subject.accountId).execute()
    await endSessionsOf(tx, subject.accountId, now, 'role-changed')
    emit('people.passkeys-reset', {}, { subjectId: subject.accountId })
    return null
  },
})
