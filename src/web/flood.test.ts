import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { Actor } from '#kernel/action'
import { newId } from '#kernel/ids'
import { aCouncil, aGuestOf, someoneOf } from '#support/councils'
import { house } from '#support/house'
import { createFloodGate, type FloodLimits, floodLimits, proves, type Writer } from './flood.ts'
import type { ModuleManifest } from './routes.ts'
import { createWebServer } from './server.ts'

const limits: FloodLimits = { ...floodLimits, mostAtOnce: 3, bits: 8 }
const start = new Date('2026-11-20T01:00:00Z')
const later = (ms: number) => new Date(start.getTime() + ms)

function aWriter(more: Partial<Writer> = {}): Writer {
  return { councilId: 'one', network: newId(), deviceId: newId(), ticket: undefined, proof: undefined, ...more }
}

/** What a browser does with a ticket. */
function solve(ticket: string, bits: number): string {
  for (let n = 0; ; n += 1) if (proves(ticket, n.toString(36), bits)) return n.toString(36)
}

function ticketOf(gate: ReturnType<typeof createFloodGate>, writer: Writer, now: Date): string {
  const verdict = gate.judge(writer, now)
  assert(!verdict.ok)
  return verdict.ticket
}

test('nobody is asked until many write at one moment, and for a minute after', () => {
  const gate = createFloodGate('secret', limits)
  const leave = [gate.enter('one', start), gate.enter('one', start)]
  assert.equal(gate.asks('one', start), false)
  leave.push(gate.enter('one', start))
  assert.equal(gate.asks('one', start), true)
  assert.equal(gate.asks('another', start), false, 'another council is none of it')
  for (const each of [...leave, ...leave]) each()
  assert.equal(gate.asks('one', later(59_999)), true)
  assert.equal(gate.asks('one', later(60_000)), false)
})

test('a proof lets in at once, and is good for the few steps of one opinion', () => {
  const gate = createFloodGate('secret', limits)
  const writer = aWriter()
  const ticket = ticketOf(gate, writer, start)
  const proof = solve(ticket, limits.bits)
  for (let n = 0; n < limits.pass.writings; n += 1) {
    assert.deepEqual(gate.judge(n === 0 ? { ...writer, ticket, proof } : writer, later(n)), { ok: true })
  }
  assert.equal(gate.judge(writer, later(10)).ok, false)
})

test('a proof that is wrong, used, too old, of another council or another house lets nobody in', () => {
  const gate = createFloodGate('secret', limits)
  const ticket = ticketOf(gate, aWriter(), start)
  const proof = solve(ticket, limits.bits)
  const wrong = Array.from({ length: 1000 }, (_, n) => n.toString(36)).find((n) => !proves(ticket, n, limits.bits))
  assert.equal(gate.judge(aWriter({ ticket, proof: String(wrong) }), start).ok, false)
  assert.equal(gate.judge(aWriter({ ticket, proof: '../..' }), start).ok, false)
  assert.equal(gate.judge(aWriter({ ticket, proof, councilId: 'another' }), start).ok, false)
  assert.equal(gate.judge(aWriter({ ticket, proof }), later(limits.ticketMs + 1)).ok, false)
  assert.equal(gate.judge(aWriter({ ticket, proof }), later(-1)).ok, false, 'from the future')
  assert.equal(createFloodGate('other', limits).judge(aWriter({ ticket, proof }), start).ok, false)
  assert.equal(gate.judge(aWriter({ ticket, proof }), start).ok, true)
  assert.equal(gate.judge(aWriter({ ticket, proof }), start).ok, false, 'used')
})

test('waiting a minute is as good as a proof, with the ticket one has', () => {
  const gate = createFloodGate('secret', limits)
  const writer = aWriter()
  const ticket = ticketOf(gate, writer, start)
  const impatient = gate.judge({ ...writer, ticket }, later(59_000))
  assert.deepEqual(impatient, { ok: false, ticket }, 'pressing too early does not start the wait anew')
  assert.deepEqual(gate.judge({ ...writer, ticket }, later(60_000)), { ok: true })
})

test('of one network only some get in by waiting each minute, the others the next, and a proof always', () => {
  const gate = createFloodGate('secret', limits)
  const network = newId()
  const writers = Array.from({ length: limits.waitersPerNetwork + 1 }, () => aWriter({ network }))
  const tickets = writers.map((writer) => ticketOf(gate, writer, start))
  const press = (n: number, at: number) => gate.judge({ ...writers[n]!, ticket: tickets[n] }, later(at)).ok
  const last = limits.waitersPerNetwork
  for (let n = 0; n < last; n += 1) assert.equal(press(n, 60_000), true)
  assert.equal(press(last, 60_000), false)
  assert.equal(press(last, 120_000), true)
  const another = aWriter({ network })
  const ticket = ticketOf(gate, another, later(60_000))
  assert.equal(gate.judge({ ...another, ticket, proof: solve(ticket, limits.bits) }, later(60_000)).ok, true)
})

/** A site where a guest's writing takes until it is let go. */
async function aCrowdedSite(actor: (guest: Actor) => Actor = (guest) => guest) {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  let letGo: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const written: string[] = []
  const module: ModuleManifest = {
    name: 'crowd',
    path: 'crowd',
    routes(http) {
      http.post('/crowd/hold', async (c) => {
        await held
        return c.text('held')
      })
      http.post('/crowd/write', async (c) => {
        const form = await c.req.formData()
        written.push(String(form.get('body')))
        return c.text('written')
      })
      http.post('/me/sign-in', (c) => c.text('asked'))
    },
  }
  const viewer = {
    actor: actor(aGuestOf(council)),
    council: { id: council.id, slug: council.slug, name: council.name_zh, timeZone: council.time_zone },
    locale: 'zh-CN' as const,
    elder: true,
    name: null,
  }
  const { http } = createWebServer({ app, modules: [module], identify: async () => viewer, flood: limits })
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await http.request(`http://localhost:3000${path}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(fields),
    })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  const crowd = Array.from({ length: limits.mostAtOnce }, () => post('/crowd/hold', {}))
  // Until they have all come in; who is signed in is never asked, so there is nothing to wait for.
  const isGuest = viewer.actor.kind === 'guest'
  while (isGuest && (await post('/crowd/write', { body: '' })).status === 200) await new Promise(setImmediate)
  written.length = 0
  const end = async () => {
    letGo()
    await Promise.all(crowd)
  }
  return { clock, post, written, end }
}

test('in a crowd a guest gets the page back with every word, and it is sent by waiting, without a script', async () => {
  const { clock, post, written, end } = await aCrowdedSite()
  const body = '建议在学校门口加一条 <b>斑马线</b>，\n放学时家长很多。'
  const refused = await post('/crowd/write?step=2', { body, csrf: 'x', choice: 'a' })
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('retry-after'), '60')
  assert.match(refused.text, /现在来的人很多/)
  assert.match(refused.text, /action="\/crowd\/write\?step=2"/)
  assert.match(refused.text, /建议在学校门口加一条 &lt;b>斑马线|建议在学校门口加一条 &lt;b&gt;斑马线/)
  assert.match(refused.text, /name="choice" value="a"/)
  assert.match(refused.text, /href="\/me\/sign-in"/)
  assert.deepEqual(written, [])
  const flood = /name="flood" value="([^"]+)"/.exec(refused.text)?.[1] ?? ''
  clock.advance(60_000)
  assert.equal((await post('/crowd/write?step=2', { body, flood, proof: '' })).text, 'written')
  assert.deepEqual(written, [body])
  await end()
})

test('in a crowd signing in is not asked for anything, and neither is who is signed in', async () => {
  const guests = await aCrowdedSite()
  assert.equal((await guests.post('/me/sign-in', {})).text, 'asked')
  await guests.end()
  const people = await aCrowdedSite((guest) => someoneOf({ id: guest.councilId }, []))
  assert.equal((await people.post('/crowd/write', { body: '好' })).text, 'written')
  await people.end()
})

test('no other way to write leads past the gate', async () => {
  const { post, end } = await aCrowdedSite()
  for (const path of ['/crowd/write/', '/crowd//write', '/me/../crowd/write', '/CROWD/write', '/crowd/write?x=/me/']) {
    const { status } = await post(path, { body: '好' })
    assert(status === 429 || status === 404, `${path}: ${status}`)
  }
  const api = await post('/api/v1/consultations/comment', {}, { 'content-type': 'application/json' })
  assert.equal(api.status, 429)
  const { ticket, bits } = JSON.parse(api.text) as { ticket: string; bits: number }
  const headers = { 'x-flood-ticket': ticket, 'x-flood-proof': solve(ticket, bits) }
  assert.notEqual((await post('/api/v1/consultations/comment', {}, headers)).status, 429)
  await end()
})
