import type { Tx } from './db.ts'
import { type CouncilId, newId } from './ids.ts'

export interface DueDate {
  readonly councilId: CouncilId
  readonly name: string
  readonly subjectId: string
  readonly at: Date
  readonly input: Readonly<Record<string, unknown>>
}

/** Has the worker perform an action at a time; replaces what was set for the same subject. */
export async function setDue(tx: Tx, { councilId, name, subjectId, at, input }: DueDate): Promise<void> {
  await withdrawDue(tx, councilId, name, subjectId)
  await tx
    .insertInto('kernel.due')
    .values({
      council_id: councilId,
      id: newId(),
      action: name,
      subject_id: subjectId,
      at,
      not_before: at,
      input: JSON.stringify(input),
    })
    .execute()
}

export async function withdrawDue(tx: Tx, councilId: CouncilId, name: string, subjectId: string): Promise<void> {
  await tx
    .updateTable('kernel.due')
    .set({ state: 'withdrawn' })
    .where('council_id', '=', councilId)
    .where('action', '=', name)
    .where('subject_id', '=', subjectId)
    .where('state', '=', 'waiting')
    .execute()
}
