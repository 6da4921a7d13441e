import './tables.ts'
import { join } from 'node:path'
import type { ModuleManifest } from '#web/routes'
import { certificateActions } from './actions.ts'
import { certificateRoutes } from './routes.tsx'

/** Certificates that anyone can check. */
export const certificates: ModuleManifest = {
  name: 'certificates',
  path: 'certificates',
  migrations: { name: 'certificates', directory: join(import.meta.dirname, 'migrations') },
  actions: certificateActions,
  routes: certificateRoutes,
}
