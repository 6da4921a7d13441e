import { type Column, docxDocument, pdfDocument, xlsxPieces } from '#kernel/documents'
import { dateTag } from '#kernel/text'
import { councilById, nameIn } from '#parts/councils'
import { versionById } from '#parts/laws'
import { ledgerOf, ledgerTotal } from '#parts/opinions'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { matterOf } from '../actions/answer.ts'
import { sendBack, sendDown, submitUpward } from '../actions/upward.ts'
import { dayWords } from '../pages/day-words.ts'
import { text } from '../pages/submission.text.ts'
import { SubmissionPage } from '../pages/submission-page.tsx'
import { argumentStories, submissionsOf } from '../queries/answers.ts'
import { packagesReceived, packagesSent, sentBytes } from '../queries/packages.ts'
import { reportBlocks, suggestionsOf } from '../queries/report.ts'
import { forOffice } from './answer.tsx'
import { deskCrumbs } from './desk-crumbs.ts'
import { doneBanner } from './done-banner.tsx'
import { download } from './story.tsx'

/** What goes up and down: /consultations/:n/submission. */
export function submissionRoutes(http: Http): void {
  const base = '/consultations/:n{[0-9]+}/submission'
  http.get(base, (c) => submissionPage(c))
  http.post(base, submitSent)
  http.post(`${base}/down`, downSent)
  http.post(`${base}/back`, backSent)
  http.get(`${base}/report.docx`, (c) => report(c, 'docx'))
  http.get(`${base}/report.pdf`, (c) => report(c, 'pdf'))
  http.get(`${base}/report.xlsx`, (c) => report(c, 'xlsx'))
  http.get(`${base}/:file{[0-9a-f]{64}\\.zip}`, packageFile)
}

async function submissionPage(c: Ctx, again: Again | null = null): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, row, locale } = it
  const t = text[locale]
  const field = again?.issues.some(({ path }) => path === 'toName')
  const errors: Record<string, string> = again ? { [field ? 'toName' : '']: field ? t.error : t.faults.other } : {}
  const received = await packagesReceived(db, council.id, row.id)
  return page(
    c,
    {
      title: t.title,
      desk: true,
      unlisted: true,
      ...(again && { status: again.status, invalid: true }),
      breadcrumb: deskCrumbs(locale, { number: row.number, title: it.title }),
      ...doneBanner(c, t.done),
    },
    <SubmissionPage
      row={row}
      title={it.title}
      stories={await argumentStories(db, council.id, row.id)}
      opinions={ledgerTotal(await ledgerOf(db, council.id, matterOf(row.id), council.timeZone)).collected}
      submissions={await submissionsOf(db, council.id, row.id)}
      sent={await packagesSent(db, council.id, row.id)}
      received={received.map(({ sha256, from }) => ({ sha256, from }))}
      errors={errors}
      values={again?.values ?? {}}
      days={dayWords(locale, council.timeZone, app.clock.now())}
      locale={locale}
    />,
  )
}

async function submitSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values } = await sent(c)
  return submit(c, submitUpward, {
    input: { consultationId: it.row.id, toName: values.toName ?? '' },
    done: () => `/consultations/${it.row.number}/submission?done=up`,
    again: (again) => submissionPage(c, again),
  })
}

async function downSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values } = await sent(c)
  return submit(c, sendDown, {
    input: { consultationId: it.row.id, toName: values.toName ?? '', task: values.task ?? '' },
    done: () => `/consultations/${it.row.number}/submission?done=down`,
    again: (again) => submissionPage(c, again),
  })
}

async function backSent(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { values } = await sent(c)
  return submit(c, sendBack, {
    input: { consultationId: it.row.id, packageSha256: values.packageSha256 ?? '' },
    done: () => `/consultations/${it.row.number}/submission?done=back`,
    again: (again) => submissionPage(c, again),
  })
}

async function report(c: Ctx, kind: 'docx' | 'pdf' | 'xlsx'): Promise<Response> {
  const it = await forOffice(c)
  if (!it) return notFoundPage(c)
  const { app, db, council, row, locale } = it
  const t = text[locale]
  const stories = await argumentStories(db, council.id, row.id)
  const name = `consultation-${row.number}-report.${kind}`
  if (kind === 'xlsx') {
    const columns: Column[] = [
      { key: 'number', label: t.columns.number, type: 'integer' },
      { key: 'title', label: t.columns.title, type: 'text', width: 30 },
      { key: 'voices', label: t.columns.voices, type: 'integer' },
      { key: 'text', label: t.columns.text, type: 'text', width: 60 },
      { key: 'why', label: t.columns.why, type: 'text', width: 40 },
    ]
    const rows = suggestionsOf(stories).map(({ number, title, voices, sentences, refinedBecause }) => ({
      number,
      title,
      voices,
      text: sentences.map((sentence) => sentence.text).join(''),
      why: refinedBecause,
    }))
    return download(c, xlsxPieces({ name: t.suggestions, columns }, rows), name)
  }
  const now = row.submitted_at ?? app.clock.now()
  const last = (await submissionsOf(db, council.id, row.id)).at(-1)
  const own = await councilById(db, council.id)
  const blocks = reportBlocks({
    title: it.title,
    council: own ? nameIn(own, locale) : council.name,
    day: new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: council.timeZone }).format(now),
    to: last?.toName ?? null,
    opinions: ledgerTotal(await ledgerOf(db, council.id, matterOf(row.id), council.timeZone)).collected,
    stories,
    version: row.version_id ? await versionById(db, council.id, row.version_id) : null,
    locale,
  })
  const setup = { title: t.report(it.title), lang: locale, madeAt: now }
  const bytes = kind === 'docx' ? await docxDocument(setup, blocks) : (await pdfDocument(setup, blocks)).bytes
  return download(c, one(bytes), name)
}

async function packageFile(c: Ctx): Promise<Response> {
  const it = await forOffice(c)
  const sha256 = (c.req.param('file') ?? '').slice(0, 64)
  const bytes = it && (await sentBytes(it.db, it.council.id, it.row.id, sha256))
  return bytes ? download(c, one(bytes), `zhitong-${sha256.slice(0, 12)}.zip`) : notFoundPage(c)
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
