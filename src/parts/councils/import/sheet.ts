import { type Cell, readSheet, type SheetRefusal } from '#kernel/documents'
import { type CellValue, type ImportColumn, type Problem, plain } from './cells.ts'

/** One row of a sheet after reading: its line in the file (the heading is line 1), its cells, and what is wrong. */
export interface SheetLine {
  readonly line: number
  readonly values: Readonly<Record<string, CellValue>>
  readonly cells: readonly string[]
  readonly problems: Problem[]
}

export interface ReadSheet {
  readonly header: readonly string[]
  readonly lines: readonly SheetLine[]
  /** Wrong with the sheet as a whole: missing or doubled columns, no rows. */
  readonly problems: readonly Problem[]
  /** Headings that nothing is done with. */
  readonly ignored: readonly string[]
}

/** Reads a CSV or XLSX file by the columns that an import knows. Nothing is looked up yet. */
export async function readImport(
  columns: readonly ImportColumn[],
  bytes: Uint8Array,
): Promise<{ ok: true; sheet: ReadSheet } | { ok: false; reason: SheetRefusal }> {
  const read = await readSheet(bytes)
  if (!read.ok) return read
  return { ok: true, sheet: linesOf(columns, read.rows) }
}

/** The rows of a table that has been read already, its first row being the headings. */
export function linesOf(columns: readonly ImportColumn[], rows: readonly (readonly Cell[])[]): ReadSheet {
  const [headings = [], ...body] = rows
  const header = headings.map(cellText)
  const { places, problems, ignored } = matchColumns(columns, header)
  const filled = body
    .map((row, index) => ({ row: row.map(cellText), line: index + 2 }))
    .filter(({ row }) => row.some(Boolean))
  if (filled.length === 0) problems.push({ column: null, code: 'no-rows' })
  if (problems.length > 0) return { header, lines: [], problems, ignored }
  const lines = filled.map(({ row, line }) => readLine(columns, places, row, line))
  return { header, lines, problems, ignored }
}

function matchColumns(columns: readonly ImportColumn[], header: readonly string[]) {
  const places = new Map<string, number>()
  const problems: Problem[] = []
  const used = new Set<number>()
  const names = header.map(plain)
  for (const column of columns) {
    // The best heading wins: a sheet may bear both a parent's code and a grandparent's.
    const best = column.headings.find((heading) => names.includes(plain(heading)))
    if (best === undefined) {
      if (column.required)
        problems.push({
          column: column.key,
          code: 'missing-column',
          values: { heading: column.headings[0] ?? column.key },
        })
      continue
    }
    const at = names.indexOf(plain(best))
    if (names.indexOf(plain(best), at + 1) >= 0)
      problems.push({ column: column.key, code: 'column-twice', values: { heading: best } })
    places.set(column.key, at)
    used.add(at)
  }
  const ignored = header.filter((heading, index) => heading !== '' && !used.has(index))
  return { places, problems, ignored }
}

function readLine(
  columns: readonly ImportColumn[],
  places: ReadonlyMap<string, number>,
  cells: readonly string[],
  line: number,
): SheetLine {
  const values: Record<string, CellValue> = {}
  const problems: Problem[] = []
  for (const column of columns) {
    const at = places.get(column.key)
    // A column that the sheet lacks says nothing; an empty cell says "none".
    if (at === undefined) continue
    const text = cells[at] ?? ''
    values[column.key] = null
    if (text === '') {
      if (column.required) problems.push({ column: column.key, code: 'empty' })
      continue
    }
    if (text.includes('\ufffd')) {
      problems.push({ column: column.key, code: 'broken-character' })
      continue
    }
    const read = column.read(text)
    if ('value' in read) values[column.key] = read.value
    else problems.push({ column: column.key, ...read })
  }
  return { line, values, cells, problems }
}

function cellText(cell: Cell | undefined): string {
  return String(cell ?? '')
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .trim()
}
