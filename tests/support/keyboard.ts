import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { hasFocus } from './journey/stage.ts'

/** Hands that have no mouse: every key pressed here is one a person can press, and what has the focus must be seen. */

const mostTabs = 400

/**
 * Tab, until the reader is there. Fails where the focus stays behind (a trap), cannot be seen, or never comes by; and
 * on a target that is reached only from the beginning of the page again.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const wanted = await target.elementHandle()
  await page.evaluate(() => {
    for (const before of document.querySelectorAll('[data-tab-start]')) before.removeAttribute('data-tab-start')
    document.activeElement?.setAttribute('data-tab-start', '')
  })
  for (let presses = 0; presses < mostTabs; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(stopOf, wanted)
    if (stop.fault) throw new Error(`${stop.fault}: ${stop.html} on ${page.url()}`)
    if (stop.there) return
    if (stop.leftPage && presses > 0) throw new Error(`Tab went through the whole page without coming to ${target}`)
  }
  throw new Error(`${mostTabs} times Tab did not lead to ${target}`)
}

interface Stop {
  readonly there: boolean
  readonly leftPage: boolean
  readonly fault: string | null
  readonly html: string
}

/** Where the focus is, and whether one can see that it is there. Runs in the page. */
function stopOf(wanted: Node | null): Stop {
  const active = document.activeElement
  const html = active?.outerHTML.slice(0, 160) ?? ''
  const at = {
    there: active === wanted,
    leftPage: active === document.body || !!active?.matches('.skip'),
    fault: null,
    html,
  }
  if (!(active instanceof HTMLElement) || active === document.body) return at
  // A date field is several stops of its own.
  if (active.matches('input[type=date], input[type=datetime-local]')) return at
  if (active.hasAttribute('data-tab-start')) return { ...at, fault: 'the focus is caught' }
  document.querySelector('[data-tab-start]')?.removeAttribute('data-tab-start')
  active.setAttribute('data-tab-start', '')
  const box = active.getBoundingClientRect()
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    return { ...at, fault: 'the focus is out of sight' }
  // A box to tick is marked around its words too.
  const marked = [active, active.closest('.choice')].some((element) => {
    const style = element && getComputedStyle(element)
    return style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
  })
  return marked ? at : { ...at, fault: 'the focus is not marked' }
}

/** Past the menu by the skip link, as somebody who comes to a page does. */
export async function skipToMain(page: Page): Promise<void> {
  await page.keyboard.press('Tab')
  expect(await hasFocus(page.locator('.skip'))).toBe(true)
  await page.keyboard.press('Enter')
  expect(await hasFocus(page.locator('main'))).toBe(true)
}

/** Goes to a field and types over what is in it. */
export async function typeInto(page: Page, field: Locator, words: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(words)
  expect(await field.inputValue()).toBe(words)
}

/** Types a day into the browser’s own field, whose parts stand in the order of the system’s language. */
export async function typeDay(page: Page, field: Locator, day: string): Promise<void> {
  await tabTo(page, field)
  const [year = '', month = '', date = ''] = day.split('-')
  const orders = [
    [month, date, year],
    [year, month, date],
    [date, month, year],
  ]
  for (const order of orders) {
    for (let presses = 0; presses < order.length; presses += 1) await page.keyboard.press('ArrowLeft')
    for (const part of order) {
      await page.keyboard.press('Delete')
      await page.keyboard.type(part)
      // Two figures of a month lead on by themselves; a year may have six.
      if (part === year) await page.keyboard.press('ArrowRight')
    }
    if ((await field.inputValue()) === day) return
  }
  throw new Error(`${day} could not be typed: the field says ${await field.inputValue()}`)
}

/** Ticks or chooses with the space bar. */
export async function space(page: Page, box: Locator): Promise<void> {
  await tabTo(page, box)
  await page.keyboard.press('Space')
}

/** Chooses in a list by the arrow keys. */
export async function pick(page: Page, list: Locator, value: string): Promise<void> {
  await tabTo(page, list)
  const count = await list.locator('option').count()
  await page.keyboard.press('Home')
  for (let presses = 0; presses < count && (await list.inputValue()) !== value; presses += 1) {
    await page.keyboard.press('ArrowDown')
  }
  expect(await list.inputValue()).toBe(value)
}

/** Presses a button or follows a link with Enter, and waits for the page that comes. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await enterHere(page)
}

/** Enter where the focus is already. */
export async function enterHere(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

/** Unfolds with Enter what stands behind a summary. */
export async function open(page: Page, summary: Locator): Promise<void> {
  await tabTo(page, summary)
  await page.keyboard.press('Enter')
  expect(await summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open)).toBe(true)
}
