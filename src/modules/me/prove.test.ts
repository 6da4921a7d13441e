import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { drain } from '#kernel/worker'
import { inboxOf, notify } from '#parts/notices'
import { enterCode } from '#parts/people'
import { aCouncil, succeeded } from '#support/councils'
import { house } from '#support/house'
import { outsideOf } from '#support/outside'
import { aGuest, aPhone } from '#support/people'
import { askCode } from './actions.ts'

async function tellDevice(app: App, guest: Actor, title: string): Promise<void> {
  await app.database.db.transaction().execute((tx) =>
    notify(tx, {
      councilId: guest.councilId,
      now: app.clock.now(),
      to: { deviceId: guest.deviceId ?? '' },
      kind: 'opinions.received',
      subject: { type: 'opinion', id: '1' },
      text: { 'zh-CN': { title, body: title }, en: { title, body: title } },
      href: '/',
    }),
  )
}

test('what a guest’s device was told today becomes theirs when they prove a contact; what is older does not', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const outside = outsideOf(app)
  const guest = aGuest(council)
  await tellDevice(app, guest, '前天的')
  clock.advance(2 * 24 * 3_600_000)
  await tellDevice(app, guest, '刚才的')
  assert.equal((await inboxOf(app.database.db, guest)).length, 2)
  const phone = aPhone()
  const asked = succeeded(
    await perform(app, askCode, guest, { contact: phone.typed, purpose: 'prove', locale: 'zh-CN', ip: '10.1.2.3' }),
  )
  assert.ok(asked.kind === 'asked')
  const code = await outside.codeAt(phone.value, council.id)
  const entered = succeeded(await perform(app, enterCode, guest, { request: asked.request, code }))
  assert.ok(entered.kind === 'signed-in')
  await drain(app, council.id)
  const mine = await inboxOf(app.database.db, { ...guest, accountId: entered.accountId, personId: entered.personId })
  assert.deepEqual(
    mine.map(({ text }) => text['zh-CN'].title),
    ['刚才的'],
  )
})
