import { z } from 'zod'
import { type Actor, perform } from '#kernel/action'
import { locales } from '#kernel/text'
import { deviceLabel, enterCode, signOut } from '#parts/people'
import { clientAddress } from '#web/address'
import type { Ctx, Endpoint } from '#web/routes'
import { sessionToken } from '#web/session'
import { askCode } from './actions.ts'

const device = z.uuid().describe('A random id the program made and keeps: the code is good for it alone.')

const AskCode = z.strictObject({
  contact: z.string().trim().min(1).max(254).describe('A mobile number or an e-mail address.'),
  device,
  locale: z.enum(locales).default('zh-CN'),
})

const EnterCode = z.strictObject({
  request: z.uuid(),
  code: z.string().max(40),
  device,
  /** What the list of sessions calls it. */
  label: z.string().trim().min(1).max(60).optional(),
})

/**
 * Signing in for programs without cookies: a mini-program, an app. The same codes, ceilings and sessions as in the
 * browser; what comes back is a token for the `Authorization` header, good in one council.
 */
export const tokenEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'sign-in.ask-code',
    summary: 'Sends a one-time code to a mobile number or an e-mail address.',
    input: AskCode,
    result: z.object({ request: z.uuid() }),
    refusals: { 429: 'too-many: try again after waitSeconds' },
    signedIn: false,
    async handle(c, { contact, device, locale }) {
      const input = { contact, purpose: 'sign-in' as const, locale, ip: clientAddress(c) }
      const outcome = await perform(c.get('app'), askCode, onDevice(c, device), input)
      if (!outcome.ok) {
        return c.json({ error: outcome.kind, ...(outcome.kind === 'invalid' && { issues: outcome.issues }) }, 422)
      }
      const { result } = outcome
      if (result.kind === 'too-many') return c.json({ error: 'too-many', waitSeconds: result.waitSeconds }, 429)
      return c.json({ request: result.request })
    },
  }),
  endpoint({
    name: 'sign-in.enter-code',
    summary: 'Answers with the code and gets a token; it is listed, and can be ended, under /me/sessions.',
    input: EnterCode,
    result: z.object({ token: z.string(), expiresAt: z.iso.datetime(), council: z.string() }),
    refusals: {
      403: 'disabled: this account may not sign in',
      409: 'dead: ask for a new code; wrong: triesLeft tells how often it may be tried again',
    },
    signedIn: false,
    async handle(c, { request, code, device, label }) {
      const input = {
        request,
        code,
        byToken: true,
        before: sessionToken(c),
        deviceLabel: label ?? deviceLabel(c.req.header('user-agent')),
      }
      const outcome = await perform(c.get('app'), enterCode, onDevice(c, device), input)
      if (!outcome.ok) {
        return outcome.kind === 'invalid'
          ? c.json({ error: 'invalid', issues: outcome.issues }, 422)
          : c.json({ error: 'dead' }, 409)
      }
      const { result } = outcome
      switch (result.kind) {
        case 'signed-in': {
          const { token, expiresAt } = result
          return c.json({ token, expiresAt: expiresAt.toISOString(), council: c.get('viewer').council.slug })
        }
        case 'wrong':
          return c.json({ error: 'wrong', triesLeft: result.triesLeft }, 409)
        case 'disabled':
          return c.json({ error: 'disabled' }, 403)
        default:
          return c.json({ error: 'dead' }, 409)
      }
    },
  }),
  endpoint({
    name: 'sign-in.sign-out',
    summary: 'Ends the session of the token that is sent.',
    input: z.strictObject({}),
    result: z.object({}),
    refusals: { 401: 'signed-out' },
    signedIn: true,
    async handle(c) {
      await perform(c.get('app'), signOut, c.get('viewer').actor, { token: sessionToken(c) ?? '' })
      return c.json({})
    },
  }),
]

/** Lets `handle` know its input, and the list hold them all. */
function endpoint<Schema extends z.ZodType>(declared: Endpoint<Schema>): Endpoint {
  return declared as unknown as Endpoint
}

/** Whoever asks is a guest on that device, whatever else the request carries. */
function onDevice(c: Ctx, deviceId: string): Actor {
  const { councilId, network } = c.get('viewer').actor
  return {
    kind: 'guest',
    councilId,
    accountId: null,
    personId: null,
    grants: [],
    deviceId,
    ...(network !== undefined && { network }),
  }
}
