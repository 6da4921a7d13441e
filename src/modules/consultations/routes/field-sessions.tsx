import { newId } from '#kernel/ids'
import { dateTag } from '#kernel/text'
import { nameIn } from '#parts/councils'
import { plainWords, provisionPath } from '#parts/laws'
import { placesOf } from '#parts/network'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { fromLocal, toLocal } from '#web/local-time'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { holdSession, keepStatements } from '../actions/field-sessions.ts'
import { statementsOf, suggestClause } from '../field-rules.ts'
import { sessionKinds } from '../field-schema.ts'
import { text } from '../pages/session-pages.text.ts'
import {
  ReviewPage,
  type ReviewView,
  SessionFormPage,
  type SessionFormView,
  SessionPage,
  SessionsPage,
} from '../pages/session-pages.tsx'
import { type ConsultationRow, titleIn } from '../queries/consultation.ts'
import { type ListedSession, opinionsOfSession, sessionsOf } from '../queries/field-sessions.ts'
import { deskCrumbs } from './desk-crumbs.ts'
import { atDesk, errorsOf, versionOf } from './field-doors.tsx'

/** Sessions on site: listed, told, corrected, and their minutes turned into opinions. */
export function sessionRoutes(http: Http): void {
  http.get('/consultations/:n{[0-9]+}/sessions', atDesk(list))
  http.get(
    '/consultations/:n{[0-9]+}/sessions/new',
    atDesk((c, of) => form(c, of)),
  )
  http.post('/consultations/:n{[0-9]+}/sessions', atDesk(hold))
  http.get('/consultations/:n{[0-9]+}/sessions/:session{[0-9]+}', atDesk(show))
  http.get(
    '/consultations/:n{[0-9]+}/sessions/:session{[0-9]+}/review',
    atDesk((c, of) => review(c, of)),
  )
  http.post('/consultations/:n{[0-9]+}/sessions/:session{[0-9]+}/review', atDesk(keep))
}

const crumbs = (c: Ctx, consultation: ConsultationRow) => {
  const { locale } = c.get('viewer')
  const base = `/consultations/${consultation.number}`
  return [
    ...deskCrumbs(locale, { number: consultation.number, title: titleIn(consultation, locale) }),
    { href: `${base}/sessions`, label: text[locale].title },
  ]
}

async function list(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { locale } = c.get('viewer')
  const sessions = await sessionsOf(c.get('app').database.db, consultation.council_id, consultation.id)
  const view = {
    number: consultation.number,
    title: titleIn(consultation, locale),
    sessions: sessions.map((session) => ({ ...session, when: whenOf(c, session), where: whereOf(c, session) })),
  }
  const breadcrumb = crumbs(c, consultation).slice(0, -1)
  const options = { title: text[locale].title, desk: true, width: 'wide' as const, unlisted: true, breadcrumb }
  return page(c, options, <SessionsPage view={view} />)
}

function whenOf(c: Ctx, session: ListedSession): string {
  const { locale, council } = c.get('viewer')
  return new Intl.DateTimeFormat(dateTag[locale], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: council.timeZone,
  }).format(session.held_at)
}

function whereOf(c: Ctx, session: ListedSession): string {
  const { locale } = c.get('viewer')
  const place = session.place_zh ? nameIn({ name_zh: session.place_zh, name_en: session.place_en }, locale) : ''
  return [session.venue, place].filter(Boolean).join(' · ')
}

async function formView(
  c: Ctx,
  consultation: ConsultationRow,
  { heading, values, again }: { heading: string; values: Readonly<Record<string, string>>; again: Again | null },
): Promise<SessionFormView> {
  const { locale } = c.get('viewer')
  const places = await placesOf(c.get('app').database.db, consultation.council_id, { limit: 300 })
  return {
    number: consultation.number,
    heading,
    places: places.map((place) => ({ value: place.place_id, label: nameIn(place, locale) })),
    values,
    errors: again ? errorsOf(again, text[locale].problem) : {},
  }
}

async function form(c: Ctx, consultation: ConsultationRow, again: Again | null = null): Promise<Response> {
  const { locale, council } = c.get('viewer')
  const { add } = text[locale]
  const now = toLocal(c.get('app').clock.now(), council.timeZone)
  const values = again?.values ?? { clientKey: newId(), kind: 'seminar', heldAt: now }
  const view = await formView(c, consultation, { heading: add, values, again })
  const status = again ? { invalid: true, status: again.status } : {}
  const options = {
    title: add,
    unlisted: true,
    width: 'narrow' as const,
    breadcrumb: crumbs(c, consultation),
    ...status,
  }
  return page(c, options, <SessionFormPage view={view} />)
}

async function hold(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const { values } = await sent(c)
  const { clientKey = '', placeId = '', title = '', venue = '', attended = '', minutes = '' } = values
  return submit(c, holdSession, {
    input: {
      consultationId: consultation.id,
      clientKey,
      placeId,
      kind: sessionKinds.find((kind) => kind === values.kind) ?? 'other',
      title,
      heldAt: fromLocal(values.heldAt ?? '', c.get('viewer').council.timeZone),
      venue,
      attended: attended.trim(),
      minutes,
    },
    done: ({ number }) => `/consultations/${consultation.number}/sessions/${number}?done=saved`,
    again: (again) => form(c, consultation, again),
  })
}

async function sessionOf(c: Ctx, consultation: ConsultationRow): Promise<ListedSession | undefined> {
  const sessions = await sessionsOf(c.get('app').database.db, consultation.council_id, consultation.id)
  return sessions.find(({ number }) => number === Number(c.req.param('session')))
}

async function show(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const session = await sessionOf(c, consultation)
  if (!session) return notFoundPage(c)
  const { locale, council } = c.get('viewer')
  const t = text[locale]
  const version = await versionOf(c, consultation)
  const opinions = await opinionsOfSession(c.get('app').database.db, consultation.council_id, session.id)
  const values = {
    clientKey: session.client_key,
    title: session.title,
    kind: session.kind,
    heldAt: toLocal(session.held_at, council.timeZone),
    placeId: session.place_id ?? '',
    venue: session.venue,
    attended: session.attended === null ? '' : String(session.attended),
    minutes: session.minutes,
  }
  const view = {
    number: consultation.number,
    session,
    when: whenOf(c, session),
    where: whereOf(c, session),
    opinions: opinions.map((opinion) => ({
      ...opinion,
      clause:
        opinion.provision_id && version ? provisionPath(version.text, opinion.provision_id, locale) : t.wholeWords,
    })),
    form: await formView(c, consultation, { heading: t.edit, values, again: null }),
  }
  const options = { title: session.title, unlisted: true, breadcrumb: crumbs(c, consultation), banner: bannerOf(c) }
  return page(c, options, <SessionPage view={view} />)
}

function bannerOf(c: Ctx) {
  const t = text[c.get('viewer').locale]
  const stored = c.req.query('stored')
  if (c.req.query('done') === 'saved') return <DoneBanner title={t.saved}>{t.savedWords}</DoneBanner>
  if (stored === undefined || !/^\d{1,4}$/.test(stored)) return undefined
  return stored === '0' ? <DoneBanner title={t.storedNone} /> : <DoneBanner title={t.stored(Number(stored))} />
}

async function review(
  c: Ctx,
  consultation: ConsultationRow,
  before: { again: Again; statements: ReviewView['statements'] } | null = null,
): Promise<Response> {
  const session = await sessionOf(c, consultation)
  if (!session) return notFoundPage(c)
  const { locale } = c.get('viewer')
  const t = text[locale]
  const version = await versionOf(c, consultation)
  const clauses = (version?.articles ?? []).map(({ provision }) => ({
    id: provision.id,
    label: provision.label,
    words: plainWords(provision),
  }))
  const fresh = statementsOf(session.minutes).map(({ speaker, body }) => ({
    clientKey: newId(),
    speaker: speaker ?? '',
    body,
    provisionId: suggestClause(body, clauses) ?? '',
    keep: true,
  }))
  const view: ReviewView = {
    number: consultation.number,
    sessionNumber: session.number,
    clauses: clauses.map(({ id, label, words }) => ({ value: id, label: `${label} ${words.slice(0, 24)}` })),
    errors: before ? errorsOf(before.again, t.problem) : {},
    statements: before?.statements ?? fresh,
  }
  const status = before ? { invalid: true, status: before.again.status } : {}
  const options = { title: t.reviewTitle, unlisted: true, breadcrumb: crumbs(c, consultation), ...status }
  return page(c, options, <ReviewPage view={view} />)
}

async function keep(c: Ctx, consultation: ConsultationRow): Promise<Response> {
  const session = await sessionOf(c, consultation)
  if (!session) return notFoundPage(c)
  const { values } = await sent(c)
  const count = Math.min(300, Number(values.count) || 0)
  const all = Array.from({ length: count }, (_, index) => ({
    clientKey: values[`key-${index}`] ?? '',
    speaker: values[`speaker-${index}`] ?? '',
    body: values[`body-${index}`] ?? '',
    provisionId: values[`clause-${index}`] ?? '',
    keep: values[`keep-${index}`] !== undefined,
  }))
  const kept = all.filter((each) => each.keep)
  const places = all.flatMap((each, index) => (each.keep ? [index] : []))
  return submit(c, keepStatements, {
    input: {
      consultationId: consultation.id,
      sessionId: session.id,
      statements: kept.map(({ clientKey, speaker, body, provisionId }) => ({ clientKey, speaker, body, provisionId })),
    },
    done: ({ stored }) => `/consultations/${consultation.number}/sessions/${session.number}?stored=${stored}`,
    again: (again) => review(c, consultation, { again: atTheirFields(again, places), statements: all }),
  })
}

/** Issues name the kept statements by their order; the page's fields count them all. */
function atTheirFields(again: Again, places: readonly number[]): Again {
  const names: Readonly<Record<string, string>> = { body: 'body', provisionId: 'clause', speaker: 'speaker' }
  const issues = again.issues.map((issue) => {
    const [, index, field = ''] = /^statements\.(\d+)\.(\w+)/.exec(issue.path) ?? []
    return index === undefined
      ? { ...issue, path: '', code: 'empty' }
      : { ...issue, path: `${names[field] ?? field}-${places[Number(index)] ?? 0}` }
  })
  return { ...again, issues }
}
