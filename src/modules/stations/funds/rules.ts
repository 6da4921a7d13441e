import { type Actor, hasRole, hasRoleAt } from '#kernel/action'

export const fundKinds = ['place', 'duty'] as const
export type FundKind = (typeof fundKinds)[number]
export const entryKinds = ['budget', 'spending', 'counter'] as const
export type EntryKind = (typeof entryKinds)[number]

interface OfFund {
  readonly place_id: string | null
}

/** Who keeps the money: the office, the committee and the street office; at a place also its staff, who enter. */
export function keepsFund(actor: Actor, { place_id }: OfFund): boolean {
  if (hasRole(actor, 'clerk', 'committee')) return true
  return place_id !== null && hasRoleAt(actor, place_id, 'street-office', 'point-staff', 'liaison')
}

/** Who decides on an entry: those who answer for the money, never the liaison who pays the bills. */
export function approvesFund(actor: Actor, { place_id }: OfFund): boolean {
  if (hasRole(actor, 'clerk', 'committee')) return true
  return place_id !== null && hasRoleAt(actor, place_id, 'street-office')
}

/** Who opens a fund for a year and reads them all. */
export function ordersFunds(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'committee')
}

export function keepsAnyFund(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'committee', 'street-office', 'point-staff', 'liaison')
}

/** An entry with what was decided on it: null while nobody has. */
export interface Counted {
  readonly id: string
  readonly kind: EntryKind
  readonly amount_fen: number
  readonly counters_id: string | null
  /** Kind of the entry that a counter-entry takes back. */
  readonly counters_kind: EntryKind | null
  readonly approved: boolean | null
}

export interface Balance {
  readonly budgetFen: number
  readonly spentFen: number
  /** Entered and not decided: kept free, so that two bills cannot both use what is left. */
  readonly waitingFen: number
  /** Budget less what is spent. */
  readonly balanceFen: number
  /** What a new entry may take. */
  readonly freeFen: number
}

/** Where a fund stands: the sum of what was approved; what waits is set aside, and what it would give back is not counted. */
export function balanceOf(entries: readonly Counted[]): Balance {
  let budgetFen = 0
  let spentFen = 0
  let waitingFen = 0
  for (const { kind, amount_fen, counters_kind, approved } of entries) {
    if (approved === false) continue
    const isBudget = (kind === 'counter' ? counters_kind : kind) === 'budget'
    if (approved === null) {
      // Only what takes: a bill, or less budget.
      if (isBudget ? amount_fen < 0 : amount_fen > 0) waitingFen += Math.abs(amount_fen)
    } else if (isBudget) budgetFen += amount_fen
    else spentFen += amount_fen
  }
  const balanceFen = budgetFen - spentFen
  return { budgetFen, spentFen, waitingFen, balanceFen, freeFen: balanceFen - waitingFen }
}

/** What an entry takes from what is free: nothing where it gives. */
export function takesFen({
  kind,
  amount_fen,
  counters_kind,
}: Omit<Counted, 'id' | 'counters_id' | 'approved'>): number {
  const isBudget = (kind === 'counter' ? counters_kind : kind) === 'budget'
  const taken = isBudget ? -amount_fen : amount_fen
  return Math.max(0, taken)
}
