import { type Db, sql, type Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import type { Named } from '#parts/councils'
import type { AgreedField, DeputyLevel, GroupKind, Opening, PlaceKind } from '../tables.ts'

/** A deputy in a list, of whom only public things are told. */
export interface ListedDeputy {
  readonly personId: string
  readonly code: string
  readonly name: string
  readonly levels: readonly DeputyLevel[]
  readonly agreed: readonly AgreedField[]
  readonly nameVisibility: 'public' | 'office' | 'nobody'
  readonly portraitId: string | null
  readonly constituency: Named | null
  readonly places: readonly (Named & { readonly number: number })[]
  readonly groups: readonly (Named & { readonly number: number; readonly kind: GroupKind })[]
}

const named = (alias: string) => sql.raw(`'name_zh', ${alias}.name_zh, 'name_en', ${alias}.name_en`)

/** Deputies by their ids, in the order of the ids; what may be shown of them is for the caller to keep to. */
export async function deputiesByIds(
  db: Db | Tx,
  councilId: CouncilId,
  ids: readonly string[],
): Promise<ListedDeputy[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ListedDeputy>`
    select d.person_id as "personId", d.code, p.name, d.levels, d.agreed, p.name_visibility as "nameVisibility",
           d.portrait_id as "portraitId",
           case when c.constituency_id is not null then json_build_object(${named('c')}) end as constituency,
           coalesce((select json_agg(json_build_object('number', at.number, ${named('at')}) order by at.number)
              from network.service s
              join network.place at on at.council_id = s.council_id and at.place_id = s.place_id and at.until is null
             where s.council_id = d.council_id and s.person_id = d.person_id and s.role = 'deputy' and s.until is null), '[]') as places,
           coalesce((select json_agg(json_build_object('number', g.number, 'kind', g.kind, ${named('g')}) order by g.number)
              from network.group_member i
              join network.deputy_group g on g.council_id = i.council_id and g.group_id = i.group_id and g.until is null
             where i.council_id = d.council_id and i.person_id = d.person_id and i.until is null), '[]') as groups
      from network.deputy d
      join people.person p on p.council_id = d.council_id and p.id = d.person_id and p.name is not null
      left join councils.constituency c on c.council_id = d.council_id and c.constituency_id = d.constituency_id
     where d.council_id = ${councilId} and d.person_id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.personId, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export interface Deputy extends Omit<ListedDeputy, 'constituency'> {
  readonly accountId: string | null
  readonly introduction_zh: string | null
  readonly introduction_en: string | null
  readonly hours: readonly Opening[]
  readonly hours_note_zh: string | null
  readonly hours_note_en: string | null
  readonly constituencyId: string | null
  readonly constituency: (Named & { readonly number: number }) | null
  /** Whether she is a deputy now; of a former one, the last day is told. */
  readonly current: boolean
  readonly since: Date | null
  readonly until: Date | null
}

async function oneDeputy(
  db: Db | Tx,
  councilId: CouncilId,
  now: Date,
  by: { readonly code: string } | { readonly personId: string },
): Promise<Deputy | undefined> {
  const { rows } = await sql<Omit<Deputy, 'places' | 'groups'>>`
    select d.person_id as "personId", p.account_id as "accountId", d.code, p.name, d.levels, d.agreed,
           p.name_visibility as "nameVisibility", d.portrait_id as "portraitId", d.constituency_id as "constituencyId",
           d.introduction_zh, d.introduction_en, d.hours, d.hours_note_zh, d.hours_note_en,
           case when c.constituency_id is not null then json_build_object('number', c.number, ${named('c')}) end as constituency,
           coalesce(m.current, false) as current, m.since, m.until
      from network.deputy d
      join people.person p on p.council_id = d.council_id and p.id = d.person_id
       and p.erased_at is null and p.suspended_at is null and p.name is not null
      left join councils.constituency c on c.council_id = d.council_id and c.constituency_id = d.constituency_id
      left join lateral (
        select bool_or(since <= ${now} and (until is null or until > ${now})) as current, min(since) as since,
               case when bool_or(until is null) then null else max(until) end as until
          from people.membership
         where council_id = d.council_id and person_id = d.person_id and role = 'deputy'
      ) m on true
     where d.council_id = ${councilId}
       and ${'code' in by ? sql`d.code = ${by.code}` : sql`d.person_id = ${by.personId}`}`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const [listed] = await deputiesByIds(db, councilId, [row.personId])
  return { ...row, places: listed?.places ?? [], groups: listed?.groups ?? [] }
}

/** The deputy with this code, former ones too; undefined where there is none or the person is gone. */
export function deputyByCode(db: Db | Tx, councilId: CouncilId, code: string, now: Date): Promise<Deputy | undefined> {
  return oneDeputy(db, councilId, now, { code })
}

export function deputyByPerson(
  db: Db | Tx,
  councilId: CouncilId,
  personId: string,
  now: Date,
): Promise<Deputy | undefined> {
  return oneDeputy(db, councilId, now, { personId })
}

export interface DeputyGroup extends Named {
  readonly group_id: string
  readonly number: number
  readonly kind: GroupKind
  readonly since: string
  readonly until: string | null
  readonly members: number
}

/** Groups that stand, committees first; with the closed ones where they are asked for. */
export async function groupsOf(
  db: Db | Tx,
  councilId: CouncilId,
  { kinds, closed = false, limit = 500 }: { kinds?: readonly GroupKind[]; closed?: boolean; limit?: number } = {},
): Promise<DeputyGroup[]> {
  const { rows } = await sql<DeputyGroup>`
    select g.group_id, g.number, g.kind, g.name_zh, g.name_en, g.since, g.until,
           (select count(*) from network.group_member m
             where m.council_id = g.council_id and m.group_id = g.group_id and m.until is null) as members
      from network.deputy_group g
     where g.council_id = ${councilId} ${closed ? sql`` : sql`and g.until is null`}
       ${kinds ? sql`and g.kind = any(${[...kinds]}::text[])` : sql``}
     order by array_position(array['committee', 'professional', 'local'], g.kind), g.number limit ${limit}`.execute(db)
  return rows
}

export async function groupByNumber(
  db: Db | Tx,
  councilId: CouncilId,
  number: number,
): Promise<DeputyGroup | undefined> {
  return (await groupsOf(db, councilId, { closed: true, limit: 5000 })).find((group) => group.number === number)
}

export interface GroupMember {
  readonly personId: string
  readonly name: string | null
  readonly leads: boolean
  readonly since: string
}

/** Who is in a group, for the office. */
export async function groupMembers(db: Db | Tx, councilId: CouncilId, groupId: string): Promise<GroupMember[]> {
  const { rows } = await sql<GroupMember>`
    select m.person_id as "personId", p.name, m.leads, m.since
      from network.group_member m
      join people.person p on p.council_id = m.council_id and p.id = m.person_id and p.erased_at is null
     where m.council_id = ${councilId} and m.group_id = ${groupId} and m.until is null
     order by m.leads desc, p.name limit 2000`.execute(db)
  return rows
}

/** Where a group sits. */
export async function groupPlaces(
  db: Db | Tx,
  councilId: CouncilId,
  groupId: string,
): Promise<(Named & { readonly place_id: string; readonly number: number; readonly kind: PlaceKind })[]> {
  return db
    .selectFrom('network.group_place as g')
    .innerJoin('network.place as p', (join) =>
      join.onRef('p.council_id', '=', 'g.council_id').onRef('p.place_id', '=', 'g.place_id'),
    )
    .select(['p.place_id', 'p.number', 'p.kind', 'p.name_zh', 'p.name_en'])
    .where('g.council_id', '=', councilId)
    .where('g.group_id', '=', groupId)
    .where('g.until', 'is', null)
    .orderBy('p.number')
    .limit(500)
    .execute()
}

/** Deputies on the books by a piece of their name, for the office's choice. */
export async function deputiesOnTheBooks(
  db: Db | Tx,
  { councilId, now, like, limit = 30 }: { councilId: CouncilId; now: Date; like: string; limit?: number },
): Promise<{ readonly personId: string; readonly name: string; readonly code: string }[]> {
  const pattern = `%${like.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ personId: string; name: string; code: string }>`
    select d.person_id as "personId", p.name, d.code
      from people.person p join network.deputy d on d.council_id = p.council_id and d.person_id = p.id
     where p.council_id = ${councilId} and p.name like ${pattern} and p.erased_at is null
       and exists (select 1 from people.membership m
         where m.council_id = p.council_id and m.person_id = p.id and m.role = 'deputy'
           and m.since <= ${now} and (m.until is null or m.until > ${now}))
     order by p.name, d.code limit ${limit}`.execute(db)
  return rows
}
