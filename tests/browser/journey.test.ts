import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shortCode } from '#kernel/short-code'
import { closeBrowser, newPage } from '#support/browser'
import { type DemoHouse, demoHouse, enterAs } from '#support/demo'

/** A real draft goes in, and the one who spoke sees what became of it. */
const draft = join(import.meta.dirname, '../../src/demo/texts/cyberviolence-draft.md')
let demo: DemoHouse

beforeAll(async () => {
  demo = await demoHouse()
})
afterAll(async () => {
  await closeBrowser()
  await demo?.close()
})

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  test('import, publish, three channels, refine, send up, compare, answer, and she sees it', {
    timeout: 600_000,
  }, async () => {
    const clerk = await somebody('周明', scripts)
    const { number, consultationId } = await publishDraft(clerk.page)
    const spoken = await speakOnPhone(number, scripts)
    const collected = await collect(consultationId)
    const typed = await typePaper(consultationId)
    const others = [collected, typed]

    demo.clock.advance(32 * 86_400_000)
    await demo.work()
    const desk = await somebody('周明', scripts)
    const given = await opinionsOf(consultationId)
    expect(given.map(({ channel }) => channel).toSorted()).toEqual(['field', 'online', 'paper'])
    const mine = given.find(({ receipt }) => receipt === spoken)!
    await refine(desk, consultationId, mine, given)
    await desk.act('consultations.submit', { consultationId, toName: '省人民代表大会常务委员会' })

    const next = readFileSync(draft, 'utf8').replace(
      '及时将相关情况告知其监护人',
      '在二十四小时内将相关情况告知其监护人',
    )
    await desk.act('consultations.import-next', { consultationId, source: next, label: '二次审议稿' })
    await desk.page.goto(`/consultations/${number}/changes`)
    expect(await desk.page.locator('main').textContent()).toContain('二十四小时')

    const argumentId = await argumentOf(consultationId)
    const changes = [{ provisionId: 'art_28', oldProvisionId: 'art_28' }]
    const reason = '二次审议稿第二十八条写明二十四小时。'
    await desk.act('consultations.decide', {
      consultationId,
      argumentIds: [argumentId],
      decision: 'adopted',
      reason,
      changes,
    })
    await desk.page.goto(`/consultations/${number}/answer`)
    expect(await desk.try('consultations.answer', { consultationId })).toMatchObject({
      status: 409,
      code: 'unanswered',
    })
    const alone = given.filter(({ receipt }) => others.includes(receipt)).map(({ id }) => id)
    await desk.act('consultations.decide', {
      consultationId,
      opinionIds: alone,
      decision: 'later',
      reason: '留待实施细则研究。',
    })
    await desk.act('consultations.answer', { consultationId })
    await demo.work()

    await sheSeesIt(number, spoken, reason, scripts)
  })
})

/** The clerk imports the file, reads what was understood, and opens the draft to everybody. */
async function publishDraft(page: Page): Promise<{ number: number; consultationId: string }> {
  await page.goto('/consultations/new')
  await page.locator('[name=projectTitle]').fill('反网络暴力法（再次征询）')
  await page.locator('[name=title]').fill('反网络暴力法（征求意见稿）')
  await submitOf(page, '/consultations/new')
  await page.waitForURL(/\/consultations\/\d+\/edit/)
  const number = Number(/consultations\/(\d+)/.exec(page.url())?.[1])
  await page.locator('input[type=file]').first().setInputFiles(draft)
  await submitOf(page, `/consultations/${number}/edit/draft`)
  await page.waitForLoadState()
  expect(await page.locator('main').textContent()).toContain('60')
  const closes = new Date(demo.clock.now().getTime() + 31 * 86_400_000)
  await fillDay(page, 'closesAt', closes)
  await submitOf(page, `/consultations/${number}/edit/publish`)
  await page.waitForLoadState()
  const row = await demo.app.database.db
    .selectFrom('consultations.consultation')
    .select(['id', 'stage'])
    .where('number', '=', number)
    .where('title', '=', '反网络暴力法（征求意见稿）')
    .executeTakeFirstOrThrow()
  expect(row.stage).toBe('open')
  return { number, consultationId: row.id }
}

/** A resident who is not signed in writes on a phone with the keyboard alone. @returns the receipt without dashes */
async function speakOnPhone(number: number, scripts: boolean): Promise<string> {
  const page = await newPage({ origin: demo.origin, width: 390, height: 844, scripts })
  await page.goto(`/consultations/${number}/write?article=art_28`)
  await page.locator('[name=body]').focus()
  await page.keyboard.type('“及时”是多久？请写二十四小时以内。')
  await page.locator('button[name=step][value=check]').focus()
  await page.keyboard.press('Enter')
  await page.locator('[name=consent]').focus()
  await page.keyboard.press('Space')
  await page.locator('button[name=step][value=send]').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/r\//)
  const receipt = /\/r\/([0-9A-Z-]+)/.exec(page.url())?.[1] ?? ''
  expect(await page.locator('main').textContent()).toContain(receipt)
  await page.context().close()
  return receipt.replaceAll('-', '')
}

async function collect(consultationId: string): Promise<string> {
  const collector = await somebody('李桂兰', true)
  const now = demo.clock.now().toISOString()
  const { personId } = await demo.app.database.db
    .selectFrom('people.person')
    .select('id as personId')
    .where('name', '=', '李桂兰')
    .executeTakeFirstOrThrow()
  const { scope_id: placeId } = await demo.app.database.db
    .selectFrom('people.membership')
    .select('scope_id')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  const clientKey = randomUUID()
  const item = {
    clientKey,
    receipt: shortCode(),
    claimedAt: now,
    provisionId: 'art_14',
    body: '要有个大按钮。',
    consent: true,
    consentWords: 'field-kit 2026-11',
  }
  const batch = { consultationId, placeId, phoneNow: now, items: [item] }
  await collector.act('consultations.sync-field', batch)
  // The line was cut before the answer came: the phone sends again.
  await collector.act('consultations.sync-field', batch)
  const row = await demo.app.database.db
    .selectFrom('opinions.opinion')
    .select('receipt')
    .where('client_key', '=', clientKey)
    .executeTakeFirstOrThrow()
  return row.receipt
}

async function typePaper(consultationId: string): Promise<string> {
  const [first, second] = [await somebody('孙丽', true), await somebody('钱芳', true)]
  const { scope_id: placeId } = await demo.app.database.db
    .selectFrom('people.membership')
    .select('scope_id')
    .where('role', '=', 'point-staff')
    .executeTakeFirstOrThrow()
  await first.act('consultations.print-papers', { consultationId, placeId, count: 1 })
  const paper = await demo.app.database.db
    .selectFrom('consultations.paper')
    .select(['id', 'code'])
    .where('consultation_id', '=', consultationId)
    .executeTakeFirstOrThrow()
  const entry = {
    consultationId,
    paperId: paper.id,
    entry: { provision: 'art_17', body: '取证太难了。', consent: true },
  }
  await first.act('consultations.enter-paper', entry)
  await second.act('consultations.enter-paper-again', entry)
  return paper.code
}

interface Opinion {
  readonly id: string
  readonly receipt: string
  readonly channel: string
}

async function opinionsOf(consultationId: string): Promise<Opinion[]> {
  return demo.app.database.db
    .selectFrom('opinions.opinion')
    .select(['id', 'receipt', 'channel'])
    .where('subject_id', '=', consultationId)
    .execute()
}

async function refine(desk: Somebody, consultationId: string, mine: Opinion, all: readonly Opinion[]): Promise<void> {
  const made = await desk.act('consultations.make-argument', {
    consultationId,
    opinionIds: [mine.id],
    title: '告知家长要有时限',
  })
  const { number } = made as { number: number }
  const sentences = [{ text: '二十四小时内告知监护人。', sources: [{ opinionId: mine.id, start: 8, end: 15 }] }]
  const suggestion = { consultationId, number, intent: 'change', provisionId: 'art_28', sentences }
  const { ordinal } = (await desk.act('consultations.draft-refinement', suggestion)) as { ordinal: number }
  await desk.act('consultations.ask-contributors', { consultationId, number, ordinal })
  const { refinement_id: refinementId } = await demo.app.database.db
    .selectFrom('opinions.question')
    .select('refinement_id')
    .where('opinion_id', '=', mine.id)
    .executeTakeFirstOrThrow()
  await desk.act('opinions.confirm', { receipt: mine.receipt, refinementId, answer: 'yes' })
  await desk.act('consultations.finish-argument', { consultationId, number, ordinal })
  const rest = all.filter(({ id }) => id !== mine.id).map(({ id }) => id)
  await desk.act('consultations.answer-alone', { consultationId, opinionIds: rest, reason: '内容独立。' })
  await desk.act('consultations.finish-refinement', { consultationId })
}

async function argumentOf(consultationId: string): Promise<string> {
  const { id } = await demo.app.database.db
    .selectFrom('opinions.argument')
    .select('id')
    .where('subject_id', '=', consultationId)
    .executeTakeFirstOrThrow()
  return id
}

/** By the receipt, without an account; and on the public page that tells the whole story. */
async function sheSeesIt(number: number, receipt: string, reason: string, scripts: boolean): Promise<void> {
  const page = await newPage({ origin: demo.origin, width: 390, height: 844, scripts })
  await page.goto('/r')
  await page.locator('main input[type=text], main input:not([type])').first().fill(receipt)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/r\/./)
  expect(await page.locator('main').textContent()).toContain(reason)
  await page.goto(`/consultations/${number}/story`)
  expect(await page.locator('main').textContent()).toContain(reason)
  await page.context().close()
}

interface Somebody {
  readonly page: Page
  /** Does something as the API lets her. @throws Error with the refusal */
  act(name: string, input: object): Promise<unknown>
  try(
    name: string,
    input: object,
  ): Promise<{ readonly status: number; readonly code?: string; readonly result?: unknown }>
}

async function somebody(name: string, scripts: boolean): Promise<Somebody> {
  const page = await newPage({ origin: demo.origin, scripts })
  await enterAs(page, name)
  const attempt: Somebody['try'] = async (action, data) => {
    const response = await page.request.post(`/api/v1/${action.replace('.', '/')}`, {
      data,
      headers: { origin: demo.origin },
    })
    return { status: response.status(), ...((await response.json()) as object) }
  }
  return {
    page,
    try: attempt,
    async act(action, input) {
      const answer = await attempt(action, input)
      if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer)}`)
      return answer.result
    },
  }
}

async function submitOf(page: Page, action: string): Promise<void> {
  await page
    .locator(`form[action="${action}"] button[type=submit], form[action="${action}"] button:not([type])`)
    .last()
    .click()
}

async function fillDay(page: Page, name: string, day: Date): Promise<void> {
  const iso = day.toISOString().slice(0, 10)
  await page.locator(`[name="${name}"]`).fill(iso)
}
