import { z } from 'zod'
import { visitLanguages } from './rules.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const instant = z.coerce.date<Date | string>()
const size = z.coerce.number<number | string>().int().min(1).max(10_000)
const optionalId = z
  .union([z.literal('').transform(() => null), z.uuid()])
  .nullable()
  .default(null)

export const AskVisit = z.strictObject({
  placeId: z.uuid(),
  groupName: words(100),
  size,
  languages: z.array(z.enum(visitLanguages)).max(visitLanguages.length).default([]),
  purpose: words(1000),
  startsAt: instant,
  endsAt: instant,
  contactName: words(40),
  /** Telephone or e-mail, as typed. */
  contact: words(254),
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type AskVisit = z.output<typeof AskVisit>

export const ConfirmVisit = z.strictObject({ visitId: z.uuid(), roomId: optionalId })
export const MoveVisit = z.strictObject({
  visitId: z.uuid(),
  roomId: optionalId,
  startsAt: instant,
  endsAt: instant,
  reason: words(500),
})
export const RefuseVisit = z.strictObject({ visitId: z.uuid(), reason: words(500) })
export const WithdrawVisit = z.strictObject({ code: z.string().max(40) })
export const NoteVisit = z.strictObject({
  visitId: z.uuid(),
  came: z.coerce.number<number | string>().int().min(0).max(10_000),
  noted: z.string().trim().max(1000).default(''),
})
export const OfVisit = z.strictObject({ visitId: z.uuid() })

export const OpenRoom = z.strictObject({
  placeId: z.uuid(),
  nameZh: words(60),
  nameEn: z
    .string()
    .trim()
    .max(120)
    .nullish()
    .transform((text) => text || null),
  capacity: size,
})
export const CloseRoom = z.strictObject({ roomId: z.uuid() })
