import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import { dayOf, daysBetween } from '#kernel/calendar'
import { stages } from '#kernel/stages'

/** draft → published → withdrawn. A published post is corrected in place; what it said before stands beside it. */
export const postStages = stages({
  draft: ['published', 'withdrawn'],
  published: ['withdrawn'],
  withdrawn: [],
})
export type PostStage = (typeof postStages.names)[number]

/** Kinds with a time and a place: talks on law, themed events, handing out leaflets, lessons for a trade, others. */
export const activityKinds = ['talk', 'themed-event', 'leaflet', 'lesson', 'activity'] as const
/** Kinds without: notices, news, model cases, awards. */
export const articleKinds = ['notice', 'news', 'case', 'award'] as const
export const postKinds = [...activityKinds, ...articleKinds] as const
export type PostKind = (typeof postKinds)[number]

export function isActivity(kind: PostKind): boolean {
  return activityKinds.some((each) => each === kind)
}

/** Languages an activity may be held or a leaflet printed in, for a form's choice. */
export const offeredLanguages = ['zh-CN', 'en', 'ja', 'ko', 'fr', 'de', 'es', 'ru', 'ar', 'mn', 'bo', 'ug'] as const

/** Who makes something known for a place, or for the council where there is none. */
export function publishesFor(actor: Actor, post: { readonly place_id: string | null }): boolean {
  if (hasRole(actor, 'clerk', 'committee')) return true
  return post.place_id !== null && hasRoleAt(actor, post.place_id, 'street-office', 'point-staff', 'liaison')
}

/** Whether somebody may make anything known at all. */
export function publishesAnything(actor: Actor): boolean {
  return hasRole(actor, 'clerk', 'committee', 'street-office', 'point-staff', 'liaison')
}

/** Days from the day on which a plan was made known to the day of the activity, in the council's time zone. */
export function daysAhead(toldAt: Date, startsAt: Date, timeZone: string): number {
  return daysBetween(dayOf(toldAt, timeZone), dayOf(startsAt, timeZone))
}

interface Told {
  readonly days_ahead: number | null
  readonly days_required: number | null
}

/** Whether a plan was made known as early as the council asks; null for what is no plan. */
export function inTime({ days_ahead, days_required }: Told): boolean | null {
  return days_ahead === null || days_required === null ? null : days_ahead >= days_required
}

/** Guard: an activity that has begun. */
export function hasBegun(post: { readonly starts_at: Date | null }, now: Date): string | null {
  if (post.starts_at === null) return 'no-activity'
  return post.starts_at <= now ? null : 'not-begun'
}
