import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { PrintButton } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({ '/': pageWith(() => <PrintButton />) })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test('the button prints the page', async () => {
  const page = await newPage({ origin: server.origin })
  await page.addInitScript(() => {
    window.print = () => {
      document.title = 'printed'
    }
  })
  await page.goto('/')
  await page.getByRole('button', { name: '打印' }).press('Enter')
  expect(await page.title()).toBe('printed')
})

test('scripts off, there is no button', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  expect(await page.getByRole('button').count()).toBe(0)
})
