import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import {
  changeCouncil,
  changeSetting,
  clearCalendarDay,
  createCouncil,
  setCalendarDay,
  succeedCouncilLog,
} from './actions.ts'
import {
  addArea,
  addConstituency,
  addOrganisation,
  changeArea,
  changeConstituency,
  changeOrganisation,
} from './register-actions.ts'

export * from './actions.ts'
export * from './import.ts'
export * from './queries.ts'
export * from './register-actions.ts'
export * from './register-queries.ts'
export { isAdministrator, keepsRegisters } from './rules.ts'
export * from './schema.ts'
export * from './settings.text.ts'
export * from './settings.ts'
export * from './tables.ts'

/** Councils and their levels, what belongs to them, and what they have decided. */
export const councilsPart: Manifest = {
  name: 'councils',
  migrations: {
    name: 'councils',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['councils.setting'],
  },
  actions: [
    createCouncil,
    succeedCouncilLog,
    changeCouncil,
    changeSetting,
    setCalendarDay,
    clearCalendarDay,
    addOrganisation,
    changeOrganisation,
    addArea,
    changeArea,
    addConstituency,
    changeConstituency,
  ],
}
