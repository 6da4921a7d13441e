import './tables.ts'
import { type Db, sql, type Tx } from '../db.ts'
import { sameBytes } from './bytes.ts'
import { heartbeatSeconds, signHeartbeat } from './heartbeat.ts'
import type { LedgerKeys } from './keys.ts'
import { recall, remember } from './memory.ts'
import { type Edge, grow, leafHash, type Node, nodesOfRange, rootOfEdge } from './merkle.ts'
import { type Checkpoint, formatCheckpoint, type Signer, signNote } from './note.ts'
import { LedgerFault, nameOf, nodesAt } from './stored-nodes.ts'

/** Leaves that get their place in one transaction. */
const batch = 1000

export interface Sequenced {
  /** Leaves in the log. */
  readonly size: number
  /** Leaves that got their place now. */
  readonly added: number
  /** Whether more may be waiting. */
  readonly waiting: boolean
}

/**
 * Gives the waiting leaves of a council their place in its log and signs the tree. One at a time: a second call waits
 * for the first. Before signing everything written is read back and computed anew.
 * @throws LedgerFault if what is stored is not what was signed before, or not what was just written; LogHeld if it does
 *   not lead on from what was published
 */
export async function sequence(db: Db, councilId: string, now: Date, keys: LedgerKeys): Promise<Sequenced> {
  const { memory } = keys
  const run = async (tx: Tx, isOwn: boolean) => {
    const signers = [await keys.logKeyOf(tx, councilId)]
    return sequenceWith(tx, councilId, now, signers, memory && ((log) => recall(tx, councilId, log, memory, isOwn)))
  }
  if (isTransaction(db)) return run(db, false)
  const sequenced = await db.transaction().execute((tx) => run(tx, true))
  // Kept once it is public. Should this process end in between, the next round keeps it before anything is signed.
  if (memory && sequenced.added > 0) await remember(db, councilId, memory)
  return sequenced
}

/**
 * The same within a transaction, signed by each of the signers.
 * @param mayGoOn asked before anything is written or signed, with the log locked; throws if not
 */
export async function sequenceWith(
  tx: Tx,
  councilId: string,
  now: Date,
  signers: readonly Signer[],
  mayGoOn?: (log: Checkpoint) => Promise<void>,
): Promise<Sequenced> {
  const log = await tx
    .selectFrom('ledger.log')
    .select(['origin', 'size', 'root', 'alive_at'])
    .where('council_id', '=', councilId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!log) throw new Error(`${councilId} has no log`)
  await mayGoOn?.(log)
  const edge = await storedEdge(tx, councilId, log.size)
  if (!sameBytes(rootOfEdge(edge), log.root)) throw new LedgerFault(`the tree of ${log.size} is not the one signed`)

  const added = await giveIndexes(tx, councilId, log.size)
  if (added === 0) {
    if (now.getTime() - new Date(log.alive_at).getTime() >= heartbeatSeconds * 1000) {
      await showAlive(tx, councilId, { ...log, size: log.size }, now, signers)
    }
    return { size: log.size, added, waiting: false }
  }
  const grown = grow(edge, await storedLeafHashes(tx, councilId, log.size, log.size + added))
  await insertNodes(tx, councilId, grown.nodes)
  const size = log.size + added
  const root = await readBack(tx, councilId, edge, size)
  if (!sameBytes(root, rootOfEdge(grown.edge))) throw new LedgerFault(`the tree of ${size} reads back differently`)
  await publish(tx, councilId, { origin: log.origin, size, root }, log.size, now, signers)
  return { size, added, waiting: added === batch }
}

async function giveIndexes(tx: Tx, councilId: string, size: number): Promise<number> {
  const { rows } = await sql<{ idx: number }>`
    update ledger.leaf leaf set idx = waiting.idx
    from (
      select id, ${size}::int - 1 + (row_number() over (order by pid))::int as idx
      from (
        select id, pid from ledger.leaf where council_id = ${councilId} and idx is null order by pid limit ${batch}
      ) oldest
    ) waiting
    where leaf.council_id = ${councilId} and leaf.id = waiting.id
    returning leaf.idx`.execute(tx)
  return rows.length
}

/** The hashes of the leaves as stored, after making sure that each is the hash of its entry. */
async function storedLeafHashes(tx: Tx, councilId: string, from: number, to: number) {
  const leaves = await tx
    .selectFrom('ledger.leaf')
    .select(['idx', 'entry', 'hash'])
    .where('council_id', '=', councilId)
    .where('idx', '>=', from)
    .where('idx', '<', to)
    .orderBy('idx')
    .execute()
  return leaves.map(({ idx, entry, hash }, place) => {
    if (idx !== from + place) throw new LedgerFault(`leaf ${from + place} is missing`)
    if (!sameBytes(leafHash(entry), hash)) throw new LedgerFault(`leaf ${idx} is not what was promised`)
    return hash
  })
}

async function insertNodes(tx: Tx, councilId: string, nodes: readonly Node[]): Promise<void> {
  const rows = nodes.map((node) => ({ council_id: councilId, level: node.level, i: node.i, hash: node.hash }))
  await tx.insertInto('ledger.node').values(rows).execute()
}

/** Computes the tree anew from the entries as they now stand in the database, and compares every stored node. */
async function readBack(tx: Tx, councilId: string, edge: Edge, size: number): Promise<Uint8Array> {
  const { edge: again, nodes } = grow(edge, await storedLeafHashes(tx, councilId, edge.size, size))
  if (again.size !== size) throw new LedgerFault(`only ${again.size} of ${size} leaves read back`)
  const stored = await nodesAt(tx, councilId, nodes)
  for (const node of nodes) {
    const hash = stored.get(nameOf(node))
    if (!hash || !sameBytes(hash, node.hash)) throw new LedgerFault(`node ${nameOf(node)} reads back differently`)
  }
  return rootOfEdge(again)
}

async function publish(
  tx: Tx,
  councilId: string,
  checkpoint: Checkpoint,
  before: number,
  now: Date,
  signers: readonly Signer[],
): Promise<void> {
  const { size, root } = checkpoint
  const note = signNote(formatCheckpoint(checkpoint), signers)
  await tx.insertInto('ledger.checkpoint').values({ council_id: councilId, size, root, note, signed_at: now }).execute()
  const moved = await tx
    .updateTable('ledger.log')
    .set({ size, root })
    .where('council_id', '=', councilId)
    .where('size', '=', before)
    .executeTakeFirst()
  if (moved.numUpdatedRows !== 1n) throw new LedgerFault(`the log was not ${before} leaves long any more`)
  await showAlive(tx, councilId, checkpoint, now, signers)
}

async function showAlive(
  tx: Tx,
  councilId: string,
  checkpoint: Checkpoint,
  now: Date,
  signers: readonly Signer[],
): Promise<void> {
  const signer = signers.at(-1)
  if (!signer) throw new RangeError('nobody signs')
  await tx
    .updateTable('ledger.log')
    .set({ alive_note: signHeartbeat(checkpoint, now, signer), alive_at: now })
    .where('council_id', '=', councilId)
    .execute()
}

async function storedEdge(db: Db, councilId: string, size: number): Promise<Edge> {
  const wanted = nodesOfRange({ from: 0, to: size })
  const stored = await nodesAt(db, councilId, wanted)
  const hashes = wanted.map((node) => {
    const hash = stored.get(nameOf(node))
    if (!hash) throw new LedgerFault(`node ${nameOf(node)} is missing`)
    return hash
  })
  return { size, hashes }
}

function isTransaction(db: Db): db is Tx {
  return db.isTransaction
}
