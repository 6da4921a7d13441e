import './tables.ts'
import { sql, type Tx } from '#kernel/db'
import { conflict, invalid, missing, Refused } from '#kernel/outcome'
import type { ArgumentRow } from './arguments.ts'

/**
 * A contributor says that hers does not belong into an argument. She may say it once for each argument.
 * @throws Refused when her opinion is not in it, or she has said so before
 */
export async function objectToArgument(
  tx: Tx,
  objection: {
    readonly councilId: string
    readonly argumentId: string
    readonly opinionId: string
    readonly words: string
  },
  now: Date,
): Promise<void> {
  const { councilId, argumentId, opinionId, words } = objection
  const member = await tx
    .selectFrom('opinions.argument_member')
    .select('objection')
    .where('council_id', '=', councilId)
    .where('argument_id', '=', argumentId)
    .where('opinion_id', '=', opinionId)
    .forUpdate()
    .executeTakeFirst()
  if (!member) throw new Refused(missing())
  if (member.objection !== null) throw new Refused(conflict('objected-already'))
  await tx
    .updateTable('opinions.argument_member')
    .set({ objection: words, objected_at: now })
    .where('council_id', '=', councilId)
    .where('argument_id', '=', argumentId)
    .where('opinion_id', '=', opinionId)
    .execute()
}

/** The desk keeps the opinion where it is and says why. Taking it out answers the objection by itself. */
export async function answerObjection(
  tx: Tx,
  argument: ArgumentRow,
  { opinionId, reply }: { readonly opinionId: string; readonly reply: string },
): Promise<void> {
  const answered = await tx
    .updateTable('opinions.argument_member')
    .set({ objection_reply: reply })
    .where('council_id', '=', argument.council_id)
    .where('argument_id', '=', argument.id)
    .where('opinion_id', '=', opinionId)
    .where('objection', 'is not', null)
    .where('objection_reply', 'is', null)
    .returning('opinion_id')
    .executeTakeFirst()
  if (!answered) throw new Refused(invalid({ path: 'opinionId', code: 'no-objection' }))
}

/** How many objections of an argument still wait for the desk. */
export async function objectionsWaiting(tx: Tx, argument: ArgumentRow): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from opinions.argument_member
     where council_id = ${argument.council_id} and argument_id = ${argument.id}
       and objection is not null and objection_reply is null`.execute(tx)
  return rows[0]?.waiting ?? 0
}
