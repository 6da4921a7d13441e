import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { Env } from './routes.ts'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Shorter ones fit the first packet anyway. */
const worthBytes = 1400

/**
 * Compresses pages made for one visitor; kept pages and assets come compressed already. A page that holds a session's
 * token may be compressed because its cookies are SameSite: another site cannot have it fetched again and again to
 * learn the token from the lengths.
 */
export const compressPages: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  const accepts = c.req.header('accept-encoding') ?? ''
  const way = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : null
  const { res } = c
  if (!way || !res.body || res.headers.has('content-encoding')) return
  if (!res.headers.get('content-type')?.startsWith('text/html')) return
  const plain = Buffer.from(await res.arrayBuffer())
  const headers = new Headers(res.headers)
  headers.delete('content-length')
  const worthwhile = plain.length >= worthBytes
  if (worthwhile) headers.set('content-encoding', way)
  headers.append('vary', 'Accept-Encoding')
  const body = worthwhile ? await packed(plain, way) : plain
  c.res = undefined
  c.res = new Response(new Uint8Array(body), { status: res.status, headers })
}

function packed(plain: Buffer, way: 'br' | 'gzip'): Promise<Buffer> {
  if (way === 'gzip') return gzipped(plain, { level: 6 })
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
  return brotli(plain, { params: { [BROTLI_PARAM_QUALITY]: 4, [BROTLI_PARAM_SIZE_HINT]: plain.length } })
}
