import * as oidc from 'openid-client'
import type { App } from '#kernel/app'
import type { Tx } from '#kernel/db'
import { isId, newId } from '#kernel/ids'
import { takeChallenge } from './passkeys.ts'
import { challengeLifeMs } from './rules.ts'

/** A city's or province's identity service that speaks OpenID Connect. */
export interface IdentityService {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Its name on the button, in both languages; a general word without. */
  readonly name?: { readonly zh: string; readonly en: string }
  /** Only for tests and trials on one machine: an issuer without TLS. */
  readonly allowHttp?: boolean
}

interface Connected extends IdentityService {
  configuration?: Promise<oidc.Configuration>
}

const services = new WeakMap<App, Connected>()

/** Tells the house which identity service it may use; called once when it is wired. */
export function useIdentityService(app: App, service: IdentityService): void {
  services.set(app, { ...service })
}

export function identityServiceOf(app: App): IdentityService | undefined {
  return services.get(app)
}

/** Where the service sends people back to. */
export function identityReturnUrl(app: App): string {
  return `${app.baseUrl}/me/sign-in/identity/return`
}

async function connected(app: App): Promise<{ service: Connected; configuration: oidc.Configuration } | null> {
  const service = services.get(app)
  if (!service) return null
  // Read once and kept; a service that could not be reached is asked again the next time.
  service.configuration ??= oidc
    .discovery(new URL(service.issuer), service.clientId, service.clientSecret, undefined, {
      execute: service.allowHttp ? [oidc.allowInsecureRequests] : [],
    })
    .catch((error: unknown) => {
      delete service.configuration
      throw error
    })
  return { service, configuration: await service.configuration }
}

/** What must be known again when the person comes back; kept on the server under the challenge's id. */
export interface IdentityDeparture {
  readonly url: string
  /** Also the `state` that the service hands back. */
  readonly challenge: string
  readonly nonce: string
  readonly verifier: string
}

/**
 * Where to send somebody who wants to sign in with the identity service.
 * @returns null when none is set up
 * @throws Error when it cannot be reached
 */
export async function prepareDeparture(app: App): Promise<IdentityDeparture | null> {
  const ready = await connected(app)
  if (!ready) return null
  const challenge = newId()
  const verifier = oidc.randomPKCECodeVerifier()
  const nonce = oidc.randomNonce()
  const url = oidc.buildAuthorizationUrl(ready.configuration, {
    redirect_uri: identityReturnUrl(app),
    scope: 'openid',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: challenge,
    nonce,
  })
  return { url: url.href, challenge, nonce, verifier }
}

interface KeptDeparture {
  readonly id: string
  readonly secret: Readonly<Record<string, string>>
  readonly now: Date
}

export async function keepDeparture(tx: Tx, { id, secret, now }: KeptDeparture): Promise<void> {
  await tx
    .insertInto('people.challenge')
    .values({
      id,
      purpose: 'identity',
      account_id: null,
      secret: JSON.stringify(secret),
      expires_at: new Date(now.getTime() + challengeLifeMs),
      used_at: null,
    })
    .execute()
}

/** What came of a return: whom the service vouches for, and where the person wanted to go. */
export interface IdentityReturn {
  readonly vouched: Vouched
  readonly next: string
}

/**
 * Uses up the departure a person comes back from and redeems the service's code. Speaks to the service: never inside
 * a transaction.
 * @returns null when nobody left like this from this device, or the service refuses the code
 */
export async function comeBack(app: App, returnedTo: URL, deviceId: string | null): Promise<IdentityReturn | null> {
  const state = returnedTo.searchParams.get('state') ?? ''
  if (!isId(state)) return null
  const now = app.clock.now()
  const taken = await takeChallenge(app.database.db, { id: state, purpose: 'identity', now })
  if (!taken || taken.secret.device !== deviceId) return null
  const vouched = await redeem(app, returnedTo, { state, ...taken.secret })
  return vouched && { vouched, next: taken.secret.next ?? '/me' }
}

/** Whom the identity service vouches for. */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
}

async function redeem(app: App, returnedTo: URL, secret: Readonly<Record<string, string>>): Promise<Vouched | null> {
  const ready = await connected(app)
  if (!ready) return null
  const address = new URL(identityReturnUrl(app))
  address.search = returnedTo.search
  try {
    const tokens = await oidc.authorizationCodeGrant(ready.configuration, address, {
      pkceCodeVerifier: secret.verifier ?? '',
      expectedState: secret.state ?? '',
      expectedNonce: secret.nonce ?? '',
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    return claims ? { issuer: claims.iss, subject: claims.sub } : null
  } catch (error) {
    app.log.warn({ err: error }, 'the identity service refused a sign-in')
    return null
  }
}

/** The account the identity belongs to, if any. */
export async function accountByIdentity(tx: Tx, { issuer, subject }: Vouched): Promise<string | null> {
  const row = await tx
    .selectFrom('people.identity')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id ?? null
}
