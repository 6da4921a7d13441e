import { z } from 'zod'

/**
 * Told when something said at a place (at the desk, in a meeting) is to be handled. Whoever tells it has stored the
 * words as an opinion about `raisedSubject` with `matterId`, so the receipt is there at once; whoever handles such
 * matters takes it up from here. Words and names stay out of the event: events are kept for good.
 */
export const matterRaised = 'network.matter-raised'

/** The kind of matter such an opinion is about. */
export const raisedSubject = 'contact'

/** What the event holds. */
export const MatterRaised = z.strictObject({
  matterId: z.uuid(),
  opinionId: z.uuid(),
  placeId: z.uuid().nullable(),
  /** The deputy who heard it and keeps it, where there is one. */
  deputyId: z.uuid().nullable(),
})
export type MatterRaised = z.output<typeof MatterRaised>
