import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aGuest } from '#support/people'
import { weakLineTo } from '#support/weak-line'
import { serve } from '#support/web'
import { raise } from '../../src/modules/contact/actions/resident.ts'

afterAll(closeBrowser)

const here = { latitude: 30.27412, longitude: 120.15507, accuracy: 14 }

async function aTown(locale: Locale = 'zh-CN') {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const served = await serve(app)
  const line = await weakLineTo(Number(new URL(served.origin).port))
  const phone = async (scripts = true): Promise<Page> => {
    const page = await newPage({ origin: line.origin, locale, width: 360, height: 740, scripts })
    const context: BrowserContext = page.context()
    await context.grantPermissions(['geolocation'], { origin: line.origin })
    await context.setGeolocation(here)
    await context.addCookies([{ name: 'zt_council', value: council.slug, url: line.origin }])
    return page
  }
  const matters = async () =>
    app.database.db
      .selectFrom('contact.matter')
      .innerJoin('opinions.opinion', (join) =>
        join
          .onRef('opinions.opinion.council_id', '=', 'contact.matter.council_id')
          .onRef('opinions.opinion.id', '=', 'contact.matter.opinion_id'),
      )
      .select(['number', 'body', 'latitude', 'longitude'])
      .where('contact.matter.council_id', '=', council.id)
      .orderBy('number')
      .execute()
  const somebodyElses = async () => {
    const input = {
      clientKey: newId(),
      body: '东门的路灯不亮，晚上一片漆黑',
      public: true,
      placeShown: true,
      position: { latitude: here.latitude + 0.0004, longitude: here.longitude, accuracyM: 10 },
      consent: true,
    } as const
    const outcome = await perform(app, raise, aGuest(council), input)
    assert.ok(outcome.ok)
  }
  const close = async () => {
    await line.close()
    await served.close()
  }
  return { app, council, line, phone, matters, somebodyElses, close }
}

/** A photo as a phone makes it: with the place where it was taken. */
async function aPhoto() {
  const buffer = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#223344' } })
    .jpeg()
    .withExif({
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '30/1 16/1 3000/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '120/1 9/1 3000/100',
      },
    })
    .toBuffer()
  return { name: 'lamp.jpg', mimeType: 'image/jpeg', buffer }
}

const main = async (page: Page) => (await page.locator('main').textContent()) ?? ''
const told = (page: Page, words: RegExp) => page.locator('[data-snap-told]', { hasText: words }).waitFor()
const receipt = /\/contact\/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\?new=1$/

describe.each(['zh-CN', 'en'] as const)('snap and report on a phone, in %s', (locale) => {
  test('photo, place, send: three taps, and the receipt; the position is kept to eleven metres', async () => {
    const town = await aTown(locale)
    const page = await town.phone()
    await page.goto('/contact/snap')
    const taps = { count: 0 }
    const chooser = page.waitForEvent('filechooser')
    await page.locator('input[name=photo]').tap()
    taps.count += 1
    await (await chooser).setFiles(await aPhoto())
    await page.locator('.preview img').waitFor()
    await page.locator('[data-snap-here]').tap()
    taps.count += 1
    await told(page, /1[04]|10/)
    await page.locator('button[value=send]').tap()
    taps.count += 1
    await page.waitForURL(receipt)
    assert.equal(taps.count, 3)
    assert.deepEqual(
      (await town.matters()).map(({ latitude, longitude }) => [latitude, longitude]),
      [[30.2741, 120.1551]],
    )
    assert.match(await main(page), locale === 'en' ? /about 100 metres only/ : /大约 100 米以内/)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sidewaysScroll(page), 0)
    await screenshot(page, `snap-receipt-${locale}-360`)
    await page.goto('/contact/snap')
    assert.equal(await page.locator('.snap-note').count(), 0)
    assert.deepEqual(await axe(page), [])
    await town.close()
  }, 120_000)
})

test('what lies without signal is kept on the phone, photo and all, and goes by itself when there is signal', async () => {
  const town = await aTown()
  const page = await town.phone()
  await page.goto('/contact/snap')
  town.line.mood = () => 'cut-before'
  for (const body of ['第一件：井盖松了', '第二件：水管漏水']) {
    await page.setInputFiles('input[name=photo]', await aPhoto())
    await page.fill('textarea[name=body]', body)
    await page.fill('input[name=spot]', '临江路')
    await page.click('button[value=send]')
    await page.locator('[data-snap-kept] li', { hasText: body }).waitFor()
    assert.equal(await page.inputValue('textarea[name=body]'), '')
  }
  assert.match((await page.locator('.snap-note').textContent()) ?? '', /没有信号/)
  assert.equal((await town.matters()).length, 0)
  // The first answer is lost on its way: the server has it, and the phone sends again.
  town.line.mood = (path) => (path === '/contact/snap' && town.line.cuts.after === 0 ? 'cut-after' : 'through')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.waitForTimeout(1500)
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.locator('[data-snap-kept] a').nth(1).waitFor()
  assert.deepEqual(
    (await town.matters()).map(({ body }) => body).sort(),
    ['第一件：井盖松了', '第二件：水管漏水'].sort(),
  )
  await page.locator('[data-snap-kept] a').first().click()
  await page.waitForURL(receipt)
  assert.equal(await page.locator('main img').count(), 1)
  await town.close()
}, 120_000)

test('what was being written is back after the page was left, with its photo', async () => {
  const town = await aTown()
  const page = await town.phone()
  await page.goto('/contact/snap')
  await page.setInputFiles('input[name=photo]', await aPhoto())
  await page.fill('textarea[name=body]', '路灯不亮')
  await page.waitForTimeout(900)
  await page.goto('/contact')
  await page.goto('/contact/snap')
  await page.locator('.preview img').waitFor()
  assert.equal(await page.inputValue('textarea[name=body]'), '路灯不亮')
  await page.click('.snap-note button')
  assert.equal(await page.inputValue('textarea[name=body]'), '')
  await town.close()
}, 120_000)

test('the place a photo remembers is offered, and used only when she says so', async () => {
  const town = await aTown()
  const page = await town.phone()
  await page.goto('/contact/snap')
  await page.setInputFiles('input[name=photo]', await aPhoto())
  await told(page, /照片里记着拍摄的位置/)
  assert.equal(await page.inputValue('input[name=latitude]'), '')
  await page.click('[data-snap-told] button')
  assert.equal(await page.inputValue('input[name=latitude]'), '30.275000')
  await page.click('[data-snap-told] button')
  assert.equal(await page.inputValue('input[name=latitude]'), '')
  await town.close()
}, 120_000)

describe.each([true, false])('"is it this one?", scripts %s', (scripts) => {
  test('the one nearby is offered with what was taken kept; she joins with one press, and leaves again', async () => {
    const town = await aTown()
    await town.somebodyElses()
    const page = await town.phone(scripts)
    await page.goto('/contact/snap')
    await page.setInputFiles('input[name=photo]', await aPhoto())
    await page.fill('textarea[name=body]', '东门的路灯不亮')
    if (scripts) {
      await page.click('[data-snap-here]')
      await told(page, /已经记下位置/)
    } else await page.fill('input[name=spot]', '东门')
    await page.click('button[value=send]')
    await page.locator('button[name=join]').waitFor()
    assert.match(await main(page), /是不是这一件[\s\S]*东门的路灯不亮，晚上一片漆黑/)
    if (scripts) {
      assert.deepEqual(await axe(page), [])
      await screenshot(page, 'snap-similar-360')
    }
    await page.click('button[name=join]')
    await page.waitForURL(receipt)
    assert.match(await main(page), /一共 2 人反映/)
    assert.equal(await page.locator('main img').count(), 1)
    assert.equal((await town.matters()).length, 1)
    if (scripts) assert.deepEqual(await axe(page), [])
    await page.click('details.confirm summary')
    await page.click('form[action$="/leave"] button')
    await page.waitForURL(/done=left$/)
    await page.goto('/contact/public/1')
    assert.match(await main(page), /1 人反映/)
    await page.click('form[action$="/join"] button[type=submit]')
    await page.waitForURL(receipt)
    await town.close()
  }, 120_000)
})

test('with scripts off a refusal keeps words and photo; then it is sent, in English too', async () => {
  const town = await aTown('en')
  const page = await town.phone(false)
  await page.goto('/contact/snap')
  assert.equal(await page.locator('[data-snap-here]').isVisible(), false)
  await page.setInputFiles('input[name=photo]', await aPhoto())
  await page.fill('textarea[name=body]', 'There is a gas leak')
  await page.click('button[value=send]')
  assert.equal(await page.locator('.errors a[href="#f-spot"]').count(), 1)
  assert.equal(await page.inputValue('textarea[name=body]'), 'There is a gas leak')
  assert.equal(await page.locator('[data-emergency] a[href="tel:119"]').isVisible(), true)
  await page.fill('input[name=spot]', 'Linjiang Road, block 3')
  await page.click('button[value=send]')
  await page.waitForURL(receipt)
  assert.equal(await page.locator('main img').count(), 1)
  assert.match(await main(page), /call at once/)
  await town.close()
}, 120_000)
