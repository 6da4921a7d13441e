import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import { stages } from '#kernel/stages'

/** prepared → open → closed → refined → submitted → answered → evaluated. */
export const consultationStages = stages({
  prepared: ['open'],
  open: ['closed'],
  closed: ['refined'],
  refined: ['submitted'],
  submitted: ['answered'],
  answered: ['evaluated'],
  evaluated: [],
})
export type ConsultationStage = (typeof consultationStages.names)[number]

/** Before, during and after the law: 立项 起草 调研 审议 评估. */
export const phases = ['project-setting', 'drafting', 'research', 'deliberation', 'evaluation'] as const
export type Phase = (typeof phases)[number]

interface Clocked {
  readonly stage: ConsultationStage
  readonly closes_at: Date | null
}

/** The stage that counts, by the clock: a late worker never keeps a closed box open. */
export function stageNow(consultation: Clocked, now: Date): ConsultationStage {
  const over = consultation.stage === 'open' && consultation.closes_at !== null && now >= consultation.closes_at
  return over ? 'closed' : consultation.stage
}

/** Guard: opinions may be given now. */
export function mayStillComment(consultation: Clocked, now: Date): string | null {
  const stage = stageNow(consultation, now)
  if (stage === 'open') return null
  return stage === 'prepared' ? 'not-open-yet' : 'closed'
}

/** Prepares, opens and closes consultations, decides outcomes. */
export function isClerk(actor: Actor): boolean {
  return hasRole(actor, 'clerk')
}

/** Works at the desk of a consultation: the office's clerks, and the staff and liaisons of a contact point. */
export function worksAtDesk(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'point-staff', 'liaison')
}

/** Works for this place, or for the whole council. */
export function worksAt(actor: Actor, placeId: string | null): boolean {
  return hasRole(actor, 'clerk') || hasRoleAt(actor, placeId, 'point-staff', 'liaison', 'collector')
}
