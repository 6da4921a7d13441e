import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { notify } from '#parts/notices'
import {
  askErasure,
  endOtherSessions,
  endOwnSession,
  eraseAccount,
  eraseDue,
  eraseInCouncil,
  exportPersonalData,
  removeContact,
  setLook,
  setNames,
  signOut,
  withdrawErasure,
} from '#parts/people'
import { aCouncil, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aGuest, aPhone, aSessionOf, type PersonActor } from '#support/people'

const week = 7 * 24 * 3_600_000
const secretWords = ['李桂兰', '桂花巷居民']

/** A resident with a name, a phone, a session, a notice, in two councils. */
async function aKnownResident() {
  const { app, clock } = await house()
  const [council, other] = [await aCouncil(app), await aCouncil(app)]
  const phone = aPhone()
  const me = await aCitizen(app, council, { displayName: '桂花巷居民', contacts: [phone] })
  const elsewhere = { ...me, councilId: other.id, personId: null }
  succeeded(await perform(app, setNames, elsewhere, { name: '李桂兰', displayName: '', visibility: 'office' }))
  await aSessionOf(app, me)
  await app.database.db.transaction().execute((tx) =>
    notify(tx, {
      councilId: council.id,
      now: clock.now(),
      to: { accountId: me.accountId },
      kind: 'letters.answered',
      subject: { type: 'letter', id: '1' },
      text: { 'zh-CN': { title: '答复', body: '李桂兰，您好' }, en: { title: 'Reply', body: 'Hello 李桂兰' } },
      href: '/letters/1',
    }),
  )
  return { app, clock, council, other, me, phone }
}

async function kept(app: App, me: PersonActor): Promise<string> {
  const { db } = app.database
  return JSON.stringify([
    await db.selectFrom('people.person').selectAll().where('account_id', '=', me.accountId).execute(),
    await db.selectFrom('people.contact').selectAll().where('account_id', '=', me.accountId).execute(),
    await db.selectFrom('people.session').selectAll().where('account_id', '=', me.accountId).execute(),
    await db.selectFrom('notices.notice').selectAll().where('account_id', '=', me.accountId).execute(),
  ])
}

test('the export holds what every part knows, and nothing of anybody else', async () => {
  const { app, council, me, phone } = await aKnownResident()
  const stranger = await aCitizen(app, council, { name: '别人' })
  const exported = JSON.stringify(await exportPersonalData(app, me.accountId))
  for (const words of [...secretWords, phone.value, 'Firefox · Linux', '您好'])
    assert.ok(exported.includes(words), words)
  assert.ok(!exported.includes('别人'))
  assert.ok(!exported.includes(stranger.accountId))
  assert.ok(!exported.includes('token_hash'))
})

test('a week after it was asked for, everything is erased in every council, once', async () => {
  const { app, clock, council, other, me, phone } = await aKnownResident()
  const { eraseAt } = succeeded(await perform(app, askErasure, me, { confirmed: 'yes' }))
  assert.equal(eraseAt.getTime(), clock.now().getTime() + week)
  clock.advance(week - 1)
  await eraseDue(app)
  assert.match(await kept(app, me), /李桂兰/)
  clock.advance(1)
  await eraseDue(app)
  await eraseDue(app)
  const left = await kept(app, me)
  for (const words of [...secretWords, phone.value, '您好', 'Firefox']) assert.ok(!left.includes(words), words)
  assert.match(left, /"ended_why":"erased"/)
  assert.equal((await eventsIn(app, other, 'people.account-erased-here')).length, 1)
  const erased = [
    ...(await eventsIn(app, council, 'people.account-erased')),
    ...(await eventsIn(app, other, 'people.account-erased')),
  ]
  assert.equal(erased.filter(({ name }) => name === 'people.account-erased').length, 1)
  assert.ok(!JSON.stringify(erased).includes(phone.value))
})

test('taken back within the week, nothing is erased', async () => {
  const { app, clock, me } = await aKnownResident()
  succeeded(await perform(app, askErasure, me, { confirmed: 'yes' }))
  assert.deepEqual(await perform(app, askErasure, me, { confirmed: 'yes' }), {
    ok: false,
    kind: 'conflict',
    code: 'asked-already',
  })
  succeeded(await perform(app, withdrawErasure, me, {}))
  assert.deepEqual(await perform(app, withdrawErasure, me, {}), { ok: false, kind: 'conflict', code: 'not-asked' })
  clock.advance(week)
  await eraseDue(app)
  assert.match(await kept(app, me), /李桂兰/)
})

test('the system itself erases nothing that was not asked for, and nobody erases others', async () => {
  const { app, council, me } = await aKnownResident()
  for (const action of [eraseAccount, eraseInCouncil]) {
    const bySystem = await perform(app, action, systemActor(council.id), { accountId: me.accountId })
    assert.deepEqual(bySystem, { ok: false, kind: 'conflict', code: 'not-asked' })
    const byStranger = await perform(app, action, await aCitizen(app, council), { accountId: me.accountId })
    assert.equal(!byStranger.ok && byStranger.kind, 'forbidden')
  }
  assert.deepEqual(await perform(app, askErasure, aGuest(council), { confirmed: 'yes' }), {
    ok: false,
    kind: 'missing',
  })
})

test('a person ends one session, or all others, and no stranger does', async () => {
  const { app, council, me } = await aKnownResident()
  const here = await aSessionOf(app, me)
  const sessions = await app.database.db
    .selectFrom('people.session')
    .select(['id', 'token_hash'])
    .where('account_id', '=', me.accountId)
    .execute()
  const sessionId = sessions[0]?.id ?? ''
  assert.deepEqual(await perform(app, endOwnSession, await aCitizen(app, council), { sessionId }), {
    ok: false,
    kind: 'forbidden',
    hidden: true,
  })
  succeeded(await perform(app, endOwnSession, me, { sessionId }))
  assert.deepEqual(await perform(app, endOwnSession, me, { sessionId }), { ok: false, kind: 'conflict', code: 'ended' })
  await aSessionOf(app, me)
  assert.deepEqual(succeeded(await perform(app, endOtherSessions, me, { session: here })), { count: 1 })
  succeeded(await perform(app, signOut, me, { token: here }))
  const open = await app.database.db
    .selectFrom('people.session')
    .select('id')
    .where('account_id', '=', me.accountId)
    .where('ended_at', 'is', null)
    .execute()
  assert.deepEqual(open, [])
})

test('the last way in is not taken away, also when two go at once', async () => {
  const { app, me } = await aKnownResident()
  const second = aPhone()
  await app.database.db
    .insertInto('people.contact')
    .values({
      id: newId(),
      account_id: me.accountId,
      kind: second.kind,
      value: second.value,
      created_at: app.clock.now(),
      verified_at: app.clock.now(),
    })
    .execute()
  const contacts = await app.database.db
    .selectFrom('people.contact')
    .select('id')
    .where('account_id', '=', me.accountId)
    .execute()
  const outcomes = await Promise.all(contacts.map(({ id }) => perform(app, removeContact, me, { contactId: id })))
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
  assert.deepEqual(
    outcomes.filter(({ ok }) => !ok),
    [{ ok: false, kind: 'conflict', code: 'last-way-in' }],
  )
})

test('names are cleaned of signs that hide, and the look is kept with the account', async () => {
  const { app, council, me } = await aKnownResident()
  const hidden = '李\u202e桂\u200b兰 '
  succeeded(await perform(app, setNames, me, { name: hidden, displayName: '', visibility: 'public' }))
  succeeded(await perform(app, setLook, me, { locale: 'en', elder: true }))
  const person = await app.database.db
    .selectFrom('people.person as p')
    .innerJoin('people.account as a', 'a.id', 'p.account_id')
    .select(['p.name', 'p.display_name', 'p.name_visibility', 'a.locale', 'a.elder'])
    .where('p.council_id', '=', council.id)
    .where('p.account_id', '=', me.accountId)
    .executeTakeFirst()
  assert.deepEqual(person, {
    name: '李桂兰',
    display_name: null,
    name_visibility: 'public',
    locale: 'en',
    elder: true,
  })
  const long = await perform(app, setNames, me, { name: '长'.repeat(61), displayName: '', visibility: 'public' })
  assert.equal(!long.ok && long.kind, 'invalid')
  await drain(app, council.id)
})
