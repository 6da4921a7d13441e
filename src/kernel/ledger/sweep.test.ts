import assert from 'node:assert/strict'
import { test } from 'vitest'
import { house } from '#support/house'
import { enterCouncil } from '../action.ts'
import type { App } from '../app.ts'
import { sql } from '../db.ts'
import { newId } from '../ids.ts'
import { appendLeaf, eraseParts, newSubjectId, openLog, rotateKey } from './append.ts'
import { fsck } from './fsck.ts'
import { heartbeat, policyOf, receiptOf } from './read.ts'
import { verifyReceipt } from './receipt.ts'
import { ledgerKeys, sequenceLogs } from './sweep.ts'

test('an action records within its council, and the sweep gives what it recorded its place', async () => {
  const { app, clock } = await house()
  const councilId = await aCouncilWithALog(app)
  const leafId = await inCouncil(app, councilId)
  assert.equal((await receiptOf(app.database.db, councilId, leafId))?.state, 'promised')
  clock.advance(1000)
  await sequenceLogs.run(app)
  const receipt = await receiptOf(app.database.db, councilId, leafId)
  assert(receipt?.state === 'logged')
  assert(verifyReceipt(receipt.proof, await policyOf(app.database.db, councilId), { text: '你好' }).ok)
  assert.deepEqual(await fsck(app.database.db, councilId), [])
})

test('what an action may do within its council it may not do within another', async () => {
  const { app, clock } = await house()
  const [own, other] = [await aCouncilWithALog(app), await aCouncilWithALog(app)]
  const leafId = await inCouncil(app, other)
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, own)
    assert.equal(await receiptOf(tx, other, leafId), undefined)
  })
  const foreign = app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, own)
    await appendLeaf(tx, leafOf(other, clock.now()), ledgerKeys(app))
  })
  await assert.rejects(foreign)
})

test('erasing and changing the key need no more rights than an action has', async () => {
  const { app, clock } = await house()
  const councilId = await aCouncilWithALog(app)
  const subjectId = newSubjectId()
  await inCouncil(app, councilId, subjectId)
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, councilId)
    const at = clock.now()
    const keys = ledgerKeys(app)
    assert(await eraseParts(tx, councilId, subjectId, ['text'], 'asked-by-person', { at, keys }))
    await rotateKey(tx, councilId, keys, at)
  })
  assert.deepEqual(await fsck(app.database.db, councilId), [])
})

test('a log that is at fault does not keep the others waiting, and it is told', async () => {
  const { app, clock } = await house()
  const [broken, sound] = [await aCouncilWithALog(app), await aCouncilWithALog(app)]
  const told: object[] = []
  const listening = { ...app, log: { ...app.log, error: (details: object) => void told.push(details) } }
  await sql`update ledger.log set root = sha256(root) where council_id = ${broken}`.execute(app.database.db)
  await inCouncil(app, broken)
  const leafId = await inCouncil(app, sound)
  clock.advance(1000)
  await sequenceLogs.run(listening)
  assert.equal((await receiptOf(app.database.db, sound, leafId))?.state, 'logged')
  assert(told.some((details) => 'council' in details && details.council === broken))
  await sql`update ledger.log set root = sha256(''::bytea) where council_id = ${broken}`.execute(app.database.db)
})

test('a quiet log shows that it is alive', async () => {
  const { app, clock } = await house()
  const councilId = await aCouncilWithALog(app)
  clock.advance(61_000)
  await sequenceLogs.run(app)
  assert.match(await heartbeat(app.database.db, councilId), /alive 2026-11-20T01:01:01\.000Z/)
})

async function aCouncilWithALog(app: App): Promise<string> {
  const councilId = newId()
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, councilId)
    await openLog(tx, councilId, `log.example/${councilId}`, ledgerKeys(app), app.clock.now())
  })
  return councilId
}

async function inCouncil(app: App, councilId: string, subjectId = newSubjectId()): Promise<string> {
  return app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, councilId)
    const leaf = { ...leafOf(councilId, app.clock.now()), subjectId }
    return (await appendLeaf(tx, leaf, ledgerKeys(app))).leafId
  })
}

function leafOf(councilId: string, at: Date) {
  return { councilId, subjectId: newSubjectId(), type: 'thing.received', parts: { text: '你好' }, at }
}
