import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import type { Council } from '#parts/councils'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil, aGuestOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf } from '#support/people'
import { siteOf } from '#support/site'
import type { Viewer } from '#web/viewer'
import { home } from '../home/index.ts'
import { receipts } from '../receipts/index.ts'
import { judgeAppeal, moderateOpinions } from './actions/desk-opinions.ts'
import { consultations } from './index.ts'
import { openDataSets } from './open-data-sets.ts'
import { moderatedConsultations, sumOf } from './queries/moderation.ts'

function viewerOf(council: Council): Viewer {
  const { id, slug, name_zh: name, time_zone: timeZone } = council
  return { actor: aGuestOf(council), council: { id, slug, name, timeZone }, locale: 'zh-CN', elder: false, name: null }
}

async function openHouse() {
  const { app } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const consultationId = consultation.id
  const [first, second] = [await aClerkOf(app, council), await aClerkOf(app, council)]
  const modules = [home, consultations, receipts]
  const siteFor = (actor: Actor, locale: 'zh-CN' | 'en' = 'zh-CN') => siteOf({ app, council, modules, actor, locale })
  const hide = async (opinionId: string, reasonCode: 'advert' | 'abuse') =>
    succeeded(
      await perform(app, moderateOpinions, first, {
        consultationId,
        opinionIds: [opinionId],
        verdict: 'hidden',
        reasonCode,
        reason: '留了店铺的电话。',
      }),
    )
  const rows = async (name: string) => {
    const set = openDataSets.find((each) => each.name === name)
    const found: Readonly<Record<string, unknown>>[] = []
    const reader = { viewer: viewerOf(council), modules: [] }
    for await (const row of set?.rows(app, council.id, reader) ?? []) found.push(row)
    return found
  }
  return { app, council, consultation, consultationId, first, second, siteFor, hide, rows }
}

test('whoever’s opinion was hidden reads the reason on her receipt, appeals there, and another person shows it again', async () => {
  const { app, council, consultation, consultationId, first, second, siteFor, hide } = await openHouse()
  const { opinionId, receipt, actor } = await aCommentOf(app, council, consultation, { body: '欢迎到我店里看看。' })
  await hide(opinionId, 'advert')
  const hers = siteFor(actor)
  assert.match(await (await hers.get(`/r/${receipt}`)).text(), /像广告.*留了店铺的电话/s)
  const stranger = siteFor(aGuestOf(council))
  assert.equal((await stranger.post(`/r/${receipt}/appeal`, { words: '请公开' })).status, 409)
  const empty = await hers.post(`/r/${receipt}/appeal`, { words: '' })
  assert.ok(empty.status === 409 || empty.status === 422)
  assert.equal((await hers.post(`/r/${receipt}/appeal`, { words: '我没有开店，是邻居的。' })).status, 303)
  assert.match(await (await hers.get(`/r/${receipt}`)).text(), /我没有开店，是邻居的/)
  const answer = { consultationId, opinionId, upheld: true, answer: '核实了，恢复公开。' }
  const own = await perform(app, judgeAppeal, first, answer)
  assert.deepEqual(own, { ok: false, kind: 'conflict', code: 'own-verdict' })
  succeeded(await perform(app, judgeAppeal, second, answer))
  const shown = await (await siteFor(aGuestOf(council)).get(`/consultations/${consultation.number}/opinions`)).text()
  assert.match(shown, /欢迎到我店里看看/)
})

test('the public page counts what is hidden by reason, appeals and what is shown again; the open data says the same', async () => {
  const { app, council, consultation, consultationId, second, siteFor, hide, rows } = await openHouse()
  const given: Awaited<ReturnType<typeof aCommentOf>>[] = []
  for (const body of ['甲店', '乙店', '骂人的话', '好意见']) {
    given.push(await aCommentOf(app, council, consultation, { body }))
  }
  await hide(given[0]!.opinionId, 'advert')
  await hide(given[1]!.opinionId, 'advert')
  await hide(given[2]!.opinionId, 'abuse')
  for (const at of [0, 1]) {
    const { actor, receipt } = given[at]!
    assert.equal((await siteFor(actor).post(`/r/${receipt}/appeal`, { words: '请再看' })).status, 303)
  }
  const upheld = { consultationId, opinionId: given[0]!.opinionId, upheld: true, answer: '恢复。' }
  succeeded(await perform(app, judgeAppeal, second, upheld))
  const [row] = await moderatedConsultations(app, council.id)
  const expected = { hidden: 3, stillHidden: 2, restored: 1, withdrawn: 0, appealed: 2, waiting: 1 }
  assert.deepEqual(sumOf(row?.byReason ?? []), expected)
  assert.equal(row?.received, 4)
  const page = await (await siteFor(aGuestOf(council)).get('/consultations/moderation')).text()
  assert.match(page, /像广告/)
  assert.doesNotMatch(page, /甲店|骂人的话/)
  assert.match(await (await siteFor(aGuestOf(council), 'en').get('/consultations/moderation')).text(), /Advertisement/)
  const data = (await rows('hidden-opinions')) as unknown as Record<string, number>[]
  const sum = (key: string) => data.reduce((total, each) => total + (each[key] ?? 0), 0)
  assert.deepEqual(
    ['hidden', 'still_hidden', 'restored', 'withdrawn', 'appealed', 'waiting'].map(sum),
    [3, 2, 1, 0, 2, 1],
  )
})

test('a council that hid nothing says so', async () => {
  const { app, council, consultation, siteFor, rows } = await openHouse()
  await aCommentOf(app, council, consultation)
  assert.match(await (await siteFor(aGuestOf(council)).get('/consultations/moderation')).text(), /没有隐藏过意见/)
  assert.deepEqual(await rows('hidden-opinions'), [])
})

test('the council’s open data lists its consultations’ sets, with as many rows as the pages say and nothing hidden', async () => {
  const { app, council, consultation, siteFor, rows } = await openHouse()
  const other = await anOpenConsultation(app, council)
  await anOpenConsultation(app, council, { more: { stage: 'prepared' } })
  for (const at of [consultation, consultation, other]) await aCommentOf(app, council, at)
  await aCommentOf(app, council, other, { public: false, body: '只给工作人员看。' })
  const hidden = await aCommentOf(app, council, other, { body: '被隐藏的话。' })
  const clerk = await aClerkOf(app, council)
  const verdict = {
    consultationId: other.id,
    opinionIds: [hidden.opinionId],
    verdict: 'hidden' as const,
    reasonCode: 'abuse' as const,
  }
  succeeded(await perform(app, moderateOpinions, clerk, { ...verdict, reason: '骂人' }))
  const site = siteFor(aGuestOf(council))
  const listed = await (await site.get('/open-data')).text()
  for (const name of ['consultations', 'opinions', 'arguments', 'outcomes', 'hidden-opinions']) {
    assert.match(listed, new RegExp(`href="/open-data/${name}\\.csv"`))
  }
  const opinions = (await rows('opinions')) as unknown as { consultation: number; body: string }[]
  assert.deepEqual(
    opinions.map((row) => row.consultation),
    [consultation.number, consultation.number, other.number],
  )
  assert.ok(opinions.every(({ body }) => !/只给工作人员看|被隐藏的话/.test(body)))
  const set = openDataSets.find(({ name }) => name === 'opinions')
  assert.equal(await set?.count?.(app, council.id), 3)
  assert.match(listed, /3 行/)
  const file = await (await site.get('/open-data/opinions.csv')).text()
  assert.equal(file.trim().split('\r\n').length, 1 + 3)
  const page = await (await site.get(`/consultations/${consultation.number}/data`)).text()
  assert.match(page, />2</)
  assert.equal((await rows('consultations')).length, 2)
})
