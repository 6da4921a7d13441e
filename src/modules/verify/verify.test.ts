import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { App } from '#kernel/app'
import {
  appendLeaf,
  checkpoint,
  ledgerKeys,
  newSubjectId,
  parsePolicy,
  policyOf,
  receiptOf,
  rotateKey,
  sequence,
  verifyReceipt,
  watch,
} from '#kernel/ledger'
import { identify } from '#parts/people'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { createWebServer } from '#web/server'
import { modules } from '../index.ts'
import { check } from './check/check.ts'

type House = Awaited<ReturnType<typeof house>>

async function aLog({ app, clock }: House, leaves = 5) {
  const council = await aCouncil(app)
  const keys = ledgerKeys(app)
  const ids: string[] = []
  await app.database.db.transaction().execute(async (tx) => {
    for (let n = 0; n < leaves; n += 1) {
      const leaf = {
        councilId: council.id,
        subjectId: newSubjectId(),
        type: 'opinion.received',
        parts: { text: `第 ${n} 条：路灯坏了。`, who: '张三' },
        at: clock.now(),
      }
      ids.push((await appendLeaf(tx, leaf, keys)).leafId)
    }
  })
  await sequence(app.database.db, council.id, clock.now(), keys)
  return { council, ids, policy: await policyOf(app.database.db, council.id) }
}

async function proofOf(app: App, councilId: string, leafId: string): Promise<string> {
  const state = await receiptOf(app.database.db, councilId, leafId)
  assert(state?.state === 'logged')
  return state.proof
}

function askerOf(app: App) {
  const { http } = createWebServer({ app, modules, identify: identify(app) })
  return (path: string, slug = '') => http.request(path, { headers: { cookie: slug && `zt_council=${slug}` } })
}

/** Sends the form of the page as a browser without scripts does. */
async function send(app: App, slug: string, fields: Readonly<Record<string, string | File>>) {
  const { http } = createWebServer({ app, modules, identify: identify(app) })
  const cookie = `zt_council=${slug}; zt_lang=zh-CN`
  const opened = await http.request('/verify', { headers: { cookie } })
  const csrf = /name="csrf" value="([^"]+)"/.exec(await opened.text())?.[1] ?? ''
  const set = opened.headers.getSetCookie().map((line) => line.split(';')[0])
  const body = new FormData()
  for (const [name, value] of Object.entries({ csrf, ...fields })) body.set(name, value)
  const headers = { cookie: [cookie, ...set].join('; '), 'sec-fetch-site': 'same-origin' }
  const answer = await http.request('/verify', { method: 'POST', body, headers })
  return { status: answer.status, text: await answer.text() }
}

test('the browser’s check says of a receipt what the server’s says, whatever was changed in it', async () => {
  const at = await house()
  const { council, ids, policy } = await aLog(at, 7)
  for (const id of ids) {
    const proof = await proofOf(at.app, council.id, id)
    const mine = await check(proof, policy)
    const theirs = verifyReceipt(proof, policy)
    assert(mine.ok && theirs.ok)
    assert.deepEqual([mine.origin, mine.index, mine.size], [theirs.origin, theirs.index, theirs.size])
    assert.equal(mine.leafHash, Buffer.from(theirs.leafHash).toString('base64'))
  }
  const proof = await proofOf(at.app, council.id, ids[3] ?? '')
  const seen = new Set<string>()
  for (let place = 0; place < proof.length; place += 1) {
    for (const other of ['A', '7', '\n', '']) {
      const spoilt = proof.slice(0, place) + other + proof.slice(place + 1)
      if (spoilt === proof) continue
      const mine = await check(spoilt, policy)
      const theirs = verifyReceipt(spoilt, policy)
      assert.equal(
        mine.ok ? 'ok' : mine.fault,
        theirs.ok ? 'ok' : theirs.fault,
        `character ${place} as ${JSON.stringify(other)}`,
      )
      seen.add(mine.ok ? 'ok' : mine.fault)
    }
  }
  assert(!seen.has('ok'), 'a changed receipt was believed')
  assert(seen.has('format') && seen.has('signature') && seen.has('unknown-log') && seen.has('not-included'))
})

test('the browser compares words with what was recorded, spaces around them aside', async () => {
  const at = await house()
  const { council, ids, policy } = await aLog(at)
  const proof = await proofOf(at.app, council.id, ids[2] ?? '')
  const openedBy = async (words: string) => {
    const checked = await check(proof, policy, words)
    return checked.ok ? checked.opened : 'fault'
  }
  assert.deepEqual(await openedBy('第 2 条：路灯坏了。'), ['text'])
  assert.deepEqual(await openedBy('\n第 2 条：路灯坏了。  '), ['text'])
  assert.deepEqual(await openedBy('张三'), ['who'])
  assert.deepEqual(await openedBy('第 2 条：路灯没有坏。'), [])
  assert.equal(await openedBy(''), null)
})

test('after a change of keys receipts of both are believed, and a log of strangers never is', async () => {
  const at = await house()
  const { council, ids, policy: oldPolicy } = await aLog(at)
  const before = await proofOf(at.app, council.id, ids[0] ?? '')
  const { db } = at.app.database
  await db.transaction().execute((tx) => rotateKey(tx, council.id, ledgerKeys(at.app), at.clock.now()))
  const policy = await policyOf(db, council.id)
  assert((await check(before, policy)).ok)
  assert((await check(await proofOf(at.app, council.id, ids[0] ?? ''), policy)).ok)
  assert((await check(await proofOf(at.app, council.id, ids[0] ?? ''), oldPolicy)).ok)
  const stranger = await aLog(at)
  assert.deepEqual(await check(before, stranger.policy), { ok: false, fault: 'unknown-log' })
})

test('without scripts the server checks what was pasted, with the words compared', async () => {
  const at = await house()
  const { council, ids } = await aLog(at)
  const proof = await proofOf(at.app, council.id, ids[1] ?? '')
  const good = await send(at.app, council.slug, {
    receipt: `\r\n${proof.replaceAll('\n', '\r\n')}  `,
    words: '第 1 条：路灯坏了。',
  })
  assert.equal(good.status, 200)
  assert.match(good.text, /<h2>这张回执是真的/)
  assert.match(good.text, /一字不差：原话/)
  assert.match(good.text, /第 2 行，签名时共 5 行/)
  const other = await send(at.app, council.slug, { receipt: proof, words: '别的话' })
  assert.match(other.text, /和账上记的不一样/)
})

test('an uploaded file is checked; a changed, an empty and a huge one get words that say what to do', async () => {
  const at = await house()
  const { council, ids } = await aLog(at)
  const proof = await proofOf(at.app, council.id, ids[0] ?? '')
  const file = (content: string) => new File([content], 'receipt.tlog-proof', { type: 'text/plain' })
  assert.match((await send(at.app, council.slug, { file: file(proof) })).text, /<h2>这张回执是真的/)
  const forged = await send(at.app, council.slug, { file: file(proof.replace('index 0', 'index 1')) })
  assert.match(forged.text, /<h2>这张回执核对不上/)
  assert.doesNotMatch(forged.text, /<h2>这张回执是真的/)
  assert.equal((await send(at.app, council.slug, { receipt: ' ' })).status, 422)
  assert.equal((await send(at.app, council.slug, { file: file('x'.repeat(70_000)) })).status, 422)
})

test('a stranger follows the log from its public files alone', async () => {
  const at = await house()
  const { council, policy } = await aLog(at, 300)
  const askAs = askerOf(at.app)
  const elsewhere = await aCouncil(at.app)
  const ask = (path: string) => askAs(path, elsewhere.slug)
  const prefix = `/log/${council.slug}`
  const source = {
    checkpoint: async () => (await ask(`${prefix}/checkpoint`)).text(),
    entries: async (index: number, width: number) => {
      const name = `${String(index).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`
      const answer = await ask(`${prefix}/tile/entries/${name}`)
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined
    },
  }
  const origin = `localhost:3000/log/${council.slug}`
  const visit = await watch(source, parsePolicy(policy), origin, undefined, at.clock.now())
  assert.deepEqual(visit.alarms, [])
  assert.equal(visit.state.size, 300)
})

test('the log’s files carry the types and the caching of the specification', async () => {
  const at = await house()
  const { council } = await aLog(at, 300)
  const ask = askerOf(at.app)
  const head = async (path: string) => {
    const answer = await ask(path, council.slug)
    const { headers } = answer
    return [
      answer.status,
      headers.get('content-type'),
      headers.get('cache-control'),
      headers.get('access-control-allow-origin'),
    ]
  }
  const forEver = 'public, max-age=31536000, immutable'
  for (const prefix of ['/log', `/log/${council.slug}`]) {
    for (const name of ['checkpoint', 'heartbeat', 'policy', 'key']) {
      assert.deepEqual(await head(`${prefix}/${name}`), [200, 'text/plain; charset=utf-8', 'no-cache', '*'])
    }
    for (const name of [
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ]) {
      assert.deepEqual(await head(`${prefix}/${name}`), [200, 'application/octet-stream', forEver, '*'])
    }
    for (const name of ['tile/0/001', 'tile/0/001.p/45', 'tile/0/002', 'tile/x/000', 'tile/0/0', 'nothing']) {
      assert.equal((await head(`${prefix}/${name}`))[0], 404, name)
    }
  }
  assert.equal(
    await (await ask('/log/checkpoint', council.slug)).text(),
    await checkpoint(at.app.database.db, council.id),
  )
  assert.equal((await ask('/log/no-such-council/checkpoint', council.slug)).status, 404)
})
