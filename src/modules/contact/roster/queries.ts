import './tables.ts'
import type { Selectable } from 'kysely'
import { addDays, type IsoDate, startOfDay } from '#kernel/calendar'
import { type Db, sql, type Tables, type Tx } from '#kernel/db'
import { normaliseShortCode } from '#kernel/short-code'
import { silentMs } from './rules.ts'

export type DutyRow = Selectable<Tables['contact.duty']>
export type SwapRow = Selectable<Tables['contact.swap']>

/** A duty with the names of who, where and in whose stead. */
export interface Duty extends DutyRow {
  readonly name: string | null
  readonly display_name: string | null
  readonly name_visibility: 'public' | 'office' | 'nobody'
  /** The code of her public page, which her card bears. */
  readonly code: string | null
  readonly stead_name: string | null
  readonly place_number: number | null
  readonly place_zh: string | null
  readonly place_en: string | null
  readonly address_zh: string | null
  readonly address_en: string | null
  /** Whether she has her inbox open at this moment. */
  readonly online: boolean
}

export interface DutiesAsked {
  readonly from?: Date
  readonly to?: Date
  readonly placeIds?: readonly string[]
  /** Those at no place. */
  readonly nowhere?: boolean
  readonly personIds?: readonly string[]
  readonly ids?: readonly string[]
  readonly number?: number
  /** Also what is not published yet. */
  readonly drafts?: boolean
  /** Also what was cancelled. */
  readonly cancelled?: boolean
  /** Only those with times to book. */
  readonly bookable?: boolean
  readonly limit?: number
}

/** Duties that touch a stretch of time, in their order. */
export function dutiesOf(db: Db | Tx, councilId: string, now: Date, asked: DutiesAsked): Promise<Duty[]> {
  const seenAfter = new Date(now.getTime() - silentMs)
  let found = db
    .selectFrom('contact.duty as d')
    .innerJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'd.council_id').onRef('p.id', '=', 'd.person_id'),
    )
    .leftJoin('people.person as s', (join) =>
      join.onRef('s.council_id', '=', 'd.council_id').onRef('s.id', '=', 'd.stands_in_for'),
    )
    .leftJoin('network.deputy as c', (join) =>
      join.onRef('c.council_id', '=', 'd.council_id').onRef('c.person_id', '=', 'd.person_id'),
    )
    .leftJoin('network.place as l', (join) =>
      join.onRef('l.council_id', '=', 'd.council_id').onRef('l.place_id', '=', 'd.place_id'),
    )
    .selectAll('d')
    .select([
      'p.name',
      'p.display_name',
      'p.name_visibility',
      'c.code',
      's.name as stead_name',
      'l.number as place_number',
      'l.name_zh as place_zh',
      'l.name_en as place_en',
      'l.address_zh',
      'l.address_en',
      sql<boolean>`exists (select from contact.presence o
        where o.council_id = d.council_id and o.person_id = d.person_id and o.seen_at > ${seenAfter})`.as('online'),
    ])
    .where('d.council_id', '=', councilId)
    .orderBy('d.starts_at')
    .orderBy('l.number')
    .orderBy('d.number')
    .limit(asked.limit ?? 500)
  if (asked.from) found = found.where('d.ends_at', '>', asked.from)
  if (asked.to) found = found.where('d.starts_at', '<', asked.to)
  if (asked.placeIds) found = found.where('d.place_id', 'in', [...asked.placeIds, councilId])
  if (asked.nowhere) found = found.where('d.place_id', 'is', null)
  if (asked.personIds) found = found.where('d.person_id', 'in', [...asked.personIds, councilId])
  if (asked.ids) found = found.where('d.id', 'in', [...asked.ids, councilId])
  if (asked.number !== undefined) found = found.where('d.number', '=', asked.number)
  if (!asked.drafts) found = found.where('d.published_at', 'is not', null)
  if (!asked.cancelled) found = found.where('d.cancelled_at', 'is', null)
  if (asked.bookable) found = found.where('d.slot_minutes', '>', 0)
  return found.execute()
}

/** The first moment of a month and that of the next, in a time zone. @param month `2026-12` */
export function monthBounds(month: string, timeZone: string): { readonly from: Date; readonly to: Date } {
  const first = `${month}-01`
  // The 28th and four days is always in the next month.
  const next = `${addDays(`${month}-28`, 4).slice(0, 7)}-01`
  return { from: startOfDay(first, timeZone), to: startOfDay(next, timeZone) }
}

/** From the first moment of one day to the last of another. */
export function daysBounds(
  first: IsoDate,
  last: IsoDate,
  timeZone: string,
): { readonly from: Date; readonly to: Date } {
  return { from: startOfDay(first, timeZone), to: startOfDay(addDays(last, 1), timeZone) }
}

/** How many deputies are on duty at this moment, and how many of them have their inbox open. */
export async function onDutyNow(
  db: Db | Tx,
  councilId: string,
  now: Date,
): Promise<{ readonly onDuty: number; readonly online: number }> {
  const seenAfter = new Date(now.getTime() - silentMs)
  const { rows } = await sql<{ on_duty: number; online: number }>`
    select count(distinct d.person_id) as on_duty,
           count(distinct d.person_id) filter (where o.person_id is not null) as online
      from contact.duty d
      left join contact.presence o
        on o.council_id = d.council_id and o.person_id = d.person_id and o.seen_at > ${seenAfter}
     where d.council_id = ${councilId} and d.published_at is not null and d.cancelled_at is null
       and d.starts_at <= ${now} and d.ends_at > ${now}`.execute(db)
  return { onDuty: rows[0]?.on_duty ?? 0, online: rows[0]?.online ?? 0 }
}

/** Duties an action names, locked in one order; null where one does not exist. */
export async function lockDuties(tx: Tx, councilId: string, ids: readonly string[]): Promise<DutyRow[] | null> {
  const wanted = [...new Set(ids)]
  const rows = await tx
    .selectFrom('contact.duty')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', 'in', wanted)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.length === wanted.length ? rows : null
}

/**
 * The other duties of some deputies within a time, their persons locked: nobody else can plan for them meanwhile.
 */
export async function lockDiaries(
  tx: Tx,
  councilId: string,
  { personIds, from, to }: { readonly personIds: readonly string[]; readonly from: Date; readonly to: Date },
): Promise<DutyRow[]> {
  if (personIds.length === 0) return []
  await tx
    .selectFrom('people.person')
    .select('id')
    .where('council_id', '=', councilId)
    .where('id', 'in', [...personIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return tx
    .selectFrom('contact.duty')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('person_id', 'in', [...personIds])
    .where('ends_at', '>', from)
    .where('starts_at', '<', to)
    .where('cancelled_at', 'is', null)
    .execute()
}

/** At which places deputies serve, by person: for a plan that says who is not assigned where she is planned. */
export async function assignedPlaces(
  db: Db | Tx,
  councilId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('network.service')
    .select(['person_id', 'place_id'])
    .where('council_id', '=', councilId)
    .where('person_id', 'in', [...personIds])
    .where('until', 'is', null)
    .limit(5000)
    .execute()
  const places = new Map<string, Set<string>>()
  for (const { person_id, place_id } of rows) places.set(person_id, (places.get(person_id) ?? new Set()).add(place_id))
  return places
}

/** Requests to take duties over that are not answered, to one deputy or from her. */
export function openSwaps(db: Db | Tx, councilId: string, personId: string): Promise<SwapRow[]> {
  return db
    .selectFrom('contact.swap')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('answered_at', 'is', null)
    .where((e) => e.or([e('to_person_id', '=', personId), e('from_person_id', '=', personId)]))
    .orderBy('asked_at')
    .limit(100)
    .execute()
}

/** Whose private calendar a token opens, in whatever council; undefined once it was revoked. */
export function feedByHash(db: Db, tokenHash: string) {
  return db
    .selectFrom('contact.feed')
    .select(['council_id', 'person_id'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export function feedOf(db: Db | Tx, councilId: string, personId: string) {
  return db
    .selectFrom('contact.feed')
    .select(['made_at'])
    .where('council_id', '=', councilId)
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

/** The deputy a card's code belongs to, or a roster's own number for her; undefined where nobody bears it. */
export function personByCode(db: Db | Tx, councilId: string, code: string) {
  const card = normaliseShortCode(code) ?? code
  return db
    .selectFrom('people.person as p')
    .leftJoin('people.person_code as c', (join) =>
      join.onRef('c.council_id', '=', 'p.council_id').onRef('c.person_id', '=', 'p.id'),
    )
    .leftJoin('network.deputy as d', (join) =>
      join.onRef('d.council_id', '=', 'p.council_id').onRef('d.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.name', 'p.display_name', 'p.name_visibility'])
    .where('p.council_id', '=', councilId)
    .where((where) => where.or([where('d.code', '=', card), where('c.code', '=', code)]))
    .where('p.erased_at', 'is', null)
    .executeTakeFirst()
}
