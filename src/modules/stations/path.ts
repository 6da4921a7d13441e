import { dayOf } from '#kernel/calendar'
import { nameIn } from '#parts/councils'
import type { Place } from '#parts/network'
import { notFoundPage } from '#web/errors'
import type { Ctx } from '#web/routes'
import { text as listText } from './pages/list-page.text.ts'
import { placeOfPath } from './queries.ts'

/** The way back to the list. */
export function toList(c: Ctx) {
  return { href: '/stations', label: listText[c.get('viewer').locale].title }
}

/** The way back to a place. */
export function toPlace(c: Ctx, place: Place) {
  return [toList(c), { href: `/stations/${place.number}`, label: nameIn(place, c.get('viewer').locale) }]
}

/** The day it is in the council. */
export function today(c: Ctx): string {
  return dayOf(c.get('app').clock.now(), c.get('viewer').council.timeZone)
}

type MayActor = Ctx['var']['viewer']['actor']

/** The place of the address, for those who may; for everybody else the page does not exist. */
export async function withPlace(
  c: Ctx,
  may: (actor: MayActor, place: Place) => boolean,
  then: (place: Place) => Response | Promise<Response>,
): Promise<Response> {
  const place = await placeOfPath(c)
  return place && may(c.get('viewer').actor, place) ? then(place) : notFoundPage(c)
}
