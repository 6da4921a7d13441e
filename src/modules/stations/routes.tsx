import { normaliseShortCode } from '#kernel/short-code'
import { nameIn } from '#parts/councils'
import {
  changePlace,
  changePlacePage,
  closePlace,
  keepsPlace,
  openPlace,
  ordersNetwork,
  type Place,
  placeByCode,
} from '#parts/network'
import { notFoundPage } from '#web/errors'
import { sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic } from '#web/server'
import { errorsIn } from './form-errors.ts'
import { formValues, pageInput, registerInput } from './form-input.ts'
import { text as formText } from './pages/form-page.text.ts'
import { FormPage, type PlaceForm } from './pages/form-page.tsx'
import { text as listText } from './pages/list-page.text.ts'
import { ListPage } from './pages/list-page.tsx'
import { text as networkPageText } from './pages/network-page.text.ts'
import { NetworkPage } from './pages/network-page.tsx'
import { PlacePage } from './pages/place-page.tsx'
import { today, toList, toPlace, withPlace } from './path.ts'
import { doorPoster } from './poster.ts'
import { formChoices, listView, networkView, placeOfPath, placeView } from './queries.ts'
import { havingRoutes, peopleRoutes } from './staff-routes.tsx'

export function routes(http: Http): void {
  publicRoutes(http)
  placeRoutes(http)
  peopleRoutes(http)
  havingRoutes(http)
}

function publicRoutes(http: Http): void {
  http.get('/stations', async (c) => {
    const t = listText[c.get('viewer').locale]
    const view = await listView(c)
    keepPublic(c)
    return page(c, { title: t.title, description: t.lead }, <ListPage view={view} />)
  })
  http.get('/stations/network', async (c) => {
    const t = networkPageText[c.get('viewer').locale]
    const view = await networkView(c)
    keepPublic(c)
    return page(c, { title: t.title, breadcrumb: [toList(c)] }, <NetworkPage view={view} />)
  })
  http.get('/stations/at/:code', async (c) => {
    const code = normaliseShortCode(c.req.param('code'))
    const place = code && (await placeByCode(c.get('app').database.db, c.get('viewer').council.id, code))
    return place ? c.redirect(`/stations/${place.number}`, 303) : notFoundPage(c)
  })
  http.get('/stations/:number{[0-9]+}', async (c) => {
    const place = await placeOfPath(c)
    if (!place) return notFoundPage(c)
    const view = await placeView(c, place)
    keepPublic(c)
    return page(c, { title: nameIn(place, c.get('viewer').locale), breadcrumb: [toList(c)] }, <PlacePage view={view} />)
  })
  http.get('/stations/:number{[0-9]+}/poster.pdf', async (c) => {
    const place = await placeOfPath(c)
    if (!place) return notFoundPage(c)
    const { council, locale } = c.get('viewer')
    const doorUrl = `${c.get('app').baseUrl}/stations/at/${place.code}`
    const bytes = await doorPoster({ place, councilName: council.name, locale, doorUrl })
    return c.body(bytes, 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="place-${place.number}.pdf"`,
    })
  })
}

function placeRoutes(http: Http): void {
  http.get('/stations/new', (c) => {
    if (!ordersNetwork(c.get('viewer').actor)) return notFoundPage(c)
    return newPage(c, { since: today(c), kind: c.req.query('kind') ?? '' }, {}, 200)
  })
  http.post('/stations/new', async (c) => {
    const { values } = await sent(c)
    const paper = pageInput(values)
    if (!paper) return newPage(c, values, unreadableHours(c), 422)
    return submit(c, openPlace, {
      input: { ...registerInput(values), ...paper, since: values.since ?? '' },
      done: ({ number }) => `/stations/${number}`,
      again: (again) => newPage(c, again.values, errorsIn(c.get('viewer').locale, again), again.status),
    })
  })
  http.get('/stations/:number{[0-9]+}/edit', (c) =>
    withPlace(c, keepsPlace, (place) =>
      changePage(c, place, 'page', formValues(place, c.get('viewer').locale), {}, 200),
    ),
  )
  http.post('/stations/:number{[0-9]+}/edit', (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      const paper = pageInput(values)
      if (!paper) return changePage(c, place, 'page', values, unreadableHours(c), 422)
      return submit(c, changePlacePage, {
        input: { placeId: place.place_id, ...paper },
        done: () => `/stations/${place.number}`,
        again: (again) =>
          changePage(c, place, 'page', again.values, errorsIn(c.get('viewer').locale, again), again.status),
      })
    }),
  )
  http.get('/stations/:number{[0-9]+}/register', (c) =>
    withPlace(c, ordersNetwork, (place) =>
      changePage(c, place, 'register', formValues(place, c.get('viewer').locale), {}, 200),
    ),
  )
  http.post('/stations/:number{[0-9]+}/register', (c) =>
    withPlace(c, ordersNetwork, async (place) =>
      submit(c, changePlace, {
        input: { placeId: place.place_id, ...registerInput((await sent(c)).values) },
        done: () => `/stations/${place.number}`,
        again: (again) =>
          changePage(c, place, 'register', again.values, errorsIn(c.get('viewer').locale, again), again.status),
      }),
    ),
  )
  http.post('/stations/:number{[0-9]+}/close', (c) =>
    withPlace(c, ordersNetwork, async (place) =>
      submit(c, closePlace, {
        input: { placeId: place.place_id, until: (await sent(c)).values.until ?? '' },
        done: () => `/stations/${place.number}`,
        again: (again) =>
          changePage(
            c,
            place,
            'register',
            formValues(place, c.get('viewer').locale),
            errorsIn(c.get('viewer').locale, again),
            again.status,
          ),
      }),
    ),
  )
}

function unreadableHours(c: Ctx): Record<string, string> {
  const issues = [{ path: 'opening', code: 'not-opening-hours' }]
  return errorsIn(c.get('viewer').locale, { issues, conflict: null })
}

type Status = 200 | 409 | 422

async function newPage(c: Ctx, values: PlaceForm['values'], errors: PlaceForm['errors'], status: Status) {
  const t = formText[c.get('viewer').locale]
  const form = {
    what: 'new' as const,
    action: '/stations/new',
    back: '/stations',
    values,
    errors,
    ...(await formChoices(c)),
  }
  const invalid = Object.keys(errors).length > 0
  return page(
    c,
    { title: t.newTitle, status, invalid, breadcrumb: [toList(c)], width: 'narrow', unlisted: true },
    <FormPage form={form} />,
  )
}

async function changePage(
  c: Ctx,
  place: Place,
  what: 'register' | 'page',
  values: PlaceForm['values'],
  errors: PlaceForm['errors'],
  status: Status,
) {
  const t = formText[c.get('viewer').locale]
  const base = `/stations/${place.number}`
  const close = what === 'register' && place.until === null && { close: { action: `${base}/close`, today: today(c) } }
  const choices = await formChoices(c)
  const form = {
    what,
    action: what === 'page' ? `${base}/edit` : `${base}/register`,
    back: base,
    values,
    errors,
    ...choices,
    places: choices.places.filter((each) => each.place_id !== place.place_id),
    ...close,
  }
  const title = what === 'page' ? t.pageTitle : t.registerTitle
  const invalid = Object.keys(errors).length > 0
  return page(
    c,
    { title, status, invalid, breadcrumb: toPlace(c, place), width: 'narrow', unlisted: true },
    <FormPage form={form} />,
  )
}
