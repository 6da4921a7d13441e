import { z } from 'zod'
import { Anchor, body, intents, moderationReasons, optionalWords } from '#parts/opinions'

const consultationId = z.uuid()
const number = z.coerce.number<number | string>().int().min(1)
const opinionIds = z.array(z.uuid()).max(500)
const line = (most: number) => z.string().trim().max(most)
const orNone = (most: number) => line(most).transform((words) => (words === '' ? null : words))
const title = line(120).min(1)
const provisionId = orNone(100).nullable().default(null)
const theme = orNone(40).nullable().default(null)

/** What the desk writes on several opinions at once; what is left out stays. */
export const SortOpinions = z.strictObject({
  consultationId,
  opinionIds,
  assignTo: z.uuid().nullable().optional(),
  theme: orNone(40).nullable().optional(),
  addTag: line(20).optional(),
  dropTag: line(20).optional(),
})

export const ModerateOpinions = z.strictObject({
  consultationId,
  opinionIds,
  verdict: z.enum(['held', 'released', 'hidden', 'restored']),
  reasonCode: z.enum([...moderationReasons, 'mistake']),
  reason: line(500).min(1),
})

export const AnswerAppeal = z.strictObject({
  consultationId,
  opinionId: z.uuid(),
  upheld: z.boolean(),
  answer: line(1000).min(1),
})

/** An opinion somebody told the desk: by telephone, at the counter, in a letter. */
export const EnterOpinion = z.strictObject({
  consultationId,
  clientKey: z.uuid(),
  placeId: z.uuid().nullable().default(null),
  anchor: Anchor.nullable().default(null),
  body,
  suggested: optionalWords(5000),
  name: optionalWords(60),
  nameVisibleTo: z.enum(['nobody', 'office', 'everyone']).default('office'),
  contact: optionalWords(200),
  /** Wants the answer as a letter: to this address, or handed over where she gave the opinion. */
  letter: z.boolean().default(false),
  address: optionalWords(300),
  public: z.boolean().default(true),
  consent: z.literal(true, { error: 'consent-missing' }),
})

export const AnswerAlone = z.strictObject({ consultationId, opinionIds, reason: line(500).min(1) })

export const MakeArgument = z.strictObject({ consultationId, opinionIds, title, provisionId, theme })
export const OfArgument = z.strictObject({ consultationId, number })
export const ChangeMembers = OfArgument.extend({ opinionIds })
export const MergeArguments = OfArgument.extend({ into: number })
export const SplitArgument = OfArgument.extend({ opinionIds, title })
export const ChangeArgument = OfArgument.extend({
  title,
  provisionId,
  theme,
  assignTo: z.uuid().nullable().default(null),
})
export const MarkDissent = OfArgument.extend({ opinionId: z.uuid(), dissent: z.boolean() })
export const AnswerObjection = OfArgument.extend({ opinionId: z.uuid(), reply: line(1000).min(1) })

const Source = z.object({ opinionId: z.uuid(), start: z.int().min(0), end: z.int().min(1) })

export const DraftRefinement = OfArgument.extend({
  intent: z.enum(intents),
  provisionId,
  sentences: z
    .array(z.object({ text: line(1000).min(1), sources: z.array(Source).max(50) }))
    .min(1)
    .max(40),
  reason: line(4000).default(''),
})
export const OfVersion = OfArgument.extend({ ordinal: number })
export const FinishRefinement = OfVersion.extend({ because: line(500).default('') })
export const LeaveUnrefined = OfArgument.extend({ because: line(500).min(1) })
export const ReopenArgument = OfArgument.extend({ because: line(500).min(1) })
export const InviteExperts = OfArgument.extend({
  personIds: z.array(z.uuid()).min(1).max(50),
  dueOn: z.iso.date().nullable().default(null),
})
export const RemarkOnArgument = OfArgument.extend({ body: line(4000).min(1) })

export type SortOpinions = z.output<typeof SortOpinions>
export type ModerateOpinions = z.output<typeof ModerateOpinions>
export type AnswerAppeal = z.output<typeof AnswerAppeal>
export type EnterOpinion = z.output<typeof EnterOpinion>
export type DraftRefinement = z.output<typeof DraftRefinement>
