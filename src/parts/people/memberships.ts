import type { Tx } from '#kernel/db'
import { type CouncilId, newId } from '#kernel/ids'
import { conflict, missing, Refused } from '#kernel/outcome'
import { adminDuties, type Role } from './roles.ts'
import { endSessionsOf } from './sessions.ts'

export interface MembershipGiven {
  readonly councilId: CouncilId
  readonly personId: string
  readonly role: Role
  /** The place or organisation the role is bound to. */
  readonly scopeId: string | null
  readonly givenBy: string | null
  readonly now: Date
  readonly since?: Date
  readonly until?: Date | null
}

/**
 * Gives a duty within another part's action, which has asked before whether the actor may (`mayGiveRole`).
 * The person's sessions end: they sign in again under the new rights.
 * @returns id of the membership; of the one already held, where they hold it
 * @throws Refused missing when there is no such person, conflict `duties-apart`
 */
export async function giveMembership(tx: Tx, given: MembershipGiven): Promise<string> {
  const { councilId, personId, role, scopeId, now } = given
  const person = await tx
    .selectFrom('people.person')
    .select(['id', 'account_id'])
    .where('council_id', '=', councilId)
    .where('id', '=', personId)
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!person) throw new Refused(missing())
  const held = await tx
    .selectFrom('people.membership')
    .select(['id', 'role', 'scope_id'])
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
    .execute()
  const same = held.find((each) => each.role === role && each.scope_id === scopeId)
  if (same) return same.id
  if (adminDuties.includes(role) && held.some((each) => adminDuties.includes(each.role)))
    throw new Refused(conflict('duties-apart'))
  const id = newId()
  await tx
    .insertInto('people.membership')
    .values({
      council_id: councilId,
      id,
      person_id: personId,
      role,
      scope_id: scopeId,
      since: given.since ?? now,
      until: given.until ?? null,
      given_by: given.givenBy,
    })
    .execute()
  if (person.account_id) await endSessionsOf(tx, person.account_id, now, 'role-changed')
  return id
}

/** Ends a duty within another part's action, at once and also in open sessions. Ending it twice changes nothing. */
export async function endMembership(
  tx: Tx,
  {
    councilId,
    membershipId,
    now,
  }: { readonly councilId: CouncilId; readonly membershipId: string; readonly now: Date },
): Promise<void> {
  const ended = await tx
    .updateTable('people.membership')
    .set(({ fn, val }) => ({ until: fn('greatest', ['since', val(now)]) }))
    .where('council_id', '=', councilId)
    .where('id', '=', membershipId)
    .where((e) => e.or([e('until', 'is', null), e('until', '>', now)]))
    .returning('person_id')
    .executeTakeFirst()
  if (!ended) return
  const person = await tx
    .selectFrom('people.person')
    .select('account_id')
    .where('council_id', '=', councilId)
    .where('id', '=', ended.person_id)
    .executeTakeFirst()
  if (person?.account_id) await endSessionsOf(tx, person.account_id, now, 'role-changed')
}
