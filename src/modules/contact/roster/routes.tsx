import { addDays } from '#kernel/calendar'
import { calendarOfCouncil, nameIn } from '#parts/councils'
import { placesOf } from '#parts/network'
import { notFoundPage } from '#web/errors'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { text as listText } from '../pages/list-page.text.ts'
import { deputyFeed, ownFeed, publicFeed } from './feeds.ts'
import { liveRoutes } from './live.ts'
import { ownRoutes } from './own-routes.tsx'
import { MonthPage } from './pages/month-page.tsx'
import { text } from './pages/roster.text.ts'
import { RosterPage } from './pages/roster-page.tsx'
import { planRoutes } from './plan-routes.tsx'
import { dutiesOf, monthBounds } from './queries.ts'
import { isMonth, mondayOf, monthAfter } from './rules.ts'
import { markOf, shownIn } from './shown.ts'

const dayMs = 86_400_000
/** How far ahead the first page looks, and how much of that it lists. */
const aheadDays = 21
const mostListed = 120
/** Months before and after this one that the pages lead to. */
const pagesAround = 36

export function rosterRoutes(http: Http): void {
  http.get('/contact/roster', show)
  http.get('/contact/roster/calendar.ics', publicFeed)
  http.get('/contact/roster/deputies/:code', deputyFeed)
  http.get('/contact/roster/mine/:token', ownFeed)
  http.get('/contact/roster/:month{20[0-9]{2}-[0-9]{2}}', showMonth)
  planRoutes(http)
  ownRoutes(http)
  liveRoutes(http)
}

/** Places of which something may be on the roster, for a choice. */
async function placeChoices(c: Ctx) {
  const { council, locale } = c.get('viewer')
  const places = await placesOf(c.get('app').database.db, council.id, { limit: 1000 })
  return places.map((place) => ({
    value: String(place.number),
    label: nameIn(place, locale),
    placeId: place.place_id,
  }))
}

function feedHref(place: string): string {
  return `/contact/roster/calendar.ics${place && `?place=${place}`}`
}

async function show(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const shown = shownIn(c)
  const places = await placeChoices(c)
  const place = places.find(({ value }) => value === c.req.query('place'))
  const t = text[locale]
  const duties = await dutiesOf(app.database.db, council.id, shown.now, {
    from: shown.now,
    to: new Date(shown.now.getTime() + aheadDays * dayMs),
    cancelled: true,
    limit: mostListed,
    ...(place && { placeIds: [place.placeId] }),
  })
  const month = shown.today.slice(0, 7)
  return page(
    c,
    { title: t.title, description: t.lead, breadcrumb: [{ href: '/contact', label: listText[locale].title }] },
    <RosterPage
      duties={duties}
      weekEnds={addDays(mondayOf(shown.today), 6)}
      months={[month, monthAfter(month, 1), monthAfter(month, 2)]}
      places={places}
      place={place?.value ?? ''}
      feedHref={feedHref(place?.value ?? '')}
      shown={shown}
    />,
  )
}

async function showMonth(c: Ctx): Promise<Response> {
  const app = c.get('app')
  const { council, locale } = c.get('viewer')
  const { db } = app.database
  const month = c.req.param('month') ?? ''
  if (!isMonth(month)) return notFoundPage(c)
  const shown = shownIn(c)
  const place = (await placeChoices(c)).find(({ value }) => value === c.req.query('place'))
  const duties = await dutiesOf(db, council.id, shown.now, {
    ...monthBounds(month, council.timeZone),
    cancelled: true,
    limit: 2000,
    ...(place && { placeIds: [place.placeId] }),
  })
  const calendar = await calendarOfCouncil(db, council.id)
  const t = text[locale]
  const thisMonth = shown.today.slice(0, 7)
  const href = (each: string) => `/contact/roster/${each}${place ? `?place=${place.value}` : ''}`
  keepPublic(c)
  return page(
    c,
    {
      title: t.monthTitle(shown.month(month)),
      breadcrumb: [
        { href: '/contact', label: listText[locale].title },
        { href: '/contact/roster', label: t.title },
      ],
    },
    <MonthPage
      month={month}
      duties={duties}
      mark={(day) => markOf(calendar, day, locale)}
      earlier={month > monthAfter(thisMonth, -pagesAround) ? href(monthAfter(month, -1)) : null}
      later={month < monthAfter(thisMonth, pagesAround) ? href(monthAfter(month, 1)) : null}
      feedHref={feedHref(place?.value ?? '')}
      shown={shown}
    />,
  )
}
