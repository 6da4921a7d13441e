import type { SettingKey } from '#parts/councils'
import type { PlaceKind } from '#parts/network'

/** What the places of the network hold. */
export const sessionKinds = ['session', 'homecoming', 'report', 'livestream', 'other'] as const
export type SessionKind = (typeof sessionKinds)[number]

/** By this name meetings know whose they are. */
export const owner = 'stations'

export function kindOf(kind: string): SessionKind {
  return sessionKinds.find((each) => each === kind) ?? 'other'
}

/** What a place owes: once in so many months, by a setting of the council. */
export interface Duty {
  readonly kind: Exclude<SessionKind, 'other'>
  readonly setting: Extract<SettingKey, 'stationVisitMonths' | 'homeVisitMonths' | 'reportMonths' | 'livestreamMonths'>
}

const duties: Partial<Record<PlaceKind, readonly Duty[]>> = {
  station: [
    { kind: 'session', setting: 'stationVisitMonths' },
    { kind: 'livestream', setting: 'livestreamMonths' },
  ],
  home: [
    { kind: 'homecoming', setting: 'homeVisitMonths' },
    { kind: 'report', setting: 'reportMonths' },
  ],
}

/** Source: monthly in a station with a topic, quarterly at the home, a yearly report; one livestream a month a station. */
export function dutiesOf(kind: PlaceKind): readonly Duty[] {
  return duties[kind] ?? []
}

/** Kinds of place that owe anything. */
export const placesWithDuties = Object.keys(duties) as PlaceKind[]

/** Which kind stands first in the form of a place. */
export function usualKind(kind: PlaceKind): SessionKind {
  return dutiesOf(kind)[0]?.kind ?? 'other'
}
