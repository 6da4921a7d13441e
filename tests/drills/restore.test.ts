import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeEach, describe, test } from 'vitest'
import { type Database, type Db, openDatabase, sql } from '#kernel/db'
import {
  appendLeaf,
  checkpoint,
  fsck,
  heartbeat,
  heldIn,
  type LedgerKeys,
  LogHeld,
  type LogMemory,
  memoryIn,
  newSubjectId,
  openLog,
  originOf,
  policyOf,
  receiptOf,
  rotateKey,
  sequence,
  storedKeys,
  succeedLog,
  verifyReceipt,
} from '#kernel/ledger'
import { embeddedLedger, type LedgerDatabase, serverLedger } from '#support/ledger'

/** A database that can be copied and put back, as an operator does it. */
interface Restorable {
  database: Database
  backUp(): Promise<() => Promise<void>>
  drop(): Promise<void>
}

const folder = await mkdtemp(join(tmpdir(), 'restore-'))
const secret = 'a secret of the tests, thirty-two bytes or more'
const opened = { embedded: await embedded(), server: await server() }

afterAll(async () => {
  await opened.embedded.drop()
  await opened.server?.drop()
  await rm(folder, { recursive: true })
})

for (const [name, place] of Object.entries(opened)) {
  describe.skipIf(!place)(`a log on the ${name} database`, () => {
    let log: TestLog
    beforeEach(async () => {
      log = await aLog(place as Restorable)
    })

    test('put back from an older backup it is not signed on, and what arrives is kept', async () => {
      await log.grow(3)
      const restore = await log.place.backUp()
      await log.grow(2)
      const published = await checkpoint(log.db(), log.councilId)
      await restore()
      const [before, alive] = [await checkpoint(log.db(), log.councilId), await heartbeat(log.db(), log.councilId)]
      assert.notEqual(before, published)

      const leafId = await log.append()
      await assert.rejects(log.sequence(), (error) => {
        assert(error instanceof LogHeld)
        assert.deepEqual(error.held, { reason: 'behind', published: 5, here: 3 })
        assert.match(error.message, /3 entries, 5 were published.*backup\.md/)
        return true
      })
      log.now = new Date(log.now.getTime() + 3_600_000)
      await assert.rejects(log.sequence(), LogHeld)
      assert.equal(await checkpoint(log.db(), log.councilId), before)
      assert.equal(await heartbeat(log.db(), log.councilId), alive, 'not even a sign of life')
      await assert.rejects(
        log
          .db()
          .transaction()
          .execute((tx) => rotateKey(tx, log.councilId, log.keys, log.now)),
        LogHeld,
      )
      assert.equal((await receiptOf(log.db(), log.councilId, leafId))?.state, 'promised')
      assert.deepEqual(await heldIn(log.db(), log.councilId, { logMemory: log.memory }), {
        reason: 'behind',
        published: 5,
        here: 3,
      })
    })

    test('without the memory the same restore would fork it', async () => {
      await log.grow(3)
      const restore = await log.place.backUp()
      await log.grow(2)
      const published = await checkpoint(log.db(), log.councilId)
      await restore()
      await log.append()
      await log.append()
      await sequence(log.db(), log.councilId, log.now, storedKeys(secret))
      const other = await checkpoint(log.db(), log.councilId)
      assert.equal(other.split('\n')[1], published.split('\n')[1])
      assert.notEqual(other.split('\n')[2], published.split('\n')[2])
      // The database is now as long as what was published, and still another one.
      await assert.rejects(log.sequence(), (error) => error instanceof LogHeld && error.held.reason === 'fork')
      await log.append()
      await sequence(log.db(), log.councilId, log.now, storedKeys(secret))
      await assert.rejects(log.sequence(), (error) => error instanceof LogHeld && error.held.reason === 'fork')
    })

    test('put back from a backup that holds everything published it goes on', async () => {
      await log.grow(4)
      const restore = await log.place.backUp()
      await log.append()
      await restore()
      await log.grow(1)
      assert.equal(await log.size(), 5)
      assert.equal(await heldIn(log.db(), log.councilId, { logMemory: log.memory }), undefined)
    })

    test('a process that ended between publishing and remembering catches up before it signs again', async () => {
      await log.grow(2)
      await log.append()
      await sequence(log.db(), log.councilId, log.now, storedKeys(secret))
      assert.match(String(await log.memory.read(log.origin)), /\n2\n/)
      await log.grow(1)
      assert.match(String(await log.memory.read(log.origin)), /\n4\n/)
    })

    test('nothing is remembered of a transaction that is undone', async () => {
      await log.grow(2)
      await log.append()
      await assert.rejects(
        log
          .db()
          .transaction()
          .execute(async (tx) => {
            await sequence(tx, log.councilId, log.now, log.keys)
            await sequence(tx, log.councilId, log.now, log.keys)
            throw new Error('undone')
          }),
        /undone/,
      )
      assert.match(String(await log.memory.read(log.origin)), /\n2\n/)
      await log.sequence()
      assert.equal(await log.size(), 3)
    })

    test('a memory that cannot be read or written stops it too', async () => {
      await log.grow(1)
      await log.memory.keep(log.origin, 'spoilt')
      await log.append()
      await assert.rejects(log.sequence(), (error) => error instanceof LogHeld && error.held.reason === 'memory')
      const file = join(folder, `file-${log.councilId}`)
      await writeFile(file, '')
      const keys = storedKeys(secret, memoryIn(join(file, 'below')))
      await assert.rejects(
        sequence(log.db(), log.councilId, log.now, keys),
        (error) => error instanceof LogHeld && error.held.reason === 'memory',
      )
      assert.equal(await log.size(), 1)
    })

    test('a log of the same name is not begun a second time after its database was lost', async () => {
      await log.grow(2)
      const lost = crypto.randomUUID()
      await assert.rejects(
        log
          .db()
          .transaction()
          .execute((tx) => openLog(tx, lost, log.origin, log.keys, log.now)),
        (error) => error instanceof LogHeld && error.held.reason === 'behind',
      )
    })

    test('when what was published is lost for good, a successor goes on under its own name', async () => {
      await log.grow(3)
      const kept = await log.append()
      await log.sequence()
      const restore = await log.place.backUp()
      await log.grow(2)
      const published = await checkpoint(log.db(), log.councilId)
      await restore()
      const receiptBefore = await receiptOf(log.db(), log.councilId, kept)
      const waiting = await log.append()
      const name = await log
        .db()
        .transaction()
        .execute((tx) => succeedLog(tx, log.councilId, log.keys, log.now))
      assert.equal(name, `${log.origin}/2`)
      assert.equal(await originOf(log.db(), log.councilId), name)
      await log.grow(1)
      assert.match(String(await log.memory.read(name)), /\n7\n/)
      assert.equal(await log.memory.read(log.origin), published, 'what was published stays as evidence')

      const policy = await policyOf(log.db(), log.councilId)
      const receipts = [receiptBefore, await receiptOf(log.db(), log.councilId, waiting)]
      const origins = receipts.map((receipt) => {
        assert(receipt?.state === 'logged')
        const verdict = verifyReceipt(receipt.proof, policy, { text: '路灯坏了' })
        assert(verdict.ok)
        return verdict.origin
      })
      assert.deepEqual(origins, [log.origin, name])
      assert.deepEqual(await fsck(log.db(), log.councilId), [])
      const found = await fsck(log.db(), log.councilId, { known: [published] })
      assert.deepEqual(
        found.map(({ kind, at }) => [kind, at]),
        [['fork', 6]],
        'the loss stays provable',
      )
      const third = await log
        .db()
        .transaction()
        .execute((tx) => succeedLog(tx, log.councilId, log.keys, log.now))
      assert.equal(third, `${log.origin}/3`)
    })
  })
}

interface TestLog {
  readonly place: Restorable
  readonly councilId: string
  readonly origin: string
  readonly memory: LogMemory
  readonly keys: LedgerKeys
  now: Date
  db(): Db
  append(): Promise<string>
  sequence(): Promise<unknown>
  /** Appends and signs one after the other. */
  grow(leaves: number): Promise<void>
  size(): Promise<number>
}

async function aLog(place: Restorable): Promise<TestLog> {
  const councilId = crypto.randomUUID()
  const origin = `log.example/log/${councilId}`
  const memory = memoryIn(join(folder, councilId))
  const keys = storedKeys(secret, memory)
  const db = () => place.database.db
  const log: TestLog = {
    place,
    councilId,
    origin,
    memory,
    keys,
    now: new Date('2026-11-20T01:00:00Z'),
    db,
    async append() {
      const leaf = {
        councilId,
        subjectId: newSubjectId(),
        type: 'thing.received',
        parts: { text: '路灯坏了' },
        at: log.now,
      }
      return (
        await db()
          .transaction()
          .execute((tx) => appendLeaf(tx, leaf, keys))
      ).leafId
    },
    sequence: () => sequence(db(), councilId, log.now, keys),
    async grow(leaves) {
      for (let n = 0; n < leaves; n += 1) {
        await log.append()
        await log.sequence()
      }
    },
    size: async () => Number((await checkpoint(db(), councilId)).split('\n')[1]),
  }
  await db()
    .transaction()
    .execute((tx) => openLog(tx, councilId, origin, keys, log.now))
  return log
}

async function embedded(): Promise<Restorable> {
  const ledger: LedgerDatabase = await embeddedLedger()
  let copies = 0
  const place: Restorable = {
    database: ledger.database,
    async backUp() {
      const path = join(folder, `backup-${++copies}.tar.gz`)
      const blob = await place.database.dump?.()
      assert(blob)
      await writeFile(path, Buffer.from(await blob.arrayBuffer()))
      return async () => {
        await place.database.close()
        place.database = await openDatabase({ snapshot: path })
      }
    },
    drop: () => place.database.close(),
  }
  return place
}

async function server(): Promise<Restorable | undefined> {
  const ledger = await serverLedger()
  if (!ledger) return undefined
  const url = new URL(process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres')
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(ledger.database.db)
  const name = rows[0]?.name ?? ''
  url.pathname = `/${name}`
  const backups: string[] = []
  const reopen = () => openDatabase({ url: url.href, connections: 4 })
  const place: Restorable = {
    database: ledger.database,
    async backUp() {
      const copy = `${name}_${backups.length}`
      await place.database.close()
      await admin.query(`create database ${copy} template ${name}`)
      backups.push(copy)
      place.database = await reopen()
      return async () => {
        await place.database.close()
        await admin.query(`drop database ${name}`)
        await admin.query(`create database ${name} template ${copy}`)
        place.database = await reopen()
      }
    },
    async drop() {
      await place.database.close()
      for (const each of [name, ...backups]) await admin.query(`drop database ${each}`)
      await admin.end()
    },
  }
  return place
}
