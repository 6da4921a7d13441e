import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, test } from 'vitest'
import type { App } from '#kernel/app'
import type { TestClock } from '#kernel/clock'
import { sql } from '#kernel/db'
import {
  appendLeaf,
  askWitnesses,
  cosign,
  cosignerOf,
  createWitness,
  formatVerifier,
  heldIn,
  LogHeld,
  ledgerKeys,
  memoryIn,
  newSubjectId,
  parseNote,
  parseVerifier,
  policyOf,
  publishedCheckpoint,
  readWitnesses,
  receiptOf,
  sequence,
  sequenceLogs,
  type Verifier,
  verifyReceipt,
  type WitnessAnswer,
  witnessReports,
} from '#kernel/ledger'
import type { Council } from '#parts/councils'
import { aCouncil, aGuestOf } from '#support/councils'
import { house } from '#support/house'
import { siteOf } from '#support/site'
import { modules } from '../../src/modules/index.ts'
import { check } from '../../src/modules/verify/check/check.ts'
import { openWitness, serverOf } from '../../src/witness.ts'

const folder = await mkdtemp(join(tmpdir(), 'witness-'))
const script = join(import.meta.dirname, '../../scripts/verify-receipt.mjs')
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterAll(() => rm(folder, { recursive: true }))

test('each new checkpoint is signed by the witnesses, and receipts carry their signatures', async () => {
  const log = await aLog()
  const [first, second] = [await aWitness(log), await aWitness(log)]
  log.believe([first, second], 2)
  const leafId = await log.grow(3)
  await log.ask()
  const [, size] = (await publishedCheckpoint(log.db, log.council.id)).split('\n')
  assert.equal(size, '3')
  assert.deepEqual((await log.states()).sort(), ['cosigned', 'cosigned'])
  const policy = await policyOf(log.db, log.council.id, log.app.witnesses?.lines)
  const receipt = await receiptOf(log.db, log.council.id, leafId)
  assert(receipt?.state === 'logged')
  const verdict = verifyReceipt(receipt.proof, policy)
  assert(verdict.ok)
  assert.deepEqual([...verdict.witnesses].sort(), [first.name, second.name].sort())
  assert((await check(receipt.proof, await policyOf(log.db, log.council.id))).ok, 'the browser reads it too')
  const path = join(folder, 'receipt.tlog-proof')
  await Promise.all([writeFile(path, receipt.proof), writeFile(`${path}.policy`, policy)])
  const alone = execFileSync(process.execPath, [script, path, '--policy', `${path}.policy`, '--json'])
  assert.equal(JSON.parse(alone.toString()).witnesses.length, 2, 'and so does the file that stands alone')
  // The same receipt without one of its signatures is not enough for the two that are asked for.
  const less = receipt.proof.replace(new RegExp(`— ${first.name} .*\n`), '')
  assert.deepEqual(verifyReceipt(less, policy), { ok: false, fault: 'too-few-witnesses' })
  await log.grow(2)
  await log.ask()
  assert.deepEqual(await log.states(), ['cosigned', 'cosigned'])
})

test('until the witnesses have signed the newest, the one they signed is shown, but not for long', async () => {
  const log = await aLog()
  log.believe([await aWitness(log)], 1)
  await log.grow(1)
  await log.ask()
  await log.grow(1)
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n1\n[\s\S]*— witness/)
  log.clock.advance(11 * 60_000)
  await log.grow(1)
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n3\n/)
  await log.ask()
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n3\n[\s\S]*— witness/)
})

test('one that knows an older size than we thought is told from there', async () => {
  const log = await aLog()
  const witness = await aWitness(log)
  log.believe([witness], 1)
  await log.grow(2)
  await log.ask()
  await log.grow(2)
  // We believe that it has seen more than it has: it answers 409 with the smaller size, and gets the proof from there.
  await sql`update ledger.witness set seen_size = 4 where council_id = ${log.council.id}`.execute(log.db)
  await log.ask()
  assert.deepEqual(await log.states(), ['cosigned'])
  assert.deepEqual(
    witness.answers.map(({ status, body }) => (status === 409 ? `409 ${body.trim()}` : String(status))),
    ['200', '409 2', '200'],
  )
})

test('what is signed wrongly is not kept, and is asked for again after a pause', async () => {
  const log = await aLog()
  const stranger = cosignerOf('witness.example/other', Buffer.alloc(32, 9))
  const faults: ((note: string, witness: TestWitness) => string)[] = [
    () => 'nonsense',
    (note) => cosign(note, stranger, new Date()),
    (note, { signer }) => cosign(`${note}more\n`, signer, new Date()),
    (note, { signer }) => cosign(note, signer, new Date()).replace(/.....\n$/, 'AAAA=\n'),
  ]
  for (const fault of faults) {
    const witness = await aWitness(log, {
      answer: (body) => ({
        status: 200,
        type: 'text/plain; charset=utf-8',
        body: fault(parseNote(body.slice(body.indexOf('\n\n') + 2))?.text ?? '', witness),
      }),
    })
    log.believe([witness], 1)
    await log.grow(1)
    await log.ask()
    assert.deepEqual(await log.states(), ['wrong'])
    assert.doesNotMatch(await publishedCheckpoint(log.db, log.council.id), /witness/)
    await log.ask()
    assert.equal(witness.answers.length, 1, 'it is not asked again at once')
    log.clock.advance(5000)
    await log.ask()
    assert.equal(witness.answers.length, 2)
  }
})

test('one that is down does not keep the others waiting, and signs when it is back', async () => {
  const log = await aLog()
  const [down, up] = [await aWitness(log, { answer: () => null }), await aWitness(log)]
  log.believe([down, up], 1)
  await log.grow(1)
  await log.ask()
  assert.deepEqual(await log.states(), ['down', 'cosigned'])
  for (let round = 0; round < 6; round += 1) {
    log.clock.advance(3000)
    await log.ask()
  }
  assert(down.answers.length < 5, 'the pauses grow')
  down.mend()
  log.clock.advance(11 * 60_000)
  await log.ask()
  assert.deepEqual(await log.states(), ['cosigned', 'cosigned'])
  const address = new URL(up.url)
  for (const server of servers) if (portOf(server) === Number(address.port)) server.closeAllConnections()
  log.believe([{ ...up, url: 'http://127.0.0.1:1' }], 1)
  await log.grow(1)
  await log.ask()
  assert.deepEqual(await log.states(), ['down'], 'nobody listens at that address')
})

test('one that has seen a longer log holds ours: the database is an old one', async () => {
  const log = await aLog()
  const size: WitnessAnswer = { status: 409, type: 'text/x.tlog.size', body: '99\n' }
  const witness = await aWitness(log, { answer: () => size })
  log.believe([witness], 1)
  await log.grow(1)
  await log.ask()
  assert.deepEqual(await log.states(), ['ahead'])
  assert.deepEqual(await heldIn(log.db, log.council.id, log.app), { reason: 'witness', published: 99, here: 1 })
  await log.append()
  const told: unknown[] = []
  const listening = { ...log.app, log: { ...log.app.log, error: (details: object) => void told.push(details) } }
  log.clock.advance(1000)
  await sequenceLogs.run(listening)
  assert(told.some((details) => (details as { err?: unknown }).err instanceof LogHeld))
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n1\n/)
  // An operator who knows better takes the witness out of the file.
  log.believe([await aWitness(log)], 1)
  await sequenceLogs.run(log.app)
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n2\n/)
})

test('on a machine that remembers nothing, nothing is signed before a witness has answered', async () => {
  const log = await aLog()
  const witness = await aWitness(log, { answer: () => null })
  log.believe([witness], 1)
  await log.grow(2)
  const app = { ...log.app, logMemory: memoryIn(join(folder, crypto.randomUUID())) }
  // Logs of other tests are watched by nobody, so they are held as well.
  const silent = { ...app, log: { ...app.log, error: () => {} } }
  await log.append()
  log.clock.advance(1000)
  await sequenceLogs.run(silent)
  assert.equal((await heldIn(log.db, log.council.id, app))?.reason, 'unsure')
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n2\n/)
  witness.mend()
  log.clock.advance(60_000)
  await sequenceLogs.run(silent)
  assert.equal(await heldIn(log.db, log.council.id, app), undefined)
  assert.match(await publishedCheckpoint(log.db, log.council.id), /\n3\n|\n2\n[\s\S]*witness/)
  assert.match(String(await app.logMemory.read(log.origin)), /\n3\n/)
})

test('the page shows who signed and when, who has not, and that there is nobody', async () => {
  const log = await aLog()
  const [up, down] = [await aWitness(log), await aWitness(log, { answer: () => null })]
  const page = async (locale: 'zh-CN' | 'en') => {
    const site = siteOf({ app: log.app, council: log.council, modules, actor: aGuestOf(log.council), locale })
    return (await site.get('/verify')).text()
  }
  assert.match(await page('en'), /No witness outside this office signs this book yet/)
  log.believe([up, down], 1)
  await log.grow(4)
  await log.ask()
  const [zh, en] = [await page('zh-CN'), await page('en')]
  assert.match(zh, new RegExp(`${up.name}[\\s\\S]*见证到第 4 行[\\s\\S]*${down.name}[\\s\\S]*联系不上`))
  assert.match(en, new RegExp(`${up.name}[\\s\\S]*signed up to line 4[\\s\\S]*${down.name}[\\s\\S]*not be reached`))
  const site = siteOf({ app: log.app, council: log.council, modules, actor: aGuestOf(log.council) })
  const policy = await (await site.get(`/log/${log.council.slug}/policy`)).text()
  assert.match(policy, new RegExp(`^log .*\nwitness w1 ${up.name.replaceAll('.', '\\.')}\\+.*\n`))
  assert.match(await (await site.get(`/log/${log.council.slug}/checkpoint`)).text(), new RegExp(`— ${up.name} `))
})

test('a witness signs only what continues what it signed before', async () => {
  const log = await aLog()
  const dir = join(folder, crypto.randomUUID())
  const { server, key } = await openWitness(dir, 'witness.example/own')
  const url = await listen(server)
  const ask = async (body: string) => {
    const reply = await fetch(`${url}/add-checkpoint`, { method: 'POST', body })
    return { status: reply.status, type: reply.headers.get('content-type'), body: await reply.text() }
  }
  await log.grow(1)
  const one = await publishedCheckpoint(log.db, log.council.id)
  assert.equal((await ask(`old 0\n\n${one}`)).status, 404, 'a log it does not watch')
  await writeFile(join(dir, 'logs'), `# logs\n${log.key}\n`)
  assert.equal((await ask('nonsense')).status, 400)
  assert.equal((await ask(`old 2\n\n${one}`)).status, 400, 'older than it claims')
  assert.equal((await ask(`old 0\n\n${one.replace('\n1\n', '\n2\n')}`)).status, 403, 'not signed')
  const signed = await ask(`old 0\n\n${one}`)
  assert.equal(signed.status, 200)
  const verifier = parseVerifier(key)
  assert(verifier && signed.body.startsWith(`— ${verifier.name} `))
  const stale = await ask(`old 0\n\n${one}`)
  assert.deepEqual([stale.status, stale.type, stale.body], [409, 'text/x.tlog.size', '1\n'])
  assert.equal((await ask(`old 1\n\n${one}`)).status, 200, 'the same again')
  await log.grow(2)
  const three = await publishedCheckpoint(log.db, log.council.id)
  assert.equal((await ask(`old 1\n\n${three}`)).status, 422, 'no proof')
  assert.equal((await ask('x'.repeat(70_000))).status, 413)
  assert.equal((await fetch(`${url}/`)).status, 404)
  // Started again from its folder it is the same witness, and remembers.
  const again = await openWitness(dir, 'witness.example/own')
  assert.equal(again.key, key)
  const second = await listen(again.server)
  const reply = await fetch(`${second}/add-checkpoint`, { method: 'POST', body: `old 0\n\n${three}` })
  assert.deepEqual([reply.status, await reply.text()], [409, '1\n'])
})

test('a file of witnesses that says too little is refused with the reason', () => {
  const key = formatVerifier(cosignerOf('w.example', Buffer.alloc(32, 1)))
  assert.throws(() => readWitnesses(`witness a ${key} https://w.example\n`), /quorum line is missing/)
  assert.throws(() => readWitnesses(`witness a ${key}\nquorum a\n`), /lacks its address/)
  assert.throws(() => readWitnesses(`witness a nonsense https://w.example\nquorum a\n`), /line 1/)
  assert.equal(readWitnesses(`witness a ${key} https://w.example/\nquorum a`).each[0]?.url, 'https://w.example')
})

interface TestWitness extends Verifier {
  readonly url: string
  readonly signer: ReturnType<typeof cosignerOf>
  readonly answers: WitnessAnswer[]
  /** From now on it answers as an honest one. */
  mend(): void
}

let made = 0

async function aWitness(
  { key, origin }: TestLog,
  { answer }: { readonly answer?: (body: string) => WitnessAnswer | null } = {},
): Promise<TestWitness> {
  made += 1
  const signer = cosignerOf(`witness.example/${made}`, Buffer.alloc(32, made))
  const log = parseVerifier(key)
  assert(log)
  const honest = createWitness({
    signer,
    logs: async () => [log],
    memory: memoryIn(join(folder, `signed-${made}`)),
  })
  const answers: WitnessAnswer[] = []
  let fault = answer
  const one = {
    async addCheckpoint(body: string, now: Date) {
      // The sweep asks about every log of the database: those of other tests are none of its business.
      if (!body.includes(`\n${origin}\n`)) return honest.addCheckpoint(body, now)
      const given = fault ? fault(body) : await honest.addCheckpoint(body, now)
      answers.push(given ?? { status: 400, type: 'text/plain; charset=utf-8', body: '' })
      if (!given) throw new Error('a witness of the tests is down')
      return given
    },
  }
  const server = serverOf(one, () => {})
  const url = await listen(server)
  const mend = () => {
    fault = undefined
  }
  return { ...signer, signer, url, answers, mend }
}

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${portOf(server)}`
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

interface TestLog {
  app: App
  readonly clock: TestClock
  readonly db: App['database']['db']
  readonly council: Council
  readonly origin: string
  readonly key: string
  believe(witnesses: readonly (Verifier & { readonly url: string })[], quorum: number): void
  append(): Promise<string>
  /** Appends and signs one after the other. @returns the first leaf */
  grow(leaves: number): Promise<string>
  ask(): Promise<void>
  states(): Promise<(string | null)[]>
}

async function aLog(): Promise<TestLog> {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const keys = ledgerKeys(app)
  const { db } = app.database
  const signer = await keys.logKeyOf(db, council.id)
  const quiet = { ...app.log, warn: () => {} }
  const log: TestLog = {
    app: { ...app, log: quiet },
    clock,
    db,
    council,
    origin: signer.name,
    key: formatVerifier(signer),
    believe(witnesses, quorum) {
      const lines = witnesses.map((witness, at) => `witness w${at + 1} ${formatVerifier(witness)} ${witness.url}\n`)
      const names = witnesses.map((_, at) => `w${at + 1}`).join(' ')
      const text = `${lines.join('')}group enough ${quorum} ${names}\nquorum enough\n`
      log.app = { ...log.app, witnesses: readWitnesses(text) }
    },
    async append() {
      const parts = { text: '路灯坏了' }
      const leaf = {
        councilId: council.id,
        subjectId: newSubjectId(),
        type: 'opinion.received',
        parts,
        at: clock.now(),
      }
      return (await db.transaction().execute((tx) => appendLeaf(tx, leaf, keys))).leafId
    },
    async grow(leaves) {
      const ids: string[] = []
      for (let n = 0; n < leaves; n += 1) {
        ids.push(await log.append())
        await sequence(db, council.id, clock.now(), keys)
      }
      return ids[0] ?? ''
    },
    ask: () => askWitnesses.run(log.app),
    async states() {
      const { witnesses } = log.app
      assert(witnesses)
      return (await witnessReports(db, council.id, witnesses)).map(({ state }) => state)
    },
  }
  return log
}
