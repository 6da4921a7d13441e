import { z } from 'zod'
import { mediaOrigin } from './rules.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const some = (most: number) => z.string().trim().max(most).default('')
const meetingId = z.uuid()
const code = z.string().refine((text) => /^[a-z][a-z-]{0,39}$/.test(text), { message: 'code-shape' })
const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))])
/** What stands in an optional field: an empty one is none. */
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullable()
    .default(null)
    .transform((text) => text || null)

const agenda = z
  .array(z.strictObject({ title: words(200), titleEn: some(300) }))
  .max(30)
  .default([])

const content = {
  topic: words(120),
  topicEn: some(200),
  about: some(4000),
  aboutEn: some(8000),
  venue: some(200),
  venueEn: some(200),
  audience: some(200),
  audienceEn: some(200),
  startsAt: instant,
  endsAt: instant,
  signsUp: z.boolean().default(true),
  capacity: z.coerce.number().int().min(1).max(100_000).nullable().default(null),
  agenda,
  leaders: z.array(z.uuid()).max(30).default([]),
  /** Where a picture comes from, for a livestream. */
  streamUrl: optional(500).refine((url) => url === null || mediaOrigin(url) !== null, { message: 'not-https' }),
}

export const Plan = z.strictObject({
  owner: code,
  kind: code,
  placeId: z.uuid().nullable(),
  ...content,
})
export type Plan = z.output<typeof Plan>

export const Change = z.strictObject({ meetingId, ...content })
export type Change = z.output<typeof Change>

export const OfMeeting = z.strictObject({ meetingId })

export const Move = z.strictObject({
  meetingId,
  startsAt: instant,
  endsAt: instant,
  venue: some(200),
  venueEn: some(200),
  reason: words(1000),
})

export const Cancel = z.strictObject({ meetingId, reason: words(1000) })

export const Stream = z.strictObject({
  meetingId,
  streamUrl: content.streamUrl,
  recordingUrl: optional(500).refine((url) => url === null || mediaOrigin(url) !== null, { message: 'not-https' }),
})

const locale = z.enum(['zh-CN', 'en']).default('zh-CN')

export const SignUp = z.strictObject({
  meetingId,
  name: words(40),
  /** A phone number or an e-mail address as typed; her account or device is told anyway. */
  contact: optional(200),
  people: z.coerce.number().int().min(1).max(20).default(1),
  locale,
})

export const OfSignUp = z.strictObject({ code: z.string().max(40) })

export const CheckIn = z.strictObject({
  meetingId,
  doorCode: z.string().max(40),
  /** The code of a sign-up made on another device. */
  code: optional(40),
  name: optional(40),
  locale,
})

export const Tick = z.strictObject({ meetingId, attendanceId: z.uuid(), present: z.boolean() })

export const WalkIn = z.strictObject({
  meetingId,
  name: optional(40),
  people: z.coerce.number().int().min(1).max(20).default(1),
})

export const Ask = z.strictObject({ meetingId, body: words(500), name: optional(40), locale })

export const AskFor = z.strictObject({ meetingId, body: words(500), name: optional(40), locale })

export const Support = z.strictObject({ meetingId, questionId: z.uuid(), on: z.boolean().default(true) })

export const Answer = z.strictObject({
  meetingId,
  questionId: z.uuid(),
  words: words(4000),
  /** Who answered; whoever writes it down unless given. */
  personId: z.uuid().nullable().default(null),
})

export const Moderate = z
  .strictObject({ meetingId, questionId: z.uuid(), hidden: z.boolean(), reason: optional(300) })
  .refine(({ hidden, reason }) => !hidden || reason !== null, { message: 'reason-needed', path: ['reason'] })

const noted = {
  agendaItemId: z.uuid().nullable().default(null),
  body: words(2000),
  saidBy: optional(40),
  /** She agreed that everybody reads her name. */
  named: z.boolean().default(false),
}
export const Note = z.strictObject({ meetingId, ...noted })
export const ChangeNote = z.strictObject({ meetingId, noteId: z.uuid(), ...noted })
export const OfNote = z.strictObject({ meetingId, noteId: z.uuid() })

export const RaiseMatter = z.strictObject({
  meetingId,
  noteId: z.uuid(),
  /** She wants to follow it: the code is handed to her. */
  follows: z.boolean().default(false),
  /** Who of those who lead keeps it; null: the liaison of the place. */
  keeperId: z.uuid().nullable().default(null),
})
