import type { IncomingMessage } from 'node:http'
import type { Ctx } from './routes.ts'

/**
 * The network address of whoever asks. Proxies in front each add the address they were called from to
 * X-Forwarded-For; only as many as the operator says stand there are believed, counted from the nearest.
 * @returns `0.0.0.0` for a request that came over no network
 */
export function clientAddress(c: Ctx): string {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: IncomingMessage }
  const nearest = incoming?.socket.remoteAddress ?? '0.0.0.0'
  const forwarded = (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  const chain = [...forwarded, nearest]
  const trusted = c.get('app').trustedProxies ?? 0
  return chain[Math.max(0, chain.length - 1 - trusted)] ?? nearest
}
