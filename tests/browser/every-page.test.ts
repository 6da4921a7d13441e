import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Locale } from '#kernel/text'
import { axe, closeBrowser, newPage, sidewaysScroll } from '#support/browser'
import { type Answer, crawl, faultsOf, faultsOfEnglish, getRoutes, patternOf, walkAll } from '#support/crawl'
import { cookiesOf, type DemoHouse, demoHouse, enterAs } from '#support/demo'

/** Every page of the demonstration, reached by the links that lead there. */
let demo: DemoHouse
/** One address for each pattern of address, as each visitor found it. */
const found = new Map<string, Map<string, string>>()

beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

const visitors = [
  { name: null, who: 'guest', most: 40 },
  { name: '赵阿姨', who: 'resident', most: 8 },
  { name: '李桂兰', who: 'collector', most: 6 },
  { name: '孙丽', who: 'staff of a contact point', most: 8 },
  { name: '王秀英', who: 'deputy', most: 4 },
  { name: '丁强', who: 'department', most: 4 },
  { name: '钱芳', who: 'liaison', most: 5 },
  { name: '周明', who: 'clerk', most: 8 },
  { name: '陈立', who: 'administrator', most: 8 },
] as const

describe.each(visitors)('for a $who', ({ name, who, most }) => {
  test.each(['zh-CN', 'en'] as const)('every link leads somewhere (%s)', async (locale) => {
    const answers = await crawl(demo, {
      from: ['/', '/desk', '/me', '/admin'],
      cookie: await cookieOf(name, locale),
      most,
    })
    if (locale === 'zh-CN') found.set(who, patternsOf(answers))
    expect(faults(answers)).toEqual([])
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(10)
    if (locale === 'en' && (who === 'guest' || who === 'resident')) {
      expect(answers.flatMap(faultsOfEnglish)).toEqual([])
    }
  })

  test('every address answers, asked for by hand, without failing', async () => {
    const answers = await walkAll(demo, await cookieOf(name, 'zh-CN'))
    expect(answers.filter(({ status }) => status >= 500).map(({ path, status }) => `${path} ${status}`)).toEqual([])
    expect(answers.length).toBeGreaterThan(30)
  })
})

describe.each([
  { who: 'guest', name: null, locale: 'zh-CN', width: 360 },
  { who: 'clerk', name: '周明', locale: 'en', width: 360 },
  { who: 'administrator', name: '陈立', locale: 'zh-CN', width: 1280 },
  { who: 'collector', name: '李桂兰', locale: 'zh-CN', width: 360 },
  { who: 'deputy', name: '王秀英', locale: 'zh-CN', width: 360 },
  { who: 'department', name: '丁强', locale: 'en', width: 1280 },
  { who: 'liaison', name: '钱芳', locale: 'en', width: 360 },
] as const)('in a browser, for a $who at $width px ($locale)', ({ who, name, locale, width }) => {
  test('no page breaks its own rules, scrolls sideways or fails axe', { timeout: 600_000 }, async () => {
    const page = await newPage({ origin: demo.origin, locale, width, height: 800 })
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
    })
    if (name) await enterAs(page, name)
    const seen = found.get(who) ?? new Map<string, string>()
    expect(seen.size).toBeGreaterThan(5)
    for (const [pattern, path] of seen) {
      if (pattern !== '/' && walkedBefore(who, pattern)) continue
      await page.goto(path)
      const wrong = [...(await axe(page)), ...((await sidewaysScroll(page)) > 0 ? ['scrolls sideways'] : [])]
      complaints.push(...wrong.map((each) => `${path}: ${each}`))
    }
    await page.context().close()
    expect(complaints).toEqual([])
  })
})

test('Chinese words without their language, and one opinions, would be seen on a page in English', () => {
  const html = `<html lang="en"><p>Hello <b lang="zh-CN">您好<br></b>, <q lang="zh">您<i>好</i></q> Article 1 opinions
    <input value="您好"><img alt="好"> 11 opinions</p>`
  const page: Answer = { path: '/x', from: '', status: 200, html }
  expect(faultsOfEnglish(page)).toEqual([])
  expect(faultsOfEnglish({ ...page, html: `${html}<p>您好</p>` })).toEqual(['/x: “您好”'])
  expect(faultsOfEnglish({ ...page, html: `${html}<p>Previous：next</p>` })).toEqual(['/x: “Previous：next”'])
  expect(faultsOfEnglish({ ...page, html: `${html}<p>heard: <b>1</b> opinions` })).toEqual(['/x: “1 opinions”'])
})

test('a dead link and a page without a heading would be seen', () => {
  const page: Answer = { path: '/x', from: '/', status: 200, html: '<title>x</title><p id="a"></p><p id="a"></p>' }
  expect(faultsOf({ ...page, status: 404 })).toEqual(['/x (from /): 404'])
  expect(faultsOf(page)).toEqual(['/x: 0 h1', '/x: id twice: a'])
  expect(patternOf('/consultations/3?at=2', ['/consultations', '/consultations/:n{[0-9]+}', '/:any'])).toBe(
    '/consultations/:n{[0-9]+}',
  )
  expect(patternOf('/contact/roster/2026-12', ['/contact/roster', '/contact/roster/:month{[0-9]{4}-[0-9]{2}}'])).toBe(
    '/contact/roster/:month{[0-9]{4}-[0-9]{2}}',
  )
})

function faults(answers: readonly Answer[]): string[] {
  return answers.flatMap(faultsOf)
}

function patternsOf(answers: readonly Answer[]): Map<string, string> {
  const routes = getRoutes(demo.http)
  const pages = answers.filter(({ status, html }) => status === 200 && html !== null)
  return new Map(pages.toReversed().map(({ path }) => [patternOf(path, routes) ?? path, path]))
}

/** What each visitor leaves to those who were looked at before: residents' pages to the guest, the office's to the clerk. */
function walkedBefore(who: string, pattern: string): boolean {
  if (who === 'guest') return false
  const others = ['deputy', 'department', 'liaison'].includes(who) ? ['guest', 'clerk', 'collector'] : ['guest']
  return others.some((other) => found.get(other)?.has(pattern))
}

const cookies = new Map<string, string>()

async function cookieOf(name: string | null, locale: Locale): Promise<string> {
  if (name === null) return `zt_lang=${locale}`
  const known = cookies.get(name)
  if (known) return `${known}; zt_lang=${locale}`
  const page = await newPage({ origin: demo.origin })
  await enterAs(page, name)
  const cookie = (await cookiesOf(page)).replace(/zt_lang=[^;]*;? ?/, '')
  await page.context().close()
  cookies.set(name, cookie)
  return `${cookie}; zt_lang=${locale}`
}
