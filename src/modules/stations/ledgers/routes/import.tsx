import { isId } from '#kernel/ids'
import { type ImportRow, type KeptProblems, problemInWords } from '#parts/councils'
import type { Place } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { toPlace, withPlace } from '../../path.ts'
import { ledgerErrors } from '../form-errors.ts'
import { ImportPage, PreviewPage } from '../pages/import-pages.tsx'
import { text } from '../pages/reception.text.ts'
import { confirmImport, dropImport, previewImport, receptionImport } from '../reception-import.ts'
import { keepsLog } from '../rules.ts'

/** An old log from a sheet: upload, look, confirm or drop. */
export function importRoutes(http: Http): void {
  const base = '/stations/:number{[0-9]+}/reception/import'
  const here = (then: (c: Ctx, place: Place) => Response | Promise<Response>) => (c: Ctx) =>
    withPlace(c, keepsLog, (place) => then(c, place))
  http.get(
    base,
    here((c, place) => uploadPage(c, place, null)),
  )
  http.post(base, here(uploaded))
  http.get(
    `${base}/:id`,
    here((c, place) => previewPage(c, place, null)),
  )
  for (const [verb, declared] of [
    ['confirm', confirmImport],
    ['drop', dropImport],
  ] as const) {
    http.post(
      `${base}/:id/${verb}`,
      here((c, place) => {
        const previewId = c.req.param('id') ?? ''
        return submit(c, declared, {
          input: { previewId },
          done: () => `/stations/${place.number}/reception/import/${previewId}`,
          again: (again) => previewPage(c, place, again),
        })
      }),
    )
  }
}

const crumbs = (c: Ctx, place: Place) => [
  ...toPlace(c, place),
  { href: `/stations/${place.number}/reception`, label: text[c.get('viewer').locale].title },
]

function uploadPage(c: Ctx, place: Place, again: Again | null): Response {
  const { locale } = c.get('viewer')
  const errors: Record<string, string> = {}
  for (const { code } of again?.issues ?? []) errors.file ??= problemInWords({ column: null, code }, locale)
  return page(
    c,
    {
      title: text[locale].importTitle,
      breadcrumb: crumbs(c, place),
      width: 'narrow',
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
    },
    <ImportPage place={place} errors={errors} />,
  )
}

async function uploaded(c: Ctx, place: Place): Promise<Response> {
  const file = (await sent(c)).files.file?.[0]
  const done = ({ previewId }: { previewId: string }) => `/stations/${place.number}/reception/import/${previewId}`
  const again = (refused: Again) => uploadPage(c, place, refused)
  if (!file)
    return answer(c, { ok: false, kind: 'invalid', issues: [{ path: 'file', code: 'empty' }] }, { done, again })
  const bytes = new Uint8Array(await file.arrayBuffer())
  return submit(c, previewImport, { input: { kind: receptionImport.name, fileName: file.name, bytes }, done, again })
}

async function previewPage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { council, actor, locale } = c.get('viewer')
  const id = c.req.param('id') ?? ''
  if (!isId(id)) return notFoundPage(c)
  const preview = await c
    .get('app')
    .database.db.selectFrom('councils.import_preview')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('preview_id', '=', id)
    .where('kind', '=', receptionImport.name)
    .executeTakeFirst()
  // Names of visitors stand in it: for whoever uploaded it, and nobody else.
  if (!preview || preview.created_by !== actor.accountId) return notFoundPage(c)
  const view = {
    place,
    id,
    fileName: preview.file_name,
    stage: preview.stage,
    rows: preview.rows as readonly ImportRow[],
    added: preview.added,
    unchanged: preview.unchanged,
    kept: preview.problems as KeptProblems,
    errors: again ? ledgerErrors(locale, again) : {},
  }
  return page(
    c,
    {
      title: text[locale].importTitle,
      breadcrumb: crumbs(c, place),
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
    },
    <PreviewPage view={view} />,
  )
}
