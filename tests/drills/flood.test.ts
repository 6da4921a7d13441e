import assert from 'node:assert/strict'
import { describe, test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { fsck, ledgerKeys, sequence } from '#kernel/ledger'
import { anOpenConsultation, anOpinion, commentOn } from '#support/consultations'
import { aCouncil, aGuestOf } from '#support/councils'
import { house, onServer } from '#support/house'
import { comment } from '../../src/modules/consultations/actions/give.ts'
import { support } from '../../src/modules/consultations/actions/support.ts'

if (!onServer) console.warn('No TEST_DATABASE_URL: what happens when hundreds come at once is not tested.')

const crowd = 200

describe.skipIf(!onServer)('hundreds at once', () => {
  test('the same words sent two hundred times under one key are one opinion with one receipt', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const input = commentOn(consultation)
    const sent = Array.from({ length: crowd }, () => perform(app, comment, aGuestOf(council), input))
    const outcomes = await Promise.all(sent)
    const receipts = new Set(outcomes.map((outcome) => (outcome.ok ? outcome.result.receipt : outcome.kind)))
    assert.equal(receipts.size, 1)
    const { rows } = await sql<{ opinions: number; contributors: number; leaves: number }>`
      select (select count(*) from opinions.opinion where council_id = ${council.id}) as opinions,
        (select count(*) from opinions.contributor where council_id = ${council.id}) as contributors,
        (select count(*) from ledger.leaf where council_id = ${council.id}) as leaves`.execute(app.database.db)
    assert.deepEqual(rows, [{ opinions: 1, contributors: 1, leaves: 1 }])
    await sequence(app.database.db, council.id, app.clock.now(), ledgerKeys(app))
    assert.deepEqual(await fsck(app.database.db, council.id), [])
  })

  test('two hundred different opinions at once are two hundred, each with a receipt of its own', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const sent = Array.from({ length: crowd }, () => perform(app, comment, aGuestOf(council), commentOn(consultation)))
    const outcomes = await Promise.all(sent)
    assert.equal(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.result.receipt : ''))).size, crowd)
  })

  test('two hundred supporters racing on one opinion, some pressing twice, are counted once each', async () => {
    const { app } = await house()
    const council = await aCouncil(app)
    const consultation = await anOpenConsultation(app, council)
    const { opinionId } = await anOpinion(app, council, consultation)
    const people = Array.from({ length: crowd }, () => aGuestOf(council))
    // Whoever waited too long for a connection presses again, as people do.
    const press = async (actor: Actor): Promise<boolean> => {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const outcome = await perform(app, support, actor, { opinionId }).catch(() => null)
        if (outcome) return outcome.ok
      }
      return false
    }
    const pressed = await Promise.all([...people, ...people.slice(0, 50)].map(press))
    assert.deepEqual([...new Set(pressed)], [true])
    const { rows } = await sql<{ supports: number; rows: number }>`
      select o.supports, (select count(*) from opinions.support s where s.council_id = o.council_id and s.opinion_id = o.id) as rows
      from opinions.opinion o where o.council_id = ${council.id} and o.id = ${opinionId}`.execute(app.database.db)
    assert.deepEqual(rows, [{ supports: crowd, rows: crowd }])
  })

  test('without its unique key the same would be stored two hundred times', async () => {
    const { app } = await house()
    const { db } = app.database
    const name = `flood_${newId().replaceAll('-', '')}`
    await sql`create table ${sql.id(name)} (client_key uuid not null)`.execute(db)
    const key = newId()
    const naive = async () => {
      const found = await sql`select from ${sql.id(name)} where client_key = ${key}`.execute(db)
      if (found.rows.length === 0) await sql`insert into ${sql.id(name)} values (${key})`.execute(db)
    }
    await Promise.all(Array.from({ length: crowd }, naive))
    const { rows } = await sql<{ stored: number }>`select count(*) as stored from ${sql.id(name)}`.execute(db)
    await sql`drop table ${sql.id(name)}`.execute(db)
    assert((rows[0]?.stored ?? 0) > 1, 'the crowd did not race, so these tests show nothing')
  })
})
