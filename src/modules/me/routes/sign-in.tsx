import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { perform, systemActor } from '#kernel/action'
import { reaches } from '#parts/notices'
import {
  askPasskey,
  comeBack,
  demoAccounts,
  departForIdentityService,
  deviceLabel,
  enterCode,
  type FactorResult,
  identityServiceOf,
  ownAccount,
  pendingCode,
  prepareDeparture,
  type SignedIn,
  safeNext,
  signInByIdentity,
  signInByPasskey,
  signInToDemo,
  signOut,
} from '#parts/people'
import { clientAddress } from '#web/address'
import { refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { endSession, ensureDevice, forgetDevice, rememberLook, sessionToken, startSession } from '#web/session'
import { askCode } from '../actions.ts'
import { text as codeText } from '../pages/code-page.text.ts'
import { CodePage, NoEntryPage } from '../pages/code-page.tsx'
import { text as passkeyText } from '../pages/passkey-page.text.ts'
import { PasskeySignInPage } from '../pages/passkey-page.tsx'
import { text as signInText } from '../pages/sign-in-page.text.ts'
import { type Problem, SignInPage, type SignInView } from '../pages/sign-in-page.tsx'

type Purpose = SignInView['purpose']

const askPaths: Readonly<Record<Purpose, string>> = {
  'sign-in': '/me/sign-in',
  prove: '/me/prove',
  'add-contact': '/me/contacts',
}

export function signInRoutes(http: Http): void {
  for (const purpose of ['sign-in', 'prove', 'add-contact'] as const) {
    http.get(askPaths[purpose], (c) => showAsk(c, purpose))
    http.post(askPaths[purpose], (c) => ask(c, purpose))
  }
  http.get('/me/sign-in/code', showCode)
  http.post('/me/sign-in/code', enter)
  http.get('/me/sign-in/passkey', (c) => passkeyPage(c, nextOf(c), null))
  http.post('/me/sign-in/passkey/ask', askForPasskey)
  http.post('/me/sign-in/passkey', answerWithPasskey)
  http.get('/me/sign-in/identity', leaveForIdentity)
  http.get('/me/sign-in/identity/return', returnFromIdentity)
  http.post('/me/demo', enterDemo)
  http.post('/me/sign-out', leave)
}

function nextOf(c: Ctx): string {
  return safeNext(c.req.query('next'))
}

async function showAsk(c: Ctx, purpose: Purpose): Promise<Response> {
  const { actor } = c.get('viewer')
  if (purpose === 'add-contact' ? actor.accountId === null : actor.accountId !== null) {
    return c.redirect(purpose === 'add-contact' ? signInHref('/me/contacts') : nextOf(c), 303)
  }
  return askPage(c, purpose, { next: nextOf(c), contact: '', problem: null })
}

export function signInHref(next: string): string {
  return `/me/sign-in?${new URLSearchParams({ next })}`
}

async function askPage(
  c: Ctx,
  purpose: Purpose,
  typed: Pick<SignInView, 'next' | 'contact' | 'problem'>,
): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const t = signInText[locale]
  const identity = identityServiceOf(app)
  const view: SignInView = {
    ...typed,
    purpose,
    reaches: { phone: reaches(app, 'phone'), email: reaches(app, 'email') },
    identity: identity ? (identity.name?.[locale === 'en' ? 'en' : 'zh'] ?? t.identityService) : null,
    demo: app.demo && purpose === 'sign-in' ? await demoAccounts(app.database.db, council.id, app.clock.now()) : [],
  }
  const title = { 'sign-in': t.title, prove: t.proveTitle, 'add-contact': t.addTitle }[purpose]
  const status = typed.problem ? (typed.problem.code === 'too-many' ? 429 : 422) : 200
  return page(
    c,
    { title, width: 'narrow', unlisted: true, invalid: typed.problem !== null, status },
    <SignInPage view={view} />,
  )
}

async function ask(c: Ctx, purpose: Purpose): Promise<Response> {
  const { values } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const next = safeNext(values.next)
  const contact = values.contact ?? ''
  const outcome = await perform(c.get('app'), askCode, actor, { contact, purpose, locale, ip: clientAddress(c) })
  if (!outcome.ok) {
    if (outcome.kind !== 'invalid') return refusalPage(c, outcome, values)
    return askPage(c, purpose, { next, contact, problem: problemOf(outcome.issues[0]?.code) })
  }
  const { result } = outcome
  if (result.kind === 'too-many') {
    return askPage(c, purpose, { next, contact, problem: { code: 'too-many', waitSeconds: result.waitSeconds } })
  }
  return c.redirect(`/me/sign-in/code?${new URLSearchParams({ request: result.request, next })}`, 303)
}

function problemOf(code: string | undefined): Problem {
  const known = ['empty', 'not-a-contact', 'no-phone', 'no-email'] as const
  return { code: known.find((one) => one === code) ?? 'not-a-contact' }
}

async function showCode(c: Ctx): Promise<Response> {
  return codePage(c, { request: c.req.query('request') ?? '', next: nextOf(c), problem: null })
}

interface CodeTyped {
  readonly request: string
  readonly next: string
  readonly problem: { readonly code: 'empty' } | { readonly code: 'wrong'; readonly triesLeft: number } | null
}

async function codePage(c: Ctx, { request, next, problem }: CodeTyped): Promise<Response> {
  const app = c.get('app')
  const { actor, locale } = c.get('viewer')
  const pending = await pendingCode(app.database.db, { request, deviceId: actor.deviceId, now: app.clock.now() })
  if (!pending) return noEntry(c, 'dead', 'sign-in', next)
  const askHref = `${askPaths[pending.purpose]}?${new URLSearchParams({ next })}`
  return page(
    c,
    {
      title: codeText[locale].title,
      width: 'narrow',
      unlisted: true,
      invalid: problem !== null,
      status: problem ? 422 : 200,
    },
    <CodePage view={{ request, next, problem, masked: pending.masked, askHref, demo: app.demo }} />,
  )
}

function noEntry(c: Ctx, why: 'dead' | 'disabled' | 'taken', purpose: Purpose, next: string): Response {
  const t = codeText[c.get('viewer').locale]
  const askHref = `${askPaths[purpose]}?${new URLSearchParams({ next })}`
  return page(
    c,
    { title: why === 'dead' ? t.deadTitle : t.title, width: 'narrow', unlisted: true, status: 409 },
    <NoEntryPage view={{ why, askHref }} />,
  )
}

function browserOf(c: Ctx) {
  return { before: sessionToken(c), deviceLabel: deviceLabel(c.req.header('user-agent')) }
}

async function enter(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const app = c.get('app')
  const { actor } = c.get('viewer')
  const next = safeNext(values.next)
  const request = values.request ?? ''
  const pending = await pendingCode(app.database.db, { request, deviceId: actor.deviceId, now: app.clock.now() })
  const purpose = pending?.purpose ?? 'sign-in'
  const outcome = await perform(app, enterCode, actor, { request, code: values.code ?? '', ...browserOf(c) })
  if (!outcome.ok) {
    const empty = outcome.kind === 'invalid' && outcome.issues.every(({ path }) => path === 'code')
    return empty ? codePage(c, { request, next, problem: { code: 'empty' } }) : noEntry(c, 'dead', purpose, next)
  }
  const { result } = outcome
  switch (result.kind) {
    case 'signed-in':
      return welcome(c, result, next)
    case 'contact-added':
      return c.redirect('/me/settings?done=contact', 303)
    case 'wrong':
      return codePage(c, { request, next, problem: { code: 'wrong', triesLeft: result.triesLeft } })
    case 'contact-taken':
      return noEntry(c, 'taken', purpose, next)
    default:
      return noEntry(c, result.kind, purpose, next)
  }
}

/** Hands the browser its new token, and the look its owner chose on another device. */
async function welcome(c: Ctx, entry: SignedIn, next: string): Promise<Response> {
  startSession(c, entry.token)
  const account = await ownAccount(c.get('app').database.db, entry.accountId)
  if (account?.locale) rememberLook(c, { lang: account.locale, elder: account.elder })
  return c.redirect(next, 303)
}

function passkeyPage(c: Ctx, next: string, problem: 'refused' | 'disabled' | null): Response {
  return page(
    c,
    {
      title: passkeyText[c.get('viewer').locale].title,
      width: 'narrow',
      unlisted: true,
      islands: ['passkey'],
      status: problem ? 409 : 200,
    },
    <PasskeySignInPage view={{ next, problem }} />,
  )
}

/** What the passkey island is told: a challenge and the options for the browser. */
export interface PasskeyAsked {
  readonly challenge: string
  readonly options: PublicKeyCredentialRequestOptionsJSON | PublicKeyCredentialCreationOptionsJSON
}

async function askForPasskey(c: Ctx): Promise<Response> {
  const outcome = await perform(c.get('app'), askPasskey, c.get('viewer').actor, { ip: clientAddress(c) })
  if (!outcome.ok || outcome.result.kind === 'too-many') return c.json({ error: 'too-many' }, 429)
  const { challengeId, options } = outcome.result
  return c.json({ challenge: challengeId, options } satisfies PasskeyAsked)
}

async function answerWithPasskey(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const next = safeNext(values.next)
  const response = credentialOf(values.response)
  if (!response) return passkeyPage(c, next, 'refused')
  const input = { challenge: values.challenge ?? '', response, ...browserOf(c) }
  const outcome = await perform(c.get('app'), signInByPasskey, c.get('viewer').actor, input)
  return outcome.ok ? factorAnswer(c, outcome.result, next) : passkeyPage(c, next, 'refused')
}

/** The browser's answer as the island sent it; null when it is none. */
export function credentialOf(json: string | undefined) {
  try {
    return json ? JSON.parse(json) : null
  } catch {
    return null
  }
}

function factorAnswer(c: Ctx, result: FactorResult, next: string): Promise<Response> | Response {
  return result.kind === 'signed-in' ? welcome(c, result, next) : passkeyPage(c, next, result.kind)
}

/** A link and not a form: the policy of this site's pages lets no form lead to another site. */
async function leaveForIdentity(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const departure = await prepareDeparture(app)
  if (!departure) return c.redirect(signInHref(nextOf(c)), 303)
  const actor = { ...c.get('viewer').actor, deviceId: ensureDevice(c) }
  const { url, ...kept } = departure
  const outcome = await perform(app, departForIdentityService, actor, {
    ...kept,
    next: nextOf(c),
    ip: clientAddress(c),
  })
  return outcome.ok ? c.redirect(url, 303) : refusalPage(c, outcome)
}

async function returnFromIdentity(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { actor } = c.get('viewer')
  const back = await comeBack(app, new URL(c.req.url), actor.deviceId)
  if (!back) return noEntry(c, 'dead', 'sign-in', '/me')
  const outcome = await perform(app, signInByIdentity, systemActor(actor.councilId), {
    ...back.vouched,
    accountId: actor.accountId,
    ...browserOf(c),
  })
  if (!outcome.ok) return refusalPage(c, outcome)
  const next = safeNext(back.next)
  return outcome.result.kind === 'signed-in'
    ? welcome(c, outcome.result, next)
    : noEntry(c, 'disabled', 'sign-in', next)
}

async function enterDemo(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const input = { accountId: values.account ?? '', ...browserOf(c) }
  const outcome = await perform(c.get('app'), signInToDemo, c.get('viewer').actor, input)
  return outcome.ok ? factorAnswer(c, outcome.result, safeNext(values.next)) : refusalPage(c, outcome)
}

async function leave(c: Ctx): Promise<Response> {
  const token = sessionToken(c)
  if (token) await perform(c.get('app'), signOut, c.get('viewer').actor, { token })
  endSession(c)
  forgetDevice(c)
  return c.redirect('/', 303)
}
