import { expect, test } from 'vitest'
import { perform, systemActor } from '#kernel/action'
import { newId } from '#kernel/ids'
import { drain } from '#kernel/worker'
import { notesOf, raiseMatter, writeNote } from '#parts/meetings'
import { eventsIn, succeeded } from '#support/councils'
import { aPublishedSession, aStationTown } from '#support/meetings'
import { aGuest } from '#support/people'
import { takeUpNote } from './actions/take-up-note.ts'
import { matterByReceipt } from './queries/matter.ts'

async function aNoted() {
  const town = await aStationTown()
  const { app, clock, staff } = town
  const { meetingId } = await aPublishedSession(town)
  clock.set('2026-11-25T07:00:00Z')
  const note = { meetingId, body: '3号楼的路灯坏了一个月。', saidBy: '赵阿姨' }
  const { noteId } = succeeded(await perform(app, writeNote, staff, note))
  return { ...town, meetingId, noteId }
}

test('what somebody said in a meeting is opened under the code she went home with, and the deputy keeps it', async () => {
  const { app, council, staff, deputy, placeId, meetingId, noteId } = await aNoted()
  const raise = { meetingId, noteId, follows: true, keeperId: deputy.personId }
  const { receipt } = succeeded(await perform(app, raiseMatter, staff, raise))
  await drain(app, council.id)
  const held = await matterByReceipt(app.database.db, council.id, receipt)
  expect(held?.opinion).toMatchObject({ body: '3号楼的路灯坏了一个月。', channel: 'session' })
  expect(held?.matter).toMatchObject({ place_id: placeId })
  expect(held?.matter.work).toMatchObject({ keeperId: deputy.personId, stage: 'open' })
  const [note] = await notesOf(app.database.db, council.id, meetingId, { drafts: true })
  expect(note).toMatchObject({ matter_type: 'contact', matter_id: held?.matter.id, case_id: held?.matter.case_id })
  expect((await eventsIn(app, council, 'contact.raised')).length).toBe(1)
  // The worker may come twice.
  const again = await perform(app, takeUpNote, systemActor(council.id), { noteId })
  expect(again).toMatchObject({ code: 'opened-already' })
})

test('a note that is no matter is not opened, nor one that is not there, and nobody does it by hand', async () => {
  const { app, council, staff, meetingId, noteId } = await aNoted()
  const system = systemActor(council.id)
  expect(await perform(app, takeUpNote, system, { noteId })).toMatchObject({ kind: 'missing' })
  expect(await perform(app, takeUpNote, system, { noteId: newId() })).toMatchObject({ kind: 'missing' })
  succeeded(await perform(app, raiseMatter, staff, { meetingId, noteId }))
  expect(await perform(app, takeUpNote, aGuest(council), { noteId })).toMatchObject({ kind: 'forbidden' })
})
