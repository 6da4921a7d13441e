import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { action, type Run } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { conflict, Refused } from '#kernel/outcome'
import {
  accountForProved,
  addContact,
  createAccount,
  ensurePerson,
  type LockedAccount,
  lockAccount,
} from '../accounts.ts'
import { type CodeAnswer, checkCode, type LockedCode, lockCode } from '../codes.ts'
import { networkOf } from '../contacts.ts'
import { accountByIdentity, keepDeparture } from '../identity-service.ts'
import { personForProved } from '../invitations.ts'
import { accountByPasskey, askForPasskey, takeChallenge } from '../passkeys.ts'
import { takeQuota } from '../quota.ts'
import { digestFor, hashToken } from '../secrets.ts'
import { endSession, type OpenedSession, openSession } from '../sessions.ts'
import { mayAddStrongFactor } from '../strength.ts'
import type { SignInMethod } from '../tables.ts'

/** What the edge knows of the browser that signs in. */
const Browser = z.object({
  /** The session token it holds now; it ends. */
  before: z.string().nullable().default(null),
  deviceLabel: z.string().default('?'),
  /** Whether it holds a token instead of a cookie: then the session is good in this council only. */
  byToken: z.boolean().default(false),
})

/** What came of signing in. Refusals are answers and not refusals of the action: a try that is refused still counts. */
export type SignedIn = {
  readonly kind: 'signed-in'
  readonly accountId: string
  readonly personId: string
  readonly isNew: boolean
} & OpenedSession

export type CodeResult =
  | SignedIn
  | { readonly kind: 'contact-added' }
  /** The contact belongs to another account. */
  | { readonly kind: 'contact-taken' }
  | Exclude<CodeAnswer, { kind: 'right' }>
  | { readonly kind: 'disabled' }

/** Answers with the code that was sent: signs in, proves what a device wrote, or adds a contact. */
export const enterCode = action({
  name: 'people.enter-code',
  edgeOnly: true,
  input: Browser.extend({
    request: z.uuid(),
    code: z
      .string()
      .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
      .pipe(z.string().min(1).max(12)),
  }),
  subject: async ({ tx, input }) => (await lockCode(tx, input.request)) ?? null,
  allow: () => true,
  async run(run): Promise<CodeResult> {
    const { tx, subject: code, input, actor, app, now, emit } = run
    const { deviceId, accountId } = actor
    const answer = await checkCode({ tx, app, now, code, typed: input.code, deviceId, accountId })
    if (answer.kind !== 'right') {
      emit('people.code-refused', { why: answer.kind, purpose: code.purpose })
      return answer
    }
    return code.purpose === 'add-contact' ? addProved(run, code) : signInProved(run, code)
  },
})

type CodeRun = Run<z.output<typeof Browser>, LockedCode>

async function addProved({ tx, now, emit }: CodeRun, code: LockedCode): Promise<CodeResult> {
  const accountId = code.account_id
  if (accountId === null) throw new Error('a code for adding a contact names no account')
  const added = await addContact(tx, { accountId, contact: code, now })
  emit(added ? 'people.contact-added' : 'people.code-refused', { kind: code.kind, ...(!added && { why: 'taken' }) })
  return { kind: added ? 'contact-added' : 'contact-taken' }
}

async function signInProved(run: CodeRun, code: LockedCode): Promise<CodeResult> {
  const { tx, input, actor, councilId, now, emit } = run
  const contact = { kind: code.kind, value: code.value }
  const { account, isNew } = await accountForProved(tx, contact, now)
  if (!mayEnter(account)) {
    emit('people.sign-in-refused', { why: 'disabled', method: 'code' })
    return { kind: 'disabled' }
  }
  const personId = await personForProved(tx, { councilId, accountId: account.id, contact, now })
  const signedIn = await enter(run, { account, personId, method: 'code', isNew, input })
  if (code.purpose === 'prove') {
    emit(
      'people.contact-proved',
      { deviceId: actor.deviceId, accountId: account.id, personId },
      { subjectId: account.id },
    )
  }
  return signedIn
}

function mayEnter(account: LockedAccount): boolean {
  return account.disabled_at === null && account.erased_at === null
}

interface Entry {
  readonly account: LockedAccount
  readonly personId: string
  readonly method: SignInMethod
  readonly isNew: boolean
  readonly input: z.output<typeof Browser>
}

async function enter(
  { tx, now, emit, councilId }: Pick<Run<unknown, unknown>, 'tx' | 'now' | 'emit' | 'councilId'>,
  { account, personId, method, isNew, input }: Entry,
): Promise<SignedIn> {
  const { before, deviceLabel, byToken } = input
  const onlyIn = byToken ? councilId : null
  const opened = await openSession(tx, { accountId: account.id, method, now, before, deviceLabel, onlyIn })
  emit('people.signed-in', { method, isNew, accountId: account.id, personId }, { subjectId: account.id })
  return { kind: 'signed-in', accountId: account.id, personId, isNew, ...opened }
}

/** Ends the session the browser holds. */
export const signOut = action({
  name: 'people.sign-out',
  edgeOnly: true,
  input: z.object({ token: z.string() }),
  subject: async () => ({}),
  allow: (actor) => actor.accountId !== null,
  async run({ tx, input, now, emit, actor }) {
    await endSession(tx, { tokenHash: hashToken(input.token), now, why: 'signed-out' })
    emit('people.signed-out', {}, { subjectId: actor.accountId ?? undefined })
    return null
  },
})

const asksPerNetwork = { most: 60, windowMs: 10 * 60_000 }

/** Asks a browser for any passkey of this house. */
export const askPasskey = action({
  name: 'people.ask-passkey',
  edgeOnly: true,
  input: z.object({ ip: z.string() }),
  subject: async () => ({}),
  allow: () => true,
  async run({ tx, app, input, now, emit }) {
    const key = `passkey:${digestFor(app.secret, networkOf(input.ip))}`
    const waitSeconds = await takeQuota(tx, [{ key, ...asksPerNetwork }], now)
    emit('people.passkey-asked', { counted: waitSeconds === 0 })
    return waitSeconds > 0
      ? ({ kind: 'too-many', waitSeconds } as const)
      : ({ kind: 'asked', ...(await askForPasskey(app, tx)) } as const)
  },
})

export type FactorResult = SignedIn | { readonly kind: 'refused' } | { readonly kind: 'disabled' }

/** Answers with a passkey. */
export const signInByPasskey = action({
  name: 'people.sign-in-by-passkey',
  edgeOnly: true,
  input: Browser.extend({ challenge: z.uuid(), response: z.custom<AuthenticationResponseJSON>(isCredential) }),
  subject: async () => ({}),
  allow: () => true,
  async run(run): Promise<FactorResult> {
    const { tx, app, input, now, emit } = run
    const taken = await takeChallenge(tx, { id: input.challenge, purpose: 'passkey-sign-in', now })
    const accountId =
      taken && (await accountByPasskey({ app, tx, now, secret: taken.secret, response: input.response }))
    if (!accountId) {
      emit('people.sign-in-refused', { why: 'passkey', method: 'passkey' })
      return { kind: 'refused' }
    }
    return enterKnown(run, accountId, 'passkey')
  },
})

/** Whether it has the shape of a browser's answer; what it proves is for the library to say. */
export function isCredential(value: unknown): boolean {
  return z.looseObject({ id: z.string().max(1024), response: z.looseObject({}) }).safeParse(value).success
}

interface Known {
  readonly tx: Tx
  readonly councilId: string
  readonly now: Date
  readonly emit: Run<unknown, unknown>['emit']
  readonly input: z.output<typeof Browser>
}

async function enterKnown(run: Known, accountId: string, method: SignInMethod): Promise<FactorResult> {
  const account = await lockAccount(run.tx, accountId)
  if (!account || !mayEnter(account)) {
    run.emit('people.sign-in-refused', { why: 'disabled', method })
    return { kind: 'disabled' }
  }
  const personId = await ensurePerson(run.tx, { councilId: run.councilId, accountId, now: run.now })
  return enter(run, { account, personId, method, isNew: false, input: run.input })
}

/** Keeps what must be known again when somebody comes back from the identity service. @returns the challenge's id */
export const departForIdentityService = action({
  name: 'people.depart-for-identity-service',
  edgeOnly: true,
  input: z.object({
    ip: z.string(),
    next: z.string().max(500),
    challenge: z.uuid(),
    nonce: z.string(),
    verifier: z.string(),
  }),
  subject: async () => ({}),
  allow: (actor) => actor.deviceId !== null,
  async run({ tx, app, actor, input, now, emit }) {
    const key = `identity:${digestFor(app.secret, networkOf(input.ip))}`
    if ((await takeQuota(tx, [{ key, ...asksPerNetwork }], now)) > 0) throw new Refused(conflict('too-many'))
    const { challenge, next, nonce, verifier } = input
    await keepDeparture(tx, { id: challenge, secret: { next, nonce, verifier, device: actor.deviceId ?? '' }, now })
    emit('people.left-for-identity-service')
    return null
  },
})

/**
 * Signs in whom the identity service vouches for. Performed as the system, after the service's answer was redeemed:
 * nobody may say of themselves whom the service vouches for.
 */
export const signInByIdentity = action({
  name: 'people.sign-in-by-identity',
  edgeOnly: true,
  input: Browser.extend({
    issuer: z.string().min(1),
    subject: z.string().min(1),
    /** The account the browser is signed in to: an identity not seen before becomes another way into it. */
    accountId: z.uuid().nullable(),
  }),
  subject: async () => ({}),
  allow: () => false,
  async run(run): Promise<FactorResult> {
    const { tx, input, now } = run
    const known = await accountByIdentity(tx, input)
    const accountId = known ?? (await linkable(tx, input, now)) ?? (await createAccount(tx, now)).id
    await tx
      .insertInto('people.identity')
      .values({ issuer: input.issuer, subject: input.subject, account_id: accountId, created_at: now, used_at: now })
      .onConflict((clash) => clash.columns(['issuer', 'subject']).doUpdateSet({ used_at: now }))
      .execute()
    return enterKnown(run, accountId, 'identity')
  },
})

async function linkable(
  tx: Tx,
  { accountId, before }: { readonly accountId: string | null; readonly before: string | null },
  now: Date,
): Promise<string | null> {
  if (accountId === null || before === null) return null
  return (await mayAddStrongFactor(tx, { accountId, token: before, now })) ? accountId : null
}

/** One click into an account of a demonstration. Nowhere else. */
export const signInToDemo = action({
  name: 'people.sign-in-to-demo',
  edgeOnly: true,
  input: Browser.extend({ accountId: z.uuid() }),
  subject: async ({ tx, app, input }) => {
    if (!app.demo) return null
    const account = await tx
      .selectFrom('people.account')
      .select('id')
      .where('id', '=', input.accountId)
      .where('demo_position', 'is not', null)
      .executeTakeFirst()
    return account ?? null
  },
  allow: () => true,
  run: (run): Promise<FactorResult> => enterKnown(run, run.subject.id, 'demo'),
})
