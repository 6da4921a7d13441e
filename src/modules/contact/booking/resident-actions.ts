import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { nextNumber, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { councilById } from '#parts/councils'
import { takeAllowances } from '#parts/opinions'
import { fromLocal } from '#web/local-time'
import { type DutyRow, lockDuties } from '../roster/queries.ts'
import { type BookingRow, dashed, lockBooking, plainCode } from './queries.ts'
import { freeSeat, isOpen, obstacleTo, reminderFor } from './rules.ts'
import { Book, CancelByCode, MoveByCode, OfCode } from './schema.ts'

/** Names the words agreed to, as they stood on the page: `booking.text.ts`. */
const consentWords = 'contact-booking 2026-11'

/** Seats are few: whoever takes many takes them from others. A household shares a device, a village a network. */
const allowances = {
  account: { most: 8, minutes: 24 * 60 },
  device: { most: 8, minutes: 24 * 60 },
  network: { most: 200, minutes: 24 * 60 },
}

/** A time of a duty is booked: the seat is hers from now on, and those on duty say yes or propose another time. */
export const book = action({
  name: 'contact.book',
  input: Book,
  subject: async ({ tx, councilId, input }: Call<Book>) =>
    (await lockDuties(tx, councilId, [input.dutyId]))?.[0] ?? null,
  allow: () => true,
  async run(context) {
    const { tx, councilId, subject: duty, input, actor, now, emit } = context
    const before = await tx
      .selectFrom('contact.booking')
      .select(['code', 'number', 'id'])
      .where('council_id', '=', councilId)
      .where('client_key', '=', input.clientKey)
      .executeTakeFirst()
    if (before) {
      emit('contact.book-repeated', { number: before.number }, { subjectId: before.id })
      return { code: dashed(before.code) }
    }
    if (!duty.ways.includes(input.way)) throw new Refused(invalid({ path: 'way', code: 'not-offered' }))
    if (input.answerBy === 'inbox' && actor.accountId === null)
      throw new Refused(invalid({ path: 'answerBy', code: 'sign-in' }))
    const seat = await takeSeat(tx, councilId, duty, input.slotAt, now)
    await takeAllowance(context)
    const id = newId()
    const code = shortCode().replaceAll('-', '')
    const number = await nextNumber(tx, councilId, 'contact.booking')
    await tx
      .insertInto('contact.booking')
      .values({
        council_id: councilId,
        id,
        number,
        code,
        client_key: input.clientKey,
        duty_id: duty.id,
        slot_at: input.slotAt,
        seat,
        way: input.way,
        topic: input.topic,
        name: input.name,
        answer_by: input.answerBy,
        contact_kind: input.contactKind,
        contact: input.contact,
        account_id: actor.accountId,
        device_id: actor.deviceId,
        locale: input.contentLocale,
        consent: consentWords,
        state: 'asked',
        asked_at: now,
        changed_at: now,
      })
      .execute()
    await setReminder(context, id, input.slotAt)
    emit('contact.booked', { ...aboutBooking({ id, number }, duty), by: 'resident' }, { subjectId: id })
    return { code: dashed(code) }
  },
})

async function takeAllowance({ tx, councilId, actor, now }: Run<unknown, unknown>): Promise<void> {
  const keys = actor.accountId
    ? [{ key: `booking account ${actor.accountId}`, allowance: allowances.account }]
    : [
        ...(actor.deviceId ? [{ key: `booking device ${actor.deviceId}`, allowance: allowances.device }] : []),
        ...(actor.network ? [{ key: `booking network ${actor.network}`, allowance: allowances.network }] : []),
      ]
  const [room] = await takeAllowances(tx, councilId, [keys], now)
  if (!room) throw new Refused(conflict('too-many'))
}

/**
 * The seat somebody gets at a time; the duty is locked.
 * @throws Refused when the time is not offered, over, or taken
 */
export async function takeSeat(tx: Tx, councilId: string, duty: DutyRow, slotAt: Date, now: Date): Promise<number> {
  const obstacle = obstacleTo(duty, slotAt, now)
  if (obstacle) throw new Refused(conflict(obstacle))
  const rows = await tx
    .selectFrom('contact.booking')
    .select('seat')
    .where('council_id', '=', councilId)
    .where('duty_id', '=', duty.id)
    .where('slot_at', '=', slotAt)
    .where('state', '<>', 'cancelled')
    .execute()
  const seat = freeSeat(
    duty.seats,
    rows.map((row) => row.seat),
  )
  if (seat === null) throw new Refused(conflict('taken'))
  return seat
}

/** What an event says of a booking: nothing she wrote, and not who she is. */
export function aboutBooking(
  { id, number }: Pick<BookingRow, 'id' | 'number'>,
  { person_id, place_id }: Pick<DutyRow, 'person_id' | 'place_id'>,
) {
  return { bookingId: id, number, personId: person_id, placeId: place_id }
}

/** The reminder of the evening before; none where that is over already. */
export async function setReminder(context: Run<unknown, unknown>, id: string, slotAt: Date): Promise<void> {
  const { tx, councilId, now, due, notDue } = context
  const council = await councilById(tx, councilId)
  const at = council && fromLocal(reminderFor(slotAt, council.time_zone), council.time_zone)
  if (at instanceof Date && at > now) await due('contact.remind-booking', id, at, { bookingId: id })
  else await notDue('contact.remind-booking', id)
}

export interface HeldBooking {
  readonly booking: BookingRow
  readonly duty: DutyRow
  /** Where it is to go; null where it stays or the time is of no duty. */
  readonly target: DutyRow | null
}

/** A booking with its duty and the one it is to move to: duties are locked first, in one order. */
export async function lockHeld(
  tx: Tx,
  councilId: string,
  by: { readonly id: string } | { readonly code: string },
  targetId: string | null,
): Promise<HeldBooking | null> {
  let found = tx.selectFrom('contact.booking').select('duty_id').where('council_id', '=', councilId)
  found = 'id' in by ? found.where('id', '=', by.id) : found.where('code', '=', by.code)
  const seen = await found.executeTakeFirst()
  if (!seen) return null
  const duties = await lockDuties(tx, councilId, [seen.duty_id, ...(targetId ? [targetId] : [])])
  const booking = await lockBooking(tx, councilId, by)
  const duty = duties?.find(({ id }) => id === seen.duty_id)
  if (!booking || !duty) return null
  // Somebody moved it between the two reads.
  if (booking.duty_id !== duty.id) throw new Refused(conflict('moved'))
  return { booking, duty, target: duties?.find(({ id }) => id === targetId) ?? null }
}

const lockByCode = async ({ tx, councilId, input }: Call<{ readonly code: string; readonly dutyId?: string }>) => {
  const code = plainCode(input.code)
  return code ? lockHeld(tx, councilId, { code }, input.dutyId ?? null) : null
}

function mustBeOpen({ booking }: HeldBooking, now: Date): string | null {
  return !isOpen(booking.state) ? `state:${booking.state}` : booking.slot_at <= now ? 'past' : null
}

/** She does not come: the seat is free for others. The code is the right. */
export const cancelByCode = action({
  name: 'contact.cancel-booking',
  input: CancelByCode,
  subject: lockByCode,
  allow: () => true,
  from: mustBeOpen,
  async run(context) {
    const { tx, councilId, subject, input, now, emit, notDue } = context
    const { booking, duty } = subject
    await tx
      .updateTable('contact.booking')
      .set({ state: 'cancelled', ended_by: 'resident', words: input.reason, ...changed(booking, now) })
      .where('council_id', '=', councilId)
      .where('id', '=', booking.id)
      .execute()
    await notDue('contact.remind-booking', booking.id)
    emit('contact.booking-cancelled', { ...aboutBooking(booking, duty), by: 'resident' }, { subjectId: booking.id })
    return null
  },
})

export function changed({ changes }: BookingRow, now: Date) {
  return { changed_at: now, changes: changes + 1 }
}

/** She takes another time; also after those on duty had to cancel. Her words stay. */
export const moveByCode = action({
  name: 'contact.move-booking',
  input: MoveByCode,
  subject: lockByCode,
  allow: () => true,
  from: ({ booking }) =>
    isOpen(booking.state) || (booking.state === 'cancelled' && booking.ended_by === 'office' && !booking.forgotten_at)
      ? null
      : `state:${booking.state}`,
  async run(context) {
    const { subject, input, emit } = context
    const { booking, target } = subject
    if (!target) throw new Refused(invalid({ path: 'dutyId', code: 'unknown' }))
    if (!target.ways.includes(booking.way)) throw new Refused(invalid({ path: 'dutyId', code: 'not-offered' }))
    await moveTo(context, booking, target, input.slotAt, 'asked', '')
    emit('contact.booking-moved', { ...aboutBooking(booking, target), by: 'resident' }, { subjectId: booking.id })
    return null
  },
})

/** Gives a booking another time, and its old seat back. */
export async function moveTo(
  context: Run<unknown, unknown>,
  booking: BookingRow,
  target: DutyRow,
  slotAt: Date,
  state: 'asked' | 'proposed',
  words: string,
): Promise<void> {
  const { tx, councilId, now } = context
  const same = target.id === booking.duty_id && slotAt.getTime() === booking.slot_at.getTime()
  if (same && booking.state !== 'cancelled') throw new Refused(conflict('same-time'))
  const seat = await takeSeat(tx, councilId, target, slotAt, now)
  await tx
    .updateTable('contact.booking')
    .set({ duty_id: target.id, slot_at: slotAt, seat, state, ended_by: null, words, ...changed(booking, now) })
    .where('council_id', '=', councilId)
    .where('id', '=', booking.id)
    .execute()
  await setReminder(context, booking.id, slotAt)
}

/** The other time that was proposed suits her. */
export const acceptProposal = action({
  name: 'contact.accept-proposal',
  input: OfCode,
  subject: lockByCode,
  allow: () => true,
  from: ({ booking }, now) =>
    booking.state !== 'proposed' ? `state:${booking.state}` : booking.slot_at <= now ? 'past' : null,
  async run({ tx, councilId, subject, now, emit }) {
    const { booking, duty } = subject
    await tx
      .updateTable('contact.booking')
      .set({ state: 'confirmed', ...changed(booking, now) })
      .where('council_id', '=', councilId)
      .where('id', '=', booking.id)
      .execute()
    emit('contact.proposal-accepted', { ...aboutBooking(booking, duty), by: 'resident' }, { subjectId: booking.id })
    return null
  },
})

export const residentBookingActions: readonly AnyAction[] = [book, cancelByCode, moveByCode, acceptProposal]
