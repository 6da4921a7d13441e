import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import { drain } from '#kernel/worker'
import { aCommentOf, commentOn, draftText } from '#support/consultations'
import { aCouncil, eventsIn, someoneOf, succeeded } from '#support/councils'
import { dataFolder } from '#support/data'
import { house } from '#support/house'
import { consultationById } from '../queries/consultation.ts'
import { comment } from './give.ts'
import { extend, importDraft, prepareConsultation, publish, startProject } from './prepare.ts'
import { finishStep, reopenStep, writeReading } from './steps.ts'

const inThirtyDays = '2026-12-21T01:00:00Z'

/** A council with a clerk and a consultation that is being prepared. */
async function office(source: string | null = draftText) {
  const { app, clock } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const clerk = someoneOf(council, ['clerk'])
  const { projectId } = succeeded(await perform(app, startProject, clerk, { title: '物业管理条例' }))
  const { consultationId, number } = succeeded(
    await perform(app, prepareConsultation, clerk, {
      projectId,
      phase: 'drafting',
      title: '物业管理条例（草案）征求意见',
    }),
  )
  if (source !== null)
    succeeded(await perform(app, importDraft, clerk, { consultationId, source, label: '征求意见稿' }))
  const stage = async () => (await consultationById(app.database.db, council.id, consultationId))?.stage
  return { app, clock, council, clerk, consultationId, number, stage }
}

const resident = (council: { id: string }): Actor => someoneOf(council, [])

test('a prepared consultation carries the eight steps of the template as its tasks', async () => {
  const { app, council, clerk, consultationId } = await office()
  const steps = await app.database.db
    .selectFrom('consultations.step')
    .select(['position', 'key', 'title', 'titles'])
    .where('council_id', '=', council.id)
    .orderBy('position')
    .execute()
  assert.equal(steps.length, 8)
  assert.deepEqual(
    steps.map((step) => step.position),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
  assert.deepEqual([steps[0]?.title, steps[0]?.titles.en], ['接收任务', 'Task received'])
  succeeded(await perform(app, finishStep, clerk, { consultationId, position: 1, note: '已登记' }))
  assert.deepEqual(await perform(app, finishStep, clerk, { consultationId, position: 1 }), {
    ok: false,
    kind: 'conflict',
    code: 'done-already',
  })
  succeeded(await perform(app, reopenStep, clerk, { consultationId, position: 1 }))
  succeeded(await perform(app, finishStep, clerk, { consultationId, position: 1 }))
})

test('only the office prepares, imports and publishes', async () => {
  const { app, council, consultationId } = await office()
  const forbidden = { ok: false, kind: 'forbidden', hidden: false }
  for (const actor of [resident(council), someoneOf(council, ['deputy', 'collector', 'point-staff'])]) {
    assert.deepEqual(await perform(app, startProject, actor, { title: 'x' }), forbidden)
    assert.deepEqual(
      await perform(app, importDraft, actor, { consultationId, source: draftText, label: 'x' }),
      forbidden,
    )
    assert.deepEqual(await perform(app, publish, actor, { consultationId, closesAt: inThirtyDays }), forbidden)
  }
})

test('a draft without articles is refused, and nothing is imported', async () => {
  const { app, clerk, consultationId, council } = await office(null)
  const outcome = await perform(app, importDraft, clerk, { consultationId, source: '买菜清单\n白菜', label: '一稿' })
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'source', code: 'no-articles' }] })
  assert.deepEqual(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays }), {
    ok: false,
    kind: 'conflict',
    code: 'no-draft',
  })
  assert.deepEqual((await eventsIn(app, council, 'consultations.draft')).length, 0)
})

test('a draft with a broken numbering is published only by somebody who says so', async () => {
  const broken = draftText.replace('第四条', '第五条')
  const { app, clerk, consultationId, stage } = await office(broken)
  const outcome = await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays })
  assert.equal(outcome.ok === false && outcome.kind === 'invalid' && outcome.issues[0]?.code, 'has-problems')
  assert.equal(await stage(), 'prepared')
  succeeded(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays, acceptProblems: true }))
  assert.equal(await stage(), 'open')
})

test('fewer than thirty days need a reason, which is recorded', async () => {
  const { app, clerk, council, consultationId } = await office()
  const soon = '2026-12-01T01:00:00Z'
  assert.deepEqual(await perform(app, publish, clerk, { consultationId, closesAt: soon }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'shorterBecause', code: 'too-short', values: { days: 11, minimum: 30 } }],
  })
  assert.equal((await perform(app, publish, clerk, { consultationId, closesAt: '2026-11-19T00:00:00Z' })).ok, false)
  succeeded(await perform(app, publish, clerk, { consultationId, closesAt: soon, shorterBecause: '主任会议决定' }))
  const [published] = await eventsIn(app, council, 'consultations.published')
  assert.equal(published?.data.shorterBecause, '主任会议决定')
})

test('a published draft can neither be imported again nor changed in the database', async () => {
  const { app, clerk, council, consultationId } = await office()
  succeeded(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays }))
  assert.deepEqual(await perform(app, importDraft, clerk, { consultationId, source: draftText, label: '二稿' }), {
    ok: false,
    kind: 'conflict',
    code: 'stage:open',
  })
  await assert.rejects(
    app.database.db
      .updateTable('laws.version')
      .set({ tree: '{}', tree_sha256: 'x' })
      .where('council_id', '=', council.id)
      .execute(),
    /a published version never changes/,
  )
})

test('after the closing time an opinion is refused, even before the worker has closed the box', async () => {
  const { app, clock, clerk, council, consultationId, stage } = await office()
  succeeded(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays }))
  await aCommentOf(app, council, { id: consultationId })
  clock.set(inThirtyDays)
  assert.equal(await stage(), 'open')
  assert.deepEqual(await perform(app, comment, resident(council), commentOn({ id: consultationId })), {
    ok: false,
    kind: 'conflict',
    code: 'closed',
  })
  await drain(app, council.id)
  assert.equal(await stage(), 'closed')
})

test('an extension moves the closing, later only, and says why', async () => {
  const { app, clock, clerk, council, consultationId, stage } = await office()
  succeeded(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays }))
  const earlier = await perform(app, extend, clerk, { consultationId, closesAt: '2026-12-20T01:00:00Z', because: '早' })
  assert.equal(earlier.ok, false)
  succeeded(
    await perform(app, extend, clerk, { consultationId, closesAt: '2027-01-05T01:00:00Z', because: '元旦假期' }),
  )
  clock.set(inThirtyDays)
  await drain(app, council.id)
  assert.equal(await stage(), 'open')
  await aCommentOf(app, council, { id: consultationId })
  clock.set('2027-01-05T01:00:00Z')
  await drain(app, council.id)
  assert.equal(await stage(), 'closed')
})

test('everyday words stand beside an article of the draft, and nowhere else', async () => {
  const { app, clerk, consultationId } = await office()
  const words = { consultationId, kind: 'plain' as const, body: '老楼想装电梯，先要大家投票。' }
  succeeded(await perform(app, writeReading, clerk, { ...words, provisionId: 'art_3' }))
  const nowhere = await perform(app, writeReading, clerk, { ...words, provisionId: 'art_99' })
  assert.deepEqual(nowhere, { ok: false, kind: 'invalid', issues: [{ path: 'provisionId', code: 'not-in-text' }] })
})

const drafts = dataFolder('drafts-zh')
describe.skipIf(!drafts)('the real draft', () => {
  test('of 2026 is imported with its 7 chapters and 60 articles and published', async () => {
    const source = readFileSync(join(String(drafts), '反网络暴力法_征求意见稿_2026-07-29.md'), 'utf8')
    const { app, clerk, consultationId, stage } = await office(null)
    const { counts, problems } = succeeded(
      await perform(app, importDraft, clerk, { consultationId, source, label: '征求意见稿' }),
    )
    assert.deepEqual([counts.chapters, counts.articles, counts.items, problems], [7, 60, 14, []])
    succeeded(await perform(app, publish, clerk, { consultationId, closesAt: inThirtyDays }))
    assert.equal(await stage(), 'open')
  })
})
