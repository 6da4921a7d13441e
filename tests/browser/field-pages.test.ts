import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { identify } from '#parts/people'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aContactPoint, aCouncil, aGuestOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aSessionOf, someoneAt } from '#support/people'
import { createWebServer, type WebServer } from '#web/server'
import { enterDoor, makeDoor } from '../../src/modules/consultations/actions/field-doors.ts'
import { enterPaper, enterPaperAgain, printPapers } from '../../src/modules/consultations/actions/field-paper.ts'
import { holdSession } from '../../src/modules/consultations/actions/field-sessions.ts'
import { comment } from '../../src/modules/consultations/actions/give.ts'
import { modules } from '../../src/modules/index.ts'

let web: WebServer
let origin: string
let cookies: { name: string; value: string; url: string }[]
let code: string
let number: number
let end: () => Promise<void>
let collectorToken: string

beforeAll(async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const consultation = await anOpenConsultation(app, council)
  number = consultation.number
  const staff = await someoneAt(app, council, placeId)
  const [second, third] = [await someoneAt(app, council, placeId), await someoneAt(app, council, placeId)]
  const of = { consultationId: consultation.id, placeId }
  const door = succeeded(
    await perform(app, makeDoor, staff, { ...of, provisionId: 'art_3', campaign: '普法周', label: '清泉社区门口' }),
  )
  code = door.code
  for (let times = 0; times < 3; times += 1) succeeded(await perform(app, enterDoor, aGuestOf(council), { code }))
  succeeded(await perform(app, comment, aGuestOf(council), commentOn(consultation, { doorId: door.doorId })))
  succeeded(await perform(app, comment, aGuestOf(council), commentOn(consultation, { body: '费用要写清楚' })))
  succeeded(
    await perform(app, holdSession, staff, {
      ...of,
      clientKey: newId(),
      kind: 'seminar',
      title: '清泉社区物业座谈会',
      heldAt: '2026-11-19T06:00:00Z',
      venue: '居委会二楼',
      attended: 14,
      minutes: '王阿姨：加装电梯的费用，一楼不该分摊。\n\n李师傅：公共收益每月都要公布。',
    }),
  )
  succeeded(await perform(app, printPapers, staff, { ...of, count: 3 }))
  const papers = await app.database.db
    .selectFrom('consultations.paper')
    .select('id')
    .where('council_id', '=', council.id)
    .orderBy('number')
    .execute()
  const read = (body: string) => ({
    consultationId: consultation.id,
    paperId: papers[0]!.id,
    entry: { body, provision: 'art_3', consent: true },
  })
  succeeded(await perform(app, enterPaper, staff, read('电梯费用按楼层分')))
  succeeded(await perform(app, enterPaperAgain, second, read('电梯费用按户分')))
  web = createWebServer({ app, modules, identify: identify(app) })
  origin = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}`
  const collector = await someoneAt(app, council, placeId, { name: '吴姐', roles: ['collector'] })
  collectorToken = await aSessionOf(app, collector)
  end = async () => {
    await app.database.db
      .updateTable('people.membership')
      .set({ until: app.clock.now() })
      .where('council_id', '=', council.id)
      .where('person_id', '=', collector.personId)
      .execute()
  }
  const token = await aSessionOf(app, third, { method: 'passkey' })
  cookies = [
    { name: 'zt_session', value: token, url: origin },
    { name: 'zt_council', value: council.slug, url: origin },
  ]
})

afterAll(async () => {
  await closeBrowser()
  await web?.close()
})

const looks = [
  { locale: 'zh-CN', width: 360 },
  { locale: 'en', width: 1280 },
  { locale: 'en', width: 360 },
  { locale: 'zh-CN', width: 1280 },
] as const

test.each(looks)(
  'the pages away from the website keep their shape and axe is content ($locale, $width px)',
  {
    timeout: 300_000,
  },
  async ({ locale, width }) => {
    const page = await newPage({ origin, locale, width })
    await page.context().addCookies(cookies)
    const base = `/consultations/${number}`
    const pages = {
      doors: `${base}/doors`,
      entered: `/q/${code}`,
      unknown: '/q/00000000',
      sessions: `${base}/sessions`,
      'session-new': `${base}/sessions/new`,
      session: `${base}/sessions/1`,
      review: `${base}/sessions/1/review`,
      papers: `${base}/paper`,
      settle: `${base}/paper/1`,
      'first-entry': `${base}/paper/2`,
      import: '/consultations/field/import',
      roster: '/consultations/field/roster',
    }
    const faults: string[] = []
    const look = async (name: string) => {
      faults.push(...(await axe(page)).map((fault) => `${name}: ${fault}`))
      if ((await sidewaysScroll(page)) > 0) faults.push(`${name} scrolls sideways`)
      if (process.env.SCREENS) await screenshot(page, `field-${name}-${locale}-${width}`)
    }
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path)
      await look(name)
    }
    await openKit(page)
    await look('kit')
    await page.locator('#field-kit button.btn').first().click()
    await page.fill(
      'textarea[name=body]',
      locale === 'en' ? 'The ground floor does not use the lift' : '一楼用不上电梯',
    )
    await page.locator('.kit-clause button').first().click()
    await page.fill('#kit-search', '电梯')
    await look('kit-speaker')
    await page.locator('.kit-clauses button').last().click()
    await page.locator('.kit-clause .law').waitFor()
    await page.locator('#field-kit button.btn:not(.quiet)').last().click()
    await page.locator('.errors').waitFor()
    await look('kit-missing')
    await page.locator('input[name=consent]').check()
    await page.locator('#field-kit .buttons button').nth(-2).click()
    await page.locator('.kit-items').first().waitFor()
    await look('kit-list')
    await page.locator('#field-kit button.btn.quiet').first().click()
    await page.context().close()
    expect(faults).toEqual([])
  },
)

test('what a collector could no longer send is exported with its photo, and imported once at the desk', {
  timeout: 120_000,
}, async () => {
  const page = await newPage({ origin, width: 360 })
  await page.context().addCookies([...cookies.slice(1), { name: 'zt_session', value: collectorToken, url: origin }])
  await openKit(page)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '记一位发言人' }).click()
  await page.fill('textarea[name=body]', '照片里写得更清楚')
  const photo = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#246' } })
    .png()
    .toBuffer()
  await page.setInputFiles('#kit-photo', { name: 'p.png', mimeType: 'image/png', buffer: photo })
  await page.locator('.kit-files li').waitFor()
  await page.locator('input[name=consent]').check()
  await page.getByRole('button', { name: '记完了，回到列表' }).click()
  const receipt = await page.locator('.kit-items .num').first().textContent()
  await end()
  // The signal is back: the kit sends by itself, and is told why it may not.
  await page.context().setOffline(false)
  await page.getByText('您现在不是这里的信息员').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出文件' }).click(),
  ])
  const path = await download.path()

  const desk = await newPage({ origin })
  await desk.context().addCookies(cookies)
  for (const repeated of [false, true]) {
    await desk.goto('/consultations/field/import')
    await desk.setInputFiles('input[type=file]', path)
    await desk.getByRole('button', { name: '导入' }).click()
    const row = desk.locator('tbody tr', { hasText: receipt ?? '?' })
    await row.getByText('已存', { exact: true }).waitFor()
    expect(await row.getByText('早已存过').count()).toBe(repeated ? 1 : 0)
  }
  await desk.setInputFiles('input[type=file]', {
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  })
  await desk.getByRole('button', { name: '导入' }).click()
  await desk.locator('.errors').waitFor()
  await page.context().close()
  await desk.context().close()
})

async function openKit(page: Page): Promise<void> {
  await page.goto('/consultations/field')
  await page.waitForSelector('#field-kit[data-kept=yes]')
  await page.locator('.kit-choice').waitFor()
}
