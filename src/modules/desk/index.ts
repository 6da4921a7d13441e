import type { ModuleManifest } from '#web/routes'
import { routes } from './routes.tsx'

/** What waits for me, from every system, on one page. */
export const desk: ModuleManifest = { name: 'desk', path: 'desk', routes }
