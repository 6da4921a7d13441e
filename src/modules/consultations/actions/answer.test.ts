import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform } from '#kernel/action'
import { sql } from '#kernel/db'
import { fsck, ledgerKeys, sequence } from '#kernel/ledger'
import { drain } from '#kernel/worker'
import { countUnanswered, ledgerOf, ledgerTotal, outcomesOf, unanswered } from '#parts/opinions'
import { eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aRefinedConsultation, nextDraft } from '#support/upward'
import { consultationById } from '../queries/consultation.ts'
import { waitingPlacings } from '../queries/placings.ts'
import { answer, decide, importNext, matterOf, placeByHand } from './answer.ts'
import { evaluate, finishEvaluation } from './telling.ts'
import { submitUpward } from './upward.ts'

const ground = { provisionId: 'art_3', oldProvisionId: 'art_3' }
const quarterly = { provisionId: 'art_2', oldProvisionId: 'art_2' }

async function submitted() {
  const { app, clock } = await house()
  const refined = await aRefinedConsultation(app)
  const { clerk, consultation, council } = refined
  const consultationId = consultation.id
  succeeded(await perform(app, submitUpward, clerk, { consultationId, toName: '省人大常委会法工委' }))
  const matter = matterOf(consultationId)
  const stage = async () => (await consultationById(app.database.db, council.id, consultationId))?.stage
  const next = () =>
    perform(app, importNext, clerk, { consultationId, source: nextDraft, label: '二次审议稿', sourceName: null })
  const adopt = (fields = {}) =>
    perform(app, decide, clerk, {
      consultationId,
      argumentIds: [refined.argumentId],
      decision: 'adopted',
      reason: '采纳：第三条第二款写明一楼业主可以不承担费用。',
      changes: [ground],
      ...fields,
    })
  return { app, clock, ...refined, consultationId, matter, stage, next, adopt }
}

/** Answers everything there is. */
async function answered() {
  const made = await submitted()
  const { app, clerk, consultationId, opinions } = made
  succeeded(await made.next())
  succeeded(await made.adopt())
  const alone = { consultationId, opinionIds: [opinions[3]!.opinionId], decision: 'not-adopted' as const }
  succeeded(await perform(app, decide, clerk, { ...alone, reason: '多数意见认为一楼不使用电梯。' }))
  const partly = { consultationId, opinionIds: [opinions[4]!.opinionId], decision: 'partly' as const }
  succeeded(await perform(app, decide, clerk, { ...partly, reason: '改为每季度公布一次。', changes: [quarterly] }))
  succeeded(await perform(app, answer, clerk, { consultationId }))
  return made
}

test('the next version is compared, and every opinion on the old one is looked for in it', async () => {
  const { app, council, consultationId, next } = await submitted()
  const read = succeeded(await next())
  assert.deepEqual([read.placed, read.needAPerson], [4, 1])
  const waiting = await waitingPlacings(app.database.db, council.id, consultationId, read.versionId)
  assert.equal(waiting.total, 1)
  assert.deepEqual(
    waiting.rows.map(({ provisionId, why, likely }) => [provisionId, why, likely]),
    [['art_2__para_1__item_1', 'words-changed', 'art_2']],
  )
})

test('a person puts an opinion where its words went; a place that is not in the text is refused', async () => {
  const { app, council, clerk, consultationId, opinions, next } = await submitted()
  const { versionId } = succeeded(await next())
  const opinionId = opinions[4]!.opinionId
  const wrong = await perform(app, placeByHand, clerk, { consultationId, opinionId, provisionId: 'art_99' })
  assert.deepEqual(wrong, { ok: false, kind: 'invalid', issues: [{ path: 'provisionId', code: 'not-in-text' }] })
  succeeded(await perform(app, placeByHand, clerk, { consultationId, opinionId, provisionId: 'art_2' }))
  assert.equal((await waitingPlacings(app.database.db, council.id, consultationId, versionId)).total, 0)
  const stranger = await perform(app, placeByHand, clerk, { consultationId, opinionId: council.id, provisionId: null })
  assert.deepEqual(stranger, { ok: false, kind: 'missing' })
})

test('adopted needs the changed words, and they are taken from the two versions', async () => {
  const { app, council, opinions, next, adopt } = await submitted()
  assert.deepEqual(await adopt(), { ok: false, kind: 'conflict', code: 'no-next-version' })
  succeeded(await next())
  const without = await adopt({ changes: [] })
  assert.deepEqual(without, { ok: false, kind: 'invalid', issues: [{ path: 'changes', code: 'words-missing' }] })
  const unchanged = await adopt({ changes: [{ provisionId: 'art_1', oldProvisionId: 'art_1' }] })
  assert.deepEqual(unchanged, { ok: false, kind: 'invalid', issues: [{ path: 'changes', code: 'not-a-change' }] })
  succeeded(await adopt())
  const [outcome] = await outcomesOf(app.database.db, council.id, opinions[0]!.opinionId)
  assert.equal(outcome?.decision, 'adopted')
  assert.match(outcome?.changes[0]?.after ?? '', /一楼业主可以不承担费用/)
  assert.doesNotMatch(outcome?.changes[0]?.before ?? '', /一楼业主/)
})

test('the database itself refuses an adoption without words', async () => {
  const { app, council, matter, argumentId } = await submitted()
  await assert.rejects(
    sql`insert into opinions.outcome (council_id, id, subject_type, subject_id, argument_id, decision, reason, decided_at)
        values (${council.id}, ${council.id}, ${matter.type}, ${matter.id}, ${argumentId}, 'adopted', '好', now())`.execute(
      app.database.db,
    ),
    /check/,
  )
})

test('an argument answers its members, but not the one who spoke against it', async () => {
  const { app, council, matter, opinions, next, adopt } = await submitted()
  succeeded(await next())
  assert.equal(await countUnanswered(app.database.db, council.id, matter), 5)
  succeeded(await adopt())
  const left = await unanswered(app.database.db, council.id, matter, { limit: 10 })
  assert.deepEqual(
    left.map(({ id, alone }) => [id, alone]),
    [
      [opinions[3]!.opinionId, 'dissent'],
      [opinions[4]!.opinionId, null],
    ],
  )
})

test('nobody can give the answers while one opinion lacks an outcome', async () => {
  const { app, clerk, consultationId, opinions, next, adopt, stage } = await submitted()
  succeeded(await next())
  succeeded(await adopt())
  const one = { consultationId, opinionIds: [opinions[3]!.opinionId], decision: 'later' as const, reason: '再研究。' }
  succeeded(await perform(app, decide, clerk, one))
  assert.deepEqual(await perform(app, answer, clerk, { consultationId }), {
    ok: false,
    kind: 'conflict',
    code: 'unanswered',
  })
  assert.equal(await stage(), 'submitted')
  const last = { ...one, opinionIds: [opinions[4]!.opinionId] }
  succeeded(await perform(app, decide, clerk, last))
  succeeded(await perform(app, answer, clerk, { consultationId }))
  assert.equal(await stage(), 'answered')
})

test('each opinion has its own leaf with the outcome, and the record stays sound', async () => {
  const { app, council, opinions } = await answered()
  const { rows } = await sql<{ opinion_id: string; type: string; n: number; parts: string[] }>`
    select written.opinion_id, leaf.type, leaf.n, array_agg(part.name::text order by part.name) as parts
      from opinions.outcome_leaf written join ledger.leaf on leaf.council_id = written.council_id and leaf.id = written.leaf_id
      join ledger.part on part.council_id = leaf.council_id and part.leaf_id = leaf.id
     where written.council_id = ${council.id} group by 1, 2, 3`.execute(app.database.db)
  const types = new Map(rows.map((row) => [row.opinion_id, `${row.type} ${row.n} ${row.parts.join('+')}`]))
  assert.deepEqual(
    opinions.map(({ opinionId }) => types.get(opinionId)),
    [
      'opinion.adopted 2 change+reason',
      'opinion.adopted 2 change+reason',
      'opinion.adopted 2 change+reason',
      'opinion.not_adopted 2 reason',
      'opinion.partly 2 change+reason',
    ],
  )
  await sequence(app.database.db, council.id, app.clock.now(), ledgerKeys(app))
  assert.deepEqual(await fsck(app.database.db, council.id), [])
})

test('a new answer replaces the old one, which stays in the history and in the record', async () => {
  const { app, council, clerk, consultationId, argumentId, opinions } = await answered()
  const again = {
    consultationId,
    argumentIds: [argumentId],
    decision: 'later' as const,
    reason: '审议中又有不同意见。',
  }
  succeeded(await perform(app, decide, clerk, again))
  const history = await outcomesOf(app.database.db, council.id, opinions[0]!.opinionId)
  assert.deepEqual(
    history.map(({ decision, replacedAt, leafId }) => [decision, replacedAt === null, leafId !== null]),
    [
      ['later', true, true],
      ['adopted', false, true],
    ],
  )
})

test('the same answer for many opinions keeps the reason with each', async () => {
  const { app, council, clerk, consultationId, opinions } = await submitted()
  const ids = opinions.map(({ opinionId }) => opinionId)
  const many = { consultationId, opinionIds: ids, decision: 'later' as const, reason: '留待下次修改时研究。' }
  succeeded(await perform(app, decide, clerk, many))
  for (const id of ids) {
    const [outcome] = await outcomesOf(app.database.db, council.id, id)
    assert.deepEqual([outcome?.reason, outcome?.shared], ['留待下次修改时研究。', false])
  }
})

test('only the office decides, only after submission, and only on its own opinions', async () => {
  const { app } = await house()
  const first = await aRefinedConsultation(app)
  const other = await aRefinedConsultation(app)
  const input = {
    consultationId: first.consultation.id,
    opinionIds: [first.opinions[0]!.opinionId],
    decision: 'later' as const,
    reason: '再研究。',
  }
  const early = await perform(app, decide, first.clerk, input)
  assert.deepEqual(early, { ok: false, kind: 'conflict', code: 'stage:refined' })
  const resident = await perform(app, decide, someoneOf(first.council, []), input)
  assert.deepEqual(resident, { ok: false, kind: 'forbidden', hidden: false })
  const staff = await perform(app, decide, someoneOf(first.council, ['point-staff']), input)
  assert.deepEqual(staff, { ok: false, kind: 'forbidden', hidden: false })
  const elsewhere = await perform(app, decide, other.clerk, input)
  assert.deepEqual(elsewhere, { ok: false, kind: 'missing' })
  const consultationId = first.consultation.id
  succeeded(await perform(app, submitUpward, first.clerk, { consultationId, toName: '省人大' }))
  const foreign = { ...input, opinionIds: [other.opinions[0]!.opinionId] }
  assert.deepEqual(await perform(app, decide, first.clerk, foreign), { ok: false, kind: 'missing' })
  const nothing = await perform(app, decide, first.clerk, { ...input, opinionIds: [] })
  assert.deepEqual(nothing, { ok: false, kind: 'invalid', issues: [{ path: 'argumentIds', code: 'nothing-chosen' }] })
  const silent = await perform(app, decide, first.clerk, { ...input, reason: '  ' })
  assert.ok(!silent.ok && silent.kind === 'invalid' && silent.issues[0]?.path === 'reason')
})

test('the ledger counts collected, refined, submitted and answered from the opinions themselves', async () => {
  const { app, council, matter } = await answered()
  const total = ledgerTotal(await ledgerOf(app.database.db, council.id, matter))
  assert.deepEqual(total, {
    collected: 5,
    refined: 4,
    submitted: 4,
    adopted: 3,
    partly: 1,
    later: 0,
    notAdopted: 1,
    unanswered: 0,
    hidden: 0,
  })
})

test('when the answers are given, each contributor is told once in the way she chose', async () => {
  const { app, council } = await answered()
  await drain(app, council.id)
  await drain(app, council.id)
  const { rows } = await sql<{ href: string; text: { 'zh-CN': { body: string } } }>`
    select href, text from notices.notice where council_id = ${council.id} and kind = 'consultations.answered'`.execute(
    app.database.db,
  )
  assert.equal(rows.length, 5)
  assert.equal(new Set(rows.map(({ href }) => href)).size, 5)
  for (const { href } of rows) assert.match(href, /^\/r\/[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}$/)
  const outcomes = rows.map(({ text }) => /结果：([^。]+)。/.exec(text['zh-CN'].body)?.[1]).toSorted()
  assert.deepEqual(outcomes, ['未采纳', '采纳', '采纳', '采纳', '部分采纳'].toSorted())
  const told = await eventsIn(app, council, 'consultations.answers-told')
  assert.ok(told.length >= 1)
})

test('whoever holds a receipt says once whether the answer is one, until the evaluation ends', async () => {
  const { app, clock, council, consultationId, opinions, stage } = await answered()
  const { receipt, contributorId } = opinions[0]!
  const guest = someoneOf(council, [])
  succeeded(await perform(app, evaluate, guest, { receipt, score: 'basically', words: '再快一点就好' }))
  succeeded(await perform(app, evaluate, guest, { receipt, score: 'satisfied' }))
  const scores = await app.database.db
    .selectFrom('consultations.evaluation')
    .select(['score', 'contributor_id'])
    .where('council_id', '=', council.id)
    .execute()
  assert.deepEqual(scores, [{ score: 'satisfied', contributor_id: contributorId }])
  const unknown = await perform(app, evaluate, guest, { receipt: 'AAAAAAAAAAAA', score: 'satisfied' })
  assert.deepEqual(unknown, { ok: false, kind: 'missing' })
  clock.set('2026-12-21T02:00:00Z')
  await drain(app, council.id)
  assert.equal(await stage(), 'evaluated')
  const late = await perform(app, evaluate, guest, { receipt, score: 'dissatisfied' })
  assert.deepEqual(late, { ok: false, kind: 'conflict', code: 'stage:evaluated' })
  const again = await perform(app, finishEvaluation, someoneOf(council, ['clerk']), { consultationId })
  assert.deepEqual(again, { ok: false, kind: 'conflict', code: 'stage:evaluated' })
})

test('a version that answers name is not replaced by another', async () => {
  const { next, adopt } = await submitted()
  succeeded(await next())
  succeeded(await next())
  succeeded(await adopt())
  assert.deepEqual(await next(), { ok: false, kind: 'conflict', code: 'answers-linked' })
})
