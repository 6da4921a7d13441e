import { Readable } from 'node:stream'
import { type Column, csvPieces } from '#kernel/documents'
import { isId } from '#kernel/ids'
import { type KeptProblems, problemInWords } from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import type { Ctx, Http } from '#web/routes'
import { confirmImport, dropImport, previewImport } from '../actions.ts'
import { importKinds, kindsFor } from '../import-kinds.ts'
import { text } from '../pages/imports-page.text.ts'
import { ImportsPage, PreviewPage } from '../pages/imports-page.tsx'
import { importById, importsOf } from '../queries.ts'
import { enter, roomPage, roomView } from '../room-page.tsx'

/** `/admin/imports`: upload, look, confirm or drop. */
export function importRoutes(http: Http): void {
  http.get('/admin/imports', (c) => enter(c, 'imports', () => importsPage(c, null)))
  http.post('/admin/imports', (c) => enter(c, 'imports', () => upload(c)))
  http.get('/admin/imports/:id', (c) => enter(c, 'imports', () => previewPage(c, null)))
  http.get('/admin/imports/:id/problems.csv', (c) => enter(c, 'imports', () => problemRows(c)))
  for (const [verb, declared] of [
    ['confirm', confirmImport],
    ['drop', dropImport],
  ] as const) {
    http.post(`/admin/imports/:id/${verb}`, (c) =>
      enter(c, 'imports', () => {
        const previewId = c.req.param('id') ?? ''
        return submit(c, declared, {
          input: { previewId },
          done: () => `/admin/imports/${previewId}?saved=1`,
          again: (again) => previewPage(c, again),
        })
      }),
    )
  }
}

async function upload(c: Ctx): Promise<Response> {
  const { values, files } = await sent(c)
  const file = files.file?.[0]
  const again = (refused: Again) => importsPage(c, refused)
  const done = ({ previewId }: { previewId: string }) => `/admin/imports/${previewId}`
  if (!file) {
    const issues = [{ path: 'file', code: 'empty' }]
    return answer(c, { ok: false, kind: 'invalid', issues }, { done, again })
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  return submit(c, previewImport, { input: { kind: values.kind ?? '', fileName: file.name, bytes }, done, again })
}

async function importsPage(c: Ctx, again: Again | null): Promise<Response> {
  const { council, locale, actor } = c.get('viewer')
  const kinds = kindsFor(actor)
  const imports = await importsOf(c.get('app').database.db, council.id)
  const view = {
    ...roomView(c, 'imports', again),
    kinds,
    imports: imports.filter(({ kind }) => kinds.some(({ name }) => name === kind)),
    timeZone: council.timeZone,
  }
  return roomPage(c, { title: text[locale].title, again }, <ImportsPage view={view} />)
}

async function found(c: Ctx) {
  const id = c.req.param('id') ?? ''
  const preview = isId(id) && (await importById(c.get('app').database.db, c.get('viewer').council.id, id))
  // A sheet of people is for those who may import people, and so on.
  const mine = preview && kindsFor(c.get('viewer').actor).some(({ name }) => name === preview.kind)
  return mine ? { preview, kept: preview.problems as KeptProblems } : null
}

async function previewPage(c: Ctx, again: Again | null): Promise<Response> {
  const of = await found(c)
  if (!of) return notFoundPage(c)
  const columns = importKinds.find((kind) => kind.name === of.preview.kind)?.columns ?? []
  const labels = Object.fromEntries(columns.map((column) => [column.key, column.headings[0] ?? column.key]))
  const view = { ...roomView(c, 'imports', again), ...of, labels }
  const t = text[c.get('viewer').locale]
  return roomPage(c, { title: t.title, again }, <PreviewPage view={view} />)
}

/** The rows with problems as they came, with the problems in a column behind them: to correct and upload again. */
async function problemRows(c: Ctx): Promise<Response> {
  const of = await found(c)
  if (!of) return notFoundPage(c)
  const { locale } = c.get('viewer')
  const { header, faulty } = of.kept
  const columns: Column[] = [
    ...header.map((label, index) => ({ key: `c${index}`, label, type: 'text' as const })),
    { key: 'problem', label: text[locale].problemHeading, type: 'text' },
  ]
  const rows = faulty.map(({ cells, problems }) => ({
    ...Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell])),
    problem: problems.map((problem) => problemInWords(problem, locale)).join(' '),
  }))
  const body = Readable.toWeb(Readable.from(csvPieces(columns, rows))) as ReadableStream<Uint8Array<ArrayBuffer>>
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="problems.csv"',
  })
}
