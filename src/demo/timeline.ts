import type { App } from '#kernel/app'
import type { TestClock } from '#kernel/clock'
import { drain } from '#kernel/worker'

/** What happens in the invented city, told out of order and done in order. */
export interface Timeline {
  /** @param minutes after 10:00 in the morning of that day, China time */
  on(daysAgo: number, minutes: number, happening: () => Promise<void>): void
  dayOf(daysAgo: number, minutes?: number): Date
  /** Does everything, the worker's share of each day with it. */
  run(): Promise<void>
}

const minute = 60_000
const day = 1440 * minute

export function timeline(app: App, clock: TestClock, now: Date): Timeline {
  const moments: { readonly at: Date; readonly happening: () => Promise<void> }[] = []
  // The last ten o'clock in the morning that has passed: nothing of the story lies in the future.
  const morning = new Date(now)
  morning.setUTCHours(2, 0, 0, 0)
  if (morning > now) morning.setTime(morning.getTime() - day)
  const dayOf = (daysAgo: number, minutes = 0) => new Date(morning.getTime() - daysAgo * day + minutes * minute)
  return {
    dayOf,
    on: (daysAgo, minutes, happening) => moments.push({ at: dayOf(daysAgo, minutes), happening }),
    async run() {
      moments.sort((a, b) => a.at.getTime() - b.at.getTime())
      for (const [index, { at, happening }] of moments.entries()) {
        if (at > now) throw new Error(`the demonstration reaches into the future: ${at.toISOString()}`)
        clock.set(at)
        await happening()
        const next = moments[index + 1]?.at ?? now
        if (next.getTime() - at.getTime() >= day / 4) await workUntil(app, clock, at, next)
      }
    },
  }
}

/** Dues that fall between two moments are performed on the day on which they fall. */
async function workUntil(app: App, clock: TestClock, from: Date, until: Date): Promise<void> {
  await drain(app)
  const { rows } = await app.database.pool.query<{ due_at: Date }>(
    `select distinct not_before as due_at from kernel.due
      where state = 'waiting' and not_before > $1 and not_before < $2 order by 1`,
    [from, until],
  )
  for (const { due_at } of rows) {
    clock.set(due_at)
    await drain(app)
  }
}
