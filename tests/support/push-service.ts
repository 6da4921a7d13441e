import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushSubscription } from '#parts/notices'

export interface Pushed {
  readonly title: string
  readonly body: string
  readonly link: string | null
  /** Who the push service was told sends: the address in the token. */
  readonly contact: string
}

/** A push service and the browsers that subscribed at it, on a port of its own. */
export interface TestPushService {
  readonly origin: string
  /** A browser with keys of its own subscribes. */
  subscribe(): PushSubscription & { readonly shown: readonly Pushed[] }
  /** Statuses the next messages are answered with; after them messages are taken. */
  readonly answers: number[]
  /** Why messages were refused, in words. */
  readonly faults: string[]
  close(): Promise<void>
}

interface Browser {
  readonly key: ReturnType<typeof createECDH>
  readonly auth: Buffer
  readonly shown: Pushed[]
}

/** Checks the protocol as a service and a browser do: RFC 8030, 8188, 8291 and 8292. @param publicKey the house's own */
export async function aPushService(publicKey: string, now: () => Date): Promise<TestPushService> {
  const browsers = new Map<string, Browser>()
  const answers: number[] = []
  const faults: string[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const planned = answers.shift()
      if (planned !== undefined) return void response.writeHead(planned, { location: `${origin}/x` }).end()
      const browser = browsers.get(request.url ?? '')
      if (!browser) return void response.writeHead(410).end()
      try {
        const contact = readToken(String(request.headers.authorization), { origin, publicKey, now: now() })
        if (request.headers['content-encoding'] !== 'aes128gcm') throw new Error('not aes128gcm')
        if (!/^\d+$/.test(String(request.headers.ttl))) throw new Error('no TTL')
        const words = JSON.parse(decrypt(Buffer.concat(pieces), browser).toString())
        browser.shown.push({ title: words.title, body: words.body, link: words.link, contact })
        response.writeHead(201).end()
      } catch (error) {
        faults.push((error as Error).message)
        response.writeHead(400).end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    answers,
    faults,
    subscribe() {
      const key = createECDH('prime256v1')
      key.generateKeys()
      const auth = randomBytes(16)
      const shown: Pushed[] = []
      const path = `/push/${randomBytes(8).toString('hex')}`
      browsers.set(path, { key, auth, shown })
      const keys = { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') }
      return { endpoint: `${origin}${path}`, ...keys, shown }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The sender's address, once the token is signed with the key that is named, for this service, and still holds. */
function readToken(
  header: string,
  { origin, publicKey, now }: { readonly origin: string; readonly publicKey: string; readonly now: Date },
): string {
  const [, token = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
  if (key !== publicKey) throw new Error('another key than the browser subscribed with')
  const point = Buffer.from(key, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
  }
  const [head = '', claims = '', signature = ''] = token.split('.')
  const signer = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), signer, Buffer.from(signature, 'base64url'))) {
    throw new Error('the token is not signed with that key')
  }
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const seconds = now.getTime() / 1000
  if (aud !== origin) throw new Error('the token is for another service')
  if (exp <= seconds || exp > seconds + 24 * 3600) throw new Error('the token does not hold, or for too long')
  return sub
}

function decrypt(body: Buffer, { key, auth }: Browser): Buffer {
  const salt = body.subarray(0, 16)
  const theirs = body.subarray(21, 21 + (body[20] ?? 0))
  const sealed = body.subarray(21 + theirs.length)
  if (body.readUInt32BE(16) < sealed.length) throw new Error('more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), theirs])
  const keying = hkdfSync('sha256', Buffer.from(key.computeSecret(theirs)), auth, info, 32)
  const part = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(keying), salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes))
  const decipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12))
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  const end = plain.lastIndexOf(2)
  if (end === -1) throw new Error('the last record is not marked')
  return plain.subarray(0, end)
}
