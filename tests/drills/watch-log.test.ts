import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'vitest'
import { createApp } from '#kernel/app'
import { appendLeaf, checkpoint, ledgerKeys, newSubjectId, policyOf, rotateKey, sequence } from '#kernel/ledger'
import { identify } from '#parts/people'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { createWebServer } from '#web/server'
import { manifests } from '../../src/house.ts'
import { formatCheckpoint, parseCheckpoint, parseNote, signNote } from '../../src/kernel/ledger/note.ts'
import { modules } from '../../src/modules/index.ts'

const script = join(import.meta.dirname, '..', '..', 'scripts', 'watch-log.mjs')

let app: ReturnType<typeof createApp>
let council: Awaited<ReturnType<typeof aCouncil>>
let server: Server
let address: string
let folder: string
/** What the operator of the log answers instead of the truth, by the end of the path. */
let lies: Record<string, Buffer | string | null>

beforeEach(async () => {
  const base = await house()
  app = createApp({ ...base.app, clock: { now: () => new Date() }, manifests })
  council = await aCouncil(app)
  lies = {}
  folder = mkdtempSync(join(tmpdir(), 'watch-log-'))
  const { http } = createWebServer({ app, modules, identify: identify(app) })
  server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const lie = Object.keys(lies).find((end) => path.endsWith(end))
    if (lie !== undefined) {
      response.writeHead(lies[lie] === null ? 503 : 200).end(lies[lie] ?? '')
      return
    }
    const answer = await http.request(path, { headers: { cookie: `zt_council=${council.slug}` } })
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log/${council.slug}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

async function append(count: number): Promise<void> {
  const { db } = app.database
  await db.transaction().execute(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const leaf = { councilId: council.id, subjectId: newSubjectId(), type: 'opinion.received', at: new Date() }
      await appendLeaf(tx, { ...leaf, parts: { text: `第 ${n} 条` } }, ledgerKeys(app))
    }
  })
  await sequence(db, council.id, new Date(), ledgerKeys(app))
}

/** One visit by a stranger: plain Node, the one file, what it remembers. */
function visit(...more: string[]): Promise<{ code: number; said: string }> {
  const args = [script, address, '--state', join(folder, 'state.json'), ...more]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, said: `${out}${err}` })
    })
  })
}

const remembered = () => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { size: number; note: string }

test('a stranger follows an honest log visit by visit, past full tiles and a change of keys', async () => {
  await append(3)
  const first = await visit()
  assert.equal(first.code, 0, first.said)
  assert.match(first.said, /3 entries, 3 new \(first visit\), consistent/)
  await append(300)
  const second = await visit()
  assert.equal(second.code, 0, second.said)
  assert.match(second.said, /303 entries, 300 new since/)
  await app.database.db.transaction().execute((tx) => rotateKey(tx, council.id, ledgerKeys(app), new Date()))
  const crossing = await visit()
  assert.equal(crossing.code, 0, crossing.said)
  await append(2)
  const third = await visit()
  assert.equal(third.code, 0, third.said)
  assert.equal(remembered().size, 306)
  assert.match((await visit()).said, /306 entries, 0 new/)
})

test('an empty log holds', async () => {
  const { code, said } = await visit()
  assert.equal(code, 0, said)
})

test('an edited leaf is an alarm, and what was seen before stays as the proof', async () => {
  await append(3)
  assert.equal((await visit()).code, 0)
  const before = remembered()
  await append(2)
  const bundle = Buffer.from(await (await fetch(`${address}/tile/entries/000.p/5`)).arrayBuffer())
  const last = bundle.lastIndexOf(Buffer.from('opinion.received'))
  bundle.write('opinion.adopted_', last)
  lies['tile/entries/000.p/5'] = bundle
  const { code, said } = await visit()
  assert.equal(code, 1)
  assert.match(said, /ALARM: .* do not lead from the tree seen before/)
  assert.deepEqual(remembered(), before)
})

test('an old leaf edited after it was seen is an alarm even under a newly signed tree', async () => {
  await append(4)
  assert.equal((await visit()).code, 0)
  await append(1)
  const forged = await forgedCheckpoint(5)
  lies.checkpoint = forged
  const { code, said } = await visit()
  assert.equal(code, 1)
  assert.match(said, /ALARM/)
})

test('two trees of the same size are a fork, shown with both signatures', async () => {
  await append(4)
  assert.equal((await visit()).code, 0)
  lies.checkpoint = await forgedCheckpoint(4)
  const { code, said } = await visit()
  assert.equal(code, 1)
  assert.match(said, /two different trees of 4 entries are signed/)
  assert.equal(said.match(/^— /gm)?.length, 2)
})

test('a log that has become shorter is an alarm', async () => {
  await append(2)
  const short = await checkpoint(app.database.db, council.id)
  await append(2)
  assert.equal((await visit()).code, 0)
  lies.checkpoint = short
  const { code, said } = await visit()
  assert.equal(code, 1)
  assert.match(said, /had 4 entries and has 2/)
})

test('a tree signed by a stranger, or changed after signing, is an alarm', async () => {
  await append(1)
  const other = await aCouncil(app)
  const policy = await policyOf(app.database.db, other.id)
  const key = /^log (\S+)$/m.exec(policy)?.[1] ?? ''
  const stranger = await visit('--key', key)
  assert.equal(stranger.code, 1)
  assert.match(stranger.said, /none of the known keys/)
  lies.checkpoint = (await checkpoint(app.database.db, council.id)).replace('\n1\n', '\n2\n')
  const changed = await visit()
  assert.equal(changed.code, 1)
  assert.match(changed.said, /signature does not hold/)
})

test('a missing bundle is an alarm; a server that is down is not, but the log was not checked', async () => {
  await append(2)
  lies['tile/0/000.p/2'] = Buffer.alloc(64)
  assert.match((await visit()).said, /ALARM: tile 0 of the lowest level/)
  lies = { checkpoint: null }
  const down = await visit()
  assert.equal(down.code, 2)
  assert.match(down.said, /NOT CHECKED/)
})

/** What a dishonest operator with the right key can sign. */
async function forgedCheckpoint(size: number): Promise<string> {
  const { db } = app.database
  const signed = parseCheckpoint(parseNote(await checkpoint(db, council.id))?.text ?? '')
  assert(signed)
  const root = Buffer.from(signed.root)
  root.writeUInt8(root.readUInt8(0) ^ 1, 0)
  return signNote(formatCheckpoint({ ...signed, size, root }), [await ledgerKeys(app).logKeyOf(db, council.id)])
}
