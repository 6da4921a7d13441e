import { perform, systemActor } from '#kernel/action'
import { councilBySlug, succeedCouncilLog } from '#parts/councils'
import { readConfig } from './config.ts'
import { openHouse } from './start.ts'

const usage = `zhitong ledger succeed --council SLUG

Opens a new log in place of one that cannot be continued because entries it published are lost for good.
Restore a newer backup instead, if there is one anywhere: docs/operate/backup.md, "A log that is held".`

/** @returns the exit code: 0 opened, 1 refused, 2 asked wrongly */
export async function succeedLogCommand(args: readonly string[]): Promise<number> {
  const [flag, slug] = args
  if (flag !== '--council' || !slug || args.length > 2) {
    console.error(usage)
    return 2
  }
  const app = await openHouse(readConfig(process.env))
  try {
    const council = await councilBySlug(app.database.db, slug)
    if (!council) {
      console.error(`There is no council ${slug}.`)
      return 1
    }
    const outcome = await perform(app, succeedCouncilLog, systemActor(council.id), {})
    if (!outcome.ok) {
      console.error('This log can be continued as it is; nothing was changed.')
      return 1
    }
    console.log(
      `${outcome.result.origin}\nTell everybody who watches the log, and every witness, its new name and key.`,
    )
    return 0
  } finally {
    await app.database.close()
  }
}
