import './tables.ts'
import { setTimeout } from 'node:timers'
import type { App } from '../app.ts'
import { type Db, sql } from '../db.ts'
import type { Sweep } from '../module.ts'
import { base64 } from './bytes.ts'
import { type Checkpoint, parseNote, type Signature, signersOf, type Verifier } from './note.ts'
import { type Policy, parsePolicy } from './policy.ts'
import { consistencyProof } from './read.ts'
import type { WitnessState } from './tables.ts'
import { formatAddCheckpoint } from './witness.ts'

/** The witnesses an installation asks, and whom the public is told to believe. */
export interface Witnesses {
  /** Lines of a policy file (c2sp.org/tlog-policy) without the logs' own. */
  readonly lines: string
  readonly policy: Policy
  readonly each: readonly AskedWitness[]
}

export interface AskedWitness extends Verifier {
  /** Before `/add-checkpoint`. */
  readonly url: string
}

/**
 * Reads the operator's file of witnesses: `witness NAME KEY URL` lines, groups, a quorum.
 * @throws SyntaxError that says what is wrong
 */
export function readWitnesses(text: string): Witnesses {
  const policy = parsePolicy(text)
  if (policy.logs.length > 0) throw new SyntaxError('witnesses: leave out the lines of logs, the house adds its own')
  const each = policy.witnesses.map((witness) => {
    if (!witness.url || !/^https?:\/\//.test(witness.url)) {
      throw new SyntaxError(
        `witnesses: ${witness.name} lacks its address, as in: witness ${witness.name} KEY https://…`,
      )
    }
    return { ...witness, url: witness.url.replace(/\/+$/, '') }
  })
  return { lines: text.endsWith('\n') ? text : `${text}\n`, policy, each }
}

const waitMs = 10_000
const leaseMs = 30_000
const longestPauseMs = 10 * 60_000
const mostAnswerBytes = 64 * 1024

/** Asks each witness to sign the newest checkpoint of each log, and again after a pause when it did not. */
export const askWitnesses: Sweep = {
  name: 'ledger.witness',
  everyMs: 1000,
  async run(app) {
    const { witnesses } = app
    if (!witnesses || witnesses.each.length === 0) return
    const due = await dueOf(app, witnesses)
    // Side by side: one that is down must not keep the others waiting.
    await Promise.all(
      witnesses.each.map(async (witness) => {
        for (const { council_id } of due.filter(({ key_id }) => key_id === witness.keyId)) {
          await askWitness(app, council_id, witness).catch((err) =>
            app.log.error({ council: council_id, witness: witness.name, err }, 'a witness could not be asked'),
          )
        }
      }),
    )
  },
}

async function dueOf(app: App, witnesses: Witnesses): Promise<readonly { council_id: string; key_id: string }[]> {
  const { rows } = await sql<{ council_id: string; key_id: string }>`
    select log.council_id, asked.key_id
    from ledger.log log
    cross join unnest(${witnesses.each.map(({ keyId }) => keyId)}::text[]) asked (key_id)
    left join ledger.witness w
      on w.council_id = log.council_id and w.origin = log.origin and w.key_id = asked.key_id
    where log.size > 0 and coalesce(w.cosigned_size, 0) < log.size
      and coalesce(w.not_before, '-infinity') <= ${app.clock.now()}
    limit 500`.execute(app.database.db)
  return rows
}

/**
 * Asks one witness to sign the newest checkpoint of one log.
 * @returns what it answered; null when it is being asked already or rests after a failure
 */
export async function askWitness(app: App, councilId: string, witness: AskedWitness): Promise<WitnessState | null> {
  const { db } = app.database
  const log = await newestOf(db, councilId)
  if (!log) return null
  const claimed = await claim(app, councilId, log.origin, witness)
  if (!claimed) return null
  const answer = await converse(db, councilId, log, witness, claimed.seen_size)
  await record(app, councilId, { log, witness, answer, attempts: claimed.attempts + 1 })
  return answer.state
}

interface Newest extends Checkpoint {
  readonly note: string
}

async function newestOf(db: Db, councilId: string): Promise<Newest | undefined> {
  return db
    .selectFrom('ledger.log as log')
    .innerJoin('ledger.checkpoint as signed', (join) =>
      join.onRef('signed.council_id', '=', 'log.council_id').onRef('signed.size', '=', 'log.size'),
    )
    .select(['log.origin', 'log.size', 'log.root', 'signed.note'])
    .where('log.council_id', '=', councilId)
    .executeTakeFirst()
}

/** Takes the asking for half a minute, so that of several processes one asks. */
async function claim({ database, clock }: App, councilId: string, origin: string, { keyId }: AskedWitness) {
  const now = clock.now()
  const until = new Date(now.getTime() + leaseMs)
  const { rows } = await sql<{ seen_size: number; attempts: number }>`
    insert into ledger.witness as w (council_id, origin, key_id, state, not_before)
    values (${councilId}, ${origin}, ${keyId}, 'asked', ${until})
    on conflict (council_id, origin, key_id) do update set not_before = ${until} where w.not_before <= ${now}
    returning seen_size, attempts`.execute(database.db)
  return rows[0]
}

interface Answer {
  readonly state: WitnessState
  /** Leaves in the largest tree it has signed, by its own word. */
  readonly seen: number
  readonly line?: string
  readonly at?: Date
  readonly error?: string
}

/** Twice at most: the first answer may be that it has seen another size than we thought. */
async function converse(
  db: Db,
  councilId: string,
  log: Newest,
  witness: AskedWitness,
  seenBefore: number,
): Promise<Answer> {
  let seen = Math.min(seenBefore, log.size)
  for (let turn = 1; ; turn += 1) {
    const proof = seen > 0 ? await consistencyProof(db, councilId, seen, log.size) : []
    const reply = await post(`${witness.url}/add-checkpoint`, formatAddCheckpoint(seen, proof, log.note))
    if (typeof reply === 'string') return { state: 'down', seen, error: reply }
    if (reply.status === 200) return cosignedOr(log, witness, reply.body, seen)
    if (reply.status >= 500 || reply.status === 429) return { state: 'down', seen, error: `HTTP ${reply.status}` }
    if (reply.status !== 409) return { state: 'refused', seen, error: `HTTP ${reply.status} ${firstLine(reply.body)}` }
    const size = /^(0|[1-9][0-9]{0,8})\n?$/.exec(reply.body)?.[1]
    if (size === undefined) return { state: 'refused', seen, error: 'HTTP 409 without a size' }
    if (Number(size) > log.size) return { state: 'ahead', seen: Number(size) }
    if (Number(size) === log.size && seen === log.size) return { state: 'fork', seen }
    if (turn === 2 || Number(size) === seen) return { state: 'refused', seen, error: 'HTTP 409 again' }
    seen = Number(size)
  }
}

/** A signature is kept only if it is this witness's and holds for this very checkpoint. */
function cosignedOr(log: Newest, witness: AskedWitness, body: string, seen: number): Answer {
  const answered = parseNote(`${log.note}${body}`)
  const signature = answered?.signatures.find(({ name, keyId }) => name === witness.name && keyId === witness.keyId)
  const holds = answered && signersOf(answered, [witness])?.length
  if (!signature || !holds) return { state: 'wrong', seen, error: 'its signature does not hold' }
  return { state: 'cosigned', seen: log.size, line: lineOf(signature), at: timeOf(signature) }
}

function lineOf({ name, keyId, bytes }: Signature): string {
  return `— ${name} ${base64(Buffer.concat([Buffer.from(keyId, 'hex'), bytes]))}\n`
}

function timeOf({ bytes }: Signature): Date {
  const seconds = Number(Buffer.from(bytes).readBigUInt64BE())
  return new Date(Math.min(seconds * 1000, 8.64e15))
}

/** @returns the reply, or in a few words why there was none */
async function post(url: string, body: string): Promise<{ status: number; body: string } | string> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(new Error(`no answer within ${waitMs / 1000} s`)), waitMs)
  try {
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const reply = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: stop.signal })
    const pieces: Uint8Array[] = []
    let bytes = 0
    for await (const piece of reply.body ?? []) {
      bytes += piece.length
      if (bytes > mostAnswerBytes) return 'its answer is too long'
      pieces.push(piece)
    }
    return { status: reply.status, body: Buffer.concat(pieces).toString('utf8') }
  } catch (error) {
    const { message, cause } = error as Error
    return firstLine(cause instanceof Error && cause.message ? cause.message : message)
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200)
}

interface Asked {
  readonly log: Newest
  readonly witness: AskedWitness
  readonly answer: Answer
  /** How often it was asked since it last signed. */
  readonly attempts: number
}

async function record(app: App, councilId: string, { log, witness, answer, attempts }: Asked): Promise<void> {
  const { state, seen, line, at, error } = answer
  const done = state === 'cosigned'
  const now = app.clock.now()
  const pauseMs = done ? 0 : Math.min(longestPauseMs, 1000 * 2 ** Math.min(attempts, 10))
  await app.database.db.transaction().execute(async (tx) => {
    if (line && at) {
      await tx
        .insertInto('ledger.cosignature')
        .values({ council_id: councilId, size: log.size, key_id: witness.keyId, line, at })
        .onConflict((clash) => clash.columns(['council_id', 'size', 'key_id']).doUpdateSet({ line, at }))
        .execute()
    }
    await tx
      .updateTable('ledger.witness')
      .set({
        state,
        seen_size: seen,
        ...(done ? { cosigned_size: log.size, cosigned_at: at ?? now } : {}),
        attempts: done ? 0 : attempts,
        not_before: new Date(now.getTime() + pauseMs),
        error: error ?? null,
      })
      .where('council_id', '=', councilId)
      .where('origin', '=', log.origin)
      .where('key_id', '=', witness.keyId)
      .execute()
  })
  if (!done) app.log.warn({ council: councilId, witness: witness.name, state, error }, 'a witness has not signed')
}

export interface WitnessReport {
  readonly name: string
  /** Null when it was never asked. */
  readonly state: WitnessState | null
  readonly cosignedSize: number | null
  readonly cosignedAt: Date | null
  readonly seenSize: number
}

/** What each configured witness last said of a log. */
export async function witnessReports(db: Db, councilId: string, { each }: Witnesses): Promise<WitnessReport[]> {
  const rows = await db
    .selectFrom('ledger.witness as w')
    .innerJoin('ledger.log as log', (join) =>
      join.onRef('log.council_id', '=', 'w.council_id').onRef('log.origin', '=', 'w.origin'),
    )
    .select(['w.key_id', 'w.state', 'w.cosigned_size', 'w.cosigned_at', 'w.seen_size'])
    .where('w.council_id', '=', councilId)
    .execute()
  return each.map(({ name, keyId }) => {
    const row = rows.find(({ key_id }) => key_id === keyId)
    return {
      name,
      state: row?.state ?? null,
      cosignedSize: row?.cosigned_size ?? null,
      cosignedAt: row?.cosigned_at ?? null,
      seenSize: row?.seen_size ?? 0,
    }
  })
}
