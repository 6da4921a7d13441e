import { dayInWords } from '#kernel/calendar'
import { type Column, csvPieces, xlsxPieces } from '#kernel/documents'
import { monthRecords } from '#parts/cases'
import { nameIn, organisationsOf } from '#parts/councils'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text as departmentText } from '../pages/department-page.text.ts'
import { text as listText } from '../pages/list-page.text.ts'
import { text } from '../pages/record-page.text.ts'
import { RecordPage } from '../pages/record-page.tsx'
import { todayIn } from '../queries/lists.ts'
import { caseKind } from '../rules.ts'
import { inDepartment, sheet } from './department.tsx'

const path = '/contact/department/record'

/** A department's own record: what came in each month and what became of it. */
export function recordRoutes(http: Http): void {
  http.get(path, (c) => inDepartment(c, (served) => show(c, served)))
  http.get(`${path}.csv`, (c) => inDepartment(c, (served) => exported(c, served)))
  http.get(`${path}.xlsx`, (c) => inDepartment(c, (served) => exported(c, served)))
}

function recordOf(c: Ctx, organisationIds: readonly string[]) {
  const app = c.get('app')
  const viewer = c.get('viewer')
  return monthRecords(app.database.db, {
    councilId: viewer.council.id,
    kind: caseKind,
    organisationIds,
    timeZone: viewer.council.timeZone,
    today: todayIn(viewer, app.clock.now()),
  })
}

async function show(c: Ctx, served: readonly string[]): Promise<Response> {
  const app = c.get('app')
  const viewer = c.get('viewer')
  const { council, locale } = viewer
  const t = text[locale]
  const all = await organisationsOf(app.database.db, council.id)
  const names = all
    .filter(({ organisation_id }) => served.includes(organisation_id))
    .map((each) => nameIn(each, locale))
  return page(
    c,
    {
      title: t.title,
      desk: true,
      unlisted: true,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: '/contact/department', label: departmentText[locale].title },
      ],
    },
    <RecordPage
      {...(await recordOf(c, served))}
      names={names}
      day={dayInWords(locale, todayIn(viewer, app.clock.now()))}
      locale={locale}
    />,
  )
}

async function exported(c: Ctx, served: readonly string[]): Promise<Response> {
  const t = text[c.get('viewer').locale]
  const { months } = await recordOf(c, served)
  const figures = ['given', 'inTime', 'late', 'waiting', 'lateNow', 'returned', 'reopened'] as const
  const columns: readonly Column[] = [
    { key: 'month', label: t.month, type: 'text' },
    ...figures.map((key) => ({ key, label: t[key], type: 'integer' as const })),
    { key: 'medianDays', label: t.median, type: 'number' },
  ]
  const rows = months.map((month) => ({ ...month }))
  const csv = c.req.path.endsWith('.csv')
  return sheet(c, csv ? csvPieces(columns, rows) : xlsxPieces({ name: t.title, columns }, rows), t.file, csv)
}
