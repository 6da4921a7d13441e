import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { networkData } from './personal-data.ts'
import {
  changePlace,
  changePlacePage,
  closePlace,
  dissolveCouncil,
  dropHaving,
  formCouncil,
  noteHaving,
  openPlace,
} from './place-actions.ts'
import { addUnit, agreeToShow, appoint, endService, endUnit, holdTraining } from './serving-actions.ts'

export * from './matter-raised.ts'
export { networkText } from './network.text.ts'
export * from './opening-hours.ts'
export * from './place-actions.ts'
export { placeImport } from './place-import.ts'
export * from './queries.ts'
export * from './rules.ts'
export * from './schema.ts'
export * from './serving-actions.ts'
export * from './tables.ts'

/** The network of places where the congress meets people, and who serves there. */
export const networkPart: Manifest = {
  name: 'network',
  migrations: { name: 'network', directory: join(import.meta.dirname, 'migrations') },
  actions: [
    openPlace,
    changePlace,
    changePlacePage,
    closePlace,
    noteHaving,
    dropHaving,
    formCouncil,
    dissolveCouncil,
    appoint,
    endService,
    agreeToShow,
    addUnit,
    endUnit,
    holdTraining,
  ],
  personalData: networkData,
}
