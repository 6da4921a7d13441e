import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Locale } from '#kernel/text'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** What Chromium is started with in tests. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

let launched: Promise<Browser> | null = null

/**
 * The browser of this test file, launched on first use. Close it with `closeBrowser` in `afterAll`.
 * @throws Error that says how to install Chromium where there is none
 */
export function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: chromiumPath(), args: [...chromiumFlags] })
  return launched
}

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close()
  launched = null
}

export interface PageOptions {
  /** CSS pixels; 1280 unless given. */
  readonly width?: number
  readonly height?: number
  readonly locale?: Locale
  /** False is a browser with scripts off. */
  readonly scripts?: boolean
  readonly elder?: boolean
  readonly dark?: boolean
  /** `http://127.0.0.1:4000`: where language and large print are remembered, and what relative addresses mean. */
  readonly origin: string
  readonly forcedColors?: boolean
  readonly reducedMotion?: boolean
  /** Device pixels a CSS pixel: 4 with a width of 320 is a 1280 px screen at 400 % zoom. */
  readonly scale?: number
}

/** A page in a browser profile of its own, in the language and manner asked for. Throws script errors of the page. */
export async function newPage(options: PageOptions): Promise<Page> {
  const { width = 1280, height = 900, locale = 'zh-CN', scripts = true, elder = false, origin } = options
  const context = await (await browser()).newContext({
    baseURL: origin,
    viewport: { width, height },
    locale,
    javaScriptEnabled: scripts,
    colorScheme: options.dark ? 'dark' : 'light',
    forcedColors: options.forcedColors ? 'active' : 'none',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    hasTouch: width < 600,
    deviceScaleFactor: options.scale ?? 1,
    permissions: ['microphone', 'clipboard-read', 'clipboard-write'],
  })
  await context.addCookies([
    { name: 'zt_lang', value: locale, url: origin },
    { name: 'zt_elder', value: elder ? '1' : '0', url: origin },
  ])
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/** What axe finds wrong, by the rules of WCAG 2.2 A and AA and its best practices; one line each, empty when clean. */
export async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource())
  const results: AxeResults = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
  return results.violations.flatMap((found) =>
    found.nodes.map((node) => `${found.id}: ${node.target.join(' ')} (${found.help}) ${node.any[0]?.message ?? ''}`),
  )
}

/** Keeps a picture of the whole page under `tmp/`. @returns its path */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = join(root, 'tmp', 'screens')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}

/** How far the page can be pushed sideways, in CSS pixels; 0 is right. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

export function chromiumPath(): string {
  const found = places.find((place) => place && existsSync(place))
  if (found) return found
  throw new Error(
    'No Chromium found. Install it with: sudo apt-get install -y chromium fonts-noto-cjk, or name one in CHROMIUM=/path/to/chrome',
  )
}

let source: string | null = null

function axeSource(): string {
  const { source: text } = createRequire(import.meta.url)('axe-core') as { source: string }
  source ??= text
  return source
}
