import { reaction } from '#kernel/events'
import { claimWindowMs } from '#parts/people'

/** What a guest's device was told becomes the account's, when the guest proved who they are. */
export const claimNotices = reaction({
  name: 'notices.claim',
  on: ['people.contact-proved'],
  async run({ tx, event, now }) {
    const { deviceId, accountId } = event.data
    if (typeof deviceId !== 'string' || typeof accountId !== 'string') return
    await tx
      .updateTable('notices.notice')
      .set({ account_id: accountId, device_id: null, told_at: now })
      .where('council_id', '=', event.councilId)
      .where('device_id', '=', deviceId)
      .where('created_at', '>=', new Date(event.at.getTime() - claimWindowMs))
      .execute()
  },
})
