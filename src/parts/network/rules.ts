import { type Actor, hasRoleAt } from '#kernel/action'
import { keepsRegisters } from '#parts/councils'
import { mayGiveRole } from '#parts/people'
import type { Having, Opening, PlaceKind, ServiceRole } from './tables.ts'
import { havings } from './tables.ts'

/** Under which kinds a place may stand: one home, several stations, many points; collection points under contact points. */
const parents: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  home: [],
  station: ['home'],
  point: ['station', 'home'],
  'contact-point': ['contact-point'],
  'collection-point': ['contact-point'],
  base: ['home', 'station', 'contact-point'],
}

export function mayStandUnder(kind: PlaceKind, parent: PlaceKind): boolean {
  return parents[kind].includes(parent)
}

/** Which kinds of place a kind may stand under, for a form's choice. */
export function parentKinds(kind: PlaceKind): readonly PlaceKind[] {
  return parents[kind]
}

/** Who opens and closes places and decides who staffs them. */
export function ordersNetwork(actor: Actor): boolean {
  return keepsRegisters(actor) || actor.grants.some((grant) => grant.role === 'street-office')
}

/** Who keeps the page of one place: those who order the network, and its own staff and liaison. */
export function keepsPlace(actor: Actor, place: { readonly place_id: string }): boolean {
  return ordersNetwork(actor) || hasRoleAt(actor, place.place_id, 'point-staff', 'liaison')
}

/** Who names somebody for a place: whoever may give the role there; deputies are assigned by those who order the network. */
export function mayAppoint(actor: Actor, place: { readonly place_id: string }, role: ServiceRole): boolean {
  return role === 'deputy' ? ordersNetwork(actor) : mayGiveRole(actor, role, place.place_id)
}

export type CouncilState = 'none' | 'forming' | 'formed' | 'outside'

export interface CouncilBounds {
  readonly legislativeCouncilMin: number
  readonly legislativeCouncilMax: number
}

/**
 * How a contact point's legislative council stands: no members yet, being formed, formed,
 * or formed but by now with fewer or more members than the council's rule allows.
 */
export function councilState(formedOn: string | null, members: number, bounds: CouncilBounds): CouncilState {
  if (formedOn === null) return members === 0 ? 'none' : 'forming'
  return withinBounds(members, bounds) ? 'formed' : 'outside'
}

export function withinBounds(members: number, bounds: CouncilBounds): boolean {
  return members >= bounds.legislativeCouncilMin && members <= bounds.legislativeCouncilMax
}

/** Which of the five a contact point still lacks. */
export function lacking(has: readonly { readonly item: Having }[]): Having[] {
  return havings.filter((item) => !has.some((each) => each.item === item))
}

/** Whether two stretches of opening overlap. */
export function openingsOverlap(openings: readonly Opening[]): boolean {
  return openings.some((one, index) =>
    openings
      .slice(index + 1)
      .some((other) => one.weekday === other.weekday && one.from < other.to && other.from < one.to),
  )
}

/** Whether the place is open at a weekday and time of its council: `1`, `09:30`. */
export function isOpenAt(openings: readonly Opening[], weekday: number, time: string): boolean {
  return openings.some((each) => each.weekday === weekday && each.from <= time && time < each.to)
}
