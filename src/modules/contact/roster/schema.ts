import { z } from 'zod'
import { isCivilDate } from '#kernel/calendar'
import { isMonth, repeats, ways } from './rules.ts'

const day = z.string().refine(isCivilDate, { message: 'day-shape' })
const time = z.string().refine((text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text), { message: 'time-shape' })
const month = z.string().refine(isMonth, { message: 'month-shape' })
const words = z.string().trim().max(300)

const when = {
  /** The day and the times are those of the council's time zone. */
  day,
  from: time,
  to: time,
  /** How people meet her; `place` only where there is one. */
  ways: z
    .array(z.enum(ways))
    .max(3)
    .refine((chosen) => chosen.length > 0, { message: 'way-needed' }),
  /** Minutes of one booked conversation; 0: nobody books. */
  slotMinutes: z
    .int()
    .min(0)
    .max(240)
    .refine((minutes) => minutes === 0 || minutes >= 5, { message: 'slot-short' }),
  seats: z.int().min(1).max(20),
}

function inOrder<Shape extends { from: string; to: string }>(shape: Shape): boolean {
  return shape.from < shape.to
}

export const PlanDuty = z
  .strictObject({
    personId: z.uuid(),
    /** Null: online or by telephone, at no place. */
    placeId: z.uuid().nullable(),
    ...when,
    repeat: z.enum(repeats).default('once'),
    /** The last day of a duty that returns. */
    until: day.nullable().default(null),
    /** Leaves out days on which nobody works. */
    skipDaysOff: z.boolean().default(true),
  })
  .refine(inOrder, { message: 'ends-first', path: ['to'] })
  .refine(({ repeat, until }) => repeat === 'once' || until !== null, { message: 'until-needed', path: ['until'] })
  .refine(({ day: first, until }) => until === null || until >= first, { message: 'until-first', path: ['until'] })
  .refine(({ ways: chosen, placeId }) => placeId !== null || !chosen.includes('place'), {
    message: 'no-place',
    path: ['ways'],
  })
export type PlanDuty = z.output<typeof PlanDuty>

export const CopyMonth = z
  .strictObject({ placeId: z.uuid().nullable(), from: month, to: month })
  .refine(({ from, to }) => from < to, { message: 'month-order', path: ['to'] })
export const PublishRoster = z.strictObject({ placeId: z.uuid().nullable(), month })

export const ChangeDuty = z
  .strictObject({ dutyId: z.uuid(), ...when })
  .refine(inOrder, { message: 'ends-first', path: ['to'] })
export const CancelDuty = z.strictObject({ dutyId: z.uuid(), reason: words.default('') })
export const StandIn = z.strictObject({ dutyId: z.uuid(), personId: z.uuid() })

export const ConfirmDuties = z.strictObject({ dutyIds: z.array(z.uuid()).min(1).max(60) })
export const AskSwap = z.strictObject({
  dutyId: z.uuid(),
  toPersonId: z.uuid(),
  /** What she gives for it; null: a stand-in. */
  forDutyId: z.uuid().nullable().default(null),
  words: words.default(''),
})
export const AnswerSwap = z.strictObject({ swapId: z.uuid(), agrees: z.boolean() })
export const OfSwap = z.strictObject({ swapId: z.uuid() })
export const Nothing = z.strictObject({})
