import { z } from 'zod'
import type { Clock } from '#kernel/clock'
import { type Channel, type OutgoingMessage, Undeliverable } from './channel.ts'
import {
  encryptPush,
  longestPushBytes,
  type PushIdentity,
  type PushSubscription,
  vapidHeader,
} from './push-encryption.ts'

/** Push services of the usual browsers. Nothing is ever sent anywhere else: an endpoint comes from a visitor. */
export const usualPushHosts: readonly string[] = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

export interface PushSettings {
  readonly identity: PushIdentity
  /** `mailto:` or `https:` address of whoever runs the house. */
  readonly contact: string
  /** Hosts an endpoint may have; `*.` stands for any name before. */
  readonly hosts: readonly string[]
  readonly clock: Clock
}

const Subscription = z.object({ endpoint: z.url().max(1000), p256dh: z.string().max(200), auth: z.string().max(60) })

/** A subscription out of its stored form; null when it is none. */
export function readSubscription(address: string): PushSubscription | null {
  try {
    return Subscription.parse(JSON.parse(address))
  } catch {
    return null
  }
}

/** Whether an endpoint belongs to a push service messages may be sent to. A host with a port needs it named. */
export function isPushEndpoint(endpoint: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, host, username } = new URL(endpoint)
  if (username !== '') return false
  return hosts.some((allowed) => {
    if (allowed.startsWith('http://')) return `${protocol}//${host}` === allowed
    if (protocol !== 'https:') return false
    return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed
  })
}

const timeoutMs = 10_000
const keepSeconds = 24 * 3600

/** Pushes to browsers (RFC 8030), encrypted for the browser alone. */
export function pushChannel({ identity, contact, hosts, clock }: PushSettings): Channel {
  return {
    async send(message) {
      const subscription = readSubscription(message.address)
      if (!subscription || !isPushEndpoint(subscription.endpoint, hosts)) throw new Undeliverable('no-push-service')
      const { endpoint } = subscription
      const answer = await fetch(endpoint, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization: vapidHeader(identity, { endpoint, contact, now: clock.now() }),
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
          ttl: String(keepSeconds),
          urgency: 'normal',
        },
        body: new Uint8Array(encryptPush(payloadOf(message), subscription)),
      })
      if (answer.ok) return
      // The browser has unsubscribed, or subscribed with another key of ours.
      if ([403, 404, 410].includes(answer.status)) throw new Undeliverable('unsubscribed')
      if (answer.status === 400 || answer.status === 401 || answer.status === 413) {
        throw new Undeliverable(`push-refused-${answer.status}`, { keepAddress: true })
      }
      throw new Error(`the push service answered ${answer.status}`)
    },
  }
}

/** What the browser shows: as much of the words as fits. */
function payloadOf({ key, title, body, link }: OutgoingMessage): Uint8Array {
  for (let most = 600; ; most = Math.floor(most / 2)) {
    const shown = [...body].length > most ? `${[...body].slice(0, most).join('')}…` : body
    const bytes = Buffer.from(JSON.stringify({ key, title: [...title].slice(0, 200).join(''), body: shown, link }))
    if (bytes.length <= longestPushBytes || most === 0) return bytes
  }
}
