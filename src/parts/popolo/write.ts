import './tables.ts'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { reserveNumbers } from '#parts/councils'
import { type BookEntry, type NameVisibility, writeBooks } from '#parts/people'
import { type Collection, codeOf, isLegislature, isPeriod, isSeat, type Line, type PopoloRecord } from './document.ts'
import { dayIn, type Split, split } from './fields.ts'
import { type Kept, keptRecords } from './kept.ts'
import { type Around, areaFields, constituencyFields, organisationFields, personFields, seatFields } from './mapping.ts'

export interface Writing {
  readonly tx: Tx
  readonly councilId: string
  readonly now: Date
  readonly timeZone: string
  readonly today: string
  readonly givenBy: string | null
  /** Who may see the names of people who come new. */
  readonly visibility: NameVisibility
}

type Link = 'organisation_id' | 'area_id' | 'constituency_id' | 'person_id' | 'membership_id'
type Links = Readonly<Partial<Record<Link, string | null>>>

interface Written extends Split {
  readonly line: Line
  readonly links: Links
}

/** Writes lines of one collection, each new or known: a few statements, however many. Judged before. */
export async function writeLines(writing: Writing, collection: Collection, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  const asked = { ...writing, collection }
  const kept = await keptRecords(writing.tx, asked, { ids: lines.map(({ key }) => key) })
  const before = new Map(kept.map((each) => [each.popolo_id, each]))
  const written = await writers[collection](writing, lines, before)
  await keep(writing, collection, written)
}

type Writer = (
  writing: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
) => Promise<readonly Written[]>

const asItCame: Writer = async (_, lines) => lines.map(whole)
function whole(line: Line): Written {
  return { line, links: {}, ...split(line.record, [], line.collection === 'memberships' ? [] : ['id']) }
}

const writers: Readonly<Record<Collection, Writer>> = {
  organizations: writeOrganisations,
  areas: writeAreas,
  events: asItCame,
  posts: asItCame,
  persons: writePersons,
  memberships: writeMemberships,
}

async function writeOrganisations(
  { tx, councilId, today }: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const own = lines.filter(({ record }) => !isLegislature(record))
  const known = await idsByCode(tx, councilId, 'organisation', own)
  const rows = own.map((line) => {
    const kept = before.get(line.key)
    const since = kept?.columns.since ?? null
    const parts = split(line.record, organisationFields({ today: since ?? today }))
    const id = kept?.organisation_id ?? known.get(codeOf(line.key)) ?? null
    return { line, ...parts, fresh: id === null, id: id ?? newId() }
  })
  const first = await reserveNumbers(tx, councilId, 'councils.organisation', rows.filter(({ fresh }) => fresh).length)
  let number = first
  const given = rows.map(({ line, columns, fresh, id }) => ({
    ...columns,
    fresh,
    id,
    code: codeOf(line.key),
    number: fresh ? number++ : null,
  }))
  const table = sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as row
    (fresh boolean, id uuid, code text, number int, name text, kind text, parent text, since date, until date)`
  await sql`
    insert into councils.organisation (council_id, organisation_id, number, code, kind, name_zh, since, until)
    select ${councilId}::uuid, id, number, code, kind, name, since, until from ${table} where fresh`.execute(tx)
  await sql`
    update councils.organisation o
       set name_zh = row.name, kind = row.kind, since = row.since, until = row.until, parent_id = above.organisation_id
      from ${table} left join councils.organisation above on above.council_id = ${councilId} and above.code = row.parent
     where o.council_id = ${councilId} and o.organisation_id = row.id`.execute(tx)
  const written = rows.map(({ id, fresh: _, ...row }) => ({ ...row, links: { organisation_id: id } }))
  return [...lines.filter(({ record }) => isLegislature(record)).map(whole), ...written]
}

async function writeAreas(
  writing: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const isConstituency = ({ record }: Line) => record.type === 'constituency'
  return [
    ...(await writeConstituencies(writing, lines.filter(isConstituency), before)),
    ...(await writePlainAreas(
      writing,
      lines.filter((line) => !isConstituency(line)),
      before,
    )),
  ]
}

async function writeConstituencies(
  { tx, councilId, today }: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const known = await idsByCode(tx, councilId, 'constituency', lines)
  const rows = lines.map((line) => {
    const id = before.get(line.key)?.constituency_id ?? known.get(codeOf(line.key)) ?? null
    return { line, ...split(line.record, constituencyFields), fresh: id === null, id: id ?? newId() }
  })
  const fresh = rows.filter((row) => row.fresh).length
  let number = await reserveNumbers(tx, councilId, 'councils.constituency', fresh)
  const given = rows.map(({ line, columns, fresh: added, id }) => ({
    fresh: added,
    id,
    code: codeOf(line.key),
    number: added ? number++ : null,
    name: columns.name,
  }))
  const table = sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as row
    (fresh boolean, id uuid, code text, number int, name text)`
  // One seat until the memberships tell how many sit for it.
  await sql`
    insert into councils.constituency (council_id, constituency_id, number, code, kind, name_zh, seats, since)
    select ${councilId}::uuid, id, number, code, 'territorial', name, 1, ${today}::date from ${table} where fresh`.execute(
    tx,
  )
  await sql`
    update councils.constituency c set name_zh = row.name from ${table}
     where not row.fresh and c.council_id = ${councilId} and c.constituency_id = row.id`.execute(tx)
  return rows.map(({ id, fresh: _, ...row }) => ({ ...row, links: { constituency_id: id } }))
}

async function writePlainAreas(
  { tx, councilId }: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const known = await idsByCode(tx, councilId, 'area', lines)
  const rows = lines.map((line) => {
    const id = before.get(line.key)?.area_id ?? known.get(codeOf(line.key)) ?? null
    return { line, ...split(line.record, areaFields), fresh: id === null, id: id ?? newId() }
  })
  const given = rows.map(({ line, columns, fresh, id }) => ({ ...columns, fresh, id, code: codeOf(line.key) }))
  const table = sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as row
    (fresh boolean, id uuid, code text, name text, kind text, parent text)`
  await sql`
    insert into councils.area (council_id, area_id, code, kind, name_zh)
    select ${councilId}::uuid, id, code, kind, name from ${table} where fresh`.execute(tx)
  await sql`
    update councils.area a set name_zh = row.name, kind = row.kind, parent_id = above.area_id
      from ${table} left join councils.area above on above.council_id = ${councilId} and above.code = row.parent
     where a.council_id = ${councilId} and a.area_id = row.id`.execute(tx)
  return rows.map(({ id, fresh: _, ...row }) => ({ ...row, links: { area_id: id } }))
}

async function writePersons(
  { tx, councilId, now, givenBy, visibility }: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const codes = lines.map(({ key }) => codeOf(key))
  const ids = [...before.values()].flatMap(({ person_id }) => person_id ?? [])
  const { rows: known } = await sql<{ code: string | null; id: string; visibility: NameVisibility; erased: boolean }>`
    select c.code, p.id, p.name_visibility as visibility, p.erased_at is not null as erased
      from people.person p left join people.person_code c on c.council_id = p.council_id and c.person_id = p.id
     where p.council_id = ${councilId} and (c.code = any(${codes}::text[]) or p.id = any(${ids}::uuid[])
        or p.id in (select person_id from popolo.record where council_id = ${councilId} and collection = 'persons'
                       and popolo_id = any(${lines.map(({ key }) => key)}::text[])))`.execute(tx)
  const byCode = new Map(known.map((row) => [row.code, row]))
  const byId = new Map(known.map((row) => [row.id, row]))
  // Whoever was erased does not come back with the next file.
  const rows = lines.flatMap((line) => {
    const code = codeOf(line.key)
    const person = byId.get(before.get(line.key)?.person_id ?? '') ?? byCode.get(code) ?? null
    return person?.erased ? [] : [{ line, code, person, ...split(line.record, personFields) }]
  })
  const entries = rows.map(
    ({ code, person, columns }): BookEntry => ({
      code,
      personId: person?.id ?? null,
      name: String(columns.name),
      visibility: person?.visibility ?? visibility,
      invite: null,
      duty: null,
    }),
  )
  const written = await writeBooks(tx, { councilId, now, givenBy }, entries)
  return rows.map(({ line, columns, extra, approx }, index) => {
    const person_id = written[index]?.personId ?? null
    return { line, columns, extra, approx, links: { person_id } }
  })
}

async function writeMemberships(
  writing: Writing,
  lines: readonly Line[],
  before: ReadonlyMap<string, Kept>,
): Promise<readonly Written[]> {
  const { tx, councilId, today, timeZone, now, givenBy } = writing
  const around = await aroundOf(tx, councilId, today)
  const legislatures = await legislaturesOf(tx, councilId)
  const persons = await personsNamed(tx, councilId, lines)
  const rows = lines.flatMap((line): Written[] => {
    const person_id = persons.get(String(line.record.person_id))
    if (!person_id) return []
    const kept = before.get(line.key)
    if (!isSeat(line.record, legislatures)) return [{ ...whole(line), links: { person_id } }]
    const fields = seatFields({ ...around, today: kept?.columns.since ?? today })
    const membership_id = kept?.membership_id ?? newId()
    return [{ line, ...split(line.record, fields, []), links: { person_id, membership_id } }]
  })
  const seats = rows.flatMap(({ columns, links }) =>
    links.membership_id ? [{ ...columns, id: links.membership_id, person_id: links.person_id }] : [],
  )
  await sql`
    insert into people.membership (council_id, id, person_id, role, scope_id, since, until, given_by)
    select ${councilId}::uuid, id, person_id, 'deputy', null, since::timestamp at time zone ${timeZone},
           (until + 1)::timestamp at time zone ${timeZone}, ${givenBy}::uuid
      from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as row (id uuid, person_id uuid, since date, until date)
    on conflict (council_id, id) do update set since = excluded.since, until = excluded.until`.execute(tx)
  // Whoever got a duty signs in again under the new rights.
  await sql`
    update people.session s set ended_at = ${now}, ended_why = 'role-changed'
      from people.person p
     where p.council_id = ${councilId} and p.account_id = s.account_id and s.ended_at is null
       and p.id = any(${seats.flatMap(({ person_id }) => person_id ?? [])}::uuid[])`.execute(tx)
  return rows
}

/** Gives each constituency as many seats as people sat for it in one period: what a Popolo file says of it. */
export async function countSeats({ tx, councilId }: Writing): Promise<void> {
  await sql`
    update councils.constituency c set seats = least(50, counted.seats)
      from (select area, max(people) as seats from (
              select m.extra ->> 'area_id' as area, count(distinct m.person_id)::int as people
                from popolo.record m
               where m.council_id = ${councilId} and m.collection = 'memberships' and m.membership_id is not null
                 and m.extra ? 'area_id'
               group by 1, m.extra ->> 'legislative_period_id') in_period
             group by area) counted
      join popolo.record r on r.council_id = ${councilId} and r.collection = 'areas' and r.popolo_id = counted.area
     where c.council_id = ${councilId} and c.constituency_id = r.constituency_id and c.seats < counted.seats`.execute(
    tx,
  )
}

async function aroundOf(tx: Tx, councilId: string, today: string): Promise<Around> {
  const { rows } = await sql<{ popolo_id: string; extra: PopoloRecord }>`
    select popolo_id, extra from popolo.record
     where council_id = ${councilId} and collection = 'events'
       and extra ->> 'classification' = 'legislative period' limit 1000`.execute(tx)
  const periods = rows
    .filter(({ extra }) => isPeriod(extra))
    .map(({ popolo_id, extra }) => {
      const days = { first: dayIn(extra.start_date, 'first'), last: dayIn(extra.end_date, 'last') }
      return [popolo_id, days] as const
    })
  return { today, periods: new Map(periods) }
}

async function legislaturesOf(tx: Tx, councilId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ popolo_id: string }>`
    select popolo_id from popolo.record where council_id = ${councilId} and collection = 'organizations'
       and extra ->> 'classification' = 'legislature' limit 100`.execute(tx)
  return new Set(rows.map(({ popolo_id }) => popolo_id))
}

async function personsNamed(tx: Tx, councilId: string, lines: readonly Line[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(lines.map(({ record }) => String(record.person_id)))]
  const { rows } = await sql<{ popolo_id: string; person_id: string }>`
    select r.popolo_id, r.person_id from popolo.record r
      join people.person p on p.council_id = r.council_id and p.id = r.person_id and p.erased_at is null
     where r.council_id = ${councilId} and r.collection = 'persons' and r.popolo_id = any(${wanted}::text[])`.execute(
    tx,
  )
  return new Map(rows.map(({ popolo_id, person_id }) => [popolo_id, person_id]))
}

async function idsByCode(
  tx: Tx,
  councilId: string,
  thing: 'organisation' | 'area' | 'constituency',
  lines: readonly Line[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ code: string; id: string }>`
    select code, ${sql.ref(`${thing}_id`)} as id from ${sql.table(`councils.${thing}`)}
     where council_id = ${councilId} and code = any(${lines.map(({ key }) => codeOf(key))}::text[])`.execute(tx)
  return new Map(rows.map(({ code, id }) => [code, id]))
}

async function keep({ tx, councilId }: Writing, collection: Collection, written: readonly Written[]): Promise<void> {
  const rows = written.map(({ line, extra, approx, links }) => ({
    popolo_id: line.key,
    position: line.nth,
    extra,
    approx,
    ...links,
  }))
  await sql`
    insert into popolo.record (council_id, collection, popolo_id, position, extra, approx, organisation_id, area_id,
                               constituency_id, person_id, membership_id)
    select ${councilId}::uuid, ${collection}, popolo_id, position, extra, approx, organisation_id, area_id,
           constituency_id, person_id, membership_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (popolo_id text, position int, extra jsonb,
           approx jsonb, organisation_id uuid, area_id uuid, constituency_id uuid, person_id uuid, membership_id uuid)
    on conflict (council_id, collection, popolo_id) do update
      set position = excluded.position, extra = excluded.extra, approx = excluded.approx,
          organisation_id = excluded.organisation_id, area_id = excluded.area_id,
          constituency_id = excluded.constituency_id, person_id = excluded.person_id,
          membership_id = excluded.membership_id`.execute(tx)
}
