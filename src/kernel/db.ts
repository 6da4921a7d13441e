import './db/rows.ts'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CompiledQuery, type Kysely, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { kyselyOver } from './db/dialect.ts'
import { type Sending, sendings } from './db/driver.ts'
import { type DirectoryLock, lockDirectory } from './db/lock.ts'
import type { Tables } from './db/tables.ts'

export { type JsonRows, jsonRows } from './db/json-rows.ts'
export { type MigrationSource, migrate, migrationsDigest, pendingMigrations } from './db/migrate.ts'
export type { Instant, Json, NullableJson, OptionalJson } from './db/rows.ts'
export type { Tables } from './db/tables.ts'
export { sql }

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** One database behind one pool. `embedded` is PGlite in this process: it does not survive a power cut. */
export interface Database {
  readonly kind: 'embedded' | 'server'
  readonly db: Db
  readonly pool: pg.Pool
  /** Makes a snapshot of an embedded database, to start others from. */
  dump?(): Promise<Blob>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** A PostgreSQL connection string; without it the database is embedded. */
  readonly url?: string
  /** Where an embedded database lives; without it, in memory. */
  readonly dataDir?: string
  /** File with a snapshot to start an empty embedded database from. */
  readonly snapshot?: string
  /** Largest number of connections to a server. */
  readonly connections?: number
}

// Dates stay ISO text, counts become numbers: set once, for both kinds of database.
const int8 = 20
const date = 1082
pg.types.setTypeParser(date, (text) => text)
pg.types.setTypeParser(int8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint of the database is beyond 2^53: ${text}`)
  return value
})

/** @throws Error when another process holds the embedded database's directory */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url ? openServer(options.url, options.connections ?? 16) : openEmbedded(options)
}

function openServer(url: string, connections: number): Database {
  const pool = new pg.Pool({ connectionString: url, max: connections, connectionTimeoutMillis: 10_000, pipeline: true })
  // A connection lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const db = kyselyOver<Tables>(pool, true)
  return { kind: 'server', db, pool, close: () => db.destroy() }
}

async function openEmbedded({ dataDir, snapshot }: DatabaseOptions): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite')
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres')
  let lock: DirectoryLock | undefined
  let directory = 'memory://'
  if (dataDir) {
    await mkdir(dataDir, { recursive: true })
    lock = await lockDirectory(dataDir)
    directory = join(dataDir, 'pgdata')
  }
  const fresh = !dataDir || !(await exists(join(directory, 'PG_VERSION')))
  const loadDataDir = snapshot && fresh ? new Blob([new Uint8Array(await readFile(snapshot))]) : undefined
  const engine = await PGlite.create({ dataDir: directory, ...(loadDataDir && { loadDataDir }) })
  // The engine has one session: one connection, and a query outside an open transaction fails instead of hanging.
  const pool = new pg.Pool({ ...createPgConfig(engine), max: 1, connectionTimeoutMillis: 20_000 })
  const db = kyselyOver<Tables>(pool, false)
  return {
    kind: 'embedded',
    db,
    pool,
    dump: () => engine.dumpDataDir('gzip'),
    async close() {
      await db.destroy()
      await engine.close()
      await lock?.release()
    },
  }
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  )
}

/**
 * Sends a statement of a transaction in a way of its own, where thousands come in a minute.
 *
 * `prepared`: planned once for each connection to a server; for statements whose plan does not depend on their values.
 *
 * `later`: nobody waits for its answer, so it costs no round trip. The next statement that is waited for, or the
 * commit at the latest, throws its error.
 * @returns its rows; none when it was sent `later`
 */
export async function send<Row>(
  tx: Tx,
  statement: { compile(tx: Tx): CompiledQuery<Row> },
  how: Sending,
): Promise<Row[]> {
  const compiled = statement.compile(tx)
  sendings.set(compiled, how)
  const { rows } = await tx.executeQuery(compiled)
  return rows
}

/**
 * The next number of a council's counter, without gaps among committed transactions.
 * The counter's row stays locked until the transaction ends: take it last.
 */
export async function nextNumber(tx: Tx, councilId: string, name: string): Promise<number> {
  const row = await tx
    .insertInto('kernel.counter')
    .values({ council_id: councilId, name, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['council_id', 'name']).doUpdateSet({ value: sql<number>`kernel.counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}
