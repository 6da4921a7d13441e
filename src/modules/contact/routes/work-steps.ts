import type { AnyAction } from '#kernel/action'
import {
  accept,
  addAssist,
  askBack,
  askExtension,
  decideExtension,
  decideReturn,
  draftReply,
  dropPromise,
  eraseNote,
  giveView,
  handOver,
  keepPromise,
  lookBack,
  returnAssignment,
  reviewReply,
  sendReply,
  setHelper,
  sort,
  writeNote,
} from '#parts/cases'
import { forward, giveTo, sendLetter } from '../actions/deputy.ts'
import { hide } from '../actions/joining.ts'
import type { Matter } from '../queries/matter.ts'

export type Values = Readonly<Record<string, string>>

/** One way a matter changes from its page: the form's name is the end of its address. */
export interface Step {
  readonly action: AnyAction
  readonly input: (values: Values, matter: Matter) => Readonly<Record<string, unknown>>
  readonly done: string
  /** Field of the form that an issue belongs to, where it is called otherwise. */
  readonly fields?: Readonly<Record<string, string>>
}

export const ofCase = ({ case_id }: Matter) => ({ caseId: case_id })
const orNull = (value: string | undefined) => (value ? value : null)

export const steps: Readonly<Record<string, Step>> = {
  give: {
    action: giveTo,
    input: ({ deputyId = '' }, { id }) => ({ matterId: id, deputyId }),
    done: 'given',
  },
  letter: {
    action: sendLetter,
    input: ({ organisationId = '', subject = '', body = '' }, { id }) => ({
      matterId: id,
      organisationId,
      subject,
      body,
    }),
    done: 'sent',
  },
  forward: { action: forward, input: ({ words = '' }, { id }) => ({ matterId: id, words }), done: 'forwarded' },
  ask: {
    action: askBack,
    input: ({ question = '' }, matter) => ({ ...ofCase(matter), words: question }),
    done: 'asked',
    fields: { words: 'question' },
  },
  accept: {
    action: accept,
    input: ({ assignmentId = '' }, matter) => ({ ...ofCase(matter), assignmentId }),
    done: 'accepted',
  },
  return: {
    action: returnAssignment,
    input: ({ assignmentId = '', reason = '', proposedOwner }, matter) => ({
      ...ofCase(matter),
      assignmentId,
      reason,
      proposedOwner: orNull(proposedOwner),
    }),
    done: 'returned',
  },
  decide: {
    action: decideReturn,
    input: ({ assignmentId = '', organisationId, reason = '' }, matter) => ({
      ...ofCase(matter),
      assignmentId,
      organisationId: orNull(organisationId),
      reason,
    }),
    done: 'decided',
  },
  'more-time': {
    action: askExtension,
    input: ({ days = '', reason = '' }, matter) => ({ ...ofCase(matter), days, reason }),
    done: 'extension',
  },
  extension: {
    action: decideExtension,
    input: ({ extensionId = '', approve, reason = '' }, matter) => ({
      ...ofCase(matter),
      extensionId,
      approve: approve === 'yes',
      reason,
    }),
    done: 'decided',
  },
  draft: { action: draftReply, input: replyInput, done: 'saved' },
  review: { action: reviewReply, input: (_, matter) => ofCase(matter), done: 'reviewed' },
  send: { action: sendReply, input: (_, matter) => ofCase(matter), done: 'replied' },
  promise: {
    action: keepPromise,
    input: ({ quote = '', what = '', dueOn = '', amount = '' }, matter) => ({
      ...ofCase(matter),
      quote,
      what,
      dueOn,
      amountFen: amount.trim() === '' ? null : Math.round(Number(amount.replaceAll(',', '')) * 100),
    }),
    done: 'promised',
    fields: { amountFen: 'amount' },
  },
  'drop-promise': {
    action: dropPromise,
    input: ({ promiseId = '' }, matter) => ({ ...ofCase(matter), promiseId }),
    done: 'dropped',
  },
  look: {
    action: lookBack,
    input: ({ promiseId = '', result = '', words = '' }, matter) => ({ ...ofCase(matter), promiseId, result, words }),
    done: 'looked',
  },
  assist: {
    action: addAssist,
    input: ({ organisationId = '' }, matter) => ({ ...ofCase(matter), organisationId }),
    done: 'assist',
  },
  hand: {
    action: handOver,
    input: ({ assignmentId = '', personId = '' }, matter) => ({ ...ofCase(matter), assignmentId, personId }),
    done: 'handed',
  },
  helper: {
    action: setHelper,
    input: ({ assignmentId = '', personId = '' }, matter) => ({
      ...ofCase(matter),
      assignmentId,
      personId,
      helps: true,
    }),
    done: 'helper',
  },
  release: {
    action: setHelper,
    input: ({ assignmentId = '', personId = '' }, matter) => ({
      ...ofCase(matter),
      assignmentId,
      personId,
      helps: false,
    }),
    done: 'saved',
  },
  note: {
    action: writeNote,
    input: ({ organisationId = '', words = '' }, matter) => ({ ...ofCase(matter), organisationId, words }),
    done: 'noted',
  },
  'erase-note': {
    action: eraseNote,
    input: ({ noteId = '' }, matter) => ({ ...ofCase(matter), noteId }),
    done: 'erased',
  },
  sort: {
    action: sort,
    input: ({ topic, grade }, matter) => ({
      ...ofCase(matter),
      topic: orNull(topic),
      // The grade is no longer asked for once a letter was sent.
      grade: orNull(grade) ?? matter.work.grade,
    }),
    done: 'sorted',
  },
  hide: {
    action: hide,
    input: ({ reasonCode = '', reason = '' }, matter) => ({ matterId: matter.id, reasonCode, reason }),
    done: 'saved',
  },
  view: {
    action: giveView,
    input: ({ assignmentId = '', view = '' }, matter) => ({ ...ofCase(matter), assignmentId, view }),
    done: 'saved',
  },
}

export function replyInput({ body = '', class: kind = '', result = '', keepVague }: Values, matter: Matter) {
  return { ...ofCase(matter), body, class: kind, result, keepVague: keepVague === 'yes' }
}
