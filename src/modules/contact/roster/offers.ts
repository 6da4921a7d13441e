import { type Actor, hasRole } from '#kernel/action'
import type { Locale } from '#kernel/text'
import { text as staffText } from '../booking/pages/staff.text.ts'
import { text as dutiesText } from './pages/duties.text.ts'
import { text as planText } from './pages/plan.text.ts'
import { placesPlanned } from './rules.ts'

/** The work pages of the roster that are open to somebody. */
export function rosterDesks(
  actor: Actor,
  locale: Locale,
): readonly { readonly href: string; readonly label: string }[] {
  const plans = placesPlanned(actor)
  return [
    ...(hasRole(actor, 'deputy') ? [{ href: '/contact/duties', label: dutiesText[locale].title }] : []),
    ...(hasRole(actor, 'deputy') || plans === null || plans.length > 0
      ? [{ href: '/contact/bookings', label: staffText[locale].title }]
      : []),
    ...(plans === null || plans.length > 0 ? [{ href: '/contact/roster/plan', label: planText[locale].title }] : []),
  ]
}
