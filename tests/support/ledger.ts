import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { type TestClock, testClock } from '#kernel/clock'
import { type Database, type Db, migrate, openDatabase } from '#kernel/db'
import { appendLeaf, ledgerManifest, type NewLeaf, newSubjectId, openLog, sequence, storedKeys } from '#kernel/ledger'

/** A database that holds logs and nothing else. */
export interface LedgerDatabase {
  readonly name: string
  readonly database: Database
  drop(): Promise<void>
}

export const keys = storedKeys('a secret of the tests, thirty-two bytes or more')

const serverUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** One log of its own for a test. */
export interface TestLog {
  readonly db: Db
  readonly councilId: string
  readonly origin: string
  readonly clock: TestClock
  /** Appends a leaf of a new matter unless one is named. */
  append(leaf?: Partial<NewLeaf>): ReturnType<typeof appendLeaf>
  sequence(): ReturnType<typeof sequence>
}

export async function openTestLog(db: Db, start = '2026-11-20T01:00:00Z'): Promise<TestLog> {
  const councilId = randomUUID()
  const origin = `log.example/${councilId}`
  const clock = testClock(start)
  await db.transaction().execute((tx) => openLog(tx, councilId, origin, keys, clock.now()))
  return {
    db,
    councilId,
    origin,
    clock,
    append: (leaf = {}) =>
      db.transaction().execute((tx) =>
        appendLeaf(
          tx,
          {
            councilId,
            subjectId: newSubjectId(),
            type: 'thing.received',
            parts: { text: '路灯坏了，请修一修。', who: '张三' },
            at: clock.now(),
            ...leaf,
          },
          keys,
        ),
      ),
    sequence: () => sequence(db, councilId, clock.now(), keys),
  }
}

export async function embeddedLedger(): Promise<LedgerDatabase> {
  const database = await openDatabase({})
  await migrate(database.pool, sources)
  return { name: 'embedded', database, drop: () => database.close() }
}

/** @returns undefined, with a plain message, if no server answers */
export async function serverLedger(): Promise<LedgerDatabase | undefined> {
  const admin = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 2000 })
  try {
    await admin.connect()
  } catch {
    console.warn('No PostgreSQL server answers; what needs two connections at once is not tested.')
    return undefined
  }
  const name = `zhitong_ledger_${process.pid}_${randomBytes(4).toString('hex')}`
  await admin.query(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href, connections: 8 })
  await migrate(database.pool, sources)
  return {
    name: 'server',
    database,
    async drop() {
      await database.close()
      await admin.query(`drop database ${name}`)
      await admin.end()
    },
  }
}

const sources = ledgerManifest.migrations ? [ledgerManifest.migrations] : []
