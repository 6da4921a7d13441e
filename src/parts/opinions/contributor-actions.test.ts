import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import { aCommentOf, anOpenConsultation } from '#support/consultations'
import { aCouncil, aGuestOf } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aPhone } from '#support/people'
import { appeal, chooseAnswer, claim, withdraw } from './contributor-actions.ts'
import { opinionByReceipt, ownOpinions } from './follow.ts'

async function given(fields: Parameters<typeof aCommentOf>[3] = {}) {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const comment = await aCommentOf(app, council, consultation, fields)
  const followed = () => opinionByReceipt(app.database.db, council.id, comment.receipt)
  return { app, clock, council, consultation, ...comment, followed }
}

async function codeOf(outcome: ReturnType<typeof perform<never, never, unknown>>) {
  const settled = await outcome
  if (settled.ok) return 'ok'
  if (settled.kind === 'invalid') return settled.issues[0]?.code
  return settled.kind === 'conflict' ? settled.code : settled.kind
}

describe('what the one who gave an opinion may do', () => {
  test('she takes it back with the device it was sent from, once; a stranger with the code cannot', async () => {
    const { app, council, receipt, actor, followed } = await given()
    assert.equal(await codeOf(perform(app, withdraw, aGuestOf(council), { receipt })), 'forbidden')
    assert.equal(await codeOf(perform(app, withdraw, actor, { receipt })), 'ok')
    assert.equal((await followed())?.stage, 'withdrawn')
    assert.equal(await codeOf(perform(app, withdraw, actor, { receipt })), 'withdrawn')
    const leaves = await app.database.db
      .selectFrom('ledger.leaf')
      .select(['type', 'n'])
      .where('council_id', '=', council.id)
      .orderBy('n')
      .execute()
    assert.deepEqual(leaves, [
      { type: 'opinion.received', n: 1 },
      { type: 'opinion.withdrawn', n: 2 },
    ])
  })

  test('a code read wrongly finds nothing, and is never an error', async () => {
    const { app, actor } = await given()
    assert.equal(await codeOf(perform(app, withdraw, actor, { receipt: '7KQ4-M2XC-9TRB' })), 'missing')
    assert.equal(await codeOf(perform(app, withdraw, actor, { receipt: '' })), 'missing')
  })

  test('her account takes over what her device sent, and then only the account counts', async () => {
    const { app, council, receipt, actor, followed } = await given()
    const citizen = { ...(await aCitizen(app, council)), deviceId: actor.deviceId } satisfies Actor
    assert.equal(await codeOf(perform(app, claim, citizen, { receipt })), 'ok')
    assert.ok((await followed())?.provedAt)
    assert.equal(await codeOf(perform(app, withdraw, actor, { receipt })), 'forbidden')
    assert.equal((await ownOpinions(app.database.db, council.id, citizen)).length, 1)
    assert.equal((await ownOpinions(app.database.db, council.id, actor)).length, 0)
    assert.equal(await codeOf(perform(app, withdraw, citizen, { receipt })), 'ok')
  })

  test('another account claims it only with the phone that was left with it', async () => {
    const phone = aPhone()
    const { app, council, receipt } = await given({ answerBy: 'phone', contactKind: 'phone', contact: phone.value })
    assert.equal(await codeOf(perform(app, claim, await aCitizen(app, council), { receipt })), 'not-proved-hers')
    const owner = await aCitizen(app, council, { contacts: [phone] })
    assert.equal(await codeOf(perform(app, claim, owner, { receipt })), 'ok')
    const late = await aCitizen(app, council)
    assert.equal(await codeOf(perform(app, claim, late, { receipt })), 'forbidden')
  })

  test('for an answer by text message a phone number is needed, for one by mail an address', async () => {
    const { app, receipt, actor, followed } = await given()
    const choose = (answerBy: 'phone' | 'email', contact: string | null) =>
      codeOf(perform(app, chooseAnswer, actor, { receipt, answerBy, contact }))
    assert.equal(await choose('phone', null), 'phone-needed')
    assert.equal(await choose('phone', 'a@example.org'), 'phone-needed')
    assert.equal(await choose('phone', '12'), 'contact-shape')
    assert.equal(await choose('phone', '13800138000'), 'ok')
    assert.deepEqual((await followed())?.contributor.answerBy, 'phone')
  })

  test('for an answer by letter a postal address is needed where nobody could hand it over', async () => {
    const { app, receipt, actor, followed } = await given()
    const choose = (address: string | null) =>
      codeOf(perform(app, chooseAnswer, actor, { receipt, answerBy: 'post', address, tellNext: false }))
    assert.equal(await choose(null), 'address-needed')
    assert.equal(await choose('  '), 'address-needed')
    assert.equal(await choose('云山市云水街道和平里 3 号楼 101'), 'ok')
    assert.equal(await choose(null), 'ok')
    const { answerBy, hasAddress, tellNext } = (await followed())?.contributor ?? {}
    assert.deepEqual({ answerBy, hasAddress, tellNext }, { answerBy: 'post', hasAddress: true, tellNext: false })
  })

  test('only what was hidden can be appealed, and every appeal is kept', async () => {
    const { app, council, receipt, actor, opinionId, followed } = await given()
    const ask = () => codeOf(perform(app, appeal, actor, { receipt, words: '没有广告' }))
    assert.equal(await ask(), 'not-hidden')
    await app.database.db.updateTable('opinions.opinion').set({ stage: 'hidden' }).where('id', '=', opinionId).execute()
    await app.database.db
      .insertInto('opinions.moderation')
      .values({
        council_id: council.id,
        id: crypto.randomUUID(),
        opinion_id: opinionId,
        verdict: 'hidden',
        reason_code: 'advert',
        reason: '像广告',
        by: null,
        at: app.clock.now(),
        appeal: null,
        appealed_at: null,
      })
      .execute()
    assert.equal(await ask(), 'ok')
    assert.equal((await followed())?.moderation?.reasonCode, 'advert')
  })
})
