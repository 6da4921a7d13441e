import { qrSvg } from '#kernel/documents'
import {
  agendaOf,
  cancelMeeting,
  changeMeeting,
  moveMeeting,
  planMeeting,
  publishMeeting,
  runsMeeting,
} from '#parts/meetings'
import type { Place } from '#parts/network'
import { type Again, sent, submit } from '#web/form'
import { toLocal } from '#web/local-time'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { withPlace } from '../path.ts'
import { contentInput, formValues, instant } from './form-input.ts'
import { owner, usualKind } from './kinds.ts'
import { text as doorText } from './pages/door-pages.text.ts'
import { DoorPage } from './pages/door-pages.tsx'
import { text } from './pages/form-page.text.ts'
import { CancelPage, FormPage, MovePage } from './pages/form-page.tsx'
import { baseOf, forRunners, onePath, toSession, toSessions } from './path.ts'
import { asked, type Found, leaderChoices, mediaOriginsNow } from './queries.ts'
import { errorsIn } from './words.ts'

/** Planning, publishing, moving, cancelling, and the sheet for the door. */
export function staffRoutes(http: Http): void {
  const path = '/stations/:number{[0-9]+}/sessions/new'
  http.get(path, (c) => withPlace(c, mayPlan, (place) => newPage(c, place, null)))
  http.post(path, (c) => withPlace(c, mayPlan, (place) => planSent(c, place)))
  http.get(
    `${onePath}/edit`,
    forRunners((c, found) => editPage(c, found, null)),
  )
  http.post(`${onePath}/edit`, forRunners(editSent))
  http.post(`${onePath}/publish`, forRunners(publishSent))
  http.get(
    `${onePath}/move`,
    forRunners((c, found) => movePage(c, found, null)),
  )
  http.post(`${onePath}/move`, forRunners(moveSent))
  http.get(
    `${onePath}/cancel`,
    forRunners((c, found) => cancelPage(c, found, null)),
  )
  http.post(`${onePath}/cancel`, forRunners(cancelSent))
  http.get(`${onePath}/door`, forRunners(doorPage))
}

function mayPlan(actor: Ctx['var']['viewer']['actor'], place: Place): boolean {
  return place.until === null && runsMeeting(actor, place)
}

function outcome(c: Ctx, again: Again | null) {
  return {
    errors: again ? errorsIn(c.get('viewer').locale, again) : {},
    options: { status: again?.status ?? 200, invalid: again !== null, width: 'narrow', unlisted: true } as const,
  }
}

async function newPage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { errors, options } = outcome(c, again)
  const base = `/stations/${place.number}/sessions`
  return page(
    c,
    { title: text[c.get('viewer').locale].newTitle, breadcrumb: toSessions(c, place), ...options },
    <FormPage
      form={{
        what: 'new',
        action: `${base}/new`,
        back: base,
        values: again?.values ?? { kind: usualKind(place.kind), signsUp: 'yes' },
        chosenLeaders: again ? ((await sent(c)).lists.leaders ?? []) : [],
        errors,
        leaders: await leaderChoices(c, place),
        mediaOrigins: await mediaOriginsNow(c),
      }}
    />,
  )
}

async function planSent(c: Ctx, place: Place): Promise<Response> {
  const { values, lists } = await sent(c)
  return submit(c, planMeeting, {
    input: {
      owner,
      kind: values.kind ?? '',
      placeId: place.place_id,
      ...contentInput(values, lists.leaders ?? [], c.get('viewer').council.timeZone),
    },
    done: ({ number }) => `/stations/${place.number}/sessions/${number}?done=saved`,
    again: (again) => newPage(c, place, again),
  })
}

async function editPage(c: Ctx, found: Found, again: Again | null): Promise<Response> {
  const { place, meeting } = found
  const { db, council } = asked(c)
  if (meeting.stage !== 'planned') return c.redirect(baseOf(found), 303)
  const { errors, options } = outcome(c, again)
  const agenda = await agendaOf(db, council.id, meeting.id)
  return page(
    c,
    { title: text[c.get('viewer').locale].editTitle, breadcrumb: toSession(c, found), ...options },
    <FormPage
      form={{
        what: 'edit',
        action: `${baseOf(found)}/edit`,
        back: baseOf(found),
        values: again?.values ?? formValues(meeting, agenda, council.timeZone),
        chosenLeaders: again ? ((await sent(c)).lists.leaders ?? []) : meeting.leaders,
        errors,
        leaders: await leaderChoices(c, place),
        mediaOrigins: await mediaOriginsNow(c),
      }}
    />,
  )
}

async function editSent(c: Ctx, found: Found): Promise<Response> {
  const { values, lists } = await sent(c)
  const content = contentInput(values, lists.leaders ?? [], c.get('viewer').council.timeZone)
  return submit(c, changeMeeting, {
    input: { meetingId: found.meeting.id, ...content },
    done: () => `${baseOf(found)}?done=saved`,
    again: (again) => editPage(c, found, again),
  })
}

function publishSent(c: Ctx, found: Found): Promise<Response> {
  return submit(c, publishMeeting, {
    input: { meetingId: found.meeting.id },
    done: () => `${baseOf(found)}?done=published`,
    // What is in the way (a time that is over) is corrected in the form.
    again: (again) => editPage(c, found, { ...again, values: {} }),
  })
}

function movePage(c: Ctx, found: Found, again: Again | null): Response {
  const { meeting } = found
  const { council, locale } = c.get('viewer')
  const { errors, options } = outcome(c, again)
  const now = {
    startsAt: toLocal(meeting.starts_at, council.timeZone),
    endsAt: toLocal(meeting.ends_at, council.timeZone),
    venue: meeting.venue,
    venueEn: meeting.venue_en,
  }
  return page(
    c,
    { title: text[locale].moveTitle, breadcrumb: toSession(c, found), ...options },
    <MovePage base={baseOf(found)} values={again?.values ?? now} errors={errors} />,
  )
}

async function moveSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  const { timeZone } = c.get('viewer').council
  return submit(c, moveMeeting, {
    input: {
      meetingId: found.meeting.id,
      startsAt: instant(values.startsAt, timeZone),
      endsAt: instant(values.endsAt, timeZone),
      venue: values.venue ?? '',
      venueEn: values.venueEn ?? '',
      reason: values.reason ?? '',
    },
    done: () => `${baseOf(found)}?done=moved`,
    again: (again) => movePage(c, found, again),
  })
}

function cancelPage(c: Ctx, found: Found, again: Again | null): Response {
  const { errors, options } = outcome(c, again)
  return page(
    c,
    { title: text[c.get('viewer').locale].cancelTitle, breadcrumb: toSession(c, found), ...options },
    <CancelPage base={baseOf(found)} values={again?.values ?? {}} errors={errors} />,
  )
}

async function cancelSent(c: Ctx, found: Found): Promise<Response> {
  const { values } = await sent(c)
  return submit(c, cancelMeeting, {
    input: { meetingId: found.meeting.id, reason: values.reason ?? '' },
    done: () => `${baseOf(found)}?done=cancelled`,
    again: (again) => cancelPage(c, found, again),
  })
}

function doorPage(c: Ctx, found: Found): Response {
  const { locale, council } = c.get('viewer')
  const t = doorText[locale]
  const hereUrl = `${c.get('app').baseUrl}${baseOf(found)}/here?door=${found.meeting.door_code}`
  return page(
    c,
    { title: t.doorTitle, breadcrumb: toSession(c, found), unlisted: true },
    <DoorPage
      {...found}
      qrSvg={qrSvg(hereUrl, { sizeMm: 90, label: t.scan })}
      hereUrl={hereUrl}
      timeZone={council.timeZone}
    />,
  )
}
