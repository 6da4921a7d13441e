import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { createApp } from '#kernel/app'
import { testClock } from '#kernel/clock'
import { migrate, openDatabase, sql } from '#kernel/db'
import { fsck, ledgerKeys, sequence } from '#kernel/ledger'
import { anOpenConsultation, type OpenConsultation } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { manifests, migrationSources } from '../../src/house.ts'

const serverUrl = process.env.TEST_DATABASE_URL
if (!serverUrl) console.warn('No TEST_DATABASE_URL: that nothing acknowledged is lost under kill -9 is not tested.')

const start = '2026-11-20T01:00:00Z'
const kills = process.env.DRILL === 'long' ? 200 : 10

interface Heard {
  readonly asked: Set<string>
  /** Receipts by client key. */
  readonly acknowledged: Map<string, string>
}

describe.skipIf(!serverUrl)('a process that takes opinions and is killed', () => {
  let app: ReturnType<typeof createApp>
  let council: Awaited<ReturnType<typeof aCouncil>>
  let consultation: OpenConsultation
  let url: string
  let drop: () => Promise<void>

  beforeAll(async () => {
    const admin = new pg.Client({ connectionString: serverUrl })
    await admin.connect()
    const name = `zhitong_test_kill_${process.pid}_${randomBytes(4).toString('hex')}`
    await admin.query(`create database ${name}`)
    url = Object.assign(new URL(String(serverUrl)), { pathname: `/${name}` }).href
    const database = await openDatabase({ url, connections: 4 })
    await migrate(database.pool, migrationSources)
    const log = { info: () => {}, warn: () => {}, error: console.error }
    const secret = 'a secret of the tests, thirty-two bytes or more'
    app = createApp({
      database,
      clock: testClock(start),
      manifests,
      log,
      secret,
      baseUrl: 'http://localhost:3000',
      demo: false,
    })
    council = await aCouncil(app)
    consultation = await anOpenConsultation(app, council)
    drop = async () => {
      await database.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    }
  })
  afterAll(() => drop())

  test(`loses nothing acknowledged and doubles nothing, ${kills} times over, and the log stays whole`, async () => {
    const heard: Heard = { asked: new Set(), acknowledged: new Map() }
    for (let round = 0; round < kills; round += 1) await takeUntilKilled(heard)
    assert(heard.acknowledged.size > kills, `only ${heard.acknowledged.size} were acknowledged`)
    assert.deepEqual(await faultsOf(heard), [])
    for (let waiting = true; waiting; ) {
      waiting = (await sequence(app.database.db, council.id, app.clock.now(), ledgerKeys(app))).waiting
    }
    assert.deepEqual(await fsck(app.database.db, council.id), [])
    console.info(`${kills} kills, ${heard.acknowledged.size} acknowledged, 0 lost, 0 doubled`)

    // The checker itself: one that was taken away, one whose receipt is another's, one told of twice.
    const [first = '', second = ''] = [...heard.acknowledged.keys()]
    const { db } = app.database
    await sql`update opinions.opinion set client_key = gen_random_uuid()
      where council_id = ${council.id} and client_key = ${first}`.execute(db)
    await sql`update opinions.opinion set receipt = reverse(receipt)
      where council_id = ${council.id} and client_key = ${second}`.execute(db)
    const found = await faultsOf(heard)
    assert.equal(found.filter((fault) => fault.startsWith('lost')).length, 1)
    assert.equal(found.filter((fault) => fault.startsWith('receipt')).length, 1)
    assert.equal(found.filter((fault) => fault.startsWith('nobody asked')).length, 1)
  }, 600_000)

  /** Starts a taker, listens, and kills it with SIGKILL at a random moment after its first acknowledgement. */
  async function takeUntilKilled({ asked, acknowledged }: Heard): Promise<void> {
    const args = ['--import', 'tsx', join(import.meta.dirname, 'taker.ts'), url, council.id, consultation.id, start]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)))
    const lines = createInterface({ input: child.stdout })
    const closed = new Promise<void>((resolve) => lines.on('close', () => resolve()))
    const began = new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        const [what, key = '', receipt] = line.split(' ')
        if (what === 'asked') asked.add(key)
        if (what !== 'acknowledged' || receipt === undefined) return
        acknowledged.set(key, receipt)
        resolve()
      })
    })
    await Promise.race([began, ended])
    await sleep(randomInt(20, 400))
    child.kill('SIGKILL')
    assert.equal(await ended, 'SIGKILL', 'the taker ended by itself')
    await closed
  }

  /** What is stored against what was told: every acknowledged one once, under its receipt, with its leaf; none unasked. */
  async function faultsOf({ asked, acknowledged }: Heard): Promise<string[]> {
    const { rows } = await sql<{ client_key: string; receipt: string; leaves: number; events: number }>`
      select o.client_key, o.receipt,
        (select count(*) from ledger.leaf l where l.council_id = o.council_id and l.id = o.leaf_id) as leaves,
        (select count(*) from kernel.event e where e.council_id = o.council_id and e.subject_id = o.id::text) as events
      from opinions.opinion o where o.council_id = ${council.id}`.execute(app.database.db)
    const stored = new Map(rows.map((row) => [row.client_key, row]))
    const lost = [...acknowledged].flatMap(([key, receipt]) => {
      const row = stored.get(key)
      if (!row) return [`lost ${key}`]
      return row.receipt === receipt ? [] : [`receipt of ${key}`]
    })
    const halves = rows.filter(({ leaves, events }) => leaves !== 1 || events !== 1)
    const unasked = rows.filter(({ client_key }) => !asked.has(client_key))
    return [
      ...lost,
      ...(stored.size === rows.length ? [] : ['doubled']),
      ...halves.map(({ client_key }) => `half ${client_key}`),
      ...unasked.map(({ client_key }) => `nobody asked for ${client_key}`),
    ]
  }
})
