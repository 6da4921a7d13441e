import './tables.ts'
import type { AnyAction } from '#kernel/action'
import type { Http } from '#web/routes'
import { deedActions } from './actions/deeds.ts'
import { receptionActions } from './actions/receptions.ts'
import { confirmImport, dropImport, previewImport } from './reception-import.ts'
import { deedRoutes } from './routes/deeds.tsx'
import { importRoutes } from './routes/import.tsx'
import { receptionRoutes } from './routes/reception.tsx'

export { deedCards, ledgerData, ledgerWorkplaces } from './offers.ts'

export const ledgerActions: readonly AnyAction[] = [
  ...receptionActions,
  ...deedActions,
  previewImport,
  confirmImport,
  dropImport,
]

/** The reception log of each place, and the ledger of what was solved. */
export function ledgerRoutes(http: Http): void {
  deedRoutes(http)
  importRoutes(http)
  receptionRoutes(http)
}
