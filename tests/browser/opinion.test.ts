import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import { ledgerKeys, policyOf, sequence, verifyReceipt } from '#kernel/ledger'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { anOpenConsultation, anOpinion, type OpenConsultation } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aFreePort, type ServedHouse, serve } from '#support/web'
import { manifests } from '../../src/house.ts'

let served: ServedHouse
let council: Awaited<ReturnType<typeof aCouncil>>
let consultation: OpenConsultation
let app: ReturnType<typeof createApp>
let now = new Date()

beforeAll(async () => {
  const port = await aFreePort()
  const base = await house()
  app = createApp({
    ...base.app,
    clock: { now: () => now },
    manifests,
    demo: true,
    baseUrl: `http://localhost:${port}`,
  })
  council = await aCouncil(app, { hosts: ['localhost'] })
  consultation = await anOpenConsultation(app, council)
  await anOpinion(app, council, consultation, {
    body: '加装电梯的费用怎么分摊，一楼用不上，能不能不出钱？',
    contributor: { deviceId: newId(), displayName: '临江社区居民', nameVisibleTo: 'everyone' },
  })
  served = await serve(app, port)
})

afterAll(async () => {
  await closeBrowser()
  await served?.close()
})

const reading = () => `/consultations/${consultation.number}`

async function write(page: Page, words: string): Promise<void> {
  await page.getByLabel('您的意见').fill(words)
  await page.getByRole('button', { name: '下一步：看一遍' }).click()
  await page.getByRole('heading', { level: 1, name: '看一遍，再提交' }).waitFor()
}

async function send(page: Page): Promise<string> {
  await page.getByLabel(/我同意把上面写的内容/).check()
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByRole('heading', { level: 1, name: '我的意见' }).waitFor()
  return String(await page.locator('.receipt-code').textContent())
}

for (const scripts of [true, false]) {
  describe(`with scripts ${scripts ? 'on' : 'off'}`, () => {
    test('a resident reads, writes on an article, suggests a wording, gets a receipt and follows it', async () => {
      const page = await newPage({ origin: served.origin, scripts, width: 360 })
      await page.goto('/consultations')
      await page.getByRole('heading', { level: 3 }).getByRole('link').first().click()
      await page.getByRole('link', { name: '对第三条写意见' }).click()
      await page.getByRole('button', { name: '下一步：看一遍' }).click()
      assert.match(String(await page.locator('.errors').textContent()), /请写下您的意见/)
      await page.locator('summary', { hasText: '建议怎么改文字' }).click()
      const wording = page.getByLabel('改成这样')
      await wording.fill((await wording.inputValue()).replace('由业主协商确定。', '由业主协商确定，一楼可以不出钱。'))
      await write(page, '加装电梯的费用怎么分摊？一楼能不能不出钱，请写清楚。')
      assert.match(String(await page.locator('.suggestion ins').first().textContent()), /一楼可以不出钱/)
      assert.match(String(await page.locator('main').textContent()), /人说过相近的话/)
      assert.match(String(await page.locator('.visibility').textContent()), /所有人/)
      await page.getByRole('button', { name: '提交意见' }).click()
      assert.match(String(await page.locator('.errors').textContent()), /请先同意/)
      const code = await send(page)
      assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
      await page.goto('/r')
      await page.getByLabel('回执号').fill(` ${code.toLowerCase().replaceAll('-', ' ')} `)
      await page.getByRole('button', { name: '查一查' }).click()
      await page.getByRole('heading', { level: 1, name: '我的意见' }).waitFor()
      await page.goto(`${reading()}/clauses/art_3`)
      assert.match(String(await page.locator('.said').textContent()), /请写清楚/)
    })

    test('a guest says 我也是 once and takes it back', async () => {
      const page = await newPage({ origin: served.origin, scripts })
      await page.goto(`${reading()}/clauses/art_3`)
      await page.getByRole('link', { name: /^我也是：加装电梯的费用怎么分摊，一楼用不上/ }).click()
      await page.getByRole('button', { name: '我也是这么想的' }).click()
      await page.getByRole('heading', { name: '算上您了' }).waitFor()
      await page.getByRole('button', { name: '收回我的“我也是”' }).click()
      await page.getByRole('heading', { name: '已经收回' }).waitFor()
    })

    test('closing passes while she writes: the words are all still there', async () => {
      const page = await newPage({ origin: served.origin, scripts })
      const closing = await anOpenConsultation(app, council, { title: '将要截止的草案' })
      await page.goto(`/consultations/${closing.number}/write`)
      await write(page, '最后一分钟写下的话，不能丢。')
      await page.getByLabel(/我同意把上面写的内容/).check()
      const before = now
      now = new Date(before.getTime() + 31 * 86_400_000)
      try {
        await page.getByRole('button', { name: '提交意见' }).click()
        await page.getByText('征求意见刚刚截止').waitFor()
        assert.equal(await page.getByLabel('您的意见').inputValue(), '最后一分钟写下的话，不能丢。')
      } finally {
        now = before
      }
    })
  })
}

test('two clicks on send are one opinion and lead to one receipt', async () => {
  const page = await newPage({ origin: served.origin, scripts: false })
  await page.goto(`${reading()}/write?provision=art_1`)
  await write(page, '第一条写得很好，只发一次。')
  await page.getByLabel(/我同意把上面写的内容/).check()
  const form = await page
    .locator('form[data-guard^="send-"]')
    .evaluate((element) =>
      new URLSearchParams(
        [...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)]),
      ).toString(),
    )
  const sendAgain = () =>
    page.request.post(`${reading()}/write`, {
      data: `${form}&step=send`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: served.origin },
      maxRedirects: 0,
    })
  const answers = await Promise.all([sendAgain(), sendAgain(), sendAgain()])
  const places = new Set(answers.map((answer) => answer.headers().location))
  assert.equal(places.size, 1)
  assert.match(String([...places][0]), /^\/r\//)
})

test('words selected in the law go along, and the clause page marks them', async () => {
  const page = await newPage({ origin: served.origin })
  await page.goto(reading())
  await page.locator('[data-quotable="art_3__para_1"]').evaluate((element) => {
    const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)
    if (!text) throw new Error('no words')
    const range = document.createRange()
    range.setStart(text, 2)
    range.setEnd(text, 8)
    document.getSelection()?.removeAllRanges()
    document.getSelection()?.addRange(range)
  })
  await page.locator('.quote-offer').click()
  const quote = await page.getByLabel('其中的哪些字').inputValue()
  assert.equal(quote.length, 6)
  await write(page, '这几个字要解释一下。')
  await send(page)
  await page.goto(`${reading()}/clauses/art_3`)
  assert.equal(await page.locator('.law-words mark').first().textContent(), quote)
})

test('the proof of a receipt holds against the log’s own policy, and only for the words that were given', async () => {
  const page = await newPage({ origin: served.origin, scripts: false })
  await page.goto(`${reading()}/write?provision=art_4`)
  await write(page, '请提前一年公布施行的日期。')
  const code = await send(page)
  const promise = await (await page.request.get(`/r/${code}/proof`)).text()
  assert.match(promise, /promise /)
  await sequence(app.database.db, council.id, now, ledgerKeys(app))
  const proof = await (await page.request.get(`/r/${code}/proof`)).text()
  const policy = await policyOf(app.database.db, council.id)
  assert.equal(verifyReceipt(proof, policy, { text: '请提前一年公布施行的日期。' }).ok, true)
  assert.deepEqual(verifyReceipt(proof, policy, { text: '请提前两年公布施行的日期。' }), {
    ok: false,
    fault: 'content-differs',
  })
})

test('an opinion for the office alone is nowhere in public, and its author sees it by the receipt', async () => {
  const page = await newPage({ origin: served.origin, scripts: false })
  await page.goto(`${reading()}/write?provision=art_4`)
  await page.getByLabel('只有工作机构').check()
  await write(page, '我的名字和住处请不要公开。')
  assert.match(String(await page.locator('.visibility').textContent()), /只有工作机构/)
  const code = await send(page)
  assert.match(String(await page.locator('.told-words').textContent()), /我的名字和住处/)
  const stranger = await newPage({ origin: served.origin, scripts: false })
  for (const path of [`${reading()}/clauses/art_4`, `${reading()}/opinions`, `${reading()}/opinions?q=住处`]) {
    await stranger.goto(path)
    assert.ok(!String(await stranger.locator('main').textContent()).includes('我的名字和住处'), path)
  }
  await stranger.goto(`/r/${code}`)
  assert.equal(await stranger.getByText('撤回这条意见').count(), 0)
})

test('searching works without scripts and says what was found', async () => {
  const page = await newPage({ origin: served.origin, scripts: false })
  await page.goto(`${reading()}/opinions`)
  await page.getByLabel('在意见里找').fill('一楼')
  await page.getByRole('button', { name: '搜索' }).click()
  assert.ok((await page.locator('.said mark').count()) > 0)
  await page.goto(`${reading()}?find=公共收益`)
  assert.equal(await page.locator('.clause').count(), 1)
})

test('the whole way to a receipt goes by keyboard alone', async () => {
  const page = await newPage({ origin: served.origin })
  await page.goto(`${reading()}/write?provision=art_1`)
  const press = async (selector: string, key: string) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) break
    }
    assert.ok(await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector), selector)
    if (key) await page.keyboard.press(key)
  }
  await press('textarea[name=body]', '')
  await page.keyboard.type('只用键盘写的一句话。')
  await press('button[value=check]', 'Enter')
  await page.getByRole('heading', { level: 1, name: '看一遍，再提交' }).waitFor()
  await press('input[name=consent]', 'Space')
  await press('button[value=send]', 'Enter')
  await page.getByRole('heading', { level: 1, name: '我的意见' }).waitFor()
})

for (const look of [
  { width: 360, locale: 'zh-CN' as const },
  { width: 360, locale: 'zh-CN' as const, elder: true },
  { width: 360, locale: 'en' as const, dark: true },
  { width: 1280, locale: 'en' as const },
]) {
  test(`every page for residents is accessible and fits at ${look.width} px, ${look.locale}${look.elder ? ', large print' : ''}${look.dark ? ', dark' : ''}`, async () => {
    const given = await anOpinion(app, council, consultation, { body: '给无障碍检查用的一条意见。' })
    const page = await newPage({ origin: served.origin, ...look })
    const paths = {
      list: '/consultations',
      reading: reading(),
      clause: `${reading()}/clauses/art_3`,
      opinions: `${reading()}/opinions?q=一楼`,
      opinion: `${reading()}/opinions/${given.opinionId}`,
      support: `${reading()}/opinions/${given.opinionId}/support`,
      write: `${reading()}/write?provision=art_3`,
      find: '/r?code=abc',
      receipt: `/r/${given.receipt}?new=1`,
      slip: `/r/${given.receipt}/slip`,
    }
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(path)
      assert.deepEqual(await axe(page), [], path)
      assert.equal(await sidewaysScroll(page), 0, path)
      await screenshot(
        page,
        `resident-${name}-${look.width}-${look.locale}${look.elder ? '-elder' : ''}${look.dark ? '-dark' : ''}`,
      )
    }
  })
}
