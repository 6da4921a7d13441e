import { isDeepStrictEqual } from 'node:util'
import type { PopoloRecord } from './document.ts'

/** A field for which the registers have a column. */
export interface Field {
  readonly name: string
  readonly column: string
  /** What the column is to hold; the record's other fields help where this one is silent. */
  readonly fit: (value: unknown, record: PopoloRecord) => string | null
  /** What the column says, as a field; undefined leaves the field out. */
  readonly show: (column: string | null) => unknown
}

/** Fields that a column holds only nearly, by name: what the column had then, and what came, if anything came. */
export type Approx = Readonly<Record<string, { readonly as: string | null; readonly came?: unknown }>>

export type Columns = Readonly<Record<string, string | null>>

export interface Split {
  readonly columns: Columns
  readonly extra: Readonly<Record<string, unknown>>
  readonly approx: Approx
}

/** Parts a record into what the columns hold, what they hold nearly, and what they have no place for. */
export function split(record: PopoloRecord, fields: readonly Field[], left: readonly string[] = ['id']): Split {
  const columns: Record<string, string | null> = {}
  const approx: Record<string, { as: string | null; came?: unknown }> = {}
  for (const { name, column, show, ...field } of fields) {
    const held = field.fit(record[name], record)
    columns[column] = held
    if (isDeepStrictEqual(show(held), record[name])) continue
    approx[name] = { as: held, ...(name in record && { came: record[name] }) }
  }
  const named = new Set([...left, ...fields.map(({ name }) => name)])
  const extra = Object.fromEntries(Object.entries(record).filter(([name]) => !named.has(name)))
  return { columns, extra, approx }
}

/**
 * Puts a record together again. Where a column has changed since, the column is right; else what came comes back.
 */
export function join({ columns, extra, approx }: Split, fields: readonly Field[]): Record<string, unknown> {
  const record: Record<string, unknown> = { ...extra }
  for (const { name, column, show } of fields) {
    const held = columns[column] ?? null
    const nearly = approx[name]
    if (nearly && nearly.as === held) {
      if ('came' in nearly) record[name] = nearly.came
      continue
    }
    const shown = show(held)
    if (shown !== undefined) record[name] = shown
  }
  return record
}

/** A name in so many characters. */
export function fitText(most: number) {
  return (value: unknown): string | null => {
    if (typeof value !== 'string') return null
    const tidy = value.trim().replace(/\s+/g, ' ')
    const characters = [...tidy]
    const short = characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : tidy
    return short === '' ? null : short
  }
}

export const showText = (column: string | null): unknown => column ?? undefined

/** 2015, 2015-03, 2015-03-30: the first day it may mean, or the last. */
export function dayIn(value: unknown, which: 'first' | 'last'): string | null {
  const [, year, month, day] = (typeof value === 'string' && datePattern.exec(value)) || []
  if (!year) return null
  if (day) return isDay(`${year}-${month}-${day}`) ? `${year}-${month}-${day}` : null
  if (which === 'first') return isDay(`${year}-${month ?? '01'}-01`) ? `${year}-${month ?? '01'}-01` : null
  if (!month) return `${year}-12-31`
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10)
  return isDay(last) && last.startsWith(`${year}-${month}`) ? last : null
}

const datePattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?$/

function isDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) && text >= '0001'
}
