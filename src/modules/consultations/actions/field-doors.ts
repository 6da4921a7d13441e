import { action, type Call } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById } from '#parts/councils'
import { placeById } from '#parts/network'
import { deskAt } from '../field-rules.ts'
import { EnterDoor, MakeDoor, OfDoor } from '../field-schema.ts'
import { lockConsultation } from '../queries/consultation.ts'
import { readVersion } from '../queries/version.ts'

/** Makes a door: a QR code that remembers point, draft, clause and campaign. */
export const makeDoor = action({
  name: 'consultations.make-door',
  input: MakeDoor,
  subject: ({ tx, councilId, input }: Call<MakeDoor>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: (actor, _subject, input) => deskAt(actor, input.placeId),
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const { placeId, provisionId, campaign, label } = input
    if (placeId && !(await placeById(tx, councilId, placeId)))
      throw new Refused(invalid({ path: 'placeId', code: 'no-such-place' }))
    const version = subject.version_id ? await readVersion(tx, councilId, subject.version_id) : null
    if (provisionId && !version?.provisions.has(provisionId))
      throw new Refused(invalid({ path: 'provisionId', code: 'not-in-text' }))
    const door = {
      council_id: councilId,
      id: newId(),
      // Eight of the ten random characters of a code: forty bits, enough to be met by chance never.
      code: shortCode().replaceAll('-', '').slice(0, 8),
      consultation_id: subject.id,
      place_id: placeId,
      provision_id: provisionId,
      campaign,
      label,
      made_at: now,
      made_by: actor.personId,
      closed_at: null,
    }
    await tx.insertInto('consultations.door').values(door).execute()
    emit(
      'consultations.door-made',
      { consultationId: subject.id, code: door.code, placeId, provisionId, campaign },
      { subjectId: door.id },
    )
    return { doorId: door.id, code: door.code }
  },
})

async function lockDoor({ tx, councilId, input }: Call<{ readonly consultationId: string; readonly doorId: string }>) {
  const row = await tx
    .selectFrom('consultations.door')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', input.consultationId)
    .where('id', '=', input.doorId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Closes a door: whoever still scans it is told so and shown the way. */
export const closeDoor = action({
  name: 'consultations.close-door',
  input: OfDoor,
  subject: lockDoor,
  allow: (actor, door) => deskAt(actor, door.place_id),
  from: (door) => (door.closed_at ? 'closed-already' : null),
  async run({ tx, councilId, input, now, emit }) {
    await tx
      .updateTable('consultations.door')
      .set({ closed_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', input.doorId)
      .execute()
    emit('consultations.door-closed', { consultationId: input.consultationId }, { subjectId: input.doorId })
    return null
  },
})

/** Somebody comes through a door: counted for the day and nothing else is kept about her. */
export const enterDoor = action({
  name: 'consultations.enter-door',
  input: EnterDoor,
  edgeOnly: true,
  subject: async ({ tx, councilId, input }: Call<EnterDoor>) => {
    const row = await tx
      .selectFrom('consultations.door')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('code', '=', input.code)
      .executeTakeFirst()
    return row ?? null
  },
  allow: () => true,
  from: (door) => (door.closed_at ? 'door-closed' : null),
  async run({ tx, councilId, input, subject, now, emit }) {
    const council = await councilById(tx, councilId)
    if (!council) throw new Refused(conflict('no-council'))
    if (!input.again) {
      await tx
        .insertInto('consultations.door_visits')
        .values({ council_id: councilId, door_id: subject.id, day: dayOf(now, council.time_zone), visits: 1 })
        .onConflict((clash) =>
          clash
            .columns(['council_id', 'door_id', 'day'])
            .doUpdateSet({ visits: sql<number>`consultations.door_visits.visits + 1` }),
        )
        .execute()
    }
    emit(input.again ? 'consultations.door-entered-again' : 'consultations.door-entered', {}, { subjectId: subject.id })
    return { doorId: subject.id }
  },
})

export const doorActions = [makeDoor, closeDoor, enterDoor]
