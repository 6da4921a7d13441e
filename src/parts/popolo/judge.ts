import { isDeepStrictEqual } from 'node:util'
import type { Db, Tx } from '#kernel/db'
import type { Problem } from '#parts/councils'
import { type Collection, collections, isRecord, keyOf, type Line, type PopoloRecord, textIn } from './document.ts'
import { dayIn } from './fields.ts'
import { keptRecords, recordOf } from './kept.ts'
import { type Piece, storable } from './pieces.ts'

export type Fate = 'added' | 'changed' | 'unchanged'

/** What is wrong with one record: which of its collection it is, counted from 1. */
export interface RecordProblem extends Problem {
  readonly collection: Collection
  readonly nth: number
}

/** Reads one record of a document into a line, or says what is wrong with it. */
export function lineOf(
  { collection, nth, value }: Extract<Piece, { collection: Collection }>,
  seen: Map<string, number>,
): Line | RecordProblem {
  const problem = (column: string | null, code: string): RecordProblem => ({ collection, nth, column, code })
  if (!isRecord(value)) return problem(null, 'popolo-not-a-record')
  if (!storable(value)) return problem(null, 'broken-character')
  const key = keyOf(collection, value, seen)
  return key === null ? problem('id', 'popolo-no-id') : { collection, nth, key, record: value }
}

/** What is wrong within a record, whatever else is in the file. */
export function ownProblems({ collection, nth, record }: Line): RecordProblem[] {
  const problems: RecordProblem[] = []
  const say = (column: string, code: string, values?: Problem['values']) =>
    problems.push({ collection, nth, column, code, ...(values && { values }) })
  const needsName = collection === 'persons' || collection === 'organizations' || collection === 'areas'
  if (needsName && !textIn(record, 'name')?.trim()) say('name', 'empty')
  if (collection === 'memberships' && textIn(record, 'person_id') === null) say('person_id', 'empty')
  for (const [from, to] of dates[collection]) {
    for (const [field, which] of [
      [from, 'first'],
      [to, 'last'],
    ] as const) {
      const value = record[field]
      if (value !== undefined && value !== null && value !== '' && dayIn(value, which) === null) say(field, 'not-a-day')
    }
    const [first, last] = [dayIn(record[from], 'first'), dayIn(record[to], 'last')]
    if (first && last && last < first) say(to, 'popolo-ends-before')
  }
  return problems
}

const startEnd = [['start_date', 'end_date']] as const
const dates: Readonly<Record<Collection, readonly (readonly [string, string])[]>> = {
  organizations: [['founding_date', 'dissolution_date']],
  areas: [],
  events: startEnd,
  posts: startEnd,
  persons: [],
  memberships: startEnd,
}

/** Fields that name another record. */
const references: Readonly<Record<Collection, readonly (readonly [field: string, to: Collection])[]>> = {
  organizations: [['parent_id', 'organizations']],
  areas: [['parent_id', 'areas']],
  events: [
    ['organization_id', 'organizations'],
    ['parent_id', 'events'],
  ],
  posts: [
    ['organization_id', 'organizations'],
    ['area_id', 'areas'],
  ],
  persons: [],
  memberships: [
    ['person_id', 'persons'],
    ['organization_id', 'organizations'],
    ['on_behalf_of_id', 'organizations'],
    ['post_id', 'posts'],
    ['area_id', 'areas'],
    ['legislative_period_id', 'events'],
  ],
}

interface Wanted {
  readonly collection: Collection
  readonly nth: number
  readonly field: string
}

/**
 * Judges a document line by line. It keeps the ids of all records and who stands under whom, never the records.
 */
export class Judge {
  readonly problems: RecordProblem[] = []
  readonly counts: Record<Fate, number> = { added: 0, changed: 0, unchanged: 0 }
  private readonly ids = new Map<Collection, Set<string>>(collections.map((each) => [each, new Set()]))
  private readonly wanted = new Map<Collection, Map<string, Wanted>>(collections.map((each) => [each, new Map()]))
  private readonly above = new Map<Collection, Map<string, { readonly parent: string; readonly nth: number }>>(
    (['organizations', 'areas'] as const).map((each) => [each, new Map()]),
  )
  private readonly call: { readonly tx: Db | Tx; readonly councilId: string; readonly timeZone: string }

  constructor(call: { readonly tx: Db | Tx; readonly councilId: string; readonly timeZone: string }) {
    this.call = call
  }

  /** Takes some lines of one collection and says what becomes of each, by its key. */
  async take(collection: Collection, lines: readonly Line[]): Promise<ReadonlyMap<string, Fate>> {
    for (const line of lines) this.note(line)
    const kept = await keptRecords(this.call.tx, { ...this.call, collection }, { ids: lines.map(({ key }) => key) })
    const before = new Map(kept.map((each) => [each.popolo_id, recordOf(collection, each)]))
    const fates = new Map(lines.map(({ key, record }) => [key, fateOf(before.get(key), record)]))
    for (const fate of fates.values()) this.counts[fate] += 1
    return fates
  }

  /** Looks at what records say of each other, once all have been taken. */
  async finish(): Promise<readonly RecordProblem[]> {
    for (const collection of collections) {
      const ids = this.ids.get(collection) as Set<string>
      const missing = [...(this.wanted.get(collection) ?? [])].filter(([id]) => !ids.has(id))
      const asked = { ...this.call, collection }
      const kept = await keptRecords(this.call.tx, asked, { ids: missing.map(([id]) => id) })
      const known = new Set(kept.map(({ popolo_id }) => popolo_id))
      for (const [id, { field, ...where }] of missing) {
        if (!known.has(id))
          this.problems.push({ ...where, column: field, code: 'popolo-unknown', values: { id: id.slice(0, 80) } })
      }
    }
    for (const [collection, parents] of this.above) this.noteCircles(collection, parents)
    return this.problems
  }

  private note(line: Line): void {
    const { collection, nth, key, record } = line
    const ids = this.ids.get(collection) as Set<string>
    if (ids.has(key)) this.problems.push({ collection, nth, column: 'id', code: 'popolo-twice' })
    ids.add(key)
    this.problems.push(...ownProblems(line))
    for (const [field, to] of references[collection]) {
      const id = textIn(record, field)
      if (id === null) continue
      const wanted = this.wanted.get(to) as Map<string, Wanted>
      if (!wanted.has(id)) wanted.set(id, { collection, nth, field })
    }
    const parent = textIn(record, 'parent_id')
    if (parent !== null) this.above.get(collection)?.set(key, { parent, nth })
  }

  private noteCircles(collection: Collection, parents: ReadonlyMap<string, { parent: string; nth: number }>): void {
    const clear = new Set<string>()
    for (const start of parents.keys()) {
      const way = new Set<string>()
      let at: string | undefined = start
      while (at !== undefined && !clear.has(at) && !way.has(at)) {
        way.add(at)
        at = parents.get(at)?.parent
      }
      if (at !== undefined && way.has(at)) {
        const { nth } = parents.get(at) as { nth: number }
        this.problems.push({ collection, nth, column: 'parent_id', code: 'circle' })
      }
      for (const each of way) clear.add(each)
    }
  }
}

function fateOf(before: PopoloRecord | undefined, after: PopoloRecord): Fate {
  if (!before) return 'added'
  return isDeepStrictEqual(before, after) ? 'unchanged' : 'changed'
}
