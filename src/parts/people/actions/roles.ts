import { z } from 'zod'
import { type Actor, action, type Call, hasRole } from '#kernel/action'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { type Contact, readContact } from '../contacts.ts'
import { endMembership, giveMembership } from '../memberships.ts'
import { fitsScope, mayGiveRole, type Role, roles } from '../roles.ts'
import { endSessionsOf } from '../sessions.ts'

/** Who puts people on the council's books. */
const mayAddPeople = (actor: Actor) =>
  hasRole(actor, 'administrator', 'security-officer', 'clerk', 'street-office', 'point-staff')

/** Puts a person on the council's books; with a contact, whoever proves it signs in as this person. */
export const addPerson = action({
  name: 'people.add-person',
  input: z.object({
    name: z.string().trim().min(1).max(60),
    visibility: z.enum(['public', 'office', 'nobody']).default('office'),
    contact: z.string().trim().max(254).default(''),
  }),
  subject: async () => ({}),
  allow: mayAddPeople,
  async run({ tx, councilId, input, now, emit }) {
    const contact = input.contact === '' ? null : readContact(input.contact)
    if (input.contact !== '' && !contact) throw new Refused(invalid({ path: 'contact', code: 'not-a-contact' }))
    const personId = newId()
    await tx
      .insertInto('people.person')
      .values({
        council_id: councilId,
        id: personId,
        account_id: null,
        name: input.name,
        display_name: null,
        name_visibility: input.visibility,
        created_at: now,
        suspended_at: null,
        erased_at: null,
      })
      .execute()
    if (contact) await invite({ tx, councilId, now }, personId, contact)
    emit('people.person-added', { invited: contact !== null }, { subjectId: personId })
    return { personId }
  },
})

async function invite(
  { tx, councilId, now }: Pick<Call<unknown>, 'tx' | 'councilId' | 'now'>,
  personId: string,
  contact: Contact,
): Promise<void> {
  const invited = await tx
    .insertInto('people.invitation')
    .values({
      council_id: councilId,
      person_id: personId,
      kind: contact.kind,
      value: contact.value,
      invited_at: now,
      accepted_at: null,
    })
    .onConflict((clash) => clash.doNothing())
    .returning('person_id')
    .executeTakeFirst()
  if (!invited) throw new Refused(conflict('contact-invited-already'))
}

const Scope = z.uuid().nullable().default(null)

interface LockedPerson {
  readonly id: string
  readonly account_id: string | null
  readonly roles: readonly Role[]
  readonly heldHere: boolean
}

/** The person with the roles they hold now, locked, so that two grants at once see each other. */
async function lockPerson(
  { tx, councilId, now }: Pick<Call<unknown>, 'tx' | 'councilId' | 'now'>,
  personId: string,
  wanted: { readonly role: Role; readonly scopeId: string | null } | null = null,
): Promise<LockedPerson | null> {
  const person = await tx
    .selectFrom('people.person')
    .select(['id', 'account_id'])
    .where('council_id', '=', councilId)
    .where('id', '=', personId)
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!person) return null
  const held = await tx
    .selectFrom('people.membership')
    .select(['role', 'scope_id'])
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
    .execute()
  return {
    ...person,
    roles: held.map(({ role }) => role),
    heldHere: held.some(({ role, scope_id }) => role === wanted?.role && scope_id === wanted.scopeId),
  }
}

/** Gives a person a duty in the council. Their sessions end: they sign in again under the new rights. */
export const giveRole = action({
  name: 'people.give-role',
  input: z
    .object({
      personId: z.uuid(),
      role: z.enum(roles),
      scopeId: Scope,
      since: z.coerce.date().optional(),
      until: z.coerce.date().nullable().default(null),
    })
    .refine(({ role, scopeId }) => fitsScope(role, scopeId), { path: ['scopeId'], message: 'scope-unfit' }),
  subject: (call) => lockPerson(call, call.input.personId, call.input),
  allow: (actor, subject, { role, scopeId }) =>
    mayGiveRole(actor, role, scopeId) && subject.account_id !== (actor.accountId ?? undefined),
  from: ({ heldHere }) => (heldHere ? 'held-already' : null),
  async run({ tx, councilId, subject, input, actor, now, emit }) {
    const { role, scopeId } = input
    if (input.until && input.until <= now) throw new Refused(invalid({ path: 'until', code: 'past' }))
    const membershipId = await giveMembership(tx, {
      councilId,
      personId: subject.id,
      role,
      scopeId,
      givenBy: actor.personId,
      now,
      until: input.until,
      ...(input.since && { since: input.since }),
    })
    emit('people.role-given', { role, scopeId, membershipId, until: input.until }, { subjectId: subject.id })
    return { membershipId }
  },
})

/** Ends a duty; at once, also in the sessions that are open. */
export const endRole = action({
  name: 'people.end-role',
  input: z.object({ membershipId: z.uuid() }),
  subject: async ({ tx, councilId, input, now }) => {
    const row = await tx
      .selectFrom('people.membership as m')
      .innerJoin('people.person as p', (join) =>
        join.onRef('p.council_id', '=', 'm.council_id').onRef('p.id', '=', 'm.person_id'),
      )
      .select(['m.role', 'm.scope_id', 'm.person_id', 'm.until', 'p.account_id'])
      .where('m.council_id', '=', councilId)
      .where('m.id', '=', input.membershipId)
      .forUpdate()
      .executeTakeFirst()
    return row ? { ...row, over: row.until !== null && row.until <= now } : null
  },
  allow: (actor, { role, scope_id }) => mayGiveRole(actor, role, scope_id),
  from: ({ over }) => (over ? 'over-already' : null),
  async run({ tx, councilId, input, subject, now, emit }) {
    await endMembership(tx, { councilId, membershipId: input.membershipId, now })
    emit('people.role-ended', { role: subject.role, scopeId: subject.scope_id }, { subjectId: subject.person_id })
    return null
  },
})

const PersonInput = z.object({ personId: z.uuid() })
const mayDisable = (actor: Actor, subject: { readonly account_id: string | null }) =>
  hasRole(actor, 'administrator', 'security-officer') && subject.account_id !== (actor.accountId ?? undefined)

/** Keeps a person out of this council's work: every role rests, every session ends. */
export const suspendPerson = action({
  name: 'people.suspend-person',
  input: PersonInput,
  subject: (call) => lockPerson(call, call.input.personId),
  allow: mayDisable,
  async run({ tx, councilId, subject, now, emit }) {
    await setSuspended({ tx, councilId }, subject.id, now)
    if (subject.account_id) await endSessionsOf(tx, subject.account_id, now, 'disabled')
    emit('people.person-suspended', {}, { subjectId: subject.id })
    return null
  },
})

export const restorePerson = action({
  name: 'people.restore-person',
  input: PersonInput,
  subject: (call) => lockPerson(call, call.input.personId),
  allow: mayDisable,
  async run({ tx, councilId, subject, emit }) {
    await setSuspended({ tx, councilId }, subject.id, null)
    emit('people.person-restored', {}, { subjectId: subject.id })
    return null
  },
})

async function setSuspended(
  { tx, councilId }: Pick<Call<unknown>, 'tx' | 'councilId'>,
  personId: string,
  at: Date | null,
): Promise<void> {
  await tx
    .updateTable('people.person')
    .set({ suspended_at: at })
    .where('council_id', '=', councilId)
    .where('id', '=', personId)
    .execute()
}

/** Closes an account in the whole house. Accounts are nobody council's: only the operator does it. */
export const disableAccount = action({
  name: 'people.disable-account',
  input: z.object({ accountId: z.uuid() }),
  subject: async ({ tx, input }) =>
    (await tx
      .selectFrom('people.account')
      .select('id')
      .where('id', '=', input.accountId)
      .forUpdate()
      .executeTakeFirst()) ?? null,
  allow: () => false,
  async run({ tx, subject, now, emit }) {
    await tx.updateTable('people.account').set({ disabled_at: now }).where('id', '=', subject.id).execute()
    const count = await endSessionsOf(tx, subject.id, now, 'disabled')
    emit('people.account-disabled', { sessions: count }, { subjectId: subject.id })
    return null
  },
})
