import type { ColumnType } from 'kysely'
import type { Instant, Json } from '#kernel/db'

/** Names in further languages, by BCP 47 tag; Chinese and English have columns of their own. */
export type Names = Readonly<Record<string, string>>

type Defaulted<Value> = ColumnType<Value, Value | undefined, Value>

export const councilLevels = ['national', 'provincial', 'municipal', 'district', 'town'] as const
export type CouncilLevel = (typeof councilLevels)[number]

export const organisationKinds = [
  'committee',
  'street-office',
  'government',
  'department',
  'supervisory-commission',
  'court',
  'procuratorate',
  'enterprise',
  'association',
  'institution',
  'community',
  'other',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

export const areaKinds = ['province', 'city', 'county', 'street', 'village', 'grid', 'other'] as const
export type AreaKind = (typeof areaKinds)[number]

export const constituencyKinds = ['territorial', 'association', 'migrant', 'unit'] as const
export type ConstituencyKind = (typeof constituencyKinds)[number]

export const divisionLevels = ['province', 'city', 'county', 'street', 'village'] as const
export type DivisionLevel = (typeof divisionLevels)[number]

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'councils.council': {
      council_id: string
      parent_id: string | null
      level: CouncilLevel
      slug: string
      name_zh: string
      name_en: string | null
      names: ColumnType<Names, string | undefined, string>
      short_name_zh: Defaulted<string | null>
      short_name_en: Defaulted<string | null>
      division_code: Defaulted<string | null>
      phone: Defaulted<string | null>
      time_zone: string
      created_at: Instant
    }
    'councils.address': { kind: 'slug' | 'host' | 'default'; value: string; council: string }
    'councils.division': {
      code: string
      parent_code: string | null
      level: DivisionLevel
      name_zh: string
      name_en: Defaulted<string | null>
    }
    'councils.area': {
      council_id: string
      area_id: string
      code: string
      parent_id: string | null
      kind: AreaKind
      name_zh: string
      name_en: string | null
      names: ColumnType<Names, string | undefined, string>
      division_code: Defaulted<string | null>
    }
    'councils.organisation': {
      council_id: string
      organisation_id: string
      number: number
      code: string
      parent_id: Defaulted<string | null>
      kind: OrganisationKind
      name_zh: string
      name_en: string | null
      names: ColumnType<Names, string | undefined, string>
      duties: Defaulted<string | null>
      phone: Defaulted<string | null>
      area_id: Defaulted<string | null>
      since: string
      until: Defaulted<string | null>
    }
    'councils.constituency': {
      council_id: string
      constituency_id: string
      number: number
      code: string
      kind: ConstituencyKind
      name_zh: string
      name_en: string | null
      area_id: Defaulted<string | null>
      seats: number
      since: string
      until: Defaulted<string | null>
    }
    'councils.setting': {
      council_id: string
      setting_id: string
      key: string
      value: Json<unknown>
      valid_from: Instant
      changed_at: Instant
      changed_by: string | null
      reason: string
    }
    'councils.calendar_day': { council_id: string; day: string; working: boolean; name: string }
    'councils.import_preview': {
      council_id: string
      preview_id: string
      kind: string
      file_name: string
      rows: Json<unknown>
      problems: Json<unknown>
      added: number
      changed: number
      unchanged: number
      stage: 'faulty' | 'ready' | 'done' | 'dropped'
      created_at: Instant
      created_by: string | null
      settled_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    }
  }
}
