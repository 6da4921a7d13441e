import { stages } from '#kernel/stages'

/** asked → confirmed → held or missed; refused by the place, withdrawn by the group. */
export const visitStages = stages({
  asked: ['confirmed', 'refused', 'withdrawn'],
  confirmed: ['confirmed', 'refused', 'withdrawn', 'held', 'missed'],
  refused: [],
  withdrawn: [],
  held: [],
  missed: [],
})
export type VisitStage = (typeof visitStages.names)[number]

export const quarterMs = 15 * 60_000
const longestMs = 10 * 3_600_000

interface Span {
  readonly startsAt: Date
  readonly endsAt: Date
}

/** What is wrong with a time: field and code; null when nothing is. */
export function wrongTime(
  { startsAt, endsAt }: Span,
  now: Date,
): { readonly path: string; readonly code: string } | null {
  if (startsAt.getTime() % quarterMs !== 0) return { path: 'startsAt', code: 'not-a-quarter' }
  if (endsAt.getTime() % quarterMs !== 0) return { path: 'endsAt', code: 'not-a-quarter' }
  if (startsAt <= now) return { path: 'startsAt', code: 'in-the-past' }
  if (endsAt <= startsAt) return { path: 'endsAt', code: 'end-before-start' }
  return endsAt.getTime() - startsAt.getTime() > longestMs ? { path: 'endsAt', code: 'too-long' } : null
}

/** The quarters of an hour that a visit takes. */
export function quartersOf({ startsAt, endsAt }: Span): Date[] {
  const quarters: Date[] = []
  for (let at = startsAt.getTime(); at < endsAt.getTime(); at += quarterMs) quarters.push(new Date(at))
  return quarters
}

/** Languages a group may ask to be shown around in. */
export const visitLanguages = ['zh-CN', 'en', 'ja', 'ko', 'fr', 'de', 'es', 'ru', 'ar'] as const
