import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { anOpenConsultation } from '#support/consultations'
import { aContactPoint, aCouncil, aGuestOf, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { someoneAt } from '#support/people'
import { siteOf } from '#support/site'
import { anAnsweredConsultation } from '#support/upward'
import { deskInbox } from '../desk-inbox.ts'
import { consultations } from '../index.ts'
import { lettersOf } from '../queries/letters.ts'
import { decide } from './answer.ts'
import { enterPaper, enterPaperAgain, printPapers } from './field-paper.ts'
import { markLetters, unmarkLetters } from './letters.ts'

const li = { name: '李桂兰', address: '云山市云水街道和平里 3 号楼 101', answerBy: 'post' as const }

/** Two opinions of one person with an address, one handed over at the point, one that wants no letter. */
async function answeredByLetter() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const point = await aContactPoint(app, council)
  const placeId = point.placeId
  const answered = await anAnsweredConsultation(
    app,
    [
      { contributor: li, channel: 'paper', placeId, body: '一楼不出钱，写进条例。' },
      { contributor: li, channel: 'paper', placeId, body: '公示要贴在单元门口。' },
      { contributor: { name: '何护士', answerBy: 'post' }, channel: 'field', placeId, body: '夜班的人赶不上。' },
      { contributor: { deviceId: newId() }, body: '我自己看回执。' },
    ],
    council,
  )
  const letters = () => lettersOf(app.database.db, council.id, answered.consultation.id)
  const ids = (index: number) => answered.given[index]!.opinionId
  const mark = (opinionIds: string[], fields = {}, actor = answered.clerk) =>
    perform(app, markLetters, actor, {
      consultationId: answered.consultation.id,
      opinionIds,
      way: 'sent',
      onDay: '2026-11-20',
      ...fields,
    })
  return { app, clock, point, placeId, letters, ids, mark, ...answered }
}

test('whoever chose a letter gets one, with all her opinions, and nobody else does', async () => {
  const { letters } = await answeredByLetter()
  const listed = await letters()
  assert.deepEqual(
    listed.map(({ name, address, items, delivered }) => [name, address, items.length, delivered]).sort(),
    [
      ['何护士', null, 1, false],
      ['李桂兰', li.address, 2, false],
    ].sort(),
  )
})

test('a letter is marked with day, way and person, and the mark can be taken back', async () => {
  const { app, council, consultation, clerk, letters, ids, mark } = await answeredByLetter()
  assert.deepEqual(succeeded(await mark([ids(0), ids(1)])), { marked: 2 })
  const sent = (await letters()).find(({ name }) => name === '李桂兰')
  assert.deepEqual(
    [sent?.delivered, sent?.items[0]?.left?.way, sent?.items[0]?.left?.onDay],
    [true, 'sent', '2026-11-20'],
  )
  assert.deepEqual(await mark([ids(0)]), { ok: false, kind: 'conflict', code: 'letters-marked-already' })
  const back = { consultationId: consultation.id, opinionIds: [ids(0), ids(1)] }
  assert.deepEqual(succeeded(await perform(app, unmarkLetters, clerk, back)), { undone: 2 })
  assert.deepEqual(await perform(app, unmarkLetters, clerk, back), {
    ok: false,
    kind: 'conflict',
    code: 'letters-not-marked',
  })
  assert.ok((await letters()).every(({ delivered }) => !delivered))
  const told = await eventsIn(app, council, 'consultations.letters')
  assert.deepEqual(
    told.map(({ name }) => name),
    ['consultations.letters-marked', 'consultations.letters-unmarked'],
  )
})

test('a corrected answer needs another letter', async () => {
  const { app, clerk, consultation, letters, ids, mark } = await answeredByLetter()
  succeeded(await mark([ids(2)], { way: 'handed-over' }))
  const corrected = { consultationId: consultation.id, opinionIds: [ids(2)], decision: 'not-adopted' as const }
  succeeded(await perform(app, decide, clerk, { ...corrected, reason: '经研究，现行规定已经足够。' }))
  const again = (await letters()).find(({ name }) => name === '何护士')
  assert.deepEqual([again?.delivered, again?.items[0]?.reason], [false, '经研究，现行规定已经足够。'])
  assert.deepEqual(succeeded(await mark([ids(2)])), { marked: 1 })
})

test('no letter leaves tomorrow, before the answer, or for somebody who wants none', async () => {
  const { ids, mark, council } = await answeredByLetter()
  const wrongDay = (code: string) => ({ ok: false, kind: 'invalid', issues: [{ path: 'onDay', code }] })
  assert.deepEqual(await mark([ids(0)], { onDay: '2026-11-21' }), wrongDay('day-to-come'))
  assert.deepEqual(await mark([ids(0)], { onDay: '2026-11-19' }), wrongDay('day-before-answer'))
  assert.deepEqual(await mark([ids(3)]), { ok: false, kind: 'missing' })
  assert.deepEqual(await mark([ids(0)], {}, someoneOf(council, ['point-staff'], newId())), {
    ok: false,
    kind: 'forbidden',
    hidden: false,
  })
})

test('what is still to deliver stands on the desk of the office and of the place, and goes away with the mark', async () => {
  const { app, council, clerk, placeId, ids, mark } = await answeredByLetter()
  const viewerOf = (actor: typeof clerk) => ({
    actor,
    council: { id: council.id, slug: council.slug, name: council.name_zh, timeZone: council.time_zone },
    locale: 'zh-CN' as const,
    elder: false,
    name: '周明',
  })
  const waiting = async (actor: typeof clerk) =>
    (await deskInbox(app, viewerOf(actor))).map(({ title }) => title).filter((title) => title.includes('答复信'))
  const staff = someoneOf(council, ['point-staff'], placeId)
  assert.deepEqual(await waiting(clerk), ['3 条意见的答复信待送出：云山市住宅小区物业管理条例（草案）'])
  assert.equal((await waiting(staff)).length, 1)
  assert.deepEqual(await waiting(someoneOf(council, ['point-staff'], newId())), [])
  succeeded(await mark([ids(0), ids(1), ids(2)], {}, staff))
  assert.deepEqual(await waiting(clerk), [])
})

test('the page lists, prints and marks; a wrong day keeps what was chosen and typed', async () => {
  const { app, council, clerk, consultation, given, reason, ids, letters } = await answeredByLetter()
  const site = siteOf({ app, council, modules: [consultations], actor: clerk })
  const at = `/consultations/${consultation.number}/answer/letters`
  const page = await (await site.get(at)).text()
  assert.match(page, /李桂兰/)
  assert.match(page, /当面交：云水街道基层立法联系点/)
  assert.doesNotMatch(page, /我自己看回执/)
  const pdf = await site.get(`${at}.pdf?show=waiting&part=1`)
  assert.equal(pdf.headers.get('content-type'), 'application/pdf')
  assert.equal((await site.get(`${at}.pdf?letter=${given[3]!.receipt}`)).status, 404)
  const form = { do: 'chosen', letter: `${ids(0)} ${ids(1)}`, way: 'sent', onDay: '2026-12-24' }
  const refused = await site.post(`${at}/mark`, form)
  assert.equal(refused.status, 422)
  const again = await refused.text()
  assert.match(again, /不能晚于今天/)
  assert.match(again, /value="2026-12-24"/)
  assert.equal((await site.post(`${at}/mark`, { ...form, onDay: '2026-11-20' })).status, 303)
  assert.equal((await letters()).filter(({ delivered }) => delivered).length, 1)
  assert.match(await (await site.get(`${at}?show=left`)).text(), /2026年11月20日.*寄出/)
  assert.equal((await site.post(`${at}/undo`, { opinionIds: ids(0) })).status, 303)
  assert.ok(reason)
})

test('residents and strangers do not see who wants a letter', async () => {
  const { app, council, consultation } = await answeredByLetter()
  const at = `/consultations/${consultation.number}/answer/letters`
  for (const actor of [someoneOf(council, []), someoneOf(council, ['expert'])]) {
    const site = siteOf({ app, council, modules: [consultations], actor })
    assert.equal((await site.get(at)).status, 403)
    assert.equal((await site.get(`${at}.pdf`)).status, 403)
  }
  const guest = siteOf({ app, council, modules: [consultations], actor: aGuestOf(council) })
  assert.equal((await guest.get(at)).status, 303)
  const elsewhere = siteOf({ app, council, modules: [consultations], actor: someoneOf(council, ['liaison'], newId()) })
  assert.doesNotMatch(await (await elsewhere.get(at)).text(), /李桂兰/)
})

test('a form that asks for a letter is typed in with its address, and read differently it goes to a third person', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const { placeId } = await aContactPoint(app, council)
  const consultation = await anOpenConsultation(app, council)
  const [one, two] = [await someoneAt(app, council, placeId), await someoneAt(app, council, placeId)]
  succeeded(await perform(app, printPapers, one, { consultationId: consultation.id, placeId, count: 2 }))
  const papers = await app.database.db
    .selectFrom('consultations.paper')
    .select('id')
    .where('council_id', '=', council.id)
    .orderBy('number')
    .execute()
  const type = async (index: number, addresses: readonly [string, string]) => {
    const entry = (address: string) => ({ body: '按楼层分摊。', letter: true, address, consent: true })
    const of = { consultationId: consultation.id, paperId: papers[index]!.id }
    succeeded(await perform(app, enterPaper, one, { ...of, entry: entry(addresses[0]) }))
    return succeeded(await perform(app, enterPaperAgain, two, { ...of, entry: entry(addresses[1]) }))
  }
  assert.deepEqual((await type(0, ['和平里 3 号楼', '和平里 8 号楼'])).differs, ['address'])
  const { opinionId } = await type(1, ['和平里 3 号楼', '和平里3号楼'])
  const contributor = await app.database.db
    .selectFrom('opinions.contributor as c')
    .innerJoin('opinions.opinion as o', 'o.contributor_id', 'c.id')
    .select(['c.answer_by', 'c.address'])
    .where('o.id', '=', opinionId)
    .executeTakeFirst()
  assert.deepEqual(contributor, { answer_by: 'post', address: '和平里3号楼' })
})
