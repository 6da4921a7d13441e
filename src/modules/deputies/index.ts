import type { ModuleManifest } from '#web/routes'
import { offers } from './offers.ts'
import { publicRoutes } from './routes/public.tsx'
import { selfRoutes } from './routes/self.tsx'
import { staffRoutes } from './routes/staff.tsx'

/** Finding a deputy: by name, area, constituency, group or place; a page for each with a card to hand out. */
export const deputies: ModuleManifest = {
  name: 'deputies',
  path: 'deputies',
  routes(http) {
    staffRoutes(http)
    publicRoutes(http)
    selfRoutes(http)
  },
  offers,
}
