import { hasRole, perform } from '#kernel/action'
import { endOfDay, isCivilDate } from '#kernel/calendar'
import { forbidden, type Issue } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import {
  articlesOf,
  FileRefused,
  isStale,
  plainWords,
  provisionPath,
  readDocument,
  readingsOf,
  readPasted,
  refusalMessage,
  versionById,
} from '#parts/laws'
import { refusalPage } from '#web/errors'
import { type Again, answer, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import {
  changeConsultation,
  extend,
  importDraft,
  prepareConsultation,
  publish,
  startProject,
} from '../actions/prepare.ts'
import { writeReading } from '../actions/steps.ts'
import { errorsIn } from '../desk-errors.ts'
import { text } from '../pages/office-pages.text.ts'
import { EditPage, NewPage } from '../pages/office-pages.tsx'
import { type ReadingRow, ReadingsPage } from '../pages/readings-page.tsx'
import type { DeskView } from '../queries/desk.ts'
import { phases } from '../rules.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { atDesk, atOffice } from './desk-found.ts'
import { doneBanner } from './done-banner.tsx'

/** The office prepares, publishes and extends; the desk writes everyday words. */
export function officeRoutes(http: Http): void {
  const at = '/consultations/:n{[0-9]+}'
  http.get('/consultations/new', (c) => showNew(c, null))
  http.post('/consultations/new', start)
  http.get(`${at}/edit`, (c) => atOffice(c, (desk) => showEdit(c, desk, null)))
  http.post(`${at}/edit`, (c) => atOffice(c, (desk) => changeAbout(c, desk)))
  http.post(`${at}/edit/draft`, (c) => atOffice(c, (desk) => bringDraft(c, desk)))
  http.post(`${at}/edit/publish`, (c) => atOffice(c, (desk) => open(c, desk)))
  http.post(`${at}/edit/extend`, (c) => atOffice(c, (desk) => prolong(c, desk)))
  http.get(`${at}/readings`, (c) => atDesk(c, (desk) => showReadings(c, desk, null)))
  http.post(`${at}/readings`, (c) => atDesk(c, (desk) => saveReading(c, desk)))
}

async function showNew(c: Ctx, again: Again | null): Promise<Response> {
  const { actor, council, locale } = c.get('viewer')
  if (actor.accountId === null) return c.redirect('/me/sign-in?next=/consultations/new', 303)
  if (!hasRole(actor, 'clerk')) return refusalPage(c, forbidden())
  const projects = await c
    .get('app')
    .database.db.selectFrom('consultations.project')
    .select(['id', 'title', 'titles'])
    .where('council_id', '=', council.id)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  return page(
    c,
    {
      title: text[locale].newTitle,
      width: 'narrow',
      desk: true,
      unlisted: true,
      breadcrumb: deskCrumbs(locale),
      status: again?.status ?? 200,
      invalid: again !== null,
    },
    <NewPage
      view={{
        projects: projects.map((each) => ({ value: each.id, label: each.titles[locale] ?? each.title })),
        values: again?.values ?? {},
        errors: again ? errorsIn(locale, again) : {},
      }}
    />,
  )
}

function aboutOf(values: Readonly<Record<string, string>>) {
  const { title = '', titleEn = '', summary = '', summaryEn = '' } = values
  const inEnglish = (words: string): Record<string, string> => (words.trim() === '' ? {} : { en: words })
  return { title, titles: inEnglish(titleEn), summary, summaries: inEnglish(summaryEn) }
}

/** A project when none was chosen, then the consultation. */
async function start(c: Ctx): Promise<Response> {
  const { values } = await sent(c)
  const again = (refused: Again) => showNew(c, refused)
  let projectId = values.projectId ?? ''
  if (projectId === '') {
    const about = aboutOf(values)
    const missing: Issue[] = about.title.trim() === '' ? [{ path: 'title', code: 'empty' }] : []
    if (missing.length > 0) return again({ values, issues: missing, conflict: null, status: 422 })
    const kind = (['new', 'amendment', 'repeal'] as const).find((each) => each === values.kind) ?? 'new'
    const title = values.projectTitle?.trim() || about.title
    // The form's key belongs to the consultation; its project has one made of it, so that a double click makes one of each.
    const once = values.once ? { once: `${values.once}/project` } : {}
    const started = await perform(c.get('app'), startProject, c.get('viewer').actor, { title, kind }, once)
    if (!started.ok) return answer(c, started, { done: () => '/', again })
    projectId = started.result.projectId
  }
  return submit(c, prepareConsultation, {
    input: { projectId, phase: phases.find((each) => each === values.phase) ?? 'drafting', ...aboutOf(values) },
    done: ({ number }) => `/consultations/${number}/edit`,
    again,
  })
}

async function showEdit(
  c: Ctx,
  { row, stage, days }: DeskView,
  again: Again | null,
  message?: string,
): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const version = row.version_id ? await versionById(db, council.id, row.version_id) : null
  const settings = await settingsAt(db, council.id, new Date(`${row.settings_at}T12:00:00Z`))
  const errors = again ? errorsIn(locale, again) : {}
  return page(
    c,
    {
      title: `${text[locale].editTitle} · ${row.title}`,
      breadcrumb: deskCrumbs(locale, { number: row.number, title: row.title }),
      desk: true,
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
      ...doneBanner(c, text[locale].done),
    },
    <EditPage
      view={{
        row,
        draft: version && {
          label: version.label,
          text: version.text,
          problems: version.problems,
          counts: countsOf(version.text.provisions),
        },
        values: again?.values ?? {},
        errors: message ? { ...errors, file: message } : errors,
        minimumDays: settings.consultationMinimumDays,
        closes: row.closes_at ? days.instant(row.closes_at) : null,
        stage,
      }}
    />,
  )
}

function countsOf(provisions: Parameters<typeof articlesOf>[0]['provisions']) {
  const counts = { chapters: 0, articles: 0, paragraphs: 0, items: 0 }
  const visit = (children: typeof provisions) => {
    for (const { kind, children: below } of children) {
      if (kind === 'chapter') counts.chapters += 1
      else if (kind === 'article') counts.articles += 1
      else if (kind === 'paragraph') counts.paragraphs += 1
      else if (kind === 'item') counts.items += 1
      visit(below)
    }
  }
  visit(provisions)
  return counts
}

async function changeAbout(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, changeConsultation, {
    input: { consultationId: desk.row.id, ...aboutOf(values) },
    done: () => `${desk.base}/edit?done=about`,
    again: (again) => showEdit(c, desk, again),
  })
}

/** A file is read before the transaction begins: reading may take seconds. */
async function bringDraft(c: Ctx, desk: DeskView): Promise<Response> {
  const { values, files } = await sent(c)
  const { locale } = c.get('viewer')
  const file = files.file?.[0]
  try {
    const source = file
      ? await readDocument(file.name, new Uint8Array(await file.arrayBuffer()))
      : await readPasted(values.source ?? '')
    return await submit(c, importDraft, {
      input: {
        consultationId: desk.row.id,
        source,
        label: values.label ?? '',
        sourceName: file ? file.name.slice(0, 200) : null,
      },
      done: () => `${desk.base}/edit?done=draft`,
      again: (again) => showEdit(c, desk, again),
    })
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    const again: Again = { values, issues: [], conflict: null, status: 422 }
    return showEdit(c, desk, again, refusalMessage(error.code, locale))
  }
}

/** The last moment of a day in the council's zone; what cannot be read is refused by the action. */
function endOf(c: Ctx, typed: string | undefined): Date {
  const { timeZone } = c.get('viewer').council
  return typed && isCivilDate(typed) ? endOfDay(typed, timeZone) : new Date(Number.NaN)
}

async function open(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, publish, {
    input: {
      consultationId: desk.row.id,
      closesAt: endOf(c, values.closesAt),
      acceptProblems: values.acceptProblems === 'yes',
      shorterBecause: values.shorterBecause ?? '',
    },
    done: () => `${desk.base}/edit?done=publish`,
    again: (again) => showEdit(c, desk, again),
  })
}

async function prolong(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, extend, {
    input: { consultationId: desk.row.id, closesAt: endOf(c, values.extendTo), because: values.because ?? '' },
    done: () => `${desk.base}/edit?done=extend`,
    again: (again) =>
      showEdit(c, desk, {
        ...again,
        issues: again.issues.map((issue) => (issue.path === 'closesAt' ? { ...issue, path: 'extendTo' } : issue)),
      }),
  })
}

type Kind = 'plain' | 'translation' | 'meaning'

function kindOf(typed: string | undefined): Kind {
  return (['plain', 'translation', 'meaning'] as const).find((each) => each === typed) ?? 'plain'
}

async function showReadings(c: Ctx, desk: DeskView, again: Again | null): Promise<Response> {
  const own = c.get('viewer').locale
  const { row } = desk
  const kind = kindOf(again?.values.kind ?? c.req.query('kind'))
  const locale = (again?.values.locale ?? c.req.query('locale')) || (kind === 'translation' ? 'en' : 'zh-CN')
  const audience = again?.values.audience ?? c.req.query('audience') ?? ''
  const rows = await readingRows(c, desk, { kind, locale, audience })
  const at = rows.findIndex((each) => each.provisionId === (again?.values.provisionId ?? c.req.query('at')))
  return page(
    c,
    {
      title: `${text[own].readingsTitle} · ${desk.title}`,
      breadcrumb: [
        ...deskCrumbs(own, { number: desk.row.number, title: desk.title }),
        { href: `${desk.base}/edit`, label: text[own].editTitle },
      ],
      desk: true,
      unlisted: true,
      width: 'wide',
      status: again?.status ?? 200,
      invalid: again !== null,
      ...doneBanner(c, text[own].done),
    },
    <ReadingsPage
      view={{
        row,
        kind,
        locale,
        audience,
        rows,
        at: at >= 0 ? at : Math.max(0, nextToWrite(rows, 0)),
        errors: again ? errorsIn(own, again) : {},
        values: again?.values ?? {},
      }}
    />,
  )
}

interface ReadingAsked {
  readonly kind: Kind
  readonly locale: string
  readonly audience: string
}

/** Every article with what is written about it in this manner, in the order of the law. */
async function readingRows(c: Ctx, { version }: DeskView, { kind, locale, audience }: ReadingAsked) {
  if (!version) return []
  const { council, locale: own } = c.get('viewer')
  const readings = await readingsOf(c.get('app').database.db, council.id, version.id)
  const written = readings.filter((each) => each.kind === kind && each.locale === locale && each.audience === audience)
  const byProvision = new Map(written.map((each) => [each.provisionId, each]))
  return articlesOf(version.text).map(({ provision }): ReadingRow => {
    const reading = byProvision.get(provision.id)
    const legal = plainWords(provision)
    const state = !reading ? 'missing' : isStale(reading, legal) ? 'stale' : 'written'
    const place = provisionPath(version.text, provision.id, own)
    return { provisionId: provision.id, place, legal, body: reading?.body ?? '', state }
  })
}

/** Which article to write next, looking onward from one and then from the beginning; -1 when all are written. */
function nextToWrite(rows: readonly ReadingRow[], from: number): number {
  const onward = rows.findIndex((each, index) => index >= from && each.state !== 'written')
  return onward >= 0 ? onward : rows.findIndex((each) => each.state !== 'written')
}

async function saveReading(c: Ctx, desk: DeskView): Promise<Response> {
  const { values } = await sent(c)
  const { provisionId = '', locale = 'zh-CN', audience = '', body = '' } = values
  const kind = kindOf(values.kind)
  const rows = await readingRows(c, desk, { kind, locale, audience })
  const here = rows.findIndex((each) => each.provisionId === provisionId)
  // What is saved now is no longer waiting, so the next one is another.
  const others = rows.map((each, index) => (index === here ? { ...each, state: 'written' as const } : each))
  const at = rows[nextToWrite(others, here + 1)]?.provisionId ?? provisionId
  return submit(c, writeReading, {
    input: { consultationId: desk.row.id, provisionId, kind, locale, audience, body },
    done: () => `${desk.base}/readings?${new URLSearchParams({ kind, locale, audience, at, done: 'reading' })}`,
    again: (again) => showReadings(c, desk, again),
  })
}
