import type { AnyAction } from '#kernel/action'
import { doorActions } from './field-doors.ts'
import { fieldFileActions } from './field-files.ts'
import { paperActions } from './field-paper.ts'
import { scanPaper } from './field-scan.ts'
import { sessionActions } from './field-sessions.ts'
import { importField, syncField } from './field-sync.ts'

/** What happens away from the website: doors, collectors' phones, sessions on site, paper forms. */
export const fieldActions: readonly AnyAction[] = [
  ...doorActions,
  syncField,
  importField,
  ...fieldFileActions,
  ...sessionActions,
  ...paperActions,
  scanPaper,
]
