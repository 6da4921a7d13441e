import { type AnyAction, hasRole, perform } from '#kernel/action'
import { addDays, isCivilDate } from '#kernel/calendar'
import { iCalendar } from '#kernel/documents'
import type { Outcome } from '#kernel/outcome'
import { DoneBanner } from '#ui'
import { notFoundPage } from '#web/errors'
import { sent } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { text as listText } from '../pages/list-page.text.ts'
import { baseOf, calendarAnswer } from '../roster/feeds.ts'
import { type Duty, daysBounds, dutiesOf } from '../roster/queries.ts'
import { placesPlanned } from '../roster/rules.ts'
import { shownIn } from '../roster/shown.ts'
import type { Choice } from './pages/book-page.tsx'
import { text as bookingText } from './pages/booking.text.ts'
import { DayPage } from './pages/day-page.tsx'
import { OnePage } from './pages/one-page.tsx'
import { text } from './pages/staff.text.ts'
import { type Booking, bookingByNumber, bookingsOn, openDuties, receiptOf } from './queries.ts'
import { bookAheadDays, handlesBookings, readSlotKey, slotKey } from './rules.ts'
import { confirmBooking, declineBooking, noteAnswered, noteCame, proposeTime, toMatter } from './staff-actions.ts'

const path = '/contact/bookings/:n{[0-9]+}'
const dayMs = 86_400_000
const mostOthers = 60

type Words = Readonly<Record<string, string>>

/** What those on duty do with what was booked. */
export function staffRoutes(http: Http): void {
  http.get('/contact/bookings', showDay)
  http.get(path, (c) => withBooking(c, (booking) => show(c, booking, untouched)))
  http.get(`${path}/calendar.ics`, (c) => withBooking(c, (booking) => calendar(c, booking)))
  http.post(`${path}/confirm`, (c) =>
    withBooking(c, (booking) => take(c, booking, confirmBooking, {}, { form: 'confirm', done: 'confirmed' })),
  )
  http.post(`${path}/propose`, (c) => withBooking(c, (booking) => propose(c, booking)))
  http.post(`${path}/decline`, (c) => withBooking(c, (booking) => decline(c, booking)))
  http.post(`${path}/came`, (c) => withBooking(c, (booking) => came(c, booking)))
  http.post(`${path}/answered`, (c) => withBooking(c, (booking) => answered(c, booking)))
  http.post(`${path}/matter`, (c) => withBooking(c, (booking) => matter(c, booking)))
}

interface Refused {
  readonly form: string
  readonly values: Words
  readonly errors: Words
  readonly status: 200 | 409 | 422
}

const untouched: Refused = { form: '', values: {}, errors: {}, status: 200 }

async function showDay(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { actor, council, locale } = c.get('viewer')
  if (actor.accountId === null) return c.redirect('/me/sign-in?next=/contact/bookings', 303)
  const places = placesPlanned(actor)
  const isDeputy = hasRole(actor, 'deputy')
  if (places?.length === 0 && !isDeputy) return notFoundPage(c)
  const { db } = app.database
  const shown = shownIn(c)
  const typed = c.req.query('day') ?? ''
  const day = isCivilDate(typed) ? typed : shown.today
  const onDay = await dutiesOf(db, council.id, shown.now, {
    ...daysBounds(day, day, council.timeZone),
    bookable: true,
    limit: 1000,
  })
  const duties = onDay.filter((duty) => handlesBookings(actor, duty))
  const bookings = await bookingsOn(
    db,
    council.id,
    duties.map(({ id }) => id),
    shown.now,
  )
  const t = text[locale]
  return page(
    c,
    {
      title: t.dayTitle(shown.day(day)),
      desk: !isDeputy,
      unlisted: true,
      breadcrumb: [{ href: '/contact', label: listText[locale].title }],
    },
    <DayPage
      day={day}
      before={addDays(day, -1)}
      after={addDays(day, 1)}
      duties={duties}
      bookings={bookings}
      shown={shown}
    />,
  )
}

/** The booking of the address, for those who handle it; for everybody else the page does not exist. */
async function withBooking(c: Ctx, then: (booking: Booking) => Promise<Response>): Promise<Response> {
  const app = c.get('app')
  const { actor, council } = c.get('viewer')
  if (actor.accountId === null) return c.redirect(`/me/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const number = Number(c.req.param('n'))
  const booking =
    number < 2 ** 31 ? await bookingByNumber(app.database.db, council.id, number, app.clock.now()) : undefined
  return booking && handlesBookings(actor, booking.duty) ? then(booking) : notFoundPage(c)
}

async function propose(c: Ctx, booking: Booking): Promise<Response> {
  const app = c.get('app')
  const { values } = await sent(c)
  const read = readSlotKey(values.slot ?? '')
  const [duty] = read
    ? await dutiesOf(app.database.db, c.get('viewer').council.id, app.clock.now(), { number: read.number })
    : []
  const t = text[c.get('viewer').locale].errors
  if (!read || !duty) return show(c, booking, { form: 'propose', values, errors: { slot: t.slot }, status: 422 })
  const input = { dutyId: duty.id, slotAt: read.at, words: values.words ?? '' }
  return take(c, booking, proposeTime, input, { form: 'propose', done: 'proposed' })
}

async function decline(c: Ctx, booking: Booking): Promise<Response> {
  const { reason = '' } = (await sent(c)).values
  return take(c, booking, declineBooking, { reason }, { form: 'decline', done: 'declined' })
}

async function came(c: Ctx, booking: Booking): Promise<Response> {
  const { came: said } = (await sent(c)).values
  return take(c, booking, noteCame, { came: said === 'yes' }, { form: 'came', done: 'noted' })
}

async function answered(c: Ctx, booking: Booking): Promise<Response> {
  const { words = '' } = (await sent(c)).values
  return take(c, booking, noteAnswered, { words }, { form: 'answered', done: 'answered' })
}

async function matter(c: Ctx, booking: Booking): Promise<Response> {
  const { words = '' } = (await sent(c)).values
  return take(c, booking, toMatter, { words }, { form: 'matter', done: 'matter' })
}

async function take(
  c: Ctx,
  booking: Booking,
  declared: AnyAction,
  input: object,
  { form, done }: { readonly form: string; readonly done: string },
): Promise<Response> {
  const outcome: Outcome<unknown> = await perform(c.get('app'), declared, c.get('viewer').actor, {
    bookingId: booking.id,
    ...input,
  })
  if (outcome.ok) return c.redirect(`/contact/bookings/${booking.number}?done=${done}`, 303)
  if (outcome.kind === 'missing' || outcome.kind === 'forbidden') return notFoundPage(c)
  const { values } = await sent(c)
  const t: Words = text[c.get('viewer').locale].errors
  if (outcome.kind === 'conflict') {
    const field = form === 'propose' && ['taken', 'same-time', 'past'].includes(outcome.code) ? 'slot' : ''
    return show(c, booking, { form, values, errors: { [field]: t[outcome.code] ?? t.state ?? '' }, status: 409 })
  }
  const errors = Object.fromEntries(
    outcome.issues.map(({ path: at, code }) =>
      at === 'dutyId' || at === 'slotAt' ? ['slot', t[code] ?? t.slot ?? ''] : [at, t[at] ?? t.other ?? ''],
    ),
  )
  return show(c, booking, { form, values, errors, status: 422 })
}

async function show(c: Ctx, booking: Booking, refused: Refused): Promise<Response> {
  const { locale } = c.get('viewer')
  const shown = shownIn(c)
  const t = text[locale]
  const done: Words = t.done
  const words = done[c.req.query('done') ?? '']
  return page(
    c,
    {
      title: t.one(booking.number),
      unlisted: true,
      width: 'narrow',
      status: refused.status,
      invalid: refused.status !== 200,
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: `/contact/bookings?day=${shown.dayOf(booking.slot_at)}`, label: t.title },
      ],
      ...(words && refused.status === 200 && { banner: <DoneBanner title={words} /> }),
    },
    <OnePage
      booking={booking}
      matter={await matterOf(c, booking)}
      others={await otherTimes(c, booking)}
      form={refused.form}
      values={refused.values}
      errors={refused.errors}
      shown={shown}
    />,
  )
}

async function matterOf(c: Ctx, { opinion_id }: Booking) {
  if (!opinion_id) return null
  const { db } = c.get('app').database
  const { council } = c.get('viewer')
  const receipt = await receiptOf(db, council.id, opinion_id)
  const row = await db
    .selectFrom('contact.matter')
    .select('number')
    .where('council_id', '=', council.id)
    .where('opinion_id', '=', opinion_id)
    .executeTakeFirst()
  return receipt && row ? { receipt, number: row.number } : null
}

/** Free times at the same place or of the same deputy that meet in the way she asked for. */
async function otherTimes(c: Ctx, { duty, way, slot_at }: Booking): Promise<Choice[]> {
  const app = c.get('app')
  const { actor, council } = c.get('viewer')
  const shown = shownIn(c)
  const open = await openDuties(app.database.db, council.id, shown.now, {
    ...(duty.place_id && way === 'place' ? { placeId: duty.place_id } : { personId: duty.person_id }),
    from: shown.now,
    to: new Date(shown.now.getTime() + bookAheadDays * dayMs),
    limit: 60,
  })
  const label = (each: Duty, at: Date) => [shown.moment(at), each.name ?? shown.name(each)].join(' · ')
  return open
    .filter((each) => each.duty.ways.includes(way) && handlesBookings(actor, each.duty))
    .flatMap((each) =>
      each.free.map((at) => ({ value: slotKey(each.duty.number, at), label: label(each.duty, at), at })),
    )
    .filter(({ at }) => at.getTime() !== slot_at.getTime())
    .slice(0, mostOthers)
    .map(({ value, label: words }) => ({ value, label: words }))
}

async function calendar(c: Ctx, booking: Booking): Promise<Response> {
  const { locale } = c.get('viewer')
  const shown = shownIn(c)
  const base = baseOf(c)
  const title = bookingText[locale].icsStaff(booking.number)
  const event = {
    uid: `booking-${booking.id}@${new URL(base).hostname}`,
    sequence: booking.changes,
    changedAt: booking.changed_at,
    startsAt: booking.slot_at,
    endsAt: new Date(booking.slot_at.getTime() + booking.duty.slot_minutes * 60_000),
    title,
    where: shown.place(booking.duty) ?? bookingText[locale].ways[booking.way],
    // What she wrote stays in the house: a calendar may be shared with others.
    about: bookingText[locale].ways[booking.way],
    url: `${base}/contact/bookings/${booking.number}`,
    withdrawn: booking.state === 'cancelled',
  }
  const file = iCalendar({ product: 'contact', name: title, language: locale, events: [event] })
  return calendarAnswer(c, file, `booking-${booking.number}`)
}
