import { enterCouncil, perform } from '#kernel/action'
import { addDays, isCivilDate, startOfDay } from '#kernel/calendar'
import { iCalendar } from '#kernel/documents'
import { newId } from '#kernel/ids'
import type { Refusal } from '#kernel/outcome'
import { nameIn, settingsAt } from '#parts/councils'
import { placeById, placeByNumber } from '#parts/network'
import { takeAllowances } from '#parts/opinions'
import { readContact } from '#parts/people'
import { DoneBanner } from '#ui'
import { notFoundPage, refusalPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { ensureDevice } from '#web/session'
import { text as listText } from '../pages/list-page.text.ts'
import { baseOf, calendarAnswer } from '../roster/feeds.ts'
import { dutiesOf, personByCode } from '../roster/queries.ts'
import { shownIn } from '../roster/shown.ts'
import { BookPage, type Choice } from './pages/book-page.tsx'
import { text } from './pages/booking.text.ts'
import { BookingPage, MovePage } from './pages/booking-page.tsx'
import { PosterPage } from './pages/poster-page.tsx'
import { SlotsPage } from './pages/slots-page.tsx'
import { type Booking, bookingByCode, dashed, type OpenDuty, openDuties, receiptOf } from './queries.ts'
import { acceptProposal, book, cancelByCode, moveByCode } from './resident-actions.ts'
import { bookAheadDays, readSlotKey, slotKey } from './rules.ts'
import { longestTopic } from './schema.ts'
import { staffRoutes } from './staff-routes.tsx'

const path = '/contact/booking/:code{[0-9A-Za-z-]{12,20}}'
const dayMs = 86_400_000
/** Duties on one page of times, and times offered where one was lost. */
const mostDuties = 12
const mostOthers = 24

type Words = Readonly<Record<string, string>>

export function bookingRoutes(http: Http): void {
  http.get('/contact/booking/new', choose)
  http.post('/contact/booking/new', send)
  http.get('/contact/booking/poster', poster)
  http.get(path, (c) => withBooking(c, (booking) => show(c, booking, {}, 200)))
  http.get(`${path}/calendar.ics`, (c) => withBooking(c, (booking) => calendar(c, booking)))
  http.get(`${path}/move`, (c) => withBooking(c, (booking) => showMove(c, booking, {}, 200)))
  http.post(`${path}/move`, (c) => withBooking(c, (booking) => move(c, booking)))
  http.post(`${path}/accept`, (c) => withBooking(c, (booking) => accept(c, booking)))
  http.post(`${path}/cancel`, (c) => withBooking(c, (booking) => cancel(c, booking)))
  staffRoutes(http)
}

/** Of whom or where times are asked for: what a card, a poster or the roster leads to. */
interface Scope {
  readonly query: string
  readonly title: string
  readonly filter: { readonly personId?: string; readonly placeId?: string; readonly number?: number }
}

async function scopeOf(c: Ctx): Promise<Scope | null> {
  const { db } = c.get('app').database
  const { council, locale } = c.get('viewer')
  const shown = shownIn(c)
  const t = text[locale]
  const { deputy, place, duty } = c.req.query()
  if (deputy) {
    const person = await personByCode(db, council.id, deputy)
    if (!person) return null
    const query = `deputy=${encodeURIComponent(deputy)}`
    return { query, title: t.titleWith(shown.name(person)), filter: { personId: person.id } }
  }
  if (place) {
    const found = /^\d{1,9}$/.test(place) ? await placeByNumber(db, council.id, Number(place)) : undefined
    if (!found) return null
    return { query: `place=${place}`, title: t.titleAt(nameIn(found, locale)), filter: { placeId: found.place_id } }
  }
  if (duty) {
    const number = /^\d{1,9}$/.test(duty) ? Number(duty) : 0
    const [found] = await dutiesOf(db, council.id, shown.now, { number, cancelled: true })
    return found ? { query: `duty=${duty}`, title: t.titleWith(shown.name(found)), filter: { number } } : null
  }
  return { query: 'all=1', title: t.title, filter: {} }
}

function crumbs(c: Ctx) {
  return [{ href: '/contact', label: listText[c.get('viewer').locale].title }]
}

function openFor(c: Ctx, { filter }: Pick<Scope, 'filter'>, from: Date, limit: number): Promise<OpenDuty[]> {
  const app = c.get('app')
  const now = app.clock.now()
  const to = new Date(now.getTime() + bookAheadDays * dayMs)
  return openDuties(app.database.db, c.get('viewer').council.id, now, { ...filter, from, to, limit })
}

async function choose(c: Ctx): Promise<Response> {
  const scope = await scopeOf(c)
  if (!scope) return notFoundPage(c)
  const slot = c.req.query('slot')
  // The device follows its booking without an account.
  ensureDevice(c)
  if (slot) return showForm(c, scope, { slot }, {}, 200)
  const shown = shownIn(c)
  const { timeZone } = shown
  const typed = c.req.query('from') ?? ''
  const from = isCivilDate(typed) ? startOfDay(typed, timeZone) : shown.now
  const found = await openFor(c, scope, from, mostDuties + 1)
  const open = found.slice(0, mostDuties)
  const last = open.at(-1)
  const next = found.length > mostDuties && last ? addDays(shown.dayOf(last.duty.starts_at), 1) : null
  const base = `/contact/booking/new?${scope.query}`
  return page(
    c,
    { title: scope.title, breadcrumb: crumbs(c), width: 'narrow' },
    <SlotsPage
      title={scope.title}
      open={open}
      base={base}
      laterHref={next ? `${base}&from=${next}` : null}
      shown={shown}
    />,
  )
}

/** The duty and time a form names, if they can still be booked. */
async function chosenSlot(c: Ctx, key: string | undefined) {
  const read = readSlotKey(key ?? '')
  if (!read || read.number === 0) return null
  const [found] = await openFor(c, { filter: { number: read.number } }, new Date(0), 1)
  const at = found?.free.find((free) => free.getTime() === read.at.getTime())
  return found && at ? { duty: found.duty, at, key: slotKey(found.duty.number, at) } : null
}

async function otherSlots(c: Ctx, scope: Pick<Scope, 'filter'>): Promise<Choice[]> {
  const shown = shownIn(c)
  const open = await openFor(c, scope, shown.now, 60)
  const of = (each: readonly OpenDuty[]): Choice[] =>
    each.flatMap(({ duty, free }) =>
      free.map((at) => ({
        value: slotKey(duty.number, at),
        label: [shown.moment(at), shown.name(duty), shown.place(duty)].filter(Boolean).join(' · '),
      })),
    )
  return of(open).slice(0, mostOthers)
}

async function showForm(
  c: Ctx,
  scope: Scope,
  values: Words,
  errors: Words,
  status: 200 | 409 | 422,
): Promise<Response> {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const t = text[locale]
  const chosen = await chosenSlot(c, values.slot)
  // A card's single duty may be full: then everything at its place, so that nobody stands before nothing.
  let others: Choice[] = []
  if (!chosen) {
    others = await otherSlots(c, scope)
    if (others.length === 0) others = await otherSlots(c, { filter: {} })
  }
  const lost: Words = chosen || errors.slot ? {} : { slot: t.errors.taken }
  const shownErrors = { ...lost, ...errors }
  const wrong = Object.keys(shownErrors).length > 0
  const { bookingForgetDays } = await settingsAt(app.database.db, council.id, app.clock.now())
  return page(
    c,
    {
      title: scope.title,
      breadcrumb: crumbs(c),
      width: 'narrow',
      unlisted: true,
      invalid: wrong,
      status: status === 200 && wrong ? 409 : status,
    },
    <BookPage
      chosen={chosen}
      others={others}
      scope={scope.query}
      clientKey={values.key ?? newId()}
      signedIn={actor.accountId !== null}
      forgetDays={bookingForgetDays}
      values={values}
      errors={shownErrors}
      shown={shownIn(c)}
    />,
  )
}

function formErrors(c: Ctx, values: Words): Words {
  const { locale, actor } = c.get('viewer')
  const t = text[locale].errors
  const errors: Record<string, string> = {}
  const { topic = '', name = '', contact: typed = '', answerBy = 'code', way } = values
  if (topic.trim() === '') errors.topic = t.topic
  else if (topic.trim().length > longestTopic) errors.topic = t.topicLong(longestTopic)
  if ([...name.trim()].length > 40) errors.name = t.nameLong
  if (answerBy === 'inbox' && actor.accountId === null) errors.answerBy = t.inbox
  const contact = readContact(typed)
  if (typed.trim() !== '' && !contact) errors.contact = t.contactShape
  else if (way === 'phone' && contact?.kind !== 'phone') errors.contact = t['phone-needed']
  else if (answerBy === 'phone' || answerBy === 'email') {
    if (!contact) errors.contact = t['contact-needed']
    else if (contact.kind !== answerBy) errors.contact = t.contactKind[answerBy]
  }
  if (values.consent !== 'yes') errors.consent = t.consent
  return errors
}

async function send(c: Ctx): Promise<Response> {
  const scope = await scopeOf(c)
  if (!scope) return notFoundPage(c)
  const { values } = await sent(c)
  const { actor, locale } = c.get('viewer')
  const t = text[locale].errors
  const read = readSlotKey(values.slot ?? '')
  const errors = { ...(read ? {} : { slot: t.slot }), ...formErrors(c, values) }
  if (!read || Object.keys(errors).length > 0) return showForm(c, scope, values, errors, 422)
  const app = c.get('app')
  const [duty] = await dutiesOf(app.database.db, c.get('viewer').council.id, app.clock.now(), {
    number: read.number,
    cancelled: true,
  })
  if (!duty) return showForm(c, scope, values, { slot: t['no-such-slot'] }, 409)
  const contact = readContact(values.contact ?? '')
  const needed = contact !== null && (values.way === 'phone' || values.answerBy === contact.kind)
  const outcome = await perform(app, book, actor, {
    clientKey: values.key ?? newId(),
    dutyId: duty.id,
    slotAt: read.at,
    way: values.way as 'place',
    topic: values.topic ?? '',
    name: values.name?.trim() || null,
    answerBy: (values.answerBy ?? 'code') as 'code',
    // A contact nobody will use is not kept.
    contactKind: needed ? contact.kind : null,
    contact: needed ? contact.value : null,
    contentLocale: locale,
    consent: true,
  })
  if (outcome.ok) return c.redirect(`/contact/booking/${outcome.result.code}?new=1`, 303)
  return refused(c, scope, values, outcome)
}

async function refused(c: Ctx, scope: Scope, values: Words, refusal: Refusal): Promise<Response> {
  const t = text[c.get('viewer').locale].errors
  const words: Readonly<Record<string, unknown>> = t
  if (refusal.kind === 'conflict') {
    const said = String(words[refusal.code] ?? t.other)
    if (refusal.code === 'too-many') return showForm(c, scope, values, { '': said }, 409)
    return showForm(c, scope, { ...values, slot: '' }, { slot: said }, 409)
  }
  if (refusal.kind !== 'invalid') return refusalPage(c, refusal, { topic: values.topic ?? '' })
  const errors = Object.fromEntries(
    refusal.issues.map(({ path: at, code }) => [
      at === 'contactKind' ? 'contact' : at,
      typeof words[code] === 'string' ? String(words[code]) : at === 'way' ? t.way : t.other,
    ]),
  )
  return showForm(c, scope, values, errors, 422)
}

/** Wrong codes a network may try in an hour. */
const tries = { most: 60, minutes: 60 }

/** The booking of the code in the address. The code is the right; who guesses is limited. */
async function withBooking(c: Ctx, then: (booking: Booking) => Promise<Response>): Promise<Response> {
  const app = c.get('app')
  const { council, actor } = c.get('viewer')
  const booking = await bookingByCode(app.database.db, council.id, c.req.param('code') ?? '', app.clock.now())
  if (booking) return then(booking)
  const key = `receipt ${actor.network ?? actor.deviceId ?? 'unknown'}`
  await app.database.db.transaction().execute(async (tx) => {
    await enterCouncil(tx, council.id)
    return takeAllowances(tx, council.id, [[{ key, allowance: tries }]], app.clock.now())
  })
  return notFoundPage(c)
}

async function show(c: Ctx, booking: Booking, errors: Words, status: 200 | 409): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const t = text[locale]
  const done: Words = t.done
  const words = done[c.req.query('done') ?? '']
  const banner =
    c.req.query('new') === '1' ? (
      <DoneBanner title={t.newTitle}>
        <p>{t.newWords}</p>
      </DoneBanner>
    ) : words ? (
      <DoneBanner title={words} />
    ) : undefined
  return page(
    c,
    {
      title: `${t.title} ${dashed(booking.code)}`,
      breadcrumb: crumbs(c),
      width: 'narrow',
      unlisted: true,
      islands: ['copy'],
      status,
      invalid: status !== 200,
      ...(banner && status === 200 && { banner }),
    },
    <BookingPage
      booking={booking}
      matterReceipt={
        booking.opinion_id ? await receiptOf(c.get('app').database.db, council.id, booking.opinion_id) : null
      }
      errors={errors}
      shown={shownIn(c)}
    />,
  )
}

/** The same place where she goes somewhere, else the same deputy: what she wanted stays as near as it can. */
async function placesToMove(c: Ctx, { duty, way }: Booking): Promise<Choice[]> {
  const filter = duty.place_id && way === 'place' ? { placeId: duty.place_id } : { personId: duty.person_id }
  return otherSlots(c, { filter })
}

async function showMove(c: Ctx, booking: Booking, errors: Words, status: 200 | 409 | 422): Promise<Response> {
  const t = text[c.get('viewer').locale]
  const back = { href: `/contact/booking/${dashed(booking.code)}`, label: dashed(booking.code) }
  return page(
    c,
    {
      title: t.move,
      breadcrumb: [...crumbs(c), back],
      width: 'narrow',
      unlisted: true,
      status,
      invalid: status !== 200,
    },
    <MovePage booking={booking} others={await placesToMove(c, booking)} errors={errors} shown={shownIn(c)} />,
  )
}

async function move(c: Ctx, booking: Booking): Promise<Response> {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  const t = text[locale].errors
  const read = readSlotKey((await sent(c)).values.slot ?? '')
  const [duty] = read
    ? await dutiesOf(app.database.db, council.id, app.clock.now(), { number: read.number, cancelled: true })
    : []
  if (!read || !duty) return showMove(c, booking, { slot: t.slot }, 422)
  const input = { code: booking.code, dutyId: duty.id, slotAt: read.at }
  const outcome = await perform(app, moveByCode, actor, input)
  if (outcome.ok) return c.redirect(`/contact/booking/${dashed(booking.code)}?done=moved`, 303)
  const words: Readonly<Record<string, unknown>> = t
  const code =
    outcome.kind === 'conflict' ? outcome.code : outcome.kind === 'invalid' ? (outcome.issues[0]?.code ?? '') : ''
  return showMove(c, booking, { slot: String(words[code] ?? t.state) }, outcome.kind === 'invalid' ? 422 : 409)
}

async function accept(c: Ctx, booking: Booking): Promise<Response> {
  const outcome = await perform(c.get('app'), acceptProposal, c.get('viewer').actor, { code: booking.code })
  if (outcome.ok) return c.redirect(`/contact/booking/${dashed(booking.code)}?done=accepted`, 303)
  return show(c, booking, { '': text[c.get('viewer').locale].errors.state }, 409)
}

async function cancel(c: Ctx, booking: Booking): Promise<Response> {
  const { reason = '' } = (await sent(c)).values
  const input = { code: booking.code, reason: reason.slice(0, 300) }
  const outcome = await perform(c.get('app'), cancelByCode, c.get('viewer').actor, input)
  if (outcome.ok) return c.redirect(`/contact/booking/${dashed(booking.code)}?done=cancelled`, 303)
  return show(c, booking, { '': text[c.get('viewer').locale].errors.state }, 409)
}

async function calendar(c: Ctx, booking: Booking): Promise<Response> {
  const { locale } = c.get('viewer')
  const t = text[locale]
  const shown = shownIn(c)
  const { duty } = booking
  const address = locale === 'en' ? (duty.address_en ?? duty.address_zh) : duty.address_zh
  const base = baseOf(c)
  const event = {
    uid: `booking-${booking.id}@${new URL(base).hostname}`,
    sequence: booking.changes,
    changedAt: booking.changed_at,
    startsAt: booking.slot_at,
    endsAt: new Date(booking.slot_at.getTime() + duty.slot_minutes * 60_000),
    title: t.ics(shown.name(duty)),
    where: booking.way === 'place' ? [shown.place(duty), address].filter(Boolean).join(', ') : t.ways[booking.way],
    about: `${t.code} ${dashed(booking.code)}`,
    url: `${base}/contact/booking/${dashed(booking.code)}`,
    withdrawn: booking.state === 'cancelled',
  }
  const file = iCalendar({ product: 'contact', name: event.title, language: locale, events: [event] })
  return calendarAnswer(c, file, `booking-${booking.number}`)
}

/** A sheet with the code that leads to the booking of a place or a deputy. */
async function poster(c: Ctx): Promise<Response> {
  const scope = await scopeOf(c)
  if (!scope || scope.query === 'all=1') return notFoundPage(c)
  const t = text[c.get('viewer').locale]
  const place = scope.filter.placeId
    ? await placeById(c.get('app').database.db, c.get('viewer').council.id, scope.filter.placeId)
    : undefined
  const url = `${baseOf(c)}/contact/booking/new?${scope.query}`
  return page(
    c,
    { title: t.poster, breadcrumb: crumbs(c), width: 'narrow', unlisted: true },
    <PosterPage title={scope.title} url={url} phone={place?.phone ?? null} locale={c.get('viewer').locale} />,
  )
}
