/** What is wrong with one cell, or with the row if no column is named. */
export interface Problem {
  readonly column: string | null
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
}

export type CellValue = string | number | boolean | null

type Read = { readonly value: CellValue } | { readonly code: string; readonly values?: Problem['values'] }

/** A column an import knows. */
export interface ImportColumn {
  readonly key: string
  /** Headings it may bear in a sheet, the best first; compared without case, spaces, dashes and underlines. */
  readonly headings: readonly string[]
  readonly required?: boolean
  /** Reads a cell that is not empty. */
  readonly read: (text: string) => Read
}

/** Names longer than this are a mistake in the sheet, not a name. */
export function textCell(max: number) {
  return (text: string): Read =>
    [...text].length > max
      ? { code: 'too-long', values: { maximum: max, length: [...text].length } }
      : /\p{Cc}/u.test(text.replaceAll('\n', ' ').replaceAll('\t', ' '))
        ? { code: 'control-character' }
        : { value: text.replace(/[\t\n ]+/g, ' ') }
}

/** A text that keeps its lines. */
export function linesCell(max: number) {
  return (text: string): Read =>
    [...text].length > max ? { code: 'too-long', values: { maximum: max, length: [...text].length } } : { value: text }
}

const codeShape = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u

export function codeCell(text: string): Read {
  // A spreadsheet turns long codes into 4.40103E+11: the digits are gone and cannot be guessed.
  if (/^\d(\.\d+)?e\+\d+$/i.test(text)) return { code: 'code-rounded' }
  return codeShape.test(text) ? { value: text } : { code: 'code-shape' }
}

/** One of a list of codes, or a word that means one of them. */
export function choiceCell(words: Readonly<Record<string, string>>) {
  const known = new Map(Object.entries(words).map(([word, code]) => [plain(word), code]))
  return (text: string): Read => {
    const value = known.get(plain(text))
    return value === undefined ? { code: 'unknown-word', values: { word: text.slice(0, 40) } } : { value }
  }
}

/** 2026-11-20, 2026/11/20, 2026.11.20, 2026年11月20日. */
export function dayCell(text: string): Read {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/.exec(text) ?? []
  if (!year || !month || !day) return { code: 'not-a-day' }
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = new Date(`${iso}T00:00:00Z`)
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso)
  return exists ? { value: iso } : { code: 'not-a-day' }
}

export function numberCell(min: number, max: number) {
  return (text: string): Read => {
    const value = Number(text.normalize('NFKC'))
    if (!Number.isFinite(value)) return { code: 'not-a-number' }
    return value < min || value > max ? { code: 'out-of-range', values: { minimum: min, maximum: max } } : { value }
  }
}

export function flagCell(text: string): Read {
  const word = plain(text)
  if (['是', '有', '1', 'yes', 'true', 'y'].includes(word)) return { value: true }
  if (['否', '无', '0', 'no', 'false', 'n'].includes(word)) return { value: false }
  return { code: 'not-a-flag' }
}

/** A heading or word without what people write differently. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*：:（）()]+/g, '')
}
