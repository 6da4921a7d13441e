import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { App } from '#kernel/app'
import { type ChannelKind, type Channels, type OutgoingMessage, sendWaiting, useChannels } from '#parts/notices'

/** A message that reached the world outside. */
export interface Arrived extends OutgoingMessage {
  readonly by: ChannelKind
}

/** The phones and mailboxes of the world outside, and a switch that lets the gateway fail. */
export interface Outside {
  readonly arrived: readonly Arrived[]
  /** How many of the next messages the gateway refuses. */
  refuseNext: number
  /** Sends what waits in a council and tells what has reached an address. */
  messagesTo(address: string, councilId: string): Promise<readonly Arrived[]>
  /** The newest code that reached an address. */
  codeAt(address: string, councilId: string): Promise<string>
}

/** Puts a pretended SMS gateway and mail server behind a house. @param more ways out besides */
export function outsideOf(app: App, more: Channels = {}): Outside {
  const arrived: Arrived[] = []
  const channelBy = (by: ChannelKind) => ({
    async send(message: OutgoingMessage) {
      if (outside.refuseNext > 0) {
        outside.refuseNext -= 1
        throw new Error('the gateway is down')
      }
      arrived.push({ ...message, by })
    },
  })
  const outside: Outside = {
    arrived,
    refuseNext: 0,
    async messagesTo(address, councilId) {
      while ((await sendWaiting(app, councilId)) > 0);
      return arrived.filter((message) => message.address === address)
    },
    async codeAt(address, councilId) {
      const newest = (await outside.messagesTo(address, councilId)).at(-1)
      const code = newest && /\b\d{6}\b/.exec(newest.body)?.[0]
      if (!code) throw new Error(`no code has reached ${address}`)
      return code
    },
  }
  useChannels(app, { phone: channelBy('phone'), email: channelBy('email'), ...more })
  return outside
}

export interface TestIdentityService {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Whom it vouches for from now on. */
  signInAs(subject: string): void
  /** Follows the address a browser was sent to, consents, and answers with the address it is sent back to. */
  visit(url: string): Promise<URL>
  close(): Promise<void>
}

/** A real OpenID provider on a port of its own, whose people always consent. */
export async function anIdentityService(returnUrl: string): Promise<TestIdentityService> {
  let subject = 'resident-1'
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [clientId, clientSecret] = ['zhitong', 'a secret of the tests']
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [returnUrl] }],
    cookies: { keys: ['a key of the tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_: unknown, sub: string) => ({ accountId: sub, claims: async () => ({ sub }) }),
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
  })
  const answer = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    const { params } = await provider.interactionDetails(request, response)
    const grant = new provider.Grant({ accountId: subject, clientId: String(params.client_id) })
    grant.addOIDCScope('openid')
    const result = { login: { accountId: subject }, consent: { grantId: await grant.save() } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  return {
    issuer,
    clientId,
    clientSecret,
    signInAs: (who) => {
      subject = who
    },
    visit: (url) => visit(url, issuer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a browser does: follows redirects within the provider, keeping its cookies. */
async function visit(url: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>()
  let next = url
  for (let hop = 0; hop < 10; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`the identity service answered ${response.status}: ${await response.text()}`)
    next = new URL(location, next).href
    if (!next.startsWith(issuer)) return new URL(next)
  }
  throw new Error('the identity service never sent the browser back')
}

/** One request a department's own system has. */
export interface TheirRequest {
  readonly fields: Readonly<Record<string, string>>
  status: string
  notes: string
}

/** How the system answers the next request, once each: as it should unless told otherwise. */
export type Mood =
  | 'well'
  | 'fails'
  | 'silent'
  | 'hangs-up-after-filing'
  | 'talks-nonsense'
  | 'refuses-the-key'
  | 'does-not-know-the-service'

export interface TheirSystem {
  readonly endpoint: string
  readonly requests: readonly TheirRequest[]
  /** What it was asked, in order: `POST /requests.json`. */
  readonly asked: readonly string[]
  readonly moods: Mood[]
  /** Whether it answers filing with a token, and the number comes later. */
  byToken: boolean
  /** Whether it tells what it has. */
  lists: boolean
  /** Whether it knows a repeated request by its key. */
  knowsRepeats: boolean
  close(): Promise<void>
}

/** A department's own Open311 system on a port of its own, with the moods such systems have. */
export async function aTheirSystem(): Promise<TheirSystem> {
  const requests: TheirRequest[] = []
  const asked: string[] = []
  const moods: Mood[] = []
  const byKey = new Map<string, number>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8')
    })
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      asked.push(`${request.method} ${url.pathname}`)
      const mood = moods.shift() ?? 'well'
      const say = (status: number, value: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(value))
      }
      if (mood === 'silent') return
      if (mood === 'fails') return say(500, [{ code: 500, description: 'sorry' }])
      if (mood === 'refuses-the-key') return say(403, [{ code: 403, description: 'no' }])
      if (mood === 'does-not-know-the-service') return say(400, [{ code: 400, description: 'no such service' }])
      if (mood === 'talks-nonsense') {
        response.end('<html>Welcome</html>')
        return
      }
      const shown = (each: TheirRequest, index: number) => ({
        service_request_id: String(index + 1),
        status: each.status,
        status_notes: each.notes,
        description: each.fields.description,
        agency_responsible: '示例照明中心',
        requested_datetime: '2026-11-20T01:00:00Z',
        updated_datetime: '2026-11-20T02:00:00Z',
      })
      if (request.method === 'POST') {
        const key = String(request.headers['idempotency-key'] ?? '')
        const before = system.knowsRepeats ? byKey.get(key) : undefined
        if (before === undefined) {
          requests.push({ fields: Object.fromEntries(new URLSearchParams(body)), status: 'open', notes: '' })
          byKey.set(key, requests.length)
        }
        const id = String(before ?? requests.length)
        if (mood === 'hangs-up-after-filing') {
          response.destroy()
          return
        }
        return say(201, [system.byToken ? { token: `t${id}` } : { service_request_id: id }])
      }
      const [, kind, name] = /^\/(requests|tokens)\/(\w+)\.json$/.exec(url.pathname) ?? []
      if (kind === 'tokens') return say(200, [{ token: name, service_request_id: String(name).slice(1) }])
      if (kind === 'requests') {
        const one = requests[Number(name) - 1]
        return one ? say(200, [shown(one, Number(name) - 1)]) : say(404, [])
      }
      return system.lists ? say(200, requests.map(shown)) : say(404, [])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const system: TheirSystem = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    asked,
    moods,
    byToken: false,
    lists: true,
    knowsRepeats: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return system
}
