import type { Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import { ensurePerson } from './accounts.ts'
import type { Contact } from './contacts.ts'

export interface ProvedContact {
  readonly councilId: CouncilId
  readonly accountId: string
  readonly contact: Contact
  readonly now: Date
}

/**
 * The person of the council whom an account is, once it has proved a contact: the one the office invited under that
 * contact, else the one it already is, else a new one.
 */
export async function personForProved(tx: Tx, proved: ProvedContact): Promise<string> {
  const { councilId, accountId, contact, now } = proved
  const invited = await tx
    .updateTable('people.invitation')
    .set({ accepted_at: now })
    .where('council_id', '=', councilId)
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .where('accepted_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst()
  if (!invited) return ensurePerson(tx, { councilId, accountId, now })
  // Who was only a resident here until now goes on as the person the office knows; what they gave hangs on the account.
  await tx
    .updateTable('people.person')
    .set({ account_id: null, name: null, display_name: null })
    .where('council_id', '=', councilId)
    .where('account_id', '=', accountId)
    .execute()
  await tx
    .updateTable('people.person')
    .set({ account_id: accountId })
    .where('council_id', '=', councilId)
    .where('id', '=', invited.person_id)
    .execute()
  return invited.person_id
}
