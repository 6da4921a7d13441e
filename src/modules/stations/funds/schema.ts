import { z } from 'zod'
import { amountYuan, fenOf } from '../ledgers/schema.ts'
import { fundKinds } from './rules.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const day = z.iso.date()
const needed = amountYuan.refine((fen) => fen !== null, { message: 'not-an-amount' }).transform(Number)

/** Yuan with a sign: what there is more or less. */
const signed = z
  .string()
  .trim()
  .transform((text) => text.replace(/[,，\s]/g, '').replace('−', '-'))
  .refine((text) => /^[+-]?\d{1,9}(\.\d{1,2})?$/.test(text) && Number(text) !== 0, { message: 'not-an-amount' })
  .transform((text) => (text.startsWith('-') ? -1 : 1) * fenOf(text.replace(/^[+-]/, '')))

export const OpenFund = z
  .strictObject({
    kind: z.enum(fundKinds),
    placeId: z
      .union([z.literal('').transform(() => null), z.uuid()])
      .nullable()
      .default(null),
    title: words(100),
    year: z.coerce.number<number | string>().int().min(2000).max(2200),
    budget: needed,
  })
  .refine((fund) => (fund.kind === 'place') === (fund.placeId !== null), { message: 'place-needed', path: ['placeId'] })
export type OpenFund = z.output<typeof OpenFund>

export const EnterSpending = z.strictObject({
  fundId: z.uuid(),
  onDay: day,
  purpose: words(500),
  amount: needed,
  fileId: z.uuid().nullable().default(null),
})
export const EnterAllowance = z.strictObject({
  fundId: z.uuid(),
  onDay: day,
  purpose: words(500),
  rateCode: words(40),
  units: z.coerce.number<number | string>().int().min(1).max(100_000),
})
export const EnterBudget = z.strictObject({ fundId: z.uuid(), onDay: day, purpose: words(500), amount: signed })
export const CounterEntry = z.strictObject({ fundId: z.uuid(), entryId: z.uuid(), reason: words(500) })
export const DecideEntry = z
  .strictObject({
    fundId: z.uuid(),
    entryId: z.uuid(),
    approve: z.boolean(),
    reason: z.string().trim().max(500).default(''),
  })
  .refine((decision) => decision.approve || decision.reason !== '', { message: 'empty', path: ['reason'] })
