import type { Actor } from '#kernel/action'
import { areaImport, divisionImport, type ImportKind, isAdministrator, organisationImport } from '#parts/councils'
import { deputyImport, placeImport } from '#parts/network'
import { popoloImport } from '#parts/popolo'
import { peopleImport } from './people-import.ts'

/** What can be imported from a sheet, in the order in which one needs the other. */
export const importKinds: readonly ImportKind[] = [
  areaImport,
  organisationImport,
  placeImport,
  peopleImport,
  deputyImport,
  divisionImport,
  popoloImport,
]

/** What this person may import. */
export function kindsFor(actor: Actor): ImportKind[] {
  return importKinds.filter((kind) => (kind.allow ?? isAdministrator)(actor))
}
