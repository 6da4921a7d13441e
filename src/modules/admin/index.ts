import { notFoundPage } from '#web/errors'
import type { ModuleManifest } from '#web/routes'
import { confirmImport, dropImport, previewImport, retryDelivery, retryDue } from './actions.ts'
import { adminText } from './admin.text.ts'
import { registersOpenData } from './open-data.ts'
import { councilRoutes } from './routes/council.tsx'
import { importRoutes } from './routes/imports.tsx'
import { operationRoutes } from './routes/operation.tsx'
import { peopleRoutes } from './routes/people.tsx'
import { registerRoutes } from './routes/registers.tsx'
import { settingRoutes } from './routes/settings.tsx'
import { roomsOf } from './rules.ts'

/** The administration of a council: settings, registers, people, imports, operation, audit. */
export const admin: ModuleManifest = {
  name: 'admin',
  path: 'admin',
  actions: [previewImport, confirmImport, dropImport, retryDelivery, retryDue],
  routes(http) {
    http.get('/admin', (c) => {
      const [first] = roomsOf(c.get('viewer').actor)
      return first ? c.redirect(`/admin/${first}`, 303) : notFoundPage(c)
    })
    councilRoutes(http)
    settingRoutes(http)
    registerRoutes(http)
    peopleRoutes(http)
    importRoutes(http)
    operationRoutes(http)
  },
  offers: {
    ways: (viewer) =>
      roomsOf(viewer.actor).length > 0 ? [{ href: '/admin', label: adminText[viewer.locale].title }] : [],
    menu: (viewer) =>
      roomsOf(viewer.actor).length > 0 ? { href: '/admin', label: adminText[viewer.locale].title } : null,
    openData: [registersOpenData],
  },
}
