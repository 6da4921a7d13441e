import type { App } from '../app.ts'
import { sql } from '../db.ts'
import type { Sweep } from '../module.ts'
import { heartbeatSeconds } from './heartbeat.ts'
import { mayBeSigned } from './hold.ts'
import { type LedgerKeys, storedKeys } from './keys.ts'
import { LogHeld } from './memory.ts'
import { sequence } from './sequence.ts'

const noMemory = {}
const keysByMemory = new WeakMap<object, Map<string, LedgerKeys>>()

/** The keys of this installation's logs, encrypted under its secret, with its memory of what they signed. */
export function ledgerKeys({ secret, logMemory }: Pick<App, 'secret' | 'logMemory'>): LedgerKeys {
  const bySecret = keysByMemory.get(logMemory ?? noMemory) ?? new Map<string, LedgerKeys>()
  keysByMemory.set(logMemory ?? noMemory, bySecret)
  const keys = bySecret.get(secret) ?? storedKeys(secret, logMemory)
  bySecret.set(secret, keys)
  return keys
}

/** Sequences every log in which leaves wait, and lets the quiet ones show that they are alive. */
export const sequenceLogs: Sweep = {
  name: 'ledger.sequence',
  everyMs: 1000,
  async run(app) {
    const now = app.clock.now()
    const quietSince = new Date(now.getTime() - heartbeatSeconds * 1000)
    const { rows } = await sql<{ council_id: string; origin: string }>`
      select council_id, origin from ledger.log
      where alive_at <= ${quietSince}
        or council_id in (select council_id from ledger.leaf where idx is null group by council_id)
      limit 1000`.execute(app.database.db)
    for (const { council_id, origin } of rows) {
      // A fault in one log must not keep the others waiting.
      await mayBeSigned(app, council_id, origin)
        .then(() => sequence(app.database.db, council_id, now, ledgerKeys(app)))
        .catch((err) => tell(app, council_id, now, err))
    }
  },
}

const toldOfHeld = new WeakMap<App, Map<string, number>>()
const tellAgainMs = 10 * 60_000

/** A held log stays held until a person has acted: once in ten minutes is enough. */
function tell(app: App, council: string, now: Date, err: unknown): void {
  const told = toldOfHeld.get(app) ?? new Map<string, number>()
  toldOfHeld.set(app, told)
  if (err instanceof LogHeld && now.getTime() - (told.get(council) ?? 0) < tellAgainMs) return
  if (err instanceof LogHeld) told.set(council, now.getTime())
  app.log.error({ council, err }, 'a log could not be continued')
}
