import { Readable } from 'node:stream'
import { perform } from '#kernel/action'
import { type Column, csvPieces, xlsxPieces } from '#kernel/documents'
import { casesText, handOver, organisationsServed, queueOf } from '#parts/cases'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text } from '../pages/department-page.text.ts'
import { DepartmentPage } from '../pages/department-page.tsx'
import { text as listText } from '../pages/list-page.text.ts'
import { text as workText } from '../pages/work-page.text.ts'
import {
  queueAsked,
  queueChoices,
  queueFilter,
  queuePage,
  queuePageSize,
  queueQuery,
  withNames,
} from '../queries/department.ts'
import { todayIn } from '../queries/lists.ts'

const path = '/contact/department'

/** The queue of a department, and what is done with several letters at once. */
export function departmentRoutes(http: Http): void {
  http.get(path, (c) => inDepartment(c, (served) => show(c, served, null)))
  http.post(path, (c) => inDepartment(c, (served) => hand(c, served)))
  http.get(`${path}/export.csv`, (c) => inDepartment(c, (served) => exported(c, served)))
  http.get(`${path}/export.xlsx`, (c) => inDepartment(c, (served) => exported(c, served)))
}

/** Lets those in who work for a department; for everybody else the page does not exist. */
export async function inDepartment(
  c: Ctx,
  then: (organisationIds: readonly string[]) => Response | Promise<Response>,
): Promise<Response> {
  const { actor } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const served = organisationsServed(actor)
  return served.length > 0 ? then(served) : notFoundPage(c)
}

interface Refused {
  readonly errors: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
  readonly personId: string
}

async function show(c: Ctx, served: readonly string[], refused: Refused | null): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { locale } = viewer
  const t = text[locale]
  const filter = queueFilter((name) => c.req.query(name))
  const typed = Number(c.req.query('page') ?? '1')
  const at = Number.isSafeInteger(typed) && typed >= 1 && typed <= 20_000 ? typed : 1
  const [found, choices] = await Promise.all([
    queuePage(app, viewer, await queueAsked(app, viewer, served, filter), at),
    queueChoices(app, viewer, served),
  ])
  // A page past the end, as after the last letters of it were answered.
  const last = Math.max(1, Math.ceil(found.total / queuePageSize))
  if (at > last) return c.redirect(`${path}${queueQuery(filter, last)}`, 303)
  const handed = /^\d{1,3}$/.test(c.req.query('handed') ?? '') ? Number(c.req.query('handed')) : null
  const left = Number(c.req.query('left') ?? '0')
  const done: Readonly<Record<string, string>> = workText[locale].done
  const words = handed === null ? done[c.req.query('done') ?? ''] : t.handed(handed)
  return page(
    c,
    {
      title: t.title,
      desk: true,
      width: 'wide',
      unlisted: true,
      invalid: refused !== null,
      status: refused ? 422 : 200,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
      ...(words && !refused && { banner: <DoneBanner title={words}>{left > 0 && t.notHanded(left)}</DoneBanner> }),
    },
    <DepartmentPage
      {...found}
      {...choices}
      page={at}
      filter={filter}
      today={todayIn(viewer, app.clock.now())}
      errors={refused?.errors ?? {}}
      chosen={refused?.chosen ?? []}
      personId={refused?.personId ?? ''}
      locale={locale}
    />,
  )
}

/** Most letters that are handed over in one go: as many as a page shows. */
const mostHanded = 50

/** Gives the ticked letters to one colleague, each by itself: what cannot be given stays and is counted. */
async function hand(c: Ctx, served: readonly string[]): Promise<Response> {
  const { values, lists } = await sent(c)
  const t = text[c.get('viewer').locale].errors
  const chosen = (lists.caseIds ?? []).slice(0, mostHanded)
  const personId = values.personId ?? ''
  const errors = {
    ...(chosen.length === 0 && { caseIds: t.none }),
    ...(personId === '' && { personId: t.colleague }),
  }
  if (Object.keys(errors).length > 0) return show(c, served, { errors, chosen, personId })
  let done = 0
  for (const one of chosen) {
    const [caseId = '', assignmentId = ''] = one.split(' ')
    const outcome = await perform(c.get('app'), handOver, c.get('viewer').actor, { caseId, assignmentId, personId })
    if (outcome.ok) done += 1
    else if (outcome.kind === 'invalid' && outcome.issues.some(({ code }) => code === 'not-a-colleague')) {
      return show(c, served, { errors: { personId: t['not-a-colleague'] }, chosen, personId })
    }
  }
  const query = new URLSearchParams(queueQuery(queueFilter((name) => c.req.query(name))))
  query.set('handed', String(done))
  if (done < chosen.length) query.set('left', String(chosen.length - done))
  return c.redirect(`${path}?${query}`, 303)
}

/** Rows of one read of the database while a file is written. */
const rowsAtOnce = 500

async function exported(c: Ctx, served: readonly string[]): Promise<Response> {
  const { locale } = c.get('viewer')
  const t = text[locale]
  const columns: readonly Column[] = [
    { key: 'number', label: t.columns.number, type: 'integer' },
    { key: 'title', label: t.columns.title, type: 'text' },
    { key: 'role', label: t.columns.role, type: 'text' },
    { key: 'step', label: t.columns.step, type: 'text' },
    { key: 'dueOn', label: t.columns.dueOn, type: 'date' },
    { key: 'late', label: t.columns.late, type: 'boolean' },
    { key: 'holder', label: t.columns.holder, type: 'text' },
    { key: 'place', label: t.columns.place, type: 'text' },
    { key: 'topic', label: t.columns.topic, type: 'text' },
    { key: 'grade', label: t.columns.grade, type: 'text' },
    { key: 'assignedAt', label: t.columns.assignedAt, type: 'instant' },
    { key: 'round', label: t.columns.round, type: 'integer' },
  ]
  const rows = queueRows(c, served)
  const csv = c.req.path.endsWith('.csv')
  const pieces = csv ? csvPieces(columns, rows) : xlsxPieces({ name: t.title, columns }, rows)
  return sheet(c, pieces, t.file, csv)
}

/** A table as a download. */
export function sheet(c: Ctx, pieces: AsyncIterable<Buffer>, name: string, csv: boolean): Response {
  return c.body(Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream, 200, {
    'content-type': csv
      ? 'text/csv; charset=utf-8'
      : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename="${name}.${csv ? 'csv' : 'xlsx'}"`,
    'cache-control': 'private, no-store',
  })
}

async function* queueRows(c: Ctx, served: readonly string[]) {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const t = text[viewer.locale]
  const asked = await queueAsked(
    app,
    viewer,
    served,
    queueFilter((name) => c.req.query(name)),
  )
  const { topics } = await queueChoices(app, viewer, served)
  const topicOf = new Map(topics.map(({ value, label }) => [value, label]))
  for (let offset = 0; ; offset += rowsAtOnce) {
    const cases = await queueOf(app.database.db, { ...asked, limit: rowsAtOnce, offset })
    for (const line of await withNames(app, viewer, cases)) {
      yield {
        ...line,
        role: t.roles[line.role],
        step: t.steps[line.step],
        topic: topicOf.get(line.topic ?? '') ?? null,
        grade: line.grade && casesText[viewer.locale].grade[line.grade],
      }
    }
    if (cases.length < rowsAtOnce) return
  }
}
