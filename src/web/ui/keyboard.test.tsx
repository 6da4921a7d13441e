import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type PageServer, servePages } from '#support/page-server'
import { galleryPage } from './gallery.tsx'
import { Layout, type PageFrame } from './index.ts'

let server: PageServer
let page: Page

beforeAll(async () => {
  server = await servePages({ '/ui': galleryPage, '/plain': plainPage })
})
beforeEach(async () => {
  page = await newPage({ origin: server.origin })
  await page.goto('/ui')
})
afterEach(() => page.context().close())
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

function plainPage(frame: PageFrame) {
  return (
    <Layout frame={frame} title="Plain">
      <h1>Plain</h1>
    </Layout>
  )
}

const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '')

test('the answer to a form has the focus when the page opens', async () => {
  expect(await focused()).toContain('class="done"')
})

test('the first Tab leads to the skip link, which leads past the menu', async () => {
  await page.goto('/plain')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('class="skip"')
  expect(await page.locator('.skip').evaluate((link) => link.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Enter')
  expect(await focused()).toContain('<main id="main"')
})

test('a line of the error summary leads into its field', async () => {
  await page.locator('.errors a').first().focus()
  await page.keyboard.press('Enter')
  expect(await focused()).toContain('name="phone"')
  await page.locator('.errors a').nth(2).focus()
  await page.keyboard.press('Enter')
  expect(await focused()).toContain('name="identity"')
})

test('radios are moved through with the arrows, checkboxes set with the space bar', async () => {
  await page.locator('[name=identity]').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator('[name=identity][value=tenant]').isChecked()).toBe(true)
  await page.locator('[name=contact][value=letter]').focus()
  await page.keyboard.press('Space')
  expect(await page.locator('[name=contact][value=letter]').isChecked()).toBe(true)
})

test('a select takes a typed choice', async () => {
  await page.locator('#f-area').focus()
  await page.keyboard.type('岭')
  await page.locator('#f-area').selectOption('top')
  expect(await page.locator('#f-area').inputValue()).toBe('top')
})

test.each([
  ['details', '.more'],
  ['menu', '.menu'],
  ['confirmation', '.confirm'],
  ['keys', '.keys'],
])('a %s opens and closes with Enter', async (_name, selector) => {
  const details = page.locator(selector).first()
  await details.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await details.evaluate((element: HTMLDetailsElement) => element.open)).toBe(true)
  await page.keyboard.press('Enter')
  expect(await details.evaluate((element: HTMLDetailsElement) => element.open)).toBe(false)
})

test('the entries of an open menu are next in the order of Tab', async () => {
  await page.locator('.menu summary').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('href="#copy"')
})

test('on a phone the folded main menu opens and leads on', async () => {
  await page.setViewportSize({ width: 360, height: 800 })
  await page.locator('.fold summary').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('href="/menu-0"')
})

test('a wide table scrolls with the arrow keys', async () => {
  await page.setViewportSize({ width: 320, height: 800 })
  await page.locator('.scroll').focus()
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.locator('.scroll').evaluate((region) => region.scrollLeft)).toBeGreaterThan(0)
})

test.each([
  ['a tab', '.tabs a >> nth=1', 'tab=mine'],
  ['the pager', '.pager [rel=next]', 'page=3'],
  ['a sorted heading', 'thead a >> nth=1', 'sort=answered'],
  ['a language', '.modes a >> nth=0', '/ui'],
])('%s is followed with Enter', async (_name, selector, expected) => {
  await page.locator(selector).focus()
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  expect(page.url()).toContain(expected)
})

test('language and large print stay chosen, and the switch back is in the words of those who want it', async () => {
  await page.getByRole('link', { name: 'English' }).click()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('link', { name: 'Large print' }).click()
  expect(await page.locator('html').getAttribute('data-elder')).toBe('')
  expect(await page.getByRole('link', { name: '中文' }).count()).toBe(1)
  expect(await page.getByRole('link', { name: 'Standard' }).count()).toBe(1)
})

test('in large print the menu keeps the essential entries and folds the others away', async () => {
  const links = () => page.locator('.main-menu a').allTextContents()
  expect(await links()).toHaveLength(8)
  await page.getByRole('link', { name: '大字版' }).click()
  expect(await links()).toEqual(['立法意见', '联络站', '民生项目', '全部栏目'])
  expect(await page.getByText('大字版里，次要的内容收在这里').isVisible()).toBe(false)
  await page.getByText('本页的其他内容').click()
  expect(await page.getByText('大字版里，次要的内容收在这里').isVisible()).toBe(true)
})

test('a focused field is never hidden behind the bar under the thumb', async () => {
  await page.setViewportSize({ width: 360, height: 640 })
  const field = page.locator('#f-body')
  await field.focus()
  const [box, bar] = await Promise.all([field.boundingBox(), page.locator('.foot').boundingBox()])
  expect((box?.y ?? 0) + Math.min(60, box?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
})

test('what has the focus shows it with an outline that stands out', async () => {
  for (const selector of ['.btn', '.box', '.tabs a', '.brand']) {
    await page.locator(selector).first().focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => {
      const style = document.activeElement && getComputedStyle(document.activeElement)
      return `${style?.outlineStyle} ${style?.outlineWidth}`
    })
    expect(outline, selector).toBe('solid 3px')
  }
})
