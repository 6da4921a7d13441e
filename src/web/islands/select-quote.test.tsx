import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, pageWith, servePages } from '#support/page-server'
import { Form, Quotable, QuoteArea, TextArea } from '#ui'

let server: PageServer

const clauses = (
  <>
    <Quotable provision="art_21" number="第二十一条">
      老旧小区<b>加装电梯</b>的，费用分摊方案由业主协商确定。
    </Quotable>
    <Quotable provision="art_22" number="第二十二条">
      物业服务人应当公布收支情况。
    </Quotable>
  </>
)

beforeAll(async () => {
  server = await servePages({
    '/read': pageWith(() => <QuoteArea href="/write?draft=7">{clauses}</QuoteArea>),
    '/here': pageWith(() => (
      <>
        <QuoteArea formId="opinion">{clauses}</QuoteArea>
        <Form action="/send" id="opinion">
          {['provision', 'quote', 'prefix', 'suffix', 'start'].map((name) => (
            <input key={name} type="hidden" name={name} />
          ))}
          <p data-quote-shown />
          <TextArea name="body" label="您的意见" />
        </Form>
      </>
    )),
    '/write': pageWith(() => <p>写意见的页面</p>),
  })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

/** Selects from the first occurrence of `from` to the end of the first of `to`. */
async function select(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([first, last]) => {
      const walker = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT)
      const range = document.createRange()
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? ''
        if (range.collapsed && text.includes(first as string)) range.setStart(node, text.indexOf(first as string))
        if (text.includes(last as string)) {
          range.setEnd(node, text.indexOf(last as string) + (last as string).length)
          break
        }
      }
      document.getSelection()?.removeAllRanges()
      document.getSelection()?.addRange(range)
    },
    [from, to],
  )
}

test('selected words lead to the writing page with what stands around them', async () => {
  const page = await newPage({ origin: server.origin, width: 360 })
  await page.goto('/read')
  await select(page, '电梯', '费用分摊')
  await page.getByRole('link', { name: '就这几个字写意见' }).click()
  await page.getByText('写意见的页面').waitFor()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    draft: '7',
    provision: 'art_21',
    quote: '电梯的，费用分摊',
    prefix: '老旧小区加装',
    suffix: '方案由业主协商确定。',
    start: '6',
  })
})

test('the offer is the next stop of Tab after the words, and stays when it has the focus', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/read')
  await select(page, '收支情况', '收支情况')
  const offer = page.getByRole('link', { name: '就这几个字写意见' })
  await offer.waitFor()
  await offer.focus()
  await page.evaluate(() => document.getSelection()?.removeAllRanges())
  await page.keyboard.press('Enter')
  await page.getByText('写意见的页面').waitFor()
  expect(new URL(page.url()).searchParams.get('quote')).toBe('收支情况')
})

test('a selection over two provisions, of nothing, or of the number gets no offer', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/read')
  const offer = page.getByRole('link', { name: '就这几个字写意见' })
  await select(page, '收支', '收支')
  await offer.waitFor()
  await select(page, '电梯', '物业服务人')
  await offer.waitFor({ state: 'detached' })
  await select(page, '收支', '收支')
  await offer.waitFor()
  await select(page, '第二十二', '第二十二')
  await offer.waitFor({ state: 'detached' })
  await select(page, '收支', '收支')
  await offer.waitFor()
  await page.evaluate(() => document.getSelection()?.removeAllRanges())
  await offer.waitFor({ state: 'detached' })
})

test('with a form on the page its fields are filled and the writing goes on there', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/here')
  await select(page, '协商', '协商')
  await page.getByRole('link', { name: '就这几个字写意见' }).click()
  const values = await page.evaluate(() =>
    Object.fromEntries(new FormData(document.querySelector('#opinion') as HTMLFormElement)),
  )
  expect(values).toMatchObject({ provision: 'art_21', quote: '协商', start: '19' })
  expect(await page.locator('[data-quote-shown]').textContent()).toBe('协商')
  expect(await page.getByLabel('您的意见').evaluate((field) => field.matches(':focus'))).toBe(true)
})
