import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { type PageServer, servePages } from '#support/page-server'
import * as ui from '#ui'
import { galleryPage } from './gallery.tsx'

let server: PageServer

beforeAll(async () => {
  server = await servePages({ '/ui': galleryPage })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

const manners = (['zh-CN', 'en'] as const).flatMap((locale) =>
  [false, true].flatMap((dark) =>
    [false, true].flatMap((elder) => [360, 1280].map((width) => ({ locale, dark, elder, width }))),
  ),
)

describe.each(manners)('$locale, dark $dark, elder $elder, $width px', (manner) => {
  test('axe finds nothing, text contrast included, and nothing sticks out sideways', async () => {
    const page = await newPage({ ...manner, origin: server.origin })
    await page.goto('/ui')
    const { locale, dark, elder, width } = manner
    if (process.env.PICTURES)
      await screenshot(page, `ui-${locale}-${width}${dark ? '-dark' : ''}${elder ? '-elder' : ''}`)
    expect(await sidewaysScroll(page)).toBe(0)
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    expect(await axe(page)).toEqual([])
    await page.context().close()
  })
})

test('axe finds a planted field without a label and planted pale words', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/ui')
  await page.evaluate(() => {
    const pale = document.createElement('p')
    pale.style.color = '#bbb'
    pale.textContent = 'pale'
    document.querySelector('main')?.append(document.createElement('input'), pale)
  })
  expect(await axe(page)).toEqual([expect.stringContaining('color-contrast:'), expect.stringContaining('label:')])
  await page.context().close()
})

test.each([
  { name: '320 px', width: 320, zoom: 1 },
  { name: '400 % zoom of 1280 px', width: 1280, zoom: 4 },
])('nothing sticks out sideways at $name, in either language, in large print', async ({ width, zoom }) => {
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const elder of [false, true]) {
      const page = await newPage({ width: width / zoom, locale, elder, origin: server.origin, scale: zoom })
      await page.goto('/ui')
      expect(await sidewaysScroll(page), `${locale} elder ${elder}`).toBe(0)
      await page.context().close()
    }
  }
})

test('a box that is too wide is noticed', async () => {
  const page = await newPage({ width: 320, origin: server.origin })
  await page.goto('/ui')
  await page.evaluate(() => {
    const wide = document.createElement('div')
    wide.style.width = '400px'
    wide.textContent = 'wide'
    document.querySelector('main')?.append(wide)
  })
  expect(await sidewaysScroll(page)).toBeGreaterThan(0)
  await page.context().close()
})

test('targets are 44 px high, in large print 56 px', async () => {
  for (const [elder, least] of [
    [false, 44],
    [true, 56],
  ] as const) {
    const page = await newPage({ width: 360, elder, origin: server.origin })
    await page.goto('/ui')
    const small = await page.evaluate(
      (height) =>
        [...document.querySelectorAll('.btn, .box, .choice, .top a, .top summary, .bottom a, .tabs a, .pager a')]
          .map((element) => ({ element, size: element.getBoundingClientRect() }))
          .filter(({ size }) => size.height > 0 && size.height < height - 0.5)
          .map(({ element, size }) => `${element.outerHTML.slice(0, 60)} ${size.height}`),
      least,
    )
    expect(small).toEqual([])
    await page.context().close()
  }
})

test('scripts off, everything is there and the form can be sent', async () => {
  server.answer = '/ui'
  const page = await newPage({ scripts: false, origin: server.origin })
  await page.goto('/ui')
  await page.getByLabel('怎么称呼您').fill('李女士')
  await page.getByRole('button', { name: '提交意见' }).click()
  const sent = server.received.at(-1)
  expect(sent?.path).toBe('/ui')
  expect(sent?.body).toContain('name="csrf"')
  expect(Buffer.from(sent?.body ?? '', 'latin1').toString()).toContain('李女士')
  await page.context().close()
})

test('the question before a grave act opens, and the act is sent, with scripts off', async () => {
  const page = await newPage({ scripts: false, origin: server.origin })
  await page.goto('/ui')
  const before = server.received.length
  await page.locator('.confirm > summary').click()
  await page.locator('.confirm').getByRole('button', { name: '撤回' }).click()
  expect(server.received.length).toBe(before + 1)
  await page.context().close()
})

test('no element carries inline style, which the content security policy refuses', async () => {
  const page = await newPage({ scripts: false, origin: server.origin })
  await page.goto('/ui')
  expect(await page.locator('[style]').count()).toBe(0)
  await page.context().close()
})

test('on paper a sheet is printed alone, without menus and buttons', async () => {
  const page = await newPage({ origin: server.origin })
  await page.goto('/ui')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.sheet').isVisible()).toBe(true)
  for (const other of ['.top', '.bottom', '.btn >> nth=0', '.crumbs', 'h1', '.clause >> nth=0'])
    expect(await page.locator(other).isVisible(), other).toBe(false)
  await page.context().close()
})

test('with the reader’s own colours the stations of a line stay distinct', async () => {
  const page = await newPage({ origin: server.origin, forcedColors: true })
  await page.goto('/ui')
  const fills = await page.evaluate(() =>
    ['passed', 'here', 'to-come'].map((state) => {
      const mark = document.querySelector(`.line.across .${state}`)
      const style = mark && getComputedStyle(mark, '::after')
      return `${style?.backgroundColor} ${style?.borderTopStyle}`
    }),
  )
  expect(new Set(fills).size).toBe(3)
  await page.context().close()
})

test('nothing moves by itself, whether or not one asked for little motion', () => {
  const css = readdirSync(new URL('.', import.meta.url))
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
    .join('\n')
  expect(css).toContain('--cinnabar')
  expect(css).not.toMatch(/transition|animation|@keyframes|scroll-behavior/)
})

test('every component is on the page, so that all of the above holds for it', () => {
  const source = ['gallery', 'gallery-forms', 'gallery-lists', 'layout', 'shell', 'choices']
    .map((name) => readFileSync(new URL(`./${name}.tsx`, import.meta.url), 'utf8'))
    .join('\n')
  const frames = ['FrameContext', 'FieldFrame', 'FieldHint', 'FieldError', 'Csrf', 'Island']
  const components = Object.keys(ui).filter((name) => /^[A-Z]/.test(name) && !frames.includes(name))
  expect(components.length).toBeGreaterThan(45)
  expect(components.filter((name) => !source.includes(`<${name}`) && name !== 'Layout')).toEqual([])
})
