import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { changeDeputy, removePortrait, setPortrait, writeProfile } from './deputies/actions.ts'
import {
  changeGroup,
  closeGroup,
  formGroup,
  joinGroup,
  leaveGroup,
  seatGroup,
  unseatGroup,
} from './deputies/group-actions.ts'
import { networkReactions, networkSweeps } from './following.ts'
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
import { drawAreas } from './shapes.ts'

export * from './deputies/actions.ts'
export * from './deputies/group-actions.ts'
export { deputyImport } from './deputies/import.ts'
export * from './deputies/queries.ts'
export * from './deputies/rules.ts'
export * from './deputies/schema.ts'
export { catchUp } from './following.ts'
export * from './matter-raised.ts'
export { networkText } from './network.text.ts'
export * from './opening-hours.ts'
export * from './place-actions.ts'
export { placeImport } from './place-import.ts'
export * from './queries.ts'
export * from './rules.ts'
export * from './schema.ts'
export * from './search.ts'
export * from './serving-actions.ts'
export * from './serving-queries.ts'
export * from './shapes.ts'
export { markAllStale, sortInStale } from './sort-in.ts'
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
    changeDeputy,
    writeProfile,
    setPortrait,
    removePortrait,
    formGroup,
    changeGroup,
    closeGroup,
    joinGroup,
    leaveGroup,
    seatGroup,
    unseatGroup,
    drawAreas,
  ],
  reactions: networkReactions,
  sweeps: networkSweeps,
  personalData: networkData,
}
