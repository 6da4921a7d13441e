/** A process of its own that `presence.ts` measures: the house, or a bare Node that only holds lines open. */
import { createServer, type ServerResponse } from 'node:http'
import { createApp } from '#kernel/app'
import { systemClock } from '#kernel/clock'
import { openDatabase } from '#kernel/db'
import { identify } from '#parts/people'
import { createWebServer } from '#web/server'
import { manifests } from '../src/house.ts'
import { modules } from '../src/modules/index.ts'

const [kind, url = ''] = process.argv.slice(2)
const silent = {
  info: () => {},
  warn: () => {},
  error: (details: object, message: string) => console.error(message, details),
}

const port = kind === 'bare' ? await bare() : await house()
process.send?.({ port })
process.on('message', (message) => {
  if (message !== 'memory') return
  globalThis.gc?.()
  process.send?.({ rss: process.memoryUsage().rss })
})

async function house(): Promise<number> {
  const database = await openDatabase({ url, connections: 8 })
  const secret = 'a secret of the benchmarks, thirty-two bytes or more'
  const common = { database, clock: systemClock, manifests, log: silent, secret }
  const app = createApp({ ...common, baseUrl: 'http://localhost:3000', demo: false })
  return createWebServer({ app, modules, identify: identify(app) }).listen(0, '127.0.0.1')
}

/** Every line hears of every word that is sent to any of them: as little work as there can be. */
function bare(): Promise<number> {
  const lines = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: here\ndata:\n\n')
    lines.add(response)
    request.on('close', () => lines.delete(response))
  })
  process.on('message', (message) => {
    if (message === 'word') for (const line of lines) line.write('event: changed\ndata:\n\n')
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
