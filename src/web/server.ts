import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { renderToString } from 'preact-render-to-string'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { type Locale, localeOf, locales } from '#kernel/text'
import { faviconSvg, sitePaths } from '#ui'
import { clientAddress } from './address.ts'
import { mountApi } from './api.ts'
import { assets } from './assets.ts'
import { answerOf, type Kept, keyOf, PageCache } from './cache.ts'
import { compressPages } from './compress.ts'
import { cameFromHere } from './csrf.ts'
import { brokenPage, foreignPostPage, notFoundPage, tooLargePage } from './errors.tsx'
import { createFloodGate, type FloodLimits, floodLimits } from './flood.ts'
import { floodPage } from './flood-page.tsx'
import { sent } from './form.tsx'
import { networkDigest } from './network.ts'
import { frameOf } from './page.tsx'
import type { Ctx, Env, Http, ModuleManifest } from './routes.ts'
import { cookieNames, deviceId, isByToken, rememberCouncil, rememberLook, sessionToken } from './session.ts'
import { galleryPage } from './ui/gallery.tsx'
import type { Identify, Viewer } from './viewer.ts'

const megabytes = 30

export interface ServerOptions {
  readonly app: App
  readonly modules: readonly ModuleManifest[]
  readonly identify: Identify
  /** When guests are asked for a proof; for tests. */
  readonly flood?: FloodLimits
}

export interface WebServer {
  /** For tests: answers a Request without a network. */
  readonly http: Http
  readonly server: Server
  listen(port: number, host: string): Promise<number>
  close(): Promise<void>
}

/** The HTTP edge: request id, headers, assets, session → viewer, CSRF, pages kept in memory, then the modules' routes. */
export function createWebServer({ app, modules, identify, flood }: ServerOptions): WebServer {
  const http: Http = new Hono<Env>()
  const cache = new PageCache(app)
  layers(http, { app, modules, identify })
  floodGate(http, app, flood)
  publicPages(http, cache)
  siteRoutes(http)
  mountApi(http, app)
  for (const module of modules) module.routes(http)
  http.notFound((c) => (c.get('viewer') ? notFoundPage(c) : c.text('Not found', 404)))
  http.onError(async (error, c) => {
    app.log.error(
      { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, err: error },
      'a request failed',
    )
    if (!c.get('viewer')) return c.text(`Error ${c.get('requestId')}`, 500)
    return brokenPage(c, (await sent(c)).values)
  })

  const listener = getRequestListener(http.fetch)
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!cache.serve(request, response)) void listener(request, response)
  })
  return {
    http,
    server,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          const address = server.address()
          resolve(typeof address === 'object' && address ? address.port : port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), interest-cohort=()',
}

function layers(http: Http, { app, modules, identify }: ServerOptions): void {
  http.use(async (c, next) => {
    c.set('app', app)
    c.set('modules', modules)
    c.set('requestId', newId().slice(-12))
    await next()
    for (const [name, value] of Object.entries(securityHeaders))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    if (app.baseUrl.startsWith('https:')) c.res.headers.set('strict-transport-security', 'max-age=31536000')
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  http.use(compressPages)
  http.get('/assets/*', (c) => asset(c, c.req.path.slice('/assets/'.length)))
  http.get('/healthz', (c) => c.text('ok'))
  http.use(async (c, next) => {
    const viewer = await identify({
      sessionToken: sessionToken(c),
      byToken: isByToken(c),
      deviceId: deviceId(c),
      host: (c.req.header('host') ?? '').replace(/:\d+$/, ''),
      councilSlug: getCookie(c, cookieNames.council) ?? councilNamed(c),
      locale: localeFor(c),
      elder: getCookie(c, cookieNames.elder) === '1',
    })
    if (!viewer) return c.text('No council has been set up yet. Run: npm run zhitong -- council create', 503)
    const network = networkDigest(app.secret, clientAddress(c))
    c.set('viewer', { ...viewer, actor: { ...viewer.actor, network } })
    if (viewer.actor.kind === 'person' && c.req.method === 'GET')
      c.set('inboxCount', await unread(app, modules, viewer))
    return next()
  })
  http.use(bodyLimit({ maxSize: megabytes * 1024 * 1024, onError: (c) => tooLargePage(c as Ctx, megabytes) }))
  http.use(async (c, next) => {
    if (c.req.method !== 'POST' || c.req.path.startsWith('/api/') || isForPrograms(modules, c.req.path)) return next()
    const { values } = await sent(c)
    return cameFromHere(c, values.csrf) ? next() : foreignPostPage(c, values)
  })
}

/** Before anything a guest writes is worked on, by whatever address it comes. */
function floodGate(http: Http, app: App, limits: FloodLimits = floodLimits): void {
  const gate = createFloodGate(app.secret, limits)
  http.use(async (c, next) => {
    const { actor, council } = c.get('viewer')
    if (c.req.method !== 'POST' || actor.kind !== 'guest' || hasOwnCeilings(c.req.path)) return next()
    if (isForPrograms(c.get('modules'), c.req.path)) return next()
    const now = app.clock.now()
    if (gate.asks(council.id, now)) {
      const isApi = c.req.path.startsWith('/api/')
      const form = isApi ? undefined : await sent(c)
      const verdict = gate.judge(
        {
          councilId: council.id,
          network: actor.network ?? '',
          deviceId: actor.deviceId,
          ticket: form ? form.values.flood : c.req.header('x-flood-ticket'),
          proof: form ? form.values.proof : c.req.header('x-flood-proof'),
        },
        now,
      )
      const waitSeconds = Math.ceil(limits.waitMs / 1000)
      if (!verdict.ok && !form) {
        const headers = { 'retry-after': String(waitSeconds) }
        return c.json({ error: 'crowded', ticket: verdict.ticket, bits: limits.bits, waitSeconds }, 429, headers)
      }
      if (!verdict.ok && form)
        return floodPage(c, { ticket: verdict.ticket, bits: limits.bits, waitSeconds, sent: form })
    }
    const leave = gate.enter(council.id, now)
    try {
      return await next()
    } finally {
      leave()
    }
  })
}

/** Signing in counts by contact and network, and is the way past the gate; checking a receipt changes nothing. */
function hasOwnCeilings(path: string): boolean {
  return path.startsWith('/me/') || path.startsWith('/api/v1/sign-in/') || path === '/verify'
}

function isForPrograms(modules: readonly ModuleManifest[], path: string): boolean {
  return modules.some(({ forPrograms }) => forPrograms !== undefined && path.startsWith(forPrograms))
}

/** A program without cookies says which council it means. */
function councilNamed(c: Ctx): string | null {
  return c.req.path.startsWith('/api/') ? (c.req.header('x-council') ?? null) : null
}

async function unread(app: App, modules: readonly ModuleManifest[], viewer: Viewer): Promise<number> {
  let count = 0
  for (const { offers } of modules) count += (await offers?.inboxCount?.(app, viewer)) ?? 0
  return count
}

function localeFor(c: Ctx): Locale {
  const chosen = getCookie(c, cookieNames.lang)
  return locales.find((locale) => locale === chosen) ?? localeOf(c.req.header('accept-language'))
}

function asset(c: Ctx, path: string): Response {
  const file = assets().file(path)
  if (!file) return c.text('Not found', 404)
  const headers = {
    'content-type': file.type,
    'cache-control': 'public, max-age=31536000, immutable',
    etag: file.etag,
    vary: 'Accept-Encoding',
  }
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers)
  const accepts = c.req.header('accept-encoding') ?? ''
  if (file.br && accepts.includes('br'))
    return c.body(new Uint8Array(file.br), 200, { ...headers, 'content-encoding': 'br' })
  if (file.gzip && accepts.includes('gzip'))
    return c.body(new Uint8Array(file.gzip), 200, { ...headers, 'content-encoding': 'gzip' })
  return c.body(new Uint8Array(file.body), 200, headers)
}

/**
 * Keeps the pages a route marked with `keepPublic`. They are looked up before the route runs, and stored after it,
 * only for guests and only when the answer set no cookie.
 */
function publicPages(http: Http, cache: PageCache): void {
  http.use(async (c, next) => {
    const url = new URL(c.req.url)
    const key =
      c.req.method === 'GET'
        ? keyOf(c.req.header('host') ?? '', url.pathname + url.search, {
            cookie: c.req.header('cookie'),
            'accept-language': c.req.header('accept-language'),
          })
        : ''
    if (!key || c.get('viewer').actor.kind !== 'guest') return next()
    const kept = await cache.lookUp(key)
    if (kept) return keptAnswer(c, kept)
    const at = Date.now()
    const stamp = await cache.stampOf(c.get('viewer').council.id)
    await next()
    if (!c.get('keep') || c.res.status !== 200 || c.res.headers.has('set-cookie')) return
    const html = await c.res.clone().text()
    const headers = { ...securityHeaders, ...ownHeaders(c.res) }
    const councilId = c.get('viewer').council.id
    c.res = undefined
    c.res = keptAnswer(c, await cache.keep(key, { councilId, stamp, at, html, headers }))
  })
}

/** What a page says itself of how a browser is to guard it, instead of what holds for all. */
function ownHeaders(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => Object.hasOwn(securityHeaders, name)))
}

function keptAnswer(c: Ctx, kept: Kept): Response {
  const { status, headers, body } = answerOf(kept, {
    'if-none-match': c.req.header('if-none-match'),
    'accept-encoding': c.req.header('accept-encoding'),
  })
  return new Response(body && new Uint8Array(body), { status, headers })
}

/** Marks the page being answered as the same for every guest. */
export function keepPublic(c: Ctx): void {
  c.set('keep', true)
}

function siteRoutes(http: Http): void {
  http.get('/look', (c) => {
    const lang = locales.find((locale) => locale === c.req.query('lang'))
    const elder = c.req.query('elder')
    rememberLook(c, { ...(lang && { lang }), ...(elder !== undefined && { elder: elder === '1' }) })
    return c.redirect(ownPath(c.req.query('back')), 303)
  })
  http.get(sitePaths.favicon, (c) =>
    c.body(faviconSvg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  )
  // Every component with its states, for those who build pages; the public of a real council has no use for it.
  http.get('/ui', (c) =>
    c.get('app').demo ? c.html(`<!doctype html>${renderToString(galleryPage(frameOf(c)))}`) : notFoundPage(c),
  )
  http.get('/council/:slug', (c) => {
    rememberCouncil(c, c.req.param('slug'))
    return c.redirect('/', 303)
  })
}

/** A path of this site; anything else, the front page. */
export function ownPath(path: string | undefined): string {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/'
}
