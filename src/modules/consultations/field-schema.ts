import { z } from 'zod'
import { normaliseShortCode } from '#kernel/short-code'
import { answerWays, longestBody, longestSuggestion, nameSeenBy, optionalWords, stances } from '#parts/opinions'

/** Codes are kept without dashes. */
export const receiptCode = z
  .string()
  .max(60)
  .transform((typed, context) => {
    const code = normaliseShortCode(typed)
    if (code) return code.replaceAll('-', '')
    context.addIssue({ code: 'custom', message: 'code-shape' })
    return z.NEVER
  })

const instant = z.iso.datetime().transform((text) => new Date(text))
const provisionId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,99}$/)
  .nullable()
  .default(null)
/** What may be there or not, empty words being none. */
const words = z
  .string()
  .max(longestBody)
  .transform((text) => text.toWellFormed().replaceAll('\0', ''))

export const sessionKinds = ['seminar', 'visit', 'street', 'school', 'workplace', 'hearing', 'other'] as const

/** What one speaker said, as a collector's phone keeps it until it arrives. */
export const FieldItem = z.strictObject({
  /** Made on the phone: the same key again is the same opinion. */
  clientKey: z.uuid(),
  /** On the speaker's slip since the moment she spoke. */
  receipt: receiptCode,
  /** When she spoke, by the phone's clock. */
  claimedAt: instant,
  sessionKey: z.uuid().nullable().default(null),
  provisionId,
  /** May be empty where a photo or a recording holds the words: they are then typed in at the desk. */
  body: words,
  suggested: optionalWords(longestSuggestion),
  stance: z.enum(stances).nullable().default(null),
  contentLocale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*$/)
    .default('zh-CN'),
  public: z.boolean().default(true),
  name: optionalWords(60),
  nameVisibleTo: z.enum(nameSeenBy).default('office'),
  answerBy: z.enum(answerWays).default('receipt'),
  contactKind: z.enum(['phone', 'email']).nullable().default(null),
  contact: optionalWords(200),
  /** Where an answer by letter goes; without it the letter is handed over where she spoke. */
  address: optionalWords(300),
  /** The words were read to her and she agreed. */
  consent: z.literal(true, { error: 'consent-missing' }),
  /** Which words were read. */
  consentWords: z.string().min(1).max(100),
  files: z
    .array(z.strictObject({ fileKey: z.uuid(), kind: z.enum(['photo', 'voice']) }))
    .max(5)
    .default([]),
})
export type FieldItem = z.output<typeof FieldItem>

export const FieldSession = z.strictObject({
  clientKey: z.uuid(),
  kind: z.enum(sessionKinds),
  title: z.string().trim().min(1).max(200),
  heldAt: instant,
  venue: z.string().trim().max(200).default(''),
  attended: z.int().min(0).max(100_000).nullable().default(null),
})
export type FieldSession = z.output<typeof FieldSession>

export const mostFieldItems = 25

const batch = {
  consultationId: z.uuid(),
  /** The place the collector serves; null for the whole council. */
  placeId: z.uuid().nullable().default(null),
  /** The phone's clock at the moment of sending, to tell how wrong it is. */
  phoneNow: instant,
  sessions: z.array(FieldSession).max(mostFieldItems).default([]),
  items: z.array(FieldItem).min(1).max(mostFieldItems),
}

export const SyncField = z.strictObject(batch)
/** The same from a file, handed in where the phone can no longer send: by somebody of the desk, for the collector. */
export const ImportField = z.strictObject({ ...batch, collectorId: z.uuid().nullable().default(null) })
export type SyncField = z.output<typeof SyncField>
export type ImportField = z.output<typeof ImportField>

/** Pieces are of this size, the last one smaller. */
export const partBytes = 262_144

export const KeepPart = z.strictObject({
  fileKey: z.uuid(),
  kind: z.enum(['photo', 'voice', 'scan']),
  name: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  parts: z.int().min(1).max(80),
  ordinal: z.int().min(0).max(79),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= partBytes, {
    message: 'part-size',
  }),
})
export type KeepPart = z.output<typeof KeepPart>

export const MakeDoor = z.strictObject({
  consultationId: z.uuid(),
  placeId: z
    .union([z.literal(''), z.uuid()])
    .nullable()
    .default(null)
    .transform((id) => id || null),
  provisionId: z
    .union([z.literal(''), z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/)])
    .nullable()
    .default(null)
    .transform((id) => id || null),
  campaign: z
    .string()
    .trim()
    .max(60)
    .default('')
    .transform((text) => text || null),
  label: z.string().trim().max(60).default(''),
})
export type MakeDoor = z.output<typeof MakeDoor>

export const OfDoor = z.strictObject({ consultationId: z.uuid(), doorId: z.uuid() })
export const EnterDoor = z.strictObject({
  code: z
    .string()
    .max(20)
    .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')),
  /** The same browser came through this door today already: it is let in and not counted again. */
  again: z.boolean().default(false),
})
export type EnterDoor = z.output<typeof EnterDoor>

export const HoldSession = z.strictObject({
  consultationId: z.uuid(),
  clientKey: z.uuid(),
  placeId: z
    .union([z.literal(''), z.uuid()])
    .nullable()
    .default(null)
    .transform((id) => id || null),
  kind: z.enum(sessionKinds),
  title: z.string().trim().min(1).max(200),
  heldAt: z.coerce.date<Date | string>(),
  venue: z.string().trim().max(200).default(''),
  attended: z
    .union([z.literal(''), z.coerce.number<number | string>().int().min(0).max(100_000)])
    .default('')
    .transform((value) => (value === '' ? null : value)),
  minutes: z.string().max(200_000).default(''),
})
export type HoldSession = z.output<typeof HoldSession>

export const Statement = z.strictObject({
  clientKey: z.uuid(),
  speaker: optionalWords(60),
  body: words.refine((text) => text.trim() !== '', { message: 'empty' }),
  provisionId: z
    .union([z.literal(''), z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/)])
    .nullable()
    .default(null)
    .transform((id) => id || null),
})
export type Statement = z.output<typeof Statement>

export const KeepStatements = z.strictObject({
  consultationId: z.uuid(),
  sessionId: z.uuid(),
  statements: z.array(Statement).min(1).max(300),
})
export type KeepStatements = z.output<typeof KeepStatements>

export const PrintPapers = z.strictObject({
  consultationId: z.uuid(),
  placeId: z
    .union([z.literal(''), z.uuid()])
    .nullable()
    .default(null)
    .transform((id) => id || null),
  count: z.coerce.number<number | string>().int().min(1).max(200),
})
export type PrintPapers = z.output<typeof PrintPapers>

/** What stands on a form, as one clerk reads it. */
export const PaperWords = z.strictObject({
  provision: z
    .string()
    .regex(/^([a-z][a-z0-9_-]{0,99})?$/)
    .default(''),
  body: words.refine((text) => text.trim() !== '', { message: 'empty' }),
  suggested: words.default(''),
  name: z.string().trim().max(60).default(''),
  contact: z.string().trim().max(200).default(''),
  letter: z.boolean().default(false),
  address: z.string().trim().max(300).default(''),
  consent: z.boolean().default(false),
})
export type PaperWords = z.output<typeof PaperWords>

const paper = { consultationId: z.uuid(), paperId: z.uuid() }
export const EnterPaper = z.strictObject({ ...paper, entry: PaperWords })
export type EnterPaper = z.output<typeof EnterPaper>
export const VoidPaper = z.strictObject({ ...paper, because: z.string().trim().min(1).max(500) })
export type VoidPaper = z.output<typeof VoidPaper>
