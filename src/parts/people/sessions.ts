import { type Db, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { strongRoles } from './roles.ts'
import { sessionLife } from './rules.ts'
import { hashToken, newToken } from './secrets.ts'
import type { SessionEnd, SignInMethod } from './tables.ts'

export interface NewSession {
  readonly accountId: string
  readonly method: SignInMethod
  /** What the browser says it is, in a few words. */
  readonly deviceLabel: string
  readonly now: Date
  /** The token the browser held before; it ends. Source: OWASP ASVS 5.0, 7.2.4. */
  readonly before: string | null
  /** The one council a session by token is good in; null for a browser's. */
  readonly onlyIn: string | null
}

export interface OpenedSession {
  readonly token: string
  readonly expiresAt: Date
}

/** Opens a session under a new token and ends the one the browser had. */
export async function openSession(tx: Tx, asked: NewSession): Promise<OpenedSession> {
  const { accountId, method, now } = asked
  if (asked.before) await endSession(tx, { tokenHash: hashToken(asked.before), now, why: 'rotated' })
  const { lifeMs } = sessionLife({ strongRole: method !== 'code' && (await holdsStrongRole(tx, accountId, now)) })
  const token = newToken()
  const expiresAt = new Date(now.getTime() + lifeMs)
  await tx
    .insertInto('people.session')
    .values({
      id: newId(),
      token_hash: hashToken(token),
      account_id: accountId,
      method,
      device_label: asked.deviceLabel.slice(0, 120),
      created_at: now,
      seen_at: now,
      expires_at: expiresAt,
      ended_at: null,
      ended_why: null,
      only_in: asked.onlyIn,
    })
    .execute()
  return { token, expiresAt }
}

/** Whether the account holds, in the council of the transaction, a role that sees other people's data. */
async function holdsStrongRole(tx: Tx, accountId: string, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('people.person as p')
    .innerJoin('people.membership as m', (join) =>
      join.onRef('m.council_id', '=', 'p.council_id').onRef('m.person_id', '=', 'p.id'),
    )
    .select('m.id')
    .where('p.account_id', '=', accountId)
    .where('m.role', 'in', strongRoles)
    .where('m.since', '<=', now)
    .where((e) => e.or([e('m.until', 'is', null), e('m.until', '>', now)]))
    .executeTakeFirst()
  return row !== undefined
}

interface EndedSession {
  readonly tokenHash: string
  readonly now: Date
  readonly why: SessionEnd
}

export async function endSession(tx: Tx, { tokenHash, now, why }: EndedSession): Promise<void> {
  await tx
    .updateTable('people.session')
    .set({ ended_at: now, ended_why: why })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends every session of an account: when it is disabled, gets or loses a role, or is erased. */
export async function endSessionsOf(tx: Tx, accountId: string, now: Date, why: SessionEnd): Promise<number> {
  const ended = await tx
    .updateTable('people.session')
    .set({ ended_at: now, ended_why: why })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

export interface ListedSession {
  readonly id: string
  readonly device_label: string
  readonly method: SignInMethod
  readonly created_at: Date
  readonly seen_at: Date
  readonly current: boolean
  /** Whether a program holds it as a token, and no browser as a cookie. */
  readonly by_token: boolean
}

/** Where the account is signed in now, the device last used first. */
export async function openSessions(
  db: Db,
  accountId: string,
  token: string | null,
  now: Date,
): Promise<ListedSession[]> {
  const current = token ? hashToken(token) : ''
  return db
    .selectFrom('people.session')
    .select([
      'id',
      'device_label',
      'method',
      'created_at',
      'seen_at',
      sql<boolean>`token_hash = ${current}`.as('current'),
      sql<boolean>`only_in is not null`.as('by_token'),
    ])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .limit(100)
    .execute()
}

/** What a browser calls itself, in two words a person recognises: `Chrome · Android`. */
export function deviceLabel(userAgent: string | null | undefined): string {
  const agent = userAgent ?? ''
  const browser =
    [
      [/MicroMessenger/, 'WeChat'],
      [/Edg\//, 'Edge'],
      [/OPR\//, 'Opera'],
      [/Firefox\//, 'Firefox'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
    ].find(([pattern]) => (pattern as RegExp).test(agent))?.[1] ?? '?'
  const system =
    [
      [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
      [/Android/, 'Android'],
      [/iPhone|iPad/, 'iOS'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'macOS'],
      [/Linux/, 'Linux'],
    ].find(([pattern]) => (pattern as RegExp).test(agent))?.[1] ?? '?'
  return `${browser} · ${system}`
}
