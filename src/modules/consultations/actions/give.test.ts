import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { perform } from '#kernel/action'
import { newId } from '#kernel/ids'
import { receiptOf } from '#kernel/ledger'
import { opinionAllowances } from '#parts/opinions'
import { aCommentOf, anOpenConsultation, commentOn } from '#support/consultations'
import { aCouncil, aGuestOf, eventsIn } from '#support/councils'
import { house } from '#support/house'
import { comment } from './give.ts'

describe('giving an opinion', () => {
  test('a guest’s opinion is stored at once, with receipt, event and promise', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const { opinionId, receipt, actor } = await aCommentOf(app, council, consultation, {
      suggested: '费用分摊方案由业主协商确定；协商不成的，可以申请街道组织调解。',
      anchor: { provisionId: 'art_3', quote: '费用分摊方案由 业主协商确定' },
    })
    assert.match(receipt, /^[0-9A-Z]{12}$/)
    const row = await opinionRow(app, opinionId)
    assert.equal(row.quote, '费用分摊方案由业主协商确定')
    assert.equal(row.stage, 'received')
    assert.equal(row.proved_at, null)
    const contributor = await app.database.db
      .selectFrom('opinions.contributor')
      .selectAll()
      .where('id', '=', row.contributor_id)
      .executeTakeFirstOrThrow()
    assert.equal(contributor.device_id, actor.deviceId)
    assert.equal((await receiptOf(app.database.db, council.id, String(row.leaf_id)))?.state, 'promised')
    const events = await eventsIn(app, council, 'consultations.')
    assert.deepEqual(
      events.map((event) => [event.name, event.subject_id]),
      [['consultations.commented', opinionId]],
    )
  })

  test('the same form sent twice is one opinion with one receipt and one leaf', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const clientKey = newId()
    const first = await aCommentOf(app, council, consultation, { clientKey })
    const second = await aCommentOf(app, council, consultation, { clientKey })
    assert.deepEqual([second.opinionId, second.receipt], [first.opinionId, first.receipt])
    assert.equal(await count(app, 'opinions.opinion', council.id), 1)
    assert.equal(await count(app, 'opinions.contributor', council.id), 1)
    assert.equal(await count(app, 'ledger.leaf', council.id), 1)
  })

  test('after the closing day an opinion is refused and nothing is recorded', async () => {
    const { app, clock } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council, { closesAt: '2026-12-20T16:00:00Z' })
    clock.set('2026-12-20T16:00:00Z')
    const outcome = await perform(app, comment, aGuestOf(council), commentOn(consultation))
    assert.deepEqual(outcome, { ok: false, kind: 'conflict', code: 'closed' })
    assert.equal(await count(app, 'opinions.opinion', council.id), 0)
  })

  test('words that do not stand in the article, and articles that do not stand in the text, are refused', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const refusedAt = async (anchor: { provisionId: string; quote?: string }) => {
      const outcome = await perform(app, comment, aGuestOf(council), commentOn(consultation, { anchor }))
      return outcome.ok || outcome.kind !== 'invalid' ? outcome : outcome.issues[0]
    }
    assert.deepEqual(await refusedAt({ provisionId: 'art_3', quote: '飞机场' }), {
      path: 'anchor.quote',
      code: 'not-in-article',
    })
    assert.deepEqual(await refusedAt({ provisionId: 'art_99' }), { path: 'anchor.provisionId', code: 'not-in-text' })
  })

  test('without consent, without words or with too many nothing is taken', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const { consent: _, ...withoutConsent } = commentOn(consultation, { body: ' \n ' })
    const outcome = await perform(app, comment, aGuestOf(council), withoutConsent as ReturnType<typeof commentOn>)
    assert.equal(
      outcome.ok || outcome.kind !== 'invalid' ? '' : outcome.issues.map((issue) => issue.path).join(),
      'body,consent',
    )
    const long = await perform(app, comment, aGuestOf(council), commentOn(consultation, { body: '长'.repeat(5001) }))
    assert.equal(long.ok, false)
  })

  test('many at the same moment each get their own receipt, and one bad one spoils nobody’s', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const bad = commentOn(consultation, { anchor: { provisionId: 'art_99' } })
    const outcomes = await Promise.all([
      ...Array.from({ length: 30 }, (_, i) =>
        perform(app, comment, aGuestOf(council), commentOn(consultation, { body: `第${i}条意见` })),
      ),
      perform(app, comment, aGuestOf(council), bad),
    ])
    const receipts = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.result.receipt] : []))
    assert.equal(new Set(receipts).size, 30)
    assert.equal(outcomes.at(-1)?.ok, false)
    assert.equal(await count(app, 'ledger.leaf', council.id), 30)
  })

  test('one device may send so many an hour and no more; a neighbour is not held up by it', async () => {
    const { app, clock } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const busy = aGuestOf(council)
    const sendBy = (actor: typeof busy) => perform(app, comment, actor, commentOn(consultation))
    const outcomes = await Promise.all(Array.from({ length: opinionAllowances.device.most + 3 }, () => sendBy(busy)))
    const refused = outcomes.filter((outcome) => !outcome.ok)
    assert.deepEqual(refused, Array(3).fill({ ok: false, kind: 'conflict', code: 'too-many' }))
    assert.equal((await sendBy(aGuestOf(council))).ok, true)
    clock.advance(60 * 60_000)
    assert.equal((await sendBy(busy)).ok, true)
  })

  test('an advertisement waits for a person, with its reason on record', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const { opinionId } = await aCommentOf(app, council, consultation, { body: '代开发票，加微信 abc123456' })
    assert.equal((await opinionRow(app, opinionId)).stage, 'held')
    const moderation = await app.database.db
      .selectFrom('opinions.moderation')
      .select(['verdict', 'reason_code'])
      .where('opinion_id', '=', opinionId)
      .execute()
    assert.deepEqual(moderation, [{ verdict: 'held', reason_code: 'advert' }])
  })

  test('characters no database can hold are left out, and everything else stays as typed', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const { opinionId } = await aCommentOf(app, council, consultation, { body: ' 反\u202e对\0 \ud800 “’\\' })
    assert.equal((await opinionRow(app, opinionId)).body, ' 反\u202e对 \ufffd “’\\')
  })
})

function opinionRow(app: Awaited<ReturnType<typeof house>>['app'], id: string) {
  return app.database.db.selectFrom('opinions.opinion').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

async function count(
  app: Awaited<ReturnType<typeof house>>['app'],
  table: 'opinions.opinion' | 'opinions.contributor' | 'ledger.leaf',
  councilId: string,
): Promise<number> {
  const row = await app.database.db
    .selectFrom(table)
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('council_id', '=', councilId)
    .executeTakeFirstOrThrow()
  return row.count
}
