import { z } from 'zod'
import { verdicts } from '#parts/cases'
import { body, moderationReasons, optionalWords } from '#parts/opinions'

export const longestSpot = 200

const words = (most: number) => z.string().trim().min(1).max(most)

/** Photos and one recording. */
export const mostFiles = 4

const contactNeeded = { message: 'contact-needed', path: ['contact'] }

function saysHow({ answerBy, contact }: { readonly answerBy: string; readonly contact: string | null }): boolean {
  return answerBy === 'receipt' || answerBy === 'inbox' || contact !== null
}

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
    files: z.array(z.uuid()).max(mostFiles).default([]),
    /** Where the thing is, as her phone found it; kept to about eleven metres. */
    position: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        accuracyM: z.int().min(0).max(100_000).nullable().default(null),
      })
      .nullable()
      .default(null),
    /** Code of one of the council's topics. */
    topic: z.string().max(40).default(''),
    /** Whether everyone may also see photos, the place in words and the rounded position of a public matter. */
    placeShown: z.boolean().default(false),
  })
  .refine(saysHow, contactNeeded)
export type Raise = z.output<typeof Raise>

/** "It is this one": her own words to a matter somebody else raised. */
export const Join = z
  .strictObject({
    matterId: z.uuid(),
    clientKey: z.uuid(),
    body,
    contentLocale: z.enum(['zh-CN', 'en']).default('zh-CN'),
    name: optionalWords(40),
    answerBy: z.enum(['receipt', 'inbox', 'phone', 'email']).default('receipt'),
    contactKind: z.enum(['phone', 'email']).nullable().default(null),
    contact: optionalWords(200),
    consent: z.literal(true),
    files: z.array(z.uuid()).max(mostFiles).default([]),
  })
  .refine(saysHow, contactNeeded)
export type Join = z.output<typeof Join>

export const Hide = z.strictObject({
  matterId: z.uuid(),
  reasonCode: z.enum(moderationReasons),
  reason: words(1000),
})

export const OfMatter = z.strictObject({ matterId: z.uuid() })
export const GiveTo = z.strictObject({ matterId: z.uuid(), deputyId: z.uuid() })
export const SendLetter = z.strictObject({
  matterId: z.uuid(),
  organisationId: z.uuid(),
  subject: words(100),
  body: words(5000),
})
export const Forward = z.strictObject({ matterId: z.uuid(), words: words(5000) })

/** Photos with one verdict. */
const mostEvidence = 2

const receipt = z.string().max(40)
export const AnswerBack = z.strictObject({ receipt, words: words(2000) })
export const Judge = z.strictObject({
  receipt,
  verdict: z.enum(verdicts),
  words: z.string().trim().max(2000).default(''),
  files: z.array(z.uuid()).max(mostEvidence).default([]),
})
export const JudgePromise = z.strictObject({
  receipt,
  promiseId: z.uuid(),
  verdict: z.enum(['confirmed', 'denied']),
  words: z.string().trim().max(2000).default(''),
  files: z.array(z.uuid()).max(mostEvidence).default([]),
})
