import type { Actor, Run } from '#kernel/action'
import type { Db, Tx } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'
import type { CellValue, ImportColumn, Problem } from './cells.ts'
import type { ReadSheet, SheetLine } from './sheet.ts'

/** A row that can be imported: its line in the sheet and its values by column key. */
export interface ImportRow {
  readonly line: number
  readonly values: Readonly<Record<string, CellValue>>
}

export interface Standing {
  /** What becomes of each row, by its line. */
  readonly fate: ReadonlyMap<number, 'added' | 'changed' | 'unchanged'>
  readonly problems: readonly (Problem & { readonly line: number })[]
}

export interface ImportCall {
  readonly tx: Db | Tx
  readonly councilId: CouncilId
  readonly now: Date
  /** Who looks at the sheet or confirms it: a row may ask for more than they may give. */
  readonly actor: Actor
}

export interface ReadCall extends ImportCall {
  /** What the sheet belongs to, where a kind has several. */
  readonly about: string | null
}

export interface ApplyCall extends ImportCall {
  readonly tx: Tx
  /** The transaction of the confirmation, for kinds that open things of their own. */
  readonly run: Run<unknown, unknown>
}

/** A kind of thing that can be imported from a sheet. Rows are known again by the column `code`. */
export interface ImportKind {
  readonly name: string
  readonly columns: readonly ImportColumn[]
  /** True for registers that all councils share: only the council that stands first in this installation imports them. */
  readonly shared?: boolean
  /** Who may import it; administrators unless it says otherwise. */
  readonly allow?: (actor: Actor) => boolean
  /** Reads a file that is no sheet into the rows of one; without it, CSV and XLSX are read by the columns. */
  readonly read?: (
    bytes: Uint8Array,
    call: ReadCall,
  ) => Promise<{ ok: true; sheet: ReadSheet } | { ok: false; reason: string }>
  /** Compares all rows with what the council has: a few queries, however many rows. */
  readonly judge: (call: ImportCall, rows: readonly ImportRow[]) => Promise<Standing>
  /** Writes all rows, each added or changed; those unchanged are given too. */
  readonly apply: (call: ApplyCall, rows: readonly ImportRow[]) => Promise<void>
}

export interface FaultyLine {
  readonly line: number
  readonly cells: readonly string[]
  readonly problems: readonly Problem[]
}

/** What a person sees before confirming. */
export interface Judged {
  readonly rows: readonly ImportRow[]
  readonly header: readonly string[]
  readonly sheetProblems: readonly Problem[]
  readonly faulty: readonly FaultyLine[]
  readonly ignored: readonly string[]
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

/** Judges a whole sheet: what each row would do, and everything that is wrong with it. */
export async function judgeSheet(kind: ImportKind, call: ImportCall, sheet: ReadSheet): Promise<Judged> {
  const { header, ignored, problems: sheetProblems } = sheet
  noteDoubles(sheet.lines)
  const rows = sheet.lines.map(({ line, values }) => ({ line, values }))
  const sound = sheet.lines.filter((line) => line.values.code !== null)
  const standing = await kind.judge(
    call,
    sound.map(({ line, values }) => ({ line, values })),
  )
  const byLine = Map.groupBy(standing.problems, (problem) => problem.line)
  const faulty = sheet.lines.flatMap((line) => {
    const found = (byLine.get(line.line) ?? []).map(({ line: _, ...problem }) => problem)
    const problems = [...line.problems, ...found]
    return problems.length > 0 ? [{ line: line.line, cells: line.cells, problems }] : []
  })
  const faultyLines = new Set(faulty.map((line) => line.line))
  const count = (fate: string) =>
    rows.filter((row) => !faultyLines.has(row.line) && standing.fate.get(row.line) === fate).length
  return {
    rows: faulty.length + sheetProblems.length > 0 ? [] : rows,
    header,
    ignored,
    sheetProblems,
    faulty,
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
  }
}

function noteDoubles(lines: readonly SheetLine[]): void {
  const first = new Map<CellValue, number>()
  for (const line of lines) {
    const { code } = line.values
    if (code === null || code === undefined) continue
    const before = first.get(code)
    if (before === undefined) first.set(code, line.line)
    else line.problems.push({ column: 'code', code: 'code-twice', values: { line: before } })
  }
}

/** A row beside what the council has under its code. */
export interface Compared<Thing> {
  readonly line: number
  readonly before: Thing | undefined
  readonly after: Thing
  readonly fate: 'added' | 'changed' | 'unchanged'
}

/** Puts each row beside the existing thing of its code; what the sheet does not say stays as it is. */
export function compare<Thing extends object>(
  rows: readonly ImportRow[],
  existing: ReadonlyMap<string, Thing>,
  thingOf: (values: ImportRow['values'], before: Thing | undefined) => Thing,
): Compared<Thing>[] {
  return rows.map(({ line, values }) => {
    const before = existing.get(String(values.code))
    const after = thingOf(values, before)
    const same = before && (Object.keys(after) as (keyof Thing)[]).every((key) => sameValue(before[key], after[key]))
    return { line, before, after, fate: before ? (same ? 'unchanged' : 'changed') : 'added' }
  })
}

function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one === 'object' && one !== null) return JSON.stringify(one) === JSON.stringify(other)
  return one === other
}

export function fatesOf(compared: readonly Compared<unknown>[]): Standing['fate'] {
  return new Map(compared.map(({ line, fate }) => [line, fate]))
}

/** What the sheet says about an optional text; what there was, where the sheet lacks the column. */
export function said(value: CellValue | undefined, before: string | null | undefined): string | null {
  return value === undefined ? (before ?? null) : textOf(value)
}

/**
 * Finds parents that nobody knows and rows that would stand below themselves. Linear in what exists and what comes.
 * @param existing parent's code by code, of what the council has; null for a root
 */
export function treeProblems(
  coming: readonly { readonly line: number; readonly code: string; readonly parent: string | null }[],
  existing: ReadonlyMap<string, string | null>,
): (Problem & { line: number })[] {
  const problems: (Problem & { line: number })[] = []
  const parentOf = new Map<string, string | null>(existing)
  for (const { code, parent } of coming) parentOf.set(code, parent)
  for (const { line, parent } of coming) {
    if (parent !== null && !parentOf.has(parent))
      problems.push({ line, column: 'parent', code: 'unknown-parent', values: { parent } })
  }
  const state = new Map<string, 'walking' | 'clear' | 'circle'>()
  for (const { line, code } of coming) {
    if (walk(code, parentOf, state) === 'circle') problems.push({ line, column: 'parent', code: 'circle' })
  }
  return problems
}

/** Whether the way up from a code comes back to a code on it. Those that only lead into a circle are not to blame. */
function walk(
  start: string,
  parentOf: ReadonlyMap<string, string | null>,
  state: Map<string, 'walking' | 'clear' | 'circle'>,
): 'clear' | 'circle' {
  const way: string[] = []
  let at: string | null | undefined = start
  while (at && !state.has(at)) {
    state.set(at, 'walking')
    way.push(at)
    at = parentOf.get(at)
  }
  const from = at && state.get(at) === 'walking' ? way.indexOf(at) : way.length
  for (const [index, code] of way.entries()) state.set(code, index >= from ? 'circle' : 'clear')
  return state.get(start) === 'circle' ? 'circle' : 'clear'
}

export function textOf(value: CellValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
