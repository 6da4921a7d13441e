import type { App } from '../app.ts'
import { sql } from '../db.ts'
import type { Sweep } from '../module.ts'
import { heartbeatSeconds } from './heartbeat.ts'
import { type LedgerKeys, storedKeys } from './keys.ts'
import { sequence } from './sequence.ts'

const keysBySecret = new Map<string, LedgerKeys>()

/** The keys of this installation's logs, encrypted under its secret. */
export function ledgerKeys({ secret }: Pick<App, 'secret'>): LedgerKeys {
  const keys = keysBySecret.get(secret) ?? storedKeys(secret)
  keysBySecret.set(secret, keys)
  return keys
}

/** Sequences every log in which leaves wait, and lets the quiet ones show that they are alive. */
export const sequenceLogs: Sweep = {
  name: 'ledger.sequence',
  everyMs: 1000,
  async run(app) {
    const now = app.clock.now()
    const quietSince = new Date(now.getTime() - heartbeatSeconds * 1000)
    const { rows } = await sql<{ council_id: string }>`
      select council_id from ledger.leaf where idx is null group by council_id
      union select council_id from ledger.log where alive_at <= ${quietSince}
      limit 1000`.execute(app.database.db)
    for (const { council_id } of rows) {
      // A fault in one log must not keep the others waiting.
      await sequence(app.database.db, council_id, now, ledgerKeys(app)).catch((err) =>
        app.log.error({ council: council_id, err }, 'a log could not be continued'),
      )
    }
  },
}
