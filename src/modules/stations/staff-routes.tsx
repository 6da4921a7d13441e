import {
  addUnit,
  agreeToShow,
  appoint,
  dissolveCouncil,
  dropHaving,
  endService,
  endUnit,
  formCouncil,
  holdTraining,
  keepsPlace,
  noteHaving,
  ordersNetwork,
  type Place,
} from '#parts/network'
import { type Again, sent, submit } from '#web/form'
import { page } from '#web/page'
import type { Ctx, Http } from '#web/routes'
import { errorsIn } from './form-errors.ts'
import { text as havingsText } from './pages/havings-page.text.ts'
import { HavingsPage } from './pages/havings-page.tsx'
import { text as peopleText } from './pages/people-page.text.ts'
import { PeoplePage } from './pages/people-page.tsx'
import { today, toPlace, withPlace } from './path.ts'
import { havingsView, peopleView } from './queries.ts'

/** Who serves at a place: appoint, end, show, train. */
export function peopleRoutes(http: Http): void {
  const path = '/stations/:number{[0-9]+}/people'
  http.get(path, (c) => withPlace(c, keepsPlace, (place) => peoplePage(c, place, null)))
  http.post(path, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      return submit(c, appoint, {
        input: {
          placeId: place.place_id,
          personId: values.personId ?? '',
          role: values.role as 'collector',
          title: values.title,
          since: values.since ?? '',
        },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
  http.post(`${path}/end`, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      return submit(c, endService, {
        input: { serviceId: values.serviceId ?? '', until: values.until ?? '' },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
  http.post(`${path}/show`, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      return submit(c, agreeToShow, {
        input: { serviceId: values.serviceId ?? '', agrees: values.agrees === 'yes' },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
  http.post(`${path}/training`, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values, lists } = await sent(c)
      return submit(c, holdTraining, {
        input: {
          placeId: place.place_id,
          course: values.course ?? '',
          heldOn: values.heldOn ?? '',
          hours: values.hours ?? '',
          personIds: [...(lists.personIds ?? [])],
        },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
  http.post(`${path}/unit`, (c) =>
    withPlace(c, ordersNetwork, async (place) => {
      const { values } = await sent(c)
      return submit(c, addUnit, {
        input: {
          placeId: place.place_id,
          organisationId: values.organisationId ?? '',
          role: values.unitRole as 'adviser-unit',
          since: today(c),
        },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
  http.post(`${path}/end-unit`, (c) =>
    withPlace(c, ordersNetwork, async (place) => {
      const { values } = await sent(c)
      return submit(c, endUnit, {
        input: { unitId: values.unitId ?? '', until: values.until ?? '' },
        done: () => `/stations/${place.number}/people?saved=1`,
        again: (again) => peoplePage(c, place, again),
      })
    }),
  )
}

async function peoplePage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { locale } = c.get('viewer')
  const errors = again ? errorsIn(locale, again) : {}
  const lists = again ? (await sent(c)).lists : {}
  const saved = !again && c.req.query('saved') === '1'
  const view = await peopleView(c, place, { values: again?.values ?? {}, lists, errors, saved })
  const title = peopleText[locale].title
  return page(
    c,
    {
      title,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: toPlace(c, place),
      width: 'wide',
      unlisted: true,
    },
    <PeoplePage view={view} />,
  )
}

/** What a contact point has, and its legislative council. */
export function havingRoutes(http: Http): void {
  const path = '/stations/:number{[0-9]+}/havings'
  const council = '/stations/:number{[0-9]+}/council'
  http.get(path, (c) => withPlace(c, keepsPlace, (place) => havingsPage(c, place, null)))
  http.post(path, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      return submit(c, noteHaving, {
        input: {
          placeId: place.place_id,
          item: values.item as 'venue',
          since: values.since ?? '',
          evidence: values.evidence ?? '',
        },
        done: () => `/stations/${place.number}/havings?saved=1`,
        again: (again) => havingsPage(c, place, again),
      })
    }),
  )
  http.post(`${path}/drop`, (c) =>
    withPlace(c, keepsPlace, async (place) => {
      const { values } = await sent(c)
      return submit(c, dropHaving, {
        input: { placeId: place.place_id, item: values.item as 'venue', reason: values.reason ?? '' },
        done: () => `/stations/${place.number}/havings?saved=1`,
        again: (again) => havingsPage(c, place, again),
      })
    }),
  )
  http.post(council, (c) =>
    withPlace(c, keepsPlace, async (place) =>
      submit(c, formCouncil, {
        input: { placeId: place.place_id, formedOn: (await sent(c)).values.formedOn ?? '' },
        done: () => `/stations/${place.number}/havings?saved=1`,
        again: (again) => havingsPage(c, place, again),
      }),
    ),
  )
  http.post(`${council}/dissolve`, (c) =>
    withPlace(c, ordersNetwork, async (place) =>
      submit(c, dissolveCouncil, {
        input: { placeId: place.place_id, reason: (await sent(c)).values.reason ?? '' },
        done: () => `/stations/${place.number}/havings?saved=1`,
        again: (again) => havingsPage(c, place, again),
      }),
    ),
  )
}

async function havingsPage(c: Ctx, place: Place, again: Again | null): Promise<Response> {
  const { locale } = c.get('viewer')
  const errors = again ? errorsIn(locale, again) : {}
  const saved = !again && c.req.query('saved') === '1'
  const view = await havingsView(c, place, { values: again?.values ?? {}, errors, saved })
  const title = havingsText[locale].title
  return page(
    c,
    {
      title,
      status: again?.status ?? 200,
      invalid: again !== null,
      breadcrumb: toPlace(c, place),
      width: 'narrow',
      unlisted: true,
    },
    <HavingsPage view={view} />,
  )
}
