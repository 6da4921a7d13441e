import type { ModuleManifest } from '#web/routes'
import { receiptRoutes } from './routes.tsx'

/** Following an opinion by its receipt. */
export const receipts: ModuleManifest = {
  name: 'receipts',
  path: 'r',
  actions: [],
  routes: receiptRoutes,
}
