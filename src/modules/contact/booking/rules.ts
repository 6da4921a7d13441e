import type { Way } from '../roster/rules.ts'

/**
 * `asked`: the seat is kept, nobody has said yes yet. `proposed`: moved to another time by those on duty, who wait for
 * her yes. `missed`: she did not come.
 */
export const bookingStates = ['asked', 'confirmed', 'proposed', 'cancelled', 'came', 'missed'] as const
export type BookingState = (typeof bookingStates)[number]

/** How she hears of news: by looking under her code, in her inbox, by text message or by mail. */
export const answerWays = ['code', 'inbox', 'phone', 'email'] as const
export type AnswerBy = (typeof answerWays)[number]

export type { Way }
