import './tables.ts'
import { type Actor, type AnyAction, action, type Call, hasRole, hasRoleAt, type Run } from '#kernel/action'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { normaliseShortCode, shortCode } from '#kernel/short-code'
import { leadsTo, whileIn } from '#kernel/stages'
import { settingsAt } from '#parts/councils'
import { placeById } from '#parts/network'
import { takeAllowances } from '#parts/opinions'
import { readContact } from '#parts/people'
import { quartersOf, type VisitStage, visitStages, wrongTime } from './rules.ts'
import {
  AskVisit,
  CloseRoom,
  ConfirmVisit,
  MoveVisit,
  NoteVisit,
  OfVisit,
  OpenRoom,
  RefuseVisit,
  WithdrawVisit,
} from './schema.ts'

/** Visits one device may ask for in a day, and all devices of a network. */
const allowances = { own: { most: 10, minutes: 1440 }, network: { most: 60, minutes: 60 } }
const dayMs = 86_400_000

/** Who answers groups that ask to visit, and keeps the rooms. */
export function receivesVisits(actor: Actor, { place_id }: { readonly place_id: string }): boolean {
  return hasRole(actor, 'clerk') || hasRoleAt(actor, place_id, 'street-office', 'point-staff', 'liaison')
}

async function openPlaceOf({ tx, councilId, input }: Call<{ readonly placeId: string }>) {
  const place = await placeById(tx, councilId, input.placeId)
  return place && place.until === null ? place : null
}

async function lockVisit({ tx, councilId, input }: Call<{ readonly visitId: string }>) {
  const row = await tx
    .selectFrom('stations.visit')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.visitId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

type VisitRow = NonNullable<Awaited<ReturnType<typeof lockVisit>>>

/** A group asks; it has a code at once. */
export const askVisit = action({
  name: 'stations.ask-visit',
  input: AskVisit,
  subject: openPlaceOf,
  allow: () => true,
  async run(context) {
    const { tx, councilId, input, subject, actor, now, emit, due } = context
    await takeRoomForAsking(context)
    const wrong = wrongTime(input, now)
    if (wrong) throw new Refused(invalid(wrong))
    const contact = readContact(input.contact)
    if (!contact) throw new Refused(invalid({ path: 'contact', code: 'not-a-contact' }))
    const id = newId()
    const number = await nextNumber(tx, councilId, 'stations.visit')
    const code = shortCode()
    await tx
      .insertInto('stations.visit')
      .values({
        council_id: councilId,
        id,
        number,
        code,
        place_id: subject.place_id,
        room_id: null,
        group_name: input.groupName,
        size: input.size,
        languages: input.languages,
        purpose: input.purpose,
        contact_name: input.contactName,
        contact_kind: contact.kind,
        contact: contact.value,
        account_id: actor.accountId,
        device_id: actor.deviceId,
        locale: input.locale,
        starts_at: input.startsAt,
        ends_at: input.endsAt,
        stage: 'asked',
        asked_at: now,
        decided_at: null,
        reason: null,
        came: null,
        changed_at: now,
        forgotten_at: null,
      })
      .execute()
    await due(forgetVisitContact.name, id, await forgetAt(tx, councilId, input.endsAt, now), { visitId: id })
    emit('stations.visit-asked', { number, placeId: subject.place_id }, { subjectId: id })
    return { code, number }
  },
})

async function takeRoomForAsking({ tx, councilId, actor, now }: Run<AskVisit, unknown>): Promise<void> {
  // The staff who take it down at the telephone are not a flood.
  if (actor.grants.length > 0) return
  const own = actor.accountId ?? actor.deviceId ?? actor.network ?? 'unknown'
  const [room] = await takeAllowances(
    tx,
    councilId,
    [
      [
        { key: `visit ${own}`, allowance: allowances.own },
        ...(actor.network ? [{ key: `visit ${actor.network}`, allowance: allowances.network }] : []),
      ],
    ],
    now,
  )
  if (!room) throw new Refused(conflict('too-many'))
}

async function forgetAt(tx: Tx, councilId: string, endsAt: Date, now: Date): Promise<Date> {
  const { receptionForgetDays } = await settingsAt(tx, councilId, now)
  return new Date(endsAt.getTime() + receptionForgetDays * dayMs)
}

export const confirmVisit = action({
  name: 'stations.confirm-visit',
  input: ConfirmVisit,
  subject: lockVisit,
  allow: receivesVisits,
  from: (visit, now) => whileIn<VisitStage>('asked')(visit) ?? (visit.starts_at > now ? null : 'in-the-past'),
  async run({ tx, subject, input, now, emit }) {
    const span = { startsAt: subject.starts_at, endsAt: subject.ends_at }
    await useRoom(tx, subject, input.roomId, span)
    await change(tx, subject, {
      stage: 'confirmed',
      room_id: input.roomId,
      decided_at: now,
      reason: null,
      changed_at: now,
    })
    emit('stations.visit-confirmed', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** At another time, or in another room: the group is told why. */
export const moveVisit = action({
  name: 'stations.move-visit',
  input: MoveVisit,
  subject: lockVisit,
  allow: receivesVisits,
  from: whileIn<VisitStage>('asked', 'confirmed'),
  async run({ tx, councilId, subject, input, now, emit, due }) {
    const wrong = wrongTime(input, now)
    if (wrong) throw new Refused(invalid(wrong))
    await freeRoom(tx, subject)
    await useRoom(tx, subject, input.roomId, input)
    await change(tx, subject, {
      stage: 'confirmed',
      room_id: input.roomId,
      starts_at: input.startsAt,
      ends_at: input.endsAt,
      reason: input.reason,
      decided_at: now,
      changed_at: now,
    })
    await due(forgetVisitContact.name, subject.id, await forgetAt(tx, councilId, input.endsAt, now), {
      visitId: subject.id,
    })
    emit('stations.visit-moved', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const refuseVisit = action({
  name: 'stations.refuse-visit',
  input: RefuseVisit,
  subject: lockVisit,
  allow: receivesVisits,
  from: leadsTo(visitStages, 'refused'),
  async run({ tx, subject, input, now, emit }) {
    await freeRoom(tx, subject)
    await change(tx, subject, {
      stage: 'refused',
      reason: input.reason,
      decided_at: now,
      changed_at: now,
      room_id: null,
    })
    emit('stations.visit-refused', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** The group does not come: whoever holds the code says so. */
export const withdrawVisit = action({
  name: 'stations.withdraw-visit',
  input: WithdrawVisit,
  async subject({ tx, councilId, input }: Call<{ readonly code: string }>) {
    const code = normaliseShortCode(input.code)
    if (!code) return null
    const row = await tx
      .selectFrom('stations.visit')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('code', '=', code)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: () => true,
  from: leadsTo(visitStages, 'withdrawn'),
  async run({ tx, subject, now, emit }) {
    await freeRoom(tx, subject)
    await change(tx, subject, { stage: 'withdrawn', changed_at: now, room_id: null })
    emit('stations.visit-withdrawn', { number: subject.number, placeId: subject.place_id }, { subjectId: subject.id })
    return { code: subject.code }
  },
})

/** How many came; none is a visit that did not happen. */
export const noteVisit = action({
  name: 'stations.note-visit',
  input: NoteVisit,
  subject: lockVisit,
  allow: receivesVisits,
  from: (visit, now) => whileIn<VisitStage>('confirmed')(visit) ?? (visit.starts_at <= now ? null : 'not-begun'),
  async run({ tx, subject, input, now, emit }) {
    const stage = input.came > 0 ? 'held' : 'missed'
    await change(tx, subject, { stage, came: input.came, noted: input.noted, changed_at: now })
    emit('stations.visit-noted', { number: subject.number, came: input.came }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

/** Takes the name and contact of a group's speaker away, on the day the setting gives. */
export const forgetVisitContact = action({
  name: 'stations.forget-visit-contact',
  input: OfVisit,
  subject: lockVisit,
  allow: receivesVisits,
  async run({ tx, subject, now, emit, notDue }) {
    await forget(tx, subject, now)
    await notDue('stations.forget-visit-contact', subject.id)
    emit('stations.visit-contact-forgotten', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

async function forget(tx: Tx, visit: VisitRow, now: Date): Promise<void> {
  await tx
    .updateTable('stations.visit')
    .set({ contact_name: null, contact_kind: null, contact: null, forgotten_at: visit.forgotten_at ?? now })
    .where('council_id', '=', visit.council_id)
    .where('id', '=', visit.id)
    .execute()
}

type Changes = Partial<Omit<VisitRow, 'council_id' | 'id' | 'changes'>>

async function change(tx: Tx, { council_id, id, changes }: VisitRow, to: Changes): Promise<void> {
  await tx
    .updateTable('stations.visit')
    .set({ ...to, changes: changes + 1 })
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .execute()
}

async function freeRoom(tx: Tx, { council_id, id }: VisitRow): Promise<void> {
  await tx.deleteFrom('stations.room_use').where('council_id', '=', council_id).where('visit_id', '=', id).execute()
}

/**
 * Takes a room for each quarter of an hour of a visit; the table's key decides between two at once.
 * @throws Refused when the room is taken, too small, closed or of another place
 */
async function useRoom(
  tx: Tx,
  visit: VisitRow,
  roomId: string | null,
  span: { readonly startsAt: Date; readonly endsAt: Date },
): Promise<void> {
  if (roomId === null) return
  const room = await tx
    .selectFrom('stations.room')
    .select(['capacity'])
    .where('council_id', '=', visit.council_id)
    .where('id', '=', roomId)
    .where('place_id', '=', visit.place_id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (!room) throw new Refused(invalid({ path: 'roomId', code: 'unknown' }))
  if (room.capacity < visit.size) throw new Refused(invalid({ path: 'roomId', code: 'room-too-small' }))
  const quarters = quartersOf(span)
  const taken = await tx
    .insertInto('stations.room_use')
    .values(quarters.map((quarter) => ({ council_id: visit.council_id, room_id: roomId, quarter, visit_id: visit.id })))
    .onConflict((clash) => clash.columns(['council_id', 'room_id', 'quarter']).doNothing())
    .returning('quarter')
    .execute()
  if (taken.length < quarters.length) throw new Refused(invalid({ path: 'roomId', code: 'room-taken' }))
}

export const openRoom = action({
  name: 'stations.open-room',
  input: OpenRoom,
  subject: openPlaceOf,
  allow: receivesVisits,
  async run({ tx, councilId, subject, input, emit }) {
    const id = newId()
    await tx
      .insertInto('stations.room')
      .values({
        council_id: councilId,
        id,
        place_id: subject.place_id,
        name_zh: input.nameZh,
        name_en: input.nameEn,
        capacity: input.capacity,
        closed_at: null,
      })
      .execute()
    emit('stations.room-opened', { name: input.nameZh, capacity: input.capacity }, { subjectId: id })
    return { roomId: id }
  },
})

/** A room that is used no more. Visits that have it keep it: they are moved first. */
export const closeRoom = action({
  name: 'stations.close-room',
  input: CloseRoom,
  async subject({ tx, councilId, input }: Call<{ readonly roomId: string }>) {
    const row = await tx
      .selectFrom('stations.room')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('id', '=', input.roomId)
      .where('closed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    return row ?? null
  },
  allow: receivesVisits,
  async run({ tx, councilId, subject, now, emit }) {
    const used = await tx
      .selectFrom('stations.room_use')
      .select('quarter')
      .where('council_id', '=', councilId)
      .where('room_id', '=', subject.id)
      .where('quarter', '>', now)
      .limit(1)
      .executeTakeFirst()
    if (used) throw new Refused(conflict('room-in-use'))
    await tx
      .updateTable('stations.room')
      .set({ closed_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('stations.room-closed', { name: subject.name_zh }, { subjectId: subject.id })
    return null
  },
})

export const visitActions: readonly AnyAction[] = [
  askVisit,
  confirmVisit,
  moveVisit,
  refuseVisit,
  withdrawVisit,
  noteVisit,
  forgetVisitContact,
  openRoom,
  closeRoom,
]
