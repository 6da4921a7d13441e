import { join } from 'node:path'
import type { Manifest } from '../module.ts'
import { askWitnesses } from './cosignatures.ts'
import { sequenceLogs } from './sweep.ts'

export const ledgerManifest: Manifest = {
  name: 'ledger',
  migrations: {
    name: 'ledger',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['ledger.node', 'ledger.checkpoint'],
  },
  sweeps: [sequenceLogs, askWitnesses],
}
