import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { missingBeforeRefined, unanswered } from '#parts/opinions'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf } from '#support/people'
import { decide } from './answer.ts'
import { dissent, dissolve, joinArgument, merge, newArgument } from './desk-arguments.ts'
import { finishAll, unrefined } from './desk-refinement.ts'
import { submitUpward } from './upward.ts'

async function desk() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const clerk = await aClerkOf(app, council)
  const consultationId = consultation.id
  const give = async (body: string) => (await aCommentOf(app, council, consultation, { body })).opinionId
  const make = async (title: string, ...opinionIds: string[]) =>
    succeeded(await perform(app, newArgument, clerk, { consultationId, opinionIds, title })).number
  const waiting = async () =>
    (await missingBeforeRefined(app.database.db, council.id, { type: 'consultation', id: consultationId }))
      .ungroupedCount
  return { app, clock, council, consultationId, clerk, give, make, waiting }
}

function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'done'
  if (outcome.kind === 'conflict') return outcome.code
  return outcome.kind === 'invalid' ? (outcome.issues[0]?.code ?? '') : outcome.kind
}

describe('whoever disagrees', () => {
  test('is marked in the argument, and its answer does not cover her', async () => {
    const { app, clock, council, consultationId, clerk, give, make } = await desk()
    const [agrees, disagrees] = [await give('要有人调解'), await give('不要调解，自己谈')]
    const number = await make('调解', agrees, disagrees)
    const mark = (on: boolean) =>
      perform(app, dissent, clerk, { consultationId, number, opinionId: disagrees, dissent: on })
    for (const on of [true, false, true]) assert.equal(codeOf(await mark(on)), 'done')
    const events = await eventsIn(app, council, 'consultations.dissent-marked')
    assert.deepEqual(
      events.map(({ data }) => data.dissent),
      [true, false, true],
    )
    succeeded(await perform(app, unrefined, clerk, { consultationId, number, because: '原话清楚' }))
    assert.equal(codeOf(await mark(false)), 'argument:refined')
    clock.advance(31 * 86_400_000)
    succeeded(await perform(app, finishAll, clerk, { consultationId }))
    succeeded(await perform(app, submitUpward, clerk, { consultationId, toName: '市人大常委会' }))
    const { id } = await app.database.db
      .selectFrom('opinions.argument')
      .select('id')
      .where('council_id', '=', council.id)
      .executeTakeFirstOrThrow()
    const answer = { consultationId, argumentIds: [id], decision: 'later' as const, reason: '再研究。' }
    succeeded(await perform(app, decide, clerk, answer))
    const matter = { type: 'consultation', id: consultationId }
    const left = await unanswered(app.database.db, council.id, matter, { limit: 10 })
    assert.deepEqual(
      left.map((each) => [each.id, each.alone]),
      [[disagrees, 'dissent']],
    )
  })

  test('cannot be marked in an argument she is not in, nor by whoever is not at the desk', async () => {
    const { app, council, consultationId, clerk, give, make } = await desk()
    const [inside, outside] = [await give('甲'), await give('乙')]
    const number = await make('甲', inside)
    const mark = { consultationId, number, opinionId: outside, dissent: true }
    assert.equal(codeOf(await perform(app, dissent, clerk, mark)), 'not-in-argument')
    const expert = someoneOf(council, ['expert'])
    assert.equal(codeOf(await perform(app, dissent, expert, { ...mark, opinionId: inside })), 'forbidden')
    assert.equal(codeOf(await perform(app, dissent, clerk, { ...mark, number: 9 })), 'missing')
    assert.deepEqual(await eventsIn(app, council, 'consultations.dissent-marked'), [])
  })
})

describe('dissolving', () => {
  test('what was merged is taken apart: every opinion waits again, and the event names them all', async () => {
    const { app, council, consultationId, clerk, give, make, waiting } = await desk()
    const [one, two, three] = [await give('甲'), await give('乙'), await give('丙')]
    const [into, number] = [await make('甲', one), await make('乙', two, three)]
    succeeded(await perform(app, merge, clerk, { consultationId, number, into }))
    assert.equal(await waiting(), 0)
    assert.equal(codeOf(await perform(app, dissolve, clerk, { consultationId, number: into })), 'done')
    assert.equal(await waiting(), 3)
    const [event] = await eventsIn(app, council, 'consultations.argument-dissolved')
    assert.deepEqual([...((event?.data.opinionIds as string[]) ?? [])].sort(), [one, two, three].sort())
    assert.equal(await make('又归在一起', one, two, three), 3)
  })

  test('happens once, to an argument that is open, by the desk; nothing joins it afterwards', async () => {
    const { app, council, consultationId, clerk, give, make } = await desk()
    const [one, two] = [await give('甲'), await give('乙')]
    const number = await make('甲', one)
    const of = { consultationId, number }
    assert.equal(codeOf(await perform(app, dissolve, someoneOf(council, ['collector'], newId()), of)), 'forbidden')
    succeeded(await perform(app, dissolve, clerk, of))
    assert.equal(codeOf(await perform(app, dissolve, clerk, of)), 'argument:dissolved')
    assert.equal(codeOf(await perform(app, joinArgument, clerk, { ...of, opinionIds: [two] })), 'argument:dissolved')
    const other = await make('乙', two)
    succeeded(await perform(app, unrefined, clerk, { consultationId, number: other, because: '原话清楚' }))
    assert.equal(codeOf(await perform(app, dissolve, clerk, { consultationId, number: other })), 'argument:refined')
    assert.equal(codeOf(await perform(app, dissolve, clerk, { consultationId, number: 9 })), 'missing')
  })
})
