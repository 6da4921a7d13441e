import type { App } from '#kernel/app'
import { heldIn, LogHeld, originOf } from '#kernel/ledger'
import { allCouncils } from '#parts/councils'

/** The councils whose log must not be signed on, with the reason in words for the operator. */
export async function heldLogs(app: App): Promise<{ readonly slug: string; readonly held: LogHeld }[]> {
  const { database } = app
  const found: { slug: string; held: LogHeld }[] = []
  for (const { id, slug } of await allCouncils(database.db)) {
    const held = await heldIn(database.db, id, app)
    if (held) found.push({ slug, held: new LogHeld(await originOf(database.db, id), held) })
  }
  return found
}
