import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { ButtonLink, Dialog } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({
    '/': pageWith(() => (
      <>
        <ButtonLink href="/verify" opens="how">
          怎样核对
        </ButtonLink>
        <Dialog id="how" title="怎样核对回执">
          <p>输入 12 个字符。</p>
        </Dialog>
      </>
    )),
    '/verify': pageWith(() => <p>核对回执的页面</p>),
  })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test.each(['Enter', 'Space'])(
  'opens in place with %s, keeps the focus inside, closes with Escape and gives it back',
  async (key) => {
    const page = await newPage({ origin: server.origin })
    await page.goto('/')
    const opener = page.getByRole('button', { name: '怎样核对' })
    await opener.press(key)
    const dialog = page.getByRole('dialog', { name: '怎样核对回执' })
    await dialog.waitFor()
    for (let press = 0; press < 4; press++) await page.keyboard.press('Tab')
    const outside = await page.evaluate(() => document.querySelector('main a')?.matches(':focus'))
    expect(outside).toBe(false)
    await page.keyboard.press('Escape')
    expect(await dialog.isVisible()).toBe(false)
    expect(await opener.evaluate((link) => link.matches(':focus'))).toBe(true)
    expect(page.url()).toBe(`${server.origin}/`)
  },
)

test('its own button closes it, and so does a press beside it', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  await page.getByRole('button', { name: '怎样核对' }).click()
  await page.getByRole('button', { name: '关闭' }).click()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: '怎样核对' }).click()
  await page.mouse.click(5, 5)
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('scripts off, the link leads to the page of the same content', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  await page.getByRole('link', { name: '怎样核对' }).click()
  expect(await page.getByText('核对回执的页面').isVisible()).toBe(true)
})
