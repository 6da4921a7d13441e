import { expect, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { raisedSubject } from '#parts/network'
import { giveOpinion } from '#parts/opinions'
import { aCouncil, aStation, eventsIn, succeeded } from '#support/councils'
import { house } from '#support/house'
import { aDeputyOf, aGuest } from '#support/people'
import { takeUp } from './actions/take-up.ts'
import { matterByReceipt } from './queries/matter.ts'

async function said() {
  const { app } = await house('2026-11-20T01:00:00Z')
  const council = await aCouncil(app)
  const station = await aStation(app, council)
  const deputy = await aDeputyOf(app, council)
  const matterId = newId()
  const given = await app.database.db.transaction().execute((tx) =>
    giveOpinion(
      tx,
      {
        subject: { type: raisedSubject, id: matterId },
        clientKey: newId(),
        contributor: { name: '李阿姨', nameVisibleTo: 'office' },
        body: '3号楼的路灯坏了。',
        channel: 'desk',
        placeId: station.placeId,
      },
      { councilId: council.id, now: app.clock.now(), keys: ledgerKeys(app) },
    ),
  )
  const input = { matterId, opinionId: given.opinionId, placeId: station.placeId, deputyId: deputy.personId }
  return { app, council, deputy, given, input }
}

test('what was said at a desk is taken up once, and the deputy who heard it has it', async () => {
  const { app, council, deputy, given, input } = await said()
  const system = systemActor(council.id)
  expect(succeeded(await perform(app, takeUp, system, input))).toEqual({ number: 1 })
  expect(succeeded(await perform(app, takeUp, system, input))).toBeNull()
  const held = await matterByReceipt(app.database.db, council.id, given.receipt)
  expect(held?.matter).toMatchObject({ number: 1, place_id: input.placeId })
  expect(held?.matter.work).toMatchObject({ keeperId: deputy.personId, title: '3号楼的路灯坏了' })
  expect((await eventsIn(app, council, 'contact.')).map(({ name }) => name)).toEqual([
    'contact.raised',
    'contact.take-up-repeated',
  ])
})

test('a deputy who is one no longer keeps nothing, and nobody takes up words by hand or words that are not there', async () => {
  const { app, council, given, input } = await said()
  expect(await perform(app, takeUp, aGuest(council), input)).toMatchObject({ kind: 'forbidden' })
  const system = systemActor(council.id)
  expect(await perform(app, takeUp, system, { ...input, matterId: newId() })).toMatchObject({ kind: 'missing' })
  succeeded(await perform(app, takeUp, system, { ...input, deputyId: newId() }))
  const held = await matterByReceipt(app.database.db, council.id, given.receipt)
  expect(held?.matter.work.keeperId).toBeNull()
})
