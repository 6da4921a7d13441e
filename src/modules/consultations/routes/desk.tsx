import type { Http } from '#web/routes'
import { argumentRoutes } from './desk-arguments.tsx'
import { deskOpinionRoutes } from './desk-opinions.tsx'
import { queueRoutes } from './desk-queue.tsx'
import { stepRoutes } from './desk-steps.tsx'
import { officeRoutes } from './office.tsx'

/** The desk of a consultation: the queue, the arguments, what is made of them. */
export function deskRoutes(http: Http): void {
  officeRoutes(http)
  queueRoutes(http)
  argumentRoutes(http)
  deskOpinionRoutes(http)
  stepRoutes(http)
}
