import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { afterAll, describe, test } from 'vitest'
import type { Locale } from '#kernel/text'
import { drain } from '#kernel/worker'
import { axe, closeBrowser, newPage, sidewaysScroll } from '#support/browser'
import { aStationTown, doorCodeOf } from '#support/meetings'
import { aSessionOf, type PersonActor } from '#support/people'
import { serve } from '#support/web'

afterAll(closeBrowser)

async function aTown(locale: Locale) {
  const town = await aStationTown()
  const { app, council } = town
  const served = await serve(app)
  const signedIn: { readonly page: Page; readonly who: PersonActor }[] = []
  const signIn = async (page: Page, who: PersonActor): Promise<void> => {
    const token = await aSessionOf(app, who, { method: 'passkey' })
    await page.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
  }
  const open = async (who: PersonActor | null, scripts: boolean): Promise<Page> => {
    const page = await newPage({ origin: served.origin, locale, width: 360, scripts })
    await page.context().addCookies([{ name: 'zt_council', value: council.slug, url: served.origin }])
    if (who) {
      await signIn(page, who)
      signedIn.push({ page, who })
    }
    return page
  }
  /** Time goes by: the worker does what fell due, and whoever works here signs in again. */
  const later = async (at: string): Promise<void> => {
    town.clock.set(at)
    await drain(app, council.id)
    for (const { page, who } of signedIn) await signIn(page, who)
  }
  return { ...town, served, open, later }
}

/** Sends a form, and waits for the address that the answer ends with. */
async function press(page: Page, action: string, until: string | RegExp): Promise<void> {
  await page.locator(`form[action$="/${action}"] button[type=submit]`).first().click()
  await page.waitForURL(({ href }) => (typeof until === 'string' ? href.endsWith(until) : until.test(href)))
}

/** Opens the folded form of an action where it is not open yet. */
async function unfold(page: Page, action: string): Promise<void> {
  const fold = page.locator('details', { has: page.locator(`form[action$="/${action}"]`) }).first()
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click()
}

const main = async (page: Page) => (await page.locator('main').textContent()) ?? ''

/** The page is sound: nothing for axe, and nothing beyond the edge of a phone. */
async function sound(page: Page): Promise<void> {
  assert.deepEqual(await axe(page), [], page.url())
  assert.equal(await sidewaysScroll(page), 0, page.url())
}

describe.each([
  { locale: 'zh-CN', scripts: true },
  { locale: 'en', scripts: false },
] as const)('a session at the station, on a phone in $locale, scripts $scripts', ({ locale, scripts }) => {
  test('planned, published, signed up for, checked in by the code at the door, asked, answered, written down, and a matter found by its receipt', async () => {
    const town = await aTown(locale)
    const { app, council, placeNumber, staff, deputy } = town
    const sessions = `/stations/${placeNumber}/sessions`
    const desk = await town.open(staff, scripts)
    await desk.goto(`${sessions}/new`)
    await desk.fill('#f-topic', '楼道里怎么充电')
    await desk.fill('#f-startsAt', '2026-11-25T14:30')
    await desk.fill('#f-endsAt', '2026-11-25T16:30')
    await desk.fill('#f-agenda', '物业介绍\n居民提问')
    await desk.check('input[name=leaders]')
    await press(desk, 'sessions/new', `${sessions}/1?done=saved`)
    await unfold(desk, 'publish')
    await press(desk, 'publish', `${sessions}/1?done=published`)

    const phone = await town.open(null, scripts)
    await phone.goto(sessions)
    await phone.click('main a[href$="/sessions/1"]')
    if (scripts) await sound(phone)
    // Without a name nothing is sent, and what was typed stays.
    await phone.fill('#f-contact', '13800000001')
    await phone.locator('form[action$="/sign-up"] button[type=submit]').click()
    await phone.waitForSelector('.errors a[href="#f-name"]')
    assert.equal(await phone.inputValue('#f-contact'), '13800000001')
    await phone.fill('#f-name', '李桂兰')
    await press(phone, 'sign-up', '?new=1')
    assert.match(await main(phone), /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
    await phone.goto(`${sessions}/1`)
    await phone.fill('#f-body', '充一次电多少钱？')
    await press(phone, 'ask', '?done=asked')

    const neighbour = await town.open(null, scripts)
    await neighbour.goto(`${sessions}/1`)
    await press(neighbour, 'support', '?done=supported')
    assert.match(await main(neighbour), locale === 'en' ? /1 person wants to know too/ : /1 人也想问/)

    await town.later('2026-11-25T06:40:00Z')
    const door = await doorCodeOf(app, council, await meetingIdOf(town))
    await desk.goto(`${sessions}/1/door`)
    assert.equal(await desk.locator('.sheet svg').count(), 1)
    // Where the code on the sheet leads.
    await phone.goto(`${sessions}/1/here?door=${door}`)
    await phone.locator('form[action$="/here"] button[type=submit]').click()
    await phone.waitForSelector('.done')
    await desk.goto(`${sessions}/1/run`)
    assert.match(await main(desk), /李桂兰/)
    await press(desk, 'walk-in', '&done=ticked')
    if (scripts) await sound(desk)

    const led = await town.open(deputy, scripts)
    await led.goto(`${sessions}/1/run?part=questions`)
    await unfold(led, 'answer')
    await led.fill('textarea[name=words]', '每度电一元，价目表下周贴出来。')
    await press(led, 'answer', '&done=answered')
    await phone.goto(`${sessions}/1#questions`)
    assert.match(await main(phone), /王秀英.*每度电一元/s)

    await desk.goto(`${sessions}/1/run?part=minutes`)
    await desk.fill('#f-note-body', '3号楼的路灯坏了一个月。')
    await desk.fill('#f-note-saidBy', '赵阿姨')
    await press(desk, 'notes', '&done=noted')
    await unfold(desk, 'notes/matter')
    await desk.check('input[name=follows]')
    await press(desk, 'notes/matter', '&done=matter')
    if (scripts) await sound(desk)
    const receipt = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await main(desk))?.[0] ?? ''
    await drain(app, council.id)
    await unfold(desk, 'end')
    await press(desk, 'end', '&done=ended')
    await unfold(desk, 'record')
    await press(desk, 'record', '&done=recorded')

    // Whoever said it goes home with the receipt, and finds her matter.
    await phone.goto(`/r/${receipt}`)
    assert.match(await main(phone), /3号楼的路灯坏了一个月/)
    await neighbour.goto(`${sessions}/1`)
    const minutes = await main(neighbour)
    assert.match(minutes, /3号楼的路灯坏了一个月/)
    assert.doesNotMatch(minutes, /赵阿姨/)
    if (scripts) await sound(neighbour)
    await town.served.close()
  })
})

async function meetingIdOf({ app, council }: Awaited<ReturnType<typeof aTown>>): Promise<string> {
  const { id } = await app.database.db
    .selectFrom('meetings.meeting')
    .select('id')
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  return id
}

test('a livestream room shows a new question and its answer by itself, and leaves alone what is being typed', async () => {
  const town = await aTown('zh-CN')
  const { app, council, deputy } = town
  const { aPublishedSession } = await import('#support/meetings')
  const { perform } = await import('#kernel/action')
  const { askQuestion, answerQuestion } = await import('#parts/meetings')
  const { aGuest } = await import('#support/people')
  const { meetingId, number } = await aPublishedSession(town, { kind: 'livestream' })
  const page = await town.open(null, true)
  // The room asks every ten seconds; the browser's own clock is moved on instead of waiting.
  await page.clock.install()
  await page.goto(`/stations/${town.placeNumber}/sessions/${number}/live`)
  await page.fill('#f-body', '我正在写的问题')
  const asked = await perform(app, askQuestion, aGuest(council), { meetingId, body: '上门护理怎么收费？' })
  assert.ok(asked.ok)
  await page.clock.runFor(10_500)
  await page.waitForSelector('#question-list >> text=上门护理怎么收费')
  assert.equal(await page.inputValue('#f-body'), '我正在写的问题')
  const { questionId } = asked.result
  assert.ok((await perform(app, answerQuestion, deputy, { meetingId, questionId, words: '每次六十元。' })).ok)
  // A page that is kept may be a second old.
  await new Promise((done) => setTimeout(done, 1100))
  await page.clock.runFor(10_500)
  await page.waitForSelector('#question-list >> text=每次六十元')
  await sound(page)
  await town.served.close()
})
