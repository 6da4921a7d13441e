import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import { notify } from '#parts/notices'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { type Outside, outsideOf } from '#support/outside'
import { aClerkOf, aPersonOf, aPhone, aSessionOf, type PersonActor } from '#support/people'
import { aFreePort, type ServedHouse, serve } from '#support/web'
import { manifests } from '../../src/house.ts'

let served: ServedHouse
let outside: Outside
let council: Awaited<ReturnType<typeof aCouncil>>
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  const port = await aFreePort()
  const base = await house()
  app = createApp({
    ...base.app,
    clock: { now: () => new Date() },
    manifests,
    demo: true,
    baseUrl: `http://localhost:${port}`,
  })
  council = await aCouncil(app, { hosts: ['localhost'] })
  outside = outsideOf(app)
  served = await serve(app, port)
})

afterAll(async () => {
  await closeBrowser()
  await served.close()
})

async function typeContact(page: Page, phone: string): Promise<void> {
  await page.getByLabel('手机号或电子邮箱').fill(phone)
  await page.getByRole('button', { name: '发送验证码' }).click()
}

for (const scripts of [true, false]) {
  test(`a resident signs in on two screens and comes back to where they were, scripts ${scripts ? 'on' : 'off'}`, async () => {
    const phone = aPhone()
    const page = await newPage({ origin: served.origin, scripts, width: 360 })
    await page.goto('/me/sign-in?next=/me/settings')
    await typeContact(page, '12')
    assert.match(String(await page.locator('.errors').textContent()), /这不像手机号/)
    assert.equal(await page.getByLabel('手机号或电子邮箱').inputValue(), '12')
    await typeContact(page, phone.typed)
    await page.getByRole('heading', { name: '填写验证码' }).waitFor()
    const code = await outside.codeAt(phone.value, council.id)
    await page.getByLabel('六位验证码').fill(code === '000000' ? '000001' : '000000')
    await page.getByRole('button', { name: '确定' }).click()
    assert.match(String(await page.locator('.errors').textContent()), /还可以试 4 次/)
    await page.getByLabel('六位验证码').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
    await page.getByRole('button', { name: '确定' }).click()
    await page.getByRole('heading', { level: 1, name: '我的设置' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/me/settings')
    await page.goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.goto('/me')
    assert.equal(new URL(page.url()).pathname, '/me/sign-in')
  })
}

test('a link that leads elsewhere after signing in leads nowhere but home', async () => {
  const page = await newPage({ origin: served.origin })
  await page.goto('/me/sign-in?next=https://evil.example/')
  assert.equal(await page.locator('input[name=next]').first().inputValue(), '/me')
  await page.goto('/me/sign-in?next=//evil.example/')
  assert.equal(await page.locator('input[name=next]').first().inputValue(), '/me')
})

test('a clerk who signed in by code adds a passkey, signs in with it, and only then may work', async () => {
  const phone = aPhone()
  const clerk = await aClerkOf(app, council, { contacts: [phone] })
  const page = await newPage({ origin: served.origin })
  await withAuthenticator(page)
  await page.goto('/me/sign-in')
  await typeContact(page, phone.typed)
  await page.getByLabel('六位验证码').fill(await outside.codeAt(phone.value, council.id))
  await page.getByRole('button', { name: '确定' }).click()
  await page.getByRole('heading', { name: '您好，周明' }).waitFor()
  assert.match(String(await page.locator('main').textContent()), /用验证码登录时不能办理公务/)
  await page.goto('/me/passkeys')
  await page.getByRole('button', { name: '添加这台设备的通行密钥' }).click()
  await page.getByRole('heading', { name: '通行密钥已添加' }).waitFor()
  await page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.goto('/me/sign-in/passkey')
  await page.getByRole('button', { name: '使用通行密钥' }).click()
  await page.getByRole('heading', { name: '您好，周明' }).waitFor()
  assert.doesNotMatch(String(await page.locator('main').textContent()), /用验证码登录时不能办理公务/)
  const methods = await app.database.db
    .selectFrom('people.session')
    .select('method')
    .where('account_id', '=', clerk.accountId)
    .orderBy('created_at')
    .execute()
  assert.deepEqual(
    methods.map(({ method }) => method),
    ['code', 'passkey'],
  )
})

async function withAuthenticator(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('every page of mine is clean for axe, fits a phone, and is in the reader’s language', async () => {
  const me = await aResidentWithNews()
  const token = await aSessionOf(app, me)
  const wrong: string[] = []
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const width of [360, 1280]) {
      const guest = await newPage({ origin: served.origin, locale, width })
      const own = await newPage({ origin: served.origin, locale, width })
      await own.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
      for (const [name, path, signedIn] of pages) {
        const page = signedIn ? own : guest
        await page.goto(path)
        if (process.env.SCREENS) await screenshot(page, `me-${name}-${locale}-${width}`)
        for (const found of await axe(page)) wrong.push(`${path} ${locale} ${width}: ${found}`)
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) wrong.push(`${path} ${locale} ${width}: ${sideways} px sideways`)
      }
      await guest.context().close()
      await own.context().close()
    }
  }
  assert.deepEqual(wrong, [])
}, 240_000)

const pages: readonly (readonly [string, string, boolean])[] = [
  ['sign-in', '/me/sign-in', false],
  ['prove', '/me/prove?next=/', false],
  ['dead', `/me/sign-in/code?request=${newId()}`, false],
  ['passkey', '/me/sign-in/passkey', false],
  ['outbox', '/me/outbox', false],
  ['me', '/me', true],
  ['inbox', '/me/inbox', true],
  ['settings', '/me/settings', true],
  ['sessions', '/me/sessions', true],
  ['passkeys', '/me/passkeys', true],
  ['data', '/me/data', true],
  ['all', '/me/data/all', true],
  ['erase', '/me/data/erase', true],
]

async function aResidentWithNews(): Promise<PersonActor> {
  const demo = await aPersonOf(app, council, { name: '王秀英', visibility: 'public', roles: ['deputy'] })
  await app.database.db
    .updateTable('people.account')
    .set({ demo_position: 1 })
    .where('id', '=', demo.accountId)
    .execute()
  const phone = aPhone()
  const me = await aPersonOf(app, council, {
    displayName: '桂花巷居民',
    contacts: [phone, { kind: 'email', value: `li-${newId().slice(-8)}@mail.example` }],
  })
  await aSessionOf(app, me)
  for (const round of [1, 2]) {
    await app.database.db.transaction().execute((tx) =>
      notify(tx, {
        councilId: council.id,
        now: new Date(Date.now() - round * 60_000),
        to: { accountId: me.accountId },
        kind: 'consultations.answered',
        subject: { type: 'consultation', id: String(round) },
        text: {
          'zh-CN': { title: '您的意见有了答复', body: '《云山市住宅电梯条例（草案）》第七条：您的意见已被采纳。' },
          en: {
            title: 'Your opinion was answered',
            body: 'Draft Rules on Lifts, article 7: your opinion was adopted.',
          },
        },
        href: '/me',
      }),
    )
  }
  return me
}
