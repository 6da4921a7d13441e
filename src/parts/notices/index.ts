import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import * as actions from './actions.ts'
import * as deviceActions from './device-actions.ts'
import { sendDigests } from './digest.ts'
import { sendWaiting } from './outbox.ts'
import { noticesData } from './personal-data.ts'
import { claimNotices } from './reactions.ts'

export * from './actions.ts'
export * from './channel.ts'
export * from './channels.ts'
export * from './device-actions.ts'
export { type Device, devicesOf } from './devices.ts'
export { digestWords, sendDigests } from './digest.ts'
export { mostAnHour, type NewMessage, type NewNotice, notify, post, type Receiver, type Target } from './notify.ts'
export * from './outbox.ts'
export { isPushEndpoint, type PushSettings, pushChannel, usualPushHosts } from './push.ts'
export { encryptPush, type PushSubscription, pushIdentity, vapidHeader } from './push-encryption.ts'
export * from './queries.ts'
export * from './tables.ts'
export { readTemplate, type Wechat, type WechatSettings, wechatChannel } from './wechat.ts'

/** Inbox, messages out, digests, and what somebody does not want to hear of. */
export const noticesPart: Manifest = {
  name: 'notices',
  migrations: { name: 'notices', directory: join(import.meta.dirname, 'migrations') },
  actions: [...Object.values(actions), ...Object.values(deviceActions)],
  reactions: [claimNotices],
  personalData: noticesData,
  sweeps: [
    {
      name: 'notices.send',
      everyMs: 1000,
      run: async (app) => {
        while ((await sendWaiting(app)) > 0);
      },
    },
    { name: 'notices.digest', everyMs: 5 * 60_000, run: sendDigests },
  ],
}
