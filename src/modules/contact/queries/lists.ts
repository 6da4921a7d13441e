import { type Actor, hasRole } from '#kernel/action'
import type { App } from '#kernel/app'
import { dayOf } from '#kernel/calendar'
import { type CasesAsked, type ListedCase, listedCases, organisationsServed } from '#parts/cases'
import { nameIn, organisationsOf } from '#parts/councils'
import { personsById, publicName } from '#parts/people'
import type { Viewer } from '#web/viewer'
import { caseKind } from '../rules.ts'
import { numbersOf } from './matter.ts'

/** A matter in a list, with the names of those in whose hands it is. */
export interface ListedMatter extends ListedCase {
  readonly number: number
  readonly organisation: string | null
  readonly keeper: string | null
}

type Which = Omit<CasesAsked, 'councilId' | 'kind' | 'today'>

export function todayIn({ council }: Viewer, now: Date): string {
  return dayOf(now, council.timeZone)
}

export async function listedMatters(app: App, viewer: Viewer, which: Which): Promise<readonly ListedMatter[]> {
  const { db } = app.database
  const { council, locale } = viewer
  const today = todayIn(viewer, app.clock.now())
  const cases = await listedCases(db, { ...which, councilId: council.id, kind: caseKind, today })
  const numbers = await numbersOf(
    db,
    council.id,
    cases.map(({ aboutId }) => aboutId),
  )
  const organisations = new Map(
    (await organisationsOf(db, council.id)).map((each) => [each.organisation_id, nameIn(each, locale)]),
  )
  const persons = await personsById(
    db,
    council.id,
    cases.flatMap(({ keeperId }) => keeperId ?? []),
  )
  return cases.map((each) => {
    const person = persons.get(each.keeperId ?? '')
    return {
      ...each,
      number: numbers.get(each.aboutId) ?? 0,
      organisation: each.organisationId === null ? null : (organisations.get(each.organisationId) ?? null),
      keeper: person ? (person.name ?? publicName(person)) : null,
    }
  })
}

/** What an actor's own lists show. */
export function listOf(actor: Actor, list: 'inbox' | 'department' | 'triage' | 'overdue'): Which | null {
  const sorts = hasRole(actor, 'clerk')
  const scopeIds = actor.grants.flatMap(({ role, scopeId }) => (role === 'liaison' && scopeId ? [scopeId] : []))
  const own: Which | null = sorts ? {} : scopeIds.length > 0 ? { scopeIds } : null
  const open = { stages: ['open'] } as const
  switch (list) {
    case 'inbox':
      return hasRole(actor, 'deputy') && actor.personId !== null ? { keeperId: actor.personId } : null
    case 'department': {
      const organisationIds = organisationsServed(actor)
      return organisationIds.length > 0 ? { organisationIds } : null
    }
    case 'triage':
      return own && { ...own, ...open, unkept: true }
    case 'overdue':
      return own && { ...own, ...open, late: true }
  }
}
