import { hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import type { HomeCard, InboxItem, MineItem } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { dutiesOf } from '../roster/queries.ts'
import { placesPlanned } from '../roster/rules.ts'
import { shownFor } from '../roster/shown.ts'
import { text } from './pages/booking.text.ts'
import { text as staffText } from './pages/staff.text.ts'
import { bookingsOn, dashed, openDuties } from './queries.ts'
import { bookAheadDays, handlesBookings } from './rules.ts'

const dayMs = 86_400_000

/** On the page of a place: the next time that can be booked there. */
export async function bookingAtPlace(app: App, viewer: Viewer, placeId: string): Promise<readonly HomeCard[]> {
  const { council, locale } = viewer
  const { db } = app.database
  const now = app.clock.now()
  const to = new Date(now.getTime() + bookAheadDays * dayMs)
  const open = await openDuties(db, council.id, now, { placeId, from: now, to, limit: 20 })
  const next = open.find(({ free }) => free.length > 0)
  const [at] = next?.free ?? []
  if (!next || !at) return []
  const t = text[locale]
  const shown = shownFor(locale, council.timeZone, now)
  return [
    {
      href: `/contact/booking/new?place=${next.duty.place_number}`,
      title: t.atPlace,
      lines: [t.atPlaceNext(`${shown.moment(at)} · ${shown.name(next.duty)}`)],
      order: 20,
    },
  ]
}

/** Bookings that wait for a yes from this person. */
export async function bookingInbox(app: App, { actor, council, locale }: Viewer): Promise<readonly InboxItem[]> {
  const isDeputy = hasRole(actor, 'deputy')
  if (!isDeputy && placesPlanned(actor)?.length === 0) return []
  const { db } = app.database
  const now = app.clock.now()
  const ahead = await dutiesOf(db, council.id, now, {
    from: now,
    to: new Date(now.getTime() + bookAheadDays * dayMs),
    bookable: true,
    limit: 500,
    ...(isDeputy && actor.personId && { personIds: [actor.personId] }),
  })
  const ids = ahead.filter((duty) => handlesBookings(actor, duty)).map(({ id }) => id)
  const bookings = await bookingsOn(db, council.id, ids, now)
  return bookings
    .filter(({ state, slot_at }) => state === 'asked' && slot_at > now)
    .slice(0, 50)
    .map(({ number, asked_at, slot_at }) => ({
      href: `/contact/bookings/${number}`,
      title: staffText[locale].one(number),
      since: asked_at,
      dueOn: shownFor(locale, council.timeZone, now).dayOf(slot_at),
    }))
}

/** What this person booked with her account, the newest first. */
export async function bookingMine(app: App, { actor, council, locale }: Viewer): Promise<readonly MineItem[]> {
  if (actor.accountId === null) return []
  const t = text[locale]
  const rows = await app.database.db
    .selectFrom('contact.booking')
    .select(['code', 'topic', 'locale', 'state', 'asked_at'])
    .where('council_id', '=', council.id)
    .where('account_id', '=', actor.accountId)
    .orderBy('asked_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    href: `/contact/booking/${dashed(row.code)}`,
    title: t.title,
    kind: t.title,
    ...(row.topic && { said: { words: row.topic, lang: row.locale } }),
    at: row.asked_at,
    state: {
      tone:
        row.state === 'confirmed' ? 'ok' : row.state === 'proposed' ? 'now' : row.state === 'asked' ? 'wait' : 'plain',
      label: t.states[row.state],
    },
  }))
}

/** Whether a code somebody typed is that of a booking. */
export async function isBookingCode(app: App, councilId: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from contact.booking where council_id = ${councilId} and code = ${code.replaceAll('-', '')}) as there`.execute(
    app.database.db,
  )
  return rows[0]?.there ?? false
}
