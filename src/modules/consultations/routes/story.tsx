import { Readable } from 'node:stream'
import { csvPieces, jsonLinePieces, xlsxPieces } from '#kernel/documents'
import { CompareView, comparisonRows } from '#parts/laws'
import { ledgerOf, ledgerStates, ledgerTotal, opinionsInState } from '#parts/opinions'
import { ButtonRow, PageHead, PrintButton, Tabs, Words } from '#ui'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { matterOf } from '../actions/answer.ts'
import { text as wordsText } from '../pages/answer-words.text.ts'
import { DataPage } from '../pages/data-page.tsx'
import { dayWords } from '../pages/day-words.ts'
import { text as ledgerText } from '../pages/ledger-page.text.ts'
import { LedgerListPage, LedgerOverviewPage, LedgerPage } from '../pages/ledger-page.tsx'
import { text as storyText } from '../pages/story-page.text.ts'
import { StoryPage } from '../pages/story-page.tsx'
import { aloneStories, argumentStories, scoresOf, submissionsOf, versionsOf } from '../queries/answers.ts'
import { consultationByNumber, titleIn } from '../queries/consultation.ts'
import { text as dataText } from '../queries/open-data.text.ts'
import { annotationLines, columnsOf, dataCounts, dataRows, dataSets } from '../queries/open-data.ts'
import { placeNames } from '../queries/reading.ts'
import { isClerk } from '../rules.ts'

const pageSize = 50

/** What everybody sees of how it went: the story, the comparison, the ledger, the data. */
export function storyRoutes(http: Http): void {
  const base = '/consultations/:n{[0-9]+}'
  http.get(`${base}/story`, story)
  http.get(`${base}/changes`, changes)
  http.get('/consultations/ledger', overview)
  http.get(`${base}/ledger`, ledger)
  http.get(`${base}/ledger.csv`, ledgerCsv)
  http.get(`${base}/data`, data)
  http.get(`${base}/data/annotations.jsonl`, annotations)
  http.get(`${base}/data/:file{[a-z]+\\.[a-z]+}`, dataFile)
}

/** A consultation that everybody may see. */
async function publicOne(c: Ctx) {
  const app = c.get('app')
  const { council, locale, actor } = c.get('viewer')
  const row = await consultationByNumber(app.database.db, council.id, Number(c.req.param('n')))
  if (!row || row.stage === 'prepared') return null
  const title = titleIn(row, locale)
  const given = row.stage === 'answered' || row.stage === 'evaluated'
  const base = `/consultations/${row.number}`
  return {
    app,
    db: app.database.db,
    council,
    locale,
    actor,
    row,
    title,
    given,
    base,
    crumbs: [{ href: base, label: title }],
  }
}

async function story(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, row, locale, given } = it
  keepPublic(c)
  return page(
    c,
    { title: `${storyText[locale].title} · ${it.title}`, description: storyText[locale].lead, breadcrumb: it.crumbs },
    <StoryPage
      row={row}
      title={it.title}
      alone={given ? await aloneStories(db, council.id, row.id) : { shown: [], others: 0 }}
      stories={given ? await argumentStories(db, council.id, row.id) : []}
      totals={ledgerTotal(await ledgerOf(db, council.id, matterOf(row.id), council.timeZone))}
      submissions={await submissionsOf(db, council.id, row.id)}
      scores={given ? await scoresOf(db, council.id, row.id) : {}}
      versions={given ? await versionsOf(db, council.id, row) : null}
      days={dayWords(locale, council.timeZone, app.clock.now())}
      locale={locale}
    />,
  )
}

/** The comparison is everybody's when the answers are given; the office sees it before. */
async function changes(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it || !(it.given || isClerk(it.actor))) return notFoundPage(c)
  const versions = await versionsOf(it.db, it.council.id, it.row)
  if (!versions) return notFoundPage(c)
  const t = storyText[it.locale]
  const mode = c.req.query('mode') === 'unified' ? 'unified' : 'side'
  const all = c.req.query('all') === '1'
  const href = (to: 'side' | 'unified', every: boolean) => `${it.base}/changes?mode=${to}${every ? '&all=1' : ''}`
  keepPublic(c)
  return page(
    c,
    { title: `${t.changesTitle} · ${it.title}`, breadcrumb: it.crumbs, width: 'wide' },
    <>
      <PageHead
        title={t.changesTitle}
        above={<span class="muted">{it.title}</span>}
        lead={<Words>{`${versions.old.label} → ${versions.next.label}`}</Words>}
      />
      <Tabs
        label={t.view}
        tabs={[
          { href: href('side', all), label: t.side, current: mode === 'side' },
          { href: href('unified', all), label: t.unified, current: mode === 'unified' },
        ]}
      />
      <ButtonRow>
        <a href={href(mode, !all)}>{all ? t.onlyChanges : t.all}</a>
        <PrintButton />
      </ButtonRow>
      <CompareView
        rows={comparisonRows(versions.old.text, versions.next.text, versions.comparison)}
        mode={mode}
        names={{ old: versions.old.label, fresh: versions.next.label }}
        changesOnly={!all}
      />
    </>,
  )
}

async function ledger(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, row, locale, base } = it
  const t = ledgerText[locale]
  const state = ledgerStates.find((each) => each === c.req.query('state'))
  const options = { title: `${t.title} · ${it.title}`, breadcrumb: it.crumbs, width: 'wide' as const }
  if (state) {
    const at = Math.min(1000, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
    const asked = { state, limit: pageSize, offset: (at - 1) * pageSize }
    const found = await opinionsInState(db, council.id, matterOf(row.id), asked)
    return page(
      c,
      { ...options, breadcrumb: [...it.crumbs, { href: `${base}/ledger`, label: t.title }] },
      <LedgerListPage
        title={it.title}
        base={base}
        state={state}
        found={found}
        page={at}
        pageSize={pageSize}
        office={isClerk(it.actor)}
        locale={locale}
      />,
    )
  }
  const rows = await ledgerOf(db, council.id, matterOf(row.id), council.timeZone)
  const names = await placeNames(
    app,
    council.id,
    rows.map(({ placeId }) => placeId),
    locale,
  )
  keepPublic(c)
  return page(c, options, <LedgerPage title={it.title} base={base} rows={rows} placeNames={names} locale={locale} />)
}

async function ledgerCsv(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, row, locale } = it
  const t = ledgerText[locale]
  const w = wordsText[locale].words
  const rows = await ledgerOf(db, council.id, matterOf(row.id), council.timeZone)
  const ids = rows.map(({ placeId }) => placeId)
  const names = await placeNames(app, council.id, ids, locale)
  const columns = [
    { key: 'place', label: t.place, type: 'text' as const },
    { key: 'year', label: t.year, type: 'integer' as const },
    ...ledgerStates.map((state) => ({ key: keyOf(state), label: w[state], type: 'integer' as const })),
    { key: 'hidden', label: t.hidden, type: 'integer' as const },
  ]
  const lines = rows.map((each) => ({
    ...each,
    place: each.fromBelow ? t.below : ((each.placeId && names.get(each.placeId)) ?? t.online),
  }))
  return download(c, csvPieces(columns, lines), `ledger-${row.number}.csv`)
}

const keyOf = (state: (typeof ledgerStates)[number]) => (state === 'not-adopted' ? 'notAdopted' : state)

async function overview(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const consultations = await db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', council.id)
    .where('stage', '<>', 'prepared')
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  const rows = []
  for (const row of consultations) {
    const totals = ledgerTotal(await ledgerOf(db, council.id, matterOf(row.id), council.timeZone))
    rows.push({ number: row.number, title: titleIn(row, locale), totals })
  }
  const packages = await db
    .selectFrom('consultations.received_package')
    .select(['from_name', 'manifest'])
    .where('council_id', '=', council.id)
    .where('kind', '=', 'opinions')
    .orderBy('received_at', 'desc')
    .limit(500)
    .execute()
  const below = packages.map(({ from_name, manifest }) => ({ from: from_name, ...countsIn(manifest) }))
  keepPublic(c)
  const title = ledgerText[locale].title
  return page(c, { title, width: 'wide' }, <LedgerOverviewPage rows={rows} below={below} locale={locale} />)
}

/** Title and counts of a manifest that was checked when it came. */
function countsIn(manifest: unknown): { title: string; counts: Record<string, number> } {
  const { title, counts } = manifest as { title: string; counts: Record<string, number> }
  return { title, counts }
}

async function data(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it) return notFoundPage(c)
  const t = dataText[it.locale]
  keepPublic(c)
  return page(
    c,
    { title: `${t.title} · ${it.title}`, breadcrumb: it.crumbs },
    <DataPage
      title={it.title}
      base={it.base}
      counts={await dataCounts(it.db, it.council.id, it.row.id)}
      locale={it.locale}
    />,
  )
}

async function dataFile(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  const [name, ending] = (c.req.param('file') ?? '').split('.')
  const set = dataSets.find((each) => each === name)
  if (!it || !set) return notFoundPage(c)
  const columns = columnsOf(set, it.locale)
  const rows = dataRows(it.db, it.council.id, it.row.id, set)
  const pieces =
    ending === 'csv'
      ? csvPieces(columns, rows)
      : ending === 'xlsx'
        ? xlsxPieces({ name: dataText[it.locale].sets[set], columns }, rows)
        : ending === 'jsonl'
          ? jsonLinePieces(columns, rows)
          : null
  return pieces ? download(c, pieces, `consultation-${it.row.number}-${set}.${ending}`) : notFoundPage(c)
}

async function annotations(c: Ctx): Promise<Response> {
  const it = await publicOne(c)
  if (!it) return notFoundPage(c)
  const lines = annotationLines(it.db, it.council.id, it.row.id, `${it.app.baseUrl}${it.base}`)
  return download(c, lines, `consultation-${it.row.number}-annotations.jsonl`)
}

const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  zip: 'application/zip',
}

/** A file made as it is sent. */
export function download(c: Ctx, pieces: AsyncIterable<Uint8Array | string>, name: string): Response {
  return c.body(Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream, 200, {
    'content-type': mediaTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}
