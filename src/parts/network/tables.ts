import type { ColumnType } from 'kysely'
import type { Json } from '#kernel/db'

type Defaulted<Value> = ColumnType<Value, Value | undefined, Value>

export const placeKinds = ['home', 'station', 'point', 'contact-point', 'collection-point', 'base'] as const
export type PlaceKind = (typeof placeKinds)[number]

export const placeLevels = ['national', 'provincial', 'municipal', 'district', 'street', 'community'] as const
export type PlaceLevel = (typeof placeLevels)[number]

export const hostKinds = [
  'congress',
  'street',
  'community',
  'enterprise',
  'association',
  'school',
  'court',
  'park',
  'office-block',
  'barracks',
  'other',
] as const
export type HostKind = (typeof hostKinds)[number]

/** The five a contact point must have (五有): rules on the wall, venue, team, funds, plan. */
export const havings = ['rules', 'venue', 'team', 'funds', 'plan'] as const
export type Having = (typeof havings)[number]

export const serviceRoles = [
  'point-staff',
  'liaison',
  'collector',
  'adviser',
  'expert',
  'council-member',
  'deputy',
] as const
export type ServiceRole = (typeof serviceRoles)[number]

export const unitRoles = ['adviser-unit', 'liaison-unit'] as const
export type UnitRole = (typeof unitRoles)[number]

/** One stretch of opening: weekday 1 is Monday, times as `09:00` in the council's time zone. */
export interface Opening {
  readonly weekday: number
  readonly from: string
  readonly to: string
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'network.place': {
      council_id: string
      place_id: string
      number: number
      code: string
      register_code: string
      kind: PlaceKind
      parent_id: string | null
      shared_with_id: Defaulted<string | null>
      level: PlaceLevel
      host_kind: HostKind
      host_id: Defaulted<string | null>
      name_zh: string
      name_en: string | null
      names: ColumnType<Readonly<Record<string, string>>, string | undefined, string>
      specialty_zh: Defaulted<string | null>
      specialty_en: Defaulted<string | null>
      address_zh: Defaulted<string | null>
      address_en: Defaulted<string | null>
      area_id: Defaulted<string | null>
      latitude: Defaulted<number | null>
      longitude: Defaulted<number | null>
      opening: Json<readonly Opening[]>
      opening_note_zh: Defaulted<string | null>
      opening_note_en: Defaulted<string | null>
      phone: Defaulted<string | null>
      featured: Defaulted<boolean>
      plaque_zh: Defaulted<string | null>
      plaque_en: Defaulted<string | null>
      council_formed_on: Defaulted<string | null>
      since: string
      until: Defaulted<string | null>
    }
    'network.having': { council_id: string; place_id: string; item: Having; since: string; evidence: string }
    'network.service': {
      council_id: string
      service_id: string
      place_id: string
      person_id: string
      role: ServiceRole
      title: Defaulted<string | null>
      since: string
      until: Defaulted<string | null>
      membership_id: Defaulted<string | null>
      agreed_on: Defaulted<string | null>
    }
    'network.unit': {
      council_id: string
      unit_id: string
      place_id: string
      organisation_id: string
      role: UnitRole
      since: string
      until: Defaulted<string | null>
    }
    'network.training': {
      council_id: string
      training_id: string
      place_id: string
      course: string
      held_on: string
      /** numeric: read as text. */
      hours: ColumnType<string, number, number>
    }
    'network.trainee': { council_id: string; training_id: string; person_id: string }
  }
}
