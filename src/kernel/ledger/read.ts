import './tables.ts'
import type { Db } from '../db.ts'
import { parseEntry } from './leaf.ts'
import { consistencyRanges, hashOfRange, inclusionRanges, nodesOfRange, type Range } from './merkle.ts'
import { formatVerifier, signatureTypes, verifierOf } from './note.ts'
import { formatReceipt } from './receipt.ts'
import { LedgerFault, nameOf, nodesAt } from './stored-nodes.ts'

export type ReceiptState =
  | { readonly state: 'promised'; readonly promise: string }
  | { readonly state: 'logged'; readonly proof: string; readonly index: number; readonly size: number }

/**
 * What the one who gave something can hold in the hand: the promise at once, the proof when the leaf has its place.
 * Parts that were erased since are missing from the proof; one handed out before keeps them.
 * @returns undefined if there is no such leaf
 */
export async function receiptOf(db: Db, councilId: string, leafId: string): Promise<ReceiptState | undefined> {
  const row = await db
    .selectFrom('ledger.leaf')
    .select(['idx', 'entry', 'promise'])
    .where('council_id', '=', councilId)
    .where('id', '=', leafId)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.idx === null) return { state: 'promised', promise: row.promise }
  const leaf = parseEntry(row.entry)
  if (!leaf) throw new LedgerFault(`leaf ${row.idx} is not readable`)
  const signed = await lastCheckpoint(db, councilId)
  const proof = await rangesOf(db, councilId, inclusionRanges(row.idx, signed.size))
  const salts = await saltsOf(db, councilId, leafId)
  const text = formatReceipt({ leaf, salts, index: row.idx, proof, checkpoint: signed.note })
  return { state: 'logged', proof: text, index: row.idx, size: signed.size }
}

/** The newest signed checkpoint, a signed note. */
export async function checkpoint(db: Db, councilId: string): Promise<string> {
  return (await lastCheckpoint(db, councilId)).note
}

/** The name of the log: its address without the scheme. */
export async function originOf(db: Db, councilId: string): Promise<string> {
  const { origin } = await db
    .selectFrom('ledger.log')
    .select('origin')
    .where('council_id', '=', councilId)
    .executeTakeFirstOrThrow()
  return origin
}

/** A signed note that says how long the log was at a recent instant, also when nothing happened since. */
export async function heartbeat(db: Db, councilId: string): Promise<string> {
  const { alive_note } = await db
    .selectFrom('ledger.log')
    .select('alive_note')
    .where('council_id', '=', councilId)
    .executeTakeFirstOrThrow()
  return alive_note
}

/** A proof that the log of `before` leaves is the beginning of that of `size` leaves (RFC 6962 section 2.1.2). */
export async function consistencyProof(db: Db, councilId: string, before: number, size: number): Promise<Uint8Array[]> {
  return rangesOf(db, councilId, consistencyRanges(before, size))
}

/** The policy that believes this log, with every key it ever had, and asks for no witness. */
export async function policyOf(db: Db, councilId: string): Promise<string> {
  const keys = await db
    .selectFrom('ledger.key')
    .select(['origin', 'public_key'])
    .where('council_id', '=', councilId)
    .orderBy('active_from')
    .execute()
  const lines = keys.map(
    ({ origin, public_key }) => `log ${formatVerifier(verifierOf(origin, signatureTypes.note, public_key))}\n`,
  )
  return `${lines.join('')}quorum none\n`
}

async function lastCheckpoint(db: Db, councilId: string) {
  return db
    .selectFrom('ledger.checkpoint')
    .select(['size', 'note'])
    .where('council_id', '=', councilId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

async function rangesOf(db: Db, councilId: string, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const stored = await nodesAt(db, councilId, ranges.flatMap(nodesOfRange))
  return ranges.map((range) =>
    hashOfRange(range, (node) => {
      const hash = stored.get(nameOf(node))
      if (!hash) throw new LedgerFault(`node ${nameOf(node)} is missing`)
      return hash
    }),
  )
}

async function saltsOf(db: Db, councilId: string, leafId: string): Promise<Record<string, Uint8Array>> {
  const parts = await db
    .selectFrom('ledger.part')
    .select(['name', 'salt'])
    .where('council_id', '=', councilId)
    .where('leaf_id', '=', leafId)
    .execute()
  return Object.fromEntries(parts.flatMap(({ name, salt }) => (salt ? [[name, salt] as const] : [])))
}
