import { PassThrough } from 'node:stream'
import { type Column, cellText, fieldOf, guarded, type SheetRow } from './sheet-cells.ts'

/** Rows of any source: an array, a database cursor, a generator. */
export type SheetRows = Iterable<SheetRow> | AsyncIterable<SheetRow>

export type SheetSetup = { readonly name: string; readonly columns: readonly Column[] }

const gatherBytes = 65_536

/**
 * CSV that Excel opens rightly: UTF-8 with its mark, CRLF, every cell quoted. Text that a spreadsheet would run as a
 * formula begins with an apostrophe; negative numbers in number columns do not. `parseCsv` gives back the same values;
 * in other programs, take one apostrophe off a cell where what follows it begins with `= + - @`, a tab or a line break.
 */
export async function* csvPieces(columns: readonly Column[], rows: SheetRows): AsyncGenerator<Buffer> {
  yield* gathered(csvLines(columns, rows))
}

async function* csvLines(columns: readonly Column[], rows: SheetRows): AsyncGenerator<string> {
  yield `\ufeff${columns.map(({ label }) => quoted(guarded(label))).join(',')}\r\n`
  for await (const row of rows) yield `${columns.map((column) => quoted(csvCell(row, column))).join(',')}\r\n`
}

function csvCell(row: SheetRow, { key, type }: Column): string {
  const value = fieldOf(row, key)
  const text = cellText(value, type)
  const isNumber = typeof value === 'number' || ((type === 'integer' || type === 'number') && plainNumber.test(text))
  return isNumber ? text : guarded(text)
}

/** What a numeric column of the database looks like when it comes as text. */
const plainNumber = /^-?\d+(?:\.\d+)?$/

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** One JSON object a line, with the columns' keys in their order; dates as ISO text. */
export async function* jsonLinePieces(columns: readonly Column[], rows: SheetRows): AsyncGenerator<Buffer> {
  yield* gathered(jsonLines(columns, rows))
}

async function* jsonLines(columns: readonly Column[], rows: SheetRows): AsyncGenerator<string> {
  for await (const row of rows) {
    const fields = columns.map(({ key, type }) => {
      const value = fieldOf(row, key)
      return `${JSON.stringify(key)}:${JSON.stringify(value instanceof Date ? cellText(value, type) : (value ?? null))}`
    })
    yield `{${fields.join(',')}}\n`
  }
}

/** Lines in pieces of some 64 kB, so that a million rows are not a million writes. */
async function* gathered(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: string[] = []
  let length = 0
  for await (const line of lines) {
    parts.push(line)
    length += line.length
    if (length < gatherBytes) continue
    yield Buffer.from(parts.join(''))
    parts = []
    length = 0
  }
  if (length > 0) yield Buffer.from(parts.join(''))
}

/**
 * A workbook of one sheet, streamed: typed cells, a header that stays in sight, a filter over it.
 * Text stays text, so `=1+1` is shown and never run, and `007` keeps its zeros.
 * @throws RangeError past the 1,048,576 rows a sheet can hold
 */
export async function* xlsxPieces({ name, columns }: SheetSetup, rows: SheetRows): AsyncGenerator<Buffer> {
  const { default: excel } = await import('exceljs')
  const stream = new PassThrough()
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const sheet = workbook.addWorksheet(sheetName(name), {
    views: [{ state: 'frozen', ySplit: 1 }],
    // Printed on A4 with all columns on one page, whatever the number of rows.
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  sheet.columns = columns.map((column) => ({
    key: column.key,
    width: column.width ?? usualWidth(column),
    style: { numFmt: formats[column.type], alignment: { vertical: 'top', wrapText: column.type === 'text' } },
  }))
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  const writing = fill()
  // Reported by `await writing` below; without a handler here it would end the process first.
  writing.catch((error: Error) => stream.destroy(error))
  for await (const piece of stream) yield piece as Buffer
  await writing

  async function fill(): Promise<void> {
    const header = sheet.addRow(columns.map(({ label }) => label))
    header.eachCell((cell) => {
      cell.numFmt = '@'
      cell.font = { bold: true }
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF5F1E9' } }
      cell.border = { bottom: { style: 'thin', color: { argb: 'FFB3311F' } } }
      cell.alignment = { vertical: 'middle', wrapText: true }
    })
    header.commit()
    let count = 1
    for await (const row of rows) {
      count += 1
      if (count > 1_048_576) throw new RangeError('a sheet holds 1,048,576 rows')
      sheet.addRow(columns.map((column) => xlsxCell(row, column))).commit()
      // The archive behind the stream is written in its own time; without waiting, every row would pile up in memory.
      if (count % 500 === 0) await new Promise((resume) => setImmediate(resume))
    }
    sheet.commit()
    await workbook.commit()
  }
}

const formats: Record<Column['type'], string> = {
  text: '@',
  integer: '0',
  number: 'General',
  boolean: 'General',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm:ss',
}

/** The longest text an Excel cell holds. */
const mostCharacters = 32_767

function xlsxCell(row: SheetRow, { key, type }: Column): string | number | boolean | Date | null {
  const value = fieldOf(row, key)
  if (value === null || value === undefined) return null
  if (type === 'boolean' && typeof value === 'boolean') return value
  if (type === 'integer' || type === 'number') return exactNumber(value) ?? plainText(value, type)
  if (type === 'date' || type === 'instant') return dateOf(value) ?? plainText(value, type)
  return plainText(value, type)
}

/**
 * Characters XML cannot hold would make a file that no program opens. Carriage returns, which XML turns into line
 * feeds, and text that looks like their escape are written in Excel's own escape, `_x000D_`.
 */
const plainText = (value: unknown, type: Column['type']) =>
  cellText(value, type)
    .slice(0, mostCharacters)
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replaceAll('\r', '_x000D_')

/** A number that Excel keeps to the digit (15 of them), else null so that it is written as text. */
function exactNumber(value: unknown): number | null {
  if (typeof value === 'string' ? !plainNumber.test(value) : typeof value !== 'number' && typeof value !== 'bigint')
    return null
  const number = Number(value)
  return Number.isFinite(number) && (!Number.isInteger(number) || Math.abs(number) < 1e15) ? number : null
}

function dateOf(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:$|T\d{2}:\d{2})/.test(value)) return null
  const date = new Date(value)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1900 ? null : date
}

const usualWidth = ({ label, type }: Column) =>
  Math.max({ text: 24, integer: 10, number: 12, boolean: 8, date: 12, instant: 20 }[type], label.length * 2.2)

/** Excel refuses these characters, and more than 31 of any, in the name of a sheet. */
const sheetName = (name: string) =>
  name
    .replace(/[\\/?*[\]:']/g, ' ')
    .slice(0, 31)
    .trim() || 'Sheet1'
