import assert from 'node:assert/strict'
import { test } from 'vitest'
import { z } from 'zod'
import { house, onServer } from '#support/house'
import { type Actor, action, perform } from './action.ts'
import { createApp } from './app.ts'
import { nextNumber } from './db.ts'
import { newId } from './ids.ts'
import { conflict, Refused } from './outcome.ts'
import { leadsTo, stages } from './stages.ts'
import { drain } from './worker.ts'

const box = stages({ open: ['closed'], closed: [] })

const put = action({
  name: 'boxes.put',
  input: z.object({
    thing: z.string().min(1),
    stage: z.enum(['open', 'closed']).default('open'),
    fail: z.boolean().default(false),
  }),
  subject: async ({ input }) => (input.thing === 'nowhere' ? null : { stage: input.stage }),
  allow: (actor) => (actor.kind === 'guest' ? 'hidden' : actor.grants.some((grant) => grant.role === 'keeper')),
  from: leadsTo(box, 'closed'),
  async run({ tx, councilId, input, emit, due, now }) {
    const number = await nextNumber(tx, councilId, 'things')
    emit('boxes.put', { thing: input.thing, number }, { subjectId: input.thing })
    if (input.fail) throw new Refused(conflict('too-full'))
    await due('boxes.close', input.thing, new Date(now.getTime() + 60_000), { thing: input.thing })
    return { number }
  },
})

const close = action({
  name: 'boxes.close',
  input: z.object({ thing: z.string() }),
  subject: async () => ({ stage: 'open' as const }),
  allow: () => false,
  from: leadsTo(box, 'closed'),
  async run({ input, emit }) {
    emit('boxes.closed', { thing: input.thing }, { subjectId: input.thing })
    return null
  },
})

const silent = action({
  name: 'boxes.silent',
  input: z.object({}),
  subject: async () => ({}),
  allow: () => true,
  run: async () => null,
})

async function boxes(reactions: Parameters<typeof createApp>[0]['manifests'][number]['reactions'] = []) {
  const { app: base, clock } = await house()
  const app = createApp({ ...base, manifests: [{ name: 'boxes', actions: [put, close, silent], reactions }] })
  return { app, clock, keeper: someone(newId(), 'keeper') }
}

function someone(councilId: string, ...roles: string[]): Actor {
  return {
    kind: 'person',
    councilId,
    accountId: newId(),
    personId: null,
    deviceId: null,
    grants: roles.map((role) => ({ role, scopeId: null })),
  }
}

async function eventsOf(app: Awaited<ReturnType<typeof boxes>>['app'], councilId: string) {
  return app.database.db
    .selectFrom('kernel.event')
    .selectAll()
    .where('council_id', '=', councilId)
    .orderBy('seq')
    .execute()
}

test('an action that may happen commits its change and tells what happened', async () => {
  const { app, keeper } = await boxes()
  assert.deepEqual(await perform(app, put, keeper, { thing: 'a' }), { ok: true, result: { number: 1 } })
  assert.deepEqual(await perform(app, put, keeper, { thing: 'b' }), { ok: true, result: { number: 2 } })
  const events = await eventsOf(app, keeper.councilId)
  assert.deepEqual(
    events.map((event) => [event.name, event.data, event.account_id]),
    [
      ['boxes.put', { thing: 'a', number: 1 }, keeper.accountId],
      ['boxes.put', { thing: 'b', number: 2 }, keeper.accountId],
    ],
  )
})

test('each refusal comes back as a value and leaves nothing behind', async () => {
  const { app, keeper } = await boxes()
  const guest: Actor = { ...keeper, kind: 'guest' }
  assert.deepEqual(await perform(app, put, keeper, { thing: '' }), {
    ok: false,
    kind: 'invalid',
    issues: [{ path: 'thing', code: 'empty', values: { minimum: 1 } }],
  })
  assert.deepEqual(await perform(app, put, keeper, { thing: 'nowhere' }), { ok: false, kind: 'missing' })
  assert.deepEqual(await perform(app, put, guest, { thing: 'a' }), { ok: false, kind: 'forbidden', hidden: true })
  assert.deepEqual(await perform(app, put, someone(keeper.councilId), { thing: 'a' }), {
    ok: false,
    kind: 'forbidden',
    hidden: false,
  })
  assert.deepEqual(await perform(app, put, keeper, { thing: 'a', stage: 'closed' }), {
    ok: false,
    kind: 'conflict',
    code: 'stage:closed',
  })
  assert.deepEqual(await perform(app, put, keeper, { thing: 'a', fail: true }), {
    ok: false,
    kind: 'conflict',
    code: 'too-full',
  })
  assert.deepEqual(await eventsOf(app, keeper.councilId), [])
})

test('the same key twice happens once and answers the same', async () => {
  const { app, keeper } = await boxes()
  const key = newId()
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => perform(app, put, keeper, { thing: 'a' }, { once: key })),
  )
  for (const answer of answers) assert.deepEqual(answer, { ok: true, result: { number: 1 } })
  assert.equal((await eventsOf(app, keeper.councilId)).length, 1)
})

test('a refused attempt does not use its key up', async () => {
  const { app, keeper } = await boxes()
  const key = newId()
  assert.equal((await perform(app, put, keeper, { thing: 'a', fail: true }, { once: key })).ok, false)
  assert.equal((await perform(app, put, keeper, { thing: 'a' }, { once: key })).ok, true)
})

test('an action that tells nobody is a bug', async () => {
  const { app, keeper } = await boxes()
  await assert.rejects(perform(app, silent, keeper, {}), /told nobody/)
})

test('a due date is performed by the worker as the system when its time has come, and not before', async () => {
  const { app, clock, keeper } = await boxes()
  await perform(app, put, keeper, { thing: 'a' })
  await drain(app, keeper.councilId)
  assert.equal((await eventsOf(app, keeper.councilId)).length, 1)
  clock.advance(60_000)
  await drain(app, keeper.councilId)
  const events = await eventsOf(app, keeper.councilId)
  assert.deepEqual(
    events.map((event) => [event.name, event.actor_kind]),
    [
      ['boxes.put', 'person'],
      ['boxes.closed', 'system'],
    ],
  )
})

test('a reaction that fails is tried again, later each time, and what it wrote is undone', async () => {
  let attempts = 0
  const { app, clock, keeper } = await boxes([
    {
      name: 'boxes.count',
      on: ['boxes.put'],
      async run({ tx, event }) {
        attempts += 1
        await nextNumber(tx, event.councilId, 'reacted')
        if (attempts === 1) throw new Error('the first time fails')
      },
    },
  ])
  const errors = console.error
  console.error = () => {}
  await perform(app, put, keeper, { thing: 'a' })
  await drain(app, keeper.councilId)
  console.error = errors
  assert.equal(attempts, 1)
  clock.advance(10_000)
  await drain(app, keeper.councilId)
  assert.equal(attempts, 2)
  const counter = await app.database.db
    .selectFrom('kernel.counter')
    .select('value')
    .where('council_id', '=', keeper.councilId)
    .where('name', '=', 'reacted')
    .executeTakeFirst()
  assert.equal(counter?.value, 1)
})

test('inside an action the rows of another council cannot be read or written', async () => {
  const { app, keeper } = await boxes()
  const stranger = someone(newId(), 'keeper')
  await perform(app, put, keeper, { thing: 'a' })
  let seen: unknown
  const peek = action({
    name: 'boxes.peek',
    input: z.object({}),
    subject: async () => ({}),
    allow: () => true,
    async run({ tx, emit }) {
      seen = await tx.selectFrom('kernel.event').select('id').where('council_id', '=', keeper.councilId).execute()
      emit('boxes.peeked')
      await nextNumber(tx, keeper.councilId, 'things')
      return null
    },
  })
  await assert.rejects(perform(app, peek, stranger, {}), /row-level security/)
  assert.deepEqual(seen, [])
})

test.runIf(onServer)('two hundred at once take two hundred numbers without a gap', async () => {
  const { app, keeper } = await boxes()
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => perform(app, put, keeper, { thing: `t${i}` })),
  )
  const numbers = answers.map((answer) => (answer.ok ? answer.result.number : 0)).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 200 }, (_, i) => i + 1),
  )
})
