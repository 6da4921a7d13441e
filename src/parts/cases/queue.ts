import './tables.ts'
import type { Selectable } from 'kysely'
import { addDays, type IsoDate } from '#kernel/calendar'
import { type Db, sql, type Tables } from '#kernel/db'
import type { Grade, QueueStep } from './tables.ts'

/** One case in the queue of an organisation. */
export interface QueuedCase {
  readonly caseId: string
  readonly aboutId: string
  readonly assignmentId: string
  readonly organisationId: string
  readonly title: string
  readonly role: 'lead' | 'assist'
  readonly step: QueueStep
  readonly dueOn: IsoDate | null
  /** The clock stands. */
  readonly paused: boolean
  readonly late: boolean
  readonly assignedAt: Date
  readonly holderId: string | null
  readonly helperIds: readonly string[]
  readonly scopeId: string | null
  readonly topic: string | null
  readonly grade: Grade | null
  readonly round: number
}

export const queueDues = ['late', 'today', 'week', 'later', 'paused'] as const
export type QueueDue = (typeof queueDues)[number]

export const queueSorts = ['due', 'newest', 'oldest'] as const
export type QueueSort = (typeof queueSorts)[number]

export interface QueueAsked {
  readonly councilId: string
  readonly kind: string
  readonly organisationIds: readonly string[]
  readonly today: IsoDate
  /** Only what the organisation has in hand; everything without. */
  readonly waiting?: boolean
  readonly due?: QueueDue
  readonly step?: QueueStep
  readonly role?: 'lead' | 'assist'
  readonly scopeId?: string
  readonly topic?: string
  readonly grade?: Grade
  /** A person who answers for it or helps; null: nobody does yet. */
  readonly personId?: string | null
  /** Words of the title. */
  readonly words?: string
  /** Only these, by what they are about. */
  readonly aboutIds?: readonly string[]
  readonly sort?: QueueSort
  readonly limit?: number
  readonly offset?: number
}

/** The queue of an organisation in the order asked for: by the day that counts, unless told otherwise. */
export async function queueOf(db: Db, asked: QueueAsked): Promise<readonly QueuedCase[]> {
  const { rows } = await sql<QueuedCase>`
    select q.case_id as "caseId", q.about_id as "aboutId", q.assignment_id as "assignmentId",
           q.organisation_id as "organisationId", q.title, q.role, q.step, q.due_on as "dueOn",
           q.due_on is not null and q.counts_on is null as paused,
           coalesce(q.counts_on < ${asked.today}::date, false) as late,
           q.assigned_at as "assignedAt", q.holder_id as "holderId", q.helper_ids as "helperIds",
           q.scope_id as "scopeId", q.topic, q.grade, q.round
      from cases.queued q
     where ${fitting(asked)}
     order by ${orders[asked.sort ?? 'due']}
     limit ${asked.limit ?? 50} offset ${asked.offset ?? 0}`.execute(db)
  return rows
}

/** How many cases fit; counting ends at `most`. */
export async function countQueue(db: Db, asked: QueueAsked, most = 1_000_000): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from cases.queued q where ${fitting(asked)} limit ${most}) counted`.execute(
    db,
  )
  return Number(rows[0]?.count ?? 0)
}

/** The places from which an organisation has cases, found by leaping through the index; at most 300. */
export async function queuedPlaces(
  db: Db,
  councilId: string,
  organisationIds: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    organisationIds.map(async (organisationId) => {
      const next = (after: ReturnType<typeof sql>) => sql`(
        select scope_id from cases.queued
         where council_id = ${councilId} and organisation_id = ${organisationId} and scope_id is not null ${after}
         order by scope_id limit 1)`
      const { rows } = await sql<{ id: string }>`
        with recursive place (scope_id) as (
          select ${next(sql``)}
          union all
          select ${next(sql`and scope_id > place.scope_id`)} from place where place.scope_id is not null
        )
        select scope_id as id from place where scope_id is not null limit 300`.execute(db)
      return rows.map(({ id }) => id)
    }),
  )
  return [...new Set(found.flat())]
}

const orders = {
  due: sql`q.counts_on, q.case_id`,
  newest: sql`q.assigned_at desc, q.case_id desc`,
  oldest: sql`q.assigned_at, q.case_id`,
} as const

function fitting(asked: QueueAsked) {
  const { councilId, kind, organisationIds, today } = asked
  const [only] = organisationIds
  const all = [sql`q.council_id = ${councilId} and q.kind = ${kind}`]
  // One organisation, as nearly everybody has: the index then gives the order too.
  if (only !== undefined && organisationIds.length === 1) all.push(sql`q.organisation_id = ${only}`)
  else all.push(sql`q.organisation_id = any(${[...organisationIds]}::uuid[])`)
  if (asked.waiting !== undefined) all.push(sql`q.waiting = ${asked.waiting}`)
  if (asked.due) all.push(dues[asked.due](today))
  if (asked.step) all.push(sql`q.step = ${asked.step}`)
  if (asked.role) all.push(sql`q.role = ${asked.role}`)
  if (asked.scopeId) all.push(sql`q.scope_id = ${asked.scopeId}`)
  if (asked.topic) all.push(sql`q.topic = ${asked.topic}`)
  if (asked.grade) all.push(sql`q.grade = ${asked.grade}`)
  if (asked.personId === null) all.push(sql`q.holder_id is null`)
  else if (asked.personId) all.push(sql`(q.holder_id = ${asked.personId} or ${asked.personId} = any(q.helper_ids))`)
  // Two characters and more are found by the index; the comparison then judges what it brings.
  if (asked.words && [...asked.words].length > 1) all.push(sql`q.pairs @> cases.pairs_of(${asked.words})`)
  if (asked.words) all.push(sql`q.title ilike ${`%${asked.words.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (asked.aboutIds) all.push(sql`q.about_id = any(${[...asked.aboutIds]}::uuid[])`)
  return sql.join(all, sql` and `)
}

const dues: Readonly<Record<QueueDue, (today: IsoDate) => ReturnType<typeof sql>>> = {
  late: (today) => sql`q.counts_on < ${today}::date`,
  today: (today) => sql`q.counts_on = ${today}::date`,
  week: (today) => sql`q.counts_on between ${today}::date and ${addDays(today, 7)}::date`,
  later: (today) => sql`q.counts_on > ${addDays(today, 7)}::date`,
  paused: () => sql`q.due_on is not null and q.counts_on is null`,
}

export type Note = Selectable<Tables['cases.note']>

/** What colleagues of these organisations noted on a case, the newest last. */
export function notesOf(
  db: Db,
  councilId: string,
  caseId: string,
  organisationIds: readonly string[],
): Promise<readonly Note[]> {
  if (organisationIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('cases.note')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('case_id', '=', caseId)
    .where('organisation_id', 'in', [...organisationIds])
    .orderBy('at')
    .orderBy('id')
    .limit(200)
    .execute()
}

export type Template = Selectable<Tables['cases.template']>

/** Templates of these organisations that are offered, by title. */
export function templatesOf(
  db: Db,
  councilId: string,
  organisationIds: readonly string[],
): Promise<readonly Template[]> {
  if (organisationIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('cases.template')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('organisation_id', 'in', [...organisationIds])
    .where('retired_at', 'is', null)
    .orderBy('title')
    .orderBy('id')
    .limit(200)
    .execute()
}
