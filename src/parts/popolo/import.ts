import './tables.ts'
import { type Actor, hasRole } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import type { Tx } from '#kernel/db'
import { councilById, type ImportKind, type ImportRow, textCell } from '#parts/councils'
import type { NameVisibility } from '#parts/people'
import { type Collection, collections, type Line, type PopoloRecord } from './document.ts'
import { Judge, lineOf, type RecordProblem } from './judge.ts'
import { NotPopolo, piecesOf } from './pieces.ts'
import { countSeats, type Writing, writeLines } from './write.ts'

/** Opens the file anew: it is read once for each collection, so that no more than one batch is held. */
export type OpenFile = () => AsyncIterable<string> | Iterable<string>

/** The names of things that hold no people, and deputies: whoever keeps the registers and may give that duty. */
export function mayImportPopolo(actor: Actor): boolean {
  return hasRole(actor, 'clerk')
}

const batchSize = 1000

interface Importing {
  readonly tx: Tx
  readonly councilId: string
  readonly now: Date
  readonly givenBy: string | null
  readonly visibility: NameVisibility
}

export interface Imported {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly problems: readonly RecordProblem[]
}

/** Judges a document of any length and changes nothing. */
export async function judgeFile(call: Pick<Importing, 'tx' | 'councilId'>, open: OpenFile): Promise<Imported> {
  const { timeZone } = await zoneOf(call)
  const judge = new Judge({ ...call, timeZone })
  for (const collection of collections) {
    const found = await eachBatch(open, collection, async (lines) => void (await judge.take(collection, lines)))
    judge.problems.push(...found)
  }
  const problems = await judge.finish()
  return { ...judge.counts, problems }
}

/** Imports a document of any length in the caller's transaction; with one problem it changes nothing. */
export async function importFile(call: Importing, open: OpenFile): Promise<Imported> {
  const judged = await judgeFile(call, open)
  if (judged.problems.length > 0) return judged
  const writing = await writingOf(call)
  for (const collection of collections) {
    const write = (lines: readonly Line[]) => writeLines(writing, collection, lines)
    let batches = 0
    await eachBatch(open, collection, async (lines) => {
      batches += 1
      await write(lines)
    })
    // A parent may stand in a later batch than what stands under it.
    if (batches > 1 && (collection === 'organizations' || collection === 'areas'))
      await eachBatch(open, collection, write)
  }
  await countSeats(writing)
  await keepBeside(call, await besideCollections(open))
  return judged
}

/** @returns what is wrong with single records; those are not in any batch */
async function eachBatch(
  open: OpenFile,
  collection: Collection,
  take: (lines: readonly Line[]) => Promise<void>,
): Promise<RecordProblem[]> {
  const problems: RecordProblem[] = []
  const seen = new Map<string, number>()
  let lines: Line[] = []
  for await (const piece of piecesOf(open(), [collection])) {
    if (piece.collection === null) continue
    const line = lineOf(piece, seen)
    if ('code' in line) problems.push(line)
    else lines.push(line)
    if (lines.length < batchSize) continue
    await take(lines)
    lines = []
  }
  if (lines.length > 0) await take(lines)
  return problems
}

async function besideCollections(open: OpenFile): Promise<Record<string, unknown>> {
  const beside: Record<string, unknown> = {}
  for await (const piece of piecesOf(open(), [])) {
    if (piece.collection === null) beside[piece.name] = piece.value
  }
  return beside
}

async function keepBeside({ tx, councilId, now }: Importing, extra: Readonly<Record<string, unknown>>): Promise<void> {
  const row = { extra: JSON.stringify(extra), imported_at: now }
  await tx
    .insertInto('popolo.document')
    .values({ council_id: councilId, ...row })
    .onConflict((clash) => clash.column('council_id').doUpdateSet(row))
    .execute()
}

async function zoneOf({ tx, councilId }: Pick<Importing, 'tx' | 'councilId'>): Promise<{ readonly timeZone: string }> {
  const council = await councilById(tx, councilId)
  if (!council) throw new Error(`no council ${councilId}`)
  return { timeZone: council.time_zone }
}

async function writingOf(call: Importing): Promise<Writing> {
  const { timeZone } = await zoneOf(call)
  return { ...call, timeZone, today: dayOf(call.now, timeZone) }
}

/** A Popolo document among the imports: the same preview, each record a row. */
export const popoloImport: ImportKind = {
  name: 'popolo',
  columns: [
    { key: 'collection', headings: ['类别', 'collection'], required: true, read: textCell(40) },
    { key: 'id', headings: ['编号', 'id'], read: textCell(300) },
    { key: 'name', headings: ['名称', 'name'], read: textCell(1000) },
  ],
  allow: mayImportPopolo,
  read: async (bytes) => readDocument(bytes),
  async judge(call, rows) {
    const { timeZone } = await zoneOf({ ...call, tx: call.tx as Tx })
    const judge = new Judge({ ...call, timeZone })
    const fate = new Map<number, 'added' | 'changed' | 'unchanged'>()
    const lineAt = new Map<string, number>()
    for (const [collection, lines] of linesIn(rows)) {
      for (const { line, at } of lines) lineAt.set(`${collection} ${line.nth}`, at)
      const fates = await judge.take(
        collection,
        lines.map(({ line }) => line),
      )
      for (const { line, at } of lines) fate.set(at, fates.get(line.key) ?? 'added')
    }
    const problems = (await judge.finish()).flatMap(({ collection, nth, ...problem }) => {
      const line = lineAt.get(`${collection} ${nth}`)
      return line === undefined ? [] : [{ ...problem, line }]
    })
    return { fate, problems }
  },
  async apply(call, rows) {
    const { tx, councilId, now, actor } = call
    const importing: Importing = { tx, councilId, now, givenBy: actor.personId, visibility: 'office' }
    const writing = await writingOf(importing)
    for (const [collection, lines] of linesIn(rows)) {
      await writeLines(
        writing,
        collection,
        lines.map(({ line }) => line),
      )
    }
    await countSeats(writing)
    const beside = rows.find(({ values }) => values.collection === besideName)
    if (beside) await keepBeside(importing, JSON.parse(String(beside.values.record)))
  },
}

const besideName = '-'
/** What a person uploads; longer files go in by the command line, which holds one batch at a time. */
const maxBytes = 10_000_000

function linesIn(
  rows: readonly ImportRow[],
): readonly (readonly [Collection, readonly { line: Line; at: number }[]])[] {
  const byCollection = Map.groupBy(rows, ({ values }) => values.collection)
  return collections.flatMap((collection) => {
    const own = byCollection.get(collection) ?? []
    if (own.length === 0) return []
    const lines = own.map(({ line: at, values }) => {
      const record = JSON.parse(String(values.record)) as PopoloRecord
      return { line: { collection, nth: Number(values.nth), key: String(values.key), record }, at }
    })
    return [[collection, lines] as const]
  })
}

/** The records of a file as rows of a sheet, in the order of the file. */
async function readDocument(bytes: Uint8Array): ReturnType<NonNullable<ImportKind['read']>> {
  if (bytes.length > maxBytes) return { ok: false, reason: 'too-large' }
  const header = ['collection', 'id', 'name']
  const lines: { line: number; values: ImportRow['values']; cells: string[]; problems: RecordProblem[] }[] = []
  const seen = new Map<string, number>()
  const beside: Record<string, unknown> = {}
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    for await (const piece of piecesOf([text])) {
      if (piece.collection === null) {
        beside[piece.name] = piece.value
        continue
      }
      const { collection, nth } = piece
      const line = lineOf(piece, seen)
      const at = lines.length + 1
      if ('code' in line) {
        lines.push({ line: at, values: { code: null }, cells: [collection, '', ''], problems: [line] })
        continue
      }
      const { key, record } = line
      const values = { code: `${at}`, collection, nth, key, record: JSON.stringify(record) }
      const cells = [collection, key, String(record.name ?? record.person_id ?? '')]
      lines.push({ line: at, values, cells, problems: [] })
    }
  } catch (error) {
    if (error instanceof NotPopolo) return { ok: false, reason: error.code }
    if (error instanceof TypeError) return { ok: false, reason: 'unknown-encoding' }
    throw error
  }
  if (lines.length === 0)
    return { ok: true, sheet: { header, lines: [], ignored: [], problems: [{ column: null, code: 'no-rows' }] } }
  const record = JSON.stringify(beside)
  const last = {
    line: lines.length + 1,
    values: { code: null, collection: besideName, record },
    cells: [],
    problems: [],
  }
  return { ok: true, sheet: { header, lines: [...lines, last], ignored: [], problems: [] } }
}
