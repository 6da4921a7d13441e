import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { Button, Checkboxes, DoneBanner, ErrorSummary, Field, Form, TextArea } from '#ui'

let server: PageServer

beforeAll(async () => {
  server = await servePages({
    '/write': pageWith((query) => (
      <>
        {query.has('refused') && <ErrorSummary errors={{ body: '请写得短一些。' }} />}
        <Form action="/send" guard="opinion">
          <Field name="code" label="验证码" autocomplete="one-time-code" optional />
          <Field name="secret" label="口令" type="password" optional />
          <TextArea
            name="body"
            label="您的意见"
            {...(query.has('refused') && { value: '服务器送回的', error: '请写得短一些。' })}
          />
          <Checkboxes
            name="contact"
            label="回音"
            values={['sms']}
            options={[
              { value: 'sms', label: '短信' },
              { value: 'letter', label: '寄信' },
            ]}
          />
          <Button name="act" value="send">
            提交意见
          </Button>
        </Form>
      </>
    )),
    '/done': pageWith(() => <DoneBanner title="您的意见已收到" />),
    '/other': pageWith(() => <p>别的页面</p>),
  })
})
beforeEach(() => {
  server.answer = '/done'
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

async function writing(words: string): Promise<Page> {
  const page = await newPage({ origin: server.origin })
  page.on('dialog', (dialog) => dialog.accept())
  await page.goto('/write')
  await page.getByLabel('您的意见').fill(words)
  return page
}

const kept = (page: Page) => page.evaluate(() => localStorage.getItem('zt-form:opinion') ?? '')

test('after the line was cut, the words and choices are back and the page says so', async () => {
  server.answer = 'cut'
  const page = await writing('一楼能不能不出钱')
  await page.getByLabel('寄信').check()
  await page.getByRole('button', { name: '提交意见' }).click()
  await expect.poll(() => page.url()).toContain('chrome-error')
  await page.goto('/write')
  expect(await page.getByLabel('您的意见').inputValue()).toBe('一楼能不能不出钱')
  expect(await page.getByLabel('寄信').isChecked()).toBe(true)
  expect(await page.getByText('您上次没写完的内容已放回来了。').isVisible()).toBe(true)
})

test('after it has arrived nothing is kept and nothing comes back', async () => {
  const page = await writing('装电梯要有人调解')
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByText('您的意见已收到').waitFor()
  await expect.poll(() => kept(page)).toBe('')
  await page.goto('/write')
  expect(await page.getByLabel('您的意见').inputValue()).toBe('')
  expect(await page.locator('.guard-note').count()).toBe(0)
})

test('a page left and opened again still holds the words, which can be dropped', async () => {
  const page = await writing('写到一半')
  await expect.poll(() => kept(page)).toContain('写到一半')
  await page.goto('/other')
  await page.goto('/write')
  expect(await page.getByLabel('您的意见').inputValue()).toBe('写到一半')
  await page.getByRole('button', { name: '不要了，重新写' }).click()
  expect(await page.getByLabel('您的意见').inputValue()).toBe('')
  expect(await page.getByLabel('短信').isChecked()).toBe(true)
  expect(await kept(page)).toBe('')
})

test('what the server sends back with its errors is not overwritten by what was kept', async () => {
  const page = await writing('留在本机的')
  await expect.poll(() => kept(page)).toContain('留在本机的')
  await page.goto('/write?refused')
  expect(await page.getByLabel('您的意见').inputValue()).toBe('服务器送回的')
})

test('passwords and one-time codes are never kept', async () => {
  const page = await writing('意见')
  await page.getByLabel('验证码').fill('424242')
  await page.getByLabel('口令').fill('hunter2hunter2')
  await expect.poll(() => kept(page)).toContain('意见')
  await page.getByLabel('您的意见').fill('意见二')
  await expect.poll(() => kept(page)).toContain('意见二')
  expect(await kept(page)).not.toMatch(/424242|hunter2/)
})

test('words kept longer than a week do not come back', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/other')
  await page.evaluate(() =>
    localStorage.setItem(
      'zt-form:opinion',
      JSON.stringify({ at: Date.now() - 8 * 86_400_000, values: [['body', '很久以前']] }),
    ),
  )
  await page.goto('/write')
  expect(await page.getByLabel('您的意见').inputValue()).toBe('')
})

test('two presses send once, with the name of the button pressed', async () => {
  const page = await writing('只送一次')
  const before = server.received.length
  await page.getByRole('button', { name: '提交意见' }).dblclick()
  await page.getByText('您的意见已收到').waitFor()
  expect(server.received.length - before).toBe(1)
  expect(server.received.at(-1)?.body).toContain('act=send')
})

test('unsent words are asked about before the page is left; sent ones are not', async () => {
  const page = await newPage({ origin: server.origin })
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    return dialog.accept()
  })
  await page.goto('/write')
  await page.getByLabel('您的意见').pressSequentially('没写完')
  await page.goto('/other')
  expect(asked).toEqual(['beforeunload'])
  await page.goto('/write')
  await page.getByLabel('您的意见').pressSequentially('写完了')
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByText('您的意见已收到').waitFor()
  expect(asked).toEqual(['beforeunload'])
})
