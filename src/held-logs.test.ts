import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { checkpoint, ledgerKeys, memoryIn, originOf, signNote } from '#kernel/ledger'
import { type Council, succeedCouncilLog } from '#parts/councils'
import { aCouncil, aGuestOf, eventsIn, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { heldLogs } from './held-logs.ts'
import { modules } from './modules/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'held-'))
afterAll(() => rm(folder, { recursive: true }))

/** A house with a memory, and a council whose memory says that 99 entries were published. */
async function aHeldLog(): Promise<{ app: App; council: Council; heldHere: () => Promise<string[]> }> {
  const { app: plain } = await house()
  const app = { ...plain, logMemory: memoryIn(folder) }
  const council = await aCouncil(app)
  const { db } = app.database
  const origin = await originOf(db, council.id)
  const root = (await checkpoint(db, council.id)).split('\n')[2]
  const note = signNote(`${origin}\n99\n${root}\n`, [await ledgerKeys(app).logKeyOf(db, council.id)])
  await app.logMemory.keep(origin, note)
  const heldHere = async () =>
    (await heldLogs(app)).filter(({ slug }) => slug === council.slug).map(({ held }) => held.message)
  return { app, council, heldHere }
}

test('a held log is told to the operator, on the command line and on the page in both languages', async () => {
  const { app, council, heldHere } = await aHeldLog()
  assert.match((await heldHere())[0] ?? '', /holds 0 entries, 99 were published.*docs\/operate\/backup\.md/)
  const administrator = someoneOf(council, ['administrator'])
  const page = async (locale: 'zh-CN' | 'en') =>
    (await siteOf({ app, council, modules, actor: administrator, locale }).get('/admin/operator')).text()
  assert.match(await page('zh-CN'), /公开日志停住了[\s\S]*已公布 99 条，数据库里 0 条/)
  assert.match(await page('en'), /The public log is held[\s\S]*99 entries were published, 0 are in the database/)
  const sound = await aCouncil(app)
  const other = siteOf({ app, council: sound, modules, actor: someoneOf(sound, ['administrator']) })
  assert.doesNotMatch(await (await other.get('/admin/operator')).text(), /公开日志停住了/)
})

test('a successor is opened only for a log that is held, and the old address says where to go', async () => {
  const { app, council, heldHere } = await aHeldLog()
  const guest = siteOf({ app, council, modules, actor: aGuestOf(council) })
  const first = await guest.get(`/log/${council.slug}/checkpoint`)
  assert.equal(first.status, 200)

  const outcome = await perform(app, succeedCouncilLog, systemActor(council.id), {})
  assert(outcome.ok)
  assert.match(outcome.result.origin, new RegExp(`/log/${council.slug}/2$`))
  assert((await eventsIn(app, council)).some(({ name }) => name === 'councils.log-succeeded'))
  assert.deepEqual(await heldHere(), [])

  const old = await guest.get(`/log/${council.slug}/checkpoint`)
  assert.equal(old.status, 410)
  assert.match(await old.text(), new RegExp(`/log/${council.slug}/2\n`))
  const next = await guest.get(`/log/${council.slug}/2/checkpoint`)
  assert.match(await next.text(), new RegExp(`/log/${council.slug}/2\n1\n`))
  assert.equal((await guest.get(`/log/${council.slug}/3/checkpoint`)).status, 404)
  assert.equal((await guest.get(`/log/${council.slug}/2/tile/entries/000.p/1`)).status, 200)
  assert.match(await (await guest.get('/verify')).text(), new RegExp(`watch-log\\.mjs [^ ]+/log/${council.slug}/2`))

  const again = await perform(app, succeedCouncilLog, systemActor(council.id), {})
  assert.deepEqual(again, { ok: false, kind: 'conflict', code: 'log-goes-on' })
})
