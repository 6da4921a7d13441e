import type { ModuleManifest } from '#web/routes'
import { admin } from './admin/index.ts'
import { certificates } from './certificates/index.ts'
import { consultations } from './consultations/index.ts'
import { contact } from './contact/index.ts'
import { deputies } from './deputies/index.ts'
import { desk } from './desk/index.ts'
import { home } from './home/index.ts'
import { insight } from './insight/index.ts'
import { me } from './me/index.ts'
import { publicity } from './publicity/index.ts'
import { receipts } from './receipts/index.ts'
import { stations } from './stations/index.ts'
import { verify } from './verify/index.ts'

/** The systems, in menu order: the only file that names them all. */
export const modules: readonly ModuleManifest[] = [
  home,
  consultations,
  receipts,
  certificates,
  stations,
  deputies,
  contact,
  publicity,
  insight,
  verify,
  desk,
  me,
  admin,
]
