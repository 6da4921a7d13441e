import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { z } from 'zod'
import { house } from '#support/house'
import { type Actor, action, perform } from './action.ts'
import { createApp } from './app.ts'
import { newId } from './ids.ts'
import { conflict, Refused } from './outcome.ts'

/** An action that counts the transactions it ran in, and can be told to refuse or to break. */
function drops() {
  const groups: number[] = []
  let alone = 0
  const drop = action({
    name: 'boxes.drop',
    input: z.object({ word: z.string() }),
    subject: async ({ input }: { input: { word: string } }) => (input.word === 'nowhere' ? null : { word: input.word }),
    allow: (actor) => actor.kind !== 'guest',
    from: (subject) => (subject.word === 'shut' ? 'stage:shut' : null),
    async run({ input, emit }) {
      alone += 1
      if (input.word === 'poison') throw new Error('a bug')
      if (input.word === 'full') throw new Refused(conflict('too-full'))
      emit('boxes.dropped', { word: input.word }, { subjectId: input.word })
      return { word: input.word }
    },
    together: {
      most: 10,
      subjects: async (calls) => calls.map(({ input }) => (input.word === 'nowhere' ? null : { word: input.word })),
      async run(contexts) {
        groups.push(contexts.length)
        return contexts.map(({ input, emit }) => {
          if (input.word === 'poison') throw new Error('a bug')
          if (input.word === 'full') return new Refused(conflict('too-full'))
          emit('boxes.dropped', { word: input.word }, { subjectId: input.word })
          return { word: input.word }
        })
      },
    },
  })
  return { drop, groups, alone: () => alone }
}

async function boxes() {
  const { app: base } = await house()
  const made = drops()
  const app = createApp({ ...base, manifests: [{ name: 'boxes', actions: [made.drop] }] })
  const councilId = newId()
  return { app, councilId, ...made, keeper: someone(councilId) }
}

function someone(councilId: string, kind: Actor['kind'] = 'person'): Actor {
  return { kind, councilId, accountId: newId(), personId: null, deviceId: null, grants: [] }
}

async function wordsOf(app: Awaited<ReturnType<typeof boxes>>['app'], councilId: string) {
  const rows = await app.database.db
    .selectFrom('kernel.event')
    .select(['data', 'account_id'])
    .where('council_id', '=', councilId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.data.word)
}

describe('calls that run together', () => {
  test('many calls of one moment take few transactions, keep their order, and are answered each', async () => {
    const { app, councilId, drop, groups, alone, keeper } = await boxes()
    const words = Array.from({ length: 25 }, (_, i) => `w${i}`)
    const outcomes = await Promise.all(words.map((word) => perform(app, drop, keeper, { word })))
    assert.deepEqual(
      outcomes.map((outcome) => outcome.ok && outcome.result.word),
      words,
    )
    assert.ok(groups.length <= 4 && groups.every((size) => size <= 10), `groups of ${groups}`)
    assert.equal(
      groups.reduce((sum, size) => sum + size, alone()),
      25,
    )
    assert.deepEqual([...(await wordsOf(app, councilId))].sort(), [...words].sort())
  })

  test('a call without company runs alone', async () => {
    const { app, drop, groups, alone, keeper } = await boxes()
    assert.equal((await perform(app, drop, keeper, { word: 'one' })).ok, true)
    assert.deepEqual([groups.length, alone()], [0, 1])
  })

  test('one refused call is refused by itself, whatever refuses it', async () => {
    const { app, councilId, drop, groups, keeper } = await boxes()
    const calls = ['a', 'nowhere', 'shut', 'full', 'b'].map((word) => perform(app, drop, keeper, { word }))
    const stranger = perform(app, drop, someone(councilId, 'guest'), { word: 'c' })
    const outcomes = await Promise.all([...calls, stranger])
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.kind === 'conflict' ? outcome.code : outcome.kind)),
      ['ok', 'missing', 'stage:shut', 'too-full', 'ok', 'forbidden'],
    )
    assert.deepEqual(await wordsOf(app, councilId), ['a', 'b'])
    assert.deepEqual(groups, [3])
  })

  test('a bug in one call undoes the group, and the others are done all the same', async () => {
    const { app, councilId, drop, alone, keeper } = await boxes()
    const outcomes = await Promise.allSettled(['a', 'poison', 'b'].map((word) => perform(app, drop, keeper, { word })))
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual([...(await wordsOf(app, councilId))].sort(), ['a', 'b'])
    assert.equal(alone(), 3)
  })

  test('each event names its own actor', async () => {
    const { app, councilId, drop } = await boxes()
    const people = [someone(councilId), someone(councilId), someone(councilId)]
    await Promise.all(people.map((actor, i) => perform(app, drop, actor, { word: `w${i}` })))
    const rows = await app.database.db
      .selectFrom('kernel.event')
      .select(['data', 'account_id'])
      .where('council_id', '=', councilId)
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      rows.map((row) => [row.data.word, row.account_id]),
      people.map((actor, i) => [`w${i}`, actor.accountId]),
    )
  })

  test('a once-key answers the second call as the first, in one group or two, and a refused call leaves its key free', async () => {
    const { app, councilId, drop, keeper } = await boxes()
    const [key, other] = [newId(), newId()]
    const first = await Promise.all([
      perform(app, drop, keeper, { word: 'a' }, { once: key }),
      perform(app, drop, keeper, { word: 'again' }, { once: key }),
      perform(app, drop, keeper, { word: 'full' }, { once: other }),
      perform(app, drop, keeper, { word: 'b' }),
    ])
    // Either may be first on a server with several connections; the other is answered the same.
    const [answer, ...others] = first.map((outcome) => (outcome.ok ? outcome.result.word : 'refused'))
    assert.deepEqual(others, [answer, 'refused', 'b'])
    const later = await Promise.all([
      perform(app, drop, keeper, { word: 'c' }, { once: other }),
      perform(app, drop, keeper, { word: 'd' }, { once: key }),
    ])
    assert.deepEqual(
      later.map((outcome) => (outcome.ok ? outcome.result.word : 'refused')),
      ['c', answer],
    )
    assert.deepEqual([...(await wordsOf(app, councilId))].sort(), [answer, 'b', 'c'].sort())
  })

  test('calls of different councils never share a transaction', async () => {
    const { app, drop, groups } = await boxes()
    const [one, two] = [someone(newId()), someone(newId())]
    await Promise.all(['a', 'b', 'c', 'd'].map((word, i) => perform(app, drop, i % 2 ? one : two, { word })))
    assert.deepEqual(groups, [2, 2])
    assert.deepEqual(await wordsOf(app, one.councilId), ['b', 'd'])
  })
})
