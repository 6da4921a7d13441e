import type { Actor } from '#kernel/action'
import { addDays, dayOf } from '#kernel/calendar'
import { plansRoster, slotsOf, type Way } from '../roster/rules.ts'

/**
 * `asked`: the seat is kept, nobody has said yes yet. `proposed`: moved to another time by those on duty, who wait for
 * her yes. `missed`: she did not come.
 */
export const bookingStates = ['asked', 'confirmed', 'proposed', 'cancelled', 'came', 'missed'] as const
export type BookingState = (typeof bookingStates)[number]

/** How she hears of news: by looking under her code, in her inbox, by text message or by mail. */
export const answerWays = ['code', 'inbox', 'phone', 'email'] as const
export type AnswerBy = (typeof answerWays)[number]

/** How far ahead anybody books. */
export const bookAheadDays = 60

/** The conversation is still to come, and both sides mean to have it. */
export function isOpen(state: BookingState): boolean {
  return state === 'asked' || state === 'confirmed' || state === 'proposed'
}

/** Who handles what is booked: the deputy on duty, and whoever plans the roster there. */
export function handlesBookings(
  actor: Actor,
  duty: { readonly person_id: string; readonly place_id: string | null },
): boolean {
  return (actor.personId !== null && actor.personId === duty.person_id) || plansRoster(actor, duty.place_id)
}

interface Offered {
  readonly starts_at: Date
  readonly ends_at: Date
  readonly slot_minutes: number
  readonly seats: number
  readonly ways: readonly Way[]
  readonly published_at: Date | null
  readonly cancelled_at: Date | null
}

/** Why a time of a duty cannot be booked; null where it can, if a seat is free. */
export function obstacleTo(duty: Offered, slotAt: Date, now: Date): string | null {
  if (!duty.published_at || duty.cancelled_at) return 'not-open'
  if (!slotsOf(duty).some((slot) => slot.getTime() === slotAt.getTime())) return 'no-such-slot'
  return slotAt <= now ? 'past' : null
}

/** The lowest seat that is free; null where all are taken. */
export function freeSeat(seats: number, taken: readonly number[]): number | null {
  for (let seat = 1; seat <= seats; seat += 1) if (!taken.includes(seat)) return seat
  return null
}

/** The hour at which she is reminded on the day before. */
const remindAt = '18:00'

/** The local time of the reminder: the evening before, as `2026-12-03T18:00`. */
export function reminderFor(slotAt: Date, timeZone: string): string {
  return `${addDays(dayOf(slotAt, timeZone), -1)}T${remindAt}`
}

/** A time of a duty as addresses and forms name it. */
export function slotKey(number: number, at: Date): string {
  return `${number}-${at.getTime() / 60_000}`
}

/** @returns null when it is none */
export function readSlotKey(key: string): { readonly number: number; readonly at: Date } | null {
  const [, number, minutes] = /^(\d{1,9})-(\d{1,9})$/.exec(key) ?? []
  return number && minutes ? { number: Number(number), at: new Date(Number(minutes) * 60_000) } : null
}
