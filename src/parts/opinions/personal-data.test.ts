import assert from 'node:assert/strict'
import { test } from 'vitest'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { fsck, ledgerKeys, parseReceipt, receiptOf, sequence } from '#kernel/ledger'
import { anOpenConsultation, anOpinion } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { opinionsData } from './personal-data.ts'

test('erasing takes the person from her opinions, leaves the words, and the log says so and stays whole', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const accountId = newId()
  const contributor = {
    accountId,
    deviceId: newId(),
    name: '张桂兰',
    displayName: '桂花巷居民',
    contactKind: 'phone' as const,
    contact: '+8613800000001',
  }
  const hers = await anOpinion(app, council, consultation, { contributor, body: '一楼能不能不出钱？' })
  const other = await anOpinion(app, council, consultation, {
    contributor: { ...contributor, accountId: newId(), name: '李四' },
  })
  const { db } = app.database
  const exported = await opinionsData.export(db, accountId)
  assert.deepEqual(
    exported?.rows.map((row) => [row.is, row.body, row.name, row.contact]),
    [['opinion', '一楼能不能不出钱？', '张桂兰', '+8613800000001']],
  )

  const erase = () =>
    db
      .transaction()
      .execute((tx) =>
        opinionsData.erase(tx, { app, councilId: council.id, accountId, ground: 'asked', now: app.clock.now() }),
      )
  await erase()
  await erase()
  const { rows } = await sql<{ dump: string }>`
    select (select string_agg(c::text, ' ') from opinions.contributor c where council_id = ${council.id})
      || (select string_agg(p::text, ' ') from ledger.part p where council_id = ${council.id}) as dump`.execute(db)
  const dump = String(rows[0]?.dump)
  assert(!dump.includes('张桂兰') && !dump.includes(accountId), 'she is still there')
  assert(dump.includes('李四'), 'somebody else was erased too')
  assert(dump.includes('一楼能不能不出钱？'), 'the words are gone')
  assert.equal(await opinionsData.export(db, accountId), null)

  await sequence(db, council.id, app.clock.now(), ledgerKeys(app))
  const leaves = await db
    .selectFrom('ledger.leaf')
    .select(['id', 'type'])
    .where('council_id', '=', council.id)
    .where('type', '=', 'subject.erased')
    .execute()
  assert.equal(leaves.length, 1)
  const state = await receiptOf(db, council.id, leaves[0]?.id ?? '')
  assert.deepEqual(parseReceipt(state?.state === 'logged' ? state.proof : '')?.leaf.erased, ['who'])
  assert.deepEqual(await fsck(db, council.id), [])
  assert.notEqual(hers.contributorId, other.contributorId)
})
