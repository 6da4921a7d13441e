import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import { addDays, type IsoDate } from '#kernel/calendar'
import { type Stages, stages } from '#kernel/stages'
import type { AssignmentState, CaseStage, ClockKind, ClosedFor, Outcome } from './tables.ts'

/** A case is worked on, answered, and settled by the one who asked; "not solved" opens it again. */
export const caseStages: Stages<CaseStage> = stages({
  open: ['answered', 'closed'],
  answered: ['settled', 'open', 'closed'],
  settled: ['open'],
  // Split from the one it was merged into, it stands where it stood.
  closed: ['open', 'answered'],
})

/** Who may act for the office that stands between the one who asked and those who handle it. */
export interface Kept {
  readonly keeperId: string | null
  readonly scopeId: string | null
}

/** The keeper in person, the office, and the liaison of the place the case belongs to. */
export function isKeeper(actor: Actor, { keeperId, scopeId }: Kept): boolean {
  if (keeperId !== null && actor.personId === keeperId) return true
  return isOffice(actor, { scopeId })
}

export function isOffice(actor: Actor, { scopeId }: Pick<Kept, 'scopeId'>): boolean {
  return hasRole(actor, 'clerk') || (scopeId !== null && hasRoleAt(actor, scopeId, 'liaison'))
}

/** Roles in which somebody works for an organisation that handles cases. */
export const departmentRoles = ['department', 'department-head'] as const

/** Whether the actor belongs to the organisation that handles it. */
export function worksAt(actor: Actor, organisationId: string | null | undefined): boolean {
  return Boolean(organisationId) && hasRoleAt(actor, organisationId ?? null, ...departmentRoles)
}

/** Whether the actor leads the organisation that handles it. */
export function headsOf(actor: Actor, organisationId: string | null | undefined): boolean {
  return Boolean(organisationId) && hasRoleAt(actor, organisationId ?? null, 'department-head')
}

/** The organisations somebody works for, each once. */
export function organisationsServed(actor: Actor): readonly string[] {
  const served = actor.grants.flatMap(({ role, scopeId }) =>
    departmentRoles.some((each) => each === role) && scopeId ? [scopeId] : [],
  )
  return [...new Set(served)]
}

/** What is needed to say where a case stands. */
export interface StandingFacts {
  readonly stage: CaseStage
  readonly keeperId: string | null
  readonly keptSince: Date
  readonly outcome: Outcome | null
  readonly closedFor: ClosedFor | null
  readonly closedAt: Date | null
  readonly answeredAt: Date | null
  readonly settledAt: Date | null
  readonly lead: { readonly organisationId: string; readonly state: AssignmentState; readonly since: Date } | null
  readonly question: { readonly askedAt: Date } | null
  readonly replyClock: ClockFacts | null
  /** Promises nobody has looked back at, the nearest first. */
  readonly openPromises: readonly { readonly dueOn: IsoDate }[]
}

export interface ClockFacts {
  readonly dueOn: IsoDate
  readonly provisional: boolean
  readonly pausedOn: IsoDate | null
  readonly metOn: IsoDate | null
  readonly stoppedOn: IsoDate | null
}

export type StandingWhy =
  | 'waits-for-keeper'
  | 'assigned'
  | 'accepted'
  | 'returned'
  | 'asked-back'
  | 'to-be-judged'
  | 'promise-open'
  | 'settled'
  | 'withdrawn'
  | 'merged'

/** Who holds a case, since when, due when, and why: answered at every moment. */
export interface Standing {
  readonly holder:
    | { readonly kind: 'organisation'; readonly id: string }
    | { readonly kind: 'keeper'; readonly id: string | null }
    | { readonly kind: 'asker' }
    | { readonly kind: 'nobody' }
  readonly since: Date
  /** The last day, where there is one and it runs. */
  readonly dueOn: IsoDate | null
  readonly provisional: boolean
  /** The clock stands since this day, because somebody was asked back. */
  readonly pausedOn: IsoDate | null
  readonly late: boolean
  readonly why: StandingWhy
}

export function standingOf(facts: StandingFacts, today: IsoDate): Standing {
  const clock = facts.replyClock && runs(facts.replyClock) ? facts.replyClock : null
  const timed = {
    dueOn: clock?.dueOn ?? null,
    provisional: clock?.provisional ?? false,
    pausedOn: clock?.pausedOn ?? null,
    late: clock ? isLate(clock, today) : false,
  }
  const untimed = { dueOn: null, provisional: false, pausedOn: null, late: false }
  const keeper = { kind: 'keeper', id: facts.keeperId } as const
  if (facts.stage === 'open') {
    if (facts.question) {
      return { holder: { kind: 'asker' }, since: facts.question.askedAt, ...timed, why: 'asked-back' }
    }
    const { lead } = facts
    if (!lead) return { holder: keeper, since: facts.keptSince, ...timed, why: 'waits-for-keeper' }
    if (lead.state === 'returned') return { holder: keeper, since: lead.since, ...timed, why: 'returned' }
    const holder = { kind: 'organisation', id: lead.organisationId } as const
    return { holder, since: lead.since, ...timed, why: lead.state === 'accepted' ? 'accepted' : 'assigned' }
  }
  if (facts.closedFor) {
    return { holder: { kind: 'nobody' }, since: facts.closedAt ?? facts.keptSince, ...untimed, why: facts.closedFor }
  }
  const promise = facts.openPromises[0]
  const since = facts.settledAt ?? facts.answeredAt ?? facts.keptSince
  if (facts.stage === 'settled' && promise) {
    const holder = facts.lead ? ({ kind: 'organisation', id: facts.lead.organisationId } as const) : keeper
    const late = promise.dueOn < today
    return { holder, since, ...untimed, dueOn: promise.dueOn, late, why: 'promise-open' }
  }
  if (facts.stage === 'answered') return { holder: { kind: 'asker' }, since, ...untimed, why: 'to-be-judged' }
  return { holder: { kind: 'nobody' }, since, ...untimed, why: 'settled' }
}

/** Whether a clock counts: neither met nor without a purpose any more. */
export function runs({ metOn, stoppedOn }: Pick<ClockFacts, 'metOn' | 'stoppedOn'>): boolean {
  return metOn === null && stoppedOn === null
}

/** Late is what was met after its day, or still runs after it; while it is paused nothing is late. */
export function isLate({ dueOn, pausedOn, metOn, stoppedOn }: ClockFacts, today: IsoDate): boolean {
  if (metOn !== null) return metOn > dueOn
  if (stoppedOn !== null || pausedOn !== null) return false
  return today > dueOn
}

/** Who hears of a date: the one who answers for it, then the whole organisation, then the office, then those who lead. */
export const reminderLevels = ['before', 'on-the-day', 'late', 'office', 'leader'] as const
export type ReminderLevel = (typeof reminderLevels)[number]

export interface ReminderDays {
  /** Calendar days before the last day on which the first reminder goes out. */
  readonly before: number
  /** Calendar days after it from which the office hears of it. */
  readonly office: number
  /** Calendar days after it from which the head of the organisation and the standing committee hear of it. */
  readonly leader: number
}

/** The days on which a due date is called to mind, in order. A return is only called to mind before it is over. */
export function remindersFor(
  kind: ClockKind,
  dueOn: IsoDate,
  { before, office, leader }: ReminderDays,
): readonly { readonly level: ReminderLevel; readonly on: IsoDate }[] {
  const early = [
    { level: 'before', on: addDays(dueOn, -before) },
    { level: 'on-the-day', on: dueOn },
  ] as const
  if (kind === 'return') return early
  return [
    ...early,
    { level: 'late', on: addDays(dueOn, 1) },
    { level: 'office', on: addDays(dueOn, Math.max(1, office)) },
    { level: 'leader', on: addDays(dueOn, Math.max(1, office, leader)) },
  ]
}

/**
 * Which reminder is due next: the latest one whose day has come, so that a clock that begins late is not followed by
 * a row of reminders, else the first still to come.
 * @param reminded how many have gone out
 */
export function nextReminder(
  all: ReturnType<typeof remindersFor>,
  reminded: number,
  today: IsoDate,
): { readonly index: number; readonly level: ReminderLevel; readonly on: IsoDate } | null {
  const left = all.map((each, index) => ({ ...each, index })).filter(({ index }) => index >= reminded)
  return left.findLast(({ on }) => on <= today) ?? left[0] ?? null
}

export interface ReplyFacts {
  readonly state: 'draft' | 'reviewed' | 'sent'
  readonly draftedBy: string | null
}

/** Why a drafted reply may not be reviewed by this person; null when it may. */
export function reviewObstacle(
  reply: ReplyFacts | null,
  { personId, byAnother }: { readonly personId: string | null; readonly byAnother: boolean },
): string | null {
  if (!reply) return 'no-draft'
  if (reply.state !== 'draft') return 'reviewed-already'
  return byAnother && reply.draftedBy === personId ? 'own-draft' : null
}
