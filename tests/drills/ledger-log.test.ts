import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { afterAll, describe, test } from 'vitest'
import { type Db, sql } from '#kernel/db'
import {
  appendLeaf,
  checkpoint,
  consistencyProof,
  entries,
  eraseParts,
  fsck,
  heartbeat,
  LedgerFault,
  newSubjectId,
  openLog,
  parsePolicy,
  parseReceipt,
  parseTilePath,
  policyOf,
  receiptOf,
  rotateKey,
  sequence,
  storedKeys,
  tile,
  tilePath,
  verifyHeartbeat,
  verifyPromise,
  verifyReceipt,
} from '#kernel/ledger'
import { embeddedLedger, keys, type LedgerDatabase, openTestLog, serverLedger, type TestLog } from '#support/ledger'
import { emptyEdge, grow, isConsistent, leafHash, rootOfEdge } from '../../src/kernel/ledger/merkle.ts'
import { parseCheckpoint, parseNote } from '../../src/kernel/ledger/note.ts'
import { entriesOfBundle } from '../../src/kernel/ledger/tiles.ts'

const opened = { embedded: await embeddedLedger(), server: await serverLedger() }

afterAll(async () => {
  await opened.embedded.drop()
  await opened.server?.drop()
})

for (const ledger of [opened.embedded, opened.server]) {
  describe.skipIf(!ledger)(`a log on the ${ledger?.name ?? 'absent'} database`, () => {
    test('a leaf is promised at once and provable after the sequencer ran', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const { leafId, leafHash, promise } = await log.append()
      const policy = await policyOf(log.db, log.councilId)
      const promised = verifyPromise(promise, parsePolicy(policy))
      assert.deepEqual(promised?.leafHash, leafHash)
      assert.equal(promised?.logBy.toISOString(), '2026-11-20T01:01:00.000Z')
      assert.deepEqual(await receiptOf(log.db, log.councilId, leafId), { state: 'promised', promise })

      assert.deepEqual(await log.sequence(), { size: 1, added: 1, waiting: false })
      const proof = await proofOf(log, leafId)
      const verdict = verifyReceipt(proof, policy, { text: '路灯坏了，请修一修。', who: '张三' })
      assert(verdict.ok)
      assert.deepEqual(verdict.opened, ['text', 'who'])
      assert.deepEqual(verifyReceipt(proof, policy, { text: '路灯没有坏。' }), { ok: false, fault: 'content-differs' })
      assert.deepEqual(verifyReceipt(proof, policy, { photo: '' }), { ok: false, fault: 'content-unknown' })
      assert(!proof.includes('张三') && !Buffer.from(proof, 'base64').includes('张三'))
    })

    test('what is rolled back was never there', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const refused = log.db.transaction().execute(async (tx) => {
        await appendLeaf(tx, newLeaf(log), keys)
        throw new Error('refused')
      })
      await assert.rejects(refused, /refused/)
      assert.deepEqual(await log.sequence(), { size: 0, added: 0, waiting: false })
      assert.deepEqual(await fsck(log.db, log.councilId), [])
    })

    test('events of a matter form a chain, whatever else happens between them', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const subjectId = newSubjectId()
      const first = await log.append({ subjectId })
      await log.append()
      const second = await log.append({ subjectId, type: 'thing.answered', parts: {}, out: 'done' })
      await log.sequence()
      const receipt = parseReceipt(await proofOf(log, second.leafId))
      assert.equal(receipt?.leaf.n, 2)
      assert.equal(receipt?.leaf.prev, Buffer.from(first.leafHash).toString('base64'))
      assert.deepEqual(await fsck(log.db, log.councilId), [])
    })

    test('receipts of every leaf hold at every size, and the trees continue each other', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const policy = await policyOf(log.db, log.councilId)
      const leafIds: string[] = []
      const trees = [await signedTree(log)]
      for (const portion of [1, 2, 1, 5, 8]) {
        for (let n = 0; n < portion; n += 1) leafIds.push((await log.append()).leafId)
        await log.sequence()
        trees.push(await signedTree(log))
        for (const [index, leafId] of leafIds.entries()) {
          const verdict = verifyReceipt(await proofOf(log, leafId), policy)
          assert(verdict.ok)
          assert.equal(verdict.index, index)
          assert.equal(verdict.size, leafIds.length)
        }
      }
      for (const older of trees.slice(1)) {
        for (const newer of trees.filter(({ size }) => size >= older.size)) {
          const proof = await consistencyProof(log.db, log.councilId, older.size, newer.size)
          assert(isConsistent(older, newer, proof))
        }
      }
      assert.deepEqual(await fsck(log.db, log.councilId), [])
    })

    test('the public files give the whole log, 256 to a tile', async () => {
      const log = await openTestLog(databaseOf(ledger))
      await appendMany(log, 600)
      await log.sequence()
      const { size, root } = await signedTree(log)
      assert.equal(size, 600)
      const hashes: Uint8Array[] = []
      for (const [index, width] of [256, 256, 88].entries()) {
        const bundle = await entries(log.db, log.councilId, index, width)
        const level0 = await tile(log.db, log.councilId, 0, index, width)
        const inside = entriesOfBundle(bundle ?? new Uint8Array(), width)
        assert(inside && level0)
        hashes.push(...inside.map(leafHash))
        assert.deepEqual(Buffer.concat(inside.map(leafHash)), Buffer.from(level0))
      }
      assert.deepEqual(Buffer.from(rootOfEdge(grow(emptyEdge, hashes).edge)), Buffer.from(root))
      const level1 = await tile(log.db, log.councilId, 1, 0, 2)
      const full = grow(emptyEdge, hashes.slice(0, 256)).edge
      assert.deepEqual(Buffer.from(level1?.subarray(0, 32) ?? []), Buffer.from(rootOfEdge(full)))
      assert.equal(await tile(log.db, log.councilId, 0, 2, 89), undefined)
      assert.equal(await entries(log.db, log.councilId, 2, 89), undefined)
      assert.equal(await tile(log.db, log.councilId, 1, 0, 3), undefined)
      assert.equal(await tile(log.db, log.councilId, 0, 0, 257), undefined)
    })

    test('erased content is gone, the log stays valid, and a receipt handed out before still opens', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const subjectId = newSubjectId()
      const { leafId } = await log.append({ subjectId })
      await log.append({ subjectId, type: 'thing.amended', parts: { who: '张三之妻' } })
      await log.sequence()
      const before = await proofOf(log, leafId)
      const policy = await policyOf(log.db, log.councilId)
      const erase = () =>
        log.db
          .transaction()
          .execute((tx) =>
            eraseParts(tx, log.councilId, subjectId, ['who'], 'asked-by-person', { at: log.clock.now(), keys }),
          )
      const erased = await erase()
      assert(erased)
      assert.equal(await erase(), undefined, 'a second time there is nothing left')
      await log.sequence()

      const { rows } = await sql<{ dump: string }>`
        select string_agg(part::text, ' ') as dump from ledger.part part
        where council_id = ${log.councilId}`.execute(log.db)
      assert(!rows[0]?.dump.includes('张三'))
      const after = await proofOf(log, leafId)
      assert.deepEqual(Object.keys(parseReceipt(after)?.salts ?? {}), ['text'])
      assert.deepEqual(verifyReceipt(after, policy, { who: '张三' }), { ok: false, fault: 'content-unknown' })
      assert(verifyReceipt(after, policy, { text: '路灯坏了，请修一修。' }).ok)
      assert(verifyReceipt(before, policy, { who: '张三' }).ok)
      const leaf = parseReceipt(await proofOf(log, erased.leafId))?.leaf
      assert.deepEqual([leaf?.type, leaf?.erased, leaf?.out], ['subject.erased', ['who'], 'asked-by-person'])
      assert.deepEqual(await fsck(log.db, log.councilId), [])
    })

    test('a quiet log shows each minute that it is alive', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const policy = parsePolicy(await policyOf(log.db, log.councilId))
      const seen = async () => verifyHeartbeat(await heartbeat(log.db, log.councilId), policy)?.at.toISOString()
      assert.equal(await seen(), '2026-11-20T01:00:00.000Z')
      log.clock.set('2026-11-20T01:00:59Z')
      await log.sequence()
      assert.equal(await seen(), '2026-11-20T01:00:00.000Z')
      log.clock.set('2026-11-20T01:01:00Z')
      await log.sequence()
      assert.equal(await seen(), '2026-11-20T01:01:00.000Z')
    })

    test('a new key continues the log, and receipts under the old one stay good', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const { leafId } = await log.append()
      await log.sequence()
      const before = await proofOf(log, leafId)
      const oldPolicy = await policyOf(log.db, log.councilId)
      await log.db.transaction().execute((tx) => rotateKey(tx, log.councilId, keys, log.clock.now()))
      const crossing = await proofOf(log, leafId)
      const next = await log.append()
      await log.sequence()
      const policy = await policyOf(log.db, log.councilId)
      const after = await proofOf(log, next.leafId)
      assert(verifyReceipt(before, policy).ok)
      assert(verifyReceipt(crossing, oldPolicy).ok, 'the tree of the change is signed by both keys')
      assert(verifyReceipt(after, policy).ok)
      assert.deepEqual(verifyReceipt(after, oldPolicy), { ok: false, fault: 'unknown-log' })
      const rotation = await log.db
        .selectFrom('ledger.leaf')
        .select('entry')
        .where('council_id', '=', log.councilId)
        .where('type', '=', 'key.rotated')
        .executeTakeFirstOrThrow()
      const named: string = JSON.parse(Buffer.from(rotation.entry).toString()).key
      assert(policy.includes(named) && !oldPolicy.includes(named))
      assert.deepEqual(await fsck(log.db, log.councilId), [])
    })

    test('a log is started once, and another secret cannot continue it', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const policy = await policyOf(log.db, log.councilId)
      await log.db.transaction().execute((tx) => openLog(tx, log.councilId, 'other.example', keys, log.clock.now()))
      assert.equal(await policyOf(log.db, log.councilId), policy)
      const stranger = storedKeys('a secret that is another one, but long enough as well')
      await assert.rejects(sequence(log.db, log.councilId, log.clock.now(), stranger))
      assert.throws(() => storedKeys('short'), RangeError)
      const nowhere = { ...newLeaf(log), councilId: randomUUID() }
      await assert.rejects(log.db.transaction().execute((tx) => appendLeaf(tx, nowhere, keys)))
    })

    test('the database itself refuses changes to what is recorded', async () => {
      const log = await openTestLog(databaseOf(ledger))
      const { leafId } = await log.append()
      await log.sequence()
      const own = sql`council_id = ${log.councilId}`
      for (const change of [
        sql`update ledger.leaf set type = 'x' where ${own}`,
        sql`update ledger.leaf set idx = 7 where ${own}`,
        sql`update ledger.leaf set idx = null where ${own}`,
        sql`delete from ledger.part where ${own}`,
        sql`update ledger.part set body = 'x' where ${own}`,
        sql`delete from ledger.leaf where ${own}`,
        sql`update ledger.node set hash = hash where ${own}`,
        sql`delete from ledger.node where ${own}`,
      ]) {
        await assert.rejects(change.execute(log.db), /append-only/)
      }
      assert((await receiptOf(log.db, log.councilId, leafId))?.state === 'logged')
    })

    test('the sequencer signs nothing on top of a damaged tree', async () => {
      const log = await openTestLog(databaseOf(ledger))
      await appendMany(log, 3)
      await log.sequence()
      await sql`alter table ledger.node disable trigger all`.execute(log.db)
      await sql`update ledger.node set hash = sha256(hash) where council_id = ${log.councilId} and level = 1`.execute(
        log.db,
      )
      await sql`alter table ledger.node enable trigger all`.execute(log.db)
      await log.append()
      const signed = await checkpoint(log.db, log.councilId)
      await assert.rejects(log.sequence(), LedgerFault)
      assert.equal(await checkpoint(log.db, log.councilId), signed)
    })
  })
}

describe.skipIf(!opened.server)('two at once, on a server', () => {
  test('two sequencers give every leaf one place', async () => {
    const log = await openTestLog(databaseOf(opened.server))
    let appended = 0
    for (let round = 0; round < 10; round += 1) {
      await appendMany(log, 20)
      appended += 20
      const done = await Promise.all([log.sequence(), log.sequence(), log.sequence()])
      assert.equal(
        done.reduce((sum, { added }) => sum + added, 0),
        20,
      )
    }
    assert.equal((await signedTree(log)).size, appended)
    assert.deepEqual(await fsck(log.db, log.councilId), [])
  })

  test('leaves that arrive while the sequencer runs are lost or doubled never', async () => {
    const log = await openTestLog(databaseOf(opened.server))
    const subjects = Array.from({ length: 4 }, newSubjectId)
    const arrivals = Array.from({ length: 120 }, (_, n) => log.append({ subjectId: subjects[n % 4] ?? newSubjectId() }))
    const running = Array.from({ length: 12 }, () => log.sequence())
    const leaves = await Promise.all(arrivals)
    await Promise.all(running)
    await log.sequence()
    const { size } = await signedTree(log)
    assert.equal(size, 120)
    for (const { leafId } of leaves) assert((await receiptOf(log.db, log.councilId, leafId))?.state === 'logged')
    assert.deepEqual(await fsck(log.db, log.councilId), [])
  })

  test('more leaves than fit into one go keep the order in which they came', async () => {
    const log = await openTestLog(databaseOf(opened.server))
    const leaf = newLeaf(log)
    await log.db.transaction().execute(async (tx) => {
      for (let n = 0; n < 1100; n += 1) await appendLeaf(tx, leaf, keys)
    })
    assert.deepEqual(await log.sequence(), { size: 1000, added: 1000, waiting: true })
    assert.deepEqual(await log.sequence(), { size: 1100, added: 100, waiting: false })
    assert.deepEqual(await fsck(log.db, log.councilId), [])
  })

  test('without its lock on the matter two events would follow the same one, and the database refuses the second', async () => {
    const log = await openTestLog(databaseOf(opened.server))
    const subjectId = newSubjectId()
    await log.append({ subjectId })
    const copy = sql`
      insert into ledger.leaf (council_id, id, subject_id, n, type, entry, hash, promise, at)
      select council_id, ${randomUUID()}::uuid, subject_id, n, type, entry, hash, promise, at
      from ledger.leaf where council_id = ${log.councilId}`
    await assert.rejects(copy.execute(log.db), /unique/)
  })
})

test('paths of tiles are those of the specification', () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 'entries', index: 0, width: 5 }), 'tile/entries/000.p/5')
  assert.deepEqual(parseTilePath('tile/1/x001/000.p/17'), { level: 1, index: 1000, width: 17 })
  for (const wrong of [
    'tile/0/1',
    'tile/00/000',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/x/000',
  ]) {
    assert.equal(parseTilePath(wrong), undefined, wrong)
  }
})

function databaseOf(ledger: LedgerDatabase | undefined): Db {
  if (!ledger) throw new Error('this database is absent')
  return ledger.database.db
}

function newLeaf(log: TestLog) {
  const at = log.clock.now()
  return { councilId: log.councilId, subjectId: newSubjectId(), type: 'thing.received', parts: { text: 'a' }, at }
}

async function appendMany(log: TestLog, count: number): Promise<void> {
  await log.db.transaction().execute(async (tx) => {
    for (let n = 0; n < count; n += 1) await appendLeaf(tx, newLeaf(log), keys)
  })
}

async function proofOf(log: TestLog, leafId: string): Promise<string> {
  const receipt = await receiptOf(log.db, log.councilId, leafId)
  assert(receipt?.state === 'logged')
  return receipt.proof
}

async function signedTree(log: TestLog) {
  const tree = parseCheckpoint(parseNote(await checkpoint(log.db, log.councilId))?.text ?? '')
  assert(tree)
  return tree
}
