import './tables.ts'
import type { App } from '../app.ts'
import { type Db, sql } from '../db.ts'
import { askWitness, type Witnesses } from './cosignatures.ts'
import { type Held, heldOf, LogHeld, type LogMemory } from './memory.ts'

/** What is known outside the database of what was published. */
export interface Outside {
  readonly logMemory?: LogMemory
  readonly witnesses?: Witnesses
}

/** Logs of which a witness has confirmed to this process that it has seen no more than there is here. */
const confirmed = new WeakMap<Witnesses, Set<string>>()

/**
 * Whether a log must not be signed on, by what was kept outside and by what the witnesses have seen.
 * @returns undefined if it may
 */
export async function heldIn(db: Db, councilId: string, outside: Outside): Promise<Held | undefined> {
  const { logMemory, witnesses } = outside
  const byMemory = logMemory && (await heldOf(db, councilId, logMemory))
  if (byMemory) return byMemory
  if (!witnesses) return undefined
  const { rows } = await sql<{ origin: string; size: number; ahead: number | null }>`
    select log.origin, log.size, max(w.seen_size) filter (
        where w.state = 'fork' or (w.state = 'ahead' and w.seen_size > log.size)) as ahead
    from ledger.log log left join ledger.witness w
      on w.council_id = log.council_id and w.origin = log.origin
      and w.key_id = any(${witnesses.each.map(({ keyId }) => keyId)})
    where log.council_id = ${councilId} group by log.origin, log.size`.execute(db)
  const [log] = rows
  if (!log) return undefined
  if (log.ahead !== null) return { reason: 'witness', published: log.ahead, here: log.size }
  const known = confirmed.get(witnesses)?.has(log.origin) || (await logMemory?.read(log.origin)) !== undefined
  const mustAsk = logMemory !== undefined && witnesses.each.length > 0 && log.size > 0
  return mustAsk && !known ? { reason: 'unsure', published: 0, here: log.size } : undefined
}

/**
 * Makes sure that a log may be signed on. On a machine that remembers nothing of it the witnesses are asked first: it
 * may have been restored from a backup after everything else was lost.
 * @throws LogHeld
 */
export async function mayBeSigned(app: App, councilId: string, origin: string): Promise<void> {
  const { witnesses } = app
  // What was kept is compared when the log is locked.
  if (!witnesses) return
  const { db } = app.database
  let held = await heldIn(db, councilId, app)
  if (held?.reason === 'unsure') {
    const answers = await Promise.all(witnesses.each.map((witness) => askWitness(app, councilId, witness)))
    if (answers.includes('cosigned')) confirm(witnesses, origin)
    held = await heldIn(db, councilId, app)
  }
  if (held) throw new LogHeld(origin, held)
}

function confirm(witnesses: Witnesses, origin: string): void {
  const origins = confirmed.get(witnesses) ?? new Set<string>()
  confirmed.set(witnesses, origins.add(origin))
}
