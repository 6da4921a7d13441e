import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { newId } from '#kernel/ids'
import {
  addPerson,
  endRole,
  giveRole,
  members,
  peopleOnTheBooks,
  restorePerson,
  rolesHeld,
  suspendPerson,
} from '#parts/people'
import { aCouncil, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, anAdministratorOf, aSecurityOfficerOf, aSessionOf, someoneAt } from '#support/people'

async function office() {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  return { app, clock, council, officer: await aSecurityOfficerOf(app, council), citizen: await aCitizen(app, council) }
}

test('the security officer gives a duty: the person holds it, the event says which, the sessions end', async () => {
  const { app, clock, council, officer, citizen } = await office()
  await aSessionOf(app, citizen)
  const { membershipId } = succeeded(
    await perform(app, giveRole, officer, { personId: citizen.personId, role: 'clerk' }),
  )
  const [given] = await eventsIn(app, council, 'people.role-given')
  assert.deepEqual(given?.data, { role: 'clerk', scopeId: null, membershipId, until: null })
  assert.equal(given?.subject_id, citizen.personId)
  assert.deepEqual(await rolesHeld(app.database.db, council.id, citizen.personId, clock.now()), ['clerk'])
  const [clerk] = await members(app.database.db, { councilId: council.id, now: clock.now(), roles: ['clerk'] })
  assert.equal(clerk?.person_id, citizen.personId)
  const open = await app.database.db
    .selectFrom('people.session')
    .select('ended_why')
    .where('account_id', '=', citizen.accountId)
    .execute()
  assert.deepEqual(open, [{ ended_why: 'role-changed' }])
})

test('a duty ends at once and leaves its dates', async () => {
  const { app, clock, council, officer, citizen } = await office()
  const { membershipId } = succeeded(
    await perform(app, giveRole, officer, { personId: citizen.personId, role: 'expert' }),
  )
  clock.advance(60_000)
  succeeded(await perform(app, endRole, officer, { membershipId }))
  assert.deepEqual(await rolesHeld(app.database.db, council.id, citizen.personId, clock.now()), [])
  const [past] = await members(app.database.db, {
    councilId: council.id,
    now: clock.now(),
    roles: ['expert'],
    past: true,
  })
  assert.deepEqual(past?.until, clock.now())
  assert.deepEqual(await perform(app, endRole, officer, { membershipId }), {
    ok: false,
    kind: 'conflict',
    code: 'over-already',
  })
})

test('the three duties of administration are never one person’s, whichever comes second', async () => {
  const { app, officer, citizen } = await office()
  succeeded(await perform(app, giveRole, officer, { personId: citizen.personId, role: 'administrator' }))
  for (const role of ['auditor', 'security-officer'] as const) {
    assert.deepEqual(await perform(app, giveRole, officer, { personId: citizen.personId, role }), {
      ok: false,
      kind: 'conflict',
      code: 'duties-apart',
    })
  }
})

test('two duties of administration given at once: one is refused', async () => {
  const { app, officer, citizen } = await office()
  const outcomes = await Promise.all(
    (['administrator', 'auditor'] as const).map((role) =>
      perform(app, giveRole, officer, { personId: citizen.personId, role }),
    ),
  )
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
})

test('nobody gives a duty to themselves', async () => {
  const { app, officer } = await office()
  assert.deepEqual(await perform(app, giveRole, officer, { personId: officer.personId, role: 'expert' }), {
    ok: false,
    kind: 'forbidden',
    hidden: false,
  })
})

test('the administrator, a clerk and a resident give no duty of administration', async () => {
  const { app, council, citizen } = await office()
  const askers = [await anAdministratorOf(app, council), await aClerkOf(app, council), await aCitizen(app, council)]
  for (const asker of askers) {
    const outcome = await perform(app, giveRole, asker, { personId: citizen.personId, role: 'auditor' })
    assert.equal(!outcome.ok && outcome.kind, 'forbidden')
  }
})

test('the staff of a place name who serves it, and nobody at another place', async () => {
  const { app, council, citizen } = await office()
  const [here, there] = [newId(), newId()]
  const staff = await someoneAt(app, council, here)
  const name = (scopeId: string, role: 'collector' | 'expert') =>
    perform(app, giveRole, staff, { personId: citizen.personId, role, scopeId })
  assert.equal((await name(here, 'collector')).ok, true)
  assert.equal((await name(there, 'collector')).ok, false)
  assert.equal((await name(here, 'expert')).ok, false)
})

test('a duty is bound to a place where it must be and to none where it must not', async () => {
  const { app, officer, citizen } = await office()
  for (const wrong of [
    { role: 'collector' as const, scopeId: null },
    { role: 'clerk' as const, scopeId: newId() },
  ]) {
    assert.deepEqual(await perform(app, giveRole, officer, { personId: citizen.personId, ...wrong }), {
      ok: false,
      kind: 'invalid',
      issues: [{ path: 'scopeId', code: 'scope-unfit', values: {} }],
    })
  }
})

test('the same duty is not given twice, and no duty to a person of another council', async () => {
  const { app, officer, citizen } = await office()
  const other = await aCouncil(app)
  const stranger = await aCitizen(app, other)
  succeeded(await perform(app, giveRole, officer, { personId: citizen.personId, role: 'expert' }))
  assert.deepEqual(await perform(app, giveRole, officer, { personId: citizen.personId, role: 'expert' }), {
    ok: false,
    kind: 'conflict',
    code: 'held-already',
  })
  assert.deepEqual(await perform(app, giveRole, officer, { personId: stranger.personId, role: 'expert' }), {
    ok: false,
    kind: 'missing',
  })
})

test('a person on the books waits for their first sign-in; one contact is invited once', async () => {
  const { app, clock, council } = await office()
  const clerk = await aClerkOf(app, council)
  const contact = `139${newId().replace(/\D/g, '').padEnd(8, '3').slice(-8)}`
  const { personId } = succeeded(await perform(app, addPerson, clerk, { name: '吴建国', contact }))
  const books = await peopleOnTheBooks(app.database.db, { councilId: council.id, now: clock.now(), like: '建国' })
  assert.deepEqual(
    books.map(({ id, invited }) => [id, invited]),
    [[personId, true]],
  )
  assert.deepEqual(await perform(app, addPerson, clerk, { name: '别人', contact }), {
    ok: false,
    kind: 'conflict',
    code: 'contact-invited-already',
  })
  const outcome = await perform(app, addPerson, clerk, { name: '别人', contact: 'nothing' })
  assert.deepEqual(outcome, { ok: false, kind: 'invalid', issues: [{ path: 'contact', code: 'not-a-contact' }] })
  assert.equal((await perform(app, addPerson, await aCitizen(app, council), { name: '别人' })).ok, false)
})

test('who is suspended is let in again by restoring, and not by themselves', async () => {
  const { app, council, officer, citizen } = await office()
  assert.equal((await perform(app, suspendPerson, officer, { personId: officer.personId })).ok, false)
  succeeded(await perform(app, suspendPerson, officer, { personId: citizen.personId }))
  succeeded(await perform(app, restorePerson, systemActor(council.id), { personId: citizen.personId }))
  const events = await eventsIn(app, council, 'people.person-')
  assert.deepEqual(
    events.map(({ name }) => name),
    ['people.person-suspended', 'people.person-restored'],
  )
})
