import './tables.ts'
import { type Db, sql } from '../db.ts'
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
  const signed = await cosignedCheckpoint(db, councilId, row.idx)
  const proof = await rangesOf(db, councilId, inclusionRanges(row.idx, signed.size))
  const salts = await saltsOf(db, councilId, leafId)
  const text = formatReceipt({ leaf, salts, index: row.idx, proof, checkpoint: signed.note })
  return { state: 'logged', proof: text, index: row.idx, size: signed.size }
}

/** The newest signed checkpoint, a signed note, with the signatures of the witnesses who signed it so far. */
export async function checkpoint(db: Db, councilId: string): Promise<string> {
  const newest = await lastCheckpoint(db, councilId)
  const lines = await db
    .selectFrom('ledger.cosignature')
    .select('line')
    .where('council_id', '=', councilId)
    .where('size', '=', newest.size)
    .orderBy('key_id')
    .execute()
  return newest.note + lines.map(({ line }) => line).join('')
}

/** Witnesses need a moment: until this long after it, a checkpoint with more of their signatures is shown instead. */
const witnessMinutes = 10

/**
 * The checkpoint shown to the public: of those of the last minutes the one that most witnesses signed, of these the
 * newest. Where witnesses are silent for longer, the newest of all.
 */
export async function publishedCheckpoint(db: Db, councilId: string): Promise<string> {
  return (await cosignedCheckpoint(db, councilId, -1, witnessMinutes)).note
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

/**
 * The policy that believes this log, with every key it ever had.
 * @param witnessLines lines about witnesses and their quorum; without them it asks for none
 */
export async function policyOf(db: Db, councilId: string, witnessLines = ''): Promise<string> {
  const keys = await db
    .selectFrom('ledger.key')
    .select(['origin', 'public_key'])
    .where('council_id', '=', councilId)
    .orderBy('active_from')
    .execute()
  const lines = keys.map(
    ({ origin, public_key }) => `log ${formatVerifier(verifierOf(origin, signatureTypes.note, public_key))}\n`,
  )
  const asksForMore = /^quorum\b/m.test(witnessLines)
  return `${lines.join('')}${witnessLines}${asksForMore ? '' : 'quorum none\n'}`
}

const mostLookedAt = 20

/** Of the checkpoints over a leaf the one that most witnesses signed, of these the newest. */
async function cosignedCheckpoint(db: Db, councilId: string, index: number, withinMinutes?: number) {
  const newest = await lastCheckpoint(db, councilId)
  const { rows } = await sql<{ size: number; note: string; signed_at: Date; lines: string; signers: number }>`
    select c.size, c.note, c.signed_at, w.lines, w.signers from (
      select size, string_agg(line, '' order by key_id) as lines, count(*)::int as signers from ledger.cosignature
      where council_id = ${councilId} and size > ${index} group by size order by size desc limit ${mostLookedAt}
    ) w join ledger.checkpoint c on c.council_id = ${councilId} and c.size = w.size
    order by w.signers desc, c.size desc`.execute(db)
  const since = withinMinutes === undefined ? 0 : new Date(newest.signed_at).getTime() - withinMinutes * 60_000
  const best = rows.find(({ signed_at }) => new Date(signed_at).getTime() >= since)
  return best ? { size: best.size, note: best.note + best.lines } : { size: newest.size, note: newest.note }
}

async function lastCheckpoint(db: Db, councilId: string) {
  return db
    .selectFrom('ledger.checkpoint')
    .select(['size', 'note', 'signed_at'])
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
