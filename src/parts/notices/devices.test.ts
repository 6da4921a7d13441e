import { afterAll, describe, expect, test } from 'vitest'
import { enterCouncil, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { aCouncil, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { outsideOf } from '#support/outside'
import { aCitizen, aGuest, type PersonActor } from '#support/people'
import { aPushService } from '#support/push-service'
import { aWechat } from '#support/wechat-service'
import {
  devicesOf,
  isPushEndpoint,
  linkWechat,
  mostAnHour,
  mute,
  noticesPart,
  notify,
  pushChannel,
  pushIdentity,
  readTemplate,
  removeDevice,
  sendDigests,
  sendWaiting,
  setChoice,
  subscribePush,
  usualPushHosts,
  wechatChannel,
} from './index.ts'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

async function aTown() {
  const { app, clock } = await house('2026-11-20T04:00:00Z')
  const council = await aCouncil(app)
  const identity = pushIdentity(app.secret)
  const service = await aPushService(identity.publicKey, () => clock.now())
  const wechat = await aWechat(() => clock.now())
  closing.push(service.close, wechat.close)
  const hosts = [service.origin]
  outsideOf(app, {
    push: pushChannel({ identity, contact: 'mailto:office@yunshan.example', hosts, clock }),
    pushKey: identity.publicKey,
    pushHosts: hosts,
    wechat: wechatChannel({
      appId: wechat.appId,
      appSecret: wechat.appSecret,
      template: readTemplate(`${wechat.template} title=thing2 time=time3`),
      apiUrl: wechat.url,
      clock,
    }),
  })
  const me = await aCitizen(app, council)
  const send = async () => {
    while ((await sendWaiting(app, council.id)) > 0);
  }
  const states = async () => {
    const rows = await app.database.db
      .selectFrom('notices.outgoing')
      .select(['channel', 'state', 'last_error'])
      .where('council_id', '=', council.id)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(({ channel, state, last_error }) => `${channel} ${state}${last_error ? `: ${last_error}` : ''}`)
  }
  return { app, clock, council, me, service, wechat, send, states }
}

async function tell(app: App, me: PersonActor, subjectId = '3', title = '您反映的事有进展：3号楼东门的路灯坏了一个月') {
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, me.councilId)
    await notify(tx, {
      councilId: me.councilId,
      now: app.clock.now(),
      to: { accountId: me.accountId },
      kind: 'contact.replied',
      subject: { type: 'contact', id: subjectId },
      text: { 'zh-CN': { title, body: '已经有答复了。' }, en: { title, body: 'There is a reply.' } },
      href: '/contact/7KQ4-M2XC-9TRA',
    })
  })
}

describe('pushes to browsers', () => {
  test('arrive on every browser, and only the browser can read them', async () => {
    const { app, council, me, service, send } = await aTown()
    const [phone, desk] = [service.subscribe(), service.subscribe()]
    for (const { endpoint, p256dh, auth } of [phone, desk]) {
      succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    }
    await tell(app, me)
    await send()
    expect(service.faults).toEqual([])
    for (const { shown } of [phone, desk]) {
      expect(shown).toEqual([
        {
          title: '您反映的事有进展：3号楼东门的路灯坏了一个月',
          body: '已经有答复了。',
          link: `${app.baseUrl}/contact/7KQ4-M2XC-9TRA`,
          contact: 'mailto:office@yunshan.example',
        },
      ])
    }
    expect(await eventsIn(app, council, 'notices.push-subscribed')).toHaveLength(2)
  })

  test('a service that is busy gets them again; a browser that has gone is forgotten', async () => {
    const { app, clock, council, me, service, send, states } = await aTown()
    const browser = service.subscribe()
    const { endpoint, p256dh, auth } = browser
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    service.answers.push(429, 503)
    await tell(app, me)
    await send()
    expect(await states()).toEqual(['push waiting: the push service answered 429'])
    for (const wait of [10_000, 20_000]) {
      clock.advance(wait)
      await send()
    }
    expect(browser.shown).toHaveLength(1)
    service.answers.push(410)
    await tell(app, me)
    await send()
    expect((await states()).at(-1)).toBe('push dead: unsubscribed')
    expect(await devicesOf(app.database.db, council.id, me.accountId)).toEqual([])
  })

  test('go to known push services alone, without following them elsewhere', async () => {
    const { app, me, service, send, states } = await aTown()
    const { p256dh, auth, endpoint } = service.subscribe()
    for (const elsewhere of [
      'http://127.0.0.1:5432/',
      'https://intranet.example/x',
      'https://fcm.googleapis.com.evil.example/',
    ]) {
      expect(await perform(app, subscribePush, me, { endpoint: elsewhere, p256dh, auth })).toMatchObject({
        issues: [{ path: 'endpoint', code: 'no-push-service' }],
      })
    }
    expect(await perform(app, subscribePush, me, { endpoint, p256dh: 'AAAA', auth })).toMatchObject({ kind: 'invalid' })
    expect(isPushEndpoint('https://fcm.googleapis.com/fcm/send/x', usualPushHosts)).toBe(true)
    expect(isPushEndpoint('https://updates.push.services.mozilla.com/x', usualPushHosts)).toBe(true)
    expect(isPushEndpoint('https://user@fcm.googleapis.com/x', usualPushHosts)).toBe(false)
    expect(isPushEndpoint('https://fcm.googleapis.com:8443/x', usualPushHosts)).toBe(false)
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    service.answers.push(302)
    await tell(app, me)
    await send()
    expect((await states())[0]).toMatch(/^push waiting/)
  })

  test('a key of another house, a token for another service and words for another browser are noticed', async () => {
    const { app, me, service, send } = await aTown()
    const [mine, other] = [service.subscribe(), service.subscribe()]
    succeeded(
      await perform(app, subscribePush, me, { endpoint: mine.endpoint, p256dh: other.p256dh, auth: other.auth }),
    )
    await tell(app, me)
    await send()
    expect(mine.shown).toEqual([])
    expect(service.faults).toHaveLength(1)
    const stranger = await aPushService(pushIdentity('another house with a secret of its own').publicKey, () =>
      app.clock.now(),
    )
    closing.push(stranger.close)
    const { endpoint, p256dh, auth } = stranger.subscribe()
    const settings = { contact: 'mailto:a@b.example', hosts: [stranger.origin], clock: app.clock }
    const channel = pushChannel({ ...settings, identity: pushIdentity(app.secret) })
    const message = { key: 'k', title: 't', body: 'b', link: null, address: JSON.stringify({ endpoint, p256dh, auth }) }
    await expect(channel.send(message)).rejects.toThrow('push-refused-400')
    expect(stranger.faults).toEqual(['another key than the browser subscribed with'])
  })

  test('belong to whoever used the browser last; one removes one’s own and no other’s; a guest has none', async () => {
    const { app, council, me, service } = await aTown()
    const next = await aCitizen(app, council)
    const { endpoint, p256dh, auth } = service.subscribe()
    const devices = (who: PersonActor) => devicesOf(app.database.db, council.id, who.accountId)
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth, label: 'Chrome' }))
    succeeded(await perform(app, subscribePush, next, { endpoint, p256dh, auth }))
    expect([await devices(me), await devices(next)].map(({ length }) => length)).toEqual([0, 1])
    const deviceId = (await devices(next))[0]?.id ?? ''
    expect(await perform(app, removeDevice, me, { deviceId })).toMatchObject({ ok: false, hidden: true })
    succeeded(await perform(app, removeDevice, next, { deviceId }))
    expect(await perform(app, removeDevice, next, { deviceId })).toMatchObject({ kind: 'missing' })
    expect(await perform(app, subscribePush, aGuest(council), { endpoint, p256dh, auth })).toMatchObject({
      kind: 'missing',
    })
  })
})

describe('messages in WeChat', () => {
  test('carry the title cut to twenty letters, the time and the link, under one token for all', async () => {
    const { app, council, me, wechat, send } = await aTown()
    succeeded(await perform(app, linkWechat, me, { openid: 'follower-li' }))
    for (const id of ['1', '2', '3']) await tell(app, me, id)
    await send()
    expect(wechat.arrived).toHaveLength(3)
    expect(wechat.arrived[0]).toEqual({
      openid: 'follower-li',
      url: `${app.baseUrl}/contact/7KQ4-M2XC-9TRA`,
      data: { thing2: { value: '您反映的事有进展：3号楼东门的路灯坏了…' }, time3: { value: '2026-11-20 12:00' } },
    })
    expect(wechat.tokens).toBe(1)
    expect(await eventsIn(app, council, 'notices.wechat-linked')).toHaveLength(1)
  })

  test('a token that has ended or was renewed by somebody else is asked for anew, once', async () => {
    const { app, clock, me, wechat, send, states } = await aTown()
    succeeded(await perform(app, linkWechat, me, { openid: 'follower-li' }))
    await tell(app, me)
    await send()
    wechat.revokeToken()
    await tell(app, me)
    await send()
    expect([wechat.arrived.length, wechat.tokens]).toEqual([2, 2])
    clock.advance(2 * 3_600_000)
    await tell(app, me)
    await send()
    expect([wechat.arrived.length, wechat.tokens]).toEqual([3, 3])
    wechat.refusals.push(40001, 40001)
    await tell(app, me)
    await send()
    expect((await states()).at(-1)).toMatch(/^wechat waiting: WeChat refused: 40001/)
  })

  test('who has unfollowed the account is not written to again; a wrong template is an operator’s matter', async () => {
    const { app, clock, council, me, wechat, send, states } = await aTown()
    const devices = () => devicesOf(app.database.db, council.id, me.accountId)
    succeeded(await perform(app, linkWechat, me, { openid: 'left-account-li' }))
    await tell(app, me)
    await send()
    expect(await states()).toEqual(['wechat dead: wechat-43004'])
    expect(await devices()).toEqual([])
    succeeded(await perform(app, linkWechat, me, { openid: 'follower-li' }))
    wechat.refusals.push(40037)
    await tell(app, me)
    const { error } = app.log
    app.log.error = () => {}
    await send()
    app.log.error = error
    expect((await states()).at(-1)).toMatch(/^wechat dead: wechat-40037/)
    expect(await devices()).toHaveLength(1)
    wechat.refusals.push(45009)
    await tell(app, me)
    await send()
    expect((await states()).at(-1)).toMatch(/^wechat waiting: WeChat refused: 45009/)
    clock.advance(10_000)
    await send()
    expect(wechat.arrived).toHaveLength(1)
  })

  test('one is known by a code WeChat gave, once; linked again, the newer account counts', async () => {
    const { app, clock, council, me, wechat } = await aTown()
    const template = readTemplate(`${wechat.template} title=thing2`)
    const { appId, appSecret } = wechat
    const channel = wechatChannel({ appId, appSecret, template, apiUrl: wechat.url, clock })
    const code = wechat.codeFor('follower-li')
    expect(await channel.openidOf(code)).toBe('follower-li')
    await expect(channel.openidOf(code)).rejects.toThrow('40029')
    const asked = new URL(channel.askAddress('https://zt.example/me/channels/wechat', 'state'))
    expect([asked.searchParams.get('appid'), asked.searchParams.get('scope'), asked.hash]).toEqual([
      appId,
      'snsapi_base',
      '#wechat_redirect',
    ])
    for (const openid of ['follower-li', 'follower-li-2']) succeeded(await perform(app, linkWechat, me, { openid }))
    const devices = await devicesOf(app.database.db, council.id, me.accountId)
    expect(devices.map(({ address }) => address)).toEqual(['follower-li-2'])
    expect(() => readTemplate('Tmpl_0123456789')).toThrow('WECHAT_TEMPLATE')
  })
})

describe('every way out', () => {
  test('is silent about a muted matter, and waits for the evening when the day is gathered', async () => {
    const { app, clock, me, service, wechat, send } = await aTown()
    const browser = service.subscribe()
    const { endpoint, p256dh, auth } = browser
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    succeeded(await perform(app, linkWechat, me, { openid: 'follower-li' }))
    succeeded(await perform(app, mute, me, { subjectType: 'contact', subjectId: '9' }))
    await tell(app, me, '9')
    await send()
    expect([browser.shown.length, wechat.arrived.length]).toEqual([0, 0])
    succeeded(await perform(app, setChoice, me, { email: false, sms: false, rhythm: 'daily' }))
    for (const id of ['1', '2', '2']) await tell(app, me, id)
    await send()
    expect([browser.shown.length, wechat.arrived.length]).toEqual([0, 0])
    clock.set('2026-11-20T10:00:00Z')
    await sendDigests(app)
    await sendDigests(app)
    await send()
    expect(browser.shown.map(({ title }) => title)).toEqual(['今天有 3 条新消息'])
    expect(wechat.arrived.map(({ data }) => data.thing2?.value)).toEqual(['今天有 3 条新消息'])
  })

  test('a thousand pieces of news in an hour are one message a way for whoever gathers the day', async () => {
    const { app, clock, council, me, service, wechat, send } = await aTown()
    const browser = service.subscribe()
    const { endpoint, p256dh, auth } = browser
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    succeeded(await perform(app, linkWechat, me, { openid: 'follower-li' }))
    succeeded(await perform(app, setChoice, me, { email: true, sms: true, rhythm: 'daily' }))
    for (let i = 0; i < 1000; i += 1) {
      await tell(app, me, String(i % 40), `消息 ${i}`)
      clock.advance(3600)
    }
    clock.set('2026-11-20T10:00:00Z')
    await sendDigests(app)
    await send()
    const rows = await app.database.db
      .selectFrom('notices.outgoing')
      .select('channel')
      .where('council_id', '=', council.id)
      .execute()
    expect(rows.length).toBeLessThanOrEqual(4)
    expect([browser.shown.length, wechat.arrived.length]).toEqual([1, 1])
    const [shown] = browser.shown
    expect(shown?.title).toBe('今天有 1000 条新消息')
    expect(shown?.body.indexOf('消息 999')).toBeLessThan(shown?.body.indexOf('消息 998') ?? -1)
  }, 60_000)

  test('a thousand pieces of news in an hour are a dozen messages at once and one that gathers the rest', async () => {
    const { app, clock, council, me, service } = await aTown()
    const browser = service.subscribe()
    const { endpoint, p256dh, auth } = browser
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth }))
    const send = async () => {
      await sendDigests(app)
      while ((await sendWaiting(app, council.id)) > 0);
    }
    for (let i = 0; i < 1000; i += 1) {
      await tell(app, me, String(i % 40), `消息 ${i}`)
      clock.advance(3500)
    }
    await send()
    expect(browser.shown).toHaveLength(mostAnHour)
    clock.advance(3_600_000)
    await send()
    await send()
    expect(browser.shown).toHaveLength(mostAnHour + 1)
    expect(browser.shown.at(-1)?.title).toBe(`又有 ${1000 - mostAnHour} 条新消息`)
    expect(browser.shown.at(-1)?.body).toContain('消息 999')
    // The flood is over: the next piece of news comes at once again.
    clock.advance(3_600_000)
    await tell(app, me, '1', '又一条')
    await send()
    expect(browser.shown.at(-1)?.title).toBe('又一条')
  }, 60_000)

  test('one has a copy of one’s devices without their keys, and erasure takes them', async () => {
    const { app, council, me, service } = await aTown()
    const { endpoint, p256dh, auth } = service.subscribe()
    succeeded(await perform(app, subscribePush, me, { endpoint, p256dh, auth, label: 'Chrome' }))
    const data = noticesPart.personalData
    const copy = await data?.export(app.database.db, me.accountId)
    expect(copy?.rows).toMatchObject([{ is: 'device', kind: 'push', label: 'Chrome' }])
    expect(JSON.stringify(copy)).not.toContain(auth)
    const account = { app, councilId: council.id, accountId: me.accountId, ground: 'asked', now: app.clock.now() }
    await app.database.db.transaction().execute(async (tx) => data?.erase(tx, account))
    expect(await devicesOf(app.database.db, council.id, me.accountId)).toEqual([])
  })
})
