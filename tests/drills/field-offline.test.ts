import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import { identify } from '#parts/people'
import { chromiumFlags, chromiumPath } from '#support/browser'
import { anOpenConsultation, type OpenConsultation } from '#support/consultations'
import { aCollectionPoint, aContactPoint, aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aSessionOf, someoneAt } from '#support/people'
import { type WeakLine, weakLineTo } from '#support/weak-line'
import { createWebServer, type WebServer } from '#web/server'
import { modules } from '../../src/modules/index.ts'

const devices = 3
const entries = 500
const kills = 20

interface Phone {
  readonly number: number
  readonly folder: string
  readonly token: string
  readonly words: string[]
  context: BrowserContext
  page: Page
}

interface Ground {
  readonly app: App
  readonly web: WebServer
  readonly line: WeakLine
  readonly council: { readonly id: string; readonly slug: string }
  readonly consultation: OpenConsultation
  readonly placeId: string
}

let ground: Ground
const phones: Phone[] = []

beforeAll(async () => {
  ground = await prepare()
  for (let number = 0; number < devices; number += 1) phones.push(await aPhone(ground, number))
})

afterAll(async () => {
  for (const { context, folder } of phones) {
    await context.close().catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }
  await ground.line.close()
  await ground.web.close()
})

describe('a day without signal', () => {
  test('500 entries on three phones, killed twenty times, sent over a line that is cut, are stored once each', async () => {
    const { line } = ground
    for (const phone of phones) await phone.context.setOffline(true)
    line.mood = () => 'cut-before'
    await Promise.all(phones.map((phone) => collectAll(phone)))
    expect(await stored(ground)).toEqual([])

    // Every third exchange is cut before it arrives, every third after the server has done its work.
    let turn = 0
    line.mood = (path) => {
      if (!path.includes('sync-field')) return 'through'
      turn += 1
      return (['cut-after', 'cut-before', 'through'] as const)[turn % 3]!
    }
    for (const phone of phones) await phone.context.setOffline(false)
    await Promise.all(phones.map((phone) => sendAll(phone)))
    expect(line.cuts.before).toBeGreaterThan(0)
    expect(line.cuts.after).toBeGreaterThan(0)

    const expected = phones.flatMap(({ words }) => words)
    expect(expected).toHaveLength(entries)
    expect(faults(expected, await stored(ground))).toEqual({ lost: [], doubled: [] })

    // Sent once more, as if no phone knew that its items had arrived; and in two tabs at once.
    line.mood = () => 'through'
    for (const phone of phones) await forgetAnswers(phone.page)
    await Promise.all(phones.map(sendInTwoTabs))
    expect(faults(expected, await stored(ground))).toEqual({ lost: [], doubled: [] })
    expect(await codesFit(ground, phones)).toBe(entries)
  }, 240_000)

  test('where the keys are lost on the way, the same count finds what is doubled', async () => {
    const { line } = ground
    const phone = phones[0]!
    const words = ['没有键的一条']
    await write(phone.page, words)
    line.rewrite = (path, body) => (path.includes('sync-field') ? withoutKeys(body) : body)
    // The phone never hears of its own key, so it sends what has long arrived.
    for (let times = 0; times < 2; times += 1) await sendOnce(phone.page)
    line.rewrite = null
    expect(faults(words, await stored(ground, words)).doubled).toEqual(words)
    expect(faults(['从没有说过'], await stored(ground, words)).lost).toEqual(['从没有说过'])
  }, 60_000)
})

async function prepare(): Promise<Ground> {
  const { app } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const { placeId } = await aCollectionPoint(app, council, point)
  const consultation = await anOpenConsultation(app, council)
  const web = createWebServer({ app, modules, identify: identify(app) })
  const line = await weakLineTo(await web.listen(0, '127.0.0.1'))
  return { app, web, line, council, consultation, placeId }
}

/** A phone with a browser process and a profile of its own, its collector signed in, the kit opened once. */
async function aPhone({ app, council, line, placeId }: Ground, number: number): Promise<Phone> {
  const collector = await someoneAt(app, council, placeId, { name: `信息员${number}`, roles: ['collector'] })
  const token = await aSessionOf(app, collector)
  const folder = await mkdtemp(join(tmpdir(), 'zhitong-phone-'))
  const context = await openBrowser(folder)
  await signIn(context, token)
  const page = await context.newPage()
  await page.goto(`${line.origin}/consultations/field`)
  await page.waitForSelector('#field-kit[data-kept=yes]')
  await page.getByRole('button', { name: '记一位发言人' }).waitFor()
  return { number, folder, token, words: [], context, page }
}

/** A browser that is killed may not have written its cookies yet: the collector signs in again. */
async function signIn(context: BrowserContext, token: string): Promise<void> {
  await context.addCookies(
    Object.entries({ zt_session: token, zt_council: ground.council.slug, zt_lang: 'zh-CN' }).map(([name, value]) => ({
      name,
      value,
      url: ground.line.origin,
      expires: Date.now() / 1000 + 86_400,
    })),
  )
}

function openBrowser(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    args: [...chromiumFlags],
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
  })
}

/** Collects this phone's share, and is killed again and again: the tab in the middle of typing, or the whole browser. */
async function collectAll(phone: Phone): Promise<void> {
  const share = Math.floor(entries / devices) + (phone.number < entries % devices ? 1 : 0)
  const rounds = Math.floor(kills / devices) + (phone.number < kills % devices ? 1 : 0)
  for (let round = 0; round <= rounds; round += 1) {
    const from = Math.round((share * round) / (rounds + 1))
    const to = Math.round((share * (round + 1)) / (rounds + 1))
    const words = Array.from(
      { length: to - from },
      (_, n) => `手机${phone.number}第${from + n}条：电梯费用应当按楼层分摊`,
    )
    await write(phone.page, words)
    phone.words.push(...words)
    if (round < rounds) await kill(phone, round % 3 === 1 ? 'browser' : 'tab')
  }
}

/** What a collector does, in the page itself: words, consent, next. */
async function write(page: Page, words: readonly string[]): Promise<void> {
  await page.evaluate(async (said) => {
    const found = async <Found>(look: () => Found | null | undefined): Promise<Found> => {
      for (let tries = 0; tries < 2000; tries += 1) {
        const one = look()
        if (one) return one
        await new Promise((done) => setTimeout(done, 5))
      }
      throw new Error(`not on the page: ${look}`)
    }
    const button = (label: string) =>
      [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === label)
    if (!document.querySelector('textarea[name=body]')) (await found(() => button('记一位发言人'))).click()
    for (const one of said) {
      // A page left half written is taken up again: only a blank one is the next speaker's.
      const area = await found(() => document.querySelector<HTMLTextAreaElement>('textarea[name=body]'))
      const code = document.querySelector('.kit-code b')?.textContent
      area.value = one
      area.dispatchEvent(new Event('input', { bubbles: true }))
      const consent = document.querySelector<HTMLInputElement>('input[name=consent]')
      if (consent && !consent.checked) consent.click()
      ;(await found(() => button('记完了，下一位'))).click()
      await found(() => {
        const now = document.querySelector('.kit-code b')?.textContent
        return now && now !== code ? now : null
      })
    }
  }, words)
}

/** The tab's process is gone in the middle of a word, or the browser's; what was typed by then is found again. */
async function kill(phone: Phone, what: 'tab' | 'browser'): Promise<void> {
  const half = `写到一半 ${newId()}`
  await phone.page.fill('textarea[name=body]', half)
  await phone.page.getByText('已存在手机里').waitFor()
  const code = await phone.page.locator('.kit-code b').textContent()
  const address = phone.page.url()
  if (what === 'browser') {
    await killBrowser(phone)
    phone.context = await openBrowser(phone.folder)
    await signIn(phone.context, phone.token)
    await phone.context.setOffline(true)
  } else {
    await crash(phone.page)
  }
  phone.page = await phone.context.newPage()
  await phone.page.goto(address)
  await phone.page.locator('textarea[name=body]').waitFor()
  expect(await phone.page.locator('.kit-code b').textContent()).toBe(code)
  expect(await phone.page.inputValue('textarea[name=body]')).toBe(half)
}

async function crash(page: Page): Promise<void> {
  const crashed = new Promise<void>((done) => page.once('crash', () => done()))
  void page.goto('chrome://crash').catch(() => {})
  await crashed
  await page.close()
}

/** The whole browser at once, as when the battery is taken out. */
async function killBrowser({ context, folder }: Phone): Promise<void> {
  const closed = new Promise<void>((done) => context.once('close', () => done()))
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  for (const line of list.split('\n').filter((each) => each.includes(`--user-data-dir=${folder}`))) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL')
    } catch {
      // It went with its parent.
    }
  }
  await closed
}

async function sendAll(phone: Phone): Promise<void> {
  await phone.page.goto(`${ground.line.origin}/consultations/field`)
  await sendUntilEmpty(phone.page)
}

/** Presses "send" until nothing waits, however often the line is cut. */
async function sendUntilEmpty(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = ''
  })
  for (let tries = 0; tries < 200; tries += 1) {
    const waiting = await page.locator('#kit-waiting').textContent()
    if (waiting?.includes('没有等待')) return
    const button = page.getByRole('button', { name: '现在发送' })
    if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => {})
    await page.waitForTimeout(100)
  }
  throw new Error(`still waiting: ${await page.locator('.kit-signal').textContent()}`)
}

async function sendOnce(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = ''
  })
  const answered = page.waitForResponse((response) => response.url().includes('sync-field'))
  await page.getByRole('button', { name: '现在发送' }).click()
  await answered
}

/** The phone forgets that its items arrived, as one does that is put back to yesterday's copy. */
async function forgetAnswers(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const opening = indexedDB.open('zhitong-field', 1)
      opening.onsuccess = () => done(opening.result)
    })
    await new Promise<void>((done) => {
      const transaction = db.transaction('items', 'readwrite')
      const walk = transaction.objectStore('items').openCursor()
      walk.onsuccess = () => {
        const cursor = walk.result
        if (!cursor) return
        const item = cursor.value
        if (item.state === 'sent') cursor.update({ ...item, state: 'ready' })
        cursor.continue()
      }
      transaction.oncomplete = () => done()
    })
    db.close()
  })
  await page.reload()
  await page.locator('#kit-waiting').waitFor()
}

async function sendInTwoTabs({ context, page }: Phone): Promise<void> {
  const second = await context.newPage()
  await second.goto(`${ground.line.origin}/consultations/field`)
  await second.locator('#kit-waiting').waitFor()
  await Promise.all([sendUntilEmpty(page), sendUntilEmpty(second)])
  await second.close()
}

async function stored({ app, council, consultation }: Ground, only: readonly string[] | null = null) {
  const rows = await app.database.db
    .selectFrom('opinions.opinion')
    .select('body')
    .where('council_id', '=', council.id)
    .where('subject_id', '=', consultation.id)
    .execute()
  return rows.map(({ body }) => body).filter((body) => only === null || only.includes(body))
}

/** The independent count: which words are missing, and which are there more than once. */
function faults(expected: readonly string[], found: readonly string[]) {
  const times = new Map<string, number>()
  for (const body of found) times.set(body, (times.get(body) ?? 0) + 1)
  return {
    lost: expected.filter((body) => !times.has(body)),
    doubled: [...times].filter(([, count]) => count > 1).map(([body]) => body),
  }
}

/** How many opinions carry the very code that stands on the speaker's slip. */
async function codesFit({ app, council }: Ground, all: readonly Phone[]): Promise<number> {
  const onPhones = new Map<string, string>()
  for (const { page } of all) {
    const items = await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((done) => {
        const opening = indexedDB.open('zhitong-field', 1)
        opening.onsuccess = () => done(opening.result)
      })
      const read = await new Promise<{ receipt: string; clientKey: string }[]>((done) => {
        const asked = db.transaction('items').objectStore('items').getAll()
        asked.onsuccess = () => done(asked.result)
      })
      db.close()
      return read.map(({ receipt, clientKey }) => ({ receipt, clientKey }))
    })
    for (const { receipt, clientKey } of items) onPhones.set(clientKey, receipt.replaceAll('-', ''))
  }
  const rows = await app.database.db
    .selectFrom('opinions.opinion')
    .select(['client_key', 'receipt'])
    .where('council_id', '=', council.id)
    .execute()
  return rows.filter(({ client_key, receipt }) => onPhones.get(client_key) === receipt).length
}

/** A line that gives each item another key and code: what protects against doubling is gone. */
function withoutKeys(body: Buffer): Buffer {
  const sent: { items: { clientKey: string; receipt: string }[] } = JSON.parse(body.toString())
  const items = sent.items.map((item) => ({ ...item, clientKey: newId(), receipt: shortCode() }))
  return Buffer.from(JSON.stringify({ ...sent, items }))
}
