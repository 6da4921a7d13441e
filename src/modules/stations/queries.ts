import { dayOf } from '#kernel/calendar'
import { qrSvg } from '#kernel/documents'
import { areasOf, calendarOfCouncil, organisationsOf, settingsAt } from '#parts/councils'
import {
  deputiesByIds,
  havingsOf,
  keepsPlace,
  mayAppoint,
  openState,
  ordersNetwork,
  type Place,
  placeById,
  placeByNumber,
  placesAbove,
  placesOf,
  placeTree,
  pointFigures,
  searchDeputies,
  serviceRoles,
  servingAt,
  servingUnder,
  shownOf,
  trainingsOf,
  unitsOf,
} from '#parts/network'
import { peopleOnTheBooks } from '#parts/people'
import { toLocal } from '#web/local-time'
import type { Ctx, HomeCard } from '#web/routes'
import { keepsFund } from './funds/rules.ts'
import type { HavingsView } from './pages/havings-page.tsx'
import type { NetworkView } from './pages/network-page.tsx'
import type { PeopleView } from './pages/people-page.tsx'
import { text as placeText } from './pages/place-page.text.ts'
import type { PlaceView } from './pages/place-page.tsx'

/** What every query of this module needs of the request. */
export function asked(c: Ctx) {
  const app = c.get('app')
  const { council, actor, locale } = c.get('viewer')
  return { app, db: app.database.db, council, actor, locale, today: dayOf(app.clock.now(), council.timeZone) }
}

/** The place whose number stands in the address; undefined where there is none. */
export async function placeOfPath(c: Ctx): Promise<Place | undefined> {
  const number = Number(c.req.param('number'))
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) return undefined
  const { db, council } = asked(c)
  return placeByNumber(db, council.id, number)
}

export async function placeView(c: Ctx, place: Place): Promise<PlaceView> {
  const { app, db, council, actor, locale } = asked(c)
  const isPoint = place.kind === 'contact-point'
  const keeps = keepsPlace(actor, place)
  const [serving, having, figures, bounds, units, above, tree, trainings, shared] = await Promise.all([
    servingAt(db, council.id, place.place_id, { all: keeps }),
    isPoint ? havingsOf(db, council.id, place.place_id) : [],
    isPoint ? pointFigures(db, council.id, [place.place_id]) : new Map(),
    settingsAt(db, council.id, app.clock.now()),
    isPoint ? unitsOf(db, council.id, place.place_id) : [],
    placesAbove(db, council.id, place.place_id),
    placeTree(db, council.id, place.place_id),
    trainingsOf(db, council.id, place.place_id, 10),
    place.shared_with_id ? placeById(db, council.id, place.shared_with_id) : undefined,
  ])
  const doorHref = `/stations/at/${place.code}`
  const deputies = await deputiesAt(c, place)
  return {
    place,
    ...deputies,
    opens: await opensWhen(c, place),
    ways: waysTo(c, place),
    solved: await solvedAt(c, place.place_id),
    serving,
    havings: having,
    figures: figures.get(place.place_id) ?? null,
    bounds,
    units,
    above,
    tree,
    shared: shared ?? null,
    trainings,
    doorHref,
    happening: await happeningAt(c, place.place_id),
    qrSvg: qrSvg(`${app.baseUrl}${doorHref}`, { sizeMm: 40, label: placeText[locale].scan }),
    may: { keep: keeps, order: ordersNetwork(actor), keepsFunds: keepsFund(actor, place) },
  }
}

/** Most deputies whose cards a place's page shows; the rest stands behind a link. */
const mostShown = 6

/** Those who serve here and whom everybody may find. */
async function deputiesAt(c: Ctx, place: Place): Promise<Pick<PlaceView, 'deputies' | 'deputyCount'>> {
  const { app, db, council } = asked(c)
  const now = app.clock.now()
  const wanted = { councilId: council.id, now, place: place.number, limit: mostShown }
  const { ids, total } = await searchDeputies(db, wanted)
  const settings = await settingsAt(db, council.id, now)
  const deputies = await deputiesByIds(db, council.id, ids)
  return {
    deputyCount: total,
    deputies: deputies.map((deputy) => ({
      ...deputy,
      shows: shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed }),
    })),
  }
}

async function opensWhen(c: Ctx, place: Place): Promise<PlaceView['opens']> {
  if (place.opening.length === 0 || place.until !== null) return null
  const { app, db, council } = asked(c)
  const [day = '', time = ''] = toLocal(app.clock.now(), council.timeZone).split('T')
  return openState(place.opening, { day, time, calendar: await calendarOfCouncil(db, council.id) })
}

/** Where deputies receive people; the other places collect words about drafts. */
const receiving: readonly Place['kind'][] = ['home', 'station', 'point']

function waysTo(c: Ctx, place: Place): PlaceView['ways'] {
  if (place.until !== null || !receiving.includes(place.kind)) return []
  const to = { kind: 'place', id: place.place_id, number: place.number } as const
  return c
    .get('modules')
    .flatMap(({ offers }) => offers?.turnTo?.(c.get('viewer'), to) ?? [])
    .toSorted((a, b) => a.order - b.order)
}

async function solvedAt(c: Ctx, placeId: string): Promise<HomeCard[]> {
  const found: HomeCard[] = []
  for (const { offers } of c.get('modules')) {
    found.push(...((await offers?.solvedAt?.(c.get('app'), c.get('viewer'), placeId)) ?? []))
  }
  return found.toSorted((a, b) => a.order - b.order)
}

/** What other modules say happens at a place. */
async function happeningAt(c: Ctx, placeId: string): Promise<HomeCard[]> {
  const found: HomeCard[] = []
  for (const { offers } of c.get('modules')) {
    found.push(...((await offers?.atPlace?.(c.get('app'), c.get('viewer'), placeId)) ?? []))
  }
  return found.toSorted((a, b) => a.order - b.order)
}

export async function networkView(c: Ctx): Promise<NetworkView> {
  const { db, council } = asked(c)
  const [places, tree] = await Promise.all([
    placesOf(db, council.id, { kinds: ['contact-point'], limit: 500 }),
    placeTree(db, council.id, null),
  ])
  const figures = await pointFigures(
    db,
    council.id,
    places.map((place) => place.place_id),
  )
  const points = places.flatMap((place) => {
    const of = figures.get(place.place_id)
    return of ? [{ place, figures: of }] : []
  })
  return { points, tree }
}

/** What the forms of a place may choose from. */
export async function formChoices(c: Ctx) {
  const { db, council, today } = asked(c)
  const [organisations, areas, places] = await Promise.all([
    organisationsOf(db, council.id, { on: today, limit: 500 }),
    areasOf(db, council.id, { kinds: ['county', 'street', 'village', 'grid'], limit: 1000 }),
    placesOf(db, council.id, { limit: 1000 }),
  ])
  return { organisations, areas, places }
}

type Kept = Pick<PeopleView, 'values' | 'errors' | 'lists' | 'saved'>

export async function peopleView(c: Ctx, place: Place, kept: Kept): Promise<PeopleView> {
  const { app, db, council, actor, today } = asked(c)
  const q = (c.req.query('q') ?? kept.values.q ?? '').trim().slice(0, 60)
  const [serving, units, organisations, found, under] = await Promise.all([
    servingAt(db, council.id, place.place_id, { all: true }),
    unitsOf(db, council.id, place.place_id),
    organisationsOf(db, council.id, { on: today, limit: 500 }),
    q ? peopleOnTheBooks(db, { councilId: council.id, now: app.clock.now(), like: q, limit: 50 }) : [],
    servingUnder(db, council.id, place.place_id),
  ])
  const trainees = new Map<string, string>()
  for (const each of under) if (each.name) trainees.set(each.person_id, each.name)
  return {
    ...kept,
    place,
    serving,
    units,
    organisations,
    q,
    found: found.map(({ id, name }) => ({ id, name })),
    mayRoles: serviceRoles.filter((role) => mayAppoint(actor, place, role)),
    trainees: [...trainees].map(([id, name]) => ({ id, name })),
    today,
    may: { order: ordersNetwork(actor) },
  }
}

export async function havingsView(
  c: Ctx,
  place: Place,
  kept: Pick<HavingsView, 'values' | 'errors' | 'saved'>,
): Promise<HavingsView> {
  const { app, db, council, actor, today } = asked(c)
  const [having, bounds, figures] = await Promise.all([
    havingsOf(db, council.id, place.place_id),
    settingsAt(db, council.id, app.clock.now()),
    pointFigures(db, council.id, [place.place_id]),
  ])
  return {
    ...kept,
    place,
    havings: having,
    bounds,
    members: figures.get(place.place_id)?.council_members ?? 0,
    today,
    may: { order: ordersNetwork(actor) },
  }
}
