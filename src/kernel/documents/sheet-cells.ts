/** What a column holds. `text` stays text in a spreadsheet, with its leading zeros and all digits of a long number. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'instant'

export type Column = {
  readonly key: string
  readonly label: string
  readonly type: ColumnType
  /** Width in characters of the body font. */
  readonly width?: number
}

/** A row by column key. `Date` and ISO text are both taken for dates and instants; null and undefined are empty. */
export type SheetRow = Readonly<Record<string, unknown>>

/** The value of a column in a row; never one inherited from a prototype. */
export function fieldOf(row: SheetRow, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined
}

/** A value as text: dates as ISO, booleans as true and false, objects as JSON. Empty for null and undefined. */
export function cellText(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What makes a spreadsheet take a cell for a formula, and the full-width forms that Excel in Chinese reads alike;
 * also after spaces, which some skip. Source: OWASP, CSV Injection.
 */
const formula = /^[\s\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u

/**
 * Text that no spreadsheet takes for a formula: such text gets an apostrophe before it. So does text that already
 * begins with apostrophes and then would be one, which makes `unguarded(guarded(x)) === x` for every text.
 */
export function guarded(text: string): string {
  return needsGuard(text) ? `'${text}` : text
}

/** Takes back what `guarded` added: one apostrophe, where it stands before what needed one. */
export function unguarded(text: string): string {
  return text.startsWith("'") && needsGuard(text.slice(1)) ? text.slice(1) : text
}

const needsGuard = (text: string) => formula.test(text.replace(/^'+/, ''))
