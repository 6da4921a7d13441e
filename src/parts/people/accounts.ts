import type { Tx } from '#kernel/db'
import { type CouncilId, newId } from '#kernel/ids'
import type { Contact } from './contacts.ts'

/** An account, locked. */
export interface LockedAccount {
  readonly id: string
  readonly disabled_at: Date | null
  readonly erase_at: Date | null
  readonly erased_at: Date | null
}

export function lockAccount(tx: Tx, accountId: string): Promise<LockedAccount | undefined> {
  return tx
    .selectFrom('people.account')
    .select(['id', 'disabled_at', 'erase_at', 'erased_at'])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
}

export async function createAccount(tx: Tx, now: Date): Promise<LockedAccount> {
  const id = newId()
  await tx
    .insertInto('people.account')
    .values({
      id,
      created_at: now,
      locale: null,
      elder: false,
      disabled_at: null,
      erase_at: null,
      erased_at: null,
      demo_position: null,
    })
    .execute()
  return { id, disabled_at: null, erase_at: null, erased_at: null }
}

/** The account whose proved contact this is, locked; undefined when nobody's. */
export async function accountByContact(tx: Tx, contact: Contact): Promise<LockedAccount | undefined> {
  const owner = await tx
    .selectFrom('people.contact')
    .select('account_id')
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .executeTakeFirst()
  return owner && lockAccount(tx, owner.account_id)
}

/** The account whose proved contact this is, made on the spot when nobody's: whoever proves it is who it belongs to. */
export async function accountForProved(
  tx: Tx,
  contact: Contact,
  now: Date,
): Promise<{ readonly account: LockedAccount; readonly isNew: boolean }> {
  const known = await accountByContact(tx, contact)
  if (known) return { account: known, isNew: false }
  const made = await createAccount(tx, now)
  if (await addContact(tx, { accountId: made.id, contact, now })) return { account: made, isNew: true }
  // Somebody proved the same contact at the same moment in another transaction: theirs is the account.
  await tx.deleteFrom('people.account').where('id', '=', made.id).execute()
  const theirs = await accountByContact(tx, contact)
  if (!theirs) throw new Error('a contact was taken and then belonged to nobody')
  return { account: theirs, isNew: false }
}

/** @returns false when the contact belongs to somebody already */
export async function addContact(
  tx: Tx,
  { accountId, contact, now }: { readonly accountId: string; readonly contact: Contact; readonly now: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('people.contact')
    .values({
      id: newId(),
      account_id: accountId,
      kind: contact.kind,
      value: contact.value,
      created_at: now,
      verified_at: now,
    })
    .onConflict((clash) => clash.columns(['kind', 'value']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The person whom a council knows under this account; known from now on if not yet. */
export async function ensurePerson(
  tx: Tx,
  { councilId, accountId, now }: { readonly councilId: CouncilId; readonly accountId: string; readonly now: Date },
): Promise<string> {
  const made = await tx
    .insertInto('people.person')
    .values({
      council_id: councilId,
      id: newId(),
      account_id: accountId,
      name: null,
      display_name: null,
      name_visibility: 'office',
      created_at: now,
      suspended_at: null,
      erased_at: null,
    })
    .onConflict((clash) => clash.columns(['council_id', 'account_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) return made.id
  const known = await tx
    .selectFrom('people.person')
    .select('id')
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return known.id
}
