import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, test } from 'vitest'
import { type Actor, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { shortCode } from '#kernel/short-code'
import type { Council } from '#parts/councils'
import { aCommentOf, anOpenConsultation, anOpinion } from '#support/consultations'
import { aContactPoint, aCouncil, aGuestOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { anAnsweredConsultation } from '#support/upward'
import { moderateOpinions } from '../consultations/actions/desk-opinions.ts'
import { finishFile, keepFieldPart } from '../consultations/actions/field-files.ts'
import { enterPaper, enterPaperAgain, printPapers, voidPaper } from '../consultations/actions/field-paper.ts'
import { scanPaper } from '../consultations/actions/field-scan.ts'
import { syncField } from '../consultations/actions/field-sync.ts'
import { consultations } from '../consultations/index.ts'
import { receipts } from './index.ts'
import { dashed, lookUp } from './queries.ts'

const modules = [receipts, consultations]

function receiptsOf(app: App, council: Council, actor: Actor, locale: 'zh-CN' | 'en' = 'zh-CN') {
  const site = siteOf({ app, council, modules, actor, locale })
  const read = async (path: string) => {
    const response = await site.get(path)
    return { status: response.status, text: await response.text(), to: response.headers.get('location') }
  }
  return { ...site, read }
}

async function given() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const comment = await aCommentOf(app, council, consultation, { body: '一楼能不能不出钱？' })
  const as = (actor: Actor, locale: 'zh-CN' | 'en' = 'zh-CN') => receiptsOf(app, council, actor, locale)
  return { app, clock, council, consultation, ...comment, hers: as(comment.actor), anyone: as(aGuestOf(council)), as }
}

describe('a receipt', () => {
  test('shows the words and the way to whoever holds it, in both languages, however it is typed', async () => {
    const { receipt, anyone, as, council } = await given()
    const typed = await anyone.read(`/r?code=${encodeURIComponent(` ${receipt.toLowerCase()} `)}`)
    assert.deepEqual([typed.status, typed.to], [303, `/r/${dashed(receipt)}`])
    const page = await anyone.read(`/r/${receipt}`)
    assert.equal(page.status, 200)
    assert.match(page.text, /一楼能不能不出钱？/)
    assert.match(page.text, /noindex/)
    assert.match((await as(aGuestOf(council), 'en').read(`/r/${receipt}`)).text, /My opinion/)
    assert.match((await anyone.read(`/r/${receipt}/slip`)).text, new RegExp(dashed(receipt)))
  })

  test('offers what only its author may do to her alone, and refuses it to others', async () => {
    const { receipt, hers, anyone } = await given()
    const withdraws = new RegExp(`action="/r/${dashed(receipt)}/withdraw"`)
    assert.match((await hers.read(`/r/${receipt}`)).text, withdraws)
    assert.doesNotMatch((await anyone.read(`/r/${receipt}`)).text, withdraws)
    const refused = await anyone.post(`/r/${receipt}/withdraw`, {})
    assert.equal(refused.status, 409)
    assert.match(await refused.text(), /只有写这条意见的人才能这样做/)
    assert.equal((await hers.post(`/r/${receipt}/withdraw`, {})).status, 303)
    const after = await anyone.read(`/r/${receipt}`)
    assert.match(after.text, /您把这条意见撤回了/)
    assert.doesNotMatch((await hers.read(`/r/${receipt}`)).text, withdraws)
    assert.equal((await hers.post(`/r/${receipt}/withdraw`, {})).status, 409)
  })

  test('of a device is listed for that device only, of an account for that account', async () => {
    const { app, council, consultation, hers, anyone, as, receipt } = await given()
    assert.match((await hers.read('/r')).text, /一楼能不能不出钱？/)
    assert.doesNotMatch((await anyone.read('/r')).text, /一楼能不能不出钱？/)
    const citizen = await aCitizen(app, council)
    await aCommentOf(app, council, consultation, { actor: citizen, body: '收支要公开。' })
    assert.match((await as(citizen).read('/r')).text, /收支要公开。/)
    assert.doesNotMatch((await as(citizen).read('/r')).text, /一楼能不能不出钱？/)
    assert.match((await as(citizen).read(`/r/${receipt}`)).text, new RegExp(`action="/r/${dashed(receipt)}/claim"`))
  })

  test('of a hidden opinion says why, and of an answered one gives the answer', async () => {
    const { app, council, consultation, opinionId, receipt, anyone } = await given()
    const hide = { consultationId: consultation.id, opinionIds: [opinionId], verdict: 'hidden' as const }
    const why = { reasonCode: 'advert' as const, reason: '写了店铺电话。' }
    succeeded(await perform(app, moderateOpinions, systemActor(council.id), { ...hide, ...why }))
    const hidden = await anyone.read(`/r/${receipt}`)
    assert.match(hidden.text, /像广告.*写了店铺电话/s)
    assert.doesNotMatch(hidden.text, /\/appeal"/)
    const answered = await anAnsweredConsultation(app, [{ body: '答复我。' }], council)
    assert.match((await anyone.read(`/r/${answered.given[0]!.receipt}`)).text, new RegExp(answered.reason))
  })

  test('of paper with a phone on it lets its holder stop word of later consultations; an account’s own does not', async () => {
    const { app, council, consultation, anyone } = await given()
    const contributor = { answerBy: 'phone' as const, contactKind: 'phone' as const, contact: '+8613800138000' }
    const paper = await anOpinion(app, council, consultation, { contributor, channel: 'paper' })
    const declined = () => anyone.post(`/r/${paper.receipt}/next`, { tellNext: 'no' })
    assert.match((await anyone.read(`/r/${paper.receipt}`)).text, /不用告诉我/)
    assert.equal((await declined()).status, 303)
    assert.match((await anyone.read(`/r/${paper.receipt}`)).text, /不会再告诉您/)
    const owner = await aCitizen(app, council)
    const owned = { ...contributor, accountId: owner.accountId }
    const hers = await anOpinion(app, council, consultation, { contributor: owned })
    assert.doesNotMatch((await anyone.read(`/r/${hers.receipt}`)).text, /不用告诉我/)
    assert.equal((await anyone.post(`/r/${hers.receipt}/next`, { tellNext: 'no' })).status, 409)
  })

  test('of somebody whose data was erased still shows the words and nothing of her', async () => {
    const { app, council, consultation } = await given()
    const contributor = { name: '李桂兰', displayName: '李阿姨', nameVisibleTo: 'everyone' as const, deviceId: newId() }
    const { receipt, contributorId } = await anOpinion(app, council, consultation, { contributor, body: '留下的话。' })
    const blank = { name: null, display_name: null, device_id: null, account_id: null, erased_at: app.clock.now() }
    await app.database.db.updateTable('opinions.contributor').set(blank).where('id', '=', contributorId).execute()
    const device = { ...aGuestOf(council), deviceId: contributor.deviceId }
    const page = await receiptsOf(app, council, device).read(`/r/${receipt}`)
    assert.match(page.text, /留下的话。/)
    assert.doesNotMatch(page.text, /李桂兰|李阿姨|\/withdraw"/)
    assert.doesNotMatch((await receiptsOf(app, council, device).read('/r')).text, /留下的话。/)
  })

  test('gives out its photo only under its own code', async () => {
    const { receipt, anyone, app, council, consultation } = await given()
    const other = await aCommentOf(app, council, consultation)
    const fileId = newId()
    assert.equal((await anyone.read(`/r/${receipt}/files/${fileId}`)).status, 404)
    assert.equal((await anyone.read(`/r/${other.receipt}/files/nonsense`)).status, 404)
  })
})

describe('a code nobody knows', () => {
  test('is not found, a misread one is told from it, and another council does not know ours', async () => {
    const { app, receipt, anyone } = await given()
    const missing = await anyone.read(`/r/${shortCode()}`)
    assert.equal(missing.status, 404)
    assert.match(missing.text, /没有找到这个回执号/)
    const misread = await anyone.read('/r/7KQ4-M2XC-9TRB')
    assert.equal(misread.status, 422)
    assert.match(misread.text, /value="7KQ4-M2XC-9TRB"/)
    const elsewhere = await aCouncil(app)
    assert.equal((await receiptsOf(app, elsewhere, aGuestOf(elsewhere)).read(`/r/${receipt}`)).status, 404)
  })

  test('tried too often from one network is slowed down there, for an hour, and nowhere else; known codes still open', async () => {
    const { app, clock, council, receipt, anyone } = await given()
    const { id, slug, name_zh: name, time_zone: timeZone } = council
    const from = (network: string) => (code: string) => {
      const actor = { ...aGuestOf(council), network }
      const viewer = {
        actor,
        council: { id, slug, name, timeZone },
        locale: 'zh-CN' as const,
        elder: false,
        name: null,
      }
      return lookUp(app, modules, viewer, code.replaceAll('-', ''))
    }
    const [trier, neighbour] = [from('one network'), from('another network')]
    const tried: unknown[] = []
    for (let n = 0; n < 61; n += 1) tried.push(await trier(shortCode()))
    assert.deepEqual([...new Set(tried.slice(0, 60))], ['missing'])
    assert.equal(tried[60], 'too-many')
    assert.equal(typeof (await trier(receipt)), 'object')
    assert.equal(await neighbour(shortCode()), 'missing')
    clock.set('2026-11-20T02:30:00Z')
    assert.equal(await trier(shortCode()), 'missing')
    for (let n = 0; n < 60; n += 1) await anyone.get(`/r/${shortCode()}`)
    const page = await anyone.read(`/r/${shortCode()}`)
    assert.equal(page.status, 429)
    assert.match(page.text, /试得太多了/)
  })
})

describe('a code before there is an opinion', () => {
  async function printed() {
    const { app, clock } = await house()
    const council = await aCouncil(app)
    const { placeId } = await aContactPoint(app, council)
    const consultation = await anOpenConsultation(app, council)
    const [one, two] = [await someoneAt(app, council, placeId), await someoneAt(app, council, placeId)]
    succeeded(await perform(app, printPapers, one, { consultationId: consultation.id, placeId, count: 1 }))
    const paper = await app.database.db
      .selectFrom('consultations.paper')
      .select(['id', 'code'])
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    const of = { consultationId: consultation.id, paperId: paper.id }
    const anyone = receiptsOf(app, council, aGuestOf(council))
    return { app, clock, council, placeId, consultation, one, two, paper, of, anyone }
  }

  test('on a form says that it has not come back, then that it is here, being typed, and then is the receipt', async () => {
    const { app, council, paper, of, one, two, anyone } = await printed()
    const out = await anyone.read(`/r/${paper.code}`)
    assert.equal(out.status, 200)
    assert.match(out.text, /这张表格还没有交到我们手里/)
    assert.match(out.text, /交回：云水街道基层立法联系点/)
    const english = await receiptsOf(app, council, aGuestOf(council), 'en').read(`/r/${paper.code}`)
    assert.match(english.text, /This form has not reached us yet/)
    succeeded(await perform(app, scanPaper, one, { ...of, upload: null }))
    const here = await anyone.read(`/r/${paper.code}`)
    assert.match(here.text, /您的表格收到了/)
    assert.match(here.text, /由云水街道基层立法联系点的工作人员录入/)
    const entry = { body: '按楼层分摊。', provision: 'art_3', name: '', contact: '', consent: true }
    succeeded(await perform(app, enterPaper, one, { ...of, entry }))
    const once = await anyone.read(`/r/${paper.code}`)
    assert.match(once.text, /录了一次，等第二个人再录/)
    assert.doesNotMatch(once.text, /按楼层分摊/)
    succeeded(await perform(app, enterPaperAgain, two, { ...of, entry }))
    assert.match((await anyone.read(`/r/${paper.code}`)).text, /按楼层分摊。/)
  })

  test('says that closing came first, or that the form is void and why', async () => {
    const { app, clock, paper, of, one, anyone } = await printed()
    clock.set('2026-12-25T00:00:00Z')
    assert.match((await anyone.read(`/r/${paper.code}`)).text, /征求意见已经截止/)
    succeeded(await perform(app, voidPaper, one, { ...of, because: '撕坏了' }))
    assert.match((await anyone.read(`/r/${paper.code}`)).text, /这张表格作废了.*撕坏了/s)
  })

  test('is known from the moment a photo without words arrives from the field', async () => {
    const { app, council, consultation, placeId, anyone } = await printed()
    const code = shortCode()
    const collector = await someoneAt(app, council, placeId, { roles: ['collector'] })
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#a33' } })
      .png()
      .toBuffer()
    const fileKey = newId()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const part = { fileKey, kind: 'photo' as const, name: 'p.png', sha256, parts: 1, ordinal: 0 }
    succeeded(await perform(app, keepFieldPart, collector, { ...part, bytes: new Uint8Array(bytes) }))
    succeeded(await finishFile(app, collector, fileKey))
    const item = {
      clientKey: newId(),
      receipt: code,
      claimedAt: app.clock.now().toISOString(),
      body: '',
      consent: true as const,
      consentWords: 'field-kit 2026-11',
      files: [{ fileKey, kind: 'photo' as const }],
    }
    const batch = { consultationId: consultation.id, placeId, phoneNow: app.clock.now().toISOString(), items: [item] }
    const { items } = succeeded(await perform(app, syncField, collector, batch))
    assert.equal(items[0]?.state, 'typing')
    assert.match((await anyone.read(`/r/${code}`)).text, /您写的意见（照片）收到了/)
  })

  test('has nothing to withdraw or appeal, and gives nobody else’s page', async () => {
    const { paper, anyone } = await printed()
    assert.equal((await anyone.post(`/r/${paper.code}/withdraw`, {})).status, 409)
    const slip = await anyone.read(`/r/${paper.code}/proof`)
    assert.match(slip.text, /还没有交到我们手里/)
  })
})
