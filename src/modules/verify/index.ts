import type { ModuleManifest } from '#web/routes'
import { verifyRoutes } from './routes.tsx'

/** The record in public: anyone checks a receipt, and outside monitors follow the log. */
export const verify: ModuleManifest = {
  name: 'verify',
  path: 'verify',
  actions: [],
  routes: verifyRoutes,
}
