import './tables.ts'
import '../roster/tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { normaliseShortCode } from '#kernel/short-code'
import { type Duty, dutiesOf } from '../roster/queries.ts'
import { slotsOf, type Way } from '../roster/rules.ts'

export type BookingRow = Selectable<Tables['contact.booking']>

/** A booking with the duty it is on. */
export interface Booking extends BookingRow {
  readonly duty: Duty
}

/** What is taken of one time of a duty. */
export interface Taken {
  readonly at: Date
  /** How many sit there. */
  readonly count: number
  /** The highest seat that is taken: with fewer, somebody would have none. */
  readonly seats: number
  readonly ways: readonly Way[]
}

/** What is taken of duties, by duty. */
export async function takenSlots(
  db: Db | Tx,
  councilId: string,
  dutyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Taken[]>> {
  if (dutyIds.length === 0) return new Map()
  const { rows } = await sql<Taken & { duty_id: string }>`
    select duty_id, slot_at as at, count(*) as count, max(seat) as seats, array_agg(distinct way) as ways
      from contact.booking
     where council_id = ${councilId} and duty_id = any(${[...dutyIds]}::uuid[]) and state <> 'cancelled'
     group by duty_id, slot_at`.execute(db)
  return Map.groupBy(rows, ({ duty_id }) => duty_id)
}

/** How many are booked on duties, by duty. */
export async function bookedCounts(
  db: Db | Tx,
  councilId: string,
  dutyIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const taken = await takenSlots(db, councilId, dutyIds)
  return new Map([...taken].map(([id, slots]) => [id, slots.reduce((sum, { count }) => sum + count, 0)]))
}

/** A duty with the times that can still be booked. */
export interface OpenDuty {
  readonly duty: Duty
  readonly free: readonly Date[]
}

export interface OpenAsked {
  readonly personId?: string
  readonly placeId?: string
  readonly number?: number
  readonly from: Date
  readonly to: Date
  /** Most duties. */
  readonly limit: number
}

/** Duties that can be booked, with their free times; one that is full is there without any. */
export async function openDuties(db: Db | Tx, councilId: string, now: Date, asked: OpenAsked): Promise<OpenDuty[]> {
  const found = await dutiesOf(db, councilId, now, {
    from: asked.from > now ? asked.from : now,
    to: asked.to,
    limit: asked.limit,
    bookable: true,
    ...(asked.personId && { personIds: [asked.personId] }),
    ...(asked.placeId && { placeIds: [asked.placeId] }),
    ...(asked.number !== undefined && { number: asked.number }),
  })
  const taken = await takenSlots(
    db,
    councilId,
    found.map(({ id }) => id),
  )
  return found.map((duty) => {
    const counts = new Map((taken.get(duty.id) ?? []).map(({ at, count }) => [at.getTime(), count]))
    const free = slotsOf(duty).filter((at) => at > now && (counts.get(at.getTime()) ?? 0) < duty.seats)
    return { duty, free }
  })
}

function bookings(db: Db | Tx, councilId: string) {
  return db.selectFrom('contact.booking').selectAll().where('council_id', '=', councilId)
}

async function withDuty(db: Db | Tx, now: Date, rows: readonly BookingRow[]): Promise<Booking[]> {
  const [first] = rows
  if (!first) return []
  const ids = [...new Set(rows.map(({ duty_id }) => duty_id))]
  const duties = await dutiesOf(db, first.council_id, now, { ids, drafts: true, cancelled: true, limit: ids.length })
  const byId = new Map(duties.map((duty) => [duty.id, duty]))
  return rows.flatMap((row) => {
    const duty = byId.get(row.duty_id)
    return duty ? [{ ...row, duty }] : []
  })
}

/** @param typed the code as somebody typed it */
export async function bookingByCode(
  db: Db | Tx,
  councilId: string,
  typed: string,
  now: Date,
): Promise<Booking | undefined> {
  const code = plainCode(typed)
  const row = code && (await bookings(db, councilId).where('code', '=', code).executeTakeFirst())
  return row ? (await withDuty(db, now, [row]))[0] : undefined
}

/** A code without its dashes; null where it can be none. */
export function plainCode(typed: string): string | null {
  return normaliseShortCode(typed)?.replaceAll('-', '') ?? null
}

/** `7KQ4-M2XC-9TRA` */
export function dashed(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

export async function bookingByNumber(
  db: Db | Tx,
  councilId: string,
  number: number,
  now: Date,
): Promise<Booking | undefined> {
  const row = await bookings(db, councilId).where('number', '=', number).executeTakeFirst()
  return row ? (await withDuty(db, now, [row]))[0] : undefined
}

export async function bookingById(db: Db | Tx, councilId: string, id: string, now: Date): Promise<Booking | undefined> {
  const row = await bookings(db, councilId).where('id', '=', id).executeTakeFirst()
  return row ? (await withDuty(db, now, [row]))[0] : undefined
}

/** Bookings on duties, in the order of their time. */
export async function bookingsOn(
  db: Db | Tx,
  councilId: string,
  dutyIds: readonly string[],
  now: Date,
): Promise<Booking[]> {
  if (dutyIds.length === 0) return []
  const rows = await bookings(db, councilId)
    .where('duty_id', 'in', [...dutyIds])
    .orderBy('slot_at')
    .orderBy('seat')
    .orderBy('number')
    .limit(1000)
    .execute()
  return withDuty(db, now, rows)
}

/** A booking an action names, locked after its duty and those it may move to: nobody else takes a seat meanwhile. */
export async function lockBooking(
  tx: Tx,
  councilId: string,
  by: { readonly id: string } | { readonly code: string },
): Promise<BookingRow | null> {
  const named = () =>
    'id' in by ? bookings(tx, councilId).where('id', '=', by.id) : bookings(tx, councilId).where('code', '=', by.code)
  return (await named().forUpdate().executeTakeFirst()) ?? null
}

/** The receipt of the matter that came of a booking. */
export async function receiptOf(db: Db | Tx, councilId: string, opinionId: string): Promise<string | null> {
  const row = await db
    .selectFrom('opinions.opinion')
    .select('receipt')
    .where('council_id', '=', councilId)
    .where('id', '=', opinionId)
    .executeTakeFirst()
  return row?.receipt ?? null
}
