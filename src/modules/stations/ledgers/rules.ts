import { type Actor, hasRole, hasRoleAt } from '#kernel/action'

/** What people come about. */
export const topics = [
  'housing',
  'roads',
  'environment',
  'education',
  'health',
  'elderly',
  'work',
  'safety',
  'dispute',
  'business',
  'law',
  'other',
] as const
export type Topic = (typeof topics)[number]

interface AtPlace {
  readonly place_id: string
}

/** Who keeps the reception log of a place and reads what was said there: its staff and liaison, and the office. */
export function keepsLog(actor: Actor, { place_id }: AtPlace): boolean {
  return hasRole(actor, 'clerk') || hasRoleAt(actor, place_id, 'point-staff', 'liaison')
}

/** Who notes for everybody what was solved. */
export function tellsDeeds(actor: Actor, place: AtPlace): boolean {
  return keepsLog(actor, place) || hasRole(actor, 'committee') || hasRoleAt(actor, place.place_id, 'street-office')
}

/** Whether somebody keeps the log of any place. */
export function keepsAnyLog(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'point-staff', 'liaison')
}

export function tellsAnyDeed(actor: Actor): boolean {
  return keepsAnyLog(actor) || hasRole(actor, 'committee', 'street-office')
}

/** The instant from which the name and telephone of somebody who came are no longer kept. */
export function forgetAt(receivedOn: string, days: number): Date {
  return new Date(Date.parse(`${receivedOn}T00:00:00Z`) + (days + 1) * 86_400_000)
}
