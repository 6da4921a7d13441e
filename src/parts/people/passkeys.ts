import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { App } from '#kernel/app'
import type { Db, Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { challengeLifeMs } from './rules.ts'
import type { ChallengePurpose } from './tables.ts'

/** A challenge that was kept, and what the browser needs to answer it. */
export interface PasskeyQuestion<Options> {
  readonly challengeId: string
  readonly options: Options
}

interface Site {
  readonly origin: string
  readonly host: string
}

/** A passkey belongs to a host: the one the house is reached at, or one of its councils' under it. */
function siteOf(app: App): Site {
  const url = new URL(app.baseUrl)
  return { origin: url.origin, host: url.hostname }
}

export interface NewPasskeyOwner {
  readonly accountId: string
  /** Shown by the browser when it offers the passkey. */
  readonly userName: string
}

export async function askForNewPasskey(
  app: App,
  tx: Tx,
  { accountId, userName }: NewPasskeyOwner,
): Promise<PasskeyQuestion<PublicKeyCredentialCreationOptionsJSON>> {
  const known = await tx
    .selectFrom('people.passkey')
    .select(['id', 'transports'])
    .where('account_id', '=', accountId)
    .execute()
  const options = await generateRegistrationOptions({
    rpName: 'Zhitong 直通',
    rpID: siteOf(app).host,
    userName,
    userID: new Uint8Array(Buffer.from(accountId)),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { challengeId: await keep(app, tx, 'passkey-add', accountId, options.challenge), options }
}

export async function askForPasskey(app: App, tx: Tx): Promise<PasskeyQuestion<PublicKeyCredentialRequestOptionsJSON>> {
  const options = await generateAuthenticationOptions({ rpID: siteOf(app).host, userVerification: 'required' })
  return { challengeId: await keep(app, tx, 'passkey-sign-in', null, options.challenge), options }
}

async function keep(app: App, tx: Tx, purpose: ChallengePurpose, accountId: string | null, challenge: string) {
  const id = newId()
  await tx
    .insertInto('people.challenge')
    .values({
      id,
      purpose,
      account_id: accountId,
      secret: JSON.stringify({ challenge }),
      expires_at: new Date(app.clock.now().getTime() + challengeLifeMs),
      used_at: null,
    })
    .execute()
  return id
}

export interface TakenChallenge {
  readonly accountId: string | null
  readonly secret: Readonly<Record<string, string>>
}

/** Uses a challenge up. @returns null when it is used, too old, or of another purpose */
export async function takeChallenge(
  tx: Db | Tx,
  { id, purpose, now }: { readonly id: string; readonly purpose: ChallengePurpose; readonly now: Date },
): Promise<TakenChallenge | null> {
  const row = await tx
    .updateTable('people.challenge')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['account_id', 'secret'])
    .executeTakeFirst()
  return row ? { accountId: row.account_id, secret: row.secret } : null
}

export interface PasskeyProof<Response> {
  readonly app: App
  readonly tx: Tx
  readonly now: Date
  readonly secret: Readonly<Record<string, string>>
  readonly response: Response
}

/** Stores a new passkey. @returns false when the answer does not prove it */
export async function addPasskey(
  { app, tx, now, secret, response }: PasskeyProof<RegistrationResponseJSON>,
  { accountId, label }: { readonly accountId: string; readonly label: string },
): Promise<boolean> {
  const site = siteOf(app)
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: secret.challenge ?? '',
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return false
  const { credential } = verified.registrationInfo
  const added = await tx
    .insertInto('people.passkey')
    .values({
      id: credential.id,
      account_id: accountId,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: JSON.stringify(credential.transports ?? []),
      label: label.slice(0, 120),
      created_at: now,
      used_at: null,
    })
    .onConflict((clash) => clash.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** @returns the account whose passkey answered, or null when the answer does not prove it */
export async function accountByPasskey({
  app,
  tx,
  now,
  secret,
  response,
}: PasskeyProof<AuthenticationResponseJSON>): Promise<string | null> {
  const key = await tx
    .selectFrom('people.passkey')
    .selectAll()
    .where('id', '=', response.id)
    .forUpdate()
    .executeTakeFirst()
  if (!key) return null
  const site = siteOf(app)
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: secret.challenge ?? '',
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    credential: {
      id: key.id,
      publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')),
      counter: key.counter,
    },
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return null
  await tx
    .updateTable('people.passkey')
    .set({ counter: verified.authenticationInfo.newCounter, used_at: now })
    .where('id', '=', key.id)
    .execute()
  return key.account_id
}

export interface ListedPasskey {
  readonly id: string
  readonly label: string
  readonly created_at: Date
  readonly used_at: Date | null
}

export function passkeysOf(db: Db | Tx, accountId: string): Promise<ListedPasskey[]> {
  return db
    .selectFrom('people.passkey')
    .select(['id', 'label', 'created_at', 'used_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .limit(50)
    .execute()
}
