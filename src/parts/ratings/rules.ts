import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import type { Issue } from '#kernel/outcome'
import {
  abstention,
  isContent,
  type PointScale,
  type Points,
  type Scale,
  type ScoredStage,
  type StageCode,
  type WordScale,
} from './scale.ts'
import type { RecheckState } from './tables.ts'

/** What a rater says: a word, or points by item. */
export type Value =
  | { readonly choice: string; readonly points: null }
  | { readonly choice: null; readonly points: Points }

/** What is wrong with a value on its scale; null when nothing is. */
export function valueIssue(scale: Scale, stage: StageCode, { choice, points }: Value): Issue | null {
  if (scale.kind === 'words') {
    const known = stage === 'whole' && scale.options.some(({ code }) => code === choice)
    return known ? null : { path: 'choice', code: choice ? 'unknown' : 'empty' }
  }
  const rated = scale.stages.find(({ code }) => code === stage)
  if (!rated || points === null) return { path: 'stage', code: 'unknown' }
  const wrong = rated.items.find(({ code, points: most }) => !isWithin(points[code], most))
  if (wrong) return { path: `points-${wrong.code}`, code: 'out-of-range', values: { most: wrong.points } }
  const strange = Object.keys(points).find((code) => !rated.items.some((item) => item.code === code))
  return strange ? { path: `points-${strange}`, code: 'unknown' } : null
}

function isWithin(given: number | undefined, most: number): boolean {
  return given !== undefined && Number.isInteger(given) && given >= 0 && given <= most
}

/** The points of a stage out of 100, to one decimal, halves up. */
export function stageScore({ items }: Pick<ScoredStage, 'items'>, points: Points): number {
  const { got, most } = sums({ items }, points)
  return toTenth(got * 100, most)
}

/**
 * The score of all stages by their weights, out of 100, reckoned from the points and not from rounded stages.
 * @returns null while a stage that weighs anything is not rated
 */
export function combinedScore({ stages }: PointScale, rated: ReadonlyMap<StageCode, Points>): number | null {
  let numerator = 0
  let denominator = 1
  for (const stage of stages) {
    if (stage.weightPercent === 0) continue
    const points = rated.get(stage.code)
    if (!points) return null
    const { got, most } = sums(stage, points)
    numerator = numerator * most + stage.weightPercent * got * denominator
    denominator *= most
  }
  return toTenth(numerator, denominator)
}

function sums({ items }: Pick<ScoredStage, 'items'>, points: Points): { readonly got: number; readonly most: number } {
  const most = items.reduce((sum, item) => sum + item.points, 0)
  if (most <= 0) throw new RangeError('a stage without points cannot be scored')
  return { got: items.reduce((sum, { code }) => sum + (points[code] ?? 0), 0), most }
}

/** In whole numbers until the end, so that an exact half is a half. */
function toTenth(numerator: number, denominator: number): number {
  return Math.floor((numerator * 20 + denominator) / (2 * denominator)) / 10
}

export interface Tally {
  /** By the options of the scale, in their order. */
  readonly counts: readonly number[]
  /** All who took part; abstentions too. */
  readonly all: number
  /** All but the abstentions. */
  readonly decided: number
  readonly content: number
  /** Satisfied and basically satisfied among those who decided, in tenths of a percent, halves up; null without any. */
  readonly contentPercent: number | null
}

export function tallyOf({ options }: WordScale, choices: readonly string[]): Tally {
  const counts = options.map(({ code }) => choices.filter((choice) => choice === code).length)
  const sumOf = (counted: (option: (typeof options)[number]) => boolean) =>
    options.reduce((sum, option, index) => sum + (counted(option) ? (counts[index] ?? 0) : 0), 0)
  const decided = sumOf(({ code }) => code !== abstention)
  const content = sumOf(isContent)
  return {
    counts,
    all: sumOf(() => true),
    decided,
    content,
    contentPercent: decided === 0 ? null : toTenth(content * 100, decided),
  }
}

export interface StageFacts {
  readonly attempt: number
  readonly closesAt: Date
  readonly finalAt: Date
  readonly recheck: { readonly state: RecheckState; readonly decidedAt: Date | null } | null
}

/** A rating may be given and changed until its stage closes. */
export function isOpen({ closesAt }: Pick<StageFacts, 'closesAt'>, now: Date): boolean {
  return now < closesAt
}

/** Nothing about it can change any more. */
export function isFinal({ finalAt, recheck }: StageFacts, now: Date): boolean {
  return recheck?.state !== 'asked' && now >= finalAt
}

/** Why the rated body may not ask for a re-check; null when it may. */
export function recheckObstacle(
  stage: StageFacts,
  { rated }: { readonly rated: boolean },
  now: Date,
): 'not-rated' | 'rechecked-already' | 'too-late' | null {
  if (!rated) return 'not-rated'
  if (stage.recheck) return 'rechecked-already'
  return now >= stage.finalAt ? 'too-late' : null
}

/** Of an attempt and the one before it the newer one counts, once somebody has rated in it: else the original stands. */
export function countingAttempt(ratings: readonly { readonly attempt: number }[]): number {
  return ratings.reduce((newest, { attempt }) => Math.max(newest, attempt), 1)
}

/** Whether the actor belongs to the body that was rated. */
export function isRated(actor: Actor, organisationId: string | null): boolean {
  return organisationId !== null && hasRoleAt(actor, organisationId, 'department')
}

/** Who decides on a re-check: the office, and the liaison of the place. */
export function decidesRechecks(actor: Actor, scopeId: string | null): boolean {
  return hasRole(actor, 'clerk') || (scopeId !== null && hasRoleAt(actor, scopeId, 'liaison'))
}
