import { describe, expect, test } from 'vitest'
import { perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { receiptOf } from '#kernel/ledger'
import {
  accepted,
  aHouseWithWork,
  answerBack,
  draft,
  handOver,
  judge,
  judgePromised,
  replied,
  type Work,
  writeReply,
} from '#support/cases'
import { succeeded } from '#support/councils'
import {
  accept,
  addAssist,
  askBack,
  askExtension,
  caseStanding,
  clockRecords,
  decideExtension,
  decideReturn,
  draftReply,
  dropPromise,
  giveView,
  keepPromise,
  lookBack,
  returnAssignment,
  reviewReply,
  sendReply,
} from './index.ts'

const stands = async ({ app, now, council }: Work) => caseStanding(await now(), app.clock.now(), council.time_zone)

describe('handing over', () => {
  test('starts a month for the reply and seven working days for a return, and the ledger knows what is owed', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.water)
    const it = await work.now()
    expect(it.clocks.map(({ kind, due_on, provisional }) => [kind, due_on, provisional])).toEqual([
      ['return', '2026-12-01', false],
      ['reply', '2026-12-21', false],
    ])
    expect(await stands(work)).toMatchObject({ holder: { kind: 'organisation', id: work.water }, why: 'assigned' })
    expect(await leafTypes(work.app, it.ledger_subject)).toEqual(['case.assigned'])
  })

  test('only the organisation itself accepts, and only once', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.lamps)
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId() }
    expect(await perform(work.app, accept, work.plumber, input)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(work.app, accept, work.electrician, input))
    expect(await perform(work.app, accept, work.electrician, input)).toMatchObject({ code: 'assignment:accepted' })
    expect((await work.now()).lead).toMatchObject({ state: 'accepted', holder_id: work.electrician.personId })
  })

  test('a return names its reason and whose it should be; the other organisation keeps the date', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.water)
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId() }
    const given = { ...input, reason: '路灯不归水务管', proposedOwner: work.lamps }
    expect(await perform(work.app, returnAssignment, work.plumber, { ...given, reason: ' ' })).toMatchObject({
      issues: [{ path: 'reason', code: 'empty' }],
    })
    expect(
      await perform(work.app, returnAssignment, work.plumber, { ...given, proposedOwner: work.water }),
    ).toMatchObject({ issues: [{ path: 'proposedOwner', code: 'is-itself' }] })
    expect(
      await perform(work.app, returnAssignment, work.plumber, { ...given, proposedOwner: work.caseId }),
    ).toMatchObject({ issues: [{ path: 'proposedOwner', code: 'unknown' }] })
    succeeded(await perform(work.app, returnAssignment, work.plumber, given))
    expect(await stands(work)).toMatchObject({ holder: { kind: 'keeper', id: work.deputy.personId }, why: 'returned' })
    work.clock.set('2026-11-24T01:00:00Z')
    const decision = { ...input, organisationId: work.lamps }
    expect(await perform(work.app, decideReturn, work.plumber, decision)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(work.app, decideReturn, work.deputy, decision))
    expect(await perform(work.app, decideReturn, work.deputy, decision)).toMatchObject({ code: 'assignment:moved' })
    const it = await work.now()
    expect(it.lead?.organisation_id).toBe(work.lamps)
    expect(it.replyClock?.due_on).toBe('2026-12-21')
    expect(it.clocks.filter(({ kind }) => kind === 'return').map(({ due_on }) => due_on)).toEqual([
      '2026-12-01',
      '2026-12-03',
    ])
  })

  test('after seven working days nothing is returned any more', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.water)
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId(), reason: '不归我们管' }
    work.clock.set('2026-12-02T01:00:00Z')
    expect(await perform(work.app, returnAssignment, work.plumber, input)).toMatchObject({ code: 'return-too-late' })
    expect((await work.now()).lead?.state).toBe('assigned')
  })

  test('what is decided to stay needs a reason, and is not returned again', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.water)
    const input = { caseId: work.caseId, assignmentId: await work.assignmentId() }
    const given = { ...input, reason: '不归我们管' }
    succeeded(await perform(work.app, returnAssignment, work.plumber, given))
    expect(await perform(work.app, decideReturn, work.clerk, { ...input, organisationId: null })).toMatchObject({
      issues: [{ path: 'reason', code: 'empty' }],
    })
    succeeded(
      await perform(work.app, decideReturn, work.clerk, { ...input, organisationId: null, reason: '井盖归水务' }),
    )
    expect(await perform(work.app, returnAssignment, work.plumber, given)).toMatchObject({ code: 'return-decided' })
    succeeded(await perform(work.app, accept, work.plumber, input))
  })

  test('an organisation asked to help says what it has to say within its own month', async () => {
    const work = await accepted(await aHouseWithWork())
    const input = { caseId: work.caseId, organisationId: work.water }
    expect(await perform(work.app, addAssist, work.plumber, input)).toMatchObject({ kind: 'forbidden' })
    const { assignmentId } = succeeded(await perform(work.app, addAssist, work.electrician, input))
    expect(await perform(work.app, addAssist, work.electrician, input)).toMatchObject({
      issues: [{ code: 'has-it-already' }],
    })
    expect((await work.now()).clocks.find(({ kind }) => kind === 'assist')?.due_on).toBe('2026-12-21')
    const view = { caseId: work.caseId, assignmentId, view: '地下管线已避开。' }
    expect(await perform(work.app, giveView, work.electrician, view)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(work.app, giveView, work.plumber, view))
    expect(await perform(work.app, giveView, work.plumber, view)).toMatchObject({ code: 'assignment:done' })
    const own = { ...view, assignmentId: await work.assignmentId() }
    expect(await perform(work.app, giveView, work.electrician, own)).toMatchObject({ code: 'not-assisting' })
  })
})

describe('time', () => {
  test('asked back, the clock stands; the days until the answer do not count', async () => {
    const work = await accepted(await aHouseWithWork())
    const question = { caseId: work.caseId, words: '是哪一盏？' }
    expect(await perform(work.app, askBack, work.plumber, question)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(work.app, askBack, work.electrician, question))
    expect(await perform(work.app, askBack, work.electrician, question)).toMatchObject({ code: 'asked-already' })
    expect(await stands(work)).toMatchObject({ holder: { kind: 'asker' }, pausedOn: '2026-11-21', late: false })
    work.clock.set('2026-11-30T01:00:00Z')
    succeeded(await perform(work.app, answerBack, work.resident, { caseId: work.caseId, words: '3号楼门口那盏' }))
    // Ten days from 21 to 30 November: 20 December becomes 30 December.
    expect((await work.now()).replyClock).toMatchObject({ due_on: '2026-12-30', paused_on: null })
    expect(await perform(work.app, answerBack, work.resident, { caseId: work.caseId, words: '再说' })).toMatchObject({
      code: 'not-asked',
    })
  })

  test('answered on the day it was asked, nothing moves', async () => {
    const work = await accepted(await aHouseWithWork())
    succeeded(await perform(work.app, askBack, work.electrician, { caseId: work.caseId, words: '是哪一盏？' }))
    succeeded(await perform(work.app, answerBack, work.resident, { caseId: work.caseId, words: '3号楼' }))
    expect((await work.now()).replyClock).toMatchObject({ due_on: '2026-12-21', paused_on: null, pauses: [] })
  })

  test('more time is asked by the department and given by whoever assigned it', async () => {
    const work = await accepted(await aHouseWithWork())
    const { caseId } = work
    const asked = { caseId, days: 15, reason: '要等配件' }
    expect(await perform(work.app, askExtension, work.deputy, asked)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(work.app, askExtension, work.electrician, { ...asked, days: 0 })).toMatchObject({
      issues: [{ path: 'days' }],
    })
    succeeded(await perform(work.app, askExtension, work.electrician, asked))
    expect(await perform(work.app, askExtension, work.electrician, asked)).toMatchObject({ code: 'extension-asked' })
    const extensionId = (await work.now()).extension?.id ?? ''
    const refusal = { caseId, extensionId, approve: false }
    expect(await perform(work.app, decideExtension, work.electrician, refusal)).toMatchObject({ kind: 'forbidden' })
    expect(await perform(work.app, decideExtension, work.deputy, refusal)).toMatchObject({
      issues: [{ path: 'reason', code: 'empty' }],
    })
    succeeded(await perform(work.app, decideExtension, work.deputy, { ...refusal, approve: true }))
    expect(await perform(work.app, decideExtension, work.deputy, refusal)).toMatchObject({ code: 'decided-already' })
    expect((await work.now()).replyClock).toMatchObject({ due_on: '2027-01-04', provisional: true })
  })

  test('a refused extension leaves the date as it was', async () => {
    const work = await accepted(await aHouseWithWork())
    const { caseId } = work
    succeeded(await perform(work.app, askExtension, work.electrician, { caseId, days: 15, reason: '要等配件' }))
    const extensionId = (await work.now()).extension?.id ?? ''
    succeeded(
      await perform(work.app, decideExtension, work.deputy, {
        caseId,
        extensionId,
        approve: false,
        reason: '冬天天黑得早',
      }),
    )
    expect((await work.now()).replyClock?.due_on).toBe('2026-12-21')
  })

  test('before it is accepted, and after it is answered, there is no time to ask for', async () => {
    const work = await aHouseWithWork()
    await handOver(work.app, work.council, work.caseId, work.lamps)
    const asked = { caseId: work.caseId, days: 5, reason: '要等配件' }
    expect(await perform(work.app, askExtension, work.electrician, asked)).toMatchObject({
      code: 'assignment:assigned',
    })
    succeeded(
      await perform(work.app, accept, work.electrician, {
        caseId: work.caseId,
        assignmentId: await work.assignmentId(),
      }),
    )
    await replied(work)
    expect(await perform(work.app, askExtension, work.electrician, asked)).toMatchObject({ code: 'stage:answered' })
  })
})

describe('replies', () => {
  test('vague words are shown to the writer before anything is kept', async () => {
    const work = await accepted(await aHouseWithWork())
    const vague = { caseId: work.caseId, ...draft, body: '我们将尽快处理，逐步改善。' }
    expect(await perform(work.app, draftReply, work.electrician, vague)).toMatchObject({
      issues: [{ path: 'body', code: 'vague', values: { words: '尽快、逐步' } }],
    })
    expect((await work.now()).draft).toBeNull()
    succeeded(await perform(work.app, draftReply, work.electrician, { ...vague, keepVague: true }))
    expect((await work.now()).draft?.vague).toEqual(['尽快', '逐步'])
  })

  test('a reply is drafted, reviewed, sent, and then stands as it is', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, caseId, electrician } = work
    expect(await perform(app, sendReply, electrician, { caseId })).toMatchObject({ code: 'no-draft' })
    expect(await perform(app, reviewReply, electrician, { caseId })).toMatchObject({ code: 'no-draft' })
    expect(await perform(app, draftReply, work.deputy, { caseId, ...draft })).toMatchObject({ kind: 'forbidden' })
    expect(await perform(app, draftReply, electrician, { caseId, ...draft, class: 'z' })).toMatchObject({
      issues: [{ path: 'class', code: 'unknown' }],
    })
    succeeded(await perform(app, draftReply, electrician, { caseId, ...draft }))
    expect(await perform(app, sendReply, electrician, { caseId })).toMatchObject({ code: 'not-reviewed' })
    succeeded(await perform(app, reviewReply, electrician, { caseId }))
    expect(await perform(app, reviewReply, electrician, { caseId })).toMatchObject({ code: 'reviewed-already' })
    // Written again, it has to be reviewed again.
    succeeded(await perform(app, draftReply, electrician, { caseId, ...draft, body: '12月18日前更换路灯。' }))
    expect(await perform(app, sendReply, electrician, { caseId })).toMatchObject({ code: 'not-reviewed' })
    succeeded(await perform(app, reviewReply, electrician, { caseId }))
    expect(succeeded(await perform(app, sendReply, electrician, { caseId }))).toEqual({ late: false })
    expect(await perform(app, draftReply, electrician, { caseId, ...draft })).toMatchObject({ code: 'stage:answered' })
    const it = await work.now()
    expect(it.reply).toMatchObject({ body: '12月18日前更换路灯。', late: false })
    expect(it.outcome).toBeNull()
    expect(await leafTypes(app, it.ledger_subject)).toEqual(['case.assigned', 'case.replied'])
    expect(await receiptOf(app.database.db, work.council.id, it.reply?.leaf_id ?? '')).toBeDefined()
  })

  test('a reply after its day is late, and the record of the organisation says so', async () => {
    const work = await accepted(await aHouseWithWork())
    work.clock.set('2026-12-22T01:00:00Z')
    expect((await stands(work)).late).toBe(true)
    await replied(work)
    expect((await work.now()).reply?.late).toBe(true)
    const asked = { councilId: work.council.id, kind: 'test-case', today: '2026-12-22' }
    expect(await clockRecords(work.app.database.db, asked)).toEqual([
      { organisationId: work.lamps, cases: 1, answered: 1, solved: 0, reopened: 0, late: 1 },
    ])
  })

  test('while nobody has it, the keeper answers herself', async () => {
    const work = await aHouseWithWork()
    const own = { caseId: work.caseId, body: '路灯昨晚已经修好。', class: 'a', result: 'solved' } as const
    expect(await perform(work.app, draftReply, work.electrician, own)).toMatchObject({ kind: 'forbidden' })
    succeeded(await perform(work.app, draftReply, work.deputy, own))
    succeeded(await perform(work.app, sendReply, work.deputy, { caseId: work.caseId }))
    succeeded(await perform(work.app, judge, work.resident, { caseId: work.caseId, verdict: 'solved' }))
    expect(await work.now()).toMatchObject({ stage: 'settled', outcome: 'solved' })
  })
})

describe('the outcome belongs to the one who asked', () => {
  test('not solved opens it again with a new clock, and counts', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, caseId, resident } = work
    expect(await perform(app, judge, resident, { caseId, verdict: 'solved' })).toMatchObject({ code: 'stage:open' })
    await replied(work)
    expect(await perform(app, judge, resident, { caseId, verdict: 'not-solved' })).toMatchObject({
      issues: [{ path: 'words', code: 'empty' }],
    })
    succeeded(await perform(app, judge, resident, { caseId, verdict: 'not-solved', words: '晚上还是黑的' }))
    const it = await work.now()
    expect(it).toMatchObject({ stage: 'open', round: 2, reopened: 1, outcome: null })
    // Fifteen days from 20 November end on Saturday 5 December: Monday.
    expect(it.replyClock).toMatchObject({ round: 2, due_on: '2026-12-07' })
    expect(await stands(work)).toMatchObject({ holder: { kind: 'organisation', id: work.lamps }, why: 'accepted' })
    await replied(work, { body: '已经更换灯泡。', class: 'a', result: 'solved' })
    succeeded(await perform(app, judge, resident, { caseId, verdict: 'accepted' }))
    expect(await work.now()).toMatchObject({ stage: 'settled', outcome: 'solved', reopened: 1 })
  })

  test('a promise is confirmed by a person from the words of the reply, looked back at and judged', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, caseId, electrician, resident } = work
    const promise = { caseId, quote: '12月15日前更换路灯。', what: '更换路灯', dueOn: '2026-12-15' }
    expect(await perform(app, keepPromise, electrician, promise)).toMatchObject({ code: 'no-reply' })
    await writeReply(work)
    expect(await perform(app, keepPromise, electrician, { ...promise, quote: '今天就换。' })).toMatchObject({
      issues: [{ path: 'quote', code: 'not-in-reply' }],
    })
    expect(await perform(app, keepPromise, electrician, { ...promise, dueOn: '2026-11-20' })).toMatchObject({
      issues: [{ path: 'dueOn', code: 'in-the-past' }],
    })
    const mistaken = succeeded(await perform(app, keepPromise, electrician, { ...promise, dueOn: '2026-12-16' }))
    succeeded(await perform(app, dropPromise, electrician, { caseId, promiseId: mistaken.promiseId }))
    const { promiseId } = succeeded(await perform(app, keepPromise, electrician, promise))
    expect(await perform(app, keepPromise, electrician, promise)).toMatchObject({ issues: [{ code: 'kept-already' }] })
    const look = { caseId, promiseId, result: 'kept', words: '12月14日晚已经亮灯。' } as const
    expect(await perform(app, lookBack, electrician, look)).toMatchObject({ code: 'not-sent' })
    succeeded(await perform(app, sendReply, electrician, { caseId }))
    expect(await perform(app, dropPromise, electrician, { caseId, promiseId })).toMatchObject({ code: 'reply-sent' })
    succeeded(await perform(app, judge, resident, { caseId, verdict: 'accepted' }))
    expect(await stands(work)).toMatchObject({ why: 'promise-open', dueOn: '2026-12-15' })
    work.clock.set('2026-12-15T01:00:00Z')
    const judged = { caseId, promiseId, verdict: 'confirmed' } as const
    expect(await perform(app, judgePromised, resident, judged)).toMatchObject({ code: 'not-looked-back' })
    expect(await perform(app, lookBack, work.plumber, look)).toMatchObject({ kind: 'forbidden' })
    expect(succeeded(await perform(app, lookBack, work.deputy, look))).toEqual({ late: false })
    expect(await perform(app, lookBack, work.deputy, look)).toMatchObject({ code: 'looked-already' })
    succeeded(await perform(app, judgePromised, resident, judged))
    expect(await perform(app, judgePromised, resident, judged)).toMatchObject({ code: 'judged-already' })
    expect(await work.now()).toMatchObject({ stage: 'settled', outcome: 'solved' })
    expect(await leafTypes(app, (await work.now()).ledger_subject)).toEqual([
      'case.assigned',
      'case.promised',
      'case.promise_dropped',
      'case.promised',
      'case.replied',
      'case.judged',
      'case.looked_back',
      'case.promise_judged',
    ])
  })

  test('a promise she denies opens the case again', async () => {
    const work = await accepted(await aHouseWithWork())
    const { app, caseId, electrician, resident } = work
    await writeReply(work)
    const promise = { caseId, quote: '12月15日前更换路灯。', what: '更换路灯', dueOn: '2026-12-15' }
    const { promiseId } = succeeded(await perform(app, keepPromise, electrician, promise))
    succeeded(await perform(app, sendReply, electrician, { caseId }))
    succeeded(await perform(app, judge, resident, { caseId, verdict: 'accepted' }))
    succeeded(await perform(app, lookBack, electrician, { caseId, promiseId, result: 'kept', words: '已更换。' }))
    const denied = { caseId, promiseId, verdict: 'denied' } as const
    expect(await perform(app, judgePromised, resident, denied)).toMatchObject({ issues: [{ path: 'words' }] })
    succeeded(await perform(app, judgePromised, resident, { ...denied, words: '还是不亮' }))
    expect(await work.now()).toMatchObject({ stage: 'open', round: 2, reopened: 1, outcome: null })
  })
})

async function leafTypes(app: App, subject: string): Promise<string[]> {
  const rows = await app.database.db
    .selectFrom('ledger.leaf')
    .select('type')
    .where('subject_id', '=', subject)
    .orderBy('n')
    .execute()
  return rows.map(({ type }) => type)
}
