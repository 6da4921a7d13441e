import type { Tx } from '#kernel/db'
import { isStrong } from './rules.ts'
import { hashToken } from './secrets.ts'

/**
 * Whether a way of signing in that carries strong roles may be added or taken away in this session. The first may be
 * added in a session by code, since there is nothing else yet; from then on only in a session that is strong itself.
 * Otherwise whoever catches one text message would work at the desk.
 */
export async function mayAddStrongFactor(
  tx: Tx,
  { accountId, token, now }: { readonly accountId: string; readonly token: string; readonly now: Date },
): Promise<boolean> {
  const session = await tx
    .selectFrom('people.session')
    .select('method')
    .where('token_hash', '=', hashToken(token))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!session) return false
  return isStrong(session.method) || !(await hasStrongFactor(tx, accountId))
}

export async function hasStrongFactor(tx: Tx, accountId: string): Promise<boolean> {
  const passkey = await tx
    .selectFrom('people.passkey')
    .select('id')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (passkey) return true
  const identity = await tx
    .selectFrom('people.identity')
    .select('subject')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return identity !== undefined
}
