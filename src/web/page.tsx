import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { newId } from '#kernel/ids'
import { Layout, type LayoutProps, type PageFrame } from '#ui'
import { assets } from './assets.ts'
import { csrfToken } from './csrf.ts'
import type { Ctx, ModuleManifest } from './routes.ts'
import type { Viewer } from './viewer.ts'

export interface PageOptions extends Omit<LayoutProps, 'frame' | 'children'> {
  /** 200 unless given. */
  readonly status?: 200 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503
}

/** Answers with a whole page in the viewer's language and manner. */
export function page(c: Ctx, { status = 200, ...options }: PageOptions, children: ComponentChildren): Response {
  return c.html(pageHtml(frameOf(c), options, children), status)
}

export function pageHtml(frame: PageFrame, options: Omit<PageOptions, 'status'>, children: ComponentChildren): string {
  return `<!doctype html>${renderToString(
    <Layout frame={frame} {...options}>
      {children}
    </Layout>,
  )}`
}

/** The frame of this request. Its CSRF token is made when a form asks for it, never for a page without one. */
export function frameOf(c: Ctx): PageFrame {
  const viewer = c.get('viewer')
  const files = assets()
  const url = new URL(c.req.url)
  return {
    locale: viewer.locale,
    elder: viewer.elder,
    path: url.pathname + url.search,
    council: councilOf(viewer),
    ...(viewer.name !== null && {
      viewer: { name: viewer.name, desk: viewer.actor.grants.length > 0, inboxCount: c.get('inboxCount') ?? 0 },
    }),
    demo: c.get('app').demo,
    menu: menuOf(c.get('modules'), c),
    styles: files.url('public.css'),
    deskStyles: files.url('desk.css'),
    islands: (name) => files.url(`${name}.js`),
    once: newId,
    get csrf() {
      return csrfToken(c)
    },
  }
}

function councilOf({ council: { name, shortName, phone } }: Viewer): NonNullable<PageFrame['council']> {
  return { name, ...(shortName && { shortName }), ...(phone && { phone }) }
}

function menuOf(modules: readonly ModuleManifest[], c: Ctx) {
  const here = new URL(c.req.url).pathname
  return modules.flatMap((module) => {
    const entry = module.offers?.menu?.(c.get('viewer'))
    if (!entry) return []
    return [{ ...entry, current: here === entry.href || here.startsWith(`${entry.href}/`) }]
  })
}
