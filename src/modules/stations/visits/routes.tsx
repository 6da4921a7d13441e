import { iCalendar } from '#kernel/documents'
import type { Issue } from '#kernel/outcome'
import { normaliseShortCode } from '#kernel/short-code'
import type { Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import { type Place, placeById } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { fromLocal, toLocal } from '#web/local-time'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { toPlace, withPlace } from '../path.ts'
import {
  askVisit,
  closeRoom,
  confirmVisit,
  forgetVisitContact,
  moveVisit,
  noteVisit,
  openRoom,
  receivesVisits,
  refuseVisit,
  withdrawVisit,
} from './actions.ts'
import { AskPage, CodePage, VisitsPage, WorkPage } from './pages.tsx'
import {
  freeRooms,
  openVisits,
  pastVisits,
  roomsOf,
  type Visit,
  visitByCode,
  visitByNumber,
  visitFigures,
} from './queries.ts'
import { text } from './visits.text.ts'

const pageSize = 30
const mostOpen = 200

type Values = Readonly<Record<string, string>>

/** Groups ask, follow by code and cancel; the place answers, keeps its rooms and notes who came. */
export function visitRoutes(http: Http): void {
  const place = '/stations/:number{[0-9]+}'
  http.get(`${place}/visit`, (c) => withPlace(c, isOpen, (found) => askPage(c, found, null)))
  http.post(`${place}/visit`, (c) => withPlace(c, isOpen, (found) => asked(c, found)))
  const code = '/stations/visits/:code{[0-9A-Za-z-]{12,14}}'
  http.get(code, withCode(codePage))
  http.get(`${code}/event.ics`, withCode(eventFile))
  http.post(`${code}/cancel`, withCode(cancelled))
  const here = (then: (c: Ctx, found: Place) => Response | Promise<Response>) => (c: Ctx) =>
    withPlace(c, receivesVisits, (found) => then(c, found))
  http.get(
    `${place}/visits`,
    here((c, found) => listPage(c, found, null)),
  )
  http.post(`${place}/visits/rooms`, here(roomOpened))
  http.post(`${place}/visits/rooms/close`, here(roomClosed))
  const one = `${place}/visits/:visit{[0-9]+}`
  http.get(
    one,
    withVisit((c, found, visit) => workPage(c, found, visit, null)),
  )
  http.post(`${one}/confirm`, withVisit(confirmed))
  http.post(`${one}/move`, withVisit(moved))
  http.post(`${one}/refuse`, withVisit(refused))
  http.post(`${one}/note`, withVisit(noted))
  http.post(`${one}/forget`, withVisit(forgotten))
}

const isOpen = (_: unknown, place: Place) => place.until === null

function errorsIn(locale: Locale, { issues, conflict }: Pick<Again, 'issues' | 'conflict'>): Record<string, string> {
  const t = text[locale]
  const words: Readonly<Record<string, string>> = t.error
  const errors: Record<string, string> = {}
  for (const issue of issues) errors[issue.path.split('.')[0] ?? ''] ??= words[codeOf(issue)] ?? t.wrong
  if (conflict) errors[''] = words[conflict] ?? t.wrong
  return errors
}

/** A time that cannot be read is told as such, whatever the schema calls it. */
const codeOf = ({ path, code }: Issue) => (/At$/.test(path) && code.startsWith('invalid') ? 'invalid_date' : code)

const kept = (again: Again | null) => again && { status: again.status, invalid: true as const }

async function askPage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { locale } = c.get('viewer')
  // The device hears of the answer without an account.
  ensureDevice(c)
  const form = {
    place,
    values: again?.values ?? {},
    languages: again ? ((await sent(c)).lists.languages ?? []) : [locale],
    errors: again ? errorsIn(locale, again) : {},
  }
  return page(
    c,
    { title: text[locale].ask, breadcrumb: toPlace(c, place), width: 'narrow', ...kept(again) },
    <AskPage form={form} />,
  )
}

async function asked(c: Ctx, place: Place): Promise<Response> {
  const { values, lists } = await sent(c)
  const { council, locale } = c.get('viewer')
  const { groupName = '', size = '', purpose = '', contactName = '', contact = '' } = values
  return submit(c, askVisit, {
    input: {
      placeId: place.place_id,
      groupName,
      size: size.trim(),
      languages: [...(lists.languages ?? [])] as ['en'],
      purpose,
      startsAt: fromLocal((values.startsAt ?? '').trim(), council.timeZone),
      endsAt: fromLocal((values.endsAt ?? '').trim(), council.timeZone),
      contactName,
      contact,
      locale,
    },
    done: ({ code }) => `/stations/visits/${code}?new=1`,
    again: (again) => askPage(c, place, again),
  })
}

function withCode(then: (c: Ctx, visit: Visit, place: Place) => Response | Promise<Response>) {
  return async (c: Ctx): Promise<Response> => {
    const { council } = c.get('viewer')
    const { db } = c.get('app').database
    const code = normaliseShortCode(c.req.param('code') ?? '')
    const visit = code ? await visitByCode(db, council.id, code) : undefined
    const place = visit && (await placeById(db, council.id, visit.place_id))
    return visit && place ? then(c, visit, place) : notFoundPage(c)
  }
}

function codePage(c: Ctx, visit: Visit, place: Place): Response {
  const { council } = c.get('viewer')
  const view = {
    place,
    visit,
    timeZone: council.timeZone,
    fresh: c.req.query('new') === '1',
    cancelled: c.req.query('cancelled') === '1',
  }
  return page(
    c,
    { title: visit.group_name, breadcrumb: toPlace(c, place), width: 'narrow', unlisted: true },
    <CodePage view={view} />,
  )
}

function eventFile(c: Ctx, visit: Visit, place: Place): Response {
  const { locale, council } = c.get('viewer')
  if (visit.decided_at === null) return notFoundPage(c)
  const room = visit.room_zh ? nameIn({ name_zh: visit.room_zh, name_en: visit.room_en }, locale) : ''
  const url = `${c.get('app').baseUrl}/stations/visits/${visit.code}`
  const title = `${text[locale].mine}: ${nameIn(place, locale)}`
  const file = iCalendar({
    product: 'stations',
    name: title,
    language: locale,
    events: [
      {
        uid: `${visit.id}@${new URL(url).hostname}`,
        sequence: visit.changes,
        changedAt: visit.changed_at,
        startsAt: visit.starts_at,
        endsAt: visit.ends_at,
        title,
        where: [nameIn(place, locale), place.address_zh, room].filter(Boolean).join(' · '),
        about: visit.purpose,
        url,
        withdrawn: visit.stage === 'refused' || visit.stage === 'withdrawn',
      },
    ],
  })
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="${council.slug}-visit.ics"`,
    'cache-control': 'no-store',
  })
}

function cancelled(c: Ctx, visit: Visit): Promise<Response> {
  return submit(c, withdrawVisit, {
    input: { code: visit.code },
    done: ({ code }) => `/stations/visits/${code}?cancelled=1`,
  })
}

async function listPage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const { db } = c.get('app').database
  const at = Math.min(10_000, Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1))
  const [open, past, rooms, figures] = await Promise.all([
    openVisits(db, council.id, place.place_id, mostOpen),
    pastVisits(db, council.id, place.place_id, { limit: pageSize, offset: (at - 1) * pageSize }),
    roomsOf(db, council.id, place.place_id),
    visitFigures(db, council.id, council.timeZone, place.place_id),
  ])
  const view = {
    place,
    open,
    past: past.rows,
    total: past.total,
    page: at,
    pageSize,
    rooms,
    figures,
    timeZone: council.timeZone,
    values: again?.values ?? {},
    errors: again ? errorsIn(locale, again) : {},
  }
  return page(
    c,
    { title: text[locale].title, breadcrumb: toPlace(c, place), unlisted: true, ...kept(again) },
    <VisitsPage view={view} />,
  )
}

async function roomOpened(c: Ctx, place: Place): Promise<Response> {
  const { nameZh = '', nameEn = '', capacity = '' } = (await sent(c)).values
  return submit(c, openRoom, {
    input: { placeId: place.place_id, nameZh, nameEn, capacity: capacity.trim() },
    done: () => `/stations/${place.number}/visits#rooms`,
    again: (again) => listPage(c, place, again),
  })
}

async function roomClosed(c: Ctx, place: Place): Promise<Response> {
  return submit(c, closeRoom, {
    input: { roomId: (await sent(c)).values.roomId ?? '' },
    done: () => `/stations/${place.number}/visits#rooms`,
    again: (again) => listPage(c, place, again),
  })
}

function withVisit(then: (c: Ctx, place: Place, visit: Visit) => Response | Promise<Response>) {
  return (c: Ctx) =>
    withPlace(c, receivesVisits, async (place) => {
      const number = Number(c.req.param('visit'))
      const { council } = c.get('viewer')
      const visit =
        number > 0 && number <= 2_147_483_647
          ? await visitByNumber(c.get('app').database.db, council.id, place.place_id, number)
          : undefined
      return visit ? then(c, place, visit) : notFoundPage(c)
    })
}

async function workPage(c: Ctx, place: Place, visit: Visit, again: Again | null): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const local = (at: Date) => toLocal(at, council.timeZone)
  const [free, rooms] = await Promise.all([freeRooms(db, council.id, visit), roomsOf(db, council.id, place.place_id)])
  const own: Values = { startsAt: local(visit.starts_at), endsAt: local(visit.ends_at) }
  const view = {
    place,
    visit,
    timeZone: council.timeZone,
    free,
    rooms,
    begun: visit.starts_at <= app.clock.now(),
    values: { ...own, ...again?.values },
    errors: again ? errorsIn(locale, again) : {},
    saved: !again && c.req.query('saved') === '1',
  }
  const crumbs = [...toPlace(c, place), { href: `/stations/${place.number}/visits`, label: text[locale].title }]
  return page(
    c,
    { title: visit.group_name, breadcrumb: crumbs, width: 'narrow', unlisted: true, ...kept(again) },
    <WorkPage view={view} />,
  )
}

/** Where an answered visit goes back to, and what a refused form is shown with. */
const back = (c: Ctx, place: Place, visit: Visit) => ({
  done: () => `/stations/${place.number}/visits/${visit.number}?saved=1`,
  again: (again: Again) => workPage(c, place, visit, again),
})

async function confirmed(c: Ctx, place: Place, visit: Visit): Promise<Response> {
  const roomId = (await sent(c)).values.roomId ?? ''
  return submit(c, confirmVisit, { input: { visitId: visit.id, roomId }, ...back(c, place, visit) })
}

async function moved(c: Ctx, place: Place, visit: Visit): Promise<Response> {
  const { roomId = '', startsAt = '', endsAt = '', reason = '' } = (await sent(c)).values
  const { timeZone } = c.get('viewer').council
  const span = { startsAt: fromLocal(startsAt.trim(), timeZone), endsAt: fromLocal(endsAt.trim(), timeZone) }
  return submit(c, moveVisit, { input: { visitId: visit.id, roomId, reason, ...span }, ...back(c, place, visit) })
}

async function refused(c: Ctx, place: Place, visit: Visit): Promise<Response> {
  const reason = (await sent(c)).values.reason ?? ''
  return submit(c, refuseVisit, { input: { visitId: visit.id, reason }, ...back(c, place, visit) })
}

async function noted(c: Ctx, place: Place, visit: Visit): Promise<Response> {
  const { came = '', noted: words = '' } = (await sent(c)).values
  // Nothing typed is not nobody.
  const input = { visitId: visit.id, came: came.trim() === '' ? '-' : came.trim(), noted: words }
  return submit(c, noteVisit, { input, ...back(c, place, visit) })
}

function forgotten(c: Ctx, place: Place, visit: Visit): Promise<Response> {
  return submit(c, forgetVisitContact, { input: { visitId: visit.id }, ...back(c, place, visit) })
}
