import { type Actor, hasRole } from '#kernel/action'

export function isAdministrator(actor: Actor): boolean {
  return hasRole(actor, 'administrator')
}

/** Whoever keeps the council's registers: its administrators, and its offices for what concerns their work. */
export function keepsRegisters(actor: Actor): boolean {
  return actor.grants.some(
    (grant) => ['administrator', 'clerk', 'committee'].includes(grant.role) && grant.scopeId === null,
  )
}
