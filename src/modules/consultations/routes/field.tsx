import type { Http } from '#web/routes'
import { fieldDeskRoutes } from './field-desk.tsx'
import { doorRoutes } from './field-doors.tsx'
import { kitRoutes } from './field-kit.tsx'
import { paperRoutes } from './field-paper.tsx'
import { sessionRoutes } from './field-sessions.tsx'

/** Everything away from the website. Mounted before the pages of single consultations. */
export function fieldRoutes(http: Http): void {
  kitRoutes(http)
  fieldDeskRoutes(http)
  doorRoutes(http)
  sessionRoutes(http)
  paperRoutes(http)
}
