/** Where the time comes from: handed to whoever needs it, so that a test can set it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

export interface TestClock extends Clock {
  set(at: string | Date): void
  advance(byMs: number): void
}

/** A clock that stands still until it is told otherwise. */
export function testClock(start: string | Date): TestClock {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: (to) => {
      at = new Date(to)
    },
    advance: (byMs) => {
      at = new Date(at.getTime() + byMs)
    },
  }
}
