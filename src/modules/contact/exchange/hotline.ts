import './tables.ts'
import type { Run } from '#kernel/action'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import {
  type ApplyCall,
  type ImportCall,
  type ImportKind,
  type ImportRow,
  importActions,
  readImport,
  type Standing,
} from '#parts/councils'
import { readContact } from '#parts/people'
import { openMatter } from '../actions/open-matter.ts'
import { finest, uuidOf } from '../open311/receive.ts'
import { mayExchange } from './keys.ts'
import { columnsFor } from './sheet.ts'

/** A sheet larger than this is taken over in several. */
const mostRows = 3000

/** Records of a hotline or petition office, known again by that house's own number. */
export const hotlineImport: ImportKind = {
  name: 'hotline',
  columns: columnsFor({}),
  allow: mayExchange,
  async read(bytes, call) {
    const connection = await connectionOf(call, call.about)
    if (!connection) return { ok: false, reason: 'no-connection' }
    const read = await readImport(columnsFor(connection.mapping), bytes)
    if (!read.ok) return read
    if (read.sheet.lines.length > mostRows) return { ok: false, reason: 'too-many-records' }
    const lines = read.sheet.lines.map((line) => ({ ...line, values: { ...line.values, connection: connection.id } }))
    return { ok: true, sheet: { ...read.sheet, lines } }
  },
  judge,
  apply,
}

async function connectionOf({ tx, councilId }: ImportCall, id: string | null) {
  if (id === null) return null
  const row = await tx
    .selectFrom('contact.connection')
    .select(['id', 'mapping', 'name'])
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .where('kind', 'in', ['hotline', 'petition'])
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row ? { ...row, mapping: row.mapping as Readonly<Record<string, string>> } : null
}

/** What is here already stays as it is: a hotline's sheet never changes a resident's words. */
async function judge(call: ImportCall, rows: readonly ImportRow[]): Promise<Standing> {
  const here = await numbersHere(call, rows)
  const fate = new Map(
    rows.map(({ line, values }) => [line, here.has(String(values.code)) ? ('unchanged' as const) : ('added' as const)]),
  )
  const problems = rows.flatMap(({ line, values }) => {
    const half = ((values.latitude ?? null) === null) !== ((values.longitude ?? null) === null)
    return half ? [{ line, column: 'latitude', code: 'half-a-position' }] : []
  })
  return { fate, problems }
}

async function numbersHere({ tx, councilId }: ImportCall, rows: readonly ImportRow[]): Promise<ReadonlySet<string>> {
  const [first] = rows
  if (!first) return new Set()
  const { rows: found } = await sql<{ their_number: string }>`
    select their_number from contact.door
     where council_id = ${councilId} and connection_id = ${String(first.values.connection)}
       and their_number = any(${rows.map(({ values }) => String(values.code))}::text[])`.execute(tx)
  return new Set(found.map(({ their_number }) => their_number))
}

async function apply(call: ApplyCall, rows: readonly ImportRow[]): Promise<void> {
  const { tx, councilId, now, run } = call
  const here = await numbersHere(call, rows)
  const [first] = rows
  if (!first) return
  for (const { values } of rows) {
    if (here.has(String(values.code))) continue
    await bring(call, values)
  }
  await tx
    .updateTable('contact.connection')
    .set({ run_at: now, worked_at: now, last_error: null })
    .where('council_id', '=', councilId)
    .where('id', '=', String(first.values.connection))
    .execute()
  run.emit(
    'contact.hotline-imported',
    { rows: rows.length - here.size },
    { subjectId: String(first.values.connection) },
  )
}

/** One record becomes a matter, private: who called has been asked nothing yet. */
async function bring({ tx, councilId, now, run }: ApplyCall, values: ImportRow['values']): Promise<void> {
  const connectionId = String(values.connection)
  const code = String(values.code)
  const text = (key: string) => (values[key] === null || values[key] === undefined ? null : String(values[key]))
  const title = text('title')
  const words = String(values.body)
  const contact = text('phone') === null ? null : readContact(String(values.phone))
  const body = title && !words.includes(title) ? `${title}\n${words}` : words
  const { number } = await openMatter(quietly(run), {
    clientKey: uuidOf(`${connectionId} ${code}`),
    body,
    channel: 'desk',
    contributor: {
      name: text('name'),
      nameVisibleTo: 'office',
      answerBy: contact ? contact.kind : 'receipt',
      contactKind: contact?.kind ?? null,
      contact: contact?.value ?? null,
      consent: 'hotline',
      consentAt: now,
    },
    contentLocale: 'zh-CN',
    spot: text('spot') ?? '',
    deputyId: null,
    placeId: null,
    public: false,
    position: positionIn(values),
    attachments: async () => [],
    provedAt: null,
  })
  const { id: matterId } = await tx
    .selectFrom('contact.matter')
    .select('id')
    .where('council_id', '=', councilId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('contact.door')
    .values({
      council_id: councilId,
      id: newId(),
      matter_id: matterId,
      connection_id: connectionId,
      their_number: code,
      their_time: text('time') === null ? null : new Date(String(values.time)),
      came_at: now,
    })
    .execute()
  run.emit('contact.brought', { matterId, number }, { subjectId: matterId })
}

function positionIn({ latitude, longitude }: ImportRow['values']) {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null
  return { ...finest({ latitude, longitude }), accuracyM: null }
}

/** A thousand records at once are told as one import, not as a thousand matters. */
function quietly(run: Run<unknown, unknown>): Run<unknown, unknown> {
  return { ...run, emit: (name, ...rest) => run.emit(name === 'contact.raised' ? 'contact.taken-over' : name, ...rest) }
}

export const hotlineActions = importActions('contact', [hotlineImport])
