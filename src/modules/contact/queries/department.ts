import type { App } from '#kernel/app'
import {
  countQueue,
  departmentRoles,
  type Grade,
  grades,
  type QueueAsked,
  type QueueDue,
  type QueuedCase,
  type QueueSort,
  type QueueStep,
  queueDues,
  queuedPlaces,
  queueOf,
  queueSorts,
  queueSteps,
} from '#parts/cases'
import { nameIn, settingsAt } from '#parts/councils'
import { members, personsById, publicName } from '#parts/people'
import type { Viewer } from '#web/viewer'
import { caseKind } from '../rules.ts'
import { todayIn } from './lists.ts'
import { numbersOf } from './matter.ts'

export const queuePageSize = 50
/** Late letters are counted so far; a department with more of them has other worries than the number. */
export const mostLate = 1000

/** How a department's queue is narrowed and ordered, as its address says it. */
export interface QueueFilter {
  readonly show: 'waiting' | 'all'
  readonly due: QueueDue | null
  readonly step: QueueStep | null
  readonly role: 'lead' | 'assist' | null
  readonly place: string | null
  readonly topic: string | null
  readonly grade: Grade | null
  /** `nobody`, or the id of a colleague. */
  readonly holder: string | null
  readonly find: string
  readonly sort: QueueSort
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @param value of a name in the address; whatever is not understood narrows nothing */
export function queueFilter(value: (name: string) => string | undefined): QueueFilter {
  const one = <Code extends string>(name: string, codes: readonly Code[]) =>
    codes.find((each) => each === value(name)) ?? null
  const id = (name: string) => (uuid.test(value(name) ?? '') ? (value(name) ?? null) : null)
  return {
    show: one('show', ['all'] as const) ?? 'waiting',
    due: one('due', queueDues),
    step: one('step', queueSteps),
    role: one('role', ['lead', 'assist'] as const),
    place: id('place'),
    topic: /^[a-z0-9-]{1,40}$/.test(value('topic') ?? '') ? (value('topic') ?? null) : null,
    grade: one('grade', grades),
    holder: value('holder') === 'nobody' ? 'nobody' : id('holder'),
    find: (value('find') ?? '').trim().slice(0, 60),
    sort: one('sort', queueSorts) ?? 'due',
  }
}

/** The query of an address with this filter, `?` included; empty where nothing is narrowed. */
export function queueQuery(filter: QueueFilter, page = 1): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(filter)) {
    if (value && !(key === 'show' && value === 'waiting') && !(key === 'sort' && value === 'due')) query.set(key, value)
  }
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `?${query}` : ''
}

/** A line of the queue with the names of those in whose hands it is. */
export interface QueueLine extends QueuedCase {
  readonly number: number
  readonly holder: string | null
  readonly helpers: readonly string[]
  readonly place: string | null
}

export async function queueAsked(
  app: App,
  viewer: Viewer,
  organisationIds: readonly string[],
  filter: QueueFilter,
): Promise<QueueAsked> {
  const { council } = viewer
  const byNumber = /^\d{1,9}$/.test(filter.find) ? await aboutNumber(app, council.id, Number(filter.find)) : null
  return {
    councilId: council.id,
    kind: caseKind,
    organisationIds,
    today: todayIn(viewer, app.clock.now()),
    // What is answered or finished is no longer waiting: whoever asks for such a step means all of it.
    ...(filter.show === 'waiting' && !finished.has(filter.step ?? '') && { waiting: true }),
    ...(filter.due && { due: filter.due }),
    ...(filter.step && { step: filter.step }),
    ...(filter.role && { role: filter.role }),
    ...(filter.place && { scopeId: filter.place }),
    ...(filter.topic && { topic: filter.topic }),
    ...(filter.grade && { grade: filter.grade }),
    ...(filter.holder && { personId: filter.holder === 'nobody' ? null : filter.holder }),
    ...(byNumber ? { aboutIds: byNumber } : filter.find !== '' && { words: filter.find }),
    sort: filter.sort,
  }
}

const finished = new Set<string>(['helped', 'answered', 'settled', 'closed'])

async function aboutNumber(app: App, councilId: string, number: number): Promise<readonly string[]> {
  const rows = await app.database.db
    .selectFrom('contact.matter')
    .select('id')
    .where('council_id', '=', councilId)
    .where('number', '=', number)
    .execute()
  return rows.map(({ id }) => id)
}

/** One page of a department's queue, and how many fit in all. */
export async function queuePage(
  app: App,
  viewer: Viewer,
  asked: QueueAsked,
  page: number,
): Promise<{ readonly lines: readonly QueueLine[]; readonly total: number; readonly late: number }> {
  const { db } = app.database
  const paged = { ...asked, limit: queuePageSize, offset: (page - 1) * queuePageSize }
  const [cases, total, late] = await Promise.all([
    queueOf(db, paged),
    countQueue(db, asked),
    countQueue(db, { ...baseOf(asked), due: 'late', waiting: true }, mostLate),
  ])
  return { lines: await withNames(app, viewer, cases), total, late }
}

function baseOf({ councilId, kind, organisationIds, today }: QueueAsked): QueueAsked {
  return { councilId, kind, organisationIds, today }
}

export async function withNames(app: App, viewer: Viewer, cases: readonly QueuedCase[]): Promise<readonly QueueLine[]> {
  const { db } = app.database
  const { council } = viewer
  const unique = (ids: readonly (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))]
  const [numbers, persons, places] = await Promise.all([
    numbersOf(
      db,
      council.id,
      cases.map(({ aboutId }) => aboutId),
    ),
    personsById(db, council.id, unique(cases.flatMap(({ holderId, helperIds }) => [holderId, ...helperIds]))),
    placeNames(app, viewer, unique(cases.map(({ scopeId }) => scopeId))),
  ])
  const nameOf = (id: string | null) => {
    const person = persons.get(id ?? '')
    return person ? (person.name ?? publicName(person)) : null
  }
  return cases.map((each) => ({
    ...each,
    number: numbers.get(each.aboutId) ?? 0,
    holder: nameOf(each.holderId),
    helpers: each.helperIds.flatMap((id) => nameOf(id) ?? []),
    place: places.get(each.scopeId ?? '') ?? null,
  }))
}

async function placeNames(
  app: App,
  { council, locale }: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await app.database.db
    .selectFrom('network.place')
    .select(['place_id', 'name_zh', 'name_en'])
    .where('council_id', '=', council.id)
    .where('place_id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.place_id, nameIn(row, locale)]))
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** What a queue may be narrowed by: the places it has cases from, the council's topics, the colleagues. */
export async function queueChoices(app: App, viewer: Viewer, organisationIds: readonly string[]) {
  const { db } = app.database
  const { council, locale } = viewer
  const now = app.clock.now()
  const [placeIds, settings, colleagues] = await Promise.all([
    queuedPlaces(db, council.id, organisationIds),
    settingsAt(db, council.id, now),
    colleaguesOf(app, council.id, organisationIds),
  ])
  const places = await placeNames(app, viewer, placeIds)
  return {
    places: [...places].map(([value, label]): Choice => ({ value, label })),
    topics: settings.matterTopics.map((each): Choice => ({ value: each.code, label: nameIn(each, locale) })),
    colleagues,
  }
}

/** Everybody who works for one of these organisations, each once. */
export async function colleaguesOf(
  app: App,
  councilId: string,
  organisationIds: readonly string[],
): Promise<readonly Choice[]> {
  const found = new Map<string, string>()
  for (const scopeId of organisationIds) {
    const asked = { councilId, now: app.clock.now(), roles: departmentRoles, scopeId }
    for (const each of await members(app.database.db, asked)) {
      found.set(each.person_id, each.name ?? publicName(each) ?? each.person_id.slice(-4))
    }
  }
  return [...found].map(([value, label]) => ({ value, label }))
}
