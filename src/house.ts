import type { MigrationSource } from '#kernel/db'
import { ledgerManifest } from '#kernel/ledger'
import { kernelManifest } from '#kernel/manifest'
import type { Manifest } from '#kernel/module'
import { modules } from './modules/index.ts'
import { parts } from './parts/index.ts'

/** Everything the house is made of, in the order in which migrations run. */
export const manifests: readonly Manifest[] = [kernelManifest, ledgerManifest, ...parts, ...modules]

export const migrationSources: readonly MigrationSource[] = manifests.flatMap((manifest) => manifest.migrations ?? [])
