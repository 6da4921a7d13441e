import { z } from 'zod'
import { Anchor, answerWays, body, longestSuggestion, nameSeenBy, optionalWords, stances } from '#parts/opinions'
import { phases } from './rules.ts'

/** An opinion as a resident gives it. */
export const Comment = z.strictObject({
  consultationId: z.uuid(),
  /** Made with the form: the same key twice is the same opinion. */
  clientKey: z.uuid(),
  /** Null: about the whole text. */
  anchor: Anchor.nullable().default(null),
  body,
  suggested: optionalWords(longestSuggestion),
  stance: z.enum(stances).nullable().default(null),
  contentLocale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*$/)
    .default('zh-CN'),
  public: z.boolean().default(true),
  name: optionalWords(60),
  displayName: optionalWords(40),
  nameVisibleTo: z.enum(nameSeenBy).default('office'),
  answerBy: z.enum(answerWays).default('receipt'),
  contactKind: z.enum(['phone', 'email']).nullable().default(null),
  contact: optionalWords(200),
  consent: z.literal(true, { error: 'consent-missing' }),
  /** The door it came through: a QR code of this consultation. */
  doorId: z.uuid().nullable().default(null),
  /** Files uploaded before, of the one who gives the opinion. */
  files: z
    .array(z.object({ fileId: z.uuid(), kind: z.enum(['photo', 'voice']) }))
    .max(5)
    .default([]),
})
export type Comment = z.output<typeof Comment>

/** Texts by language tag beside the Chinese one. */
const Translations = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().trim().max(4000))
  .default({})
const title = z.string().trim().min(1).max(200)

export const StartProject = z.strictObject({
  title,
  titles: Translations,
  about: z.string().trim().max(4000).default(''),
  kind: z.enum(['new', 'amendment', 'repeal']).default('new'),
  singleSubject: z.boolean().default(false),
})

export const PrepareConsultation = z.strictObject({
  projectId: z.uuid(),
  phase: z.enum(phases),
  title,
  titles: Translations,
  summary: z.string().trim().max(4000).default(''),
  summaries: Translations,
})

export const ChangeConsultation = z.strictObject({
  consultationId: z.uuid(),
  title,
  titles: Translations,
  summary: z.string().trim().max(4000).default(''),
  summaries: Translations,
})

/** A draft as lines of text; files are read into lines before the action. */
export const ImportDraft = z.strictObject({
  consultationId: z.uuid(),
  source: z.string().min(1).max(3_000_000),
  label: z.string().trim().min(1).max(60),
  sourceName: z.string().max(200).nullable().default(null),
})

export const Publish = z.strictObject({
  consultationId: z.uuid(),
  closesAt: z.coerce.date<Date | string>(),
  /** Said when the draft's numbering has faults and is published all the same. */
  acceptProblems: z.boolean().default(false),
  /** Why it is open for fewer days than the council's setting asks. */
  shorterBecause: z.string().trim().max(500).default(''),
})

export const Extend = z.strictObject({
  consultationId: z.uuid(),
  closesAt: z.coerce.date<Date | string>(),
  because: z.string().trim().min(1).max(500),
})

export const OfConsultation = z.strictObject({ consultationId: z.uuid() })

export const AssignStep = z.strictObject({
  consultationId: z.uuid(),
  position: z.coerce.number<number | string>().int().min(1).max(20),
  ownerId: z.uuid().nullable().default(null),
  dueOn: z.iso.date().nullable().default(null),
})

export const FinishStep = z.strictObject({
  consultationId: z.uuid(),
  position: z.coerce.number<number | string>().int().min(1).max(20),
  note: z.string().trim().max(2000).default(''),
})

export const Dispatch = z.strictObject({
  consultationId: z.uuid(),
  placeId: z.uuid(),
  task: z.string().trim().max(2000).default(''),
  dueOn: z.iso.date().nullable().default(null),
})

export const OfDispatch = z.strictObject({ consultationId: z.uuid(), placeId: z.uuid() })

/** Everyday words, a translation, or what it means for somebody, beside the legal words. */
export const WriteReading = z.strictObject({
  consultationId: z.uuid(),
  provisionId: z.string().min(1).max(200),
  kind: z.enum(['plain', 'translation', 'meaning']),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*$/)
    .default('zh-CN'),
  audience: z.string().trim().max(40).default(''),
  body: z.string().trim().min(1).max(8000),
})
export type StartProject = z.output<typeof StartProject>
export type PrepareConsultation = z.output<typeof PrepareConsultation>
export type ChangeConsultation = z.output<typeof ChangeConsultation>
export type ImportDraft = z.output<typeof ImportDraft>
export type Publish = z.output<typeof Publish>
export type Extend = z.output<typeof Extend>
export type OfConsultation = z.output<typeof OfConsultation>
export type AssignStep = z.output<typeof AssignStep>
export type FinishStep = z.output<typeof FinishStep>
export type Dispatch = z.output<typeof Dispatch>
export type OfDispatch = z.output<typeof OfDispatch>
export type WriteReading = z.output<typeof WriteReading>
