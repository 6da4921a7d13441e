import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import type { Collection, PopoloRecord } from './document.ts'
import { type Approx, type Columns, type Field, join } from './fields.ts'
import { areaFields, constituencyFields, organisationFields, personFields, seatFields } from './mapping.ts'

/** A record that came once, with what its columns hold now. */
export interface Kept {
  readonly popolo_id: string
  readonly position: number
  readonly extra: Readonly<Record<string, unknown>>
  readonly approx: Approx
  readonly columns: Columns
  readonly organisation_id: string | null
  readonly area_id: string | null
  readonly constituency_id: string | null
  readonly person_id: string | null
  readonly membership_id: string | null
}

export interface Asked {
  readonly councilId: string
  readonly timeZone: string
  readonly collection: Collection
}

/** Which records: those of these ids, or so many that follow a place in the order of the file. */
export type Which =
  | { readonly ids: readonly string[] }
  | { readonly after: { readonly position: number; readonly id: string } | null; readonly limit: number }

const columnsOf: Readonly<Record<Collection, (timeZone: string) => ReturnType<typeof sql>>> = {
  organizations: () => sql`
    case when r.organisation_id is null then '{}' else jsonb_build_object('name', o.name_zh, 'kind', o.kind,
      'parent', o_above.code, 'since', o.since::text, 'until', o.until::text) end`,
  areas: () => sql`
    case when r.constituency_id is not null then jsonb_build_object('name', c.name_zh)
         when r.area_id is not null then jsonb_build_object('name', a.name_zh, 'kind', a.kind, 'parent', a_above.code)
         else '{}' end`,
  persons: () => sql`jsonb_build_object('name', p.name)`,
  memberships: (timeZone) => sql`
    case when r.membership_id is null then '{}' else jsonb_build_object(
      'since', (m.since at time zone ${timeZone})::date::text,
      'until', ((m.until - interval '1 millisecond') at time zone ${timeZone})::date::text) end`,
  events: () => sql`'{}'::jsonb`,
  posts: () => sql`'{}'::jsonb`,
}

const tablesOf: Readonly<Record<Collection, ReturnType<typeof sql>>> = {
  organizations: sql`
    left join councils.organisation o on o.council_id = r.council_id and o.organisation_id = r.organisation_id
    left join councils.organisation o_above on o_above.council_id = o.council_id and o_above.organisation_id = o.parent_id`,
  areas: sql`
    left join councils.constituency c on c.council_id = r.council_id and c.constituency_id = r.constituency_id
    left join councils.area a on a.council_id = r.council_id and a.area_id = r.area_id
    left join councils.area a_above on a_above.council_id = a.council_id and a_above.area_id = a.parent_id`,
  persons: sql`join people.person p on p.council_id = r.council_id and p.id = r.person_id and p.erased_at is null`,
  // Whoever was erased holds no seat in any file.
  memberships: sql`
    left join people.membership m on m.council_id = r.council_id and m.id = r.membership_id
    left join people.person p on p.council_id = r.council_id and p.id = r.person_id`,
  events: sql``,
  posts: sql``,
}

/** Records of one collection in the order in which they came, erased people left out. */
export async function keptRecords(db: Db | Tx, asked: Asked, which: Which): Promise<Kept[]> {
  const { councilId, timeZone, collection } = asked
  const chosen =
    'ids' in which
      ? sql`r.popolo_id = any(${[...which.ids]}::text[])`
      : which.after
        ? sql`(r.position, r.popolo_id) > (${which.after.position}, ${which.after.id})`
        : sql`true`
  const living = collection === 'memberships' ? sql`and p.erased_at is null` : sql``
  const limit = 'ids' in which ? sql`` : sql`limit ${which.limit}`
  const { rows } = await sql<Kept>`
    select r.popolo_id, r.position, r.extra, r.approx, r.organisation_id, r.area_id, r.constituency_id, r.person_id,
           r.membership_id, ${columnsOf[collection](timeZone)} as columns
      from popolo.record r ${tablesOf[collection]}
     where r.council_id = ${councilId} and r.collection = ${collection} and ${chosen} ${living}
     order by r.position, r.popolo_id ${limit}`.execute(db)
  return rows
}

/** The record as it is now: what came, and what has changed in the registers since. */
export function recordOf(collection: Collection, kept: Kept): PopoloRecord {
  const together = join(kept, fieldsOf(collection, kept))
  return collection === 'memberships' ? together : { id: kept.popolo_id, ...together }
}

const never = { today: '', periods: new Map() }

/** Fields of a record that have a column. What they show does not depend on the day or the periods. */
function fieldsOf(collection: Collection, kept: Kept): readonly Field[] {
  if (collection === 'organizations') return kept.organisation_id ? organisationFields(never) : []
  if (collection === 'areas') return kept.constituency_id ? constituencyFields : kept.area_id ? areaFields : []
  if (collection === 'persons') return personFields
  if (collection === 'memberships') return kept.membership_id ? seatFields(never) : []
  return []
}
