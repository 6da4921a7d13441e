import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db.ts'
import { sameBytes } from './bytes.ts'
import { hashOfRange, nodesOfRange } from './merkle.ts'
import { type Checkpoint, parseCheckpoint, parseNote } from './note.ts'
import { LedgerFault, nameOf, nodesAt } from './stored-nodes.ts'

/**
 * The newest published checkpoint of each log, kept where the database does not reach. A database that was restored
 * from an older backup knows less than was published; signed on from there, the log would exist in two versions.
 */
export interface LogMemory {
  /** Where it lies, for the operator. */
  readonly place: string
  /** @returns the checkpoint kept for a log, a signed note; undefined if there is none */
  read(origin: string): Promise<string | undefined>
  /** Keeps a checkpoint in the place of the one before; it is on the disk when this returns. */
  keep(origin: string, note: string): Promise<void>
}

/** Why a log must not be signed on. */
export interface Held {
  readonly reason: /** The database knows less than was published. */
    | 'behind'
    /** The database knows something else than was published. */
    | 'fork'
    /** What was kept cannot be read or written. */
    | 'memory'
    /** A witness has seen more than the database knows. */
    | 'witness'
    /** Nothing was kept here, and no witness has told yet what it has seen. */
    | 'unsure'
  /** Leaves in the tree that was published, as far as is known. */
  readonly published: number
  /** Leaves in the tree of the database. */
  readonly here: number
}

/** Nothing is signed until a person has acted: docs/operate/backup.md tells how. */
export class LogHeld extends LedgerFault {
  readonly held: Held

  constructor(origin: string, held: Held) {
    super(`${origin}: ${words[held.reason](held)} Nothing is signed; see docs/operate/backup.md, "A log that is held".`)
    this.held = held
  }
}

const words: Readonly<Record<Held['reason'], (held: Held) => string>> = {
  behind: ({ published, here }) =>
    `the database holds ${here} entries, ${published} were published. It was restored from an older backup.`,
  fork: ({ published }) => `the database holds other entries than the ${published} that were published.`,
  memory: () => 'the kept checkpoint cannot be read or written.',
  witness: ({ published, here }) => `a witness has seen ${published} entries, the database holds ${here}.`,
  unsure: () => 'no checkpoint was kept here, and no witness has answered yet.',
}

/** A memory of files, one for each log: the checkpoint itself. */
export function memoryIn(directory: string): LogMemory {
  const pathOf = (origin: string) => join(directory, fileNameOf(origin))
  return {
    place: directory,
    async read(origin) {
      try {
        return await readFile(pathOf(origin), 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async keep(origin, note) {
      await mkdir(directory, { recursive: true })
      const path = pathOf(origin)
      const fresh = `${path}.${randomUUID()}`
      try {
        await writeThrough(fresh, note)
        await rename(fresh, path)
      } catch (error) {
        await rm(fresh, { force: true })
        throw error
      }
      await syncDirectory(directory)
    },
  }
}

/** The name of a log as a file's, readable and never that of another log. */
function fileNameOf(origin: string): string {
  const digest = createHash('sha256').update(origin).digest('hex').slice(0, 16)
  return `${origin.replace(/[^A-Za-z0-9.-]/g, '_').slice(0, 100)}-${digest}.checkpoint`
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** So that the new name survives a power cut; not every file system offers it. */
async function syncDirectory(directory: string): Promise<void> {
  const folder = await open(directory, 'r')
  try {
    await folder.sync().catch(() => {})
  } finally {
    await folder.close()
  }
}

/**
 * Makes sure that a log still leads on from what was published.
 * @param log as it stands in the database, locked by the caller
 * @param keep whether to keep it if it is newer than what was kept: only what was committed before is public
 * @throws LogHeld
 */
export async function recall(
  db: Db,
  councilId: string,
  log: Checkpoint,
  memory: LogMemory,
  keep: boolean,
): Promise<void> {
  const kept = await keptOf(memory, log)
  const held = kept && (await heldBy(db, councilId, log, kept))
  if (held) throw new LogHeld(log.origin, held)
  if (!keep || kept?.size === log.size) return
  await keepOf(memory, log, await noteOf(db, councilId, log))
}

/** Keeps the newest checkpoint of a log after it was published. @throws LogHeld if it cannot be kept */
export async function remember(db: Db, councilId: string, memory: LogMemory): Promise<void> {
  const log = await logOf(db, councilId)
  if (log) await keepOf(memory, log, await noteOf(db, councilId, log))
}

/**
 * Whether a log must not be signed on, as far as is known here.
 * @returns undefined if it may
 */
export async function heldOf(db: Db, councilId: string, memory: LogMemory): Promise<Held | undefined> {
  const named = await logOf(db, councilId)
  if (!named) return undefined
  try {
    // The memory before the log: a checkpoint published in between must not look like one that was lost.
    const kept = await keptOf(memory, named)
    const log = await logOf(db, councilId)
    return kept && log && (await heldBy(db, councilId, log, kept))
  } catch (error) {
    if (error instanceof LogHeld) return error.held
    throw error
  }
}

async function heldBy(db: Db, councilId: string, log: Checkpoint, kept: Checkpoint): Promise<Held | undefined> {
  const held = { published: kept.size, here: log.size }
  if (kept.size > log.size) return { reason: 'behind', ...held }
  const root = kept.size === log.size ? log.root : await rootOf(db, councilId, kept.size)
  return root && sameBytes(root, kept.root) ? undefined : { reason: 'fork', ...held }
}

async function keptOf(memory: LogMemory, log: Checkpoint): Promise<Checkpoint | undefined> {
  const unreadable = new LogHeld(log.origin, { reason: 'memory', published: 0, here: log.size })
  const note = await memory.read(log.origin).catch((error: unknown) => {
    throw Object.assign(unreadable, { cause: error })
  })
  if (note === undefined) return undefined
  const kept = parseCheckpoint(parseNote(note)?.text ?? '')
  if (kept?.origin !== log.origin) throw unreadable
  return kept
}

async function keepOf(memory: LogMemory, log: Checkpoint, note: string): Promise<void> {
  await memory.keep(log.origin, note).catch((error: unknown) => {
    throw Object.assign(new LogHeld(log.origin, { reason: 'memory', published: log.size, here: log.size }), {
      cause: error,
    })
  })
}

async function logOf(db: Db, councilId: string): Promise<Checkpoint | undefined> {
  return db
    .selectFrom('ledger.log')
    .select(['origin', 'size', 'root'])
    .where('council_id', '=', councilId)
    .executeTakeFirst()
}

async function noteOf(db: Db, councilId: string, { size }: Checkpoint): Promise<string> {
  const { note } = await db
    .selectFrom('ledger.checkpoint')
    .select('note')
    .where('council_id', '=', councilId)
    .where('size', '=', size)
    .executeTakeFirstOrThrow()
  return note
}

/** The root of the tree of the first `size` leaves as stored; undefined if nodes of it are missing. */
async function rootOf(db: Db, councilId: string, size: number): Promise<Uint8Array | undefined> {
  const wanted = nodesOfRange({ from: 0, to: size })
  const stored = await nodesAt(db, councilId, wanted)
  if (stored.size < wanted.length) return undefined
  return hashOfRange({ from: 0, to: size }, (node) => stored.get(nameOf(node)) ?? new Uint8Array())
}
