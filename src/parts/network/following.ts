import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { reaction } from '#kernel/events'
import { enrolDeputies } from './deputies/actions.ts'
import { markAllStale, markStale, sortInStale } from './sort-in.ts'

/** Who becomes a deputy gets an entry in the register; what people are found by follows what is true of them. */
const followPeople = reaction({
  name: 'network.follow-people',
  on: [
    'people.role-given',
    'people.role-ended',
    'people.names-set',
    'people.person-suspended',
    'people.person-restored',
    'people.account-erased-here',
  ],
  async run({ tx, event }) {
    const { councilId, subjectId, data } = event
    if (subjectId === null) return
    if (event.name === 'people.role-given' && data.role === 'deputy') return enrolDeputies(tx, councilId, [subjectId])
    const { rows } = await sql<{ person_id: string }>`
      select d.person_id from network.deputy d join people.person p on p.council_id = d.council_id and p.id = d.person_id
       where d.council_id = ${councilId} and (p.id = ${subjectId} or p.account_id = ${subjectId})`.execute(tx)
    await markStale(
      tx,
      councilId,
      'deputy',
      rows.map((row) => row.person_id),
    )
  },
})

/** A name or rule that many are found by. */
const followRegisters = reaction({
  name: 'network.follow-registers',
  on: [
    'councils.setting-changed',
    'councils.area-changed',
    'councils.constituency-changed',
    'councils.organisation-changed',
    'admin.imported',
  ],
  async run({ tx, event }) {
    const { councilId, data } = event
    if (event.name === 'councils.setting-changed' && !String(data.key).startsWith('deputy')) return
    if (event.name === 'admin.imported' && data.kind === 'people') await enrolDeputies(tx, councilId, await waiting(tx))
    await markAllStale(tx, councilId)

    async function waiting(within: typeof tx): Promise<string[]> {
      const { rows } = await sql<{ person_id: string }>`${unregistered} and m.council_id = ${councilId}`.execute(within)
      return rows.map((row) => row.person_id)
    }
  },
})

export const networkReactions = [followPeople, followRegisters]

const unregistered = sql`
  select distinct m.council_id, m.person_id from people.membership m
   where m.role = 'deputy' and not exists (
     select from network.deputy d where d.council_id = m.council_id and d.person_id = m.person_id)`

const every = 5 * 60_000

/** Whatever came about without an event: deputies of an older version, a rule that counts from today. */
export async function catchUp(app: App): Promise<void> {
  const { db } = app.database
  const now = app.clock.now()
  const { rows } = await sql<{ council_id: string; person_id: string }>`${unregistered} limit 20000`.execute(db)
  for (const [councilId, people] of Map.groupBy(rows, (row) => row.council_id)) {
    await db.transaction().execute((tx) =>
      enrolDeputies(
        tx,
        councilId,
        people.map((row) => row.person_id),
      ),
    )
  }
  const begun = await sql<{ council_id: string }>`
    select distinct council_id from councils.setting
     where key like 'deputy%' and valid_from > ${new Date(now.getTime() - 2 * every)} and valid_from <= ${now}`.execute(
    db,
  )
  for (const { council_id } of begun.rows) {
    await db.transaction().execute((tx) => markAllStale(tx, council_id))
  }
}

export const networkSweeps = [
  { name: 'network.catch-up', everyMs: every, run: catchUp },
  { name: 'network.sort-in', everyMs: 2000, run: (app: App) => sortInStale(app.database.db, app.clock.now()) },
]
