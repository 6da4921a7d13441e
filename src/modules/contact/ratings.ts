import type { Actor } from '#kernel/action'
import type { Case, Reply } from '#parts/cases'

/** The kinds of rating this module makes: what the resident says of a reply, what the deputy says of the handling. */
export const replyRating = 'contact-reply'
export const handlingRating = 'contact-handling'

/** The reply that is rated now: the newest one sent. */
export function ratedReply({ reply }: Pick<Case, 'reply'>): (Reply & { readonly sent_at: Date }) | null {
  return reply?.sent_at ? { ...reply, sent_at: reply.sent_at } : null
}

/** The deputy who keeps the matter, in person: no office rates in her place. */
export function ratesHandling(actor: Actor, { keeperId }: Pick<Case, 'keeperId'>): boolean {
  return keeperId !== null && actor.personId === keeperId
}

/** Since when what came of the reply can be rated: it is settled, and every promise was looked back at. */
export function doneSince({ stage, settled_at: settledAt, promises }: Case): Date | null {
  if (stage !== 'settled' || settledAt === null) return null
  const looked = promises.map(({ looked_at }) => looked_at)
  if (looked.includes(null)) return null
  return new Date(Math.max(settledAt.getTime(), ...looked.map((at) => at?.getTime() ?? 0)))
}
