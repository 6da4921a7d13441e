import { SaxesParser } from 'saxes'
import { type SheetLimits, SheetRefused } from './csv.ts'
import { openZip, type SafeZip } from './zip-guard.ts'

/** Dates come as ISO text, `2026-11-03` or `2026-11-03T08:30:00`; formulas as the value last computed. */
export type Cell = string | number | boolean | null

export type XlsxInput = { readonly bytes: Uint8Array; readonly limits: SheetLimits; readonly sheet: string | null }

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>> }

/**
 * The rows of one sheet of a workbook, the first unless named. Reads the workbook's own XML in pieces, so that
 * nothing but the cells is held.
 * @throws SheetRefused or ZipRefused
 */
export async function run({ bytes, limits, sheet }: XlsxInput): Promise<{ sheet: string; rows: Cell[][] }> {
  const zip = await openZip(bytes)
  const book = await bookOf(zip)
  const chosen = sheet === null ? book.sheets[0] : book.sheets.find(({ name }) => name === sheet)
  if (!chosen) throw new SheetRefused(sheet === null ? 'not-a-table' : 'no-such-sheet')
  const strings = await sharedStrings(zip, limits)
  const dates = await dateStyles(zip)
  return {
    sheet: chosen.name,
    rows: await rowsOf(zip, chosen.path, { strings, dates, epoch1904: book.epoch1904, limits }),
  }
}

async function bookOf(zip: SafeZip) {
  const targets = new Map<string, string>()
  await walk(zip, 'xl/_rels/workbook.xml.rels', {
    open: ({ name, attributes }) => {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', attributes.Target ?? '')
    },
  })
  const sheets: { name: string; path: string }[] = []
  let epoch1904 = false
  await walk(zip, 'xl/workbook.xml', {
    open: ({ name, attributes }) => {
      if (name === 'workbookPr') epoch1904 = isTrue(attributes.date1904)
      if (name !== 'sheet') return
      const target = targets.get(attributes['r:id'] ?? attributes['ns0:id'] ?? '')
      if (!target) return
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      if (zip.names.includes(path)) sheets.push({ name: attributes.name ?? '', path })
    },
  })
  return { sheets, epoch1904 }
}

async function sharedStrings(zip: SafeZip, limits: SheetLimits): Promise<string[]> {
  const strings: string[] = []
  if (!zip.names.includes('xl/sharedStrings.xml')) return strings
  const phonetic = depth('rPh')
  let text = ''
  await walk(zip, 'xl/sharedStrings.xml', {
    open: (element) => {
      phonetic.open(element.name)
      if (element.name === 'si') text = ''
    },
    text: (piece, path) => {
      if (path.at(-1) === 't' && !phonetic.inside()) text += piece
      if (text.length > limits.cellCharacters) throw new SheetRefused('cell-too-long')
    },
    close: (name) => {
      phonetic.close(name)
      if (name === 'si') strings.push(unescaped(text))
    },
  })
  return strings
}

/** Which cell styles show a date, and whether with a time. */
async function dateStyles(zip: SafeZip): Promise<('date' | 'instant' | null)[]> {
  const styles: ('date' | 'instant' | null)[] = []
  if (!zip.names.includes('xl/styles.xml')) return styles
  const formats = new Map<number, string>()
  await walk(zip, 'xl/styles.xml', {
    open: ({ name, attributes }, path) => {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'xf' && path.at(-1) === 'cellXfs') styles.push(dateKind(Number(attributes.numFmtId ?? 0), formats))
    },
  })
  return styles
}

/** Source: ECMA-376 part 1, 18.8.30: built-in formats 14–17 and 27–36, 50–58 are dates, 22 has a time, 18–21 and 45–47 are times alone. */
function dateKind(id: number, formats: ReadonlyMap<number, string>): 'date' | 'instant' | null {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date'
  if (id === 22) return 'instant'
  const code = (formats.get(id) ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').toLowerCase()
  if (!/[yd]/.test(code)) return null
  return /[hs]/.test(code) ? 'instant' : 'date'
}

type Reading = {
  readonly strings: readonly string[]
  readonly dates: readonly ('date' | 'instant' | null)[]
  readonly epoch1904: boolean
  readonly limits: SheetLimits
}

async function rowsOf(zip: SafeZip, path: string, reading: Reading): Promise<Cell[][]> {
  const { limits } = reading
  const rows: Cell[][] = []
  const phonetic = depth('rPh')
  let row: Cell[] = []
  let cell = { type: 'n', style: 0, column: 0, text: '' }
  await walk(zip, path, {
    open: ({ name, attributes }) => {
      phonetic.open(name)
      if (name === 'row') row = []
      if (name !== 'c') return
      const column = attributes.r ? columnOf(attributes.r) : row.length
      if (column >= limits.columns) throw new SheetRefused('too-many-columns')
      cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), column, text: '' }
    },
    text: (piece, stack) => {
      const inside = stack.at(-1)
      if (inside !== 'v' && (inside !== 't' || phonetic.inside())) return
      cell.text += piece
      if (cell.text.length > limits.cellCharacters) throw new SheetRefused('cell-too-long')
    },
    close: (name) => {
      phonetic.close(name)
      if (name === 'c') {
        while (row.length < cell.column) row.push(null)
        row[cell.column] = cellIn(cell, reading)
      }
      if (name !== 'row' || row.every((value) => value === null || value === '')) return
      rows.push(row)
      if (rows.length > limits.rows) throw new SheetRefused('too-many-rows')
    },
  })
  return rows
}

function cellIn({ type, style, text }: { type: string; style: number; text: string }, reading: Reading): Cell {
  if (text === '') return type === 'str' || type === 'inlineStr' ? '' : null
  if (type === 's') return reading.strings[Number(text)] ?? null
  if (type === 'b') return text === '1'
  if (type === 'e') return null
  if (type !== 'n') return unescaped(text)
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  const kind = reading.dates[style]
  return kind ? isoDate(number, kind, reading.epoch1904) : number
}

const dayMs = 86_400_000

/** Days since 1899-12-30, which counts the 29 February 1900 that never was; or since 1904-01-01 in files from old Macs. */
function isoDate(days: number, kind: 'date' | 'instant', epoch1904: boolean): Cell {
  const epoch = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const at = new Date(epoch + Math.round(days * 86_400) * 1_000)
  if (Number.isNaN(at.getTime()) || Math.abs(days * dayMs) > 8e14) return days
  const iso = at.toISOString()
  return kind === 'date' && Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** `BC12` → 54: letters count to the base of 26, from zero. */
function columnOf(reference: string): number {
  let column = 0
  for (const char of reference) {
    const letter = char.charCodeAt(0) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
    if (column > 100_000) break
  }
  return column - 1
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

const isTrue = (value: string | undefined) => value === '1' || value === 'true'

function depth(of: string) {
  let count = 0
  return {
    open: (name: string) => {
      if (name === of) count += 1
    },
    close: (name: string) => {
      if (name === of) count -= 1
    },
    inside: () => count > 0,
  }
}

type Visitor = {
  readonly open?: (element: Element, parents: readonly string[]) => void
  readonly text?: (piece: string, path: readonly string[]) => void
  readonly close?: (name: string) => void
}

const mostNested = 64

/** Walks one XML file of the archive in pieces. Names are given without their prefix. @throws SheetRefused on a document type or broken XML */
async function walk(zip: SafeZip, name: string, visitor: Visitor): Promise<void> {
  if (!zip.names.includes(name)) throw new SheetRefused('not-a-table')
  const parser = new SaxesParser({ xmlns: false })
  const path: string[] = []
  const fail = () => {
    throw new SheetRefused('not-a-table')
  }
  parser.on('doctype', fail)
  parser.on('error', fail)
  parser.on('opentag', (tag) => {
    const local = tag.name.slice(tag.name.indexOf(':') + 1)
    visitor.open?.({ name: local, attributes: tag.attributes }, path)
    path.push(local)
    if (path.length > mostNested) fail()
  })
  parser.on('text', (piece) => visitor.text?.(piece, path))
  parser.on('cdata', (piece) => visitor.text?.(piece, path))
  parser.on('closetag', () => {
    const name = path.pop()
    if (name) visitor.close?.(name)
  })
  const decoder = new TextDecoder('utf-8', { fatal: false })
  for await (const piece of zip.stream(name)) parser.write(decoder.decode(piece, { stream: true }))
  parser.write(decoder.decode()).close()
}
