import { createHmac, timingSafeEqual } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import type { Ctx } from './routes.ts'

const yearSeconds = 365 * 24 * 3600
const sessionDays = 30

export const cookieNames = {
  session: 'zt_session',
  device: 'zt_device',
  lang: 'zt_lang',
  elder: 'zt_elder',
  council: 'zt_council',
} as const

/** `__Host-` cookies need TLS; on a plain http address the same name goes without the prefix. */
function nameOf(c: Ctx, name: string): string {
  return isSecure(c) ? `__Host-${name}` : name
}

function isSecure(c: Ctx): boolean {
  return c.get('app').baseUrl.startsWith('https:')
}

function options(c: Ctx, maxAge: number) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c), maxAge } as const
}

/** The cookie's token, or, where the request names one itself, that alone: the two are never mixed. */
export function sessionToken(c: Ctx): string | null {
  if (!isByToken(c)) return getCookie(c, nameOf(c, cookieNames.session)) ?? null
  const header = c.req.header('authorization')
  return header?.startsWith('Bearer ') ? header.slice(7) : null
}

/** Whether the request says who it is in a header, which no page of another site can make a browser send. */
export function isByToken(c: Ctx): boolean {
  return c.req.header('authorization') !== undefined
}

export function startSession(c: Ctx, token: string): void {
  setCookie(c, nameOf(c, cookieNames.session), token, options(c, sessionDays * 24 * 3600))
}

export function endSession(c: Ctx): void {
  setCookie(c, nameOf(c, cookieNames.session), '', options(c, 0))
}

export function deviceId(c: Ctx): string | null {
  return getCookie(c, nameOf(c, cookieNames.device)) ?? null
}

/** Lets the next person on a shared device begin as somebody else. */
export function forgetDevice(c: Ctx): void {
  setCookie(c, nameOf(c, cookieNames.device), '', options(c, 0))
}

/** The guest's device id, made now if there is none: only pages with a form ask for it. */
export function ensureDevice(c: Ctx): string {
  const present = deviceId(c)
  if (present) return present
  const made = newId()
  setCookie(c, nameOf(c, cookieNames.device), made, options(c, yearSeconds))
  return made
}

export function rememberLook(c: Ctx, choice: { readonly lang?: Locale; readonly elder?: boolean }): void {
  if (choice.lang) setCookie(c, cookieNames.lang, choice.lang, options(c, yearSeconds))
  if (choice.elder !== undefined) setCookie(c, cookieNames.elder, choice.elder ? '1' : '0', options(c, yearSeconds))
}

export function rememberCouncil(c: Ctx, slug: string): void {
  setCookie(c, cookieNames.council, slug, options(c, yearSeconds))
}

/** A value that only this installation can have made for this holder and purpose. */
export function sign(secret: string, purpose: string, value: string): string {
  return createHmac('sha256', secret).update(`${purpose}\0${value}`).digest('base64url')
}

export function signatureHolds(secret: string, purpose: string, value: string, signature: string): boolean {
  const expected = Buffer.from(sign(secret, purpose, value))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
