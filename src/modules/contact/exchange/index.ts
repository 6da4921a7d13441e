import type { AnyAction } from '#kernel/action'
import type { Reaction } from '#kernel/events'
import type { Sweep } from '#kernel/module'
import type { Http } from '#web/routes'
import { exchangeWaiting, handOver, noteExchange, retryOutgoing } from '../open311/outgoing.ts'
import { receive } from '../open311/receive.ts'
import { open311Routes } from '../open311/routes.ts'
import { hotlineActions } from './hotline.ts'
import { addConnection, endConnection, endKey, makeKey } from './keys.ts'
import { decideLikeness, proposeSame } from './propose.ts'
import { officeRoutes } from './routes.tsx'

/** What contact exchanges with other houses of the city: hotlines, petition offices, departments' own systems, programs. */
export const exchangeActions: readonly AnyAction[] = [
  makeKey,
  endKey,
  addConnection,
  endConnection,
  decideLikeness,
  receive,
  noteExchange,
  retryOutgoing,
  ...Object.values(hotlineActions),
]

export const exchangeReactions: readonly Reaction[] = [proposeSame, handOver]
export const exchangeSweeps: readonly Sweep[] = [
  { name: 'contact.exchange', everyMs: 15_000, run: async (app) => void (await exchangeWaiting(app)) },
]

export function exchangeRoutes(http: Http): void {
  open311Routes(http)
  officeRoutes(http)
}
