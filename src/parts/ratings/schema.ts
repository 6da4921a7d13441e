import { z } from 'zod'
import { stageCodes } from './scale.ts'

const words = z.string().trim().min(1).max(1000)

export const AskRecheck = z.strictObject({ sheetId: z.uuid(), stage: z.enum(stageCodes), reason: words })

export const DecideRecheck = z.strictObject({
  sheetId: z.uuid(),
  stage: z.enum(stageCodes),
  /** Upheld: it stands. Anew: it is rated once more, and both are kept. */
  decision: z.enum(['upheld', 'anew']),
  reason: words,
})

/** A word of the scale, as a module's form and the API send it. */
export const GiveWord = z.strictObject({
  choice: z.string().trim().max(40),
  words: z.string().trim().max(2000).default(''),
})

/** Points by item, as a module's form and the API send them. */
export const GivePoints = z.strictObject({
  stage: z.enum(stageCodes),
  points: z.record(z.string().max(40), z.coerce.number()),
  words: z.string().trim().max(2000).default(''),
})
