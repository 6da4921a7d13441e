import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { Button, DeskKeys, Details, Field, Form, WorkList } from '#ui'

let server: PageServer
let page: Page

beforeAll(async () => {
  server = await servePages({
    '/': pageWith(() => (
      <>
        <DeskKeys
          ticks
          keys={[
            { key: 'F', label: '定稿', presses: 'finish' },
            { key: 'N', label: '备注', presses: 'f-note' },
          ]}
        />
        <WorkList
          label="论点"
          items={[
            { href: '/?item=1', title: '一' },
            { href: '/?item=2', title: '二', current: true },
            { href: '/?item=3', title: '三' },
          ]}
        />
        <ul data-keys-list>
          <li>
            <input type="checkbox" aria-label="勾选四" />
            <a href="/?item=4">四</a>
          </li>
        </ul>
        <Form action="/finish">
          <Details summary="更多">
            <Field name="note" label="备注" optional />
          </Details>
          <Button id="finish">定稿</Button>
          <div class="bulk">
            <Details summary="标签" open>
              <Field name="tag" label="标签" optional />
              <Button name="do" value="sort">
                存标签
              </Button>
            </Details>
          </div>
        </Form>
      </>
    )),
  })
})
beforeEach(async () => {
  page = await newPage({ origin: server.origin })
  await page.goto('/')
  await page.locator('.keys').waitFor()
})
afterEach(() => page.context().close())
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

test('J and K move from the present item, stop at the ends, and Enter opens', async () => {
  await page.keyboard.press('j')
  expect(await focused()).toBe('三')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await focused()).toBe('四')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await page.keyboard.press('K')
  await page.keyboard.press('k')
  expect(await focused()).toBe('一')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/?item=1')
})

test('? opens the list of keys and closes it', async () => {
  await page.keyboard.press('?')
  expect(await page.getByText('下一项 / 上一项').isVisible()).toBe(true)
  await page.keyboard.press('?')
  expect(await page.getByText('下一项 / 上一项').isVisible()).toBe(false)
})

test('a key of the page presses its button', async () => {
  const before = server.received.length
  await page.keyboard.press('f')
  await expect.poll(() => server.received.length).toBe(before + 1)
  expect(server.received.at(-1)?.path).toBe('/finish')
})

test('a key that names a field unfolds what it stands in and goes into it', async () => {
  await page.keyboard.press('n')
  await page.keyboard.type('想一想')
  expect(await page.getByLabel('备注').inputValue()).toBe('想一想')
})

test('X ticks the item that has the focus, and the keys go on from its box', async () => {
  const box = page.getByLabel('勾选四')
  await page.keyboard.press('x')
  expect(await box.isChecked()).toBe(false)
  for (const key of ['j', 'j', 'x']) await page.keyboard.press(key)
  expect(await box.isChecked()).toBe(true)
  await box.focus()
  await page.keyboard.press('x')
  expect(await box.isChecked()).toBe(false)
  await page.keyboard.press('k')
  expect(await focused()).toBe('三')
})

test('while typing, and together with Ctrl, letters are only letters', async () => {
  const before = server.received.length
  await page.getByText('更多').click()
  await page.getByLabel('备注').pressSequentially('fjk?')
  expect(await page.getByLabel('备注').inputValue()).toBe('fjk?')
  await page.getByLabel('备注').blur()
  await page.keyboard.press('Control+j')
  expect(await focused()).not.toBe('三')
  expect(server.received.length).toBe(before)
})

test('single keys can be turned off, which is remembered, and on again', async () => {
  await page.locator('.keys summary').click()
  await page.getByRole('button', { name: '关掉单键操作' }).click()
  await page.reload()
  await page.locator('.keys').waitFor()
  await page.keyboard.press('j')
  expect(await focused()).not.toBe('三')
  await page.locator('.keys summary').click()
  await page.getByRole('button', { name: '打开单键操作' }).click()
  await page.keyboard.press('j')
  expect(await focused()).toBe('三')
})

test('Enter in a field presses the button beside it, not the first of the form', async () => {
  await page.fill('[name=tag]', '电梯')
  const [request] = await Promise.all([page.waitForRequest('**/finish'), page.keyboard.press('Enter')])
  expect(request.postData()).toContain('sort')
})
