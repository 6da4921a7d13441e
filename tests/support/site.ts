import type { Actor } from '#kernel/action'
import type { App } from '#kernel/app'
import type { Locale } from '#kernel/text'
import type { Council } from '#parts/councils'
import type { ModuleManifest } from '#web/routes'
import { createWebServer } from '#web/server'

const origin = 'http://localhost:3000'

export interface Site {
  readonly get: (path: string) => Promise<Response>
  /** Sends a form as the page of this site would. */
  readonly post: (path: string, fields: Readonly<Record<string, string>> | FormData) => Promise<Response>
}

interface SiteOf {
  readonly app: App
  readonly council: Council
  readonly actor: Actor
  readonly modules: readonly ModuleManifest[]
  readonly locale?: Locale
}

/** The pages of some modules as one actor sees them, without a network. */
export function siteOf({ app, council, actor, modules, locale = 'zh-CN' }: SiteOf): Site {
  const viewer = {
    actor,
    council: { id: council.id, slug: council.slug, name: council.name_zh, timeZone: council.time_zone },
    locale,
    elder: false,
    name: actor.kind === 'guest' ? null : '周明',
  }
  const { http } = createWebServer({ app, modules, identify: async () => viewer })
  return {
    get: async (path) => http.request(`${origin}${path}`),
    post: async (path, fields) =>
      http.request(`${origin}${path}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
  }
}
