import type { ModuleManifest } from '#web/routes'
import { homeRoutes } from './routes.tsx'

/** The front page, the menu, help, open data: what every visitor finds wherever the house is installed. */
export const home: ModuleManifest = {
  name: 'home',
  path: '',
  actions: [],
  routes: homeRoutes,
}
