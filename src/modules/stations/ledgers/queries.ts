import './tables.ts'
import type { RawBuilder } from 'kysely'
import { type Db, sql } from '#kernel/db'
import type { Topic } from './rules.ts'

export interface Reception {
  readonly id: string
  readonly number: number
  readonly place_id: string
  readonly received_on: string
  readonly channel: 'visit' | 'paper' | 'import' | 'monitor'
  readonly called: string | null
  readonly phone: string | null
  readonly forgotten_at: Date | null
  readonly people: number
  readonly deputy_id: string | null
  readonly received_by: string | null
  /** The deputy's name, for those who keep the log. */
  readonly deputy: string | null
  readonly topic: Topic
  readonly words: string
  readonly at_once: string
  readonly log_code: string | null
  readonly entered_at: Date
  readonly matter_id: string | null
  readonly receipt: string | null
  readonly raised_at: Date | null
  readonly voided_at: Date | null
  readonly voided_because: string | null
  /** Deeds noted for it that count. */
  readonly deeds: number
}

export interface ReceptionFilter {
  readonly year?: number
  readonly month?: string
  readonly topic?: Topic
  readonly deputyId?: string
  readonly state?: 'raised' | 'solved' | 'open'
  readonly text?: string
}

function receptionRows(councilId: string, where: RawBuilder<unknown>, tail: RawBuilder<unknown>) {
  return sql<Reception>`
    select r.id, r.number, r.place_id, r.received_on, r.channel, r.called, r.phone, r.forgotten_at, r.people,
           r.deputy_id, r.received_by, coalesce(p.name, p.display_name) as deputy, r.topic, r.words, r.at_once,
           r.log_code, r.entered_at, r.matter_id, r.receipt, r.raised_at, r.voided_at, r.voided_because,
           (select count(*) from stations.deed d where d.council_id = r.council_id and d.reception_id = r.id
               and d.withdrawn_at is null) as deeds
      from stations.reception r
      left join people.person p on p.council_id = r.council_id and p.id = r.deputy_id and p.erased_at is null
     where r.council_id = ${councilId} and ${where} ${tail}`
}

const solved = sql`exists (select from stations.deed d where d.council_id = r.council_id and d.reception_id = r.id
                              and d.withdrawn_at is null)`

function receptionWhere(placeId: string, filter: ReceptionFilter): RawBuilder<unknown> {
  const parts = [sql`r.place_id = ${placeId}`]
  const { year, month, topic, deputyId, state, text } = filter
  if (month)
    parts.push(
      sql`r.received_on >= ${`${month}-01`}::date and r.received_on < ${`${month}-01`}::date + interval '1 month'`,
    )
  else if (year) parts.push(sql`r.received_on between ${`${year}-01-01`} and ${`${year}-12-31`}`)
  if (topic) parts.push(sql`r.topic = ${topic}`)
  if (deputyId) parts.push(sql`r.deputy_id = ${deputyId}`)
  if (state === 'raised') parts.push(sql`r.matter_id is not null and not ${solved}`)
  if (state === 'solved') parts.push(solved)
  if (state === 'open')
    parts.push(sql`r.matter_id is null and r.at_once = '' and not ${solved} and r.voided_at is null`)
  if (text) parts.push(sql`strpos(lower(r.words || ' ' || coalesce(r.called, '')), ${text.toLowerCase()}) > 0`)
  return sql.join(parts, sql` and `)
}

/** Entries of one place's log, the newest first. */
export async function receptionsOf(
  db: Db,
  councilId: string,
  placeId: string,
  filter: ReceptionFilter & { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly Reception[]; readonly total: number }> {
  const where = receptionWhere(placeId, filter)
  const tail = sql`order by r.received_on desc, r.number desc limit ${filter.limit} offset ${filter.offset}`
  const { rows } = await receptionRows(councilId, where, tail).execute(db)
  const counted = await sql<{ total: number }>`
    select count(*) as total from stations.reception r where r.council_id = ${councilId} and ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

export async function receptionByNumber(
  db: Db,
  councilId: string,
  placeId: string,
  number: number,
): Promise<Reception | undefined> {
  const where = sql`r.place_id = ${placeId} and r.number = ${number}`
  return (await receptionRows(councilId, where, sql`limit 1`).execute(db)).rows[0]
}

export interface Deed {
  readonly id: string
  readonly number: number
  readonly place_id: string
  readonly place_number: number
  readonly place_zh: string
  readonly place_en: string | null
  readonly deputy_id: string | null
  /** The deputy's name, where she agreed that everybody reads it. */
  readonly deputy: string | null
  readonly reception_id: string | null
  readonly solved_on: string
  readonly topic: Topic
  readonly title: string
  readonly told: string
  readonly helped: number | null
  readonly amount_fen: number | null
  readonly amount_from: string
  readonly public: boolean
  readonly noted_at: Date
  readonly withdrawn_at: Date | null
  readonly withdrawn_because: string | null
  readonly photos: readonly { readonly id: string; readonly description: string }[]
}

export interface DeedFilter {
  readonly year?: number
  readonly month?: string
  readonly placeId?: string
  readonly deputyId?: string
  readonly topic?: Topic
}

function deedRows(councilId: string, where: RawBuilder<unknown>, tail: RawBuilder<unknown>) {
  return sql<Deed>`
    select d.id, d.number, d.place_id, n.number as place_number, n.name_zh as place_zh, n.name_en as place_en,
           d.deputy_id, case when p.name_visibility = 'public' then coalesce(p.name, p.display_name) end as deputy,
           d.reception_id, d.solved_on, d.topic, d.title, d.told, d.helped, d.amount_fen, d.amount_from, d.public,
           d.noted_at, d.withdrawn_at, d.withdrawn_because,
           coalesce((select json_agg(json_build_object('id', f.file_id, 'description', f.description) order by f.added_at)
              from stations.deed_photo f where f.council_id = d.council_id and f.deed_id = d.id), '[]') as photos
      from stations.deed d
      join network.place n on n.council_id = d.council_id and n.place_id = d.place_id
      left join people.person p on p.council_id = d.council_id and p.id = d.deputy_id and p.erased_at is null
     where d.council_id = ${councilId} and ${where} ${tail}`
}

function deedWhere({ year, month, placeId, deputyId, topic }: DeedFilter): RawBuilder<unknown> {
  const parts = [sql`d.withdrawn_at is null`]
  if (month)
    parts.push(sql`d.solved_on >= ${`${month}-01`}::date and d.solved_on < ${`${month}-01`}::date + interval '1 month'`)
  else if (year) parts.push(sql`d.solved_on between ${`${year}-01-01`} and ${`${year}-12-31`}`)
  if (placeId) parts.push(sql`d.place_id = ${placeId}`)
  if (deputyId) parts.push(sql`d.deputy_id = ${deputyId}`)
  if (topic) parts.push(sql`d.topic = ${topic}`)
  return sql.join(parts, sql` and `)
}

/** What was solved, the newest first; what is not public is among them, for the page to show as a number only. */
export async function deedsOf(
  db: Db,
  councilId: string,
  filter: DeedFilter & { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly Deed[]; readonly total: number }> {
  const where = deedWhere(filter)
  const tail = sql`order by d.solved_on desc, d.number desc limit ${filter.limit} offset ${filter.offset}`
  const { rows } = await deedRows(councilId, where, tail).execute(db)
  const counted = await sql<{ total: number }>`
    select count(*) as total from stations.deed d where d.council_id = ${councilId} and ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

export async function deedByNumber(db: Db, councilId: string, number: number): Promise<Deed | undefined> {
  return (await deedRows(councilId, sql`d.number = ${number}`, sql`limit 1`).execute(db)).rows[0]
}

export interface DeedsOfReception {
  readonly number: number
  readonly title: string
}

export async function deedsFor(db: Db, councilId: string, receptionId: string): Promise<DeedsOfReception[]> {
  return db
    .selectFrom('stations.deed')
    .select(['number', 'title'])
    .where('council_id', '=', councilId)
    .where('reception_id', '=', receptionId)
    .where('withdrawn_at', 'is', null)
    .orderBy('number')
    .limit(50)
    .execute()
}

/** What a place, or one month, comes to. */
export interface Figures {
  readonly received: number
  readonly people: number
  readonly raised: number
  readonly solved: number
  readonly amount_fen: number
}

export interface PlaceFigures extends Figures {
  readonly place_id: string
  readonly number: number
  readonly name_zh: string
  readonly name_en: string | null
}

/** Figures of a year by place, largest first; each place that has any. */
export async function figuresByPlace(db: Db, councilId: string, year: number): Promise<PlaceFigures[]> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<PlaceFigures>`
    with came as (
      select place_id, count(*) as received, sum(people) as people, count(matter_id) as raised
        from stations.reception
       where council_id = ${councilId} and voided_at is null and received_on between ${from} and ${to}
       group by place_id
    ), did as (
      select place_id, count(*) as solved, coalesce(sum(amount_fen), 0)::bigint as amount_fen from stations.deed
       where council_id = ${councilId} and withdrawn_at is null and solved_on between ${from} and ${to}
       group by place_id
    )
    select n.place_id, n.number, n.name_zh, n.name_en, coalesce(c.received, 0) as received,
           coalesce(c.people, 0) as people, coalesce(c.raised, 0) as raised, coalesce(d.solved, 0) as solved,
           coalesce(d.amount_fen, 0) as amount_fen
      from came c full join did d using (place_id)
      join network.place n on n.council_id = ${councilId} and n.place_id = coalesce(c.place_id, d.place_id)
     order by received desc, solved desc, n.number limit 5000`.execute(db)
  return rows
}

export interface MonthFigures extends Figures {
  readonly month: string
}

/** Figures of a year by month, of one place or all. */
export async function figuresByMonth(
  db: Db,
  councilId: string,
  year: number,
  placeId: string | null,
): Promise<MonthFigures[]> {
  const here = placeId === null ? sql`true` : sql`place_id = ${placeId}`
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<MonthFigures>`
    with came as (
      select to_char(received_on, 'YYYY-MM') as month, count(*) as received, sum(people) as people,
             count(matter_id) as raised
        from stations.reception
       where council_id = ${councilId} and ${here} and voided_at is null and received_on between ${from} and ${to}
       group by 1
    ), did as (
      select to_char(solved_on, 'YYYY-MM') as month, count(*) as solved,
             coalesce(sum(amount_fen), 0)::bigint as amount_fen
        from stations.deed
       where council_id = ${councilId} and ${here} and withdrawn_at is null and solved_on between ${from} and ${to}
       group by 1
    )
    select month, coalesce(c.received, 0) as received, coalesce(c.people, 0) as people,
           coalesce(c.raised, 0) as raised, coalesce(d.solved, 0) as solved, coalesce(d.amount_fen, 0) as amount_fen
      from came c full join did d using (month) order by month`.execute(db)
  return rows
}

/** Years in which there is anything, the newest first. */
export async function yearsWithFigures(db: Db, councilId: string): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from day)::int as year from (
      select received_on as day from stations.reception where council_id = ${councilId} and voided_at is null
      union all
      select solved_on from stations.deed where council_id = ${councilId} and withdrawn_at is null
    ) days order by year desc limit 50`.execute(db)
  return rows.map(({ year }) => year)
}

/** Names of deputies who may be chosen at a place: those assigned there first, then the others. */
export async function deputyChoices(
  db: Db,
  councilId: string,
  placeId: string,
): Promise<{ readonly id: string; readonly name: string; readonly here: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; here: boolean }>`
    select distinct p.id, coalesce(p.name, p.display_name) as name,
           exists (select from network.service s where s.council_id = ${councilId} and s.place_id = ${placeId}
                      and s.person_id = p.id and s.role = 'deputy' and s.until is null) as here
      from people.membership m join people.person p on p.council_id = m.council_id and p.id = m.person_id
     where m.council_id = ${councilId} and m.role = 'deputy' and m.until is null and p.erased_at is null
       and coalesce(p.name, p.display_name) is not null
     order by here desc, name limit 400`.execute(db)
  return rows
}
