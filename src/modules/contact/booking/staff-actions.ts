import { type AnyAction, action, type Call } from '#kernel/action'
import type { Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { openMatter } from '../actions/open-matter.ts'
import type { DutyRow } from '../roster/queries.ts'
import { aboutBooking, changed, type HeldBooking, lockHeld, moveTo } from './resident-actions.ts'
import { handlesBookings, isOpen } from './rules.ts'
import { Decline, NoteAnswered, NoteCame, OfBooking, Propose, ToMatter } from './schema.ts'

const lockById = ({ tx, councilId, input }: Call<{ readonly bookingId: string; readonly dutyId?: string }>) =>
  lockHeld(tx, councilId, { id: input.bookingId }, input.dutyId ?? null)

const handles = (actor: Parameters<typeof handlesBookings>[0], { duty }: HeldBooking) => handlesBookings(actor, duty)

function isAhead({ booking }: HeldBooking, now: Date): string | null {
  return !isOpen(booking.state) ? `state:${booking.state}` : booking.slot_at <= now ? 'past' : null
}

/** Those on duty say yes. */
export const confirmBooking = action({
  name: 'contact.confirm-booking',
  input: OfBooking,
  subject: lockById,
  allow: handles,
  from: ({ booking }, now) =>
    booking.state !== 'asked' ? `state:${booking.state}` : booking.slot_at <= now ? 'past' : null,
  async run({ tx, councilId, subject, now, emit }) {
    const { booking, duty } = subject
    await setBooking(tx, councilId, subject, { state: 'confirmed', ...changed(booking, now) })
    emit('contact.booking-confirmed', { ...aboutBooking(booking, duty), by: 'office' }, { subjectId: booking.id })
    return null
  },
})

/** Another time is kept for her at once, and she says whether it suits; the old one is free for others. */
export const proposeTime = action({
  name: 'contact.propose-time',
  input: Propose,
  subject: lockById,
  allow: (actor, subject) =>
    handles(actor, subject) && (subject.target === null || handlesBookings(actor, subject.target)),
  from: isAhead,
  async run(context) {
    const { subject, input, emit } = context
    const { booking, target } = subject
    if (!target) throw new Refused(invalid({ path: 'dutyId', code: 'unknown' }))
    if (!target.ways.includes(booking.way)) throw new Refused(invalid({ path: 'dutyId', code: 'not-offered' }))
    await moveTo(context, booking, target, input.slotAt, 'proposed', input.words)
    emit('contact.time-proposed', { ...aboutBooking(booking, target), by: 'office' }, { subjectId: booking.id })
    return null
  },
})

/** It cannot be: she is told why, and may choose another time with the same words. */
export const declineBooking = action({
  name: 'contact.decline-booking',
  input: Decline,
  subject: lockById,
  allow: handles,
  from: isAhead,
  async run({ tx, councilId, subject, input, now, emit, notDue }) {
    const { booking, duty } = subject
    const ended = { state: 'cancelled', ended_by: 'office', words: input.reason } as const
    await setBooking(tx, councilId, subject, { ...ended, ...changed(booking, now) })
    await notDue('contact.remind-booking', booking.id)
    emit('contact.booking-cancelled', { ...aboutBooking(booking, duty), by: 'office' }, { subjectId: booking.id })
    return null
  },
})

/** Whether she came. May be corrected as long as nothing was noted of what came of it. */
export const noteCame = action({
  name: 'contact.note-came',
  input: NoteCame,
  subject: lockById,
  allow: handles,
  from: ({ booking }, now) =>
    booking.state === 'cancelled'
      ? 'state:cancelled'
      : booking.slot_at > now
        ? 'ahead'
        : booking.outcome
          ? 'outcome-noted'
          : null,
  async run({ tx, councilId, subject, input, now, emit }) {
    const { booking, duty } = subject
    const state = input.came ? 'came' : 'missed'
    if (booking.state === state) throw new Refused(conflict(`state:${state}`))
    await setBooking(tx, councilId, subject, { state, ...changed(booking, now) })
    const about = { ...aboutBooking(booking, duty), came: input.came, by: 'office' }
    emit('contact.booking-came', about, { subjectId: booking.id })
    return null
  },
})

const cameWithoutOutcome = ({ booking }: HeldBooking): string | null =>
  booking.state !== 'came' ? `state:${booking.state}` : booking.outcome ? 'outcome-noted' : null

/** It was answered there and then. */
export const noteAnswered = action({
  name: 'contact.note-answered',
  input: NoteAnswered,
  subject: lockById,
  allow: handles,
  from: cameWithoutOutcome,
  async run({ tx, councilId, subject, input, now, emit }) {
    const { booking, duty } = subject
    const outcome = { outcome: 'answered', outcome_words: input.words } as const
    await setBooking(tx, councilId, subject, { ...outcome, ...changed(booking, now) })
    emit('contact.booking-answered', { ...aboutBooking(booking, duty), by: 'office' }, { subjectId: booking.id })
    return null
  },
})

/** What she brought becomes a matter like every other, in her words and with a receipt of its own. */
export const toMatter = action({
  name: 'contact.booking-to-matter',
  input: ToMatter,
  subject: lockById,
  allow: handles,
  from: (subject) => cameWithoutOutcome(subject) ?? (subject.booking.forgotten_at ? 'forgotten' : null),
  async run(context) {
    const { tx, councilId, subject, input, now, emit } = context
    const { booking, duty } = subject
    const { answer_by } = booking
    const { receipt, number } = await openMatter(context, {
      clientKey: newId(),
      body: input.words || booking.topic,
      contentLocale: booking.locale,
      spot: '',
      deputyId: duty.person_id,
      placeId: duty.place_id,
      public: false,
      channel: 'desk',
      contributor: {
        accountId: booking.account_id,
        deviceId: booking.device_id,
        name: booking.name,
        nameVisibleTo: 'office',
        answerBy: answer_by === 'phone' || answer_by === 'email' ? answer_by : booking.account_id ? 'inbox' : 'receipt',
        contactKind: booking.contact_kind,
        contact: booking.contact,
        consent: booking.consent,
        consentAt: booking.asked_at,
        locale: booking.locale,
      },
      attachments: async () => [],
      provedAt: null,
    })
    const { opinion_id } = await tx
      .selectFrom('contact.matter')
      .select('opinion_id')
      .where('council_id', '=', councilId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    await setBooking(tx, councilId, subject, { outcome: 'matter', opinion_id, ...changed(booking, now) })
    emit('contact.booking-became-matter', { ...aboutBooking(booking, duty), by: 'office' }, { subjectId: booking.id })
    return { receipt, number }
  },
})

type Set = Partial<
  Pick<
    HeldBooking['booking'],
    'state' | 'ended_by' | 'words' | 'outcome' | 'outcome_words' | 'opinion_id' | 'changed_at' | 'changes'
  >
>

async function setBooking(tx: Tx, councilId: string, { booking }: HeldBooking, set: Set): Promise<void> {
  await tx
    .updateTable('contact.booking')
    .set(set)
    .where('council_id', '=', councilId)
    .where('id', '=', booking.id)
    .execute()
}

/** The bookings of a duty that is cancelled end with it, for the same reason. @returns those that were still open */
export async function endBookings(tx: Tx, councilId: string, duty: DutyRow, reason: string, now: Date) {
  return tx
    .updateTable('contact.booking')
    .set(({ eb }) => ({
      state: 'cancelled',
      ended_by: 'office',
      words: reason,
      changed_at: now,
      changes: eb('changes', '+', 1),
    }))
    .where('council_id', '=', councilId)
    .where('duty_id', '=', duty.id)
    .where('slot_at', '>', now)
    .where('state', 'in', ['asked', 'confirmed', 'proposed'])
    .returning(['id', 'number'])
    .execute()
}

export const staffBookingActions: readonly AnyAction[] = [
  confirmBooking,
  proposeTime,
  declineBooking,
  noteCame,
  noteAnswered,
  toMatter,
]
