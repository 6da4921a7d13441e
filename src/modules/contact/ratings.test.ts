import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { accept, draftReply, keepPromise, lookBack, reviewReply, sendReply } from '#parts/cases'
import { changeSetting } from '#parts/councils'
import { inboxOf } from '#parts/notices'
import { askRecheck, decideRecheck, ratingsPart } from '#parts/ratings'
import { aCouncil, anOrganisation, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, aDeputyOf, aGuest, anOfficialOf, type PersonActor } from '#support/people'
import { siteOf } from '#support/site'
import { modules } from '../index.ts'
import { sendLetter } from './actions/deputy.ts'
import { rateHandling, rateReply } from './actions/ratings.ts'
import { judge, raise } from './actions/resident.ts'
import { matterByReceipt } from './queries/matter.ts'
import { departmentSatisfaction, ratingsOf } from './queries/ratings.ts'

async function aTown() {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const lamps = (await anOrganisation(app, council, { name_zh: '云山市照明中心' })).organisationId
  const deputy = await aDeputyOf(app, council)
  const clerk = await aClerkOf(app, council)
  const electrician = await anOfficialOf(app, council, lamps, { name: '魏红' })
  const guest = aGuest(council)
  const held = async (receipt: string) => {
    const found = await matterByReceipt(app.database.db, council.id, receipt)
    if (!found) throw new Error('no such matter')
    return found
  }
  return { app, clock, council, lamps, deputy, clerk, electrician, guest, held }
}
type Town = Awaited<ReturnType<typeof aTown>>

async function written(town: Town, by: PersonActor | null = null): Promise<string> {
  const { app, deputy, electrician, lamps, held } = town
  const said = { body: '路灯坏了一个月。', public: false, consent: true, deputyId: deputy.personId } as const
  const { receipt } = succeeded(await perform(app, raise, by ?? town.guest, { clientKey: newId(), ...said }))
  const matterId = (await held(receipt)).matter.id
  const letter = { matterId, organisationId: lamps, subject: '关于路灯的函', body: '请修复。' }
  succeeded(await perform(app, sendLetter, deputy, letter))
  const { matter } = await held(receipt)
  const of = { caseId: matter.case_id, assignmentId: matter.work.lead?.id ?? '' }
  succeeded(await perform(app, accept, electrician, of))
  return receipt
}

async function replies(town: Town, receipt: string, body = '12月15日前更换。'): Promise<void> {
  const { app, electrician, held } = town
  const of = { caseId: (await held(receipt)).matter.case_id }
  succeeded(await perform(app, draftReply, electrician, { ...of, body, class: 'b', result: 'promised' }))
  succeeded(await perform(app, reviewReply, electrician, of))
  succeeded(await perform(app, sendReply, electrician, of))
}

/** A letter that its department has answered. */
async function answered(town: Town, by: PersonActor | null = null): Promise<string> {
  const receipt = await written(town, by)
  await replies(town, receipt)
  return receipt
}

async function ratings(town: Town, receipt: string) {
  const { app, council, held } = town
  return ratingsOf(app.database.db, council.id, (await held(receipt)).matter, app.clock.now())
}

const points = { contact: 8, 'face-to-face': 24 }

describe('the resident rates the reply', () => {
  test('in one of the council’s words, changeable for thirty days; what she said before stays', async () => {
    const town = await aTown()
    const { app, clock, council, guest } = town
    const open = await written(town)
    expect(await perform(app, rateReply, guest, { receipt: open, choice: 'satisfied' })).toMatchObject({
      code: 'no-reply',
    })
    await replies(town, open)
    expect(await perform(app, rateReply, guest, { receipt: open, choice: 'splendid' })).toMatchObject({
      issues: [{ path: 'choice', code: 'unknown' }],
    })
    succeeded(await perform(app, rateReply, guest, { receipt: open, choice: 'dissatisfied', words: '太慢' }))
    succeeded(await perform(app, rateReply, guest, { receipt: open, choice: 'dissatisfied', words: '太慢' }))
    clock.advance(86_400_000)
    succeeded(await perform(app, rateReply, guest, { receipt: open, choice: 'basically-satisfied' }))
    const [sheet] = (await ratings(town, open)).replies
    expect(
      sheet?.stages[0]?.ratings.map((each) => [each.value.choice, each.before.map(({ value }) => value.choice)]),
    ).toEqual([['basically-satisfied', ['dissatisfied']]])
    const events = await eventsIn(app, council, 'ratings.rated')
    expect(events.map(({ data }) => data)).toMatchObject([{ kind: 'contact-reply', round: 1, stage: 'whole' }])
    expect(await eventsIn(app, council, 'ratings.repeated')).toHaveLength(1)
    expect(await eventsIn(app, council, 'ratings.changed')).toHaveLength(1)
    const leaves = await app.database.db
      .selectFrom('ledger.leaf')
      .select('entry')
      .where('council_id', '=', council.id)
      .execute()
    const logged = leaves.map(({ entry }) => Buffer.from(entry ?? '').toString())
    expect(logged.filter((entry) => entry.includes('rating.'))).toHaveLength(2)
    expect(logged.join()).not.toContain('satisfied')
    clock.advance(30 * 86_400_000)
    expect(await perform(app, rateReply, guest, { receipt: open, choice: 'satisfied' })).toMatchObject({
      code: 'rating-closed',
    })
  })

  test('after a reply that did not solve it the next reply is rated by itself, and both are kept', async () => {
    const town = await aTown()
    const { app, guest } = town
    const receipt = await answered(town)
    succeeded(await perform(app, rateReply, guest, { receipt, choice: 'dissatisfied' }))
    succeeded(await perform(app, judge, guest, { receipt, verdict: 'not-solved', words: '还是黑的' }))
    await replies(town, receipt, '已经修好。')
    succeeded(await perform(app, rateReply, guest, { receipt, choice: 'satisfied' }))
    const { replies: sheets } = await ratings(town, receipt)
    expect(sheets.map(({ round, stages }) => [round, stages[0]?.ratings[0]?.value.choice])).toEqual([
      [1, 'dissatisfied'],
      [2, 'satisfied'],
    ])
  })

  test('the scale is that of the day on which the matter was raised', async () => {
    const town = await aTown()
    const { app, clock, council, guest } = town
    const receipt = await answered(town)
    const value = [
      { code: 'yes', name_zh: '好', name_en: 'Good', points: 100 },
      { code: 'no', name_zh: '不好', name_en: 'Bad', points: 0 },
    ]
    const change = { key: 'satisfactionScale', value, validFrom: '2026-11-21', reason: '试行' }
    succeeded(await perform(app, changeSetting, someoneOf(council, ['administrator']), change))
    clock.set('2026-11-21T01:00:00Z')
    succeeded(await perform(app, rateReply, guest, { receipt, choice: 'satisfied' }))
    const later = await answered(town)
    expect(await perform(app, rateReply, guest, { receipt: later, choice: 'satisfied' })).toMatchObject({
      kind: 'invalid',
    })
    succeeded(await perform(app, rateReply, guest, { receipt: later, choice: 'yes' }))
  })

  test('only the holder of the receipt rates; once an account has claimed it, that account alone', async () => {
    const town = await aTown()
    const { app, council, guest } = town
    const citizen = await aCitizen(app, council)
    const receipt = await answered(town, citizen)
    expect(await perform(app, rateReply, guest, { receipt, choice: 'satisfied' })).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, rateReply, guest, { receipt: '7KQ4-M2XC-9TRA', choice: 'satisfied' })).toMatchObject({
      kind: 'missing',
    })
    succeeded(await perform(app, rateReply, citizen, { receipt, choice: 'satisfied' }))
  })

  test('on a phone without scripts: a refused form keeps what was typed, and the page shows what was given', async () => {
    const town = await aTown()
    const { app, council, guest } = town
    const receipt = await answered(town)
    const site = siteOf({ app, council, actor: guest, modules })
    const before = await (await site.get(`/contact/${receipt}`)).text()
    expect(before).toContain('您对答复满意吗')
    const empty = await site.post(`/contact/${receipt}/rate`, { ratingWords: '修得不错' })
    expect(empty.status).toBe(422)
    const again = await empty.text()
    expect(again).toContain('修得不错')
    expect(again).toContain('请选择一项')
    const done = await site.post(`/contact/${receipt}/rate`, { choice: 'satisfied', ratingWords: '修得不错' })
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      `/contact/${receipt.replace(/^(.{4})(.{4})/, '$1-$2-')}?done=rated#rating`,
    ])
    const after = await (await site.get(`/contact/${receipt}?done=rated`)).text()
    expect(after).toMatch(/评价已收到[\s\S]*满意[\s\S]*修得不错/)
  })
})

describe('the deputy scores the handling', () => {
  test('the reply at once, what came of it when it is settled and the promise was looked back at', async () => {
    const town = await aTown()
    const { app, clock, deputy, electrician, guest, held } = town
    const receipt = await written(town)
    const of = { caseId: (await held(receipt)).matter.case_id }
    const written12 = { ...of, body: '12月15日前更换。', class: 'b', result: 'promised' } as const
    succeeded(await perform(app, draftReply, electrician, written12))
    const promise = { ...of, quote: '12月15日前更换', what: '更换路灯', dueOn: '2026-12-15' }
    succeeded(await perform(app, keepPromise, electrician, promise))
    succeeded(await perform(app, reviewReply, electrician, of))
    succeeded(await perform(app, sendReply, electrician, of))
    const { matter } = await held(receipt)
    const reply = { matterId: matter.id, stage: 'reply', points } as const
    const results = { matterId: matter.id, stage: 'implementation', points: { results: 40, 'follow-up': 5 } } as const
    expect(await perform(app, rateHandling, electrician, reply)).toMatchObject({ kind: 'forbidden' })
    expect(
      await perform(app, rateHandling, deputy, { ...reply, points: { contact: 11, 'face-to-face': 0 } }),
    ).toMatchObject({ issues: [{ path: 'points-contact', code: 'out-of-range' }] })
    succeeded(await perform(app, rateHandling, deputy, reply))
    expect(await perform(app, rateHandling, deputy, results)).toMatchObject({ code: 'not-done-yet' })
    succeeded(await perform(app, judge, guest, { receipt, verdict: 'accepted' }))
    expect(await perform(app, rateHandling, deputy, results)).toMatchObject({ code: 'not-done-yet' })
    clock.set('2026-12-15T03:00:00Z')
    const promiseId = (await held(receipt)).matter.work.promises[0]?.id ?? ''
    succeeded(await perform(app, lookBack, deputy, { ...of, promiseId, result: 'kept', words: '亮了' }))
    succeeded(await perform(app, rateHandling, deputy, results))
    const page = await (
      await siteOf({ app, council: town.council, actor: deputy, modules }).get('/contact/matters/1/ratings')
    ).text()
    expect(page).toMatch(
      /答复阶段[\s\S]*80 分（满分 100）[\s\S]*落实阶段[\s\S]*75 分（满分 100）[\s\S]*77 分（满分 100）/,
    )
  })

  test('a clerk, a liaison or another deputy does not score in her place, nor a department without reply', async () => {
    const town = await aTown()
    const { app, council, clerk, deputy, held } = town
    const receipt = await answered(town)
    const input = { matterId: (await held(receipt)).matter.id, stage: 'reply', points } as const
    expect(await perform(app, rateHandling, clerk, input)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, rateHandling, await aDeputyOf(app, council, { name: '宋刚' }), input)).toMatchObject({
      kind: 'forbidden',
    })
    const unanswered = { ...input, matterId: (await held(await written(town))).matter.id }
    expect(await perform(app, rateHandling, deputy, unanswered)).toMatchObject({ code: 'no-reply' })
  })
})

describe('the re-check', () => {
  async function rated() {
    const town = await aTown()
    const receipt = await answered(town)
    succeeded(await perform(town.app, rateReply, town.guest, { receipt, choice: 'dissatisfied' }))
    const sheet = (await ratings(town, receipt)).replies[0]
    const ask = { sheetId: sheet?.id ?? '', stage: 'whole', reason: '当天就接好了临时灯。' } as const
    return { ...town, receipt, ask }
  }

  test('is asked for once by the rated department with a reason, and decided by the office', async () => {
    const town = await rated()
    const { app, council, ask, clerk, deputy, electrician } = town
    expect(await perform(app, askRecheck, deputy, ask)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, askRecheck, electrician, { ...ask, reason: ' ' })).toMatchObject({
      issues: [{ path: 'reason' }],
    })
    expect(await perform(app, askRecheck, electrician, { ...ask, stage: 'reply' })).toMatchObject({ kind: 'missing' })
    const decide = { ...ask, decision: 'upheld', reason: '临时灯不算修好。' } as const
    expect(await perform(app, decideRecheck, clerk, decide)).toMatchObject({ code: 'no-recheck' })
    succeeded(await perform(app, askRecheck, electrician, ask))
    expect(await perform(app, askRecheck, electrician, ask)).toMatchObject({ code: 'rechecked-already' })
    await drain(app, council.id)
    expect((await inboxOf(app.database.db, clerk)).map(({ kind }) => kind)).toContain('ratings.recheck-asked')
    expect(await perform(app, decideRecheck, electrician, decide)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(app, decideRecheck, clerk, decide))
    expect(await perform(app, decideRecheck, clerk, decide)).toMatchObject({ code: 'no-recheck' })
    const [event] = await eventsIn(app, council, 'ratings.recheck-decided')
    expect(event?.data).toMatchObject({ decision: 'upheld', kind: 'contact-reply' })
    const [sheet] = (await ratings(town, town.receipt)).replies
    expect(sheet?.stages[0]).toMatchObject({
      attempt: 1,
      recheck: { state: 'upheld', decision_reason: '临时灯不算修好。' },
    })
    const page = await siteOf({ app, council, actor: electrician, modules }).get('/contact/matters/1/ratings')
    expect(await page.text()).toMatch(/当天就接好了临时灯[\s\S]*维持原评价[\s\S]*临时灯不算修好/)
  })

  test('rated anew: the resident is asked again, the original is kept and shown as what it is', async () => {
    const town = await rated()
    const { app, council, ask, clerk, electrician, guest, receipt } = town
    succeeded(await perform(app, askRecheck, electrician, ask))
    succeeded(await perform(app, decideRecheck, clerk, { ...ask, decision: 'anew', reason: '情况属实。' }))
    const stage = async () => (await ratings(town, receipt)).replies[0]?.stages[0]
    expect((await stage())?.ratings[0]?.value.choice).toBe('dissatisfied')
    await drain(app, council.id)
    const told = await app.database.db
      .selectFrom('notices.notice')
      .select(['href', 'device_id'])
      .where('council_id', '=', council.id)
      .where('kind', '=', 'ratings.recheck-decided')
      .where('device_id', 'is not', null)
      .execute()
    expect(told).toEqual([
      { href: `/contact/${receipt.replace(/^(.{4})(.{4})/, '$1-$2-')}/rate`, device_id: guest.deviceId },
    ])
    succeeded(await perform(app, rateReply, guest, { receipt, choice: 'satisfied' }))
    expect(await stage()).toMatchObject({
      attempt: 2,
      ratings: [{ value: { choice: 'satisfied' } }],
      original: [{ value: { choice: 'dissatisfied' } }],
    })
    const page = await (await siteOf({ app, council, actor: guest, modules }).get(`/contact/${receipt}`)).text()
    expect(page).toMatch(/复核前的评价/)
  })

  test('comes too late once the days are over; a decider does not decide on a score of her own', async () => {
    const town = await rated()
    const { app, clock, ask, council, electrician, deputy, held, receipt } = town
    const both = { ...deputy, grants: [...deputy.grants, { role: 'clerk', scopeId: null }] }
    const { matter } = await held(receipt)
    succeeded(await perform(app, rateHandling, both, { matterId: matter.id, stage: 'reply', points }))
    const sheet = (await ratings(town, receipt)).handling[0]
    const own = { ...ask, sheetId: sheet?.id ?? '', stage: 'reply' } as const
    succeeded(await perform(app, askRecheck, electrician, own))
    expect(await perform(app, decideRecheck, both, { ...own, decision: 'upheld' })).toMatchObject({
      code: 'own-rating',
    })
    clock.advance(45 * 86_400_000)
    expect(await perform(app, askRecheck, electrician, ask)).toMatchObject({ code: 'too-late' })
    expect(council.id).toBe(matter.council_id)
  })
})

test('the public page shows satisfaction by department only when nobody can be found in it', async () => {
  const town = await aTown()
  const { app, clock, council, guest } = town
  const page = async () => (await siteOf({ app, council, actor: guest, modules }).get('/contact')).text()
  const rate = async (choice: string) => {
    const receipt = await answered(town)
    succeeded(await perform(app, rateReply, guest, { receipt, choice }))
  }
  for (const choice of ['satisfied', 'satisfied', 'satisfied', 'dissatisfied']) await rate(choice)
  clock.advance(46 * 86_400_000)
  expect(await page()).toContain('还没有哪个单位的评价达到 5 个')
  await rate('satisfied')
  expect((await departmentSatisfaction(app, council.id, 'zh-CN')).figures.total.counted).toBe(0)
  clock.advance(46 * 86_400_000)
  const { figures } = await departmentSatisfaction(app, council.id, 'zh-CN')
  expect(figures.groups).toMatchObject([{ counted: 5, blocks: [{ from: 0, to: 3, count: 5 }] }])
  expect(await page()).toContain('有的选项人太少，只公布总数')
  const data = await siteOf({ app, council, actor: guest, modules }).get('/open-data/contact-satisfaction.jsonl')
  expect(
    (await data.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ rated: 5, count: 5 }])
}, 30_000)

test('whoever rated has a copy of it; erasure takes her words and leaves the rating as nobody’s', async () => {
  const town = await aTown()
  const { app, council } = town
  const citizen = await aCitizen(app, council)
  const receipt = await answered(town, citizen)
  succeeded(await perform(app, rateReply, citizen, { receipt, choice: 'dissatisfied', words: '我家门口还是黑的' }))
  const data = ratingsPart.personalData
  const copy = await data?.export(app.database.db, citizen.accountId)
  expect(copy?.rows).toMatchObject([{ is: 'rating', choice: 'dissatisfied', words: '我家门口还是黑的' }])
  const account = { app, councilId: council.id, accountId: citizen.accountId, ground: 'asked', now: app.clock.now() }
  await app.database.db.transaction().execute(async (tx) => data?.erase(tx, account))
  expect(await data?.export(app.database.db, citizen.accountId)).toBe(null)
  expect((await ratings(town, receipt)).replies[0]?.stages[0]?.ratings).toMatchObject([
    { words: '', value: { choice: 'dissatisfied' } },
  ])
  const { rows } = await sql<{ body: string | null }>`
    select body from ledger.part where council_id = ${council.id} and name = 'words'`.execute(app.database.db)
  expect(rows.filter(({ body }) => body !== null)).toEqual([])
})
