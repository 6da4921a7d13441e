import { z } from 'zod'
import { decisions } from '#parts/opinions'

/** What stands on the lines of a package's files. Nothing of who gave an opinion but the name she shows to everyone. */

const id = z.uuid()
const text = (most: number) => z.string().max(most)
const provision = z.string().max(200)

export const OpinionLine = z.strictObject({
  id,
  body: text(10_000).min(1),
  suggested: text(20_000).nullable(),
  provisionId: provision.nullable(),
  quote: text(5000).nullable(),
  quotePrefix: text(200).nullable(),
  quoteSuffix: text(200).nullable(),
  quoteStart: z.int().min(0).nullable(),
  contentLocale: text(40),
  channel: z.enum(['online', 'field', 'paper', 'session', 'desk', 'package']),
  place: text(200).nullable(),
  stance: z.enum(['support', 'oppose', 'neutral']).nullable(),
  supports: z.int().min(0),
  public: z.boolean(),
  shownName: text(200).nullable(),
  givenAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
})
export type OpinionLine = z.output<typeof OpinionLine>

export const ArgumentLine = z.strictObject({
  id,
  number: z.int().min(1),
  title: text(500).min(1),
  provisionId: provision.nullable(),
  theme: text(200).nullable(),
  /** Whether it is sent up as a suggestion, refined; otherwise it only orders the opinions. */
  submitted: z.boolean(),
  members: z.array(z.strictObject({ opinionId: id, dissent: z.boolean() })).max(100_000),
})
export type ArgumentLine = z.output<typeof ArgumentLine>

export const RefinementLine = z.strictObject({
  id,
  argumentId: id,
  ordinal: z.int().min(1),
  intent: z.enum(['add', 'change', 'delete', 'principle']),
  provisionId: provision.nullable(),
  sentences: z
    .array(
      z.strictObject({
        text: text(5000),
        sources: z.array(z.strictObject({ opinionId: id, start: z.int().min(0), end: z.int().min(0) })).max(1000),
      }),
    )
    .max(500),
  reason: text(10_000),
  /** What contributors said when they were asked: is this what you meant? */
  confirmed: z.strictObject({ yes: z.int().min(0), no: z.int().min(0) }),
})
export type RefinementLine = z.output<typeof RefinementLine>

/** The opinion's first event in its council's record, without what opens its commitments. */
export const ReceiptLine = z.strictObject({
  opinionId: id,
  leaf: z.base64(),
  hash: z.base64(),
  index: z.int().min(0).nullable(),
  promise: text(2000),
})
export type ReceiptLine = z.output<typeof ReceiptLine>

export const OutcomeLine = z.strictObject({
  kind: z.enum(['argument', 'opinion']),
  /** Its id in the package that is answered. */
  id,
  decision: z.enum(decisions),
  reason: text(5000).min(1),
  changes: z
    .array(
      z.strictObject({
        provisionId: provision.nullable(),
        oldProvisionId: provision.nullable(),
        before: text(100_000),
        after: text(100_000),
      }),
    )
    .max(100),
})
export type OutcomeLine = z.output<typeof OutcomeLine>

export const Task = z.strictObject({
  title: text(200).min(1),
  titles: z.record(z.string(), z.string()),
  summary: text(4000),
  summaries: z.record(z.string(), z.string()),
  phase: z.enum(['project-setting', 'drafting', 'research', 'deliberation', 'evaluation']),
  project: z.strictObject({ title: text(200).min(1), about: text(4000), kind: z.enum(['new', 'amendment', 'repeal']) }),
  label: text(60).min(1),
  task: text(2000),
})
export type Task = z.output<typeof Task>

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const packageFormat = 'zhitong-package/1'
export const packageKinds = ['draft', 'opinions', 'adoption'] as const
export type PackageKind = (typeof packageKinds)[number]

export const PackageManifest = z.strictObject({
  format: z.literal(packageFormat),
  kind: z.enum(packageKinds),
  id,
  from: z.strictObject({ name: text(200).min(1), origin: text(200).min(1), key: text(400).min(1) }),
  to: text(200),
  madeAt: z.iso.datetime(),
  title: text(200),
  /** Digest of the draft's words, the same in every council that has the same draft. */
  draftSha256: sha256,
  /** The package this one follows: the draft that was sent down, the opinions that are answered. */
  follows: sha256.nullable(),
  /** What the next version is called, in a package of answers. */
  label: text(60),
  counts: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), z.int().min(0)),
  files: z.array(z.strictObject({ name: text(60), sha256, sizeBytes: z.int().min(0) })).max(20),
})
export type PackageManifest = z.output<typeof PackageManifest>
