import { type Reaction, type ReactionContext, reaction } from '#kernel/events'
import { dateTag, type Locale } from '#kernel/text'
import { councilById } from '#parts/councils'
import { type NewNotice, notify, type Receiver } from '#parts/notices'
import { members } from '#parts/people'
import { type Booking, bookingById, bookingsOn, dashed } from './queries.ts'
import { isOpen } from './rules.ts'
import { text } from './telling.text.ts'

type Words = (typeof text)[Locale]

/** What she who booked hears of, when those on duty or the clock did it. */
const forResident: Readonly<Record<string, (t: Words) => string>> = {
  'contact.booked': (t) => t.resident.booked,
  'contact.booking-confirmed': (t) => t.resident.confirmed,
  'contact.time-proposed': (t) => t.resident.proposed,
  'contact.booking-cancelled': (t) => t.resident.cancelled,
  'contact.booking-reminded': (t) => t.resident.tomorrow,
  'contact.booking-became-matter': (t) => t.resident.matter,
}

/** What those on duty hear of. */
const forStaff: Readonly<Record<string, (t: Words, number: number) => string>> = {
  'contact.booked': (t, number) => t.staff.booked(number),
  'contact.booking-moved': (t, number) => t.staff.moved(number),
  'contact.proposal-accepted': (t, number) => t.staff.accepted(number),
  'contact.booking-cancelled': (t, number) => t.staff.cancelled(number),
  'contact.booking-reminded': (t, number) => t.staff.reminded(number),
}

/** Tells both sides of a booking: each of what the other did, and both the evening before. */
export const tellBooking = reaction({
  name: 'contact.tell-booking',
  on: [...new Set([...Object.keys(forResident), ...Object.keys(forStaff)])],
  async run(context) {
    const { tx, event, now } = context
    const booking = await bookingById(tx, event.councilId, event.subjectId ?? '', now)
    if (!booking) return
    const when = await whenIn(context)
    const { by } = event.data
    const resident = forResident[event.name]
    if (resident && (by !== 'resident' || event.name === 'contact.booked')) {
      const title = event.name === 'contact.booking-reminded' ? 'reminded' : 'news'
      await tellResident(context, booking, (t, locale) => ({
        title: t.resident[title](dashed(booking.code)),
        body: [resident(t), when(booking, locale), booking.state === 'cancelled' ? booking.words : '']
          .filter(Boolean)
          .join('\n'),
      }))
    }
    const staff = forStaff[event.name]
    if (staff && by !== 'office') {
      await tellStaff(context, booking, (t, locale) => ({
        title: staff(t, booking.number),
        body: when(booking, locale),
      }))
    }
  },
})

/** Somebody else will be there: whoever has booked hears of it. */
export const tellBooked = reaction({
  name: 'contact.tell-booked',
  on: ['contact.stand-in-named', 'contact.swap-answered'],
  async run(context) {
    const { tx, event, now } = context
    if (event.name === 'contact.swap-answered' && event.data.agrees !== true) return
    const when = await whenIn(context)
    for (const booking of await bookingsOn(tx, event.councilId, [event.subjectId ?? ''], now)) {
      if (!isOpen(booking.state) || booking.slot_at <= now) continue
      await tellResident(context, booking, (t, locale) => ({
        title: t.resident.news(dashed(booking.code)),
        body: `${t.resident.otherDeputy}\n${when(booking, locale)}`,
      }))
    }
  },
})

type Saying = (t: Words, locale: Locale) => { readonly title: string; readonly body: string }

function inBoth(words: Saying): NewNotice['text'] {
  return { 'zh-CN': words(text['zh-CN'], 'zh-CN'), en: words(text.en, 'en') }
}

/** To her account or the device she booked on, and by message where she asked for one. */
async function tellResident({ tx, event, now }: ReactionContext, booking: Booking, words: Saying): Promise<void> {
  const ways: [string, Receiver][] = []
  if (booking.account_id !== null) ways.push(['inbox', { accountId: booking.account_id }])
  else if (booking.device_id !== null) ways.push(['inbox', { deviceId: booking.device_id }])
  if (booking.contact !== null && booking.contact_kind !== null && booking.answer_by === booking.contact_kind) {
    const contact = { kind: booking.contact_kind, value: booking.contact }
    ways.push(['contact', { contact, locale: booking.locale }])
  }
  for (const [way, to] of ways) {
    await notify(tx, {
      councilId: event.councilId,
      now,
      to,
      kind: event.name,
      subject: { type: 'contact.booking', id: booking.id },
      text: inBoth(words),
      href: `/contact/booking/${dashed(booking.code)}`,
      key: `${event.id} ${booking.id} ${way}`,
    })
  }
}

/** The deputy on duty, and the liaisons of the place. */
async function tellStaff({ tx, event, now }: ReactionContext, booking: Booking, words: Saying): Promise<void> {
  const { councilId } = event
  const { person_id, place_id } = booking.duty
  const liaisons = place_id ? await members(tx, { councilId, now, roles: ['liaison'], scopeId: place_id }) : []
  for (const personId of new Set([person_id, ...liaisons.map((each) => each.person_id)])) {
    if (personId === event.personId) continue
    await notify(tx, {
      councilId,
      now,
      to: { personId },
      kind: event.name,
      subject: { type: 'contact.booking', id: booking.id },
      text: inBoth(words),
      href: `/contact/bookings/${booking.number}`,
      key: `${event.id} ${booking.id} ${personId}`,
    })
  }
}

async function whenIn({ tx, event }: ReactionContext): Promise<(booking: Booking, locale: Locale) => string> {
  const council = await councilById(tx, event.councilId)
  const timeZone = council?.time_zone ?? 'Asia/Shanghai'
  return ({ slot_at, way, duty }, locale) => {
    const at = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'full', timeStyle: 'short', timeZone })
    const place = locale === 'en' ? (duty.place_en ?? duty.place_zh) : duty.place_zh
    const address = locale === 'en' ? (duty.address_en ?? duty.address_zh) : duty.address_zh
    const where = way === 'place' ? [place, address].filter(Boolean).join(' ') : text[locale].ways[way]
    return `${at.format(slot_at)} · ${where}`
  }
}

export const bookingReactions: readonly Reaction[] = [tellBooking, tellBooked]
