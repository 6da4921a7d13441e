import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { type App, createApp } from '#kernel/app'
import { systemClock } from '#kernel/clock'
import { type Database, migrate, migrationsDigest, openDatabase } from '#kernel/db'
import { memoryIn, readWitnesses } from '#kernel/ledger'
import { startWorker } from '#kernel/worker'
import { defaultCouncil } from '#parts/councils'
import { clamdScanner, useScanner } from '#parts/files'
import { channelsFrom, useChannels } from '#parts/notices'
import { demoAccounts, identify, useIdentityService } from '#parts/people'
import { createWebServer } from '#web/server'
import { type Config, readConfig } from './config.ts'
import { heldLogs } from './held-logs.ts'
import { manifests, migrationSources } from './house.ts'
import { modules } from './modules/index.ts'

/** Starts the house and serves until it is told to stop. @returns the exit code */
export async function startHouse({
  demo,
  reset,
}: {
  readonly demo: boolean
  readonly reset: boolean
}): Promise<number> {
  const config = readConfig(process.env, { demo })
  if (reset) await rm(config.dataDir, { recursive: true, force: true })
  const app = await openHouse(config)
  const web = createWebServer({ app, modules, identify: identify(app) })
  const port = await web.listen(config.port, config.host)
  const worker = startWorker(app)
  console.log(`\nZhitong 直通  ${config.baseUrl.replace(/:\d+$/, `:${port}`)}\n`)
  if (demo) await listAccounts(app)
  await tellOfHeldLogs(app)
  await untilStopped()
  await web.close()
  await worker.stop()
  await app.database.close()
  return 0
}

/** The house of a configuration, its database at the newest migration, with demo data where it is a demonstration. */
export async function openHouse(config: Config): Promise<App> {
  useScanner(config.clamdHost ? clamdScanner(config.clamdHost) : null)
  const app = houseOn(await databaseOf(config), config)
  useChannels(app, channelsFrom(config))
  if (config.oidc) useIdentityService(app, config.oidc)
  await migrate(app.database.pool, migrationSources)
  if (config.demo && !(await defaultCouncil(app.database.db))) {
    const { seedDemo } = await import('./demo/index.ts')
    await seedDemo(app, (line) => console.error(`  ${line}`))
  }
  return app
}

/**
 * Seeds a demonstration in memory and keeps it as a snapshot, so that the first start is quick.
 * @returns the snapshot's path
 */
export async function prepareDemo(): Promise<string> {
  const config = demoDefaults()
  const path = await snapshotPath(true)
  if (existsSync(path)) return path
  const app = await openHouse({ ...config, databaseUrl: undefined, dataDir: '' })
  const blob = await app.database.dump?.()
  await app.database.close()
  if (!blob) throw new Error('the embedded database gave no snapshot')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}`, Buffer.from(await blob.arrayBuffer()))
  await rename(`${path}.${process.pid}`, path)
  return path
}

/** What a snapshot is made with: it must not depend on who makes it. */
function demoDefaults(): Config {
  return readConfig({}, { demo: true })
}

function houseOn(database: Database, config: Config): App {
  return createApp({
    database,
    clock: systemClock,
    manifests,
    log: pino({ level: config.logLevel, redact: ['password', 'code', 'token'] }),
    secret: config.secret,
    baseUrl: config.baseUrl,
    demo: config.demo,
    trustedProxies: config.trustedProxies,
    // A demonstration starts afresh whenever somebody likes; what it published binds nobody.
    ...(config.demo || config.dataDir === '' ? {} : { logMemory: memoryIn(config.logMemoryDir) }),
    ...(config.witnessFile && { witnesses: readWitnesses(readFileSync(config.witnessFile, 'utf8')) }),
  })
}

async function databaseOf({ databaseUrl, dataDir, demo, secret }: Config): Promise<Database> {
  if (databaseUrl) return openDatabase({ url: databaseUrl })
  if (dataDir === '') return openDatabase({})
  const snapshot = await snapshotPath(demo)
  // The ledger's keys in the demonstration's snapshot are wrapped with the demonstration's own secret.
  const fits = existsSync(snapshot) && (!demo || secret === demoDefaults().secret)
  return openDatabase({ dataDir, ...(fits && { snapshot }) })
}

/** A snapshot fits only the migrations and the story it was made with, and demo data only the day on which it was made. */
async function snapshotPath(demo: boolean): Promise<string> {
  const digest = await migrationsDigest(migrationSources)
  const folder = join(import.meta.dirname, '..', 'dist')
  if (!demo) return join(folder, `empty-${digest}.tar.gz`)
  const day = new Date().toISOString().slice(0, 10)
  return join(folder, `demo-${digest}-${storyDigest()}-${day}.tar.gz`)
}

function storyDigest(): string {
  const digest = createHash('sha256')
  const files = readdirSync(join(import.meta.dirname, 'demo'), { recursive: true, withFileTypes: true })
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.toSorted()) digest.update(readFileSync(path))
  return digest.digest('hex').slice(0, 12)
}

async function listAccounts(app: App): Promise<void> {
  const council = await defaultCouncil(app.database.db)
  if (!council) return
  const accounts = await demoAccounts(app.database.db, council.id, app.clock.now())
  console.log('Demo accounts (one click at /me/sign-in, no password):')
  for (const account of accounts) console.log(`  ${account.name ?? ''}  ${account.roles.join(', ') || 'resident'}`)
  console.log('\nStop with Ctrl+C. Start afresh with: npm run demo -- --reset')
}

/** A log that was not signed on for a day is noticed too late: the first screen says so. */
async function tellOfHeldLogs(app: App): Promise<void> {
  for (const { slug, held } of await heldLogs(app)) console.error(`\n${slug}: ${held.message}\n`)
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
