import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { App } from '#kernel/app'
import { type OutgoingMessage, sendWaiting, useChannels } from '#parts/notices'
import type { ContactKind } from '#parts/people'

/** A message that reached the world outside. */
export interface Arrived extends OutgoingMessage {
  readonly by: ContactKind
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

/** Puts a pretended SMS gateway and mail server behind a house. */
export function outsideOf(app: App): Outside {
  const arrived: Arrived[] = []
  const channelBy = (by: ContactKind) => ({
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
  useChannels(app, { phone: channelBy('phone'), email: channelBy('email') })
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
