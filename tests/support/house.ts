import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type App, createApp } from '#kernel/app'
import { type TestClock, testClock } from '#kernel/clock'
import { type Database, migrate, openDatabase } from '#kernel/db'
import { manifests, migrationSources } from '../../src/house.ts'
import { migrationsDigest } from '../../src/kernel/db/migrate.ts'

/** The whole house on a database of this test process, with a clock that stands still. */
export interface House {
  readonly app: App
  readonly clock: TestClock
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
let shared: Promise<Database> | undefined

/**
 * A house over the process's one database. Tests never share rows because each makes a council of its own.
 * On the embedded database by default; on a real server when TEST_DATABASE_URL names one.
 */
export async function house(start = '2026-11-20T01:00:00Z'): Promise<House> {
  shared ??= openTestDatabase()
  return houseOn(await shared, start, 'a secret of the tests, thirty-two bytes or more')
}

/** Another installation: its own database, its own secret, nothing shared with `house`. Close its database at the end. */
export async function anotherHouse(start = '2026-11-20T01:00:00Z'): Promise<House> {
  return houseOn(await openTestDatabase(), start, 'the secret of another house, of thirty-two bytes or more')
}

function houseOn(database: Database, start: string, secret: string): House {
  const clock = testClock(start)
  const app = createApp({
    database,
    clock,
    manifests,
    log: silent,
    secret,
    baseUrl: 'http://localhost:3000',
    demo: false,
  })
  return { app, clock }
}

/** Whether this run tests on a real PostgreSQL server: locking between connections can only be tested there. */
export const onServer = Boolean(process.env.TEST_DATABASE_URL)

const silent = {
  info: () => {},
  warn: () => {},
  error: (details: object, message: string) => console.error(message, details),
}

async function openTestDatabase(): Promise<Database> {
  return onServer ? openOnServer(String(process.env.TEST_DATABASE_URL)) : openEmbedded()
}

async function openEmbedded(): Promise<Database> {
  const snapshot = await testSnapshot()
  const database = await openDatabase({ snapshot })
  await migrate(database.pool, migrationSources)
  return database
}

/** A snapshot with every migration applied, made once per state of the migrations. */
async function testSnapshot(): Promise<string> {
  const path = join(root, 'dist', 'test', `${await migrationsDigest(migrationSources)}.tar.gz`)
  if (existsSync(path)) return path
  await mkdir(dirname(path), { recursive: true })
  const database = await openDatabase({})
  await migrate(database.pool, migrationSources)
  const blob = await database.dump?.()
  await database.close()
  if (!blob) throw new Error('the embedded database gave no snapshot')
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, Buffer.from(await blob.arrayBuffer()))
  await rename(temporary, path)
  return path
}

/** Each test process has a database of its own on the server, dropped when the process ends. */
async function openOnServer(url: string): Promise<Database> {
  const name = `zhitong_test_${process.env.TEST_RUN ?? 'alone'}_${process.pid}_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = await openDatabase({ url: own.href, connections: 24 })
  await migrate(database.pool, migrationSources)
  return database
}
