import './tables.ts'
import { type Db, sql } from '#kernel/db'
import { searchVector } from './words.ts'

/** Transactions commit in another order than their rows were numbered: this many are looked at again. */
const overlap = 2000
const batch = 2000

interface Unsorted {
  readonly council_id: string
  readonly id: string
  readonly pid: number
  readonly subject_id: string
  readonly received_at: Date
  readonly body: string
  readonly suggested: string | null
}

/**
 * Sorts the words of opinions that have arrived after `after` into the index. Any number of processes may do it at once.
 * @returns the number of the last one sorted in; null when none waited
 */
async function sortIn(db: Db, after: number): Promise<number | null> {
  const { rows } = await sql<Unsorted>`
    select o.council_id, o.id, o.pid, o.subject_id, o.received_at, o.body, o.suggested from opinions.opinion o
    where o.pid > ${after} and not exists (
      select from opinions.words w where w.council_id = o.council_id and w.opinion_id = o.id
    )
    order by o.pid limit ${batch}`.execute(db)
  if (rows.length === 0) return null
  const sorted = rows.map((row) => ({
    council_id: row.council_id,
    opinion_id: row.id,
    subject_id: row.subject_id,
    received_at: row.received_at,
    words: searchVector(...(row.suggested === null ? [row.body] : [row.body, row.suggested])),
  }))
  await sql`
    insert into opinions.words
    select * from json_populate_recordset(null::opinions.words, ${JSON.stringify(sorted)})
    on conflict do nothing`.execute(db)
  return rows.at(-1)?.pid ?? null
}

/** How far each database has been sorted in by this process. */
const reached = new WeakMap<Db, number>()

/**
 * Sorts in whatever waits, so that a search finds what was given a moment ago: before each search, and once a second.
 * A process looks at everything once, then at the last arrivals only.
 */
export async function sortInWaiting(db: Db): Promise<void> {
  let last = reached.get(db) ?? 0
  for (;;) {
    const to = await sortIn(db, Math.max(0, last - overlap))
    if (to === null) break
    last = Math.max(last, to)
  }
  reached.set(db, last)
}

/** Looks at everything again, for what a transaction left behind that took longer than thousands of others. */
export async function sortInAll(db: Db): Promise<void> {
  reached.delete(db)
  await sortInWaiting(db)
}
