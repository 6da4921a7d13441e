import type { Generated } from 'kysely'
import type { VisitStage } from './rules.ts'

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'stations.room': {
      council_id: string
      id: string
      place_id: string
      name_zh: string
      name_en: string | null
      capacity: number
      closed_at: Date | null
    }
    'stations.visit': {
      council_id: string
      id: string
      number: number
      code: string
      place_id: string
      room_id: string | null
      group_name: string
      size: number
      languages: string[]
      purpose: string
      contact_name: string | null
      contact_kind: 'phone' | 'email' | null
      contact: string | null
      account_id: string | null
      device_id: string | null
      locale: string
      starts_at: Date
      ends_at: Date
      stage: VisitStage
      asked_at: Date
      decided_at: Date | null
      reason: string | null
      came: number | null
      noted: Generated<string>
      changes: Generated<number>
      changed_at: Date
      forgotten_at: Date | null
    }
    'stations.room_use': { council_id: string; room_id: string; quarter: Date; visit_id: string }
  }
}
