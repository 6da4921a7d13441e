import type { Generated } from 'kysely'

export const plaqueKinds = ['base', 'featured', 'other'] as const
export type PlaqueKind = (typeof plaqueKinds)[number]
/** The four functions of a practice base: practise 实践, show 展示, publicise 宣传, radiate 辐射. */
export const baseItems = ['practise', 'show', 'publicise', 'radiate'] as const
export type BaseItem = (typeof baseItems)[number]

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    'stations.plaque': {
      council_id: string
      id: string
      place_id: string
      kind: PlaqueKind
      plaque_number: string
      code: string
      title_zh: string
      title_en: string | null
      issued_on: string
      issued_by: string
      awarded_at: Date
      awarded_by: string | null
      beyond: Generated<boolean>
      withdrawn_on: string | null
      withdrawn_because: string | null
    }
    'stations.base_work': {
      council_id: string
      place_id: string
      item: BaseItem
      told: string
      changed_at: Date
      changed_by: string | null
    }
  }
}
