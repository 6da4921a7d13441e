import { hasRole } from '#kernel/action'
import type { Ctx, Http } from '#web/routes'
import { presenceOf } from './presence.ts'

/**
 * A line lasts this long; the browser opens the next one by itself. So a phone that went out of reach without a word
 * is gone within a minute also behind a proxy, and a session that has ended ends its line.
 */
const lineMs = 40_000
const encoder = new TextEncoder()

export function liveRoutes(http: Http): void {
  http.get('/contact/inbox/live', live)
}

/** The line of an open inbox: says when something of hers has changed, never what. Source: WHATWG HTML, 9.2. */
async function live(c: Ctx): Promise<Response> {
  const { actor, council } = c.get('viewer')
  // "No content" tells the browser not to come back.
  if (!hasRole(actor, 'deputy') || actor.personId === null) return c.body(null, 204)
  const presence = presenceOf(c.get('app'))
  const who = { councilId: council.id, personId: actor.personId }
  const last = Number(c.req.header('last-event-id') ?? Number.NaN)
  let end: () => void = () => {}
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let over = false
      const say = (words: string) => {
        if (!over) controller.enqueue(encoder.encode(words))
      }
      let leave: () => void = () => {}
      const close = () => {
        if (over) return
        over = true
        clearTimeout(timer)
        leave()
        try {
          controller.close()
        } catch {
          // The browser has gone already.
        }
      }
      end = close
      const timer = setTimeout(close, lineMs * (0.9 + Math.random() / 10)).unref()
      const line = { changed: (at: number) => say(`id: ${at}\nevent: changed\ndata:\n\n`), close }
      say('retry: 1500\n\n')
      const joined = await presence.join(who, line, Number.isSafeInteger(last) ? last : null)
      leave = joined.leave
      if (over) leave()
      say(`id: ${joined.at}\nevent: here\ndata:\n\n`)
    },
    cancel: () => end(),
  })
  return c.body(stream, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that gather answers would keep every word until the line ends.
    'x-accel-buffering': 'no',
  })
}
