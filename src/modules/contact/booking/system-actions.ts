import { type AnyAction, action, type Call, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { type Db, sql, type Tx } from '#kernel/db'
import type { Sweep } from '#kernel/module'
import { allCouncils, councilById, settingsAt } from '#parts/councils'
import { aboutBooking, lockHeld } from './resident-actions.ts'
import { isOpen } from './rules.ts'
import { Nothing, OfBooking } from './schema.ts'

/** The evening before: she is reminded, and so are those on duty. */
export const remindBooking = action({
  name: 'contact.remind-booking',
  input: OfBooking,
  subject: ({ tx, councilId, input }) => lockHeld(tx, councilId, { id: input.bookingId }, null),
  allow: () => false,
  from: ({ booking }, now) =>
    !isOpen(booking.state) ? `state:${booking.state}` : booking.slot_at <= now ? 'past' : null,
  async run({ subject, emit }) {
    const { booking, duty } = subject
    emit('contact.booking-reminded', { ...aboutBooking(booking, duty), by: 'system' }, { subjectId: booking.id })
    return null
  },
})

/** Bookings forgotten in one transaction; the next turn goes on. */
const atOnce = 500

/** Forgets names, contacts and devices of conversations that are over for as long as the setting `bookingForgetDays` says. */
export const forgetBookings = action({
  name: 'contact.forget-bookings',
  input: Nothing,
  subject: async ({ tx, councilId }: Call<unknown>) => (await councilById(tx, councilId)) ?? null,
  allow: () => false,
  async run({ tx, councilId, now, emit }) {
    const { rows } = await sql<{ id: string }>`
      update contact.booking set name = null, contact = null, contact_kind = null, device_id = null, forgotten_at = ${now},
             answer_by = case when answer_by in ('phone', 'email') then 'code' else answer_by end
       where council_id = ${councilId} and id in (
         select id from contact.booking
          where council_id = ${councilId} and forgotten_at is null and slot_at < ${await overBefore(tx, councilId, now)}
          order by slot_at limit ${atOnce} for update skip locked)
      returning id`.execute(tx)
    emit('contact.bookings-forgotten', { bookings: rows.length })
    return { forgotten: rows.length }
  },
})

async function overBefore(db: Db | Tx, councilId: string, now: Date): Promise<Date> {
  const { bookingForgetDays } = await settingsAt(db, councilId, now)
  return new Date(now.getTime() - bookingForgetDays * 86_400_000)
}

/** Lets each council forget; nothing is written where there is nothing to forget. */
export async function forgetEverywhere(app: App): Promise<void> {
  const { db } = app.database
  for (const { id } of await allCouncils(db)) {
    const before = await overBefore(db, id, app.clock.now())
    const { rows } = await sql<{ some: boolean }>`
      select exists (select from contact.booking
        where council_id = ${id} and forgotten_at is null and slot_at < ${before}) as some`.execute(db)
    if (rows[0]?.some) await perform(app, forgetBookings, systemActor(id), {})
  }
}

export const forgetSweep: Sweep = { name: 'contact.forget-bookings', everyMs: 3_600_000, run: forgetEverywhere }

export const systemBookingActions: readonly AnyAction[] = [remindBooking, forgetBookings]
