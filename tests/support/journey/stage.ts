import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { newPage } from '../browser.ts'
import { type DemoHouse, enterAs } from '../demo.ts'

/** Where a journey is played: the demonstration, in browsers with scripts or without. */
export interface Stage {
  readonly demo: DemoHouse
  readonly scripts: boolean
}

/** The consultation a journey is about. */
export interface Matter extends Stage {
  readonly number: number
  readonly title: string
}

/** A browser of one's own: of somebody in the cast, or of a stranger on a phone. */
export async function browserOf({ demo, scripts }: Stage, name: string | null): Promise<Page> {
  const phone = name === null ? { width: 390, height: 844 } : {}
  const page = await newPage({ origin: demo.origin, scripts, ...phone })
  if (name) await enterAs(page, name)
  return page
}

/** Lends somebody a browser for as long as the work takes. */
export async function as<Result>(
  stage: Stage,
  name: string | null,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const page = await browserOf(stage, name)
  try {
    return await work(page)
  } finally {
    await page.context().close()
  }
}

/** Presses a button or follows a link, and waits for the page that comes. */
export async function go(page: Page, target: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), target.click()])
}

/** Presses the button with these words, inside `within` where the page has several. */
export function press(page: Page, words: string | RegExp, within: Page | Locator = page): Promise<void> {
  return go(page, within.getByRole('button', { name: words, exact: true }))
}

export function follow(page: Page, words: string | RegExp, within: Page | Locator = page): Promise<void> {
  return go(page, within.getByRole('link', { name: words }).first())
}

/** Unfolds what stands behind these words, and gives it. */
export async function unfold(page: Page, words: string): Promise<Locator> {
  const summary = page.locator('summary', { hasText: words }).first()
  const folded = page.locator('details', { has: summary }).last()
  if (!(await folded.evaluate((element: HTMLDetailsElement) => element.open))) await summary.click()
  return folded
}

/** The page says that it is done, and that is where the reader is. */
export async function told(page: Page, words: string | RegExp): Promise<void> {
  const banner = page.locator('.done')
  expect(await banner.textContent()).toMatch(words)
  expect(await hasFocus(banner)).toBe(true)
}

/** The page says what is wrong, the reader is there, and each line leads to something on the page. */
export async function refused(page: Page, words: string | RegExp): Promise<void> {
  const summary = page.locator('main .errors')
  expect(await summary.textContent()).toMatch(words)
  expect(await hasFocus(summary)).toBe(true)
  const hrefs = await summary
    .locator('a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')).filter((href) => href !== null))
  for (const href of hrefs) expect(await page.locator(`[id="${href.slice(1)}"]`).count(), href).toBe(1)
}

export function hasFocus(locator: Locator): Promise<boolean> {
  // What moves the focus runs once the page has loaded, so it is looked for more than once.
  return locator.evaluate(async (element) => {
    for (let look = 0; look < 100 && element !== document.activeElement; look += 1)
      await new Promise((later) => setTimeout(later, 50))
    return element === document.activeElement
  })
}

/** Everything the page says. */
export async function wordsOf(page: Page): Promise<string> {
  return (await page.locator('main').textContent()) ?? ''
}

/** A day or a moment of the council, as a date field or a time field takes it. */
export function dayField(at: Date): string {
  return timeField(at).slice(0, 10)
}

export function timeField(at: Date): string {
  const words = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
  return words.format(at).replace(' ', 'T')
}
