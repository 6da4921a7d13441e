import './tables.ts'
import type { Selectable } from 'kysely'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import type { Way } from '../roster/rules.ts'

export type BookingRow = Selectable<Tables['contact.booking']>

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
