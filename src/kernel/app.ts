import type { AnyAction } from './action.ts'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import type { Reaction } from './events.ts'
import type { Witnesses } from './ledger/cosignatures.ts'
import type { LogMemory } from './ledger/memory.ts'
import type { Manifest, Sweep } from './module.ts'

/** The running house: its database, its clock, and what its parts and modules declare. */
export interface App {
  readonly database: Database
  readonly clock: Clock
  readonly manifests: readonly Manifest[]
  readonly log: Log
  /** Key material for signatures and tokens; never leaves the process. */
  readonly secret: string
  /** Where people reach this installation, without a slash at the end. */
  readonly baseUrl: string
  /** Whether this is a demonstration: pages say so, and codes appear in the local outbox. */
  readonly demo: boolean
  /** Number of proxies in front whose word on the caller's address is believed; none unless given. */
  readonly trustedProxies?: number
  /** What was published of the logs, kept outside the database; a demonstration has none. */
  readonly logMemory?: LogMemory
  /** Who else signs the logs' checkpoints. */
  readonly witnesses?: Witnesses
  actionNamed(name: string): AnyAction | undefined
  reactionsTo(event: string): readonly Reaction[]
  reactionNamed(name: string): Reaction | undefined
  readonly sweeps: readonly Sweep[]
  /** Tells the worker that there may be something to do. */
  afterCommit(): void
  onCommit(listener: () => void): void
}

export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface AppOptions {
  readonly database: Database
  readonly clock: Clock
  readonly manifests: readonly Manifest[]
  readonly log: Log
  readonly secret: string
  readonly baseUrl: string
  readonly demo: boolean
  readonly trustedProxies?: number
  readonly logMemory?: LogMemory
  readonly witnesses?: Witnesses
}

/** @throws Error when two manifests declare the same action or reaction */
export function createApp(options: AppOptions): App {
  const actions = new Map<string, AnyAction>()
  const reactions = new Map<string, Reaction>()
  const listeners = new Map<string, Reaction[]>()
  const committed: (() => void)[] = []
  for (const manifest of options.manifests) {
    for (const declared of manifest.actions ?? []) {
      if (actions.has(declared.name)) throw new Error(`two actions are named ${declared.name}`)
      actions.set(declared.name, declared)
    }
    for (const declared of manifest.reactions ?? []) {
      if (reactions.has(declared.name)) throw new Error(`two reactions are named ${declared.name}`)
      reactions.set(declared.name, declared)
      for (const name of declared.on) listeners.set(name, [...(listeners.get(name) ?? []), declared])
    }
  }
  return {
    ...options,
    sweeps: options.manifests.flatMap((manifest) => manifest.sweeps ?? []),
    actionNamed: (name) => actions.get(name),
    reactionsTo: (name) => listeners.get(name) ?? [],
    reactionNamed: (name) => reactions.get(name),
    afterCommit: () => {
      for (const listener of committed) listener()
    },
    onCommit: (listener) => void committed.push(listener),
  }
}
