import { createTransport } from 'nodemailer'
import type { App } from '#kernel/app'
import { systemClock } from '#kernel/clock'
import type { ContactKind } from '#parts/people'
import type { Channel, ChannelKind } from './channel.ts'
import { pushChannel, usualPushHosts } from './push.ts'
import { pushIdentity } from './push-encryption.ts'
import { readTemplate, type Wechat, wechatChannel } from './wechat.ts'

/** A way out for each kind, where there is one; WeChat also says who somebody is. */
export interface Channels extends Readonly<Partial<Record<Exclude<ChannelKind, 'wechat'>, Channel>>> {
  readonly wechat?: Wechat
  /** What a browser subscribes with; absent where nothing is pushed. */
  readonly pushKey?: string
  /** Hosts of push services an endpoint may have. */
  readonly pushHosts?: readonly string[]
}

const installed = new WeakMap<App, Channels>()

/** Tells the house by which ways it can send; called once when it is wired. */
export function useChannels(app: App, channels: Channels): void {
  installed.set(app, channels)
}

export function channelsOf(app: App): Channels {
  return installed.get(app) ?? {}
}

/** Whether browsers may subscribe, and with which key. */
export function pushKeyOf(app: App): string | null {
  return channelsOf(app).pushKey ?? null
}

/** Whether a code or notice can reach a contact of this kind. In a demonstration everything can: it stays inside. */
export function reaches(app: App, kind: ContactKind): boolean {
  return app.demo || channelsOf(app)[kind] !== undefined
}

export interface ChannelSettings {
  /** `smtps://user:password@host:465` */
  readonly smtpUrl: string | undefined
  /** `直通 <notice@example.org>` */
  readonly mailFrom: string | undefined
  /** Where text messages are posted as JSON. */
  readonly smsWebhookUrl: string | undefined
  readonly smsWebhookToken: string | undefined
  /** `mailto:` or `https:` address of whoever runs the house; without it nothing is pushed to browsers. */
  readonly pushContact: string | undefined
  /** Hosts of push services besides the usual ones, separated by spaces. */
  readonly pushHosts: string | undefined
  readonly wechat:
    | { readonly appId: string; readonly appSecret: string; readonly template: string; readonly apiUrl: string }
    | undefined
  /** The secret of the house, of which its key for push services is made. */
  readonly secret: string
}

/** @throws Error when a way is set up in part only */
export function channelsFrom(settings: ChannelSettings): Channels {
  const { smtpUrl, mailFrom, smsWebhookUrl, smsWebhookToken, pushContact, wechat } = settings
  if (smtpUrl && !mailFrom)
    throw new Error('SMTP_URL is set, so MAIL_FROM must be too, for example: 直通 <notice@example.org>')
  return {
    ...(smtpUrl && mailFrom && { email: mailChannel({ smtpUrl, from: mailFrom }) }),
    ...(pushContact && pushFrom(pushContact, settings)),
    ...(wechat && {
      wechat: wechatChannel({ ...wechat, template: readTemplate(wechat.template), clock: systemClock }),
    }),
    ...(smsWebhookUrl && { phone: smsChannel({ url: smsWebhookUrl, token: smsWebhookToken ?? null }) }),
  }
}

function pushFrom(
  contact: string,
  { secret, pushHosts = '' }: ChannelSettings,
): Pick<Channels, 'push' | 'pushKey' | 'pushHosts'> {
  if (!/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(contact)) {
    throw new Error('WEB_PUSH_CONTACT must be an address, for example: mailto:office@example.org')
  }
  const identity = pushIdentity(secret)
  const hosts = [...usualPushHosts, ...pushHosts.split(/\s+/).filter(Boolean)]
  const push = pushChannel({ identity, contact, hosts, clock: systemClock })
  return { push, pushKey: identity.publicKey, pushHosts: hosts }
}

/** Mail over SMTP. The message's key becomes its Message-ID, by which mail programs drop a repetition. */
export function mailChannel({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Channel {
  const transport = createTransport(smtpUrl, { from })
  const host = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return {
    async send({ key, address, title, body, link }) {
      await transport.sendMail({
        to: address,
        subject: title,
        text: link ? `${body}\n\n${link}\n` : `${body}\n`,
        messageId: `<${key.replace(/[^\w.-]/g, '-')}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
  }
}

const smsTimeoutMs = 10_000

/**
 * Text messages by a gateway that takes JSON: `POST {to, text, key}` with a bearer token and an `Idempotency-Key`;
 * any 2xx means taken. Gateways with a form of their own stand behind a small relay that speaks this one.
 */
export function smsChannel({ url, token }: { readonly url: string; readonly token: string | null }): Channel {
  return {
    async send({ key, address, title, body, link }) {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(smsTimeoutMs),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ to: address, text: [title, body, link].filter(Boolean).join('\n'), key }),
      })
      if (!answer.ok) throw new Error(`the SMS gateway answered ${answer.status}`)
    },
  }
}
