import { unguarded } from './sheet-cells.ts'

/** Why a table from outside was not read. */
export type SheetRefusal =
  | 'not-a-table'
  | 'too-large'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'cell-too-long'
  | 'unclosed-quote'
  | 'unknown-encoding'
  | 'no-such-sheet'
  | 'too-slow'
  | 'busy'

export class SheetRefused extends Error {
  readonly code: SheetRefusal

  constructor(code: SheetRefusal) {
    super(`table refused: ${code}`)
    this.name = 'SheetRefused'
    this.code = code
  }
}

export type SheetLimits = {
  readonly bytes: number
  readonly rows: number
  readonly columns: number
  readonly cellCharacters: number
}

export const sheetLimits: SheetLimits = { bytes: 10_000_000, rows: 100_000, columns: 256, cellCharacters: 32_767 }

/**
 * The text of a CSV file. A byte order mark decides; without one it is UTF-8 if it can be, else GB18030, which is what
 * Excel writes on a Chinese Windows.
 * @throws SheetRefused when it is neither
 */
export function csvText(bytes: Uint8Array): string {
  for (const encoding of [markOf(bytes), 'utf-8', 'gb18030']) {
    if (!encoding) continue
    try {
      const decoded = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!decoded.includes('\0')) return decoded
    } catch {
      // Not this one.
    }
  }
  throw new SheetRefused('unknown-encoding')
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/**
 * The records of a CSV text. Commas, or semicolons or tabs where the first line has more of those; quotes as in
 * RFC 4180. Cells that our own writer guarded against formulas come back as they were. Lines without any text are
 * left out.
 * @throws SheetRefused
 */
export function parseCsv(text: string, limits: SheetLimits = sheetLimits): string[][] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text
  const comma = separatorOf(body)
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < body.length) {
    const { cell, next } = body[at] === '"' ? quotedCell(body, at) : plainCell(body, at, comma)
    if (cell.length > limits.cellCharacters) throw new SheetRefused('cell-too-long')
    row.push(unguarded(cell))
    if (row.length > limits.columns) throw new SheetRefused('too-many-columns')
    at = next
    if (body[at] === comma) {
      at += 1
      if (at === body.length) row.push('')
      else continue
    }
    at = afterLineEnd(body, at)
    if (row.some((value) => value !== '')) rows.push(row)
    if (rows.length > limits.rows) throw new SheetRefused('too-many-rows')
    row = []
  }
  return rows
}

function separatorOf(body: string): string {
  const line = body.slice(0, body.search(/[\r\n]|$/))
  const counted = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).sign
}

/** A quoted cell may hold anything; text between its closing quote and the next comma, which no writer makes, is kept. */
function quotedCell(body: string, from: number): { cell: string; next: number } {
  const parts: string[] = []
  let at = from + 1
  for (;;) {
    const quote = body.indexOf('"', at)
    if (quote < 0) throw new SheetRefused('unclosed-quote')
    parts.push(body.slice(at, quote))
    if (body[quote + 1] !== '"') return { cell: parts.join(''), next: quote + 1 }
    parts.push('"')
    at = quote + 2
  }
}

function plainCell(body: string, from: number, comma: string): { cell: string; next: number } {
  let at = from
  while (at < body.length && body[at] !== comma && body[at] !== '\n' && body[at] !== '\r') at += 1
  return { cell: body.slice(from, at), next: at }
}

function afterLineEnd(body: string, at: number): number {
  if (body[at] === '\r') return body[at + 1] === '\n' ? at + 2 : at + 1
  return body[at] === '\n' ? at + 1 : at
}
