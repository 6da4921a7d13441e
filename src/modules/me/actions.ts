import { z } from 'zod'
import { action } from '#kernel/action'
import { invalid, Refused } from '#kernel/outcome'
import { locales } from '#kernel/text'
import { post, reaches } from '#parts/notices'
import { codeLifeMs, issueCode, readContact } from '#parts/people'
import { codeText } from './messages.text.ts'

export type AskedCode =
  | { readonly kind: 'asked'; readonly request: string }
  | { readonly kind: 'too-many'; readonly waitSeconds: number }

/**
 * Sends a one-time code to a phone or an e-mail address. The answer is the same whether anybody has an account with
 * it or not.
 */
export const askCode = action({
  name: 'me.ask-code',
  edgeOnly: true,
  input: z.object({
    contact: z.string().trim().min(1).max(254),
    purpose: z.enum(['sign-in', 'prove', 'add-contact']),
    locale: z.enum(locales),
    ip: z.string(),
  }),
  subject: async () => ({}),
  allow: (actor, _, { purpose }) => (purpose === 'add-contact' ? actor.accountId !== null : true),
  async run({ tx, app, councilId, actor, input, now, emit }): Promise<AskedCode> {
    const contact = readContact(input.contact)
    if (!contact) throw new Refused(invalid({ path: 'contact', code: 'not-a-contact' }))
    if (!reaches(app, contact.kind)) throw new Refused(invalid({ path: 'contact', code: `no-${contact.kind}` }))
    const { purpose } = input
    const accountId = purpose === 'add-contact' ? actor.accountId : null
    const issued = await issueCode({
      tx,
      app,
      now,
      contact,
      purpose,
      accountId,
      deviceId: actor.deviceId,
      ip: input.ip,
    })
    emit('me.code-asked', { channel: contact.kind, purpose, sent: issued.kind === 'issued' })
    if (issued.kind === 'too-many') return issued
    const t = codeText[input.locale]
    await post(tx, {
      councilId,
      now,
      contact,
      accountId,
      locale: input.locale,
      title: t.title,
      body: t.body(issued.code),
      href: null,
      key: `code-${issued.request}`,
      expiresAt: new Date(now.getTime() + codeLifeMs),
    })
    return { kind: 'asked', request: issued.request }
  },
})
