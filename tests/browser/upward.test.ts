import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { afterAll, describe, test } from 'vitest'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { house } from '#support/house'
import { aClerkOf, aSessionOf } from '#support/people'
import { aRefinedConsultation, nextDraft } from '#support/upward'
import { serve } from '#support/web'

afterAll(closeBrowser)

async function refinedHouse() {
  const { app } = await house()
  const made = await aRefinedConsultation(app)
  const clerk = await aClerkOf(app, made.council)
  const token = await aSessionOf(app, clerk, { method: 'passkey' })
  const served = await serve(app)
  const open = async (who: 'clerk' | 'guest', options: Partial<Parameters<typeof newPage>[0]> = {}) => {
    const page = await newPage({ origin: served.origin, ...options })
    const cookies = [{ name: 'zt_council', value: made.council.slug, url: served.origin }]
    if (who === 'clerk') cookies.push({ name: 'zt_session', value: token, url: served.origin })
    await page.context().addCookies(cookies)
    return page
  }
  return { app, ...made, served, open, base: `/consultations/${made.consultation.number}` }
}

/** From refined to answered, as the office does it by hand. */
async function answerAll(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/submission`)
  await page.fill('#f-toName', '省人大常委会法工委')
  await page.click('main form button[type=submit]')
  await page.waitForURL('**/submission?done=up')
  await page.goto(`${base}/answer`)
  await page.fill('#f-label', '二次审议稿')
  await page.fill('#f-source', nextDraft)
  await page.click('main form[action$="/import"] button[type=submit]')
  await page.waitForURL('**/answer?done=import')
  const choose = async (words: string) => {
    await page.locator('form[action$="/form"] li.card', { hasText: words }).locator('input').check()
    await page.click('form[action$="/form"] > button')
    await page.waitForURL('**/answer/form?*')
  }
  await choose('一楼业主可以不出')
  await page.check('input[name=decision][value=adopted]')
  await page.fill('#f-reason', '写入第三条第二款。')
  await page.click('form[action$="/decide"] button[type=submit]')
  assert.match((await page.locator('.errors').textContent()) ?? '', /改动的文字/)
  assert.equal(await page.inputValue('#f-reason'), '写入第三条第二款。')
  await page.check('#f-changes')
  await page.click('form[action$="/decide"] button[type=submit]')
  await page.waitForURL('**/answer?done=decide')
  for (const words of ['一楼也受益', '公共收益半年']) {
    await choose(words)
    await page.check('input[name=decision][value=later]')
    await page.fill('#f-reason', '配套规定时一并研究。')
    await page.click('form[action$="/decide"] button[type=submit]')
    await page.waitForURL('**/answer?done=decide')
  }
  await page.click('details.confirm summary')
  await page.click('details.confirm button[type=submit]')
  await page.waitForURL('**/answer?done=give')
  assert.match((await page.locator('main').textContent()) ?? '', /答复已经公布/)
}

for (const scripts of [true, false]) {
  describe(`from submission to the answer with scripts ${scripts ? 'on' : 'off'}`, () => {
    test('the office answers every opinion, and its author sees the words that changed and judges the answer', async () => {
      const { open, base, opinions, served } = await refinedHouse()
      await answerAll(await open('clerk', { scripts }), base)
      const guest = await open('guest', { scripts })
      await guest.goto(`${base}/story`)
      assert.match((await guest.locator('.outcome ins').allTextContents()).join(''), /一楼业主可以不承担费用/)
      await guest.goto(`${base}/evaluation?receipt=${opinions[0]!.receipt}`)
      await guest.check('input[value=satisfied]')
      await guest.click('main form button[type=submit]')
      await guest.waitForURL('**/evaluation?done=1')
      await guest.goto(`${base}/story`)
      assert.match((await guest.locator('table').textContent()) ?? '', /满意1/)
      await guest.goto(`/certificates/${opinions[0]!.receipt}`)
      await guest.click('main form button[type=submit]')
      await guest.waitForURL('**/certificates/*')
      assert.match((await guest.locator('main').textContent()) ?? '', /签名正确/)
      await served.close()
    }, 180_000)
  })
}

test('axe finds nothing on the pages of submission, answer, story, ledger and data, and none scrolls sideways', async () => {
  const { open, base, served, opinions } = await refinedHouse()
  await answerAll(await open('clerk'), base)
  const pages = [
    ['clerk', `${base}/submission`],
    ['clerk', `${base}/answer`],
    ['clerk', '/consultations/packages'],
    ['guest', `${base}/story`],
    ['guest', `${base}/changes`],
    ['guest', `${base}/ledger`],
    ['guest', `${base}/ledger?state=adopted`],
    ['guest', '/consultations/ledger'],
    ['guest', `${base}/data`],
    ['guest', `${base}/evaluation`],
    ['guest', '/consultations/projects'],
    ['clerk', '/consultations/projects/1'],
    ['guest', `/certificates/${opinions[0]!.receipt}`],
  ] as const
  const found: string[] = []
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const width of [360, 1280]) {
      const viewers = { clerk: await open('clerk', { locale, width }), guest: await open('guest', { locale, width }) }
      for (const [who, path] of pages) {
        const page = viewers[who]
        await page.goto(path)
        if (width === 360) found.push(...(await axe(page)).map((fault) => `${path} ${locale}: ${fault}`))
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) found.push(`${path} ${locale} ${width}: scrolls ${sideways} px sideways`)
        await screenshot(page, `upward${path.replace(/\W+/g, '-')}-${locale}-${width}`)
      }
      await viewers.clerk.close()
      await viewers.guest.close()
    }
  }
  await served.close()
  assert.deepEqual(found, [])
}, 300_000)
