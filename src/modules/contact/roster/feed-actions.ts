import { createHash, randomBytes } from 'node:crypto'
import { type AnyAction, action, type Call, hasRole } from '#kernel/action'
import { conflict, Refused } from '#kernel/outcome'
import { feedOf } from './queries.ts'
import { Nothing } from './schema.ts'

const council = async ({ councilId }: Call<unknown>) => ({ id: councilId })

/** What is kept of a private calendar's address: whoever reads the database cannot open it. */
export function feedHash(token: string): string {
  return createHash('sha256').update(`contact.feed ${token}`).digest('base64url')
}

/** Makes the private address of one's own calendar. The one before it, if there was one, leads nowhere from now on. */
export const makeFeed = action({
  name: 'contact.make-feed',
  input: Nothing,
  subject: council,
  allow: (actor) => hasRole(actor, 'deputy') && actor.personId !== null,
  async run({ tx, councilId, actor, now, emit }) {
    const token = randomBytes(24).toString('base64url')
    const fresh = { token_hash: feedHash(token), made_at: now, revoked_at: null }
    await tx
      .insertInto('contact.feed')
      .values({ council_id: councilId, person_id: actor.personId ?? '', ...fresh })
      .onConflict((clash) => clash.columns(['council_id', 'person_id']).doUpdateSet(fresh))
      .execute()
    emit('contact.feed-made')
    return { token }
  },
})

/** Takes the address back: programs that hold it learn nothing more. */
export const revokeFeed = action({
  name: 'contact.revoke-feed',
  input: Nothing,
  subject: council,
  allow: (actor) => hasRole(actor, 'deputy') && actor.personId !== null,
  async run({ tx, councilId, actor, now, emit }) {
    const personId = actor.personId ?? ''
    if (!(await feedOf(tx, councilId, personId))) throw new Refused(conflict('no-feed'))
    await tx
      .updateTable('contact.feed')
      .set({ revoked_at: now })
      .where('council_id', '=', councilId)
      .where('person_id', '=', personId)
      .execute()
    emit('contact.feed-revoked')
    return null
  },
})

export const feedActions: readonly AnyAction[] = [makeFeed, revokeFeed]
