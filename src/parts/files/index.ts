import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { scanQuarantine } from './store.ts'
import type { FileKind } from './tables.ts'

export * from './check.ts'
export { clamdScanner, type Scan, type Scanner, useScanner } from './clamd.ts'
export { text as filesText } from './files.text.ts'
export { fileResponse } from './serve.ts'
export {
  eraseFile,
  filesOf,
  type OpenedFile,
  openFile,
  type StoredFile,
  type StoreOutcome,
  storeUpload,
} from './store.ts'
export * from './tables.ts'

/** What a form's file field offers to choose, as its `accept`; what is taken is decided by content. */
export const acceptedFiles: Readonly<Record<FileKind, string>> = {
  photo: 'image/jpeg,image/png,image/webp,image/gif,image/avif',
  voice: 'audio/*',
  document: '.pdf,.docx,.xlsx,.txt,.csv',
  scan: 'application/pdf,image/jpeg,image/png,image/webp',
}

/** Uploads: quarantine, cleaning, storage. */
export const filesPart: Manifest = {
  name: 'files',
  migrations: { name: 'files', directory: join(import.meta.dirname, 'migrations') },
  sweeps: [{ name: 'files.scan-quarantine', everyMs: 60_000, run: (app) => scanQuarantine(app.database.db) }],
}
