import { createHash } from 'node:crypto'

/** The collections of a Popolo document (popoloproject.com), in the order in which one needs the other. */
export const collections = ['organizations', 'areas', 'events', 'posts', 'persons', 'memberships'] as const
export type Collection = (typeof collections)[number]

export type PopoloRecord = Readonly<Record<string, unknown>>

/** One record of a document: which one of its collection it is, counted from 1, and by what it is known again. */
export interface Line {
  readonly collection: Collection
  readonly nth: number
  readonly key: string
  readonly record: PopoloRecord
}

/** A whole document, for files small enough to be held. */
export type PopoloDocument = Readonly<Record<string, unknown>>

/** By what a membership without an id is known again; its end is not part of it, for that is what changes. */
const membershipNames = [
  'person_id',
  'organization_id',
  'role',
  'label',
  'post_id',
  'on_behalf_of_id',
  'area_id',
  'legislative_period_id',
  'start_date',
] as const

/**
 * By what a record is known again: its id; for a membership without one, a digest of who is what where since when.
 * @param seen how often each digest has come in this file: the same membership twice is two
 * @returns null for a record that has no id and needs one
 */
export function keyOf(collection: Collection, record: PopoloRecord, seen: Map<string, number>): string | null {
  const { id } = record
  if (typeof id === 'string' && id !== '' && id.length <= 300) return id
  if (collection !== 'memberships' || id !== undefined) return null
  const named = JSON.stringify(membershipNames.map((name) => record[name] ?? null))
  const digest = createHash('sha256').update(named).digest('hex').slice(0, 40)
  const before = seen.get(digest) ?? 0
  seen.set(digest, before + 1)
  return before === 0 ? `~${digest}` : `~${digest}-${before + 1}`
}

/** The code under which the registers keep a record: its id where that has a code's shape, else a digest of it. */
export function codeOf(id: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u.test(id)) return id
  return `popolo-${createHash('sha256').update(id).digest('hex').slice(0, 24)}`
}

export function isRecord(value: unknown): value is PopoloRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textIn(record: PopoloRecord, field: string): string | null {
  const value = record[field]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Whether it is the council itself: that is no organisation among its own. */
export function isLegislature(record: PopoloRecord): boolean {
  return record.classification === 'legislature'
}

/** Whether a membership makes somebody a deputy: a member of the legislature, in whatever word. */
export function isSeat(record: PopoloRecord, legislatures: ReadonlySet<string>): boolean {
  const role = textIn(record, 'role')
  const seat = role === null || ['member', 'deputy', 'representative', '代表', '人大代表'].includes(role.toLowerCase())
  return seat && legislatures.has(textIn(record, 'organization_id') ?? '')
}

export function isPeriod(record: PopoloRecord): boolean {
  return record.classification === 'legislative period'
}
