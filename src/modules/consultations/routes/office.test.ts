import assert from 'node:assert/strict'
import { test } from 'vitest'
import { newId } from '#kernel/ids'
import { aCouncil, eventsIn, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { consultations } from '../index.ts'

test('a double click on a new consultation makes one project and one consultation', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const site = siteOf({ app, council, actor: someoneOf(council, ['clerk']), modules: [consultations] })
  const once = newId()
  const send = () => site.post('/consultations/new', { title: '物业管理条例', phase: 'drafting', once })
  const answers = [await send(), await send()]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303],
  )
  assert.equal(answers[0]?.headers.get('location'), answers[1]?.headers.get('location'))
  const names = (await eventsIn(app, council, 'consultations.')).map(({ name }) => name)
  assert.deepEqual(names, ['consultations.project-started', 'consultations.prepared'])
})
