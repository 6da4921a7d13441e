import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { drain } from '#kernel/worker'
import { shownByIds } from '#parts/opinions'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil, aGuestOf } from '#support/councils'
import { house } from '#support/house'
import { support, unsupport } from './support.ts'

async function spoken() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  return { app, clock, council, consultation, ...(await aCommentOf(app, council, consultation)) }
}

async function supportsOf({ app, council, opinionId }: Awaited<ReturnType<typeof spoken>>) {
  return (await shownByIds(app.database.db, council.id, [opinionId]))[0]?.supports
}

describe('我也是', () => {
  test('one person counts once, and can take it back', async () => {
    const it = await spoken()
    const guest = aGuestOf(it.council)
    const input = { opinionId: it.opinionId }
    await perform(it.app, support, guest, input)
    assert.deepEqual(await perform(it.app, support, guest, input), { ok: true, result: { supports: 1 } })
    await perform(it.app, support, aGuestOf(it.council), input)
    assert.equal(await supportsOf(it), 2)
    assert.deepEqual(await perform(it.app, unsupport, guest, input), { ok: true, result: { supports: 1 } })
    assert.deepEqual(await perform(it.app, unsupport, guest, input), { ok: true, result: { supports: 1 } })
  })

  test('twenty presses of one device at the same moment are one', async () => {
    const it = await spoken()
    const guest = aGuestOf(it.council)
    await Promise.all(Array.from({ length: 20 }, () => perform(it.app, support, guest, { opinionId: it.opinionId })))
    assert.equal(await supportsOf(it), 1)
  })

  test('nobody supports herself, without a device or after the closing', async () => {
    const it = await spoken()
    const input = { opinionId: it.opinionId }
    const code = async (actor = it.actor) => {
      const outcome = await perform(it.app, support, actor, input)
      return outcome.ok ? 'ok' : outcome.kind === 'conflict' ? outcome.code : outcome.kind
    }
    assert.equal(await code(), 'own-opinion')
    assert.equal(await code({ ...aGuestOf(it.council), deviceId: null }), 'forbidden')
    it.clock.advance(31 * 86_400_000)
    assert.equal(await code(aGuestOf(it.council)), 'closed')
  })

  test('an opinion for the office alone cannot be supported: it is not there', async () => {
    const it = await spoken()
    const hidden = await aCommentOf(it.app, it.council, it.consultation, { public: false })
    const outcome = await perform(it.app, support, aGuestOf(it.council), { opinionId: hidden.opinionId })
    assert.deepEqual(outcome, { ok: false, kind: 'missing' })
  })
})

test('an opinion that waits for a person is shown after a day when nobody has looked, with a note that it was so', async () => {
  const { app, clock, council, consultation } = await spoken()
  const held = await aCommentOf(app, council, consultation, { body: '办证刷单，加微信 abc123456' })
  assert.deepEqual(await shownByIds(app.database.db, council.id, [held.opinionId]), [])
  await drain(app, council.id)
  assert.deepEqual(await shownByIds(app.database.db, council.id, [held.opinionId]), [])
  clock.advance(24 * 3_600_000)
  await drain(app, council.id)
  assert.equal((await shownByIds(app.database.db, council.id, [held.opinionId])).length, 1)
  const verdicts = await app.database.db
    .selectFrom('opinions.moderation')
    .select(['verdict', 'reason_code'])
    .where('opinion_id', '=', held.opinionId)
    .orderBy('at')
    .execute()
  assert.deepEqual(verdicts, [
    { verdict: 'held', reason_code: 'advert' },
    { verdict: 'released', reason_code: 'unseen' },
  ])
})
