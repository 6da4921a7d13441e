import { join } from 'node:path'
import type { Manifest } from './module.ts'

/** The kernel's own tables. */
export const kernelManifest: Manifest = {
  name: 'kernel',
  migrations: {
    name: 'kernel',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['kernel.event'],
  },
}
