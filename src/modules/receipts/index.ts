import type { ModuleManifest } from '#web/routes'
import { mineOf } from './queries.ts'
import { receiptRoutes } from './routes.tsx'

/** Following an opinion by its receipt. */
export const receipts: ModuleManifest = {
  name: 'receipts',
  path: 'r',
  actions: [],
  routes: receiptRoutes,
  offers: { mine: mineOf },
}
