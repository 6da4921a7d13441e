import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ComponentChildren, h, type JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { faviconSvg, Layout, type PageFrame } from '#ui'
import { assets } from '#web/assets'
import { securityHeaders } from '#web/server'

export type PageSource = (frame: PageFrame, query: URLSearchParams) => JSX.Element

export interface Received {
  readonly path: string
  readonly type: string
  readonly body: string
}

export interface PageServer {
  readonly origin: string
  /** Every POST, in order. */
  readonly received: readonly Received[]
  /** What the next POSTs are answered with: an address to go to, or nothing at all (the line is cut). */
  answer: string | 'cut'
  readonly close: () => Promise<void>
}

/** A page with nothing but what is to be tried. */
export function pageWith(children: (query: URLSearchParams) => ComponentChildren): PageSource {
  return (frame, query) => h(Layout, { frame, title: 'Test', children: [h('h1', {}, 'Test'), children(query)] })
}

/** Serves pages by path under the house's own headers and assets, without database or session: for the look and the islands. */
export async function servePages(pages: Readonly<Record<string, PageSource>>): Promise<PageServer> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    handle(request, response).catch((error) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const self: PageServer = {
    origin: `http://127.0.0.1:${port}`,
    received,
    answer: Object.keys(pages)[0] ?? '/',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', self.origin)
    if (request.method === 'POST') return post(request, response, url)
    if (url.pathname === '/look') return look(response, url)
    if (url.pathname.startsWith('/assets/')) return asset(response, url.pathname.slice('/assets/'.length))
    if (url.pathname === '/favicon.svg') return send(response, 200, 'image/svg+xml', faviconSvg)
    const page = pages[url.pathname]
    if (!page) return send(response, 404, 'text/plain', 'Not found')
    const html = renderToString(page(frameFor(request), url.searchParams))
    send(response, 200, 'text/html; charset=utf-8', `<!doctype html>${html}`)
  }

  async function post(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    received.push({
      path: url.pathname,
      type: request.headers['content-type'] ?? '',
      body: Buffer.concat(pieces).toString('latin1'),
    })
    if (self.answer === 'cut') {
      request.socket.destroy()
      return
    }
    response.writeHead(303, { location: self.answer }).end()
  }
}

function look(response: ServerResponse, url: URL): void {
  const cookies = ['lang', 'elder'].flatMap((name) => {
    const value = url.searchParams.get(name)
    return value === null ? [] : [`zt_${name}=${value}; Path=/`]
  })
  response.writeHead(303, { location: url.searchParams.get('back') ?? '/', 'set-cookie': cookies }).end()
}

function asset(response: ServerResponse, path: string): void {
  const file = assets().file(path)
  if (file) response.setHeader('content-encoding', 'br')
  if (file) send(response, 200, file.type, file.br ?? file.body)
  else send(response, 404, 'text/plain', 'Not found')
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}

/** A guest's frame in the invented city, in the language and manner of the cookies. */
function frameFor(request: IncomingMessage): PageFrame {
  const cookie = request.headers.cookie ?? ''
  return sampleFrame({
    locale: cookie.includes('zt_lang=en') ? 'en' : 'zh-CN',
    elder: cookie.includes('zt_elder=1'),
    path: request.url ?? '/',
  })
}

/** A frame to render pages with in tests. */
export function sampleFrame(changes: Partial<PageFrame> = {}): PageFrame {
  const en = changes.locale === 'en'
  const menu = en
    ? ['Consultations', 'Stations', 'Projects', 'Suggestions', 'Budget', 'Deputies', 'Surveys', 'Law']
    : ['立法意见', '联络站', '民生项目', '代表建议', '预算监督', '人大代表', '问卷', '普法']
  return {
    locale: 'zh-CN',
    elder: false,
    path: '/ui',
    council: en
      ? { name: 'Yunshan City People’s Congress', phone: '0571-8000 0000' }
      : { name: '云山市人民代表大会', shortName: '云山市人大', phone: '0571-8000 0000' },
    demo: true,
    csrf: 'test-token',
    menu: menu.map((label, index) => ({
      href: `/menu-${index}`,
      label,
      current: index === 0,
      essential: index < 3,
    })),
    styles: assets().url('public.css'),
    deskStyles: assets().url('desk.css'),
    islands: (name) => assets().url(`${name}.js`),
    ...changes,
  }
}
