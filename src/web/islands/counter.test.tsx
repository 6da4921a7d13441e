import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { TextArea } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({ '/': pageWith(() => <TextArea name="body" label="您的意见" maxLength={5} value="好" />) })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test('says how much is left, then how much is too much, and cuts nothing off', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  await page.getByText('还可以写 4 个字').first().waitFor()
  await page.getByLabel('您的意见').fill('一二三四五六七')
  await page.locator('p.error', { hasText: '多了 2 个字' }).waitFor()
  expect(await page.getByLabel('您的意见').inputValue()).toBe('一二三四五六七')
})

test('the ear hears it once typing rests', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  const heard = page.locator('main [role=status]')
  await page.getByLabel('您的意见').fill('一二')
  await expect.poll(() => heard.textContent()).toBe('还可以写 3 个字')
})

test('scripts off, the limit stands in the hint', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  const describedBy = await page.getByLabel('您的意见').getAttribute('aria-describedby')
  expect(await page.locator(`#${describedBy}`).textContent()).toBe('最多 5 个字。')
})
