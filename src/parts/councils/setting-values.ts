import { z } from 'zod'

/** A share as two whole numbers, so that two thirds is exactly two thirds. */
export const share = z
  .object({ of: z.int().min(1).max(1000), in: z.int().min(1).max(1000) })
  .refine((value) => value.of <= value.in, { message: 'share-above-one', path: ['of'] })

export const code = z
  .string()
  .refine((text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text), { message: 'code-shape' })
  .max(40)
const nameZh = z.string().trim().min(1).max(60)
const nameEn = z.string().trim().min(1).max(120)
export const days = z.int().min(0).max(1000)
export const months = z.int().min(1).max(60)
export const percent = z.int().min(0).max(1000)
export const points = z.number().min(-1000).max(1000)

/** Whether everybody sees something of a deputy: by the council's rule, if she agrees, or not at all. */
export const shown = z.enum(['always', 'agreed', 'never'])
/** Addresses of map tiles with {z}, {x} and {y}; empty for none. */
export const tileAddress = z
  .string()
  .trim()
  .max(300)
  .refine((text) => text === '' || /^https:\/\/[a-z0-9.-]+(:\d+)?\/\S*$/i.test(text), { message: 'tile-address' })
  .refine((text) => text === '' || ['{z}', '{x}', '{y}'].every((part) => text.includes(part)), {
    message: 'tile-address',
  })

/** Who holds a step: a role of the house. */
const ownerRole = z.enum(['clerk', 'committee', 'point-staff', 'liaison', 'collector', 'adviser', 'expert'])

/** A list whose codes must differ. */
export function listOf<Row extends z.ZodType<{ readonly code: string }>>(row: Row, { min = 1, max = 40 } = {}) {
  return z
    .array(row)
    .min(min)
    .max(max)
    .refine((rows) => new Set(rows.map((each) => each.code)).size === rows.length, { message: 'code-twice' })
}

export const step = z.object({
  code,
  name_zh: nameZh,
  name_en: nameEn,
  owner: ownerRole,
  /** Working days from the beginning of the step; 0 for no date. */
  days,
  /** What is to be done, one task a line. */
  tasks_zh: z.string().trim().max(1000),
  tasks_en: z.string().trim().max(2000),
})

export const word = z.object({ code, name_zh: nameZh, name_en: nameEn })
export const scored = z.object({ code, name_zh: nameZh, name_en: nameEn, points })
export const duty = scored.extend({ yearly_cap: z.number().min(0).max(1000) })
export const allowance = z.object({
  code,
  name_zh: nameZh,
  name_en: nameEn,
  amount_fen: z.int().min(0).max(100_000_000),
})
export const band = z.object({ code, from_percent: z.number().min(0).max(100), points })

export const topic = word.extend({ calls: z.string().trim().max(40) })
export const call = word.extend({
  number: z
    .string()
    .trim()
    .regex(/^[0-9][0-9 -]{1,18}$/),
  /** One after another, with 、 or a comma between. */
  words_zh: z.string().trim().max(2000),
  words_en: z.string().trim().max(2000),
})
