import '../tables.ts'
import type { App } from '#kernel/app'
import { dayOf } from '#kernel/calendar'
import { type Db, sql } from '#kernel/db'
import { nameIn, type Organisation, organisationsOf, settingsAt } from '#parts/councils'
import { caseKind } from '../rules.ts'
import { voicesOf } from './near.ts'

/** What was asked and what became of it. Every matter counts once, whoever may read it. */
export interface Figures {
  readonly asked: number
  readonly answered: number
  readonly solved: number
  readonly reopened: number
  readonly late: number
  /** Everybody who spoke: those who raised a matter and those who joined it and stayed. */
  readonly voices: number
}

export const figureNames = ['asked', 'voices', 'answered', 'solved', 'reopened', 'late'] as const

/** The figures of the matters that one organisation has now, one place looks after, raised in one month. */
interface Cell extends Figures {
  readonly organisationId: string | null
  readonly placeId: string | null
  /** `2026-11` in the council's time zone. */
  readonly month: string
}

type CouncilAsked = { readonly id: string; readonly timeZone: string }

/** Everything the public page, the department pages and the open data count: one reading, so that they never differ. */
export async function cellsOf(app: App, council: CouncilAsked): Promise<readonly Cell[]> {
  const today = dayOf(app.clock.now(), council.timeZone)
  const { rows } = await sql<Cell>`
    select a.organisation_id as "organisationId", m.scope_id as "placeId",
           to_char(x.raised_at at time zone ${council.timeZone}, 'YYYY-MM') as month,
           count(*) as asked,
           count(*) filter (where exists (select from cases.reply r
             where r.council_id = m.council_id and r.case_id = m.id and r.state = 'sent')) as answered,
           count(*) filter (where m.outcome = 'solved') as solved,
           count(*) filter (where m.reopened > 0) as reopened,
           count(*) filter (where exists (select from cases.clock c
             where c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply'
               and (c.met_on > c.due_on
                 or (m.closed_for = 'withdrawn' and c.stopped_on > c.due_on and c.round = m.round)
                 or (c.met_on is null and c.stopped_on is null and c.paused_on is null
                   and c.due_on < ${today}::date)))) as late,
           sum(${voicesOf(sql`x`)})::integer as voices
      from contact.matter x
      join cases.matter m on m.council_id = x.council_id and m.id = x.case_id and m.kind = ${caseKind}
      left join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
           and a.state in ('assigned', 'accepted', 'returned')
     where x.council_id = ${council.id} and m.closed_for is distinct from 'merged'
     group by a.organisation_id, m.scope_id, 3
     order by 3 desc, 1, 2`.execute(app.database.db)
  return rows
}

export function sumOf(cells: readonly Figures[]): Figures {
  const sum = (figure: keyof Figures) => cells.reduce((all, cell) => all + cell[figure], 0)
  return {
    asked: sum('asked'),
    answered: sum('answered'),
    solved: sum('solved'),
    reopened: sum('reopened'),
    late: sum('late'),
    voices: sum('voices'),
  }
}

function grouped<Key>(cells: readonly Cell[], keyOf: (cell: Cell) => Key): Map<Key, Cell[]> {
  const groups = new Map<Key, Cell[]>()
  for (const cell of cells) groups.set(keyOf(cell), [...(groups.get(keyOf(cell)) ?? []), cell])
  return groups
}

/** The record of one department, or of what deputies answered themselves. */
export interface DepartmentRecord extends Figures {
  readonly number: number | null
  readonly name: string | null
  readonly nameZh: string | null
  readonly nameEn: string | null
}

/** By department, the most asked first; what no department has, last. */
export async function departmentRecords(
  app: App,
  council: CouncilAsked,
  locale: string,
): Promise<readonly DepartmentRecord[]> {
  const organisations = new Map<string | null, Organisation>(
    (await organisationsOf(app.database.db, council.id)).map((each) => [each.organisation_id, each]),
  )
  return [...grouped(await cellsOf(app, council), ({ organisationId }) => organisationId)]
    .map(([id, cells]) => {
      const organisation = organisations.get(id)
      return {
        number: organisation?.number ?? null,
        name: organisation ? nameIn(organisation, locale) : null,
        nameZh: organisation?.name_zh ?? null,
        nameEn: organisation?.name_en ?? null,
        ...sumOf(cells),
      }
    })
    .sort(
      (a, b) =>
        Number(a.number === null) - Number(b.number === null) || b.asked - a.asked || (a.number ?? 0) - (b.number ?? 0),
    )
}

/** The figures of one month. */
export interface MonthRecord extends Figures {
  readonly month: string
}

/** By the month in which they were raised, the newest first. @param organisationId only those of one; null: of none */
export function monthRecords(cells: readonly Cell[], organisationId?: string | null): readonly MonthRecord[] {
  const own = organisationId === undefined ? cells : cells.filter((cell) => cell.organisationId === organisationId)
  return [...grouped(own, ({ month }) => month)]
    .map(([month, all]) => ({ month, ...sumOf(all) }))
    .sort((a, b) => (a.month < b.month ? 1 : -1))
}

/** The figures of one place; `kind` says which row has no place of its own. */
export interface PlaceRecord extends Figures {
  readonly kind: 'place' | 'few' | 'none'
  readonly placeId: string | null
  readonly number: number | null
  readonly nameZh: string | null
  readonly nameEn: string | null
}

/** By the place that looks after them. Where few wrote, places are put together, so that no figure points at a person. */
export async function placeRecords(app: App, council: CouncilAsked): Promise<readonly PlaceRecord[]> {
  const { db } = app.database
  const { smallGroupLeast } = await settingsAt(db, council.id, app.clock.now())
  const groups = grouped(await cellsOf(app, council), ({ placeId }) => placeId)
  const places = new Map((await placesById(db, council.id, [...groups.keys()])).map((each) => [each.place_id, each]))
  const named: PlaceRecord[] = []
  const few: Cell[] = []
  for (const [id, cells] of groups) {
    const place = places.get(id ?? '')
    const figures = sumOf(cells)
    if (!place || id === null) continue
    if (figures.asked < smallGroupLeast) few.push(...cells)
    else {
      const { number, name_zh: nameZh, name_en: nameEn } = place
      named.push({ kind: 'place', placeId: id, number, nameZh, nameEn, ...figures })
    }
  }
  const rest = (kind: 'few' | 'none', cells: readonly Cell[]): PlaceRecord[] =>
    cells.length === 0 ? [] : [{ kind, placeId: null, number: null, nameZh: null, nameEn: null, ...sumOf(cells) }]
  const unplaced = [...groups].flatMap(([id, cells]) => (id === null || !places.has(id) ? cells : []))
  return [...named.sort((a, b) => b.asked - a.asked), ...rest('few', few), ...rest('none', unplaced)]
}

async function placesById(db: Db, councilId: string, ids: readonly (string | null)[]) {
  const wanted = ids.filter((id) => id !== null)
  if (wanted.length === 0) return []
  return db
    .selectFrom('network.place')
    .select(['place_id', 'number', 'name_zh', 'name_en'])
    .where('council_id', '=', councilId)
    .where('place_id', 'in', wanted)
    .execute()
}

/** How a department keeps its dates, all rounds of all matters it leads now. */
export interface ClockRecord {
  /** Replies it gave, and those given by their last day. */
  readonly replies: number
  readonly onTime: number
  /** Days from the day it was given the matter to its reply, in the middle of all. */
  readonly middleDays: number | null
  readonly extended: number
  readonly returned: number
  readonly promises: number
  readonly kept: number
  /** Matters it has now, and those late now. */
  readonly open: number
  readonly lateNow: number
}

export async function clockRecordOf(
  db: Db,
  { councilId, organisationId, today }: { councilId: string; organisationId: string; today: string },
): Promise<ClockRecord> {
  const { rows } = await sql<ClockRecord>`
    with mine as (
      select m.* from cases.matter m join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id
       and a.role = 'lead' and a.state in ('assigned', 'accepted') and a.organisation_id = ${organisationId}
      where m.council_id = ${councilId} and m.kind = ${caseKind}
    ), clocks as (
      select c.* from cases.clock c join mine on mine.council_id = c.council_id and mine.id = c.case_id
       where c.kind = 'reply' and c.stopped_on is null
    )
    select (select count(*) from clocks where met_on is not null) as replies,
           (select count(*) from clocks where met_on <= due_on) as "onTime",
           (select percentile_disc(0.5) within group (order by met_on - received_on) from clocks
             where met_on is not null) as "middleDays",
           (select count(*) from cases.extension e join mine on mine.council_id = e.council_id and mine.id = e.case_id
             where e.state = 'approved') as extended,
           (select count(*) from cases.assignment r where r.council_id = ${councilId}
             and r.organisation_id = ${organisationId} and r.returned_at is not null
             and exists (select from cases.matter k where k.council_id = r.council_id and k.id = r.case_id
               and k.kind = ${caseKind})) as returned,
           (select count(*) from cases.promise p join mine on mine.council_id = p.council_id and mine.id = p.case_id
             ) as promises,
           (select count(*) from cases.promise p join mine on mine.council_id = p.council_id and mine.id = p.case_id
             where p.verdict = 'confirmed') as kept,
           (select count(*) from mine where stage = 'open') as open,
           (select count(*) from clocks where met_on is null and paused_on is null and due_on < ${today}::date)
             as "lateNow"`.execute(db)
  return rows[0] as ClockRecord
}

/** A matter whose reply is so late that everybody may know. */
export interface LateMatter {
  readonly number: number
  /** Its words; null where they are not public. */
  readonly body: string | null
  readonly locale: string
  readonly organisationId: string | null
  readonly dueOn: string
  readonly daysLate: number
  readonly voices: number
}

/** What is late by more days than the council allows before everybody can read it, the latest first. */
export async function lateMatters(
  app: App,
  council: CouncilAsked,
  { limit, offset = 0, organisationId }: { limit: number; offset?: number; organisationId?: string },
): Promise<{ readonly matters: readonly LateMatter[]; readonly total: number; readonly afterDays: number }> {
  const { db } = app.database
  const now = app.clock.now()
  const { caseShownDaysAfter } = await settingsAt(db, council.id, now)
  const today = dayOf(now, council.timeZone)
  const { rows } = await sql<LateMatter & { total: number }>`
    select x.number, case when o.public and o.stage = 'received' then o.body end as body,
           o.content_locale as locale, a.organisation_id as "organisationId", c.due_on as "dueOn",
           ${today}::date - c.due_on as "daysLate", ${voicesOf(sql`x`)} as voices, count(*) over () as total
      from contact.matter x
      join cases.matter m on m.council_id = x.council_id and m.id = x.case_id and m.stage = 'open'
      join cases.clock c on c.council_id = m.council_id and c.case_id = m.id and c.kind = 'reply' and c.round = m.round
           and c.met_on is null and c.stopped_on is null and c.paused_on is null
      join opinions.opinion o on o.council_id = x.council_id and o.id = x.opinion_id
      left join cases.assignment a on a.council_id = m.council_id and a.case_id = m.id and a.role = 'lead'
           and a.state in ('assigned', 'accepted', 'returned')
     where x.council_id = ${council.id} and c.due_on + ${caseShownDaysAfter}::integer < ${today}::date
       and ${organisationId === undefined ? sql`true` : sql`a.organisation_id = ${organisationId}`}
     order by c.due_on, x.number limit ${limit} offset ${offset}`.execute(db)
  return { matters: rows, total: rows[0]?.total ?? 0, afterDays: caseShownDaysAfter }
}
