import './tables.ts'
import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { importPopolo } from './actions.ts'
import { popoloData } from './personal-data.ts'

export { importPopolo } from './actions.ts'
export { type Collection, collections } from './document.ts'
export { type Audience, popoloPieces } from './export.ts'
export { type Imported, judgeFile, type OpenFile, popoloImport } from './import.ts'
export type { RecordProblem } from './judge.ts'
export { publicDeputies } from './native.ts'
export { NotPopolo } from './pieces.ts'

/** People, organisations, areas and memberships exchanged as Popolo documents, without loss. */
export const popoloPart: Manifest = {
  name: 'popolo',
  migrations: { name: 'popolo', directory: join(import.meta.dirname, 'migrations') },
  actions: [importPopolo],
  personalData: popoloData,
}
