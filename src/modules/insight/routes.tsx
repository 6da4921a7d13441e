import { Readable } from 'node:stream'
import { dayInWords, dayOf } from '#kernel/calendar'
import { type Column, csvPieces, docxDocument } from '#kernel/documents'
import { councilById, nameIn } from '#parts/councils'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { text } from './pages/figures-page.text.ts'
import { FiguresPage, SheetPage } from './pages/figures-page.tsx'
import { ReportPage } from './pages/report-page.tsx'
import { text as reportText } from './report.text.ts'
import { reportBlocks } from './report.ts'
import { makesReports } from './rules.ts'
import { longRows } from './section.ts'
import { type FiguresView, opinionFigures, projectFigures, type Source, type Wanted } from './view.ts'

export function routes(http: Http): void {
  http.get('/insight', (c) => figures(c, 'opinions'))
  http.get('/insight/legislation', (c) => figures(c, 'legislation'))
  http.get('/insight/sheet', sheet)
  http.get('/insight/figures.csv', csv)
  http.get('/insight/figures.json', json)
  http.get('/insight/report', report)
  http.get('/insight/report.docx', reportFile)
}

type Kind = 'opinions' | 'legislation'

async function figures(c: Ctx, kind: Kind): Promise<Response> {
  const { locale, actor } = c.get('viewer')
  const t = text[locale]
  const view = await viewOf(c, kind)
  const title = kind === 'opinions' ? t.title : t.legislation
  keepPublic(c)
  return page(
    c,
    { title, description: kind === 'opinions' ? t.lead : t.legislationLead },
    <FiguresPage view={view} kind={kind} when={whenOf(c, view)} mayReport={makesReports(actor)} />,
  )
}

async function sheet(c: Ctx): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const t = text[locale]
  const view = await viewOf(c, kindOf(c))
  keepPublic(c)
  return page(
    c,
    { title: t.print, breadcrumb: [{ href: '/insight', label: t.title }] },
    <SheetPage view={view} council={council.name} when={whenOf(c, view)} />,
  )
}

const columns: readonly Column[] = [
  { key: 'section', label: 'section', type: 'text' },
  { key: 'row', label: 'row', type: 'text' },
  { key: 'measure', label: 'measure', type: 'text' },
  { key: 'value', label: 'value', type: 'number' },
  { key: 'words', label: 'words', type: 'text' },
]

async function csv(c: Ctx): Promise<Response> {
  const view = await viewOf(c, kindOf(c))
  const pieces = csvPieces(columns, view.sections.flatMap(longRows))
  return c.body(Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${c.get('viewer').council.slug}-${kindOf(c)}.csv"`,
    'cache-control': 'no-store',
  })
}

async function json(c: Ctx): Promise<Response> {
  const { council } = c.get('viewer')
  const { asOf, year, place, least, sections } = await viewOf(c, kindOf(c))
  c.header('cache-control', 'no-store')
  return c.json({
    council: council.name,
    counted_at: asOf?.toISOString() ?? null,
    year,
    place: place?.label ?? null,
    small_group_least: least,
    sections,
  })
}

async function report(c: Ctx): Promise<Response> {
  const { actor, locale } = c.get('viewer')
  if (!makesReports(actor)) return notFoundPage(c)
  const { years } = await opinionFigures(sourceOf(c), { year: null, place: null })
  const breadcrumb = [{ href: '/insight', label: text[locale].title }]
  return page(
    c,
    { title: reportText[locale].title, breadcrumb, width: 'narrow', unlisted: true },
    <ReportPage years={years} />,
  )
}

async function reportFile(c: Ctx): Promise<Response> {
  const { actor, council, locale } = c.get('viewer')
  const opinions = await opinionFigures(sourceOf(c), wantedOf(c))
  const { year, asOf, least } = opinions
  if (!makesReports(actor) || year === null || asOf === null) return notFoundPage(c)
  const legislation = await projectFigures(sourceOf(c), { year })
  const app = c.get('app')
  const now = app.clock.now()
  const own = await councilById(app.database.db, council.id)
  const name = own ? nameIn(own, locale) : council.name
  const blocks = reportBlocks({
    council: name,
    year,
    opinions: opinions.sections,
    // Projects of other years are no part of this one; a year without any is empty, not all of them.
    legislation: legislation.year === year ? legislation.sections : [],
    least,
    when: dayInWords(locale, dayOf(asOf, council.timeZone)),
    day: dayInWords(locale, dayOf(now, council.timeZone)),
    locale,
  })
  const title = reportText[locale].report(name, String(year)).replace('\n', ' ')
  const bytes = await docxDocument({ title, lang: locale, madeAt: now }, blocks)
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'content-disposition': `attachment; filename="${council.slug}-report-${year}.docx"`,
    'cache-control': 'no-store',
  })
}

function viewOf(c: Ctx, kind: Kind): Promise<FiguresView> {
  return kind === 'opinions' ? opinionFigures(sourceOf(c), wantedOf(c)) : projectFigures(sourceOf(c), wantedOf(c))
}

function kindOf(c: Ctx): Kind {
  return c.req.query('of') === 'legislation' ? 'legislation' : 'opinions'
}

function sourceOf(c: Ctx): Source {
  return { app: c.get('app'), viewer: c.get('viewer'), modules: c.get('modules') }
}

function wantedOf(c: Ctx): Wanted {
  const number = (words: string | undefined) => (words && /^\d{1,9}$/.test(words) ? Number(words) : null)
  return { year: number(c.req.query('year')), place: number(c.req.query('place')) }
}

function whenOf(c: Ctx, { asOf }: FiguresView): string | null {
  const { locale, council } = c.get('viewer')
  const tag = locale === 'en' ? 'en-GB' : locale
  const words = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: council.timeZone })
  return asOf && words.format(asOf)
}
