import { z } from 'zod'
import { type Actor, action, type Run } from '#kernel/action'
import { newId } from '#kernel/ids'
import { invalid, Refused } from '#kernel/outcome'
import { channelsOf } from './channels.ts'
import { devicesOf, mostDevices } from './devices.ts'
import { isPushEndpoint } from './push.ts'
import type { DeviceKind } from './tables.ts'

const isOwner = (actor: Actor, subject: { readonly accountId: string }) => actor.accountId === subject.accountId

const ownAccount = async ({ actor }: { readonly actor: Actor }) =>
  actor.accountId === null ? null : { accountId: actor.accountId }

const bytes = (text: string) => Buffer.from(text, 'base64url').length

const Subscribe = z.strictObject({
  endpoint: z.url().max(1000),
  p256dh: z.string().refine((key) => bytes(key) === 65, { message: 'no-key' }),
  auth: z.string().refine((secret) => bytes(secret) === 16, { message: 'no-key' }),
  /** Which browser it is, in words for its owner. */
  label: z.string().trim().max(80).default(''),
})

/** Has notices pushed to a browser of one's own. */
export const subscribePush = action({
  name: 'notices.subscribe-push',
  input: Subscribe,
  subject: ownAccount,
  allow: isOwner,
  async run(context) {
    const { endpoint, p256dh, auth, label } = context.input
    // In a demonstration nothing is sent, so anything may be kept.
    const { pushHosts } = channelsOf(context.app)
    const known = pushHosts ? isPushEndpoint(endpoint, pushHosts) : context.app.demo
    if (!known) throw new Refused(invalid({ path: 'endpoint', code: 'no-push-service' }))
    await addDevice(context, { kind: 'push', address: JSON.stringify({ endpoint, p256dh, auth }), label })
    context.emit('notices.push-subscribed', {}, { subjectId: context.subject.accountId })
    return null
  },
})

/** Has notices sent to one's WeChat account, which WeChat itself has vouched for. */
export const linkWechat = action({
  name: 'notices.link-wechat',
  input: z.strictObject({ openid: z.string().regex(/^[\w-]{10,64}$/) }),
  edgeOnly: true,
  subject: ownAccount,
  allow: isOwner,
  async run(context) {
    const { tx, councilId, subject, input, emit } = context
    // One WeChat account for each account here.
    await tx
      .deleteFrom('notices.device')
      .where('council_id', '=', councilId)
      .where('account_id', '=', subject.accountId)
      .where('kind', '=', 'wechat')
      .execute()
    await addDevice(context, { kind: 'wechat', address: input.openid, label: '' })
    emit('notices.wechat-linked', {}, { subjectId: subject.accountId })
    return null
  },
})

/** No more notices to a browser or to WeChat. */
export const removeDevice = action({
  name: 'notices.remove-device',
  input: z.strictObject({ deviceId: z.uuid() }),
  subject: async ({ tx, councilId, input }) => {
    const device = await tx
      .selectFrom('notices.device')
      .select(['id', 'account_id as accountId'])
      .where('council_id', '=', councilId)
      .where('id', '=', input.deviceId)
      .forUpdate()
      .executeTakeFirst()
    return device ?? null
  },
  allow: (actor, subject) => isOwner(actor, subject) || 'hidden',
  async run({ tx, councilId, subject, emit }) {
    await tx.deleteFrom('notices.device').where('council_id', '=', councilId).where('id', '=', subject.id).execute()
    emit('notices.device-removed', {}, { subjectId: subject.id })
    return null
  },
})

interface NewDevice {
  readonly kind: DeviceKind
  readonly address: string
  readonly label: string
}

async function addDevice(
  { tx, councilId, subject, now }: Run<unknown, { readonly accountId: string }>,
  { kind, address, label }: NewDevice,
): Promise<void> {
  // A browser, or a WeChat account, belongs to whoever used it last.
  await tx
    .deleteFrom('notices.device')
    .where('council_id', '=', councilId)
    .where('kind', '=', kind)
    .where('address', '=', address)
    .execute()
  const held = await devicesOf(tx, councilId, subject.accountId)
  for (const oldest of held.slice(0, Math.max(0, held.length + 1 - mostDevices))) {
    await tx.deleteFrom('notices.device').where('council_id', '=', councilId).where('id', '=', oldest.id).execute()
  }
  await tx
    .insertInto('notices.device')
    .values({ council_id: councilId, id: newId(), account_id: subject.accountId, kind, address, label, added_at: now })
    .execute()
}
