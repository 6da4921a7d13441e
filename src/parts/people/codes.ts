import type { App } from '#kernel/app'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { blockOf, type Contact, networkOf, sameBox } from './contacts.ts'
import { type Counted, takeQuota } from './quota.ts'
import { codeCeilings, codeLifeMs, codeTries } from './rules.ts'
import { digestFor, hashCode, newCode, sameHash } from './secrets.ts'
import type { CodePurpose } from './tables.ts'

export interface CodeRequest {
  readonly tx: Tx
  readonly app: App
  readonly now: Date
  readonly contact: Contact
  readonly purpose: CodePurpose
  /** Whose contact it shall become; null where the contact itself says who it is. */
  readonly accountId: string | null
  readonly deviceId: string | null
  /** Network address of whoever asks. */
  readonly ip: string
}

export type IssuedCode =
  | { readonly kind: 'issued'; readonly request: string; readonly code: string }
  | { readonly kind: 'too-many'; readonly waitSeconds: number }

/**
 * Makes a one-time code for a contact. Nothing in it depends on whether anybody has an account with that contact.
 * The caller sends it; only its keyed hash is kept.
 */
export async function issueCode(asked: CodeRequest): Promise<IssuedCode> {
  const { tx, app, now, contact } = asked
  const waitSeconds = await takeQuota(tx, countedFor(app.secret, contact, asked.ip), now)
  if (waitSeconds > 0) return { kind: 'too-many', waitSeconds }
  const request = newId()
  const code = newCode()
  await tx
    .insertInto('people.code')
    .values({
      id: request,
      purpose: asked.purpose,
      kind: contact.kind,
      value: contact.value,
      code_hash: hashCode(app.secret, request, code),
      account_id: asked.accountId,
      device_id: asked.deviceId,
      created_at: now,
      expires_at: new Date(now.getTime() + codeLifeMs),
      tries: 0,
      used_at: null,
    })
    .execute()
  return { kind: 'issued', request, code }
}

function countedFor(secret: string, contact: Contact, ip: string): Counted[] {
  const block = contact.kind === 'phone' ? codeCeilings.phoneBlock : codeCeilings.emailDomain
  const groups = [
    { name: 'contact', who: sameBox(contact), ceilings: codeCeilings.contact },
    { name: 'network', who: networkOf(ip), ceilings: codeCeilings.network },
    { name: 'block', who: blockOf(contact), ceilings: block },
    { name: 'everybody', who: contact.kind, ceilings: codeCeilings.everybody },
  ]
  return groups.flatMap(({ name, who, ceilings }) =>
    ceilings.map((ceiling) => ({
      ...ceiling,
      key: `code:${name}:${ceiling.windowMs}:${digestFor(secret, `${name}:${who}`)}`,
    })),
  )
}

/** A code's row, locked, as `checkCode` needs it. */
export interface LockedCode {
  readonly id: string
  readonly purpose: CodePurpose
  readonly kind: Contact['kind']
  readonly value: string
  readonly code_hash: string
  readonly account_id: string | null
  readonly device_id: string | null
  readonly expires_at: Date
  readonly tries: number
  readonly used_at: Date | null
}

export function lockCode(tx: Tx, request: string): Promise<LockedCode | undefined> {
  return tx.selectFrom('people.code').selectAll().where('id', '=', request).forUpdate().executeTakeFirst()
}

export interface CodeCheck {
  readonly tx: Tx
  readonly app: App
  readonly now: Date
  readonly code: LockedCode
  readonly typed: string
  readonly deviceId: string | null
  readonly accountId: string | null
}

export type CodeAnswer =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Used, too old, tried too often, or asked for by another device or account: a new one is needed. */
  | { readonly kind: 'dead' }

/** Compares what was typed, counts the try, and uses the code up when it is right. */
export async function checkCode({ tx, app, now, code, typed, deviceId, accountId }: CodeCheck): Promise<CodeAnswer> {
  const foreign = code.device_id !== deviceId || (code.account_id !== null && code.account_id !== accountId)
  if (code.used_at || code.expires_at <= now || code.tries >= codeTries || foreign) return { kind: 'dead' }
  const tries = code.tries + 1
  const right = sameHash(code.code_hash, hashCode(app.secret, code.id, typed))
  await tx
    .updateTable('people.code')
    .set({ tries, used_at: right ? now : null })
    .where('id', '=', code.id)
    .execute()
  if (right) return { kind: 'right' }
  return tries >= codeTries ? { kind: 'dead' } : { kind: 'wrong', triesLeft: codeTries - tries }
}
