import type { AnyAction } from './action.ts'
import type { App } from './app.ts'
import type { Db, MigrationSource, Tx } from './db.ts'
import type { Reaction } from './events.ts'
import type { CouncilId } from './ids.ts'
import type { Locale } from './text.ts'

/** What a part or module declares to the house. A module adds routes (web/routes.ts). */
export interface Manifest {
  readonly name: string
  readonly migrations?: MigrationSource
  readonly actions?: readonly AnyAction[]
  readonly reactions?: readonly Reaction[]
  readonly sweeps?: readonly Sweep[]
  readonly personalData?: PersonalData
}

/** What a part or module holds about people: how its owner gets a copy, and how it is erased. */
export interface PersonalData {
  /** Everything held about the account, in whatever council; null when there is nothing. */
  readonly export: (db: Db, accountId: string) => Promise<PersonalSection | null>
  /** Erases it in one council, inside that council's transaction. May run twice. */
  readonly erase: (tx: Tx, account: ErasedAccount) => Promise<void>
  /** What is not erased and why, in plain words, shown before somebody decides. */
  readonly remains: Readonly<Record<Locale, readonly Remaining[]>>
}

export interface PersonalSection {
  /** Stable name of the section in the exported file. */
  readonly name: string
  readonly title: Readonly<Record<Locale, string>>
  /** Words for the rows' keys, and for values that are codes; without, they are shown as they are stored. */
  readonly labels?: Readonly<Record<Locale, Readonly<Record<string, string>>>>
  /** Plain values, as they are stored; `is` says what kind of record a row is. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface ErasedAccount {
  /** Whose log says that something was erased. */
  readonly app: Pick<App, 'secret'>
  readonly councilId: CouncilId
  readonly accountId: string
  /** Why it is erased: a code such as `asked`. */
  readonly ground: string
  readonly now: Date
}

export interface Remaining {
  readonly what: string
  readonly why: string
}

/** Work that recurs: sending what waits, sequencing a log. Several processes may run it at once. */
export interface Sweep {
  readonly name: string
  readonly everyMs: number
  readonly run: (app: App) => Promise<void>
}
