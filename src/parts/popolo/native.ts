import './tables.ts'
import { type Db, sql } from '#kernel/db'
import type { Collection, PopoloRecord } from './document.ts'

interface Reading {
  readonly councilId: string
  readonly timeZone: string
  readonly collection: Collection
  readonly audience: 'office' | 'public'
}

const most = 200_000

/** What the registers hold that never came in a Popolo file: deputies, their seats, organisations, constituencies. */
export async function* nativeRecords(db: Db, reading: Reading): AsyncGenerator<PopoloRecord> {
  const query = queries[reading.collection]
  if (!query) return
  const { rows } = await query(reading).execute(db)
  for (const { record } of rows) yield record
}

const open = ({ audience }: Reading) =>
  audience === 'public' ? sql`and p.name_visibility = 'public' and p.suspended_at is null` : sql``

/** The id of the council itself among the organisations of its document. */
const council = sql`coalesce(
  (select popolo_id from popolo.record l where l.council_id = k.council_id and l.collection = 'organizations'
      and l.extra ->> 'classification' = 'legislature' order by l.position limit 1), k.slug)`

const personId = sql`coalesce(
  (select r.popolo_id from popolo.record r where r.council_id = p.council_id and r.collection = 'persons' and r.person_id = p.id
    limit 1), c.code, p.id::text)`

type Rows = ReturnType<typeof sql<{ record: PopoloRecord }>>

const queries: Readonly<Partial<Record<Collection, (reading: Reading) => Rows>>> = {
  organizations: ({ councilId }) => sql`
    select jsonb_build_object('id', k.slug, 'name', k.name_zh, 'classification', 'legislature') as record
      from councils.council k
     where k.council_id = ${councilId}
       and not exists (select from popolo.record l where l.council_id = k.council_id and l.collection = 'organizations'
                          and l.extra ->> 'classification' = 'legislature')
       and (exists (select from people.membership m where m.council_id = k.council_id and m.role = 'deputy'))
    union all
    (select jsonb_strip_nulls(jsonb_build_object('id', o.code, 'name', o.name_zh, 'classification', o.kind,
        'parent_id', above.code, 'founding_date', o.since::text, 'dissolution_date', o.until::text))
      from councils.organisation o
      left join councils.organisation above on above.council_id = o.council_id and above.organisation_id = o.parent_id
     where o.council_id = ${councilId} and not exists (
        select from popolo.record r where r.council_id = o.council_id and r.collection = 'organizations'
           and r.organisation_id = o.organisation_id)
     order by o.number limit ${most})`,
  areas: ({ councilId }) => sql`
    select jsonb_build_object('id', c.code, 'name', c.name_zh, 'type', 'constituency') as record
      from councils.constituency c
     where c.council_id = ${councilId} and not exists (
        select from popolo.record r where r.council_id = c.council_id and r.collection = 'areas'
           and r.constituency_id = c.constituency_id)
     order by c.number limit ${most}`,
  persons: (reading) => sql`
    select jsonb_build_object('id', coalesce(c.code, p.id::text), 'name', p.name) as record
      from people.person p left join people.person_code c on c.council_id = p.council_id and c.person_id = p.id
     where p.council_id = ${reading.councilId} and p.erased_at is null and p.name is not null ${open(reading)}
       and exists (select from people.membership m
                    where m.council_id = p.council_id and m.person_id = p.id and m.role = 'deputy')
       and not exists (select from popolo.record r where r.council_id = p.council_id and r.collection = 'persons'
                          and r.person_id = p.id)
     order by p.name, p.id limit ${most}`,
  memberships: (reading) => sql`
    select jsonb_strip_nulls(jsonb_build_object('person_id', ${personId}, 'organization_id', ${council}, 'role', 'member',
        'start_date', (m.since at time zone ${reading.timeZone})::date::text,
        'end_date', ((m.until - interval '1 millisecond') at time zone ${reading.timeZone})::date::text)) as record
      from people.membership m
      join councils.council k on k.council_id = m.council_id
      join people.person p on p.council_id = m.council_id and p.id = m.person_id
      left join people.person_code c on c.council_id = p.council_id and c.person_id = p.id
     where m.council_id = ${reading.councilId} and m.role = 'deputy' and p.erased_at is null and p.name is not null
       ${open(reading)}
       and not exists (select from popolo.record r where r.council_id = m.council_id and r.collection = 'memberships'
                          and r.membership_id = m.id)
     order by p.name, m.since, m.id limit ${most}`,
}

const pageSize = 1000

/** The seats of deputies whose names everybody may know, by name. */
export async function* publicDeputies(db: Db, councilId: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for (let page = 0; ; page += 1) {
    const { rows } = await sql<Record<string, unknown>>`
      select ${personId} as id, p.name, (m.since at time zone k.time_zone)::date::text as since,
             ((m.until - interval '1 millisecond') at time zone k.time_zone)::date::text as until
        from people.membership m
        join councils.council k on k.council_id = m.council_id
        join people.person p on p.council_id = m.council_id and p.id = m.person_id
        left join people.person_code c on c.council_id = p.council_id and c.person_id = p.id
       where m.council_id = ${councilId} and m.role = 'deputy' and p.name_visibility = 'public' and p.name is not null
         and p.erased_at is null and p.suspended_at is null
       order by p.name, m.since, m.id limit ${pageSize} offset ${page * pageSize}`.execute(db)
    yield* rows
    if (rows.length < pageSize) return
  }
}
