import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { drain } from '#kernel/worker'
import { appeal, confirmMeaning, objectToMerge } from '#parts/opinions'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aPersonOf } from '#support/people'
import { merge, newArgument, replyToObjection, split } from './desk-arguments.ts'
import { enterOpinion, judgeAppeal, moderateOpinions, setAside, sortOpinions } from './desk-opinions.ts'
import { ask, draft, finish, finishAll, invite, remark, reopen, unrefined } from './desk-refinement.ts'

async function desk() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const clerk = await aClerkOf(app, council)
  const consultationId = consultation.id
  const give = (body: string) => aCommentOf(app, council, consultation, { body })
  const make = async (...opinionIds: string[]) =>
    succeeded(await perform(app, newArgument, clerk, { consultationId, opinionIds, title: '要有人调解' })).number
  const write = async (number: number, opinionId: string) =>
    succeeded(
      await perform(app, draft, clerk, {
        consultationId,
        number,
        intent: 'change',
        sentences: [{ text: '可以调解。', sources: [{ opinionId, start: 0, end: 2 }] }],
      }),
    ).ordinal
  return { app, clock, council, consultation, consultationId, clerk, give, make, write }
}

function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'done'
  if (outcome.kind === 'conflict') return outcome.code
  return outcome.kind === 'invalid' ? (outcome.issues[0]?.code ?? '') : outcome.kind
}

async function noticesOf(app: App, councilId: string) {
  await drain(app, councilId)
  const rows = await app.database.db
    .selectFrom('notices.notice')
    .select(['kind', 'device_id', 'href'])
    .where('council_id', '=', councilId)
    .orderBy('created_at')
    .execute()
  return rows
}

describe('sorting at the desk', () => {
  test('opinions get a theme, a tag and a holder together; nothing chosen is refused', async () => {
    const { app, consultationId, clerk, give } = await desk()
    const { opinionId } = await give('电梯')
    const sort = (more: object) =>
      perform(app, sortOpinions, clerk, { consultationId, opinionIds: [opinionId], ...more })
    assert.equal(codeOf(await sort({})), 'nothing-chosen')
    assert.equal(codeOf(await sort({ assignTo: newId() })), 'no-such-holder')
    assert.equal(codeOf(await sort({ theme: '费用', addTag: '加急', assignTo: clerk.personId })), 'done')
    const row = await app.database.db
      .selectFrom('opinions.opinion')
      .select(['theme', 'tags', 'assigned_to'])
      .where('id', '=', opinionId)
      .executeTakeFirstOrThrow()
    assert.deepEqual(row, { theme: '费用', tags: ['加急'], assigned_to: clerk.personId })
    const elsewhere = await perform(app, sortOpinions, clerk, { consultationId, opinionIds: [newId()], theme: '甲' })
    assert.equal(codeOf(elsewhere), 'missing')
  })

  test('what is told at the desk becomes an opinion of the channel desk, once for each form', async () => {
    const { app, council, consultationId, clerk } = await desk()
    const input = {
      consultationId,
      clientKey: newId(),
      body: '电话里说的',
      consent: true as const,
      contact: '13800001234',
    }
    const first = succeeded(await perform(app, enterOpinion, clerk, input))
    const again = succeeded(await perform(app, enterOpinion, clerk, input))
    assert.equal(again.receipt, first.receipt)
    assert.equal(
      codeOf(await perform(app, enterOpinion, clerk, { ...input, clientKey: newId(), contact: '无' })),
      'contact-shape',
    )
    const rows = await app.database.db
      .selectFrom('opinions.opinion')
      .select('channel')
      .where('council_id', '=', council.id)
      .execute()
    assert.deepEqual(rows, [{ channel: 'desk' }])
  })
})

describe('hiding', () => {
  test('a hidden opinion keeps its words, its reason is a leaf, and its author is told', async () => {
    const { app, council, consultationId, clerk, give } = await desk()
    const { opinionId, actor } = await give('骂人的话，其实也有道理')
    const say = (verdict: 'hidden' | 'held' | 'restored', reason: string) =>
      perform(app, moderateOpinions, clerk, {
        consultationId,
        opinionIds: [opinionId],
        verdict,
        reasonCode: 'abuse',
        reason,
      })
    assert.equal(codeOf(await say('hidden', ' ')), 'empty')
    assert.equal(codeOf(await say('restored', '恢复')), 'stage:received')
    assert.equal(codeOf(await say('hidden', '有辱骂')), 'done')
    const row = await app.database.db
      .selectFrom('opinions.opinion')
      .select(['body', 'stage'])
      .where('id', '=', opinionId)
      .executeTakeFirstOrThrow()
    assert.deepEqual(row, { body: '骂人的话，其实也有道理', stage: 'hidden' })
    const leaves = await app.database.db
      .selectFrom('ledger.leaf')
      .select(['type', 'subject_id'])
      .where('council_id', '=', council.id)
      .orderBy('pid')
      .execute()
    assert.deepEqual(
      leaves.map((leaf) => leaf.type),
      ['opinion.received', 'moderation.hidden'],
    )
    assert.equal(leaves[0]?.subject_id, leaves[1]?.subject_id)
    const [notice] = await noticesOf(app, council.id)
    assert.deepEqual([notice?.kind, notice?.device_id], ['consultations.opinion-hidden', actor.deviceId])
  })

  test('an appeal is answered by another person than the one who hid it', async () => {
    const { app, council, consultationId, clerk, give } = await desk()
    const { opinionId, receipt, actor } = await give('不好听的真话')
    const verdict = {
      consultationId,
      opinionIds: [opinionId],
      verdict: 'hidden' as const,
      reasonCode: 'abuse' as const,
      reason: '辱骂',
    }
    succeeded(await perform(app, moderateOpinions, clerk, verdict))
    const answer = { consultationId, opinionId, upheld: true, answer: '不算辱骂' }
    assert.equal(codeOf(await perform(app, judgeAppeal, clerk, answer)), 'missing')
    succeeded(await perform(app, appeal, actor, { receipt, words: '我没有骂人' }))
    assert.equal(codeOf(await perform(app, judgeAppeal, clerk, answer)), 'own-verdict')
    const other = await aClerkOf(app, council, { name: '吴敏' })
    assert.equal(codeOf(await perform(app, judgeAppeal, other, answer)), 'done')
    const row = await app.database.db
      .selectFrom('opinions.opinion')
      .select('stage')
      .where('id', '=', opinionId)
      .executeTakeFirstOrThrow()
    assert.equal(row.stage, 'received')
    assert.equal(codeOf(await perform(app, judgeAppeal, other, answer)), 'missing')
  })

  test('staff of one place do not judge what came through another', async () => {
    const { app, council, consultationId, give } = await desk()
    const { opinionId } = await give('别处来的')
    const staff = someoneOf(council, ['point-staff'], newId())
    const outcome = await perform(app, moderateOpinions, staff, {
      consultationId,
      opinionIds: [opinionId],
      verdict: 'hidden',
      reasonCode: 'noise',
      reason: '没有内容',
    })
    assert.equal(codeOf(outcome), 'forbidden')
  })
})

describe('arguments', () => {
  test('whoever is put together with others is told, may object, and gets an answer', async () => {
    const { app, council, consultationId, clerk, give, make } = await desk()
    const [one, two] = [await give('甲说的'), await give('乙说的')]
    const number = await make(one.opinionId, two.opinionId)
    const kinds = (await noticesOf(app, council.id)).map((notice) => notice.kind)
    assert.deepEqual(kinds, ['consultations.argument-made', 'consultations.argument-made'])
    const reply = { consultationId, number, opinionId: one.opinionId, reply: '说的是同一条' }
    assert.equal(codeOf(await perform(app, replyToObjection, clerk, reply)), 'no-objection')
    const objection = { receipt: one.receipt, because: '我说的是别的事' }
    assert.equal(codeOf(await perform(app, objectToMerge, two.actor, objection)), 'forbidden')
    assert.equal(codeOf(await perform(app, objectToMerge, one.actor, objection)), 'done')
    assert.equal(codeOf(await perform(app, objectToMerge, one.actor, objection)), 'objected-already')
    assert.equal(codeOf(await perform(app, replyToObjection, clerk, reply)), 'done')
    assert.equal((await noticesOf(app, council.id)).at(-1)?.device_id, one.actor.deviceId)
  })

  test('two desks that merge one into the other and back never wait for each other for ever', async () => {
    const { app, consultationId, clerk, give, make } = await desk()
    const [a, b] = [await make((await give('甲')).opinionId), await make((await give('乙')).opinionId)]
    const outcomes = await Promise.all([
      perform(app, merge, clerk, { consultationId, number: a, into: b }),
      perform(app, merge, clerk, { consultationId, number: b, into: a }),
    ])
    assert.deepEqual(outcomes.map(codeOf).sort(), ['argument:dissolved', 'done'])
  })

  test('the event of a split names both arguments and those who moved', async () => {
    const { app, council, consultationId, clerk, give, make } = await desk()
    const [one, two] = [await give('甲'), await give('乙')]
    const number = await make(one.opinionId, two.opinionId)
    succeeded(
      await perform(app, split, clerk, { consultationId, number, opinionIds: [two.opinionId], title: '另一个' }),
    )
    const event = (await eventsIn(app, council, 'consultations.argument-split'))[0]
    assert.deepEqual(
      [event?.data.from, event?.data.number, event?.data.opinionIds],
      [number, number + 1, [two.opinionId]],
    )
  })
})

describe('refinement', () => {
  test('a contributor answers with her receipt, from any device; a no without a reason is refused', async () => {
    const { app, council, consultationId, clerk, give, make, write } = await desk()
    const one = await give('要调解')
    const number = await make(one.opinionId)
    const ordinal = await write(number, one.opinionId)
    succeeded(await perform(app, ask, clerk, { consultationId, number, ordinal }))
    const event = (await eventsIn(app, council, 'consultations.meaning-asked'))[0]
    const refinementId = String(event?.data.refinementId)
    const somebody = { ...someoneOf(council, []), kind: 'guest' as const, accountId: null, deviceId: newId() }
    const answer = (fields: object) =>
      perform(app, confirmMeaning, somebody, { receipt: one.receipt, refinementId, answer: 'no', ...fields })
    assert.equal(codeOf(await answer({})), 'empty')
    assert.equal(codeOf(await answer({ because: '我说的是自愿' })), 'done')
    assert.equal(codeOf(await answer({ answer: 'yes' })), 'answered-already')
    assert.equal(codeOf(await perform(app, finish, clerk, { consultationId, number, ordinal })), 'said-no')
  })

  test('of two clerks who finish the same version at once one does and one is told', async () => {
    const { app, council, consultationId, clerk, give, make, write } = await desk()
    const one = await give('要调解')
    const number = await make(one.opinionId)
    const ordinal = await write(number, one.opinionId)
    succeeded(await perform(app, ask, clerk, { consultationId, number, ordinal }))
    const other = await aClerkOf(app, council)
    const input = { consultationId, number, ordinal, because: '当面确认' }
    const outcomes = await Promise.all([perform(app, finish, clerk, input), perform(app, finish, other, input)])
    assert.deepEqual(outcomes.map(codeOf).sort(), ['argument:refined', 'done'])
    assert.equal((await eventsIn(app, council, 'consultations.argument-refined')).length, 1)
    await drain(app, council.id)
    const leaves = await app.database.db
      .selectFrom('ledger.leaf')
      .select('type')
      .where('council_id', '=', council.id)
      .where('type', '=', 'opinion.summarised')
      .execute()
    assert.equal(leaves.length, 1)
    assert.equal(codeOf(await perform(app, reopen, clerk, { consultationId, number, because: '漏了一句' })), 'done')
  })

  test('an expert who is asked finds it in the inbox, and her remark answers the invitation', async () => {
    const { app, council, consultationId, clerk, give, make } = await desk()
    const number = await make((await give('要调解')).opinionId)
    const expert = await aPersonOf(app, council, { name: '郑律师', roles: ['expert'] })
    const resident = await aPersonOf(app, council, {})
    const send = (personId: string) => perform(app, invite, clerk, { consultationId, number, personIds: [personId] })
    assert.equal(codeOf(await send(resident.personId)), 'no-such-holder')
    assert.equal(codeOf(await send(expert.personId)), 'done')
    assert.equal(codeOf(await send(expert.personId)), 'invited-already')
    assert.ok((await noticesOf(app, council.id)).some((notice) => notice.href.endsWith(`/arguments/${number}`)))
    const words = { consultationId, number, body: '与上位法一致。' }
    assert.equal(codeOf(await perform(app, remark, resident, words)), 'forbidden')
    assert.equal(codeOf(await perform(app, remark, expert, words)), 'done')
    const waiting = await app.database.db
      .selectFrom('opinions.invitation')
      .select('answered_at')
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    assert.ok(waiting.answered_at)
  })

  test('the whole is refined only after closing, when nothing is missing, and by the office alone', async () => {
    const { app, clock, council, consultationId, clerk, give, make } = await desk()
    const [one, two] = [await give('甲'), await give('乙')]
    const end = (actor = clerk) => perform(app, finishAll, actor, { consultationId })
    assert.equal(codeOf(await end()), 'stage:open')
    clock.advance(31 * 86_400_000)
    assert.equal(
      codeOf(await perform(app, finishAll, someoneOf(council, ['point-staff'], newId()), { consultationId })),
      'forbidden',
    )
    assert.equal(codeOf(await end()), 'opinions-ungrouped')
    const number = await make(one.opinionId)
    assert.equal(codeOf(await end()), 'opinions-ungrouped')
    succeeded(await perform(app, setAside, clerk, { consultationId, opinionIds: [two.opinionId], reason: '只此一条' }))
    assert.equal(codeOf(await end()), 'arguments-unrefined')
    succeeded(await perform(app, unrefined, clerk, { consultationId, number, because: '原话已经清楚' }))
    assert.equal(codeOf(await end()), 'done')
    assert.equal(
      codeOf(await perform(app, newArgument, clerk, { consultationId, opinionIds: [two.opinionId], title: '晚了' })),
      'stage:refined',
    )
    assert.equal(codeOf(await perform(app, finishAll, systemActor(council.id), { consultationId })), 'stage:refined')
  })
})
