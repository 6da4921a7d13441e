import './tables.ts'
import { join } from 'node:path'
import type { ModuleManifest } from '#web/routes'
import { answerActions } from './actions/answer.ts'
import { deskActions } from './actions/desk.ts'
import { fieldActions } from './actions/field.ts'
import { forgetActions, forgetSweep } from './actions/forget.ts'
import { letterActions } from './actions/letters.ts'
import { officeActions } from './actions/office.ts'
import { packageActions } from './actions/packages.ts'
import { residentActions } from './actions/resident.ts'
import { tellingActions } from './actions/telling.ts'
import { upwardActions } from './actions/upward.ts'
import { offers } from './offers.ts'
import { deskReactions } from './reactions/desk.ts'
import { deskRoutes } from './routes/desk.tsx'
import { fieldRoutes } from './routes/field.tsx'

import { residentRoutes } from './routes/resident.tsx'
import { upwardRoutes } from './routes/upward.tsx'

/** A draft goes in, every opinion comes back answered. */
export const consultations: ModuleManifest = {
  name: 'consultations',
  path: 'consultations',
  migrations: {
    name: 'consultations',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['consultations.received_package'],
  },
  actions: [
    ...officeActions,
    ...deskActions,
    ...residentActions,
    ...fieldActions,
    ...upwardActions,
    ...answerActions,
    ...tellingActions,
    ...letterActions,
    ...forgetActions,
    ...packageActions,
  ],
  reactions: [...deskReactions],
  sweeps: [forgetSweep],
  routes(http) {
    fieldRoutes(http)
    deskRoutes(http)
    residentRoutes(http)
    upwardRoutes(http)
  },
  offers,
}
