import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { test } from 'vitest'
import { z } from 'zod'
import { action } from '#kernel/action'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import { conflict, Refused } from '#kernel/outcome'
import { house } from '#support/house'
import { submit } from './form.tsx'
import { page } from './page.tsx'
import type { ModuleManifest } from './routes.ts'
import { createWebServer, keepPublic, ownPath } from './server.ts'
import { sign } from './session.ts'
import type { Identify } from './viewer.ts'

const note = action({
  name: 'notes.write',
  input: z.object({ words: z.string().min(1), full: z.boolean().default(false) }),
  subject: async () => ({}),
  allow: (actor) => actor.kind === 'guest' || 'hidden',
  async run({ input, emit }) {
    emit('notes.written', { words: input.words })
    if (input.full) throw new Refused(conflict('full'))
    return { words: input.words }
  },
})

/** A house with one module: a form, a kept page that counts how often it was made, and a page that breaks. */
async function site({ demo = false } = {}) {
  const { app: base } = await house()
  const councilId = newId()
  let made = 0
  const notes: ModuleManifest = {
    name: 'notes',
    path: 'notes',
    actions: [note],
    routes: (http) => {
      http.get('/notes', (c) => {
        made += 1
        keepPublic(c)
        return page(c, { title: 'notes' }, `made ${made}`)
      })
      http.post('/notes', (c) =>
        submit(c, note, {
          input: { words: c.get('sent')?.values.words ?? '', full: c.get('sent')?.values.full === '1' },
          done: () => '/notes',
        }),
      )
      http.get('/notes/broken', () => {
        throw new Error('a bug')
      })
    },
  }
  const errors: object[] = []
  const app = createApp({
    ...base,
    demo,
    manifests: [notes],
    log: { ...base.log, error: (details) => void errors.push(details) },
  })
  const identify: Identify = async ({ deviceId, locale, elder }) => ({
    actor: { kind: 'guest', councilId, accountId: null, personId: null, deviceId, grants: [] },
    council: { id: councilId, slug: 'test', name: '云山市', timeZone: 'Asia/Shanghai' },
    locale,
    elder,
    name: null,
  })
  const web = createWebServer({ app, modules: [notes], identify })
  const events = () =>
    app.database.db.selectFrom('kernel.event').select('data').where('council_id', '=', councilId).execute()
  return { web, app, errors, events, made: () => made }
}

function post(headers: Record<string, string>, fields: Record<string, string>) {
  return {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost', ...headers },
  }
}

test('a form sent from our own page is done and leads on', async () => {
  const { web, events } = await site()
  const answer = await web.http.request('/notes', post({ 'sec-fetch-site': 'same-origin' }, { words: '电梯' }))
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), '/notes')
  assert.deepEqual(await events(), [{ data: { words: '电梯' } }])
})

test('a form sent from another site is refused, and what was typed is shown again', async () => {
  const { web, events } = await site()
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    {},
  ]) {
    const answer = await web.http.request(
      '/notes',
      post(headers as Record<string, string>, { words: '很长的一段话，不能丢' }),
    )
    assert.equal(answer.status, 403)
    assert.match(await answer.text(), /很长的一段话，不能丢/)
  }
  assert.deepEqual(await events(), [])
})

test('a WebView that sends neither Sec-Fetch-Site nor Origin is let in by the token of its form, and by no other', async () => {
  const { web, app, events } = await site()
  const device = newId()
  const cookie = { cookie: `zt_device=${device}` }
  const token = sign(app.secret, 'csrf', device)
  const wrong = sign(app.secret, 'csrf', newId())
  assert.equal((await web.http.request('/notes', post(cookie, { words: 'a' }))).status, 403)
  assert.equal((await web.http.request('/notes', post(cookie, { words: 'a', csrf: wrong }))).status, 403)
  assert.equal((await web.http.request('/notes', post(cookie, { words: 'a', csrf: token }))).status, 303)
  assert.equal((await events()).length, 1)
})

test('a refusal without a page of its own keeps the words and says what to do', async () => {
  const { web } = await site()
  const same = { 'sec-fetch-site': 'same-origin' }
  const full = await web.http.request('/notes', post(same, { words: '不能丢的话', full: '1' }))
  assert.equal(full.status, 409)
  assert.match(await full.text(), /不能丢的话/)
  const empty = await web.http.request('/notes', post(same, { words: '' }))
  assert.equal(empty.status, 422)
})

test('a double click with the same form is one note', async () => {
  const { web, events } = await site()
  const fields = { words: '一次', once: newId() }
  const same = { 'sec-fetch-site': 'same-origin' }
  const answers = await Promise.all([1, 2, 3].map(() => web.http.request('/notes', post(same, fields))))
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [303, 303, 303],
  )
  assert.equal((await events()).length, 1)
})

test('a bug answers with a plain page and a number, and is written down once with that number', async () => {
  const { web, errors } = await site()
  const answer = await web.http.request('/notes/broken')
  assert.equal(answer.status, 500)
  const id = answer.headers.get('x-request-id') ?? ''
  const html = await answer.text()
  assert.ok(id.length > 0 && html.includes(id))
  assert.doesNotMatch(html, /a bug/)
  assert.equal(errors.length, 1)
})

test('an unknown address answers 404 in the language asked for', async () => {
  const { web } = await site()
  const zh = await web.http.request('/nowhere')
  assert.equal(zh.status, 404)
  assert.match(await zh.text(), /没有找到这一页/)
  const en = await web.http.request('/nowhere', { headers: { 'accept-language': 'en-GB,en' } })
  assert.match(await en.text(), /This page was not found/)
})

test('every page carries the headers that keep foreign scripts and frames out', async () => {
  const { web } = await site()
  const answer = await web.http.request('/notes')
  const policy = answer.headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'/)
  assert.doesNotMatch(policy, /unsafe/)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
})

test('a public page is made once for many guests, again after a change, and apart for each language', async () => {
  const { web, app, made } = await site()
  const port = await web.listen(0, '127.0.0.1')
  try {
    for (let i = 0; i < 5; i += 1) assert.match(await get(port, '/notes'), /made 1/)
    assert.equal(made(), 1)
    assert.match(await get(port, '/notes', { 'accept-language': 'en' }), /made 2/)
    assert.match(await get(port, '/notes', { cookie: 'zt_session=abc' }), /made 3/)
    await fetch(`http://127.0.0.1:${port}/notes`, {
      ...post({ 'sec-fetch-site': 'same-origin' }, { words: 'neu' }),
      redirect: 'manual',
    })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    assert.match(await get(port, '/notes'), /made 4/)
    assert.equal((await app.database.db.selectFrom('kernel.event').select('id').limit(1).execute()).length, 1)
  } finally {
    await web.close()
  }
})

async function get(port: number, path: string, headers: Record<string, string> = {}): Promise<string> {
  const asked = request({ host: '127.0.0.1', port, path, headers: { host: 'localhost', ...headers } })
  asked.end()
  const [answer] = await once(asked, 'response')
  let body = ''
  for await (const chunk of answer) body += chunk
  return body
}

test('the icon and the style sheet that a page names are there', async () => {
  const { web } = await site()
  const html = await (await web.http.request('/notes')).text()
  const named = [...html.matchAll(/<link rel="(?:icon|stylesheet)" href="([^"]+)"/g)].map((link) => link[1] ?? '')
  assert.equal(named.length, 2)
  for (const address of named) assert.equal((await web.http.request(address)).status, 200, address)
})

test('the page of all components is shown in a demonstration only', async () => {
  const [real, shown] = [await site(), await site({ demo: true })]
  assert.equal((await real.web.http.request('/ui')).status, 404)
  const answer = await shown.web.http.request('/ui')
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /<title>界面部件/)
})

test('a way back leads only to our own pages', () => {
  assert.equal(ownPath('/consultations/1?page=2'), '/consultations/1?page=2')
  for (const path of ['//evil.example', 'https://evil.example', '/\\evil.example', '', undefined, '/a b']) {
    assert.equal(ownPath(path), '/')
  }
})

test('the API performs the same action with the same answers', async () => {
  const { web, events } = await site()
  const send = (body: string, headers: Record<string, string> = {}) =>
    web.http.request('/api/v1/notes/write', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  const same = { 'sec-fetch-site': 'same-origin' }
  assert.equal((await send('{"words":"a"}')).status, 403)
  assert.equal((await send('{"words":', same)).status, 400)
  assert.equal((await send('{"words":""}', same)).status, 422)
  const done = await send('{"words":"a"}', same)
  assert.deepEqual([done.status, await done.json()], [200, { result: { words: 'a' } }])
  assert.equal((await web.http.request('/api/v1/notes/burn', { method: 'POST', headers: same })).status, 404)
  assert.equal((await events()).length, 1)
})
