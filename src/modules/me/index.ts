import { unreadCount } from '#parts/notices'
import type { ModuleManifest } from '#web/routes'
import { askCode } from './actions.ts'
import { text } from './pages/me-page.text.ts'
import { channelRoutes } from './routes/channels.tsx'
import { dataRoutes } from './routes/data.tsx'
import { selfRoutes } from './routes/self.tsx'
import { signInRoutes } from './routes/sign-in.tsx'
import { tokenEndpoints } from './token-endpoints.ts'

/** Signing in, what I gave, my notices, my settings, my data. */
export const me: ModuleManifest = {
  name: 'me',
  path: 'me',
  actions: [askCode],
  routes(http) {
    signInRoutes(http)
    dataRoutes(http)
    selfRoutes(http)
    channelRoutes(http)
  },
  endpoints: tokenEndpoints,
  offers: {
    inboxCount: (app, viewer) => unreadCount(app.database.db, viewer.actor),
    ways: ({ locale }) => [{ href: '/me', label: text[locale].links }],
  },
}
