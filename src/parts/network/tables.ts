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

/** The five levels of congresses a deputy may sit in. */
export const deputyLevels = ['national', 'provincial', 'municipal', 'district', 'town'] as const
export type DeputyLevel = (typeof deputyLevels)[number]

export const groupKinds = ['committee', 'professional', 'local'] as const
export type GroupKind = (typeof groupKinds)[number]

/** What a council may leave to a deputy to show or not. */
export const agreedFields = [
  'constituency',
  'places',
  'groups',
  'portrait',
  'introduction',
  'hours',
  'activity',
] as const
export type AgreedField = (typeof agreedFields)[number]

/** What somebody who does not see, hear or walk well finds at a place. */
export const accessFacts = [
  'step-free',
  'lift',
  'toilet',
  'hearing-loop',
  'sign-language',
  'large-print',
  'quiet-room',
  'parking',
] as const
export type AccessFact = (typeof accessFacts)[number]

/** A ring of an outline: [longitude, latitude], WGS-84. */
export type Ring = readonly (readonly [number, number])[]

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
      access: Defaulted<readonly AccessFact[]>
      access_note_zh: Defaulted<string | null>
      access_note_en: Defaulted<string | null>
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
      /** The group with which somebody was assigned; null where she was by herself. */
      group_id: Defaulted<string | null>
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
    'network.deputy': {
      council_id: string
      person_id: string
      code: string
      levels: readonly DeputyLevel[]
      constituency_id: Defaulted<string | null>
      introduction_zh: Defaulted<string | null>
      introduction_en: Defaulted<string | null>
      hours: ColumnType<readonly Opening[], string | undefined, string>
      hours_note_zh: Defaulted<string | null>
      hours_note_en: Defaulted<string | null>
      portrait_id: Defaulted<string | null>
      agreed: Defaulted<readonly AgreedField[]>
    }
    'network.deputy_group': {
      council_id: string
      group_id: string
      number: number
      kind: GroupKind
      name_zh: string
      name_en: string | null
      since: string
      until: Defaulted<string | null>
    }
    'network.group_member': {
      council_id: string
      group_id: string
      person_id: string
      leads: Defaulted<boolean>
      since: string
      until: Defaulted<string | null>
    }
    'network.group_place': {
      council_id: string
      group_id: string
      place_id: string
      since: string
      until: Defaulted<string | null>
    }
    'network.found_by': {
      council_id: string
      kind: 'place' | 'deputy'
      thing_id: string
      sort: string
      words: string
      until: Date | null
      stale: Defaulted<boolean>
    }
    'network.area_shape': { council_id: string; area_id: string; rings: Json<readonly Ring[]> }
  }
}
