import type { App } from '#kernel/app'
import { heldOf, LogHeld, originOf } from '#kernel/ledger'
import { allCouncils } from '#parts/councils'

/** The councils whose log must not be signed on, with the reason in words for the operator. */
export async function heldLogs(app: App): Promise<{ readonly slug: string; readonly held: LogHeld }[]> {
  const { logMemory, database } = app
  if (!logMemory) return []
  const found: { slug: string; held: LogHeld }[] = []
  for (const { id, slug } of await allCouncils(database.db)) {
    const held = await heldOf(database.db, id, logMemory)
    if (held) found.push({ slug, held: new LogHeld(await originOf(database.db, id), held) })
  }
  return found
}
