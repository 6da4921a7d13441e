import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'vitest'
import { enterCouncil, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { aCouncil, succeeded } from '#support/councils'
import { house, onServer } from '#support/house'
import { outsideOf } from '#support/outside'
import { aCitizen, aGuest, aPhone, type PersonActor } from '#support/people'
import { markRead, mute, setChoice, unmute } from './actions.ts'
import { smsChannel } from './channels.ts'
import { sendDigests } from './digest.ts'
import { type NewNotice, notify } from './notify.ts'
import { sendWaiting } from './outbox.ts'
import { inboxOf, unreadCount } from './queries.ts'

async function post() {
  // Noon in the council's time zone: before the hour of the digest.
  const { app, clock } = await house('2026-11-20T04:00:00Z')
  const council = await aCouncil(app)
  const address = `li-${newId().slice(-8)}@mail.example`
  const phone = aPhone()
  const me = await aCitizen(app, council, { contacts: [{ kind: 'email', value: address }, phone] })
  return { app, clock, council, me, address, phone, outside: outsideOf(app) }
}

async function tell(
  app: App,
  me: PersonActor,
  more: Partial<NewNotice> & { readonly title?: string } = {},
): Promise<void> {
  const title = more.title ?? '您的意见有了答复'
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, me.councilId)
    await notify(tx, {
      councilId: me.councilId,
      now: app.clock.now(),
      to: { accountId: me.accountId },
      kind: 'consultations.answered',
      subject: { type: 'consultation', id: '3' },
      text: { 'zh-CN': { title, body: '第七条：已采纳。' }, en: { title: `EN ${title}`, body: 'Article 7: adopted.' } },
      href: '/consultations/3',
      ...more,
    })
  })
}

test('a notice is in the inbox at once and in the mailbox after sending, with a link', async () => {
  const { app, council, me, address, outside } = await post()
  await tell(app, me)
  assert.equal(await unreadCount(app.database.db, me), 1)
  const [mail, ...more] = await outside.messagesTo(address, council.id)
  assert.equal(more.length, 0)
  assert.equal(mail?.title, '您的意见有了答复')
  assert.equal(mail?.link, `${app.baseUrl}/consultations/3`)
})

test('the receiver’s language decides, not the writer’s', async () => {
  const { app, council, me, address, outside } = await post()
  await app.database.db.updateTable('people.account').set({ locale: 'en' }).where('id', '=', me.accountId).execute()
  await tell(app, me)
  assert.equal((await outside.messagesTo(address, council.id))[0]?.title, 'EN 您的意见有了答复')
})

test('nothing goes out of a transaction that is undone', async () => {
  const { app, council, me, address, outside } = await post()
  await assert.rejects(
    app.database.db.transaction().execute(async (tx) => {
      await notify(tx, {
        councilId: council.id,
        now: app.clock.now(),
        to: { accountId: me.accountId },
        kind: 'a.b',
        subject: { type: 'x', id: '1' },
        text: { 'zh-CN': { title: 'x', body: 'x' }, en: { title: 'x', body: 'x' } },
        href: '/',
      })
      throw new Error('undone')
    }),
  )
  assert.deepEqual(await outside.messagesTo(address, council.id), [])
  assert.deepEqual(await inboxOf(app.database.db, me), [])
})

test('a gateway that fails gets the message again later under the same key, eight times at most', async () => {
  const { app, clock, council, me, address, outside } = await post()
  outside.refuseNext = 2
  await tell(app, me)
  assert.equal((await outside.messagesTo(address, council.id)).length, 0)
  clock.advance(10_000)
  assert.equal((await outside.messagesTo(address, council.id)).length, 0)
  clock.advance(20_000)
  assert.equal((await outside.messagesTo(address, council.id)).length, 1)
  await tell(app, me, { title: '第二条' })
  outside.refuseNext = 100
  for (let i = 0; i < 12; i += 1) {
    await sendWaiting(app, council.id)
    clock.advance(3_600_000)
  }
  const dead = await app.database.db
    .selectFrom('notices.outgoing')
    .select(['attempts', 'last_error'])
    .where('council_id', '=', council.id)
    .where('state', '=', 'dead')
    .execute()
  assert.deepEqual(dead, [{ attempts: 8, last_error: 'the gateway is down' }])
})

test('what is taken but not marked is sent again after its lease, under the same key', async () => {
  const { app, clock, council, me, address, outside } = await post()
  await tell(app, me)
  const now = app.clock.now()
  await app.database.db
    .updateTable('notices.outgoing')
    .set({ locked_until: new Date(now.getTime() + 60_000), attempts: 1 })
    .where('council_id', '=', council.id)
    .execute()
  assert.equal((await outside.messagesTo(address, council.id)).length, 0)
  clock.advance(60_000)
  assert.equal((await outside.messagesTo(address, council.id)).length, 1)
})

test.runIf(onServer)('four senders at once send each message once', async () => {
  const { app, clock, council, me, address, outside } = await post()
  for (let i = 0; i < 40; i += 1) {
    await tell(app, me, { subject: { type: 'consultation', id: String(i) } })
    clock.advance(6 * 60_000)
  }
  await Promise.all(Array.from({ length: 4 }, () => sendWaiting(app, council.id)))
  const keys = (await outside.messagesTo(address, council.id)).map(({ key }) => key)
  assert.equal(keys.length, 40)
  assert.equal(new Set(keys).size, 40)
})

test('the same key is told once', async () => {
  const { app, council, me, address, outside } = await post()
  for (let i = 0; i < 3; i += 1) await tell(app, me, { key: 'answer-3' })
  assert.equal((await inboxOf(app.database.db, me)).length, 1)
  assert.equal((await outside.messagesTo(address, council.id)).length, 1)
})

test('a muted matter is in the inbox and in no mailbox; another matter is in both', async () => {
  const { app, council, me, address, outside } = await post()
  const matter = { subjectType: 'consultation', subjectId: '3' }
  succeeded(await perform(app, mute, me, matter))
  await tell(app, me)
  await tell(app, me, { subject: { type: 'consultation', id: '4' }, title: '别的事' })
  assert.deepEqual(
    (await outside.messagesTo(address, council.id)).map(({ title }) => title),
    ['别的事'],
  )
  const inbox = await inboxOf(app.database.db, me)
  assert.deepEqual(inbox.map(({ subject_id, muted }) => [subject_id, muted]).sort(), [
    ['3', true],
    ['4', false],
  ])
  succeeded(await perform(app, unmute, me, matter))
  await tell(app, me)
  assert.equal((await outside.messagesTo(address, council.id)).length, 2)
  assert.deepEqual(await perform(app, mute, aGuest(council), matter), { ok: false, kind: 'missing' })
})

test('channels are chosen: none, text messages only, or both', async () => {
  const { app, council, me, address, phone, outside } = await post()
  const counts = async () => [
    (await outside.messagesTo(address, council.id)).length,
    (await outside.messagesTo(phone.value, council.id)).length,
  ]
  succeeded(await perform(app, setChoice, me, { email: false, sms: false, rhythm: 'each' }))
  await tell(app, me)
  assert.deepEqual(await counts(), [0, 0])
  succeeded(await perform(app, setChoice, me, { email: false, sms: true, rhythm: 'each' }))
  await tell(app, me)
  assert.deepEqual(await counts(), [0, 1])
  succeeded(await perform(app, setChoice, me, { email: true, sms: true, rhythm: 'each' }))
  await tell(app, me)
  assert.deepEqual(await counts(), [1, 2])
})

test('a digest comes once a day after six, grouped by matter, the newest first', async () => {
  const { app, clock, council, me, address, outside } = await post()
  succeeded(await perform(app, setChoice, me, { email: true, sms: false, rhythm: 'daily' }))
  await tell(app, me, { title: '电梯一' })
  clock.advance(1000)
  await tell(app, me, { subject: { type: 'letter', id: '9' }, title: '联系函' })
  clock.advance(1000)
  await tell(app, me, { title: '电梯二' })
  await sendDigests(app)
  assert.equal((await outside.messagesTo(address, council.id)).length, 0)
  clock.set('2026-11-20T10:00:00Z')
  await Promise.all([sendDigests(app), sendDigests(app)])
  const mails = await outside.messagesTo(address, council.id)
  assert.equal(mails.length, 1)
  assert.equal(mails[0]?.title, '今天有 3 条新消息')
  const body = mails[0]?.body ?? ''
  assert.ok(body.indexOf('电梯二') < body.indexOf('联系函'), body)
  assert.ok(!body.includes('电梯一'), body)
  assert.match(body, /同一件事共 2 条/)
  clock.set('2026-11-20T12:00:00Z')
  await tell(app, me, { title: '晚上的' })
  await sendDigests(app)
  assert.equal((await outside.messagesTo(address, council.id)).length, 1)
  clock.set('2026-11-21T10:00:00Z')
  await sendDigests(app)
  assert.equal((await outside.messagesTo(address, council.id)).at(-1)?.title, '今天有 1 条新消息')
})

test('one reads and marks one’s own notices and no others', async () => {
  const { app, council, me } = await post()
  const other = await aCitizen(app, council)
  await tell(app, me)
  assert.deepEqual(await inboxOf(app.database.db, other), [])
  const [notice] = await inboxOf(app.database.db, me)
  succeeded(await perform(app, markRead, other, { noticeId: notice?.id }))
  assert.equal(await unreadCount(app.database.db, me), 1)
  assert.deepEqual(succeeded(await perform(app, markRead, me, { noticeId: notice?.id })), { count: 1 })
  assert.equal(await unreadCount(app.database.db, me), 0)
  assert.equal(await unreadCount(app.database.db, aGuest(council, null)), 0)
})

test('words and address are forgotten once sent', async () => {
  const { app, council, me, address, outside } = await post()
  await tell(app, me)
  await outside.messagesTo(address, council.id)
  const rows = await app.database.db
    .selectFrom('notices.outgoing')
    .select(['address', 'body', 'state'])
    .where('council_id', '=', council.id)
    .execute()
  assert.deepEqual(rows, [{ address: null, body: null, state: 'sent' }])
})

test('the gateway gets JSON with a token and a key, follows no redirect, and a refusal is an error', async () => {
  const received: { readonly body: string; readonly headers: Record<string, unknown> }[] = []
  const answers = [200, 503, 302]
  const gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      received.push({ body, headers: request.headers })
      response.writeHead(answers.shift() ?? 200, { location: 'http://127.0.0.1:1/' }).end()
    })
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const { port } = gateway.address() as AddressInfo
  const channel = smsChannel({ url: `http://127.0.0.1:${port}/sms`, token: 'secret' })
  const message = { key: 'k1', address: '+8613800000001', title: '直通', body: '您好', link: 'https://x.example/' }
  await channel.send(message)
  await assert.rejects(channel.send(message), /503/)
  await assert.rejects(channel.send(message))
  gateway.close()
  assert.deepEqual(JSON.parse(received[0]?.body ?? ''), {
    to: '+8613800000001',
    text: '直通\n您好\nhttps://x.example/',
    key: 'k1',
  })
  assert.equal(received[0]?.headers.authorization, 'Bearer secret')
  assert.equal(received[0]?.headers['idempotency-key'], 'k1')
})
