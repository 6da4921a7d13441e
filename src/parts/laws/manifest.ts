import './tables.ts'
import { join } from 'node:path'
import type { Manifest } from '#kernel/module'

/** Legal texts: read, kept in versions that never change, compared, exported. */
export const lawsPart: Manifest = {
  name: 'laws',
  migrations: { name: 'laws', directory: join(import.meta.dirname, 'migrations') },
}
