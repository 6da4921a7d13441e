import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { Quotable, SearchInside } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({
    '/': pageWith(() => (
      <>
        <SearchInside within="text" />
        <div id="text">
          {['加装电梯的，由业主共同决定。', '公共收益每季度公布。', '电梯每年检验一次，电梯费用公开。'].map(
            (words, index) => (
              <article class="clause" key={words}>
                <Quotable provision={`art_${index + 1}`}>{words}</Quotable>
              </article>
            ),
          )}
        </div>
      </>
    )),
  })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test('only the provisions with the words stay, they are marked, and their number is said', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/')
  const shown = () => page.locator('.clause:visible').count()
  await page.getByLabel('在本页里找').fill('电梯')
  expect(await shown()).toBe(2)
  expect(await page.getByRole('status').textContent()).toBe('找到 2 条')
  expect(await page.evaluate(() => CSS.highlights.get('found')?.size)).toBe(3)
  await page.getByLabel('在本页里找').fill('飞机')
  expect(await shown()).toBe(0)
  expect(await page.getByRole('status').textContent()).toContain('没有找到')
  await page.getByLabel('在本页里找').fill('')
  expect(await shown()).toBe(3)
  expect(await page.getByRole('status').textContent()).toBe('')
  expect(await page.evaluate(() => CSS.highlights.has('found'))).toBe(false)
})

test('scripts off, the box is not there and every provision is', async () => {
  const page = await newPage({ origin: server.origin, scripts: false })
  await page.goto('/')
  expect(await page.locator('input[type=search]').isVisible()).toBe(false)
  expect(await page.locator('.clause:visible').count()).toBe(3)
})
