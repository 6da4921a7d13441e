import type { DueRule } from '#kernel/calendar'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { invalid, Refused } from '#kernel/outcome'
import { organisationById, settingsAt } from '#parts/councils'
import { type Acting, instantOf, startClock } from './clocks.ts'
import { type Case, caseById } from './facts.ts'

export interface NewCase {
  readonly kind: string
  /** What it is about: the kind and id of a thing of some module. */
  readonly about: { readonly type: string; readonly id: string }
  readonly title: string
  /** Person who stands between the one who asked and those who handle it; null: the office. */
  readonly keeperId: string | null
  /** Place whose liaison may act for the keeper. */
  readonly scopeId: string | null
  readonly askerAccountId: string | null
  /** Code of the council's list of topics, where the one who asked chose one. */
  readonly topic?: string | null
  /** The number under which the ledger knows the matter already: its leaves stand in one row. */
  readonly ledgerSubject: string
}

/** Opens a case within a module's action, which has asked before whether the actor may. @returns its id */
export async function openCase(acting: Acting, made: NewCase): Promise<string> {
  const { tx, councilId, now, actor } = acting
  const id = newId()
  await tx
    .insertInto('cases.matter')
    .values({
      council_id: councilId,
      id,
      kind: made.kind,
      about_type: made.about.type,
      about_id: made.about.id,
      title: made.title.slice(0, 200),
      keeper_id: made.keeperId,
      kept_since: now,
      scope_id: made.scopeId,
      asker_account_id: made.askerAccountId,
      opened_at: now,
      opened_by: actor.personId,
      ledger_subject: made.ledgerSubject,
      topic: made.topic || null,
    })
    .execute()
  await addStep(acting, id, 'opened', { open: true })
  return id
}

/** Gives a case to another keeper. */
export async function giveToKeeper(
  acting: Acting,
  it: Case,
  keeperId: string | null,
  scopeId: string | null,
): Promise<void> {
  const { tx, councilId, now } = acting
  await tx
    .updateTable('cases.matter')
    .set({ keeper_id: keeperId, scope_id: scopeId, kept_since: now })
    .where('council_id', '=', councilId)
    .where('id', '=', it.id)
    .execute()
  await addStep(acting, it.id, 'given', { open: true, personId: keeperId })
}

export interface Assigning {
  readonly organisationId: string
  /** By when the reply is due; the clock of the round goes on where one runs already. */
  readonly rule: DueRule
}

/**
 * Hands a case to the organisation that leads, and starts the clock of its reply and that of a return. The one who
 * asked was told a date: a case that moves from one organisation to another keeps it.
 * @throws Refused when there is no such organisation
 */
export async function assignLead(acting: Acting, it: Case, { organisationId, rule }: Assigning): Promise<void> {
  const { tx, councilId, app } = acting
  const assignmentId = await insertAssignment(acting, it, 'lead', organisationId)
  const settings = await settingsAt(tx, councilId, it.opened_at)
  const amount = settings.suggestionReturnWorkingDays
  if (amount > 0) {
    const returnRule: DueRule = { kind: 'working-days', amount, rollsToWorkingDay: false }
    await startClock(acting, { caseId: it.id, kind: 'return', round: it.round, rule: returnRule, assignmentId })
  }
  await addStep(acting, it.id, 'assigned', { open: true, organisationId })
  if (it.replyClock) return
  const due = await startClock(acting, { caseId: it.id, kind: 'reply', round: it.round, rule })
  const leaf = {
    councilId,
    subjectId: it.ledger_subject,
    type: 'case.assigned',
    parts: {},
    at: acting.now,
    due: await instantOf(tx, councilId, due.date),
  }
  await appendLeaf(tx, leaf, ledgerKeys(app))
}

/** @throws Refused when there is no such organisation, or it has the case already */
export async function insertAssignment(
  { tx, councilId, now, actor }: Acting,
  it: Case,
  role: 'lead' | 'assist',
  organisationId: string,
): Promise<string> {
  const organisation = await organisationById(tx, councilId, organisationId)
  if (!organisation || organisation.until !== null) {
    throw new Refused(invalid({ path: 'organisationId', code: 'unknown' }))
  }
  const held = it.assignments.some(
    (each) => each.organisation_id === organisationId && each.state !== 'moved' && each.state !== 'done',
  )
  if (held) throw new Refused(invalid({ path: 'organisationId', code: 'has-it-already' }))
  const id = newId()
  await tx
    .insertInto('cases.assignment')
    .values({
      council_id: councilId,
      id,
      case_id: it.id,
      role,
      organisation_id: organisationId,
      assigned_at: now,
      assigned_by: actor.personId,
      since: now,
    })
    .execute()
  return id
}

export interface StepFields {
  /** Whether the one who asked may read it. */
  readonly open: boolean
  readonly organisationId?: string | null
  /** Who it is about; the actor unless given. */
  readonly personId?: string | null
  readonly words?: string
}

export async function addStep(
  { tx, councilId, now, actor }: Acting,
  caseId: string,
  what: string,
  { open, organisationId = null, personId = actor.personId, words = '' }: StepFields,
): Promise<void> {
  await tx
    .insertInto('cases.step')
    .values({
      council_id: councilId,
      id: newId(),
      case_id: caseId,
      at: now,
      what,
      person_id: personId,
      organisation_id: organisationId,
      words,
      open,
    })
    .execute()
}

/** The case an action names, locked. */
export function lockCase({
  tx,
  councilId,
  input,
}: {
  readonly tx: Acting['tx']
  readonly councilId: string
  readonly input: { readonly caseId: string }
}): Promise<Case | null> {
  return caseById(tx, councilId, input.caseId, { lock: true })
}

/** The one who asked as a guest has been proved since: her account may have a copy of what is held, and erase it. */
export async function knowAsker(
  tx: Acting['tx'],
  councilId: string,
  about: NewCase['about'],
  accountId: string,
): Promise<void> {
  await tx
    .updateTable('cases.matter')
    .set({ asker_account_id: accountId })
    .where('council_id', '=', councilId)
    .where('about_type', '=', about.type)
    .where('about_id', '=', about.id)
    .execute()
}
