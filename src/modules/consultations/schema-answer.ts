import { z } from 'zod'
import { decisions } from '#parts/opinions'

const consultationId = z.uuid()

/** The report and the signed package go up to a named body. */
export const Submit = z.strictObject({ consultationId, toName: z.string().trim().min(1).max(200) })
export type Submit = z.output<typeof Submit>

/** The next version as lines of text; files are read into lines before the action. */
export const ImportNext = z.strictObject({
  consultationId,
  source: z.string().min(1).max(3_000_000),
  label: z.string().trim().min(1).max(60),
  sourceName: z.string().max(200).nullable().default(null),
})
export type ImportNext = z.output<typeof ImportNext>

const provisionId = z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/)

/** An article of the next version, and the one it came from. One of them is missing when it is new or deleted. */
export const ChangedArticle = z
  .strictObject({ provisionId: provisionId.nullable(), oldProvisionId: provisionId.nullable() })
  .refine((change) => change.provisionId !== null || change.oldProvisionId !== null, { message: 'empty' })
export type ChangedArticle = z.output<typeof ChangedArticle>

/** The same answer for one or several arguments and opinions, each with its own copy of the reason. */
export const Decide = z.strictObject({
  consultationId,
  argumentIds: z.array(z.uuid()).max(500).default([]),
  opinionIds: z.array(z.uuid()).max(5000).default([]),
  decision: z.enum(decisions, { error: 'decision-missing' }),
  reason: z.string().trim().min(1).max(5000),
  changes: z.array(ChangedArticle).max(50).default([]),
})
export type Decide = z.output<typeof Decide>

export const PlaceByHand = z.strictObject({
  consultationId,
  opinionId: z.uuid(),
  /** Null: what it speaks about is no longer in the text. */
  provisionId: provisionId.nullable(),
})
export type PlaceByHand = z.output<typeof PlaceByHand>

export const scores = ['satisfied', 'basically', 'dissatisfied', 'abstain'] as const

/** Whoever holds the receipt says whether the answer is one. */
export const Evaluate = z.strictObject({
  receipt: z.string().regex(/^[0-9A-Z]{12}$/),
  score: z.enum(scores, { error: 'score-missing' }),
  words: z.string().trim().max(1000).default(''),
})
export type Evaluate = z.output<typeof Evaluate>

/** Where a long run of messages goes on: after this person. */
export const TellOn = z.strictObject({ consultationId, after: z.string().max(400).nullable().default(null) })
export type TellOn = z.output<typeof TellOn>

export const AddPartner = z.strictObject({
  name: z.string().trim().min(1).max(200),
  key: z.string().trim().min(20).max(400),
})
export type AddPartner = z.output<typeof AddPartner>

export const OfPartner = z.strictObject({ key: z.string().min(1).max(400) })
export type OfPartner = z.output<typeof OfPartner>

/** A package as base64: 20 MB at most. */
export const UploadPackage = z.strictObject({ package: z.base64().min(1).max(28_000_000) })
export type UploadPackage = z.output<typeof UploadPackage>

export const ReceivePackage = z.strictObject({
  uploadId: z.uuid(),
  /** For opinions: the consultation they belong to, where the package does not tell it by itself. */
  consultationId: z.uuid().nullable().default(null),
})
export type ReceivePackage = z.output<typeof ReceivePackage>

export const SendDown = z.strictObject({
  consultationId,
  toName: z.string().trim().min(1).max(200),
  task: z.string().trim().max(2000).default(''),
})
export type SendDown = z.output<typeof SendDown>

export const SendBack = z.strictObject({ consultationId, packageSha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type SendBack = z.output<typeof SendBack>

const opinionIds = z.array(z.uuid()).min(1, { error: 'nothing-chosen' }).max(5000)

/** Letters that left: by opinion, as one letter may hold the answers to several. */
export const MarkLetters = z.strictObject({
  consultationId,
  opinionIds,
  way: z.enum(['sent', 'handed-over'], { error: 'way-missing' }),
  onDay: z.iso.date({ error: 'day-missing' }),
})
export type MarkLetters = z.output<typeof MarkLetters>

export const UnmarkLetters = z.strictObject({ consultationId, opinionIds })
export type UnmarkLetters = z.output<typeof UnmarkLetters>
