import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, describe, test } from 'vitest'
import type { Locale } from '#kernel/text'
import { drain } from '#kernel/worker'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { aCouncil, anOrganisation } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aDeputyOf, anOfficialOf, aSessionOf, type PersonActor } from '#support/people'
import { serve } from '#support/web'

afterAll(closeBrowser)

/** Yunshan on Friday 20 November 2026: a deputy, the water bureau and the bureau that lights the streets. */
async function aTown(locale: Locale, width = 360) {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const water = await anOrganisation(app, council, { name_zh: '云山市水务局', name_en: 'Yunshan Water Bureau' })
  const lamps = await anOrganisation(app, council, { name_zh: '云山市照明中心', name_en: 'Yunshan Lighting Centre' })
  const people = {
    deputy: await aDeputyOf(app, council),
    plumber: await anOfficialOf(app, council, water.organisationId),
    electrician: await anOfficialOf(app, council, lamps.organisationId, { name: '魏红' }),
    clerk: await aClerkOf(app, council),
  }
  const served = await serve(app)
  const signedIn: { readonly page: Page; readonly who: PersonActor }[] = []
  const signIn = async (page: Page, who: PersonActor): Promise<void> => {
    const token = await aSessionOf(app, who, { method: 'passkey' })
    await page.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
  }
  const open = async (who: PersonActor | null, scripts = true): Promise<Page> => {
    const page = await newPage({ origin: served.origin, locale, width, scripts })
    await page.context().addCookies([{ name: 'zt_council', value: council.slug, url: served.origin }])
    if (who) {
      await signIn(page, who)
      signedIn.push({ page, who })
    }
    return page
  }
  /** Days go by: the worker does what fell due, and whoever works here signs in again. */
  const later = async (at: string): Promise<void> => {
    clock.set(at)
    await drain(app, council.id)
    for (const { page, who } of signedIn) await signIn(page, who)
  }
  return { app, council, water, lamps, people, served, open, later }
}

type Town = Awaited<ReturnType<typeof aTown>>

/** Sends a form, and waits for the address that the answer ends with. */
async function press(page: Page, action: string, until: string): Promise<void> {
  await page.click(`form[action$="/${action}"] button[type=submit]:not([value=no])`)
  await page.waitForURL(({ href }) => href.endsWith(until))
}

/** Opens a folded form where it is not open yet. */
async function unfold(page: Page, action: string): Promise<void> {
  const fold = page.locator('details', { has: page.locator(`form[action$="/${action}"]`) }).last()
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click()
}

/** The resident's phone: words, place, photo, the deputy; then the receipt. */
async function raiseLamp(page: Page, { people }: Town): Promise<void> {
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#222' } })
    .jpeg()
    .toBuffer()
  await page.goto('/contact')
  await page.click('main a[href="/contact/write"]')
  await page.fill('#f-body', '3号楼东门的路灯坏了一个月，晚上一片漆黑。')
  await page.fill('#f-spot', '临江路3号楼东门')
  await page.setInputFiles('#f-photo', { name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: picture })
  await page.selectOption('#f-to', `deputy:${people.deputy.personId}`)
  await page.click('button[value=check]')
  // Sent without consent, everything typed is still there.
  await page.click('button[value=send]')
  assert.equal(await page.locator('.errors a[href="#f-consent"]').count(), 1)
  assert.match((await page.locator('main').textContent()) ?? '', /路灯坏了一个月/)
  await page.check('#f-consent')
  await page.click('button[value=send]')
  await page.waitForURL('**/contact/*-*-*?new=1')
}

async function sendLetter(page: Page, { water }: Town): Promise<void> {
  await page.goto('/contact/inbox')
  await page.click('main ul.said a')
  await page.waitForURL('**/contact/matters/1')
  await page.selectOption('#f-letter-organisationId', water.organisationId)
  await page.fill('#f-letter-body', '请到现场查看，并说明修复的日期。')
  await press(page, 'letter', '/matters/1?done=sent')
}

async function writeReply(page: Page, body: string): Promise<void> {
  await page.goto('/contact/matters/1')
  await unfold(page, 'draft')
  await page.fill('#f-draft-body', body)
  await page.check('form[action$="/draft"] input[name=class][value=b]')
  await page.check('form[action$="/draft"] input[name=result][value=promised]')
  await page.click('form[action$="/draft"] button[type=submit]')
}

async function sendIt(page: Page): Promise<void> {
  await press(page, 'review', '/matters/1?done=reviewed')
  await page.click('details.confirm summary')
  await press(page, 'send', '/matters/1?done=replied')
}

const main = async (page: Page) => (await page.locator('main').textContent()) ?? ''

describe.each([
  { locale: 'zh-CN', scripts: true },
  { locale: 'en', scripts: false },
] as const)('a broken lamp, told in $locale, scripts $scripts', ({ locale, scripts }) => {
  test('from a photo to a promise kept: returned, moved, extended, answered, not solved, answered again, looked back at', async () => {
    const town = await aTown(locale)
    const { people, lamps } = town
    const resident = await town.open(null, scripts)
    await raiseLamp(resident, town)
    const receipt = resident.url().replace(/\?.*/, '')
    await resident.goto(receipt)
    assert.equal(await resident.locator('main img').count(), 1)
    const deputy = await town.open(people.deputy, scripts)
    await sendLetter(deputy, town)
    await resident.goto(receipt)
    assert.match(await main(resident), locale === 'en' ? /21 December 2026/ : /2026年12月21日/)

    const plumber = await town.open(people.plumber, scripts)
    await plumber.goto('/contact/department')
    await plumber.click('main a[href$="/contact/matters/1"]')
    await unfold(plumber, 'return')
    await plumber.fill('#f-return-reason', '路灯不归水务管。')
    await plumber.selectOption('#f-return-proposedOwner', lamps.organisationId)
    await press(plumber, 'return', '/matters/1?done=returned')

    await town.later('2026-11-24T01:00:00Z')
    await deputy.goto('/contact/matters/1')
    assert.match(await main(deputy), /路灯不归水务管/)
    assert.equal(await deputy.inputValue('#f-decide-organisationId'), lamps.organisationId)
    await press(deputy, 'decide', '/matters/1?done=decided')

    const electrician = await town.open(people.electrician, scripts)
    await electrician.goto('/contact/matters/1')
    await press(electrician, 'accept', '/matters/1?done=accepted')
    await unfold(electrician, 'more-time')
    await electrician.fill('#f-more-time-days', '10')
    await electrician.fill('#f-more-time-reason', '灯具要从外地调货。')
    await press(electrician, 'more-time', '/matters/1?done=extension')
    await deputy.goto('/contact/matters/1')
    await press(deputy, 'extension', '/matters/1?done=decided')
    await resident.goto(receipt)
    assert.match(await main(resident), locale === 'en' ? /30 December 2026/ : /2026年12月30日/)

    await town.later('2026-12-01T01:00:00Z')
    await writeReply(electrician, '我们将尽快更换。')
    assert.match(await main(electrician), /尽快/)
    assert.equal(await electrician.inputValue('#f-draft-body'), '我们将尽快更换。')
    await electrician.fill('#f-draft-body', '灯具进水损坏。12月20日前更换3号楼东门路灯。')
    await press(electrician, 'draft', '/matters/1?done=saved')
    assert.equal(await electrician.inputValue('#f-promise-1-dueOn'), '2026-12-20')
    await press(electrician, 'promise', '/matters/1?done=promised')
    await sendIt(electrician)
    await deputy.goto('/contact/matters/1')
    await deputy.fill('#f-forward-words', '到那天我也去看一看。')
    await press(deputy, 'forward', '/matters/1?done=forwarded')

    await resident.goto(receipt)
    assert.match(await main(resident), /到那天我也去看一看/)
    await resident.check('input[name=verdict][value=not-solved]')
    await press(resident, 'judge', '/judge')
    assert.equal(await resident.locator('.errors a[href="#f-words"]').count(), 1)
    await resident.fill('#f-words', '这段时间晚上还是黑的。')
    await press(resident, 'judge', '?done=reopened')

    await town.later('2026-12-03T01:00:00Z')
    await writeReply(electrician, '昨晚已经接好临时照明，路灯按承诺的日子更换。')
    await electrician.waitForURL('**/matters/1?done=saved')
    await sendIt(electrician)
    await resident.goto(receipt)
    await resident.check('input[name=verdict][value=accepted]')
    await press(resident, 'judge', '?done=judged')

    await town.later('2026-12-20T08:00:00Z')
    await deputy.goto('/contact/matters/1')
    await deputy.check('form[action$="/look"] input[value=kept]')
    await deputy.fill('form[action$="/look"] textarea', '傍晚到现场，新路灯亮了。')
    await press(deputy, 'look', '/matters/1?done=looked')
    await resident.goto(receipt)
    await resident.check('input[name=kept][value=confirmed]')
    await press(resident, 'promise', '?done=confirmed')
    await resident.goto('/contact')
    const cells = await resident.locator('table tbody tr').first().locator('td').allTextContents()
    // Received, answered, solved, said not solved, late.
    assert.deepEqual(cells.slice(-5).map(Number), [1, 1, 1, 1, 0])
    await town.served.close()
  }, 240_000)
})

test('axe finds nothing on the pages of contact, and none scrolls sideways', async () => {
  const found: string[] = []
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const width of [360, 1280]) {
      const town = await aTown(locale, width)
      const resident = await town.open(null)
      await raiseLamp(resident, town)
      const receipt = new URL(resident.url()).pathname
      const deputy = await town.open(town.people.deputy)
      const look = async (page: Page, path: string) => {
        await page.goto(path)
        if (width === 360) found.push(...(await axe(page)).map((fault) => `${path} ${locale}: ${fault}`))
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) found.push(`${path} ${locale} ${width}: scrolls ${sideways} px sideways`)
        const name = path === receipt ? '-contact-receipt' : path.replace(/\W+/g, '-')
        await screenshot(page, `contact${name}-${locale}-${width}`)
      }
      await look(deputy, '/contact/matters/1')
      await sendLetter(deputy, town)
      for (const path of ['/contact', '/contact/write', receipt]) await look(resident, path)
      await look(deputy, '/contact/inbox')
      const plumber = await town.open(town.people.plumber)
      for (const path of ['/contact/department', '/contact/matters/1']) await look(plumber, path)
      const clerk = await town.open(town.people.clerk)
      for (const path of ['/contact/triage', '/contact/overdue', '/contact/matters/1']) await look(clerk, path)
      for (const page of [resident, deputy, plumber, clerk]) await page.context().close()
      await town.served.close()
    }
  }
  assert.deepEqual(found, [])
}, 300_000)
