import type { ColumnType } from 'kysely'
import type { Instant, Json } from '#kernel/db'
import type { Collection } from './document.ts'
import type { Approx } from './fields.ts'

type Link = ColumnType<string | null, string | null | undefined, string | null>

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    'popolo.record': {
      council_id: string
      collection: Collection
      popolo_id: string
      position: number
      extra: Json<Readonly<Record<string, unknown>>>
      approx: Json<Approx>
      organisation_id: Link
      area_id: Link
      constituency_id: Link
      person_id: Link
      membership_id: Link
    }
    'popolo.document': { council_id: string; extra: Json<Readonly<Record<string, unknown>>>; imported_at: Instant }
  }
}
