import assert from 'node:assert/strict'
import { afterAll, beforeAll, test } from 'vitest'
import { perform } from '#kernel/action'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import {
  addPerson,
  askNewPasskey,
  askPasskey,
  enterCode,
  giveRole,
  keepPasskey,
  removePasskey,
  resetPasskeys,
  signInByIdentity,
  signInByPasskey,
  signInToDemo,
  useIdentityService,
} from '#parts/people'
import { aCouncil, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { anIdentityService, outsideOf, type TestIdentityService } from '#support/outside'
import { aCitizen, aClerkOf, aGuest, aPhone, aSecurityOfficerOf, aSessionOf, type PersonActor } from '#support/people'
import { aFreePort, type ServedHouse, serve } from '#support/web'
import { manifests } from '../../house.ts'
import { askCode } from './actions.ts'

const nothing = { id: 'made-up', response: { clientDataJSON: 'e30' } }

async function council() {
  const { app, clock } = await house()
  return { app, clock, council: await aCouncil(app) }
}
type App = Awaited<ReturnType<typeof council>>['app']

/** A passkey in the books, as if its owner had made it. */
async function givePasskey(app: App, owner: PersonActor, id = newId()): Promise<string> {
  await app.database.db
    .insertInto('people.passkey')
    .values({
      id,
      account_id: owner.accountId,
      public_key: 'AA',
      counter: 0,
      transports: '[]',
      label: 'Chrome · Android',
      created_at: app.clock.now(),
      used_at: null,
    })
    .execute()
  return id
}

test('the first passkey may be asked for in a session by code; the second only in a strong one', async () => {
  const { app, council: of } = await council()
  const clerk = await aClerkOf(app, of)
  const [byCode, strong] = [
    await aSessionOf(app, clerk, { method: 'code' }),
    await aSessionOf(app, clerk, { method: 'passkey' }),
  ]
  const ask = (session: string) => perform(app, askNewPasskey, clerk, { session, userName: '周明' })
  assert.equal((await ask(byCode)).ok, true)
  await givePasskey(app, clerk)
  assert.deepEqual(await ask(byCode), { ok: false, kind: 'conflict', code: 'needs-strong-sign-in' })
  assert.equal((await ask(strong)).ok, true)
  assert.deepEqual(await ask('somebody else’s'), { ok: false, kind: 'conflict', code: 'needs-strong-sign-in' })
})

test('a passkey is not taken away in a session by code, nor by a stranger', async () => {
  const { app, council: of } = await council()
  const clerk = await aClerkOf(app, of)
  const stranger = await aCitizen(app, of)
  const id = await givePasskey(app, clerk)
  const byCode = await aSessionOf(app, clerk, { method: 'code' })
  const strong = await aSessionOf(app, clerk, { method: 'passkey' })
  assert.deepEqual(await perform(app, removePasskey, clerk, { session: byCode, id }), {
    ok: false,
    kind: 'conflict',
    code: 'needs-strong-sign-in',
  })
  const theirs = await aSessionOf(app, stranger, { method: 'passkey' })
  const outcome = await perform(app, removePasskey, stranger, { session: theirs, id })
  assert.deepEqual(outcome, { ok: false, kind: 'forbidden', hidden: true })
  succeeded(await perform(app, removePasskey, clerk, { session: strong, id }))
})

test('a made-up answer opens nothing and uses the challenge up', async () => {
  const { app, council: of } = await council()
  const guest = aGuest(of)
  const asked = succeeded(await perform(app, askPasskey, guest, { ip: '10.9.8.7' }))
  assert.ok(asked.kind === 'asked')
  const input = { challenge: asked.challengeId, response: nothing as never }
  for (let i = 0; i < 2; i += 1) {
    assert.deepEqual(succeeded(await perform(app, signInByPasskey, guest, input)), { kind: 'refused' })
  }
  const refused = await eventsIn(app, of, 'people.sign-in-refused')
  assert.equal(refused.length, 2)
  const clerk = await aClerkOf(app, of)
  const session = await aSessionOf(app, clerk)
  const kept = { session, challenge: asked.challengeId, response: nothing as never, label: 'x' }
  assert.deepEqual(await perform(app, keepPasskey, clerk, kept), {
    ok: false,
    kind: 'conflict',
    code: 'challenge-gone',
  })
})

test('the security officer resets somebody’s passkeys, and nobody else does', async () => {
  const { app, council: of } = await council()
  const clerk = await aClerkOf(app, of)
  await givePasskey(app, clerk)
  const outcome = await perform(app, resetPasskeys, await aCitizen(app, of), { personId: clerk.personId })
  assert.equal(!outcome.ok && outcome.kind, 'forbidden')
  succeeded(await perform(app, resetPasskeys, await aSecurityOfficerOf(app, of), { personId: clerk.personId }))
  const left = await app.database.db
    .selectFrom('people.passkey')
    .select('id')
    .where('account_id', '=', clerk.accountId)
    .execute()
  assert.deepEqual(left, [])
})

test('outside a demonstration no click signs in to anybody', async () => {
  const { app, council: of } = await council()
  const somebody = await aCitizen(app, of)
  await app.database.db
    .updateTable('people.account')
    .set({ demo_position: 1 })
    .where('id', '=', somebody.accountId)
    .execute()
  const input = { accountId: somebody.accountId }
  assert.deepEqual(await perform(app, signInToDemo, aGuest(of), input), { ok: false, kind: 'missing' })
  const demo = createApp({ ...app, demo: true })
  assert.equal(succeeded(await perform(demo, signInToDemo, aGuest(of), input)).kind, 'signed-in')
  const other = { accountId: (await aCitizen(app, of)).accountId }
  assert.deepEqual(await perform(demo, signInToDemo, aGuest(of), other), { ok: false, kind: 'missing' })
})

test('whoever proves the contact the office invited is that person, with the duties given in advance', async () => {
  const { app, council: of } = await council()
  const outside = outsideOf(app)
  const phone = aPhone()
  const officer = await aSecurityOfficerOf(app, of)
  const { personId } = succeeded(await perform(app, addPerson, officer, { name: '吴建国', contact: phone.typed }))
  succeeded(await perform(app, giveRole, officer, { personId, role: 'expert' }))
  const guest = aGuest(of)
  const asked = succeeded(
    await perform(app, askCode, guest, { contact: phone.typed, purpose: 'sign-in', locale: 'en', ip: '10.7.7.7' }),
  )
  assert.ok(asked.kind === 'asked')
  const code = await outside.codeAt(phone.value, of.id)
  const entered = succeeded(await perform(app, enterCode, guest, { request: asked.request, code }))
  assert.ok(entered.kind === 'signed-in')
  assert.equal(entered.personId, personId)
})

let service: TestIdentityService
let served: ServedHouse
let app: ReturnType<typeof createApp>
let of: Awaited<ReturnType<typeof aCouncil>>

beforeAll(async () => {
  const port = await aFreePort()
  const base = await house()
  app = createApp({ ...base.app, manifests, baseUrl: `http://localhost:${port}` })
  of = await aCouncil(app, { hosts: ['localhost'] })
  service = await anIdentityService(`http://localhost:${port}/me/sign-in/identity/return`)
  const { issuer, clientId, clientSecret } = service
  useIdentityService(app, {
    issuer,
    clientId,
    clientSecret,
    name: { zh: '云山市统一身份认证', en: 'Yunshan City identity service' },
    allowHttp: true,
  })
  served = await serve(app, port)
})

afterAll(async () => {
  await served.close()
  await service.close()
})

function cookiesOf(response: Response, before = ''): string {
  const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return [before, ...set].filter(Boolean).join('; ')
}

async function leave(cookie = ''): Promise<{ readonly url: string; readonly cookie: string }> {
  const response = await fetch(`${served.origin}/me/sign-in/identity?next=/me/data`, {
    redirect: 'manual',
    headers: { cookie },
  })
  return { url: String(response.headers.get('location')), cookie: cookiesOf(response, cookie) }
}

const comeBack = (url: URL, cookie: string) => fetch(url, { redirect: 'manual', headers: { cookie } })

test('the city’s identity service signs somebody in, the same person the next time, strongly', async () => {
  const accounts: string[] = []
  service.signInAs(`resident-${newId()}`)
  for (let round = 0; round < 2; round += 1) {
    const { url, cookie } = await leave()
    const back = await comeBack(await service.visit(url), cookie)
    assert.equal(back.status, 303)
    assert.equal(back.headers.get('location'), '/me/data')
    assert.match(cookiesOf(back), /zt_session=/)
    const signedIn = (await eventsIn(app, of, 'people.signed-in')).at(-1)
    assert.equal(signedIn?.data.method, 'identity')
    accounts.push(String(signedIn?.subject_id))
  }
  assert.equal(accounts[0], accounts[1])
})

test('a return cannot be replayed, nor used on another device, nor forged', async () => {
  service.signInAs(`resident-${newId()}`)
  const left = await leave()
  const address = await service.visit(left.url)
  const other = await leave()
  assert.equal((await comeBack(address, other.cookie)).status, 409)
  const again = await leave()
  const mine = await service.visit(again.url)
  assert.equal((await comeBack(mine, again.cookie)).status, 303)
  assert.equal((await comeBack(mine, again.cookie)).status, 409)
  const forged = await leave()
  const stolen = new URL(await service.visit(forged.url))
  stolen.searchParams.set('code', 'made-up')
  assert.equal((await comeBack(stolen, forged.cookie)).status, 409)
})

test('nobody may say of themselves whom the service vouches for', async () => {
  const input = { issuer: service.issuer, subject: 'anybody', accountId: null }
  const outcome = await perform(app, signInByIdentity, await aCitizen(app, of), input)
  assert.equal(!outcome.ok && outcome.kind, 'forbidden')
  const response = await fetch(`${served.origin}/api/v1/people/sign-in-by-identity`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(input),
  })
  assert.equal(response.status, 404)
})
