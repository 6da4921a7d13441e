import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, closeBrowser, newPage, sidewaysScroll } from '#support/browser'
import { type DemoHouse, demoHouse, enterAs } from '#support/demo'

/** Somebody with a phone looks for whom to talk to. */
let demo: DemoHouse
beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

test('from an area to a place to a deputy, whose code leads back to her, without scripts', async () => {
  const page = await newPage({ origin: demo.origin, width: 360, scripts: false })
  await page.goto('/')
  await page.getByRole('link', { name: '找一位人大代表' }).click()
  expect(new URL(page.url()).pathname).toBe('/deputies')
  await page.goto('/stations')
  // The button that needs a script is not shown where there are none.
  expect(await page.getByRole('button', { name: '找离我近的' }).isVisible()).toBe(false)
  await page.getByText('按类型、级别、区域、选区、主题找').click()
  await page.getByLabel('区域').selectOption({ label: '临江街道' })
  await page.getByRole('button', { name: '查看' }).click()
  await page
    .getByRole('link', { name: /临江街道人大代表之家/ })
    .first()
    .click()
  expect(await page.getByText(/现在开放，到|现在不开放/).count()).toBe(1)
  await page.getByRole('heading', { name: '在这里的人大代表' }).scrollIntoViewIfNeeded()
  await page.getByRole('link', { name: '王秀英' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('王秀英')
  const address = new URL(page.url()).pathname
  expect(await page.getByRole('link', { name: '写给这位代表' }).getAttribute('href')).toContain('/contact/write')
  await page.getByRole('link', { name: '扫码打开这位代表的主页' }).click()
  expect(new URL(page.url()).pathname).toBe(address)
  // As somebody types it from the card.
  await page.goto(address.toLowerCase())
  expect(new URL(page.url()).pathname).toBe(address)
  expect(await sidewaysScroll(page)).toBe(0)
  for (const [file, type] of [
    ['card.pdf', 'application/pdf'],
    ['code.png', 'image/png'],
    ['code.svg', 'image/svg+xml'],
    ['calendar.ics', 'text/calendar; charset=utf-8'],
  ] as const) {
    const answer = await page.request.get(`${address}/${file}`)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, type])
  }
  await page.context().close()
})

test('every pin of the map is reached and opened with the keyboard, or skipped with one key', async () => {
  const page = await newPage({ origin: demo.origin, width: 360 })
  await page.goto('/stations')
  const pins = await page.locator('.place-map svg a').count()
  expect(pins).toBeGreaterThan(5)
  await page.locator('.skip-map').focus()
  const reached: string[] = []
  for (let key = 0; key < pins; key += 1) {
    await page.keyboard.press('Tab')
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
  }
  expect(reached.filter(Boolean)).toHaveLength(pins)
  const cluster = page.locator('.place-map a.cluster').first()
  await cluster.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/box=/)
  await page.getByRole('heading', { name: '地图上一处的站点' }).waitFor()
  await page.locator('.place-map svg a:not(.cluster)').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/stations\/\d+$/)
  await page.goto('/stations')
  await page.locator('.skip-map').press('Enter')
  expect(new URL(page.url()).hash).toBe('#list')
  await page.context().close()
})

test('near me asks the phone only when pressed, and sends it rounded, never in an address', async () => {
  const page = await newPage({ origin: demo.origin, width: 360 })
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ latitude: 30.2440123, longitude: 120.0061234 })
  await page.addInitScript(() => {
    const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation)
    navigator.geolocation.getCurrentPosition = (...asked) => {
      sessionStorage.setItem('asked', 'yes')
      real(...asked)
    }
  })
  await page.goto('/stations')
  expect(await page.evaluate(() => sessionStorage.getItem('asked'))).toBe(null)
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: '找离我近的' }).click()
  expect(new URLSearchParams((await sent).postData() ?? '').get('latitude')).toBe('30.244')
  await page.getByRole('heading', { name: '离您近的站点' }).waitFor()
  expect(page.url()).not.toContain('30.2')
  expect(await page.locator('.cards h3').first().textContent()).toContain('清泉中心大厦')
  await page.context().close()
})

test('a deputy writes her own page; what is refused comes back as typed, and what she does not agree to is not shown', async () => {
  const page = await newPage({ origin: demo.origin, width: 360, scripts: false })
  await enterAs(page, '王秀英')
  await page.goto('/deputies/mine')
  const address = new URL(page.url()).pathname
  await page.getByRole('link', { name: '改我的主页' }).click()
  await page.getByLabel(/^自我介绍（中文）/).fill('我家住在江边。')
  await page.getByRole('textbox', { name: /^接待时间/ }).fill('看情况')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('link', { name: /看不懂接待时间/ }).click()
  expect(await page.getByLabel(/^自我介绍（中文）/).inputValue()).toBe('我家住在江边。')
  await page.getByRole('textbox', { name: /^接待时间/ }).fill('周四 18:00-20:00')
  await page.getByRole('checkbox', { name: '接待时间' }).uncheck()
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/saved=1/)
  const guest = await newPage({ origin: demo.origin, width: 360, scripts: false })
  await guest.goto(address)
  expect(await guest.getByText('我家住在江边。').count()).toBe(1)
  expect(await guest.getByText('18:00–20:00').count()).toBe(0)
  expect((await guest.goto(`${address}/edit`))?.status()).toBe(404)
  expect((await guest.request.get(`${address}/calendar.ics`)).status()).toBe(404)
  for (const each of [page, guest]) await each.context().close()
})

test('the pages of places and deputies pass axe in large print and in English', async () => {
  const page = await newPage({ origin: demo.origin, width: 360, elder: true, locale: 'en' })
  await page.goto('/deputies')
  const [first] = await page
    .locator('.cards h3 a')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''))
  for (const path of [
    '/stations',
    '/stations?area=04',
    '/stations/7',
    '/deputies?q=wxy',
    '/deputies?q=none',
    first ?? '',
  ]) {
    await page.goto(path)
    expect(await axe(page), path).toEqual([])
    expect(await sidewaysScroll(page), path).toBe(0)
  }
  await page.context().close()
})
