import { normaliseShortCode } from '#kernel/short-code'
import { nameIn } from '#parts/councils'
import {
  areaShapes,
  changePlace,
  changePlacePage,
  closePlace,
  drawAreas,
  keepsPlace,
  openPlace,
  ordersNetwork,
  type Place,
  placeByCode,
} from '#parts/network'
import { Notice } from '#ui'
import { notFoundPage } from '#web/errors'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { keepPublic, securityHeaders } from '#web/server'
import { errorsIn } from './form-errors.ts'
import { formValues, pageInput, registerInput } from './form-input.ts'
import { listView, nearView, positionIn } from './list-view.ts'
import type { Tiles } from './map/plan.ts'
import { text as formText } from './pages/form-page.text.ts'
import { FormPage, type PlaceForm } from './pages/form-page.tsx'
import { text as listText } from './pages/list-page.text.ts'
import { ListPage } from './pages/list-page.tsx'
import { text as networkPageText } from './pages/network-page.text.ts'
import { NetworkPage } from './pages/network-page.tsx'
import { PlacePage } from './pages/place-page.tsx'
import { text as shapesText } from './pages/shapes-page.text.ts'
import { ShapesPage } from './pages/shapes-page.tsx'
import { today, toList, toPlace, withPlace } from './path.ts'
import { doorPoster } from './poster.ts'
import { formChoices, networkView, placeOfPath, placeView } from './queries.ts'
import { sessionRoutes } from './sessions/routes.tsx'
import { havingRoutes, peopleRoutes } from './staff-routes.tsx'

export function routes(http: Http): void {
  shapeRoutes(http)
  publicRoutes(http)
  sessionRoutes(http)
  placeRoutes(http)
  peopleRoutes(http)
  havingRoutes(http)
}

function publicRoutes(http: Http): void {
  http.get('/stations', async (c) => {
    const t = listText[c.get('viewer').locale]
    const view = await listView(c)
    allowTiles(c, view.tiles)
    keepPublic(c)
    return page(c, { title: t.title, description: t.lead }, <ListPage view={view} />)
  })
  http.post('/stations/near', async (c) => {
    const t = listText[c.get('viewer').locale]
    const position = positionIn((await sent(c)).values)
    const view = position ? await nearView(c, position) : await listView(c)
    allowTiles(c, view.tiles)
    c.header('cache-control', 'no-store')
    return page(
      c,
      {
        title: position ? t.nearTitle : t.title,
        breadcrumb: [toList(c)],
        unlisted: true,
        ...(!position && { status: 422, banner: <Notice kind="wait">{t.nearWrong}</Notice> }),
      },
      <ListPage view={view} />,
    )
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

function shapeRoutes(http: Http): void {
  http.get('/stations/shapes', (c) => (ordersNetwork(c.get('viewer').actor) ? shapesPage(c, null) : notFoundPage(c)))
  http.post('/stations/shapes', async (c) =>
    submit(c, drawAreas, {
      input: { geojson: await geojsonIn(c) },
      done: ({ areas }) => `/stations/shapes?drawn=${areas}`,
      again: (again) => shapesPage(c, again),
    }),
  )
}

/** A file beside the field counts before what stands in the field. */
async function geojsonIn(c: Ctx): Promise<string> {
  const { values, files } = await sent(c)
  const file = files.file?.[0]
  return file ? file.text() : (values.geojson ?? '')
}

async function shapesPage(c: Ctx, again: Again | null): Promise<Response> {
  const { council, locale } = c.get('viewer')
  const shapes = await areaShapes(c.get('app').database.db, council.id, { limit: 200 })
  const drawn = Number(c.req.query('drawn'))
  const view = {
    shapes,
    values: again?.values ?? {},
    errors: again ? errorsIn(locale, again) : {},
    drawn: !again && Number.isSafeInteger(drawn) && drawn > 0 ? drawn : null,
  }
  return page(
    c,
    {
      title: shapesText[locale].title,
      breadcrumb: [toList(c)],
      unlisted: true,
      invalid: again !== null,
      status: again?.status ?? 200,
    },
    <ShapesPage view={view} />,
  )
}

function placeRoutes(http: Http): void {
  http.get('/stations/new', (c) => {
    if (!ordersNetwork(c.get('viewer').actor)) return notFoundPage(c)
    return newPage(c, { since: today(c), kind: c.req.query('kind') ?? '' }, {}, 200)
  })
  http.post('/stations/new', async (c) => {
    const { values, lists } = await sent(c)
    const paper = pageInput(values, lists.access)
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
      const { values, lists } = await sent(c)
      const paper = pageInput(values, lists.access)
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

/** Pictures of another site are let in on the map's own page alone, and only from the source the council has chosen. */
function allowTiles(c: Ctx, tiles: Tiles | null): void {
  if (!tiles) return
  const policy = securityHeaders['content-security-policy'] ?? ''
  const { origin } = new URL(tiles.address.replace(/[{}]/g, ''))
  c.header('content-security-policy', policy.replace("img-src 'self'", `img-src 'self' ${origin}`))
  // Whoever draws the tiles learns which part of the map somebody looks at, but not on which page of the council.
  c.header('referrer-policy', 'origin')
}

type Status = 200 | 409 | 422

async function newPage(c: Ctx, values: PlaceForm['values'], errors: PlaceForm['errors'], status: Status) {
  const t = formText[c.get('viewer').locale]
  const form = {
    what: 'new' as const,
    action: '/stations/new',
    back: '/stations',
    values: await typedIn(c, values),
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

/** What was ticked is a list: the form shows it again whole. */
async function typedIn(c: Ctx, values: PlaceForm['values']): Promise<PlaceForm['values']> {
  return c.req.method === 'POST' ? { ...values, access: (await sent(c)).lists.access?.join(' ') ?? '' } : values
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
    values: await typedIn(c, values),
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
