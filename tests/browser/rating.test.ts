import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { afterAll, describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import type { Locale } from '#kernel/text'
import { accept, draftReply, reviewReply, sendReply } from '#parts/cases'
import { axe, closeBrowser, newPage, screenshot, sidewaysScroll } from '#support/browser'
import { aCouncil, anOrganisation, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aDeputyOf, aGuest, anOfficialOf, aSessionOf, type PersonActor } from '#support/people'
import { serve } from '#support/web'
import { sendLetter } from '../../src/modules/contact/actions/deputy.ts'
import { raise } from '../../src/modules/contact/actions/resident.ts'
import { matterByReceipt } from '../../src/modules/contact/queries/matter.ts'

afterAll(closeBrowser)

/** A letter answered by the lighting centre, and everybody who has a say in how good that was. */
async function anAnswer() {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const names = { name_zh: '云山市照明中心', name_en: 'Yunshan Lighting Centre' }
  const { organisationId } = await anOrganisation(app, council, names)
  const deputy = await aDeputyOf(app, council)
  const clerk = await aClerkOf(app, council)
  const electrician = await anOfficialOf(app, council, organisationId, { name: '魏红' })
  const said = { body: '路灯坏了一个月。', public: false, consent: true, deputyId: deputy.personId } as const
  const raised = { clientKey: newId(), ...said }
  const { receipt } = succeeded(await perform(app, raise, aGuest(council), raised))
  const matter = async () => {
    const held = await matterByReceipt(app.database.db, council.id, receipt)
    if (!held) throw new Error('no such matter')
    return held.matter
  }
  const { id: matterId, case_id: caseId } = await matter()
  const letter = { matterId, organisationId, subject: '关于路灯的函', body: '请修复。' }
  succeeded(await perform(app, sendLetter, deputy, letter))
  const assignmentId = (await matter()).work.lead?.id ?? ''
  succeeded(await perform(app, accept, electrician, { caseId, assignmentId }))
  const reply = { caseId, body: '路灯已经修好。', class: 'a', result: 'solved' } as const
  succeeded(await perform(app, draftReply, electrician, reply))
  succeeded(await perform(app, reviewReply, electrician, { caseId }))
  succeeded(await perform(app, sendReply, electrician, { caseId }))
  const served = await serve(app)
  const open = async (who: PersonActor | null, locale: Locale, scripts: boolean): Promise<Page> => {
    const page = await newPage({ origin: served.origin, locale, width: 360, scripts })
    await page.context().addCookies([{ name: 'zt_council', value: council.slug, url: served.origin }])
    if (who) {
      const token = await aSessionOf(app, who, { method: 'passkey' })
      await page.context().addCookies([{ name: 'zt_session', value: token, url: served.origin }])
    }
    return page
  }
  return { deputy, clerk, electrician, receipt, open, served }
}

async function isFit(page: Page, name: string): Promise<void> {
  // The checker is a script itself.
  if (name.includes('zh-CN')) assert.deepEqual(await axe(page), [], name)
  const wide = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth
    return [...document.querySelectorAll('body *')]
      .filter((each) => each.getBoundingClientRect().right > edge + 1)
      .map((each) => `${each.tagName}.${each.className} ${each.textContent?.slice(0, 40)}`)
  })
  assert.equal(await sidewaysScroll(page), 0, `${name}: ${wide.join(' | ')}`)
  await screenshot(page, name)
}

const main = async (page: Page) => (await page.locator('main').textContent()) ?? ''

describe.each([
  { locale: 'zh-CN', scripts: true },
  { locale: 'en', scripts: false },
] as const)('a reply is rated on a phone, in $locale, scripts $scripts', ({ locale, scripts }) => {
  test('dissatisfied, disputed, rated anew; scored by the deputy, with nothing typed lost', async () => {
    const { deputy, clerk, electrician, receipt, open, served } = await anAnswer()
    const zh = locale === 'zh-CN'
    try {
      const resident = await open(null, locale, scripts)
      await resident.goto(`/contact/${receipt}`)
      await isFit(resident, `rating-ask-${locale}`)
      await resident.check('input[name=choice][value=dissatisfied]')
      await resident.fill('#f-ratingWords', '修了三次才好')
      await resident.click('form[action$="/rate"] button[type=submit]')
      await resident.waitForURL('**?done=rated#rating')
      assert.match(
        await main(resident),
        zh ? /评价已收到[\s\S]*不满意[\s\S]*修了三次才好/ : /was received[\s\S]*Dissatisfied/,
      )
      await isFit(resident, `rating-given-${locale}`)

      const scoring = await open(deputy, locale, scripts)
      await scoring.goto('/contact/matters/1')
      await scoring.click('main a[href="/contact/matters/1/ratings"]')
      await scoring.fill('#f-score-reply-points-contact', '8')
      await scoring.fill('#f-score-reply-ratingWords', '电话里说清楚了')
      await scoring
        .locator('form[action$="/score"]')
        .first()
        .evaluate((form) => ((form as HTMLFormElement).noValidate = true))
      await scoring.click('form[action$="/score"] button[type=submit]')
      await scoring.waitForSelector('.errors a[href="#f-score-reply-points-face-to-face"]')
      assert.equal(await scoring.inputValue('#f-score-reply-points-contact'), '8')
      assert.equal(await scoring.inputValue('#f-score-reply-ratingWords'), '电话里说清楚了')
      await isFit(scoring, `rating-refused-${locale}`)
      await scoring.fill('#f-score-reply-points-face-to-face', '24')
      await scoring.click('form[action$="/score"] button[type=submit]')
      await scoring.waitForURL('**/ratings?done=rated')
      assert.match(await main(scoring), zh ? /80 分（满分 100）/ : /80 of 100/)

      const department = await open(electrician, locale, scripts)
      await department.goto('/contact/matters/1/ratings')
      await department.locator('details:has(form[action$="/recheck"]) summary').first().click()
      await department.locator('form[action$="/recheck"] textarea').first().fill('第一次是停电，不是灯坏。')
      await department.locator('form[action$="/recheck"] button[type=submit]').first().click()
      await department.waitForURL('**/ratings?done=asked')
      await isFit(department, `rating-asked-${locale}`)

      const office = await open(clerk, locale, scripts)
      await office.goto('/contact/matters/1/ratings')
      await office.check('input[name=decision][value=anew]')
      await office.locator('form[action$="/decide"] textarea').fill('供电记录属实。')
      await office.click('form[action$="/decide"] button[type=submit]')
      await office.waitForURL('**/ratings?done=decided')
      await isFit(office, `rating-decided-${locale}`)

      await resident.goto(`/contact/${receipt}/rate`)
      assert.match(await main(resident), zh ? /请您重新评一次/ : /rate it once more/)
      await resident.check('input[name=choice][value=satisfied]')
      await resident.click('form[action$="/rate"] button[type=submit]')
      await resident.waitForURL('**?done=rated#rating')
      assert.match(await main(resident), zh ? /满意[\s\S]*复核前的评价/ : /Satisfied[\s\S]*before the re-check/)
      await isFit(resident, `rating-anew-${locale}`)
    } finally {
      await served.close()
    }
  }, 120_000)
})
