import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#kernel/clock'
import { type Channel, Undeliverable } from './channel.ts'

export interface WechatSettings {
  readonly appId: string
  readonly appSecret: string
  /** The template and the names of its fields: `ID title=thing2 time=time3`. */
  readonly template: WechatTemplate
  /** `https://api.weixin.qq.com`, or a relay that speaks the same. */
  readonly apiUrl: string
  readonly clock: Clock
}

/** A message template of the official account 公众号: which of its fields gets the title, and which the time. */
export interface WechatTemplate {
  readonly id: string
  readonly title: string
  readonly time: string | null
}

/** @throws Error that says what the setting should hold */
export function readTemplate(text: string): WechatTemplate {
  const [id = '', ...fields] = text.trim().split(/\s+/)
  const named = new Map(fields.map((field) => field.split('=', 2) as [string, string]))
  const title = named.get('title')
  const shape = 'WECHAT_TEMPLATE must hold the template and its fields, for example: AbC123 title=thing2 time=time3'
  if (!/^[\w-]{10,80}$/.test(id) || !title) throw new Error(shape)
  return { id, title, time: named.get('time') ?? null }
}

export interface Wechat extends Channel {
  /** Where a browser inside WeChat is sent to say who it is; it comes back to `returnTo` with a code. */
  askAddress(returnTo: string, state: string): string
  /** The openid a code stands for. @throws Error when WeChat does not know the code */
  openidOf(code: string): Promise<string>
}

const timeoutMs = 10_000
/** A token is asked for anew so long before it ends. */
const earlyMs = 5 * 60_000

// Codes of WeChat's interface, by what they mean for a message.
const staleToken = new Set([40001, 40014, 42001, 41001])
const receiverGone = new Set([40003, 43004, 43101, 43116, 50005])
const ourFault = new Set([40037, 40013, 41030, 47001, 47003, 48001, 48008])

const Token = z.object({ access_token: z.string(), expires_in: z.number() })
const Answer = z.object({ errcode: z.number().default(0), errmsg: z.string().default('') })
const Who = z.object({ openid: z.string().regex(/^[\w-]{10,64}$/) })

/** Template messages of an official account 公众号模板消息. They carry the title and a link, never the words themselves. */
export function wechatChannel({ appId, appSecret, template, apiUrl, clock }: WechatSettings): Wechat {
  let kept: { readonly token: string; readonly until: number } | null = null
  let asking: Promise<string> | null = null

  async function call(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${apiUrl}${path}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    if (!answer.ok) throw new Error(`WeChat answered ${answer.status}`)
    return answer.json()
  }

  async function fetchToken(force: boolean): Promise<string> {
    const asked = { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force }
    const answer = await call('/cgi-bin/stable_token', asked)
    const token = Token.safeParse(answer)
    if (!token.success) throw new Error(`WeChat gave no token: ${errorOf(answer)}`)
    const { access_token, expires_in } = token.data
    kept = { token: access_token, until: clock.now().getTime() + expires_in * 1000 - earlyMs }
    return access_token
  }

  /** One token for all; asked for once, however many messages wait for it. */
  async function tokenOf(): Promise<string> {
    if (kept && clock.now().getTime() < kept.until) return kept.token
    asking ??= fetchToken(false).finally(() => {
      asking = null
    })
    return asking
  }

  async function post(token: string, message: Parameters<Channel['send']>[0]): Promise<z.infer<typeof Answer>> {
    const { key, address, title, link } = message
    return Answer.parse(
      await call(`/cgi-bin/message/template/send?access_token=${encodeURIComponent(token)}`, {
        touser: address,
        template_id: template.id,
        // WeChat drops a second message of the same id.
        client_msg_id: createHash('sha256').update(key).digest('hex').slice(0, 32),
        ...(link && { url: link }),
        data: {
          [template.title]: { value: cut(title) },
          ...(template.time && { [template.time]: { value: timeOf(clock.now()) } }),
        },
      }),
    )
  }

  return {
    askAddress(returnTo, state) {
      const query = new URLSearchParams({
        appid: appId,
        redirect_uri: returnTo,
        response_type: 'code',
        scope: 'snsapi_base',
        state,
      })
      return `https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`
    },
    async openidOf(code) {
      const query = new URLSearchParams({ appid: appId, secret: appSecret, code, grant_type: 'authorization_code' })
      const answer = await call(`/sns/oauth2/access_token?${query}`)
      const who = Who.safeParse(answer)
      if (!who.success) throw new Error(`WeChat does not know the code: ${errorOf(answer)}`)
      return who.data.openid
    },
    async send(message) {
      const token = await tokenOf()
      let answer = await post(token, message)
      if (staleToken.has(answer.errcode)) {
        // Somebody else had the token renewed: one more try with a new one, and no third.
        kept = null
        answer = await post(await fetchToken(true), message)
      }
      if (answer.errcode === 0) return
      const why = `wechat-${answer.errcode}`
      if (receiverGone.has(answer.errcode)) throw new Undeliverable(why)
      if (ourFault.has(answer.errcode)) throw new Undeliverable(`${why} ${answer.errmsg}`, { keepAddress: true })
      throw new Error(`WeChat refused: ${answer.errcode} ${answer.errmsg}`)
    },
  }
}

function errorOf(answer: unknown): string {
  const { errcode, errmsg } = Answer.catch({ errcode: -1, errmsg: 'no answer' }).parse(answer)
  return `${errcode} ${errmsg}`
}

/** A field of a template has 20 characters. */
function cut(title: string): string {
  const letters = [...title]
  return letters.length > 20 ? `${letters.slice(0, 19).join('')}…` : title
}

function timeOf(now: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
  return parts.format(now)
}
