import type { AnyAction } from '#kernel/action'
import { residentBookingActions } from './resident-actions.ts'
import { staffBookingActions } from './staff-actions.ts'
import { systemBookingActions } from './system-actions.ts'

/** Every change of what is booked. */
export const bookingActions: readonly AnyAction[] = [
  ...residentBookingActions,
  ...staffBookingActions,
  ...systemBookingActions,
]
