import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { CopyButton } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({ '/': pageWith(() => <CopyButton value="7KQ4-M2" label="复制回执号" />) })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test('pressing the button puts the receipt on the clipboard and says so, for a while', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  await page.getByRole('button', { name: '复制回执号' }).press('Enter')
  await page.getByRole('button', { name: '已复制' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('7KQ4-M2')
  await page.getByRole('button', { name: '复制回执号' }).waitFor()
})

test('where the clipboard is closed to scripts the old way copies', async () => {
  const page = await newPage({ origin: server.origin })
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await page.goto('/')
  await page.evaluate(() => {
    document.execCommand = (command) => {
      document.title = `${command} ${document.getSelection()?.toString() || (document.activeElement as HTMLTextAreaElement).value}`
      return true
    }
  })
  await page.getByRole('button').click()
  await expect.poll(() => page.title()).toBe('copy 7KQ4-M2')
})

test('scripts off, no button promises what it cannot do', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  expect(await page.getByRole('button').count()).toBe(0)
})
