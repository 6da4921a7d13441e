import './tables.ts'
import { join } from 'node:path'
import type { ModuleManifest } from '#web/routes'
import { publicityActions } from './actions.ts'
import { offers } from './offers.ts'
import { routes } from './routes.tsx'

/** Activities announced in advance, talks on law, notices and news. */
export const publicity: ModuleManifest = {
  name: 'publicity',
  path: 'publicity',
  migrations: {
    name: 'publicity',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['publicity.correction'],
  },
  actions: publicityActions,
  routes,
  offers,
}
