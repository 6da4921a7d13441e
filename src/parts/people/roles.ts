import { type Actor, hasRole } from '#kernel/action'
import type { Locale } from '#kernel/text'
import { roleText } from './roles.text.ts'

/** Every duty somebody can have in a council. A resident needs none: a proved account is enough. */
export const roles = [
  'administrator',
  'security-officer',
  'auditor',
  'clerk',
  'committee',
  'street-office',
  'point-staff',
  'liaison',
  'collector',
  'adviser',
  'expert',
  'council-member',
  'deputy',
  'department',
  'department-head',
  'media',
] as const
export type Role = (typeof roles)[number]

/** What a role is bound to: the whole council, one place, or one organisation. */
export const roleScope: Readonly<Record<Role, 'council' | 'place' | 'organisation' | 'council-or-place'>> = {
  administrator: 'council',
  'security-officer': 'council',
  auditor: 'council',
  clerk: 'council',
  committee: 'council',
  'street-office': 'council-or-place',
  'point-staff': 'place',
  liaison: 'place',
  collector: 'place',
  adviser: 'place',
  expert: 'council-or-place',
  'council-member': 'place',
  deputy: 'council',
  department: 'organisation',
  'department-head': 'organisation',
  media: 'council',
}

/** The three duties of administration, which no person may hold together. Source: GB/T 22239-2019, 8.1.5. */
export const adminDuties: readonly Role[] = ['administrator', 'security-officer', 'auditor']

/**
 * Roles that see other people's data or decide: a code sent to a phone is not enough to act in them.
 * Source: OWASP ASVS 5.0, 6.3.3; NIST SP 800-63B-4 restricts SMS.
 */
export const strongRoles: readonly Role[] = [
  'administrator',
  'security-officer',
  'auditor',
  'clerk',
  'committee',
  'street-office',
  'point-staff',
  'deputy',
  'department',
  'department-head',
]

/** Who serves a place in the field; the place's own staff may name them. */
const fieldRoles: readonly Role[] = ['liaison', 'collector', 'adviser', 'council-member']

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}

export function roleLabel(role: Role, locale: Locale): string {
  return roleText[locale][role]
}

/**
 * Whether the actor may give or end a role. The security officer gives every role; the clerk gives those of the
 * council's work but none of administration; the staff of a place name who serves it in the field. Nobody gives
 * a role to themselves: that is asked of the person, not here.
 */
export function mayGiveRole(actor: Actor, role: Role, scopeId: string | null): boolean {
  if (hasRole(actor, 'security-officer')) return true
  if (hasRole(actor, 'clerk')) return !adminDuties.includes(role) && role !== 'clerk' && role !== 'committee'
  if (!fieldRoles.includes(role) || scopeId === null) return false
  return actor.grants.some(
    (grant) =>
      (grant.role === 'point-staff' || grant.role === 'street-office') &&
      (grant.scopeId === scopeId || (grant.role === 'street-office' && grant.scopeId === null)),
  )
}

/** Whether a role may be bound to this scope. */
export function fitsScope(role: Role, scopeId: string | null): boolean {
  const wanted = roleScope[role]
  if (wanted === 'council-or-place') return true
  return wanted === 'council' ? scopeId === null : scopeId !== null
}
