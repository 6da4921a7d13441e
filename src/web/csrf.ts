import type { Ctx } from './routes.ts'
import { deviceId, ensureDevice, sessionToken, sign, signatureHolds } from './session.ts'

/** The hidden value of a form. Asking for it gives a guest a device cookie. */
export function csrfToken(c: Ctx): string {
  return sign(c.get('app').secret, 'csrf', holder(c) ?? ensureDevice(c))
}

/**
 * Whether a POST came from a page of this site. The browser's own headers decide where it sends them; a WebView that
 * sends neither Sec-Fetch-Site nor Origin must bring the form's token. A stale token beside good headers does no harm,
 * so that a page left open over a sign-in can still be sent.
 */
export function cameFromHere(c: Ctx, token: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site === 'same-origin') return true
  if (site && site !== 'same-site' && site !== 'none') return false
  const origin = c.req.header('origin')
  if (!site && origin && origin !== 'null') return isOwn(c, origin)
  const owner = holder(c)
  return owner !== null && token !== undefined && signatureHolds(c.get('app').secret, 'csrf', owner, token)
}

function holder(c: Ctx): string | null {
  return sessionToken(c) ?? deviceId(c)
}

function isOwn(c: Ctx, origin: string): boolean {
  try {
    return new URL(origin).host === c.req.header('host')
  } catch {
    return false
  }
}
