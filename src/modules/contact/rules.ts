import { type Actor, hasRole } from '#kernel/action'
import { type Case, isKeeper, isOffice, worksAt } from '#parts/cases'
import { raisedSubject } from '#parts/network'

/** The kind of case this module makes, and the type by which opinions name its matters. */
export const caseKind = 'contact'
export const subjectType = raisedSubject

/** Who reads a matter with its way: whoever keeps it, and the organisations that have it or help. */
export function maySee(actor: Actor, it: Pick<Case, 'keeperId' | 'scopeId' | 'assignments'>): boolean {
  return (
    isKeeper(actor, it) ||
    it.assignments.some(({ organisation_id, state }) => state !== 'moved' && worksAt(actor, organisation_id))
  )
}

/** Who sorts what has come in: the office, and the liaison of the place. */
export const maySort = isOffice

export function sortsAnything(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'liaison')
}

/** The holder of a receipt acts for the one who asked; once an account has claimed it, that account alone. */
export function holdsReceipt(actor: Actor, { askerAccountId }: { readonly askerAccountId: string | null }): boolean {
  return askerAccountId === null || askerAccountId === actor.accountId
}

/** The first words of a matter, for lists. @param most characters */
export function titleOf(body: string, most = 40): string {
  const [line = ''] = body.trim().split('\n')
  const [sentence = line] = line.split(/(?<=[。！？!?])/u)
  const words = [...sentence.replace(/[。.]$/u, '')]
  return words.length > most ? `${words.slice(0, most).join('')}…` : words.join('')
}
