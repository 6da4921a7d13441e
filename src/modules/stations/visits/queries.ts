import './tables.ts'
import type { Selectable } from 'kysely'
import type { Db, Tables } from '#kernel/db'
import { sql } from '#kernel/db'

export type VisitRow = Selectable<Tables['stations.visit']>
export type Room = Selectable<Tables['stations.room']>

export interface Visit extends VisitRow {
  readonly room_zh: string | null
  readonly room_en: string | null
}

function visits(db: Db, councilId: string) {
  return db
    .selectFrom('stations.visit as v')
    .leftJoin('stations.room as r', (join) =>
      join.onRef('r.council_id', '=', 'v.council_id').onRef('r.id', '=', 'v.room_id'),
    )
    .selectAll('v')
    .select(['r.name_zh as room_zh', 'r.name_en as room_en'])
    .where('v.council_id', '=', councilId)
}

export function visitByCode(db: Db, councilId: string, code: string): Promise<Visit | undefined> {
  return visits(db, councilId).where('v.code', '=', code).executeTakeFirst()
}

export function visitByNumber(db: Db, councilId: string, placeId: string, number: number): Promise<Visit | undefined> {
  return visits(db, councilId).where('v.place_id', '=', placeId).where('v.number', '=', number).executeTakeFirst()
}

/** What waits for an answer and what comes, the next first. */
export function openVisits(db: Db, councilId: string, placeId: string, limit: number): Promise<Visit[]> {
  return visits(db, councilId)
    .where('v.place_id', '=', placeId)
    .where('v.stage', 'in', ['asked', 'confirmed'])
    .orderBy('v.starts_at')
    .orderBy('v.number')
    .limit(limit)
    .execute()
}

/** What is over, was refused or withdrawn: the newest first. */
export async function pastVisits(
  db: Db,
  councilId: string,
  placeId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly Visit[]; readonly total: number }> {
  const found = visits(db, councilId)
    .where('v.place_id', '=', placeId)
    .where('v.stage', 'not in', ['asked', 'confirmed'])
  const { count } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const rows = await found.orderBy('v.starts_at', 'desc').orderBy('v.number').limit(limit).offset(offset).execute()
  return { rows, total: count }
}

export function roomsOf(db: Db, councilId: string, placeId: string): Promise<Room[]> {
  return db
    .selectFrom('stations.room')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('place_id', '=', placeId)
    .where('closed_at', 'is', null)
    .orderBy('capacity', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** Rooms that hold a group and are free for the whole of its time. */
export async function freeRooms(
  db: Db,
  councilId: string,
  visit: Pick<VisitRow, 'id' | 'place_id' | 'size' | 'starts_at' | 'ends_at'>,
): Promise<readonly Room[]> {
  const { rows } = await sql<Room>`
    select r.* from stations.room r
     where r.council_id = ${councilId} and r.place_id = ${visit.place_id} and r.closed_at is null
       and r.capacity >= ${visit.size}
       and not exists (select from stations.room_use u where u.council_id = r.council_id and u.room_id = r.id
                          and u.quarter >= ${visit.starts_at} and u.quarter < ${visit.ends_at}
                          and u.visit_id <> ${visit.id})
     order by r.capacity, r.id limit 100`.execute(db)
  return rows
}

export interface VisitFigures {
  readonly year: number
  readonly groups: number
  readonly people: number
}

/** Groups and people who came, by year, of one place or all. */
export async function visitFigures(
  db: Db,
  councilId: string,
  timeZone: string,
  placeId: string | null,
): Promise<readonly VisitFigures[]> {
  const here = placeId === null ? sql`true` : sql`place_id = ${placeId}`
  const { rows } = await sql<VisitFigures>`
    select extract(year from starts_at at time zone ${timeZone})::int as year, count(*) as groups, sum(came) as people
      from stations.visit where council_id = ${councilId} and ${here} and stage = 'held'
     group by 1 order by 1 desc limit 50`.execute(db)
  return rows
}
