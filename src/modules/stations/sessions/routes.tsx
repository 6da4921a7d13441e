import { nameIn } from '#parts/councils'
import {
  askQuestion,
  attendanceByCode,
  cancelSignUp,
  checkIn,
  mediaOrigin,
  pulseOf,
  signUp,
  stageNow,
  supportQuestion,
  waitingBefore,
} from '#parts/meetings'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic, securityHeaders } from '#web/server'
import { toList, toPlace } from '../path.ts'
import { placeOfPath } from '../queries.ts'
import { placeCalendar, sessionCalendar } from './calendar.ts'
import { text as doorText } from './pages/door-pages.text.ts'
import { HerePage, MinePage } from './pages/door-pages.tsx'
import { text as liveText } from './pages/live-page.text.ts'
import { LivePage } from './pages/live-page.tsx'
import { text as pageText } from './pages/session-page.text.ts'
import { SessionPage } from './pages/session-page.tsx'
import { text as listText } from './pages/sessions-page.text.ts'
import { SessionsPage } from './pages/sessions-page.tsx'
import { text as wholeText } from './pages/whole-page.text.ts'
import { WholePage } from './pages/whole-page.tsx'
import { baseOf, onePath, toSession, toSessions, withSession } from './path.ts'
import { asked, type Found, mediaOriginsNow, sessionsView, sessionView } from './queries.ts'
import { runRoutes } from './run-routes.tsx'
import { staffRoutes } from './staff-routes.tsx'
import { wholeView } from './whole.ts'
import { errorsIn, topicIn } from './words.ts'

/** Sessions of a place: the calendar, one session, the livestream room, and the work in them. */
export function sessionRoutes(http: Http): void {
  http.get('/stations/sessions', whole)
  http.get('/stations/:number{[0-9]+}/sessions', list)
  http.get('/stations/:number{[0-9]+}/calendar.ics', placeCalendar)
  staffRoutes(http)
  http.get(
    onePath,
    withSession((c, found) => showSession(c, found)),
  )
  http.get(`${onePath}/session.ics`, withSession(sessionCalendar))
  http.get(
    `${onePath}/live`,
    withSession((c, found) => showLive(c, found)),
  )
  http.get(`${onePath}/pulse`, withSession(pulse))
  http.post(`${onePath}/sign-up`, withSession(signUpSent))
  http.post(`${onePath}/ask`, withSession(askSent))
  http.post(`${onePath}/support`, withSession(supportSent))
  http.get(
    `${onePath}/here`,
    withSession((c, found) => showHere(c, found, null)),
  )
  http.post(`${onePath}/here`, withSession(hereSent))
  http.get(
    `${onePath}/mine/:code{[0-9A-Za-z-]{12,14}}`,
    withSession((c, found) => showMine(c, found, null)),
  )
  http.post(`${onePath}/mine/:code{[0-9A-Za-z-]{12,14}}/cancel`, withSession(cancelSent))
  runRoutes(http)
}

async function whole(c: Ctx): Promise<Response> {
  const t = wholeText[c.get('viewer').locale]
  const view = await wholeView(c)
  keepPublic(c)
  return page(c, { title: t.title, description: t.lead, breadcrumb: [toList(c)] }, <WholePage view={view} />)
}

async function list(c: Ctx): Promise<Response> {
  const place = await placeOfPath(c)
  if (!place) return notFoundPage(c)
  const { locale } = c.get('viewer')
  const t = listText[locale]
  const view = await sessionsView(c, place)
  keepPublic(c)
  return page(
    c,
    { title: t.title(nameIn(place, locale)), description: t.lead, breadcrumb: toPlace(c, place) },
    <SessionsPage view={view} />,
  )
}

function doneBanner(c: Ctx) {
  const t = pageText[c.get('viewer').locale]
  const words: Readonly<Record<string, string>> = {
    asked: t.asked,
    supported: t.supported,
    unsupported: t.unsupported,
    published: t.published,
    moved: t.movedDone,
    cancelled: t.cancelDone,
    saved: t.saved,
  }
  const done = c.req.query('done') ?? ''
  const title = words[done]
  return title && <DoneBanner title={title}>{done === 'asked' && t.askedNote}</DoneBanner>
}

async function showSession(c: Ctx, found: Found, again: Again | null = null): Promise<Response> {
  const { locale } = c.get('viewer')
  const errors = again ? errorsIn(locale, again) : {}
  const view = await sessionView(c, found)
  const banner = doneBanner(c)
  return page(
    c,
    {
      title: topicIn(found.meeting, locale),
      breadcrumb: toSessions(c, found.place),
      status: again?.status ?? 200,
      invalid: again !== null,
      unlisted: found.meeting.published_at === null,
      ...(banner && { banner }),
    },
    <SessionPage view={view} values={again?.values ?? {}} errors={errors} />,
  )
}

/** The room; only the origin of its picture is allowed besides our own, and on this page alone. */
async function showLive(c: Ctx, found: Found, again: Again | null = null): Promise<Response> {
  const { locale } = c.get('viewer')
  const { meeting } = found
  if (meeting.kind !== 'livestream') return c.redirect(baseOf(found), 303)
  const errors = again ? errorsIn(locale, again) : {}
  const view = await sessionView(c, found)
  const origin = meeting.stream_url === null ? null : mediaOrigin(meeting.stream_url)
  const allowed = origin !== null && (await mediaOriginsNow(c)).includes(origin)
  if (allowed) {
    const policy = securityHeaders['content-security-policy'] ?? ''
    c.header('content-security-policy', policy.replace("media-src 'self' blob:", `media-src 'self' blob: ${origin}`))
    // Without this an address elsewhere would learn from which page it is asked.
    c.header('referrer-policy', 'same-origin')
  }
  const banner = doneBanner(c)
  return page(
    c,
    {
      title: `${topicIn(meeting, locale)} · ${liveText[locale].room}`,
      breadcrumb: toSession(c, found),
      status: again?.status ?? 200,
      invalid: again !== null,
      ...(banner && { banner }),
    },
    <LivePage view={view} picture={allowed ? meeting.stream_url : null} values={again?.values ?? {}} errors={errors} />,
  )
}

/** A few characters that change when there is news. */
async function pulse(c: Ctx, { meeting }: Found): Promise<Response> {
  const { db, council, now } = asked(c)
  keepPublic(c)
  return c.html(`${await pulseOf(db, council.id, meeting.id)}-${stageNow(meeting, now)}`)
}

async function signUpSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, signUp, {
    input: {
      meetingId: found.meeting.id,
      name: values.name ?? '',
      contact: values.contact ?? null,
      people: values.people ?? '1',
      locale: c.get('viewer').locale,
    },
    done: ({ code }) => `${baseOf(found)}/mine/${code}?new=1`,
    again: (again) => showSession(c, found, again),
  })
}

async function askSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  const live = values.back === 'live'
  return submit(c, askQuestion, {
    input: {
      meetingId: found.meeting.id,
      body: values.body ?? '',
      name: values.askName ?? null,
      locale: c.get('viewer').locale,
    },
    done: () => `${baseOf(found)}${live ? '/live' : ''}?done=asked`,
    again: (again) => (live ? showLive(c, found, again) : showSession(c, found, again)),
  })
}

async function supportSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  const live = values.back === 'live'
  const on = values.on !== 'no'
  return submit(c, supportQuestion, {
    input: { meetingId: found.meeting.id, questionId: values.questionId ?? '', on },
    done: () => `${baseOf(found)}${live ? '/live' : ''}?done=${on ? 'supported' : 'unsupported'}`,
    again: (again) => (live ? showLive(c, found, again) : showSession(c, found, again)),
  })
}

function showHere(c: Ctx, found: Found, again: Again | null, done: 'now' | 'again' | null = null): Response {
  const { locale, council } = c.get('viewer')
  const errors = again ? errorsIn(locale, again) : {}
  const values = again?.values ?? { door: c.req.query('door') ?? '' }
  return page(
    c,
    {
      title: done ? doorText[locale].doneTitle : doorText[locale].hereTitle,
      breadcrumb: toSession(c, found),
      width: 'narrow',
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
    },
    <HerePage {...found} values={values} errors={errors} timeZone={council.timeZone} done={done} />,
  )
}

async function hereSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, checkIn, {
    input: {
      meetingId: found.meeting.id,
      doorCode: values.door ?? '',
      code: values.code ?? null,
      name: values.name ?? null,
      locale: c.get('viewer').locale,
    },
    done: ({ again }) => showHere(c, found, null, again ? 'again' : 'now'),
    again: (again) => showHere(c, found, again),
  })
}

async function showMine(c: Ctx, found: Found, again: Again | null): Promise<Response> {
  const { db, council, locale, now } = asked(c)
  const attendance = await attendanceByCode(db, council.id, c.req.param('code') ?? '')
  if (!attendance || attendance.meeting_id !== found.meeting.id) return notFoundPage(c)
  const stage = stageNow(found.meeting, now)
  const standing = attendance.state === 'coming' || attendance.state === 'waiting'
  return page(
    c,
    {
      title: doorText[locale].mineTitle,
      breadcrumb: toSession(c, found),
      width: 'narrow',
      unlisted: true,
      status: again?.status ?? 200,
      invalid: again !== null,
    },
    <MinePage
      {...found}
      attendance={attendance}
      waitingBefore={attendance.state === 'waiting' ? await waitingBefore(db, attendance) : 0}
      timeZone={council.timeZone}
      fresh={c.req.query('new') === '1'}
      errors={again ? errorsIn(locale, again) : {}}
      mayCancel={standing && attendance.present_at === null && (stage === 'published' || stage === 'running')}
    />,
  )
}

function cancelSent(c: Ctx, found: Found): Promise<Response> {
  const code = c.req.param('code') ?? ''
  return submit(c, cancelSignUp, {
    input: { code },
    done: () => `${baseOf(found)}/mine/${code}`,
    again: (again) => showMine(c, found, again),
  })
}
