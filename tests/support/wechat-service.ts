import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WechatMessage {
  readonly openid: string
  readonly url: string | undefined
  readonly data: Readonly<Record<string, { readonly value: string }>>
}

/** WeChat's interface for official accounts, as far as the house uses it, on a port of its own. */
export interface TestWechat {
  readonly url: string
  readonly appId: string
  readonly appSecret: string
  readonly template: string
  readonly arrived: WechatMessage[]
  /** Codes the next messages are refused with. */
  readonly refusals: number[]
  /** How often a token was asked for. */
  tokens: number
  /** From now on only a token asked for anew is good. */
  revokeToken(): void
  /** A code that stands for somebody, once. */
  codeFor(openid: string): string
  close(): Promise<void>
}

/** Followers have openids that begin with `follower-`; everybody else has unfollowed the account. */
export async function aWechat(now: () => Date): Promise<TestWechat> {
  const [appId, appSecret, template] = ['wx0123456789', 'a secret of the tests', 'Tmpl_0123456789']
  const codes = new Map<string, string>()
  const seen = new Set<string>()
  const good = new Map<string, number>()
  let made = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      const asked = new URL(request.url ?? '', 'http://localhost')
      const answer = answerTo(asked, body === '' ? {} : JSON.parse(body))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function answerTo({ pathname, searchParams }: URL, body: Record<string, never>): object {
    if (pathname === '/cgi-bin/stable_token') return giveToken(body)
    if (pathname === '/sns/oauth2/access_token') return who(searchParams)
    if (pathname === '/cgi-bin/message/template/send') return take(searchParams.get('access_token') ?? '', body)
    return { errcode: 40066, errmsg: 'invalid url' }
  }

  function giveToken({ grant_type, appid, secret, force_refresh }: Record<string, unknown>): object {
    if (grant_type !== 'client_credential' || appid !== appId) return { errcode: 40013, errmsg: 'invalid appid' }
    if (secret !== appSecret) return { errcode: 40125, errmsg: 'invalid appsecret' }
    wechat.tokens += 1
    if (force_refresh) good.clear()
    for (const [token, until] of good) if (until <= now().getTime()) good.delete(token)
    if (good.size === 0) {
      made += 1
      good.set(`token-${made}`, now().getTime() + 7200_000)
    }
    return { access_token: [...good.keys()][0], expires_in: 7200 }
  }

  function who(query: URLSearchParams): object {
    const openid = codes.get(query.get('code') ?? '')
    codes.delete(query.get('code') ?? '')
    const known = query.get('appid') === appId && query.get('secret') === appSecret
    return openid && known
      ? { access_token: 'x', openid, scope: 'snsapi_base' }
      : { errcode: 40029, errmsg: 'invalid code' }
  }

  function take(token: string, { touser, template_id, url, data, client_msg_id }: Record<string, unknown>): object {
    if ((good.get(token) ?? 0) <= now().getTime()) return { errcode: 40001, errmsg: 'invalid credential' }
    const refusal = wechat.refusals.shift()
    if (refusal !== undefined) return { errcode: refusal, errmsg: 'as the test wants it' }
    if (template_id !== template) return { errcode: 40037, errmsg: 'invalid template_id' }
    if (!String(touser).startsWith('follower-')) return { errcode: 43004, errmsg: 'require subscribe' }
    const fields = Object.entries(data as WechatMessage['data'])
    if (fields.some(([name, { value }]) => name.startsWith('thing') && [...value].length > 20)) {
      return { errcode: 47003, errmsg: 'argument invalid! data.thing is too long' }
    }
    if (!seen.has(String(client_msg_id))) {
      wechat.arrived.push({
        openid: String(touser),
        url: url as string | undefined,
        data: data as WechatMessage['data'],
      })
    }
    seen.add(String(client_msg_id))
    return { errcode: 0, errmsg: 'ok', msgid: 1 }
  }

  const wechat: TestWechat = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appId,
    appSecret,
    template,
    arrived: [],
    refusals: [],
    tokens: 0,
    revokeToken: () => good.clear(),
    codeFor(openid) {
      const code = `code-${codes.size + 1}-${openid}`
      codes.set(code, openid)
      return code
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return wechat
}
