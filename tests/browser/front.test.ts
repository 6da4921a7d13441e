import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import { ledgerKeys, receiptOf, sequence } from '#kernel/ledger'
import { decideAll } from '#parts/opinions'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil, aDistrictOf } from '#support/councils'
import { house } from '#support/house'
import { aPersonOf, aSessionOf } from '#support/people'
import { aFreePort, type ServedHouse, serve } from '#support/web'
import { manifests } from '../../src/house.ts'

let served: ServedHouse
let council: Awaited<ReturnType<typeof aCouncil>>
let app: ReturnType<typeof createApp>
let proof: string

const words = '一楼用不上电梯，能不能写明一楼可以不出钱？'

beforeAll(async () => {
  const port = await aFreePort()
  const base = await house()
  const baseUrl = `http://localhost:${port}`
  app = createApp({ ...base.app, clock: { now: () => new Date() }, manifests, demo: true, baseUrl })
  council = await aCouncil(app, { hosts: ['localhost'], phone: '0000-12345' })
  await aDistrictOf(app, council)
  proof = await aYearOfWork()
  served = await serve(app, port)
})

afterAll(async () => {
  await closeBrowser()
  await served.close()
})

/** An open draft and an answered one, with opinions. @returns the receipt of one of them */
async function aYearOfWork(): Promise<string> {
  const { db } = app.database
  const open = await anOpenConsultation(app, council)
  await anOpenConsultation(app, council, { title: '云山市文明行为促进条例（草案）' })
  for (let n = 0; n < 7; n += 1) await anOpinion(app, council, open, { body: words })
  const past = await anOpenConsultation(app, council, {
    title: '云山市公共停车管理条例（草案）',
    more: { stage: 'answered', answered_at: app.clock.now() },
  })
  const answers = ['夜间可以开放小区周边的道路泊位，第三条已写入。', '收费标准由价格主管部门另行制定，本条例不宜规定。']
  for (const reason of answers) {
    const { opinionId } = await anOpinion(app, council, past, {
      body: '晚上小区外面的马路能不能让停车？白天收费也太贵。',
    })
    const outcome = { decision: 'not-adopted' as const, reason, changes: [], by: null }
    await db.transaction().execute((tx) =>
      decideAll(tx, [{ subject: { type: 'consultation', id: past.id }, on: { opinionId }, ...outcome }], {
        councilId: council.id,
        now: app.clock.now(),
        keys: ledgerKeys(app),
      }),
    )
  }
  await sequence(db, council.id, app.clock.now(), ledgerKeys(app))
  const leaf = await db
    .selectFrom('opinions.opinion')
    .select('leaf_id')
    .where('council_id', '=', council.id)
    .where('subject_id', '=', open.id)
    .limit(1)
    .executeTakeFirstOrThrow()
  const state = await receiptOf(db, council.id, leaf.leaf_id ?? newId())
  assert(state?.state === 'logged')
  return state.proof
}

const pages = [
  ['front', '/'],
  ['figures', '/figures'],
  ['menu', '/menu'],
  ['councils', '/councils'],
  ['help', '/help'],
  ['privacy', '/help/privacy'],
  ['accessibility', '/help/accessibility'],
  ['source', '/help/source'],
  ['open-data', '/open-data'],
  ['verify', '/verify'],
] as const

test('every page of the front is clean for axe and fits its screen', async () => {
  const wrong: string[] = []
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const [width, elder] of [
      [360, false],
      [1280, false],
      [360, true],
    ] as const) {
      const page = await newPage({ origin: served.origin, locale, width, elder })
      for (const [name, path] of pages) {
        await page.goto(path)
        const at = `${path} ${locale} ${width}${elder ? ' elder' : ''}`
        if (process.env.SCREENS) await screenshot(page, `front-${name}-${locale}-${width}${elder ? '-elder' : ''}`)
        for (const found of await axe(page)) wrong.push(`${at}: ${found}`)
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) wrong.push(`${at}: ${sideways} px sideways`)
      }
      await page.context().close()
    }
  }
  assert.deepEqual(wrong, [])
}, 300_000)

test('each of them weighs at most 60 kB on a phone that has never been here, 10 kB of it script', async () => {
  const heavy: string[] = []
  for (const [, path] of pages) {
    const page = await newPage({ origin: served.origin, width: 360 })
    const weight = weigh(page)
    await page.goto(path, { waitUntil: 'networkidle' })
    const { bytes, script } = await weight()
    assert(bytes > 5_000, 'nothing was weighed')
    if (bytes > 60_000 || script > 10_000) heavy.push(`${path}: ${bytes} bytes, ${script} of script`)
    await page.context().close()
  }
  assert.deepEqual(heavy, [])
}, 120_000)

/** Bytes over the wire until now, headers included. */
function weigh(page: Page): () => Promise<{ bytes: number; script: number }> {
  const sizes: Promise<{ bytes: number; script: number }>[] = []
  page.on('requestfinished', (request) => {
    sizes.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => ({
        bytes: responseBodySize + responseHeadersSize,
        script: request.resourceType() === 'script' ? responseBodySize : 0,
      })),
    )
  })
  return async () => {
    const all = await Promise.all(sizes)
    const sum = (pick: (size: { bytes: number; script: number }) => number) =>
      all.reduce((total, size) => total + pick(size), 0)
    return { bytes: sum(({ bytes }) => bytes), script: sum(({ script }) => script) }
  }
}

test('a number of the front page leads by keyboard to the table it is the sum of', async () => {
  const page = await newPage({ origin: served.origin, scripts: false })
  await page.goto('/')
  const number = page.locator('.promise-line a[href="/figures#heard"]')
  assert.match((await number.textContent()) ?? '', /^9 条意见$/)
  await number.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/figures#heard')
  const sum = page.locator('section[aria-labelledby="heard"] tfoot td').last()
  assert.equal((await sum.textContent())?.trim(), '9')
})

test('with scripts off the code on a slip leads from the front page to its opinion', async () => {
  const { receipt } = await app.database.db
    .selectFrom('opinions.opinion')
    .select('receipt')
    .where('council_id', '=', council.id)
    .limit(1)
    .executeTakeFirstOrThrow()
  const page = await newPage({ origin: served.origin, scripts: false, width: 360 })
  await page.goto('/')
  await page.getByLabel('回执上的 12 位编号').fill(receipt.toLowerCase())
  await page.getByRole('button', { name: '查一查' }).click()
  await page.waitForURL(/\/r\/[0-9A-Z-]{14}$/)
})

test('whoever is signed in sees what waits for her, and only she does', async () => {
  const me = await aPersonOf(app, council, { displayName: '桂花巷居民' })
  const token = await aSessionOf(app, me)
  const page = await newPage({ origin: served.origin })
  await page.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
  await page.goto('/')
  await page.getByRole('heading', { name: '等您看的' }).waitFor()
  const guest = await newPage({ origin: served.origin })
  await guest.goto('/')
  assert.equal(await guest.getByRole('heading', { name: '等您看的' }).count(), 0)
})

for (const scripts of [true, false]) {
  test(`a pasted receipt is checked and compared, scripts ${scripts ? 'on, without a network' : 'off'}`, async () => {
    const page = await newPage({ origin: served.origin, scripts, width: 360 })
    await page.goto('/verify', { waitUntil: 'networkidle' })
    if (scripts) {
      await page.getByText('就在您的浏览器里核对').waitFor()
      await page.context().setOffline(true)
    }
    const checkIt = async (receipt: string, said: string) => {
      await page.getByLabel(/^回执内容/).fill(receipt)
      await page.getByLabel(/^顺便比一比原话/).fill(said)
      await page.getByRole('button', { name: '核对', exact: true }).press('Enter')
      await page.locator('.receipt-result').waitFor()
    }
    await checkIt(proof, words)
    await page.getByRole('heading', { name: '这张回执是真的' }).waitFor()
    await page.getByText('一字不差：原话').waitFor()
    await page.getByText('回执里写着').click()
    await page.getByText('收到一条意见').first().waitFor()
    if (process.env.SCREENS) await screenshot(page, `front-verified-${scripts ? 'on' : 'off'}`)
    await checkIt(proof, '别的话')
    await page.getByText('和账上记的不一样').waitFor()
    await checkIt(proof.replace('index ', 'index 1'), '')
    await page.getByRole('heading', { name: '这张回执核对不上' }).waitFor()
  })
}

test('a receipt’s file is checked in the browser, and nothing of it is sent', async () => {
  const file = join(tmpdir(), `receipt-${newId()}.tlog-proof`)
  writeFileSync(file, proof)
  const page = await newPage({ origin: served.origin })
  const posted: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
  await page.goto('/verify', { waitUntil: 'networkidle' })
  await page.getByLabel(/^或者选回执文件/).setInputFiles(file)
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await page.getByRole('heading', { name: '这张回执是真的' }).waitFor()
  assert.deepEqual(posted, [])
})
