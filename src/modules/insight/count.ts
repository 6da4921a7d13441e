import './tables.ts'
import type { App } from '#kernel/app'
import { sql, type Tx } from '#kernel/db'
import { allCouncils, type Council } from '#parts/councils'
import { countsOf, versionById } from '#parts/laws'
import { argumentFacts, opinionFacts } from '#parts/opinions'

/** A count that took long is not repeated before this many times as long has passed. */
const restFactor = 20
const mostCouncils = 5000
const draftsAtOnce = 200

/** Counts every council in which something happened since it was last counted. Several processes may run it at once. */
export async function countAll(app: App): Promise<void> {
  for (const council of await allCouncils(app.database.db, mostCouncils)) await countCouncil(app, council)
}

/**
 * Counts one council anew where something was recorded in it since the last time. Everything is counted again each
 * time, in one pass: no sum can drift from what it sums.
 * @returns whether it was counted
 */
export async function countCouncil(app: App, council: Pick<Council, 'id' | 'time_zone'>): Promise<boolean> {
  const { db } = app.database
  const stamp = await stampOf(db, council.id)
  const now = app.clock.now()
  const before = await db
    .selectFrom('insight.counted')
    .select(['stamp', 'counted_at', 'took_ms'])
    .where('council_id', '=', council.id)
    .executeTakeFirst()
  if (before?.stamp === stamp) {
    await db.updateTable('insight.counted').set({ counted_at: now }).where('council_id', '=', council.id).execute()
    return false
  }
  if (before && now.getTime() - before.counted_at.getTime() < before.took_ms * restFactor) return false
  return db.transaction().execute((tx) => recount(tx, { council, stamp, now }))
}

interface Counting {
  readonly council: Pick<Council, 'id' | 'time_zone'>
  readonly stamp: string
  readonly now: Date
}

async function recount(tx: Tx, { council, stamp, now }: Counting): Promise<boolean> {
  const { id, time_zone } = council
  const began = performance.now()
  const fresh = { council_id: id, counted_at: now, stamp: '', took_ms: 0 }
  await tx
    .insertInto('insight.counted')
    .values(fresh)
    .onConflict((clash) => clash.doNothing())
    .execute()
  const mine = await tx
    .selectFrom('insight.counted')
    .select('council_id')
    .where('council_id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  // Another process counts this council already.
  if (!mine) return false
  for (const table of ['insight.tally', 'insight.wait', 'insight.suggestion'] as const) {
    await tx.deleteFrom(table).where('council_id', '=', id).execute()
  }
  await countOpinions(tx, id, time_zone)
  await countArguments(tx, id, time_zone)
  await measureDrafts(tx, id)
  const took_ms = Math.round(performance.now() - began)
  await tx
    .updateTable('insight.counted')
    .set({ stamp, counted_at: now, took_ms })
    .where('council_id', '=', id)
    .execute()
  return true
}

async function countOpinions(tx: Tx, councilId: string, timeZone: string): Promise<void> {
  await sql`
    with facts as materialized (
      -- What a case handles is answered there, and counted where cases are.
      select given.* from (${opinionFacts(councilId, timeZone)}) given
       where not exists (
         select from cases.matter work where work.council_id = ${councilId}
            and work.about_type = given.subject_type and work.about_id = given.subject_id)),
    waits as (
      insert into insight.wait
        (council_id, subject_type, subject_id, year, place_id, received, days, answers, position)
      select ${councilId}, subject_type, subject_id, extract(year from month)::int, place_id, channel = 'package', days,
             count(*), row_number() over ()
        from facts where days is not null group by 2, 3, 4, 5, 6, 7)
    insert into insight.tally
      (council_id, subject_type, subject_id, month, place_id, door_id, channel, collected, refined, submitted, adopted,
       partly, later, not_adopted, unanswered, hidden, position)
    select ${councilId}, subject_type, subject_id, month, place_id, door_id, channel,
           count(*) filter (where not hidden),
           count(*) filter (where refined),
           count(*) filter (where submitted),
           count(*) filter (where decision = 'adopted'),
           count(*) filter (where decision = 'partly'),
           count(*) filter (where decision = 'later'),
           count(*) filter (where decision = 'not-adopted'),
           count(*) filter (where not hidden and decision is null),
           count(*) filter (where hidden), row_number() over ()
      from facts group by 2, 3, 4, 5, 6, 7`.execute(tx)
}

async function countArguments(tx: Tx, councilId: string, timeZone: string): Promise<void> {
  await sql`
    insert into insight.suggestion
      (council_id, subject_type, subject_id, year, received, refined, submitted, decision, suggestions, position)
    select ${councilId}, subject_type, subject_id, year, received, refined, submitted, decision, count(*),
           row_number() over ()
      from (${argumentFacts(councilId, timeZone)}) argument group by 2, 3, 4, 5, 6, 7, 8`.execute(tx)
}

/** Chapters and articles of drafts published since; a published draft is measured once. */
async function measureDrafts(tx: Tx, councilId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select version.id from laws.version
     where version.council_id = ${councilId} and version.published_at is not null and not exists (
       select from insight.draft_shape shape
        where shape.council_id = version.council_id and shape.version_id = version.id)
     limit ${draftsAtOnce}`.execute(tx)
  for (const { id } of rows) {
    const version = await versionById(tx, councilId, id)
    if (!version) continue
    const { chapters, articles } = countsOf(version.text.provisions)
    await tx
      .insertInto('insight.draft_shape')
      .values({ council_id: councilId, version_id: id, chapters, articles })
      .execute()
  }
}

/**
 * What was last recorded in a council. The second figure is needed because transactions do not commit in the order of
 * their numbers: a late one may carry a smaller number than the largest seen.
 */
async function stampOf(db: App['database']['db'], councilId: string): Promise<string> {
  const { rows } = await sql<{ last: number; recent: number }>`
    select last.seq as last, (
             select count(*) from kernel.event where council_id = ${councilId} and seq > last.seq - 2000) as recent
      from (select coalesce(max(seq), 0) as seq from kernel.event where council_id = ${councilId}) last`.execute(db)
  return `${rows[0]?.last ?? 0}:${rows[0]?.recent ?? 0}`
}
