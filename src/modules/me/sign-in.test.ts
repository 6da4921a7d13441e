import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Actor, perform } from '#kernel/action'
import { createApp } from '#kernel/app'
import { newId } from '#kernel/ids'
import { type CodeResult, codeCeilings, enterCode, hashToken, identify } from '#parts/people'
import { aCouncil, eventsIn, succeeded } from '#support/councils'
import { house, onServer } from '#support/house'
import { outsideOf } from '#support/outside'
import { aCitizen, aGuest, aPhone, aSessionOf } from '#support/people'
import { askCode } from './actions.ts'

async function signInHouse() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  return { app, clock, council, outside: outsideOf(app), guest: aGuest(council), phone: aPhone() }
}
type Setting = Awaited<ReturnType<typeof signInHouse>>

let networks = 0
/** A network nobody else in this run asks from. */
function anAddress(): string {
  networks += 1
  return `10.${process.pid % 250}.${Math.floor(networks / 250)}.${networks % 250}`
}

async function ask(
  { app, guest, phone }: Setting,
  more: { contact?: string; purpose?: 'sign-in' | 'prove' | 'add-contact'; ip?: string; actor?: Actor } = {},
) {
  return succeeded(
    await perform(app, askCode, more.actor ?? guest, {
      contact: more.contact ?? phone.typed,
      purpose: more.purpose ?? 'sign-in',
      locale: 'zh-CN',
      ip: more.ip ?? anAddress(),
    }),
  )
}

async function asked(setting: Setting, more: Parameters<typeof ask>[1] = {}): Promise<string> {
  const answer = await ask(setting, more)
  assert.ok(answer.kind === 'asked', `asked: ${JSON.stringify(answer)}`)
  return answer.request
}

async function enter(
  { app, guest }: Setting,
  request: string,
  code: string,
  more: { actor?: Actor; before?: string } = {},
): Promise<CodeResult> {
  return succeeded(
    await perform(app, enterCode, more.actor ?? guest, {
      request,
      code,
      before: more.before ?? null,
      deviceLabel: 'x',
    }),
  )
}

function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}

test('a resident signs in with the code that reached the phone, and the next time is the same person', async () => {
  const setting = await signInHouse()
  const { app, clock, council, outside, phone } = setting
  const first = await enter(setting, await asked(setting), await outside.codeAt(phone.value, council.id))
  assert.ok(first.kind === 'signed-in')
  assert.equal(first.isNew, true)
  clock.advance(60_000)
  const second = await enter(setting, await asked(setting), await outside.codeAt(phone.value, council.id))
  assert.ok(second.kind === 'signed-in')
  assert.equal(second.isNew, false)
  assert.equal(second.accountId, first.accountId)
  assert.equal(second.personId, first.personId)
  assert.notEqual(second.token, first.token)
  const events = await eventsIn(app, council, 'people.')
  assert.deepEqual(
    events.map(({ name, data, subject_id }) => [name, data.method, data.isNew, subject_id]),
    [
      ['people.signed-in', 'code', true, first.accountId],
      ['people.signed-in', 'code', false, first.accountId],
    ],
  )
})

test('neither the code, the number nor the token is written where they could be read later', async () => {
  const setting = await signInHouse()
  const { app, council, outside, phone } = setting
  const request = await asked(setting)
  const code = await outside.codeAt(phone.value, council.id)
  const signedIn = await enter(setting, request, code)
  assert.ok(signedIn.kind === 'signed-in')
  const { db } = app.database
  const kept = JSON.stringify([
    await eventsIn(app, council),
    await db.selectFrom('people.session').selectAll().where('account_id', '=', signedIn.accountId).execute(),
    await db.selectFrom('people.code').select(['code_hash']).where('id', '=', request).execute(),
    await db.selectFrom('notices.outgoing').selectAll().where('council_id', '=', council.id).execute(),
    await db.selectFrom('kernel.once').selectAll().where('council_id', '=', council.id).execute(),
  ])
  assert.ok(!kept.includes(code), 'the code')
  assert.ok(!kept.includes(phone.value), 'the number')
  assert.ok(!kept.includes(signedIn.token), 'the token')
  assert.ok(kept.includes(hashToken(signedIn.token)), 'the control: the hash is there')
})

test('known and unknown numbers get the same answer and leave the same events', async () => {
  const setting = await signInHouse()
  const { app, council } = setting
  const known = aPhone()
  await aCitizen(app, council, { contacts: [known] })
  const answers = [await ask(setting, { contact: known.typed }), await ask(setting, { contact: aPhone().typed })]
  assert.deepEqual(
    answers.map((answer) => Object.keys(answer)),
    [
      ['kind', 'request'],
      ['kind', 'request'],
    ],
  )
  const [one, other] = await eventsIn(app, council, 'me.')
  assert.deepEqual(one?.data, other?.data)
})

test('a code is used once', async () => {
  const setting = await signInHouse()
  const request = await asked(setting)
  const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
  assert.equal((await enter(setting, request, code)).kind, 'signed-in')
  assert.deepEqual(await enter(setting, request, code), { kind: 'dead' })
})

test('after five wrong tries even the right code is refused', async () => {
  const setting = await signInHouse()
  const request = await asked(setting)
  const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
  for (const triesLeft of [4, 3, 2, 1]) {
    assert.deepEqual(await enter(setting, request, wrong(code)), { kind: 'wrong', triesLeft })
  }
  assert.deepEqual(await enter(setting, request, wrong(code)), { kind: 'dead' })
  assert.deepEqual(await enter(setting, request, code), { kind: 'dead' })
  const refused = await eventsIn(setting.app, setting.council, 'people.code-refused')
  assert.deepEqual(
    refused.map(({ data }) => data.why),
    ['wrong', 'wrong', 'wrong', 'wrong', 'dead', 'dead'],
  )
})

test('the fifth try may still be right', async () => {
  const setting = await signInHouse()
  const request = await asked(setting)
  const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
  for (let i = 0; i < 4; i += 1) await enter(setting, request, wrong(code))
  assert.equal((await enter(setting, request, code)).kind, 'signed-in')
})

test('ten minutes later the code is dead, and a moment before it is not', async () => {
  for (const [laterMs, kind] of [
    [10 * 60_000, 'dead'],
    [10 * 60_000 - 1, 'signed-in'],
  ] as const) {
    const setting = await signInHouse()
    const request = await asked(setting)
    const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
    setting.clock.advance(laterMs)
    assert.equal((await enter(setting, request, code)).kind, kind)
  }
})

test('a code answers only the request it was made for, on the device that asked', async () => {
  const setting = await signInHouse()
  const { council, outside, phone } = setting
  const mine = await asked(setting)
  const code = await outside.codeAt(phone.value, council.id)
  const attacker = aGuest(council)
  const theirs = await asked(setting, { contact: aPhone().typed, actor: attacker })
  const crossed = await enter(setting, theirs, code, { actor: attacker })
  assert.ok(crossed.kind === 'wrong' || crossed.kind === 'dead')
  assert.deepEqual(await enter(setting, mine, code, { actor: attacker }), { kind: 'dead' })
  assert.equal((await enter(setting, mine, code)).kind, 'signed-in')
})

test('a request nobody made is missing', async () => {
  const setting = await signInHouse()
  const outcome = await perform(setting.app, enterCode, setting.guest, { request: newId(), code: '123456' })
  assert.deepEqual(outcome, { ok: false, kind: 'missing' })
})

test('twenty answers at once to one code open one session', async () => {
  const setting = await signInHouse()
  const request = await asked(setting)
  const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
  const answers = await Promise.all(Array.from({ length: 20 }, () => enter(setting, request, code)))
  assert.equal(answers.filter(({ kind }) => kind === 'signed-in').length, 1)
  assert.equal(answers.filter(({ kind }) => kind === 'dead').length, 19)
})

test('twenty wrong answers at once count five tries and no more', async () => {
  const setting = await signInHouse()
  const request = await asked(setting)
  const code = await setting.outside.codeAt(setting.phone.value, setting.council.id)
  const answers = await Promise.all(Array.from({ length: 20 }, () => enter(setting, request, wrong(code))))
  assert.equal(answers.filter(({ kind }) => kind === 'wrong').length, 4)
})

test.runIf(onServer)('two proofs of one new number at once make one account', async () => {
  const setting = await signInHouse()
  const { app, clock, council, outside, phone } = setting
  const [guest, other] = [setting.guest, aGuest(council)]
  const one = await asked(setting)
  const oneCode = await outside.codeAt(phone.value, council.id)
  clock.advance(60_000)
  const two = await asked(setting, { actor: other })
  const twoCode = await outside.codeAt(phone.value, council.id)
  const answers = await Promise.all([
    enter(setting, one, oneCode, { actor: guest }),
    enter(setting, two, twoCode, { actor: other }),
  ])
  const accounts = answers.map((answer) => (answer.kind === 'signed-in' ? answer.accountId : answer.kind))
  assert.equal(accounts[0], accounts[1])
  const contacts = await app.database.db
    .selectFrom('people.contact')
    .select('id')
    .where('value', '=', phone.value)
    .execute()
  assert.equal(contacts.length, 1)
})

test('one number gets one code a minute, five an hour and ten a day, whatever network asks', async () => {
  const setting = await signInHouse()
  const { clock } = setting
  await asked(setting)
  clock.advance(59_000)
  assert.deepEqual(await ask(setting), { kind: 'too-many', waitSeconds: 1 })
  for (let i = 2; i <= 5; i += 1) {
    clock.advance(60_000)
    await asked(setting)
  }
  clock.advance(60_000)
  const sixth = await ask(setting)
  assert.equal(sixth.kind, 'too-many')
  clock.advance(3_600_000)
  for (let i = 6; i <= 10; i += 1) {
    clock.advance(60_000)
    await asked(setting)
  }
  clock.advance(3_600_000)
  assert.equal((await ask(setting)).kind, 'too-many')
  clock.advance(24 * 3_600_000)
  await asked(setting)
})

test('one network gets thirty codes in ten minutes, also when it changes addresses inside its IPv6 block', async () => {
  const setting = await signInHouse()
  const block = `2001:db8:${(process.pid % 60_000).toString(16)}:${newId().slice(-4)}`
  for (let i = 0; i < codeCeilings.network[0].most; i += 1) {
    await asked(setting, { contact: aPhone().typed.replace(/^13/, i % 2 ? '15' : '17'), ip: `${block}::${i + 1}` })
  }
  const more = { contact: `186${String(Date.now() % 100_000_000).padStart(8, '0')}` }
  assert.equal((await ask(setting, { ...more, ip: `${block}:1:2:3:4` })).kind, 'too-many')
  assert.equal((await ask(setting, { ...more, ip: anAddress() })).kind, 'asked')
})

test('one block of numbers gets thirty codes an hour, from however many networks', async () => {
  const setting = await signInHouse()
  const block = `19${newId().replace(/\D/g, '').padEnd(12, '7').slice(-5)}`
  for (let i = 0; i < 30; i += 1) await asked(setting, { contact: `${block}${String(i).padStart(4, '0')}` })
  assert.equal((await ask(setting, { contact: `${block}0999` })).kind, 'too-many')
})

test('spellings of one mailbox share its ceiling', async () => {
  const setting = await signInHouse()
  const box = `li-${newId().slice(-8)}`
  await asked(setting, { contact: `${box}@mail.example` })
  assert.equal((await ask(setting, { contact: `${box}+tag@mail.example` })).kind, 'too-many')
  assert.equal((await ask(setting, { contact: ` ${box.toUpperCase()}@MAIL.example` })).kind, 'too-many')
})

test('what is neither a number nor an address is refused with words for the field', async () => {
  const { app, guest } = await signInHouse()
  for (const contact of ['12345', 'li@', '@example.org', '+8612345678901', 'a b@example.org']) {
    const outcome = await perform(app, askCode, guest, { contact, purpose: 'sign-in', locale: 'en', ip: anAddress() })
    assert.deepEqual(
      outcome,
      { ok: false, kind: 'invalid', issues: [{ path: 'contact', code: 'not-a-contact' }] },
      contact,
    )
  }
})

test('without a gateway for text messages a phone number is refused at once, not silently lost', async () => {
  const { app: base } = await house()
  const app = createApp({ ...base })
  const council = await aCouncil(app)
  const outcome = await perform(app, askCode, aGuest(council), {
    contact: aPhone().typed,
    purpose: 'sign-in',
    locale: 'zh-CN',
    ip: anAddress(),
  })
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'contact', code: 'no-phone' }] })
})

test('signing in ends the session the browser held before: a planted token is worth nothing', async () => {
  const setting = await signInHouse()
  const { app, council, outside, phone } = setting
  const planter = await aCitizen(app, council)
  const planted = await aSessionOf(app, planter)
  const request = await asked(setting)
  const signedIn = await enter(setting, request, await outside.codeAt(phone.value, council.id), { before: planted })
  assert.ok(signedIn.kind === 'signed-in')
  assert.notEqual(signedIn.token, planted)
  assert.equal(await kindOf(setting, planted), 'guest')
  assert.equal(await kindOf(setting, signedIn.token), 'person')
})

test('a closed account proves its number and still does not get in', async () => {
  const setting = await signInHouse()
  const { app, council, outside, phone } = setting
  const closed = await aCitizen(app, council, { contacts: [phone] })
  await app.database.db
    .updateTable('people.account')
    .set({ disabled_at: new Date() })
    .where('id', '=', closed.accountId)
    .execute()
  const request = await asked(setting)
  assert.deepEqual(await enter(setting, request, await outside.codeAt(phone.value, council.id)), { kind: 'disabled' })
})

test('proving a contact says which device wrote and which account it is now', async () => {
  const setting = await signInHouse()
  const { app, council, outside, phone, guest } = setting
  const request = await asked(setting, { purpose: 'prove' })
  const signedIn = await enter(setting, request, await outside.codeAt(phone.value, council.id))
  assert.ok(signedIn.kind === 'signed-in')
  const [proved] = await eventsIn(app, council, 'people.contact-proved')
  assert.deepEqual(proved?.data, {
    deviceId: guest.deviceId,
    accountId: signedIn.accountId,
    personId: signedIn.personId,
  })
})

test('a second contact is added by proving it, unless it is somebody else’s', async () => {
  const setting = await signInHouse()
  const { app, council, outside } = setting
  const [me, other] = [await aCitizen(app, council), await aCitizen(app, council, { contacts: [aPhone()] })]
  const mine = aPhone()
  const add = async (contact: { typed: string; value: string }) => {
    const request = await asked(setting, { contact: contact.typed, purpose: 'add-contact', actor: me })
    return enter(setting, request, await outside.codeAt(contact.value, council.id), { actor: me })
  }
  assert.deepEqual(await add(mine), { kind: 'contact-added' })
  const taken = await app.database.db
    .selectFrom('people.contact')
    .select('value')
    .where('account_id', '=', other.accountId)
    .executeTakeFirstOrThrow()
  assert.deepEqual(await add({ typed: taken.value, value: taken.value }), { kind: 'contact-taken' })
  const guests = await perform(app, askCode, aGuest(council), {
    contact: aPhone().typed,
    purpose: 'add-contact',
    locale: 'zh-CN',
    ip: anAddress(),
  })
  assert.deepEqual(guests, { ok: false, kind: 'forbidden', hidden: false })
})

async function kindOf({ app, council }: Setting, sessionToken: string) {
  const viewer = await identify(app)({
    sessionToken,
    deviceId: null,
    host: '',
    councilSlug: council.slug,
    locale: 'zh-CN',
    elder: false,
  })
  return viewer?.actor.kind
}
