import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { type Column, csvPieces, jsonLinePieces, xlsxPieces } from '#kernel/documents'
import { notFoundPage } from '#web/errors'
import type { Ctx, ModuleManifest, OpenDataSet } from '#web/routes'
import { type DataFormat, dataFormats } from './pages/open-data-page.tsx'

const types: Readonly<Record<DataFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl; charset=utf-8',
}

export function dataSets(modules: readonly ModuleManifest[]): readonly OpenDataSet[] {
  return modules.flatMap(({ offers }) => offers?.openData ?? [])
}

/** A whole set as a file, sent while it is read: `places.csv`. */
export function dataFile(c: Ctx, file: string): Response | Promise<Response> {
  const [, name, ending] = /^([a-z0-9-]+)\.([a-z]+)$/.exec(file) ?? []
  const format = dataFormats.find((each) => each === ending)
  const set = dataSets(c.get('modules')).find((each) => each.name === name)
  const viewer = c.get('viewer')
  if (set?.document && set.document.ending === ending) {
    const { pieces, type } = set.document
    return download(c, inBytes(pieces(c.get('app'), viewer.council.id)), `${viewer.council.slug}-${file}`, type)
  }
  if (!set || !format) return notFoundPage(c)
  const rows = set.rows(c.get('app'), viewer.council.id, { viewer, modules: c.get('modules') })
  const columns: Column[] = set.columns.map(({ key, label, type }) => ({ key, label, type }))
  const pieces =
    format === 'csv'
      ? csvPieces(columns, rows)
      : format === 'jsonl'
        ? jsonLinePieces(columns, rows)
        : xlsxPieces({ name: set.title(viewer), columns }, rows)
  return download(c, pieces, `${viewer.council.slug}-${file}`, types[format])
}

async function* inBytes(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

function download(c: Context, pieces: AsyncIterable<Buffer>, name: string, type: string): Response {
  return c.body(Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}
