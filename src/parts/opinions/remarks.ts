import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, Refused } from '#kernel/outcome'
import type { ArgumentRow, Hand } from './arguments.ts'

/** Asks experts or advisers to look at an argument. @returns those who had not been asked before */
export async function inviteTo(
  tx: Tx,
  argument: ArgumentRow,
  { personIds, dueOn }: { readonly personIds: readonly string[]; readonly dueOn: string | null },
  hand: Hand,
): Promise<readonly string[]> {
  const invited = await tx
    .insertInto('opinions.invitation')
    .values(
      personIds.map((personId) => ({
        council_id: hand.councilId,
        argument_id: argument.id,
        person_id: personId,
        asked_at: hand.now,
        asked_by: hand.by,
        due_on: dueOn,
        answered_at: null,
      })),
    )
    .onConflict((clash) => clash.columns(['council_id', 'argument_id', 'person_id']).doNothing())
    .returning('person_id')
    .execute()
  return invited.map((row) => row.person_id)
}

/** Whether this person was asked to look at the argument. */
export async function isInvited(db: Db | Tx, argument: ArgumentRow, personId: string | null): Promise<boolean> {
  if (personId === null) return false
  const row = await db
    .selectFrom('opinions.invitation')
    .select('person_id')
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row !== undefined
}

/** What somebody says about an argument and the version of its refinement that she read. */
export async function remarkOn(
  tx: Tx,
  argument: ArgumentRow,
  { body, role, refinementId }: { readonly body: string; readonly role: string; readonly refinementId: string | null },
  hand: Hand,
): Promise<string> {
  if (argument.stage === 'dissolved') throw new Refused(conflict('stage:dissolved'))
  const id = newId()
  await tx
    .insertInto('opinions.remark')
    .values({
      council_id: hand.councilId,
      id,
      argument_id: argument.id,
      refinement_id: refinementId,
      person_id: hand.by,
      role,
      body,
      at: hand.now,
    })
    .execute()
  await tx
    .updateTable('opinions.invitation')
    .set({ answered_at: hand.now })
    .where('council_id', '=', hand.councilId)
    .where('argument_id', '=', argument.id)
    .where('person_id', '=', hand.by)
    .where('answered_at', 'is', null)
    .execute()
  return id
}

export interface Remark {
  readonly id: string
  readonly refinement_id: string | null
  readonly person_id: string | null
  readonly role: string
  readonly body: string
  readonly at: Date
}

/** What was said about an argument, and about those that went into it, the oldest first. */
export async function remarksOn(db: Db | Tx, argument: ArgumentRow, limit = 200): Promise<Remark[]> {
  const { rows } = await sql<Remark>`
    select r.id, r.refinement_id, r.person_id, r.role, r.body, r.at
      from opinions.remark r
      join opinions.argument a on a.council_id = r.council_id and a.id = r.argument_id
     where r.council_id = ${argument.council_id} and (a.id = ${argument.id} or a.merged_into = ${argument.id})
     order by r.at, r.id limit ${limit}`.execute(db)
  return rows
}

export interface Invitation {
  readonly person_id: string
  readonly asked_at: Date
  readonly due_on: string | null
  readonly answered_at: Date | null
}

export function invitationsTo(db: Db | Tx, argument: ArgumentRow): Promise<Invitation[]> {
  return db
    .selectFrom('opinions.invitation')
    .select(['person_id', 'asked_at', 'due_on', 'answered_at'])
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .orderBy('asked_at')
    .limit(100)
    .execute()
}

export interface InvitationWaiting {
  readonly subject_id: string
  readonly number: number
  readonly title: string
  readonly asked_at: Date
  readonly due_on: string | null
}

/** Arguments this person was asked to look at and has not. */
export async function invitationsWaiting(
  db: Db | Tx,
  councilId: string,
  subjectType: string,
  personId: string,
): Promise<InvitationWaiting[]> {
  const { rows } = await sql<InvitationWaiting>`
    select a.subject_id, a.number, a.title, i.asked_at, i.due_on
      from opinions.invitation i
      join opinions.argument a on a.council_id = i.council_id and a.id = i.argument_id
     where i.council_id = ${councilId} and i.person_id = ${personId} and i.answered_at is null
       and a.subject_type = ${subjectType} and a.stage = 'open'
     order by i.asked_at limit 100`.execute(db)
  return rows
}
