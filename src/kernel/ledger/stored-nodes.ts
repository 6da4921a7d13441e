import './tables.ts'
import { type Db, sql } from '../db.ts'

/** The stored log contradicts itself or what it signed; nothing is signed until a person has looked. */
export class LedgerFault extends Error {}

/** Stored nodes by `nameOf`; those that are missing are absent. */
export async function nodesAt(
  db: Db,
  councilId: string,
  nodes: readonly { readonly level: number; readonly i: number }[],
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  if (nodes.length === 0) return found
  const { rows } = await sql<{ level: number; i: number; hash: Uint8Array }>`
    select node.level, node.i, node.hash from ledger.node node
    join unnest(${nodes.map(({ level }) => level)}::int[], ${nodes.map(({ i }) => i)}::int[]) wanted (level, i)
      on wanted.level = node.level and wanted.i = node.i
    where node.council_id = ${councilId}`.execute(db)
  for (const row of rows) found.set(nameOf(row), row.hash)
  return found
}

export function nameOf({ level, i }: { readonly level: number; readonly i: number }): string {
  return `${level}/${i}`
}
