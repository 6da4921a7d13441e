import { z } from 'zod'
import { isActivity, postKinds } from './rules.ts'

const words = (most: number) => z.string().trim().max(most).default('')
const instant = z.coerce.date<Date | string>().nullable().default(null)
const because = z.string().trim().min(1).max(1000)
const count = (most: number) =>
  z
    .union([z.literal('').transform(() => null), z.coerce.number<number | string>().int().min(0).max(most)])
    .nullable()
    .default(null)

/** What a post says. The place it belongs to is chosen once, when it is begun. */
const content = {
  title: z.string().trim().min(1).max(120),
  titleEn: words(200),
  body: words(20_000),
  bodyEn: words(20_000),
  startsAt: instant,
  endsAt: instant,
  venue: words(200),
  venueEn: words(200),
  audience: words(200),
  audienceEn: words(200),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))
    .max(20)
    .default([]),
  /** `type:id` of a matter, or nothing. */
  matter: z
    .string()
    .regex(/^([a-z][a-z-]*:[0-9a-f-]{36})?$/)
    .default(''),
  law: words(200),
}

interface Timed {
  readonly startsAt: Date | null
  readonly endsAt: Date | null
}

function checkTimes(kindIsActivity: boolean, { startsAt, endsAt }: Timed, context: z.RefinementCtx): void {
  const issue = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (kindIsActivity && startsAt === null) issue('startsAt', 'time-needed')
  if (!kindIsActivity && startsAt !== null) issue('startsAt', 'time-not-wanted')
  if (endsAt !== null && (startsAt === null || endsAt <= startsAt)) issue('endsAt', 'end-before-start')
}

export const DraftPost = z
  .strictObject({ kind: z.enum(postKinds), placeId: z.uuid().nullable().default(null), ...content })
  .superRefine((input, context) => checkTimes(isActivity(input.kind), input, context))
export type DraftPost = z.output<typeof DraftPost>

export const ChangePost = z.strictObject({ postId: z.uuid(), ...content })
export type ChangePost = z.output<typeof ChangePost>

export const CorrectPost = z.strictObject({ postId: z.uuid(), reason: because, ...content })
export type CorrectPost = z.output<typeof CorrectPost>

export const OfPost = z.strictObject({ postId: z.uuid() })
export type OfPost = z.output<typeof OfPost>

export const WithdrawPost = z.strictObject({ postId: z.uuid(), reason: because })
export type WithdrawPost = z.output<typeof WithdrawPost>

export const ReportPost = z.strictObject({
  postId: z.uuid(),
  attended: count(10_000_000),
  copies: count(100_000_000),
  outcome: words(5000),
  /** Needed where it was reported before. */
  reason: z.string().trim().max(1000).default(''),
})
export type ReportPost = z.output<typeof ReportPost>

export const RemovePicture = z.strictObject({ postId: z.uuid(), fileId: z.uuid(), reason: because })
export type RemovePicture = z.output<typeof RemovePicture>
