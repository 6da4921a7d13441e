import './tables.ts'
import type { Selectable } from 'kysely'
import { nextNumber, sql, type Tables, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'

/** What opinions and arguments are about: the kind and id of a matter of some module. */
export interface Matter {
  readonly type: string
  readonly id: string
}

/** Whose hand, in which council, when. */
export interface Hand {
  readonly councilId: string
  readonly now: Date
  /** Person id; null for the system. */
  readonly by: string | null
}

export type ArgumentRow = Selectable<Tables['opinions.argument']>

/** The argument of that number, locked until the transaction ends. */
export async function lockArgument(
  tx: Tx,
  councilId: string,
  matter: Matter,
  number: number,
): Promise<ArgumentRow | null> {
  const row = await tx
    .selectFrom('opinions.argument')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('subject_type', '=', matter.type)
    .where('subject_id', '=', matter.id)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export interface NewArgument {
  readonly matter: Matter
  readonly title: string
  readonly provisionId?: string | null
  readonly theme?: string | null
  readonly opinionIds: readonly string[]
}

export interface ArgumentMade {
  readonly argumentId: string
  readonly number: number
  /** The opinions that came into it now. */
  readonly opinionIds: readonly string[]
}

/**
 * Makes one argument of several opinions. Each keeps its words, its author and its page.
 * @throws Refused `opinionIds` when one of them is not an opinion of this matter that everyone may still read
 */
export async function makeArgument(tx: Tx, made: NewArgument, hand: Hand): Promise<ArgumentMade> {
  const opinionIds = await receivedAmong(tx, made.matter, made.opinionIds, hand.councilId)
  const argumentId = newId()
  const number = await nextNumber(tx, hand.councilId, `opinions.argument ${made.matter.id}`)
  await tx
    .insertInto('opinions.argument')
    .values({
      council_id: hand.councilId,
      id: argumentId,
      subject_type: made.matter.type,
      subject_id: made.matter.id,
      number,
      title: made.title,
      provision_id: made.provisionId ?? (await commonProvision(tx, hand.councilId, opinionIds)),
      theme: made.theme ?? null,
      assigned_to: null,
      made_at: hand.now,
      made_by: hand.by,
    })
    .execute()
  await addMembers(tx, argumentId, opinionIds, hand)
  return { argumentId, number, opinionIds }
}

/** Adds opinions to an argument. @returns those that were not in it before */
export async function addToArgument(
  tx: Tx,
  argument: ArgumentRow,
  opinionIds: readonly string[],
  hand: Hand,
): Promise<readonly string[]> {
  const matter = { type: argument.subject_type, id: argument.subject_id }
  return addMembers(tx, argument.id, await receivedAmong(tx, matter, opinionIds, hand.councilId), hand)
}

/**
 * Takes opinions out of an argument; they are again without one.
 * @throws Refused `last-opinion` when none would be left: dissolve the argument instead
 */
export async function takeOut(
  tx: Tx,
  argument: ArgumentRow,
  opinionIds: readonly string[],
): Promise<readonly string[]> {
  if (opinionIds.length === 0) throw new Refused(invalid({ path: 'opinionIds', code: 'empty' }))
  const taken = await tx
    .deleteFrom('opinions.argument_member')
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('opinion_id', 'in', [...opinionIds])
    .returning('opinion_id')
    .execute()
  if ((await memberCount(tx, argument)) === 0) throw new Refused(conflict('last-opinion'))
  return taken.map((row) => row.opinion_id)
}

/** Everything of one argument goes into another; the first keeps its number and points there. */
export async function mergeArguments(
  tx: Tx,
  { into, from }: { readonly into: ArgumentRow; readonly from: ArgumentRow },
): Promise<readonly string[]> {
  if (into.id === from.id) throw new Refused(invalid({ path: 'into', code: 'same-argument' }))
  const { rows } = await sql<{ opinion_id: string }>`
    with moved as (
      delete from opinions.argument_member where council_id = ${into.council_id} and argument_id = ${from.id}
      returning *
    )
    insert into opinions.argument_member (council_id, argument_id, opinion_id, dissent, objection, at, by, objected_at, objection_reply)
    select council_id, ${into.id}, opinion_id, dissent, objection, at, by, objected_at, objection_reply from moved
    on conflict do nothing returning opinion_id`.execute(tx)
  await endArgument(tx, from, into.id)
  return rows.map((row) => row.opinion_id)
}

/**
 * Part of an argument becomes one of its own.
 * @throws Refused when nothing would be left of the first, or an opinion is not in it
 */
export async function splitArgument(
  tx: Tx,
  argument: ArgumentRow,
  { title, opinionIds }: { readonly title: string; readonly opinionIds: readonly string[] },
  hand: Hand,
): Promise<ArgumentMade> {
  const taken = await takeOut(tx, argument, opinionIds)
  if (taken.length < new Set(opinionIds).size)
    throw new Refused(invalid({ path: 'opinionIds', code: 'not-in-argument' }))
  const matter = { type: argument.subject_type, id: argument.subject_id }
  return makeArgument(
    tx,
    { matter, title, provisionId: argument.provision_id, theme: argument.theme, opinionIds },
    hand,
  )
}

/** Lets its opinions go; its number is not used again. @returns the opinions that were in it */
export async function dissolveArgument(tx: Tx, argument: ArgumentRow): Promise<readonly string[]> {
  const freed = await tx
    .deleteFrom('opinions.argument_member')
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .returning('opinion_id')
    .execute()
  await endArgument(tx, argument, null)
  return freed.map((row) => row.opinion_id)
}

export interface ArgumentFields {
  readonly title: string
  readonly provisionId: string | null
  readonly theme: string | null
  readonly assignedTo: string | null
}

export async function changeArgument(tx: Tx, argument: ArgumentRow, fields: ArgumentFields): Promise<void> {
  await tx
    .updateTable('opinions.argument')
    .set({
      title: fields.title,
      provision_id: fields.provisionId,
      theme: fields.theme,
      assigned_to: fields.assignedTo,
    })
    .where('council_id', '=', argument.council_id)
    .where('id', '=', argument.id)
    .execute()
}

/** Marks an opinion as belonging to the topic but speaking against the others, or takes the mark away. */
export async function markDissent(
  tx: Tx,
  argument: ArgumentRow,
  { opinionId, dissent }: { readonly opinionId: string; readonly dissent: boolean },
): Promise<void> {
  const marked = await tx
    .updateTable('opinions.argument_member')
    .set({ dissent })
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('opinion_id', '=', opinionId)
    .returning('opinion_id')
    .executeTakeFirst()
  if (!marked) throw new Refused(invalid({ path: 'opinionId', code: 'not-in-argument' }))
}

/** Her opinion gets an answer of its own: it belongs to no argument, for a reason. */
export async function answerAlone(
  tx: Tx,
  {
    matter,
    opinionIds,
    reason,
  }: { readonly matter: Matter; readonly opinionIds: readonly string[]; readonly reason: string },
  hand: Hand,
): Promise<readonly string[]> {
  const ids = await receivedAmong(tx, matter, opinionIds, hand.councilId)
  const grouped = await tx
    .selectFrom('opinions.argument_member')
    .select('opinion_id')
    .where('council_id', '=', hand.councilId)
    .where('opinion_id', 'in', [...ids])
    .executeTakeFirst()
  if (grouped) throw new Refused(conflict('in-an-argument'))
  await tx
    .insertInto('opinions.alone')
    .values(ids.map((id) => ({ council_id: hand.councilId, opinion_id: id, reason, at: hand.now, by: hand.by })))
    .onConflict((clash) => clash.columns(['council_id', 'opinion_id']).doUpdateSet({ reason }))
    .execute()
  return ids
}

/** The argument will have no refinement, for a reason: its opinions go up in their own words. */
export async function leaveUnrefined(tx: Tx, argument: ArgumentRow, because: string): Promise<void> {
  await replaceOpenRefinement(tx, argument)
  await tx
    .updateTable('opinions.argument')
    .set({ stage: 'refined', unrefined_because: because })
    .where('council_id', '=', argument.council_id)
    .where('id', '=', argument.id)
    .execute()
}

/** Takes a refined argument up again: its final refinement becomes an earlier version. */
export async function reopenArgument(tx: Tx, argument: ArgumentRow): Promise<void> {
  await tx
    .updateTable('opinions.refinement')
    .set({ stage: 'replaced' })
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('stage', '=', 'final')
    .execute()
  await tx
    .updateTable('opinions.argument')
    .set({ stage: 'open', unrefined_because: null })
    .where('council_id', '=', argument.council_id)
    .where('id', '=', argument.id)
    .execute()
}

/** What is being written or asked becomes an earlier version. */
export async function replaceOpenRefinement(tx: Tx, argument: Pick<ArgumentRow, 'council_id' | 'id'>): Promise<void> {
  await tx
    .updateTable('opinions.refinement')
    .set({ stage: 'replaced' })
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('stage', 'in', ['draft', 'asked'])
    .execute()
}

async function endArgument(tx: Tx, argument: ArgumentRow, mergedInto: string | null): Promise<void> {
  await replaceOpenRefinement(tx, argument)
  await tx
    .updateTable('opinions.argument')
    .set({ stage: 'dissolved', merged_into: mergedInto })
    .where('council_id', '=', argument.council_id)
    .where('id', '=', argument.id)
    .execute()
}

async function addMembers(
  tx: Tx,
  argumentId: string,
  opinionIds: readonly string[],
  hand: Hand,
): Promise<readonly string[]> {
  const added = await tx
    .insertInto('opinions.argument_member')
    .values(
      opinionIds.map((id) => ({
        council_id: hand.councilId,
        argument_id: argumentId,
        opinion_id: id,
        objection: null,
        at: hand.now,
        by: hand.by,
      })),
    )
    .onConflict((clash) => clash.columns(['council_id', 'argument_id', 'opinion_id']).doNothing())
    .returning('opinion_id')
    .execute()
  await tx
    .deleteFrom('opinions.alone')
    .where('council_id', '=', hand.councilId)
    .where('opinion_id', 'in', [...opinionIds])
    .execute()
  return added.map((row) => row.opinion_id)
}

/** The opinions, made sure of: all of this matter, none held, hidden or withdrawn. Locked, so that they stay so. */
async function receivedAmong(
  tx: Tx,
  matter: Matter,
  opinionIds: readonly string[],
  councilId: string,
): Promise<readonly string[]> {
  const wanted = [...new Set(opinionIds)]
  if (wanted.length === 0) throw new Refused(invalid({ path: 'opinionIds', code: 'empty' }))
  const rows = await tx
    .selectFrom('opinions.opinion')
    .select('id')
    .where('council_id', '=', councilId)
    .where('subject_type', '=', matter.type)
    .where('subject_id', '=', matter.id)
    .where('stage', '=', 'received')
    .where('id', 'in', wanted)
    .orderBy('id')
    .forShare()
    .execute()
  if (rows.length < wanted.length) throw new Refused(invalid({ path: 'opinionIds', code: 'not-received' }))
  return wanted
}

/** The article that all of them speak about; null when they do not agree. */
async function commonProvision(tx: Tx, councilId: string, opinionIds: readonly string[]): Promise<string | null> {
  const rows = await tx
    .selectFrom('opinions.opinion')
    .select(sql<string | null>`split_part(provision_id, '__', 1)`.as('article'))
    .distinct()
    .where('council_id', '=', councilId)
    .where('id', 'in', [...opinionIds])
    .limit(2)
    .execute()
  return rows.length === 1 ? (rows[0]?.article ?? null) : null
}

async function memberCount(tx: Tx, argument: ArgumentRow): Promise<number> {
  const row = await tx
    .selectFrom('opinions.argument_member')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
