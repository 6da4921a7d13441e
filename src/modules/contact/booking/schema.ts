import { z } from 'zod'
import { ways } from '../roster/rules.ts'
import { answerWays } from './rules.ts'

export const longestTopic = 1000
const code = z.string().max(40)
const slot = {
  dutyId: z.uuid(),
  slotAt: z.coerce.date<Date | string>(),
}

export const Book = z
  .strictObject({
    /** Made by whoever sends it: the same key twice is the same booking. */
    clientKey: z.uuid(),
    ...slot,
    way: z.enum(ways),
    topic: z.string().trim().min(1).max(longestTopic),
    /** What she wants to be called. */
    name: z.string().trim().min(1).max(40).nullable().default(null),
    answerBy: z.enum(answerWays).default('code'),
    contactKind: z.enum(['phone', 'email']).nullable().default(null),
    contact: z.string().trim().min(1).max(254).nullable().default(null),
    contentLocale: z.enum(['zh-CN', 'en']).default('zh-CN'),
    consent: z.literal(true),
  })
  .refine(({ answerBy, contact }) => (answerBy !== 'phone' && answerBy !== 'email') || contact !== null, {
    message: 'contact-needed',
    path: ['contact'],
  })
  .refine(({ way, contactKind }) => way !== 'phone' || contactKind === 'phone', {
    message: 'phone-needed',
    path: ['contact'],
  })
  .refine(({ contact, contactKind }) => (contact === null) === (contactKind === null), {
    message: 'contact-needed',
    path: ['contact'],
  })
export type Book = z.output<typeof Book>

const reason = z.string().trim().max(300)
export const CancelByCode = z.strictObject({ code, reason: reason.default('') })
export const MoveByCode = z.strictObject({ code, ...slot })
export const OfCode = z.strictObject({ code })

export const OfBooking = z.strictObject({ bookingId: z.uuid() })
export const Propose = z.strictObject({ bookingId: z.uuid(), ...slot, words: reason.default('') })
export const Decline = z.strictObject({ bookingId: z.uuid(), reason: reason.min(1) })
export const NoteCame = z.strictObject({ bookingId: z.uuid(), came: z.boolean() })
export const NoteAnswered = z.strictObject({ bookingId: z.uuid(), words: z.string().trim().min(1).max(2000) })
export const ToMatter = z.strictObject({
  bookingId: z.uuid(),
  /** What she said, in her words; what she wrote when she booked, where nothing else is noted. */
  words: z.string().trim().max(2000).default(''),
})
export const Nothing = z.strictObject({})
