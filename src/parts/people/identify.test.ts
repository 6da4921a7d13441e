import assert from 'node:assert/strict'
import { test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { disableAccount, giveRole, identify, suspendPerson } from '#parts/people'
import { aCouncil, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aCitizen, aClerkOf, aSecurityOfficerOf, aSessionOf } from '#support/people'

async function seen(app: Parameters<typeof identify>[0], slug: string, sessionToken: string | null) {
  const viewer = await identify(app)({
    sessionToken,
    deviceId: null,
    host: 'nowhere.example',
    councilSlug: slug,
    locale: 'zh-CN',
    elder: false,
  })
  assert.ok(viewer)
  return viewer
}

test('a session makes its owner the viewer, with the duties they hold in that council and in no other', async () => {
  const { app } = await house()
  const [council, other] = [await aCouncil(app), await aCouncil(app)]
  const clerk = await aClerkOf(app, council)
  const token = await aSessionOf(app, clerk, { method: 'passkey' })
  const viewer = await seen(app, council.slug, token)
  assert.equal(viewer.council.id, council.id)
  assert.equal(viewer.actor.accountId, clerk.accountId)
  assert.equal(viewer.actor.personId, clerk.personId)
  assert.deepEqual(viewer.actor.grants, [{ role: 'clerk', scopeId: null }])
  assert.equal(viewer.name, '周明')
  const elsewhere = await seen(app, other.slug, token)
  assert.equal(elsewhere.actor.accountId, clerk.accountId)
  assert.equal(elsewhere.actor.personId, null)
  assert.deepEqual(elsewhere.actor.grants, [])
})

test('without a session, or with a wrong one, the viewer is a guest', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  for (const token of [null, 'made-up']) {
    const viewer = await seen(app, council.slug, token)
    assert.equal(viewer.actor.kind, 'guest')
    assert.equal(viewer.actor.accountId, null)
    assert.equal(viewer.name, null)
  }
})

test('who signed in by code has the field duties but not those that see other people’s data', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const somebody = await aCitizen(app, council, { roles: ['clerk', 'expert'] })
  const byCode = await seen(app, council.slug, await aSessionOf(app, somebody, { method: 'code' }))
  assert.deepEqual(byCode.actor.grants, [{ role: 'expert', scopeId: null }])
  const byPasskey = await seen(app, council.slug, await aSessionOf(app, somebody, { method: 'passkey' }))
  assert.deepEqual(byPasskey.actor.grants.map(({ role }) => role).sort(), ['clerk', 'expert'])
})

test('staff are asked again after two idle hours or twelve in all; residents are not', async () => {
  const { app, clock } = await house()
  const council = await aCouncil(app)
  const clerkToken = await aSessionOf(app, await aClerkOf(app, council), { method: 'passkey' })
  const citizenToken = await aSessionOf(app, await aCitizen(app, council))
  const kinds = async () => [
    (await seen(app, council.slug, clerkToken)).actor.kind,
    (await seen(app, council.slug, citizenToken)).actor.kind,
  ]
  for (let hour = 1; hour <= 11; hour += 1) {
    clock.advance(3_600_000)
    assert.deepEqual(await kinds(), ['person', 'person'], `after ${hour} hours of use`)
  }
  clock.advance(3_600_000)
  assert.deepEqual(await kinds(), ['guest', 'person'])
  const idle = await aSessionOf(app, await aClerkOf(app, council), { method: 'passkey' })
  clock.advance(2 * 3_600_000 - 1)
  assert.equal((await seen(app, council.slug, idle)).actor.kind, 'person')
  clock.advance(2 * 3_600_000)
  assert.equal((await seen(app, council.slug, idle)).actor.kind, 'guest')
  clock.advance(15 * 24 * 3_600_000)
  assert.deepEqual(await kinds(), ['guest', 'guest'])
})

test('a new duty, a suspension and a closed account each end the sessions that are open', async () => {
  const { app } = await house()
  const council = await aCouncil(app)
  const officer = await aSecurityOfficerOf(app, council)
  const [promoted, suspended, closed] = [
    await aCitizen(app, council),
    await aCitizen(app, council),
    await aCitizen(app, council),
  ]
  const tokens = [await aSessionOf(app, promoted), await aSessionOf(app, suspended), await aSessionOf(app, closed)]
  const control = await aSessionOf(app, await aCitizen(app, council))
  succeeded(await perform(app, giveRole, officer, { personId: promoted.personId, role: 'expert' }))
  succeeded(await perform(app, suspendPerson, officer, { personId: suspended.personId }))
  succeeded(await perform(app, disableAccount, systemActor(council.id), { accountId: closed.accountId }))
  for (const token of tokens) assert.equal((await seen(app, council.slug, token)).actor.kind, 'guest')
  assert.equal((await seen(app, council.slug, control)).actor.kind, 'person')
  const again = await seen(app, council.slug, await aSessionOf(app, suspended, { method: 'passkey' }))
  assert.equal(again.actor.personId, null)
})
