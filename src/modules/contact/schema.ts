import { z } from 'zod'
import { verdicts } from '#parts/cases'
import { body, optionalWords } from '#parts/opinions'

export const longestSpot = 200

const words = (most: number) => z.string().trim().min(1).max(most)

export const Raise = z
  .strictObject({
    /** Made by whoever sends it: the same key twice is the same matter. */
    clientKey: z.uuid(),
    body,
    spot: z.string().trim().max(longestSpot).default(''),
    /** The deputy she asks for. */
    deputyId: z.uuid().nullable().default(null),
    /** The station she asks at. */
    placeId: z.uuid().nullable().default(null),
    /** Whether everyone may read the words once it is answered; otherwise those who handle it alone. */
    public: z.boolean(),
    contentLocale: z.enum(['zh-CN', 'en']).default('zh-CN'),
    name: optionalWords(40),
    answerBy: z.enum(['receipt', 'inbox', 'phone', 'email']).default('receipt'),
    contactKind: z.enum(['phone', 'email']).nullable().default(null),
    contact: optionalWords(200),
    consent: z.literal(true),
    files: z.array(z.uuid()).max(3).default([]),
  })
  .refine((raise) => raise.answerBy === 'receipt' || raise.answerBy === 'inbox' || raise.contact !== null, {
    message: 'contact-needed',
    path: ['contact'],
  })
export type Raise = z.output<typeof Raise>

export const OfMatter = z.strictObject({ matterId: z.uuid() })
export const GiveTo = z.strictObject({ matterId: z.uuid(), deputyId: z.uuid() })
export const SendLetter = z.strictObject({
  matterId: z.uuid(),
  organisationId: z.uuid(),
  subject: words(100),
  body: words(5000),
})
export const Forward = z.strictObject({ matterId: z.uuid(), words: words(5000) })

const receipt = z.string().max(40)
export const AnswerBack = z.strictObject({ receipt, words: words(2000) })
export const Judge = z.strictObject({
  receipt,
  verdict: z.enum(verdicts),
  words: z.string().trim().max(2000).default(''),
})
export const JudgePromise = z.strictObject({
  receipt,
  promiseId: z.uuid(),
  verdict: z.enum(['confirmed', 'denied']),
  words: z.string().trim().max(2000).default(''),
})
