import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import type { Outcome } from '#kernel/outcome'
import { aContactPoint, aCouncil, eventsIn, someoneOf, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aClerkOf, aPersonOf, someoneAt } from '#support/people'
import { prepareConsultation, startProject } from './prepare.ts'
import { acceptTask, assignStep, dispatch, finishStep, reopenStep } from './steps.ts'

/** A consultation with the eight steps of the template, its clerk, and a contact point with somebody at it. */
async function office() {
  const { app } = await house()
  const council = await aCouncil(app)
  const clerk = await aClerkOf(app, council)
  const { placeId } = await aContactPoint(app, council)
  const staff = await someoneAt(app, council, placeId)
  const { projectId } = succeeded(await perform(app, startProject, clerk, { title: '养犬管理条例' }))
  const { consultationId } = succeeded(
    await perform(app, prepareConsultation, clerk, { projectId, phase: 'drafting', title: '养犬管理条例（草案）' }),
  )
  const step = (position: number) =>
    app.database.db
      .selectFrom('consultations.step')
      .select(['owner_id', 'due_on', 'done_by', 'note'])
      .where('consultation_id', '=', consultationId)
      .where('position', '=', position)
      .executeTakeFirstOrThrow()
  return { app, council, clerk, placeId, staff, consultationId, step }
}

function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'done'
  if (outcome.kind === 'conflict') return outcome.code
  return outcome.kind === 'invalid' ? (outcome.issues[0]?.code ?? '') : outcome.kind
}

describe('the steps of the process', () => {
  test('each of the eight is given to somebody by a day, done with a note, and opened again', async () => {
    const { app, council, clerk, staff, consultationId, step } = await office()
    for (let position = 1; position <= 8; position += 1) {
      const of = { consultationId, position }
      const given = { ...of, ownerId: staff.personId, dueOn: `2026-12-${10 + position}` }
      assert.equal(codeOf(await perform(app, assignStep, clerk, given)), 'done')
      assert.equal(codeOf(await perform(app, finishStep, staff, { ...of, note: ` 第 ${position} 步做完 ` })), 'done')
      assert.deepEqual(await step(position), {
        owner_id: staff.personId,
        due_on: given.dueOn,
        done_by: staff.personId,
        note: `第 ${position} 步做完`,
      })
    }
    assert.equal(
      codeOf(await perform(app, reopenStep, clerk, { consultationId, position: 4, note: '还差一场' })),
      'done',
    )
    assert.equal((await step(4)).done_by, null)
    const events = (await eventsIn(app, council, 'consultations.step-')).map(({ name }) => name)
    assert.equal(events.filter((name) => name === 'consultations.step-finished').length, 8)
    assert.equal(events.at(-1), 'consultations.step-reopened')
  })

  test('what is done is not done again, what is open is not opened, and there is no ninth step', async () => {
    const { app, clerk, consultationId } = await office()
    const first = { consultationId, position: 1 }
    assert.equal(codeOf(await perform(app, reopenStep, clerk, first)), 'not-done')
    succeeded(await perform(app, finishStep, clerk, first))
    assert.equal(codeOf(await perform(app, finishStep, clerk, first)), 'done-already')
    assert.equal(codeOf(await perform(app, finishStep, clerk, { consultationId, position: 9 })), 'missing')
    assert.equal(codeOf(await perform(app, finishStep, clerk, { consultationId: newId(), position: 1 })), 'missing')
  })

  test('a step is given to nobody who holds no office, and by nobody who is not at the desk', async () => {
    const { app, council, clerk, consultationId, step } = await office()
    const resident = await aPersonOf(app, council)
    const of = { consultationId, position: 2 }
    assert.equal(codeOf(await perform(app, assignStep, clerk, { ...of, ownerId: resident.personId })), 'no-such-holder')
    assert.equal(codeOf(await perform(app, assignStep, clerk, { ...of, ownerId: newId() })), 'no-such-holder')
    const collector = someoneOf(council, ['collector'], newId())
    assert.equal(codeOf(await perform(app, assignStep, collector, of)), 'forbidden')
    assert.equal(codeOf(await perform(app, finishStep, collector, of)), 'forbidden')
    assert.deepEqual(await step(2), { owner_id: null, due_on: null, done_by: null, note: '' })
  })
})

describe('the way to a contact point', () => {
  test('it is sent once, accepted once, and both are told', async () => {
    const { app, council, clerk, placeId, staff, consultationId } = await office()
    const task = { consultationId, placeId, task: '至少组织一次现场座谈。', dueOn: '2026-12-20' }
    assert.equal(codeOf(await perform(app, acceptTask, staff, { consultationId, placeId })), 'missing')
    assert.equal(codeOf(await perform(app, dispatch, clerk, task)), 'done')
    assert.equal(codeOf(await perform(app, dispatch, clerk, task)), 'dispatched-already')
    assert.equal(codeOf(await perform(app, acceptTask, staff, { consultationId, placeId })), 'done')
    assert.equal(codeOf(await perform(app, acceptTask, staff, { consultationId, placeId })), 'accepted-already')
    const events = await eventsIn(app, council, 'consultations.')
    const names = events.map(({ name }) => name)
    assert.deepEqual(
      names.filter((name) => /dispatched|task-accepted/.test(name)),
      ['consultations.dispatched', 'consultations.task-accepted'],
    )
  })

  test('only the office sends, only to a place there is, and only its own people accept', async () => {
    const { app, council, clerk, placeId, staff, consultationId } = await office()
    const task = { consultationId, placeId }
    assert.equal(codeOf(await perform(app, dispatch, staff, task)), 'forbidden')
    assert.equal(codeOf(await perform(app, dispatch, clerk, { ...task, placeId: newId() })), 'no-such-place')
    succeeded(await perform(app, dispatch, clerk, task))
    const other = await aContactPoint(app, council, { name_zh: '望山街道基层立法联系点' })
    const stranger = await someoneAt(app, council, other.placeId)
    assert.equal(codeOf(await perform(app, acceptTask, stranger, task)), 'forbidden')
    const collector = await someoneAt(app, council, placeId, { roles: ['collector'] })
    assert.equal(codeOf(await perform(app, acceptTask, collector, task)), 'forbidden')
  })
})
