import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import type { ServiceRole } from './tables.ts'

export interface Serving {
  readonly service_id: string
  readonly place_id: string
  readonly person_id: string
  readonly role: ServiceRole
  readonly title: string | null
  readonly since: string
  readonly until: string | null
  readonly agreed_on: string | null
  /** Null where the person agreed to nothing and the reader is not of the office. */
  readonly name: string | null
}

/**
 * Who serves at a place, by role and the time since when.
 * @param all names of everybody, for those who keep the place; without it only of those who agreed to be shown
 */
export async function servingAt(
  db: Db | Tx,
  councilId: CouncilId,
  placeId: string,
  { all = false, past = false }: { readonly all?: boolean; readonly past?: boolean } = {},
): Promise<Serving[]> {
  let found = db
    .selectFrom('network.service as s')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 's.council_id').onRef('p.id', '=', 's.person_id'),
    )
    .select([
      's.service_id',
      's.place_id',
      's.person_id',
      's.role',
      's.title',
      's.since',
      's.until',
      's.agreed_on',
      all
        ? sql<string | null>`coalesce(p.name, p.display_name)`.as('name')
        : sql<string | null>`case when s.agreed_on is not null then coalesce(p.name, p.display_name) end`.as('name'),
    ])
    .where('s.council_id', '=', councilId)
    .where('s.place_id', '=', placeId)
    .where('p.erased_at', 'is', null)
    .orderBy(
      sql`array_position(array['point-staff', 'liaison', 'deputy', 'council-member', 'expert', 'adviser', 'collector'], s.role)`,
    )
    .orderBy('s.since')
    .orderBy('s.service_id')
    .limit(2000)
  if (!past) found = found.where('s.until', 'is', null)
  return found.execute()
}

/** Everybody who serves at a place or at one directly under it, by name, each once: for the office. */
export async function servingUnder(
  db: Db | Tx,
  councilId: CouncilId,
  placeId: string,
): Promise<{ person_id: string; name: string | null }[]> {
  const { rows } = await sql<{ person_id: string; name: string | null }>`
    select distinct s.person_id, coalesce(p.name, p.display_name) as name
      from network.place at
      join network.service s on s.council_id = at.council_id and s.place_id = at.place_id and s.until is null
      join people.person p on p.council_id = s.council_id and p.id = s.person_id and p.erased_at is null
     where at.council_id = ${councilId} and (at.place_id = ${placeId} or at.parent_id = ${placeId})
     order by name limit 500`.execute(db)
  return rows
}

/** Where a person serves now. */
export function servicesOf(db: Db | Tx, councilId: CouncilId, personId: string) {
  return db
    .selectFrom('network.service as s')
    .innerJoin('network.place as p', (join) =>
      join.onRef('p.council_id', '=', 's.council_id').onRef('p.place_id', '=', 's.place_id'),
    )
    .select([
      's.service_id',
      's.role',
      's.since',
      's.agreed_on',
      'p.place_id',
      'p.number',
      'p.kind',
      'p.name_zh',
      'p.name_en',
    ])
    .where('s.council_id', '=', councilId)
    .where('s.person_id', '=', personId)
    .where('s.until', 'is', null)
    .orderBy('p.number')
    .limit(200)
    .execute()
}
