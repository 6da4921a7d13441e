import { type Actor, type AnyAction, action, type Call } from '#kernel/action'
import type { DueRule } from '#kernel/calendar'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { settingsAt } from '#parts/councils'
import { type Acting, meetClock, startClock } from '../clocks.ts'
import { type Assignment, type Case, isRunning } from '../facts.ts'
import { addStep, assignLead, insertAssignment, lockCase } from '../open.ts'
import { isKeeper, worksAt } from '../rules.ts'
import { AddAssist, DecideReturn, GiveView, OfAssignment, Return } from '../schema.ts'
import type { AssignmentState } from '../tables.ts'

export interface Assigned extends Case {
  readonly assignment: Assignment
}

export async function lockAssignment(
  call: Call<{ readonly caseId: string; readonly assignmentId: string }>,
): Promise<Assigned | null> {
  const it = await lockCase(call)
  const assignment = it?.assignments.find(({ id }) => id === call.input.assignmentId)
  return it && assignment ? { ...it, assignment } : null
}

const isHandler = (actor: Actor, { assignment }: Assigned) => worksAt(actor, assignment.organisation_id)

/** A guard: the assignment stands in one of these states, and the case is still being worked on. */
export const whileAssignment =
  (...states: readonly AssignmentState[]) =>
  ({ assignment, stage }: Assigned): string | null =>
    !states.includes(assignment.state) ? `assignment:${assignment.state}` : stage === 'open' ? null : `stage:${stage}`

async function setState(
  { tx, councilId, now }: Acting,
  assignment: Assignment,
  state: AssignmentState,
  fields: Partial<Assignment>,
): Promise<void> {
  await tx
    .updateTable('cases.assignment')
    .set({ ...fields, state, since: now })
    .where('council_id', '=', councilId)
    .where('id', '=', assignment.id)
    .execute()
}

/** The clock within which this assignment may be returned, while it runs. */
function returnClock(it: Assigned) {
  return it.clocks.find((each) => each.kind === 'return' && each.assignment_id === it.assignment.id && isRunning(each))
}

/** The organisation takes the case on; whoever accepts answers for it. */
export const accept = action({
  name: 'cases.accept',
  input: OfAssignment,
  subject: lockAssignment,
  allow: isHandler,
  from: whileAssignment('assigned'),
  async run(context) {
    const { subject, actor, now, emit } = context
    await setState(context, subject.assignment, 'accepted', {
      accepted_at: now,
      holder_id: subject.assignment.holder_id ?? actor.personId,
    })
    const clock = returnClock(subject)
    if (clock) await meetClock(context, clock)
    await addStep(context, subject.id, 'accepted', { open: true, organisationId: subject.assignment.organisation_id })
    emit('cases.accepted', aboutOf(subject), { subjectId: subject.id })
    return null
  },
})

/** Not ours: back to the one who assigned it, within the days allowed, with a reason and whose it should be. */
export const returnAssignment = action({
  name: 'cases.return',
  input: Return,
  subject: lockAssignment,
  allow: isHandler,
  from: (subject) =>
    whileAssignment('assigned')(subject) ?? (subject.assignment.decision === 'kept' ? 'return-decided' : null),
  async run(context) {
    const { subject, input, now, emit } = context
    const { assignment } = subject
    if (input.proposedOwner === assignment.organisation_id) {
      throw new Refused(invalid({ path: 'proposedOwner', code: 'is-itself' }))
    }
    if (input.proposedOwner) await mustExist(context, input.proposedOwner)
    const clock = returnClock(subject)
    if (clock && (await meetClock(context, clock))) throw new Refused(conflict('return-too-late'))
    await setState(context, assignment, 'returned', {
      returned_at: now,
      return_reason: input.reason,
      proposed_owner: input.proposedOwner,
    })
    await addStep(context, subject.id, 'returned', {
      open: true,
      organisationId: assignment.organisation_id,
      words: input.reason,
    })
    emit('cases.returned', { ...aboutOf(subject), proposedOwner: input.proposedOwner }, { subjectId: subject.id })
    return null
  },
})

async function mustExist({ tx, councilId }: Acting, organisationId: string): Promise<void> {
  const found = await tx
    .selectFrom('councils.organisation')
    .select('organisation_id')
    .where('council_id', '=', councilId)
    .where('organisation_id', '=', organisationId)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (!found) throw new Refused(invalid({ path: 'proposedOwner', code: 'unknown' }))
}

/** The one who assigned it decides: another organisation gets it, or it stays where it was, with a reason. */
export const decideReturn = action({
  name: 'cases.decide-return',
  input: DecideReturn,
  subject: lockAssignment,
  allow: isKeeper,
  from: whileAssignment('returned'),
  async run(context) {
    const { subject, input, actor, now, emit } = context
    const { assignment } = subject
    const decided = { decided_at: now, decided_by: actor.personId, decision_reason: input.reason }
    if (input.organisationId === null || input.organisationId === assignment.organisation_id) {
      if (input.reason === '') throw new Refused(invalid({ path: 'reason', code: 'empty' }))
      await setState(context, assignment, 'assigned', { ...decided, decision: 'kept' })
      const words = input.reason
      await addStep(context, subject.id, 'return-refused', {
        open: true,
        organisationId: assignment.organisation_id,
        words,
      })
      emit('cases.return-refused', aboutOf(subject), { subjectId: subject.id })
      return null
    }
    await setState(context, assignment, 'moved', { ...decided, decision: 'moved' })
    if (assignment.role === 'assist') {
      await insertAssignment(context, subject, 'assist', input.organisationId)
      await addStep(context, subject.id, 'assist-asked', { open: true, organisationId: input.organisationId })
    } else {
      // The reply's clock goes on: the one who asked was told its date.
      const rule: DueRule = subject.replyClock?.rule ?? { kind: 'months', amount: 1, rollsToWorkingDay: true }
      await assignLead(context, subject, { organisationId: input.organisationId, rule })
    }
    emit('cases.moved', { ...aboutOf(subject), organisationId: input.organisationId }, { subjectId: subject.id })
    return null
  },
})

/** Asks another organisation to help the one that leads. */
export const addAssist = action({
  name: 'cases.add-assist',
  input: AddAssist,
  subject: lockCase,
  allow: (actor, subject) => isKeeper(actor, subject) || worksAt(actor, subject.lead?.organisation_id),
  from: ({ stage, lead }) => (stage !== 'open' ? `stage:${stage}` : lead ? null : 'no-lead'),
  async run(context) {
    const { subject, input, tx, councilId, emit } = context
    const assignmentId = await insertAssignment(context, subject, 'assist', input.organisationId)
    const settings = await settingsAt(tx, councilId, subject.opened_at)
    const rule: DueRule = { kind: 'months', amount: settings.suggestionAssistMonths, rollsToWorkingDay: true }
    await startClock(context, { caseId: subject.id, kind: 'assist', round: subject.round, rule, assignmentId })
    await addStep(context, subject.id, 'assist-asked', { open: true, organisationId: input.organisationId })
    emit('cases.assist-asked', { ...aboutOf(subject), organisationId: input.organisationId }, { subjectId: subject.id })
    return { assignmentId }
  },
})

/** What an assisting organisation has to say, to the one that leads. */
export const giveView = action({
  name: 'cases.give-view',
  input: GiveView,
  subject: lockAssignment,
  allow: isHandler,
  from: (subject) =>
    subject.assignment.role === 'assist' ? whileAssignment('assigned', 'accepted')(subject) : 'not-assisting',
  async run(context) {
    const { subject, input, emit } = context
    await setState(context, subject.assignment, 'done', { view: input.view })
    const clock = subject.clocks.find(
      (each) => each.kind === 'assist' && each.assignment_id === subject.assignment.id && isRunning(each),
    )
    if (clock) await meetClock(context, clock)
    const organisationId = subject.assignment.organisation_id
    await addStep(context, subject.id, 'view-given', { open: false, organisationId, words: input.view })
    emit('cases.view-given', { ...aboutOf(subject), organisationId }, { subjectId: subject.id })
    return null
  },
})

/** What an event says of the case it happened to, so that the module of that kind knows its own. */
export function aboutOf({ id, kind, about_type, about_id, lead }: Case) {
  return { caseId: id, kind, aboutType: about_type, aboutId: about_id, organisationId: lead?.organisation_id ?? null }
}

export const handlingActions: readonly AnyAction[] = [accept, returnAssignment, decideReturn, addAssist, giveView]
