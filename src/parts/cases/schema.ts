import { z } from 'zod'
import { isCivilDate } from '#kernel/calendar'
import { grades, lookResults, outcomes } from './tables.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const day = z.string().refine(isCivilDate, { message: 'no-such-day' })
const caseId = z.uuid()

export const OfCase = z.strictObject({ caseId })

export const OfAssignment = z.strictObject({ caseId, assignmentId: z.uuid() })

export const Return = z.strictObject({
  caseId,
  assignmentId: z.uuid(),
  reason: words(1000),
  /** The organisation that should have it, as far as the returning one knows. */
  proposedOwner: z.uuid().nullable().default(null),
})

export const DecideReturn = z.strictObject({
  caseId,
  assignmentId: z.uuid(),
  /** The organisation that gets it now; null where it stays, with a reason. */
  organisationId: z.uuid().nullable(),
  reason: z.string().trim().max(1000).default(''),
})

export const AddAssist = z.strictObject({ caseId, organisationId: z.uuid() })

export const GiveView = z.strictObject({ caseId, assignmentId: z.uuid(), view: words(5000) })

export const AskBack = z.strictObject({ caseId, words: words(1000) })

export const AskExtension = z.strictObject({
  caseId,
  days: z.coerce.number().int().min(1).max(366),
  reason: words(1000),
})

export const DecideExtension = z.strictObject({
  caseId,
  extensionId: z.uuid(),
  approve: z.boolean(),
  reason: z.string().trim().max(1000).default(''),
})

export const DraftReply = z.strictObject({
  caseId,
  body: words(10_000),
  class: words(40),
  result: z.enum(outcomes),
  /** Set once the writer has seen which vague words stand in it and keeps them. */
  keepVague: z.boolean().default(false),
})

export const KeepPromise = z.strictObject({
  caseId,
  quote: words(1000),
  what: words(500),
  dueOn: day,
  amountFen: z.coerce.number().int().min(0).nullable().default(null),
})

export const DropPromise = z.strictObject({ caseId, promiseId: z.uuid() })

export const LookBack = z.strictObject({
  caseId,
  promiseId: z.uuid(),
  result: z.enum(lookResults),
  words: words(2000),
})

/** Puts a case into the hands of a colleague. */
export const HandOver = z.strictObject({ caseId, assignmentId: z.uuid(), personId: z.uuid() })

export const SetHelper = z.strictObject({ caseId, assignmentId: z.uuid(), personId: z.uuid(), helps: z.boolean() })

export const WriteNote = z.strictObject({ caseId, organisationId: z.uuid(), words: words(2000) })
export const EraseNote = z.strictObject({ caseId, noteId: z.uuid() })

export const SaveTemplate = z.strictObject({
  organisationId: z.uuid(),
  /** The template that is changed; a new one without. */
  templateId: z.uuid().nullable().default(null),
  title: words(100),
  body: words(5000),
})
export const RetireTemplate = z.strictObject({ organisationId: z.uuid(), templateId: z.uuid() })

export const Sort = z.strictObject({
  caseId,
  /** Code of the council's list of topics. */
  topic: z.string().max(40).nullable().default(null),
  grade: z.enum(grades).nullable().default(null),
})
