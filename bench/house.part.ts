import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type App, createApp } from '#kernel/app'
import { systemClock } from '#kernel/clock'
import { type Database, migrate, openDatabase } from '#kernel/db'
import { aCouncil } from '#support/councils'
import { manifests, migrationSources } from '../src/house.ts'
import { NotMeasured } from './figure.ts'

/** A house on a PostgreSQL server, in a database of its own that is dropped afterwards. */
export interface BenchHouse {
  readonly app: App
  readonly database: Database
  readonly url: string
  readonly council: Awaited<ReturnType<typeof aCouncil>>
  close(): Promise<void>
}

const serverUrl = process.env.BENCH_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const silent = {
  info: () => {},
  warn: () => {},
  error: (details: object, message: string) => console.error(message, details),
}

/** @throws NotMeasured when no server answers at BENCH_DATABASE_URL */
export async function benchHouse({ connections }: { readonly connections: number }): Promise<BenchHouse> {
  const admin = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 2000 })
  await admin.connect().catch(() => {
    throw new NotMeasured(`no PostgreSQL server at ${serverUrl}`)
  })
  const name = `zhitong_bench_${process.pid}_${randomBytes(4).toString('hex')}`
  await admin.query(`create database ${name}`)
  const own = new URL(serverUrl)
  own.pathname = `/${name}`
  const database = await openDatabase({ url: own.href, connections })
  await migrate(database.pool, migrationSources)
  const app = createApp({
    database,
    clock: systemClock,
    manifests,
    log: silent,
    secret: 'a secret of the benchmarks, thirty-two bytes or more',
    baseUrl: 'http://localhost:3000',
    demo: false,
  })
  const council = await aCouncil(app, { hosts: ['127.0.0.1', 'localhost'] })
  return {
    app,
    database,
    url: own.href,
    council,
    async close() {
      await database.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** How often in a second `once` is done when so many are always under way. */
export async function ratePerSecond(
  once: (index: number) => Promise<unknown>,
  inFlight: number,
  ms: number,
): Promise<number> {
  let done = 0
  let next = 0
  const from = performance.now()
  const until = from + ms
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < until) {
        next += 1
        await once(next)
        done += 1
      }
    }),
  )
  return (done * 1000) / (performance.now() - from)
}
