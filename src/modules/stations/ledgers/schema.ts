import { z } from 'zod'
import { topics } from './rules.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((text) => text || null)
const optionalId = z
  .union([z.literal('').transform(() => null), z.uuid()])
  .nullable()
  .default(null)
const day = z.iso.date()
const because = words(500)
export const count = (most: number) =>
  z
    .union([z.literal('').transform(() => null), z.coerce.number<number | string>().int().min(1).max(most)])
    .nullable()
    .default(null)

/** Somebody who came, as the one who received her writes it down. */
export const ReceptionEntry = z.strictObject({
  receivedOn: day,
  called: optional(40),
  phone: optional(40),
  people: z.coerce.number<number | string>().int().min(1).max(10_000).default(1),
  deputyId: optionalId,
  topic: z.enum(topics),
  words: words(5000),
  atOnce: z.string().trim().max(2000).default(''),
})
export type ReceptionEntry = z.output<typeof ReceptionEntry>

export const mostAtOnce = 200

export const RecordReceptions = z.strictObject({
  placeId: z.uuid(),
  /** At the desk as it happened, or typed in from a paper log afterwards. */
  channel: z.enum(['visit', 'paper']),
  entries: z.array(ReceptionEntry).min(1).max(mostAtOnce),
})
export type RecordReceptions = z.output<typeof RecordReceptions>

export const RaiseReception = z.strictObject({
  receptionId: z.uuid(),
  /** She was asked, and wants it handled. */
  agreed: z.literal(true),
})
export const VoidReception = z.strictObject({ receptionId: z.uuid(), reason: because })
export const OfReception = z.strictObject({ receptionId: z.uuid() })

/** Yuan as people write them: 1,200.50 */
const yuan = z
  .string()
  .trim()
  .transform((text) => text.replace(/[,，\s]/g, ''))
  .refine((text) => text === '' || /^\d{1,9}(\.\d{1,2})?$/.test(text), { message: 'not-an-amount' })
  .transform((text) => (text === '' ? null : fenOf(text)))
  .refine((fen) => fen === null || fen > 0, { message: 'not-an-amount' })

/** Whole fen of an amount in yuan with at most two decimals; no fractions are reckoned with. */
export function fenOf(text: string): number {
  const [whole = '0', part = ''] = text.split('.')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

export const amountYuan = yuan

export const NoteDeed = z
  .strictObject({
    placeId: z.uuid(),
    receptionId: optionalId,
    deputyId: optionalId,
    solvedOn: day,
    topic: z.enum(topics),
    title: words(120),
    told: z.string().trim().max(3000).default(''),
    helped: count(100_000_000),
    amount: yuan.default(null),
    amountFrom: z.string().trim().max(200).default(''),
    public: z.boolean(),
  })
  .refine((deed) => deed.amountFrom === '' || deed.amount !== null, { message: 'amount-needed', path: ['amount'] })
export type NoteDeed = z.output<typeof NoteDeed>

export const WithdrawDeed = z.strictObject({ deedId: z.uuid(), reason: because })
export const ShowDeed = z.strictObject({ deedId: z.uuid(), public: z.boolean() })
