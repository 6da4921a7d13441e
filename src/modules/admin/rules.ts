import { type Actor, hasRole } from '#kernel/action'

/** The rooms of the administration, in the order of its menu. */
export const rooms = [
  'council',
  'settings',
  'organisations',
  'areas',
  'people',
  'imports',
  'operator',
  'audit',
] as const
export type Room = (typeof rooms)[number]

/**
 * Three duties, three people: the administrator keeps the house, the security officer says who may what,
 * the auditor reads what was done. The clerk keeps the registers of the daily work.
 * Source: GB/T 22239-2019, 8.1.5.
 */
const keys: Readonly<Record<Room, readonly string[]>> = {
  council: ['administrator'],
  settings: ['administrator', 'auditor'],
  organisations: ['administrator', 'clerk', 'committee'],
  areas: ['administrator', 'clerk', 'committee'],
  people: ['administrator', 'security-officer', 'clerk'],
  imports: ['administrator', 'security-officer', 'clerk'],
  operator: ['administrator'],
  audit: ['auditor', 'security-officer'],
}

export function mayEnter(actor: Actor, room: Room): boolean {
  return hasRole(actor, ...keys[room])
}

export function roomsOf(actor: Actor): Room[] {
  return rooms.filter((room) => mayEnter(actor, room))
}
