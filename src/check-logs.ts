import type { App } from '#kernel/app'
import { checkpoint, type Difference, fsck } from '#kernel/ledger'
import { allCouncils } from '#parts/councils'
import { readConfig } from './config.ts'
import { heldLogs } from './held-logs.ts'
import { openHouse } from './start.ts'

/**
 * Rebuilds the log of every council from what is stored and tells each difference.
 * @returns the exit code: 0 when every log holds and leads on from what was published, 1 when one does not
 */
export async function checkLogs({ demo }: { readonly demo: boolean }): Promise<number> {
  const app = await openHouse(readConfig(process.env, { demo }))
  let sound = true
  for (const { slug, size, differences } of await logStates(app)) {
    console.log(`${slug}: ${size} entries, ${differences.length} differences`)
    for (const { kind, at, detail } of differences)
      console.log(`  ${kind}${at === undefined ? '' : ` at ${at}`}: ${detail}`)
    if (differences.length > 0) sound = false
  }
  for (const { slug, held } of await heldLogs(app)) {
    console.log(`${slug}: ${held.message}`)
    sound = false
  }
  await app.database.close()
  return sound ? 0 : 1
}

export interface LogState {
  readonly slug: string
  readonly size: number
  readonly differences: readonly Difference[]
}

export async function logStates(app: App): Promise<LogState[]> {
  const { db } = app.database
  const states: LogState[] = []
  for (const { id, slug } of await allCouncils(db)) {
    const [, size = '0'] = (await checkpoint(db, id)).split('\n')
    states.push({ slug, size: Number(size), differences: await fsck(db, id, { now: app.clock.now() }) })
  }
  return states
}
