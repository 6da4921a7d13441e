import { createTransport } from 'nodemailer'
import type { App } from '#kernel/app'
import type { ContactKind } from '#parts/people'

/** One message on its way out. */
export interface OutgoingMessage {
  /** The same key is the same message: a receiver that has it already may drop the second. */
  readonly key: string
  readonly address: string
  readonly title: string
  readonly body: string
  /** Full address of the page it is about; null where there is none. */
  readonly link: string | null
}

/** A way out. Throws when the message was not taken; it is then tried again. */
export interface Channel {
  send(message: OutgoingMessage): Promise<void>
}

export type Channels = Readonly<Partial<Record<ContactKind, Channel>>>

const installed = new WeakMap<App, Channels>()

/** Tells the house by which ways it can send; called once when it is wired. */
export function useChannels(app: App, channels: Channels): void {
  installed.set(app, channels)
}

export function channelsOf(app: App): Channels {
  return installed.get(app) ?? {}
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
}

/** @throws Error when mail is set up without the address it comes from */
export function channelsFrom(settings: ChannelSettings): Channels {
  const { smtpUrl, mailFrom, smsWebhookUrl, smsWebhookToken } = settings
  if (smtpUrl && !mailFrom)
    throw new Error('SMTP_URL is set, so MAIL_FROM must be too, for example: 直通 <notice@example.org>')
  return {
    ...(smtpUrl && mailFrom && { email: mailChannel({ smtpUrl, from: mailFrom }) }),
    ...(smsWebhookUrl && { phone: smsChannel({ url: smsWebhookUrl, token: smsWebhookToken ?? null }) }),
  }
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
