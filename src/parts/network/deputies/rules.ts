import type { Settings } from '#parts/councils'
import { type AgreedField, agreedFields } from '../tables.ts'

export type { AgreedField }

/** What everybody sees of a deputy. */
export type Shown = Readonly<Record<AgreedField | 'name', boolean>>

const settingOf = {
  constituency: 'deputyConstituency',
  places: 'deputyPlaces',
  groups: 'deputyGroups',
  portrait: 'deputyPortrait',
  introduction: 'deputyIntroduction',
  hours: 'deputyHours',
  activity: 'deputyActivity',
} as const satisfies Record<AgreedField, keyof Settings>

/** By the council's rule: a field is always shown, never, or where she agreed to it. */
export function shownOf(
  settings: Settings,
  deputy: { readonly name_visibility: string; readonly agreed: readonly AgreedField[] },
): Shown {
  const fields = agreedFields.map((field) => {
    const rule = settings[settingOf[field]]
    return [field, rule === 'always' || (rule === 'agreed' && deputy.agreed.includes(field))] as const
  })
  const name = settings.deputyName === 'always' || deputy.name_visibility === 'public'
  return { ...(Object.fromEntries(fields) as Record<AgreedField, boolean>), name }
}

/** The fields that the council leaves to her. */
export function askedFields(settings: Settings): AgreedField[] {
  return agreedFields.filter((field) => settings[settingOf[field]] === 'agreed')
}
