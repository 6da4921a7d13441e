import { type CalendarEvent, iCalendar } from '#kernel/documents'
import { type Locale, localeOf } from '#kernel/text'
import { councilById, nameIn } from '#parts/councils'
import { placeByNumber } from '#parts/network'
import { publicName } from '#parts/people'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { bookedCounts } from '../booking/queries.ts'
import { feedHash } from './feed-actions.ts'
import { text as dutiesText } from './pages/duties.text.ts'
import { text } from './pages/roster.text.ts'
import { type Duty, dutiesOf, feedByHash, personByCode } from './queries.ts'
import { shownFor } from './shown.ts'

const dayMs = 86_400_000
/** How far back a calendar reaches, and how far ahead. */
const backDays = 60
const aheadDays = 400
const most = 2000

function reach(now: Date) {
  return { from: new Date(now.getTime() - backDays * dayMs), to: new Date(now.getTime() + aheadDays * dayMs) }
}

/** Published duties of the council or of one place, for anybody's calendar. */
export async function publicFeed(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const now = app.clock.now()
  const typed = c.req.query('place')
  const place = typed ? await placeByNumber(db, council.id, Number(typed) || 0) : undefined
  if (typed && !place) return notFoundPage(c)
  const asked = { ...reach(now), cancelled: true, limit: most, ...(place && { placeIds: [place.place_id] }) }
  const duties = await dutiesOf(db, council.id, now, asked)
  const name = [place ? nameIn(place, locale) : council.name, text[locale].title].join(' · ')
  return answer(c, { name, locale, duties, timeZone: council.timeZone, now })
}

/** Published duties of the deputy whose card bears the code. */
export async function deputyFeed(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const now = app.clock.now()
  const code = (c.req.param('code') ?? '').replace(/\.ics$/, '')
  const person = await personByCode(db, council.id, code)
  if (!person) return notFoundPage(c)
  const duties = await dutiesOf(db, council.id, now, {
    ...reach(now),
    personIds: [person.id],
    cancelled: true,
    limit: most,
  })
  const name = [publicName(person) ?? text[locale].someDeputy, text[locale].title].join(' · ')
  return answer(c, { name, locale, duties, timeZone: council.timeZone, now })
}

/** A deputy's own calendar, by its private address: also how many have booked. Nobody who booked is named. */
export async function ownFeed(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { db } = app.database
  const now = app.clock.now()
  const token = (c.req.param('token') ?? '').replace(/\.ics$/, '')
  const found = await feedByHash(db, feedHash(token))
  const council = found && (await councilById(db, found.council_id))
  if (!found || !council) return c.text('Not found', 404)
  const duties = await dutiesOf(db, council.id, now, {
    ...reach(now),
    personIds: [found.person_id],
    cancelled: true,
    limit: most,
  })
  const booked = await bookedCounts(
    db,
    council.id,
    duties.map(({ id }) => id),
  )
  const locale = localeOf(c.req.query('lang'))
  return answer(c, {
    name: dutiesText[locale].title,
    locale,
    duties,
    timeZone: council.time_zone,
    now,
    own: (duty) => {
      const t = dutiesText[locale]
      return [duty.confirmed_at ? t.confirmed : t.toConfirm, t.bookedCount(booked.get(duty.id) ?? 0)].join('\n')
    },
  })
}

interface Feed {
  readonly name: string
  readonly locale: Locale
  readonly duties: readonly Duty[]
  readonly timeZone: string
  readonly now: Date
  readonly own?: (duty: Duty) => string
}

function answer(c: Ctx, { name, locale, duties, timeZone, now, own }: Feed): Response {
  const t = text[locale]
  const shown = shownFor(locale, timeZone, now)
  const base = baseOf(c)
  const events = duties.map((duty): CalendarEvent => {
    const address = locale === 'en' ? (duty.address_en ?? duty.address_zh) : duty.address_zh
    const where = [shown.place(duty) ?? t.icsOnline, address].filter(Boolean).join(', ')
    const about = [
      own?.(duty) ?? t.icsAbout,
      duty.cancelled_at ? `${t.cancelled} ${t.cancelledWhy(duty.cancel_reason)}` : '',
    ]
    const day = shown.dayOf(duty.starts_at)
    return {
      uid: `duty-${duty.id}@${new URL(base).hostname}`,
      sequence: duty.changes,
      changedAt: duty.changed_at,
      startsAt: duty.starts_at,
      endsAt: duty.ends_at,
      title: own ? t.title : `${t.title} · ${shown.name(duty)}`,
      where,
      about: about.filter(Boolean).join('\n'),
      url: own ? `${base}/contact/duties` : `${base}/contact/roster/${day.slice(0, 7)}`,
      withdrawn: duty.cancelled_at !== null,
    }
  })
  return calendarAnswer(c, iCalendar({ product: 'contact', name, language: locale, events }), 'roster')
}

export function calendarAnswer(c: Ctx, body: string, name: string): Response {
  return c.body(body, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.ics"`,
    'cache-control': 'no-cache',
  })
}

/** The address of this house as this reader reached it: a council may have a host of its own. */
export function baseOf(c: Ctx): string {
  const base = new URL(c.get('app').baseUrl)
  base.hostname = new URL(c.req.url).hostname
  return base.origin
}
