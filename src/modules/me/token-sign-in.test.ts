import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import type { Council } from '#parts/councils'
import { disableAccount, identify } from '#parts/people'
import { anOpenConsultation, commentOn } from '#support/consultations'
import { aCouncil } from '#support/councils'
import { house } from '#support/house'
import { outsideOf } from '#support/outside'
import { aCitizen, aPhone, aSessionOf } from '#support/people'
import { createWebServer } from '#web/server'
import { modules } from '../index.ts'

interface Program {
  /** Sends JSON as a program does that has no cookies. */
  post(
    path: string,
    body: unknown,
    more?: { token?: string; council?: Council; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Record<string, unknown> }>
  http: ReturnType<typeof createWebServer>['http']
}

function programOf(app: App, council: Council): Program {
  const { http } = createWebServer({ app, modules, identify: identify(app) })
  return {
    http,
    async post(path, body, { token, council: other = council, headers = {} } = {}) {
      const response = await http.request(`http://localhost:3000/api/v1/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-council': other.slug,
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
  }
}

async function signedIn() {
  const at = await house()
  const outside = outsideOf(at.app)
  const council = await aCouncil(at.app)
  const program = programOf(at.app, council)
  const phone = aPhone()
  const device = newId()
  const code = async () => outside.codeAt(phone.value, council.id)
  const asked = await program.post('sign-in/ask-code', { contact: phone.typed, device })
  assert.equal(asked.status, 200, JSON.stringify(asked.body))
  const request = String(asked.body.request)
  const entered = await program.post('sign-in/enter-code', {
    request,
    code: await code(),
    device,
    label: '云山人大小程序',
  })
  assert.equal(entered.status, 200, JSON.stringify(entered.body))
  return { ...at, council, program, phone, device, request, token: String(entered.body.token), entered, code }
}

test('a program signs in with a code, acts with its token, and signs out', async () => {
  const { app, council, program, token, entered } = await signedIn()
  assert.equal(entered.body.council, council.slug)
  assert.match(String(entered.body.expiresAt), /^2026-/)
  const consultation = await anOpenConsultation(app, council)
  const input = commentOn(consultation)
  const given = await program.post('consultations/comment', input, { token })
  assert.equal(given.status, 200, JSON.stringify(given.body))
  const { account_id } = await app.database.db
    .selectFrom('opinions.contributor')
    .select('account_id')
    .where('council_id', '=', council.id)
    .executeTakeFirstOrThrow()
  assert(account_id, 'said as the one who signed in, and not as a guest')
  assert.equal((await program.post('sign-in/sign-out', {}, { token })).status, 200)
  const after = await program.post('consultations/comment', { ...input, clientKey: newId() }, { token })
  assert.deepEqual([after.status, after.body], [401, { error: 'signed-out' }])
})

test('a token is good in the council it was given in and in no other', async () => {
  const { app, program, token } = await signedIn()
  const other = await aCouncil(app)
  const consultation = await anOpenConsultation(app, other)
  const foreign = await program.post('consultations/comment', commentOn(consultation), { token, council: other })
  assert.equal(foreign.status, 401)
  const { rows } = await app.database.pool.query('select from opinions.opinion where council_id = $1', [other.id])
  assert.equal(rows.length, 0)
})

test('it is listed among the sessions as what it is, and whoever ends it there ends it', async () => {
  const { app, council, program, token } = await signedIn()
  const { account_id, id } = await app.database.db
    .selectFrom('people.session')
    .select(['account_id', 'id'])
    .where('only_in', '=', council.id)
    .executeTakeFirstOrThrow()
  const browser = await aSessionOf(app, { ...(await aCitizen(app, council)), accountId: account_id })
  const cookie = `zt_session=${browser}; zt_council=${council.slug}; zt_lang=zh-CN`
  const page = await (await program.http.request('http://localhost:3000/me/sessions', { headers: { cookie } })).text()
  assert.match(page, /云山人大小程序[\s\S]*小程序或应用/)
  const ended = await program.http.request('http://localhost:3000/me/sessions/end', {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ id }),
  })
  assert.equal(ended.status, 303)
  const after = await program.post('sign-in/sign-out', {}, { token })
  assert.deepEqual([after.status, after.body], [401, { error: 'signed-out' }])
})

test('a token is no cookie, a cookie no token, and a token beside a cookie stands alone', async () => {
  const { app, council, program, token } = await signedIn()
  const asCookie = await program.http.request('http://localhost:3000/me/sessions', {
    headers: { cookie: `zt_session=${token}; zt_council=${council.slug}` },
  })
  assert.notEqual(asCookie.status, 200)
  const citizen = await aCitizen(app, council)
  const browser = await aSessionOf(app, citizen)
  const asToken = await program.post('sign-in/sign-out', {}, { token: browser })
  assert.equal(asToken.status, 401)
  // A page of another site that could send a header still cannot ride on the cookie.
  const consultation = await anOpenConsultation(app, council)
  const both = await program.post('consultations/comment', commentOn(consultation), {
    token: 'nonsense',
    headers: { cookie: `zt_session=${browser}` },
  })
  assert.equal(both.status, 401)
})

test('wrong, used and foreign codes are refused, and tries are counted', async () => {
  const { clock, program, device, request, phone, code } = await signedIn()
  const used = await program.post('sign-in/enter-code', { request, code: await code(), device })
  assert.deepEqual([used.status, used.body], [409, { error: 'dead' }])
  const hasty = await program.post('sign-in/ask-code', { contact: phone.typed, device })
  assert.deepEqual([hasty.status, hasty.body.error], [429, 'too-many'])
  clock.advance(1000 * Number(hasty.body.waitSeconds))
  const asked = await program.post('sign-in/ask-code', { contact: phone.typed, device })
  const next = String(asked.body.request)
  const right = await code()
  const wrong = right === '000000' ? '111111' : '000000'
  assert.deepEqual((await program.post('sign-in/enter-code', { request: next, code: wrong, device })).body, {
    error: 'wrong',
    triesLeft: 4,
  })
  const elsewhere = await program.post('sign-in/enter-code', { request: next, code: right, device: newId() })
  assert.deepEqual(elsewhere.body, { error: 'dead' })
  assert.equal((await program.post('sign-in/enter-code', { request: next, code: right, device })).status, 200)
})

test('what is no JSON, lacks its device or comes as a form is refused with the reason', async () => {
  const { program, phone } = await signedIn()
  const lacking = await program.post('sign-in/ask-code', { contact: phone.typed })
  assert.equal(lacking.status, 422)
  assert.deepEqual(lacking.body.issues, [{ path: 'device', code: 'invalid_type' }])
  const form = await program.post('sign-in/ask-code', {}, { headers: { 'content-type': 'text/plain' } })
  assert.equal(form.status, 415)
  const nobody = await program.post('sign-in/ask-code', { contact: 'nobody', device: newId() })
  assert.equal(nobody.status, 422)
  assert.equal((await program.post('sign-in/nothing', {})).status, 404)
})

test('whose account is disabled holds no token any more', async () => {
  const { app, council, program, token } = await signedIn()
  const { account_id } = await app.database.db
    .selectFrom('people.session')
    .select('account_id')
    .where('only_in', '=', council.id)
    .executeTakeFirstOrThrow()
  const outcome = await perform(app, disableAccount, systemActor(council.id), { accountId: account_id })
  assert(outcome.ok, JSON.stringify(outcome))
  assert.equal((await program.post('sign-in/sign-out', {}, { token })).status, 401)
})
