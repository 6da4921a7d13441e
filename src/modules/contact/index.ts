import './tables.ts'
import { join } from 'node:path'
import type { ModuleManifest } from '#web/routes'
import { deputyActions } from './actions/deputy.ts'
import { joiningActions } from './actions/joining.ts'
import { ratingActions } from './actions/ratings.ts'
import { residentActions } from './actions/resident.ts'
import { takeUp } from './actions/take-up.ts'
import { takeUpNote } from './actions/take-up-note.ts'
import { closeOnWithdrawal, closeWithdrawn } from './actions/withdrawn.ts'
import { bookingActions } from './booking/index.ts'
import { bookingReactions } from './booking/reactions.ts'
import { bookingRoutes } from './booking/routes.tsx'
import { forgetSweep } from './booking/system-actions.ts'
import { exchangeActions, exchangeReactions, exchangeRoutes, exchangeSweeps } from './exchange/index.ts'
import { mergingActions } from './merging/actions.ts'
import { mergingRoutes } from './merging/routes.tsx'
import { offers } from './offers.ts'
import { open311Path } from './open311/routes.ts'
import { contactData } from './personal-data.ts'
import { contactReactions } from './reactions.ts'
import { takeUpNoted } from './reactions-noted.ts'
import { takeUpRaised } from './reactions-raised.ts'
import { ratingReactions } from './reactions-ratings.ts'
import { rosterActions } from './roster/index.ts'
import { rosterReactions } from './roster/reactions.ts'
import { rosterRoutes } from './roster/routes.tsx'
import { departmentRoutes } from './routes/department.tsx'
import { deskRoutes } from './routes/desk.tsx'
import { figureRoutes } from './routes/figures.tsx'
import { openRoutes } from './routes/open.tsx'
import { publicRoutes } from './routes/public.tsx'
import { ratingRoutes } from './routes/ratings.tsx'
import { recordRoutes } from './routes/record.tsx'
import { residentRoutes } from './routes/resident.tsx'
import { snapRoutes } from './routes/snap.tsx'
import { templateRoutes } from './routes/templates.tsx'
import { workRoutes } from './routes/work.tsx'
import { writeRoutes } from './routes/write.tsx'
import { keepRouter, learnSweep } from './routing/keep.ts'

/** Somebody writes to a deputy; a deputy or a department takes it up and answers within a month. */
export const contact: ModuleManifest = {
  name: 'contact',
  path: 'contact',
  migrations: {
    name: 'contact',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['contact.letter', 'contact.router'],
  },
  actions: [
    ...residentActions,
    ...joiningActions,
    ...deputyActions,
    takeUp,
    takeUpNote,
    closeWithdrawn,
    keepRouter,
    ...mergingActions,
    ...ratingActions,
    ...rosterActions,
    ...exchangeActions,
    ...bookingActions,
  ],
  sweeps: [...exchangeSweeps, forgetSweep, learnSweep],
  forPrograms: open311Path,
  reactions: [
    ...contactReactions,
    takeUpRaised,
    takeUpNoted,
    closeOnWithdrawal,
    ...ratingReactions,
    ...rosterReactions,
    ...exchangeReactions,
    ...bookingReactions,
  ],
  personalData: contactData,
  routes(http) {
    publicRoutes(http)
    openRoutes(http)
    figureRoutes(http)
    writeRoutes(http)
    snapRoutes(http)
    departmentRoutes(http)
    templateRoutes(http)
    recordRoutes(http)
    deskRoutes(http)
    mergingRoutes(http)
    workRoutes(http)
    ratingRoutes(http)
    rosterRoutes(http)
    // Before the addresses of receipts, which take any word.
    exchangeRoutes(http)
    bookingRoutes(http)
    residentRoutes(http)
  },
  offers,
}
