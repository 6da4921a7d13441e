import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBrowser, newPage } from '#support/browser'
import { type DemoHouse, demoHouse } from '#support/demo'

/** What Lighthouse asks of a page, on the public pages of the demonstration as a phone loads them. */
let demo: DemoHouse

beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

const pages = [
  '/',
  '/consultations',
  '/consultations/6',
  '/consultations/6/clauses/art_28',
  '/consultations/6/opinions',
  '/consultations/6/write',
  '/consultations/2',
  '/stations',
  '/help',
  '/verify',
  '/me/sign-in',
]

describe.each(pages)('%s', (path) => {
  test('says what it is, in which language, for which screen', async () => {
    const { html } = await asked(path)
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).toMatch(/<html[^>]*\slang="zh-CN"/)
    expect(html).toMatch(/<title>[^<]{4,80}<\/title>/)
    expect(html).toMatch(/<meta charset="utf-8"/i)
    expect(html).toMatch(/<meta name="viewport" content="width=device-width, initial-scale=1"/)
    expect(/<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? '').not.toBe('')
    expect([...html.matchAll(/<img(?![^>]*\salt=)[^>]*>/g)].map(([tag]) => tag)).toEqual([])
  })

  test('comes compressed, again and again, and names what keeps it fresh', async () => {
    for (const way of ['br', 'gzip'] as const) {
      for (let time = 0; time < 2; time += 1) {
        const { headers, bytes } = await asked(path, way)
        expect(headers.get('content-encoding')).toBe(way)
        expect(headers.get('vary')).toMatch(/Accept-Encoding/i)
        expect(headers.get('cache-control') ?? 'no-store').toMatch(/no-cache|no-store|private/)
        expect(bytes).toBeGreaterThan(500)
      }
    }
  })

  test('loads on a phone without an error, from this house alone, with room for a thumb', async () => {
    const page = await newPage({ origin: demo.origin, width: 390, height: 844 })
    const wrong: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
    })
    page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`))
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.origin) && !request.url().startsWith('data:')) wrong.push(request.url())
    })
    page.on('response', (response) => {
      const assets = response.url().includes('/assets/')
      const kept = response.headers()['cache-control'] ?? ''
      if (assets && !/max-age=31536000, immutable/.test(kept)) wrong.push(`not kept: ${response.url()}`)
      if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`)
    })
    await page.goto(path, { waitUntil: 'networkidle' })
    expect([...wrong, ...(await strictAxe(page))]).toEqual([])
    await page.context().close()
  })
})

test('a page that is none of this would be seen', async () => {
  const page = await newPage({ origin: demo.origin, width: 390, height: 844 })
  // Nowhere, where no policy forbids styles on elements.
  await page.goto('about:blank')
  await page.setContent(
    '<html><body><img src="/favicon.svg"><p style="color:#bbb">pale</p><a href="/" style="font-size:8px">a</a><a href="/r" style="font-size:8px">b</a></body></html>',
  )
  const rules = (await strictAxe(page)).map((line) => line.replace(/:.*/, ''))
  expect(rules).toEqual(
    expect.arrayContaining(['color-contrast', 'document-title', 'html-has-lang', 'image-alt', 'target-size']),
  )
  await page.context().close()
})

async function asked(path: string, way: 'br' | 'gzip' | 'identity' = 'identity') {
  const { host } = new URL(demo.origin)
  const response = await demo.http.request(`${demo.origin}${path}`, {
    headers: { host, 'accept-encoding': way, 'accept-language': 'zh-CN' },
  })
  const body = await response.arrayBuffer()
  return { headers: response.headers, bytes: body.byteLength, html: new TextDecoder().decode(body) }
}

/** axe with the rule for the size of what is tapped, which it leaves out by itself. */
async function strictAxe(page: Awaited<ReturnType<typeof newPage>>): Promise<string[]> {
  const { source } = await import('axe-core')
  await page.evaluate(source)
  const results: AxeResults = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })',
  )
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}
