import assert from 'node:assert/strict'
import { afterAll, describe, test } from 'vitest'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { anOpenConsultation, anOpinion, draftText } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aPersonOf, aSessionOf } from '#support/people'
import { serve } from '#support/web'

afterAll(closeBrowser)

async function deskHouse() {
  const { app } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const clerk = await aClerkOf(app, council)
  await aPersonOf(app, council, { name: '郑律师', roles: ['expert'] })
  const give = (body: string) => anOpinion(app, council, consultation, { body })
  const first = await give('我们楼吵了两年了，一家不同意就装不成，街道能不能来人说和说和。')
  await give('建议明确协商不成时的调解主体和三十日期限，避免久拖不决。')
  await give('别让街道硬压，调解可以，不能强制。')
  await give('公共收益要每季度公布。')
  const served = await serve(app)
  const token = await aSessionOf(app, clerk, { method: 'passkey' })
  const open = async (options: Partial<Parameters<typeof newPage>[0]> = {}) => {
    const page = await newPage({ origin: served.origin, ...options })
    await page.context().addCookies([
      { name: 'zt_session', value: token, url: served.origin },
      { name: 'zt_device', value: newId(), url: served.origin },
      { name: 'zt_council', value: council.slug, url: served.origin },
    ])
    return page
  }
  return { app, council, consultation, first, served, open, desk: `/consultations/${consultation.number}/desk` }
}

for (const scripts of [true, false]) {
  describe(`the desk with scripts ${scripts ? 'on' : 'off'}`, () => {
    test('opinions become an argument, are refined with their sources, asked about and finished', async () => {
      const { app, council, first, served, open, desk } = await deskHouse()
      const page = await open({ scripts })
      await page.goto(desk)
      for (const words of ['街道能不能来人', '调解主体', '硬压']) {
        await page.locator('.desk-list > li', { hasText: words }).locator('input').check()
      }
      await page.fill('#f-title', '电梯费用谈不拢，要有人调解')
      await page.click('#make')
      await page.waitForURL(/\/desk\/arguments\/1\b/)
      assert.equal(await page.locator('.desk-member').count(), 3)

      const at = async (words: string) => {
        const texts = await page.locator('[data-source]').allTextContents()
        return texts.findIndex((text) => text.includes(words)) + 1
      }
      await page.fill('[name=sentence0]', '协商不成的，可以向街道办事处申请调解，不得强制。')
      await page.fill('[name=sources0]', `${await at('说和')}：飞机场`)
      await page.click('button[value=draft]')
      assert.match((await page.locator('.errors').textContent()) ?? '', /找不到/)
      assert.equal(await page.inputValue('[name=sentence0]'), '协商不成的，可以向街道办事处申请调解，不得强制。')
      await page.fill('[name=sources0]', `${await at('说和')}：街道能不能来人说和\n${await at('硬压')}`)
      await page.click('button[value=draft]')
      await page.waitForURL(/\/desk\/arguments\/1\b/)
      await page.click('button[value=ask]')
      assert.match((await page.locator('.pane').last().textContent()) ?? '', /3 位提出人中，0 位确认/)
      await drain(app)
      const told = await app.database.db
        .selectFrom('notices.notice')
        .select(['kind', 'href'])
        .where('council_id', '=', council.id)
        .where('kind', '=', 'consultations.meaning-asked')
        .execute()
      assert.equal(told.length, 3)
      assert.ok(told.some(({ href }) => href.replaceAll('-', '') === `/r/${first.receipt}`))

      await page.click('button[value=finish]')
      assert.match((await page.locator('.errors').textContent()) ?? '', /理由/)
      await page.fill('#f-because', '三位提出人当面都同意')
      await page.click('button[value=finish]')
      assert.match((await page.locator('.work-list').textContent()) ?? '', /已定稿/)
      await page.goto(`${desk}/finish`)
      assert.match((await page.locator('main').textContent()) ?? '', /1 条意见还没有归类/)
      await page.context().close()
      await served.close()
    })

    test('the office prepares a draft, reads what was not understood, and publishes', async () => {
      const { served, open } = await deskHouse()
      const page = await open({ scripts })
      await page.goto('/consultations/new')
      await page.fill('#f-projectTitle', '云山市养犬管理条例')
      await page.fill('#f-title', '云山市养犬管理条例（草案）')
      await page.click('main form button.btn:not(.quiet)')
      await page.waitForURL('**/edit')
      await page.fill('#f-source', draftText.replace('第四条', '第五条'))
      await page.click('form[action$="/edit/draft"] button.btn')
      assert.match((await page.locator('.problem-list').textContent()) ?? '', /第 \d+ 行/)
      await page.fill('#f-source', draftText)
      await page.click('form[action$="/edit/draft"] button.btn')
      assert.match((await page.locator('main').textContent()) ?? '', /2 章 4 条/)
      await page.fill('#f-closesAt', '2026-11-30')
      await page.click('form[action$="/edit/publish"] button.btn')
      assert.match((await page.locator('.errors').textContent()) ?? '', /至少 30 天/)
      await page.fill('#f-closesAt', '2026-12-31')
      await page.click('form[action$="/edit/publish"] button.btn')
      assert.match((await page.locator('main').textContent()) ?? '', /延长时间/)
      await page.goto(page.url().replace('/edit', '/readings'))
      await page.locator('[name=body]').first().fill('这部条例管小区物业的事。')
      await page.locator('.beside button').first().click()
      assert.match((await page.locator('main').textContent()) ?? '', /1 \/ 4 条已写/)
      assert.match((await page.locator('.beside h2').textContent()) ?? '', /第二条/)
      await page
        .getByRole('link', { name: /第一条$/ })
        .first()
        .click()
      assert.equal(await page.locator('[name=body]').inputValue(), '这部条例管小区物业的事。')
      await page.context().close()
      await served.close()
    })
  })
}

test('every page of the desk fits the screen and is clean, in both languages', { timeout: 300_000 }, async () => {
  const { app, served, open, desk, first, consultation } = await deskHouse()
  const base = `/consultations/${consultation.number}`
  const setUp = await open()
  await setUp.goto(desk)
  for (const box of await setUp.locator('.desk-list input').all()) await box.check()
  await setUp.fill('#f-title', '电梯费用谈不拢，要有人调解')
  await setUp.click('#make')
  await setUp.fill('[name=sentence0]', '三十日内调解完毕。')
  await setUp.fill('[name=sources0]', '1')
  await setUp.click('button[value=draft]')
  await drain(app)
  const pages: Readonly<Record<string, string>> = {
    'my-desk': '/desk',
    queue: desk,
    argument: `${desk}/arguments/1`,
    opinion: `${desk}/opinions/${first.receipt}`,
    suggestions: `${desk}/suggestions`,
    steps: `${desk}/steps`,
    finish: `${desk}/finish`,
    enter: `${desk}/enter`,
    expert: `${base}/arguments/1`,
    new: '/consultations/new',
    edit: `${base}/edit`,
    readings: `${base}/readings`,
  }
  const faults: string[] = []
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const width of [360, 1280]) {
      const page = await open({ locale, width })
      for (const [name, path] of Object.entries(pages)) {
        const answer = await page.goto(path)
        if (answer?.status() !== 200) faults.push(`${name}: ${answer?.status()}`)
        await screenshot(page, `desk-${name}-${width}-${locale}`)
        if ((await sidewaysScroll(page)) > 0) faults.push(`${name} ${width} ${locale}: wider than the screen`)
        faults.push(...(await axe(page)).map((fault) => `${name} ${width} ${locale}: ${fault}`))
      }
      await page.context().close()
    }
  }
  assert.deepEqual(faults, [])
  await setUp.context().close()
  await served.close()
})

test('the desk’s first page leads to every consultation that is prepared or being worked on', async () => {
  const { served, open, desk } = await deskHouse()
  const page = await open({ scripts: false })
  await page.goto('/consultations/new')
  await page.fill('#f-title', '还在准备的草案')
  await page.click('main form button.btn:not(.quiet)')
  await page.waitForURL('**/edit')
  const edit = new URL(page.url()).pathname
  await page.goto('/desk')
  const hrefsOf = (where: string) =>
    page.locator(where).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  assert.deepEqual((await hrefsOf('.work-list a')).sort(), [`${desk}?state=waiting`, edit].sort())
  const ways = await hrefsOf('main li a')
  const work = [desk, '/consultations/packages', '/consultations/projects', '/consultations/field/import']
  assert.deepEqual(
    work.filter((href) => !ways.includes(href)),
    [],
  )
  await page.context().close()
  await served.close()
})
