import { runConfined } from './confined.ts'
import { csvText, parseCsv, type SheetLimits, type SheetRefusal, SheetRefused, sheetLimits } from './csv.ts'
import type { Cell } from './xlsx-read.ts'

export { csvText, parseCsv, type SheetLimits, type SheetRefusal, sheetLimits } from './csv.ts'
export { type Column, type ColumnType, guarded, type SheetRow, unguarded } from './sheet-cells.ts'
export { csvPieces, jsonLinePieces, type SheetRows, type SheetSetup, xlsxPieces } from './sheet-write.ts'
export type { Cell } from './xlsx-read.ts'

export type SheetRead =
  | { readonly ok: true; readonly name: string | null; readonly rows: readonly (readonly Cell[])[] }
  | { readonly ok: false; readonly reason: SheetRefusal }

/**
 * The rows of a table someone hands in, xlsx or CSV by content, header included. A workbook is read in a confined
 * process; nothing in it is run.
 * @param sheet name of the sheet of a workbook; the first when absent
 */
export async function readSheet(
  bytes: Uint8Array,
  { limits = sheetLimits, sheet = null }: { limits?: SheetLimits; sheet?: string | null } = {},
): Promise<SheetRead> {
  if (bytes.length > limits.bytes) return { ok: false, reason: 'too-large' }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes, limits, sheet)
  try {
    return { ok: true, name: null, rows: parseCsv(csvText(bytes), limits) }
  } catch (error) {
    if (error instanceof SheetRefused) return { ok: false, reason: error.code }
    throw error
  }
}

async function readWorkbook(bytes: Uint8Array, limits: SheetLimits, sheet: string | null): Promise<SheetRead> {
  const outcome = await runConfined<{ sheet: string; rows: Cell[][] }>(new URL('./xlsx-read.ts', import.meta.url), {
    bytes,
    limits,
    sheet,
  })
  if (outcome.ok) return { ok: true, name: outcome.answer.sheet, rows: outcome.answer.rows }
  switch (outcome.reason) {
    case 'time':
      return { ok: false, reason: 'too-slow' }
    case 'memory':
      return { ok: false, reason: 'too-large' }
    case 'busy':
      return { ok: false, reason: 'busy' }
    default:
      return { ok: false, reason: reasonOf(outcome.reason === 'failed' ? outcome.code : null) }
  }
}

const known: readonly SheetRefusal[] = ['too-many-rows', 'too-many-columns', 'cell-too-long', 'no-such-sheet']

/** A code thrown in the confined process, as far as it says more than that the file is no workbook. */
function reasonOf(code: string | null): SheetRefusal {
  if (code === 'ratio' || code === 'too-large' || code === 'too-many-entries') return 'too-large'
  return known.find((reason) => reason === code) ?? 'not-a-table'
}

/**
 * The rows below the header as objects by column name. They have no prototype, so a column named `__proto__` is a
 * column like another. A later column of the same name does not replace the first.
 */
export function* sheetRecords(rows: readonly (readonly Cell[])[]): Generator<Readonly<Record<string, Cell>>> {
  const [header = [], ...body] = rows
  const names = header.map((cell) => String(cell ?? '').trim())
  for (const row of body) {
    const record: Record<string, Cell> = Object.create(null)
    for (const [i, name] of names.entries()) if (name !== '' && !(name in record)) record[name] = row[i] ?? null
    yield record
  }
}
