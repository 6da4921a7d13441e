import type { App } from '#kernel/app'
import { identify } from '#parts/people'
import { createWebServer, type WebServer } from '#web/server'
import { modules } from '../../src/modules/index.ts'

export interface ServedHouse {
  readonly origin: string
  readonly web: WebServer
  close(): Promise<void>
}

/** The house on a port of its own, as a browser reaches it. `app.baseUrl` should say the same origin where it matters. */
export async function serve(app: App, port = 0): Promise<ServedHouse> {
  const web = createWebServer({ app, modules, identify: identify(app) })
  const taken = await web.listen(port, '127.0.0.1')
  return { origin: `http://localhost:${taken}`, web, close: () => web.close() }
}

/** A port nobody listens on now, for a house that must know its address before it is built. */
export async function aFreePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
