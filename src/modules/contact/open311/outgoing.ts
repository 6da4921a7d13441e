import '../exchange/tables.ts'
import { z } from 'zod'
import { action, perform, systemActor } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql, type Tx } from '#kernel/db'
import { reaction } from '#kernel/events'
import { newId } from '#kernel/ids'
import { mayExchange } from '../exchange/keys.ts'
import { openKey } from '../exchange/sealed.ts'
import { caseKind } from '../rules.ts'
import { fileThere, findThere, numberThere, type Remote, RemoteTrouble, stateThere, type TheirState } from './client.ts'

/** A letter to a department with a system of its own goes there too; once for each matter and system. */
export const handOver = reaction({
  name: 'contact.hand-over',
  on: ['contact.letter-sent', 'cases.moved'],
  async run({ tx, event, now }) {
    const { organisationId, caseId, kind } = event.data
    if (kind !== caseKind || typeof organisationId !== 'string' || typeof caseId !== 'string') return
    const found = await tx
      .selectFrom('contact.connection as c')
      .innerJoin('contact.matter as m', (join) =>
        join.onRef('m.council_id', '=', 'c.council_id').on('m.case_id', '=', caseId),
      )
      .select(['c.id as connectionId', 'm.id as matterId'])
      .where('c.council_id', '=', event.councilId)
      .where('c.organisation_id', '=', organisationId)
      .where('c.kind', '=', 'open311')
      .where('c.ended_at', 'is', null)
      .executeTakeFirst()
    if (!found) return
    await tx
      .insertInto('contact.outgoing')
      .values({
        council_id: event.councilId,
        id: newId(),
        matter_id: found.matterId,
        connection_id: found.connectionId,
        state: 'waiting',
        not_before: now,
        made_at: now,
      })
      .onConflict((clash) => clash.doNothing())
      .execute()
  },
})

const batch = 10
const leaseMs = 120_000
const attemptsBeforeDead = 8
const askAgainMs = 30 * 60_000

interface Taken {
  readonly council_id: string
  readonly id: string
  readonly matter_id: string
  readonly connection_id: string
  readonly state: 'waiting' | 'taken'
  readonly attempts: number
  readonly made_at: Date
  readonly their_id: string | null
  readonly token: string | null
}

/**
 * Sends what waits and asks after what was taken. A row is leased, the other system asked outside any transaction, then
 * what it said is noted by an ordinary action: whoever dies between asks again under the same reference.
 */
export async function exchangeWaiting(app: App, councilId?: string, waitMs = 10_000): Promise<number> {
  const now = app.clock.now()
  const { rows } = await sql<Taken>`
    update contact.outgoing g set locked_until = ${new Date(now.getTime() + leaseMs)}, attempts = g.attempts + 1
      from (select o.council_id, o.id from contact.outgoing o
              join contact.connection c on c.council_id = o.council_id and c.id = o.connection_id and c.ended_at is null
             where o.state in ('waiting', 'taken') and o.not_before <= ${now}
               and (o.locked_until is null or o.locked_until <= ${now})
               and (${councilId ?? null}::uuid is null or o.council_id = ${councilId ?? null}::uuid)
             order by o.not_before, o.id limit ${batch} for update of o skip locked) due
     where g.council_id = due.council_id and g.id = due.id
    returning g.council_id, g.id, g.matter_id, g.connection_id, g.state, g.attempts, g.made_at, g.their_id, g.token`.execute(
    app.database.db,
  )
  for (const taken of rows) await exchangeOne(app, taken, waitMs)
  return rows.length
}

async function exchangeOne(app: App, taken: Taken, waitMs: number): Promise<void> {
  const said = await askThem(app, taken, waitMs).catch((error: unknown) => {
    if (error instanceof RemoteTrouble) return { trouble: error.code }
    throw error
  })
  const outcome = await perform(app, noteExchange, systemActor(taken.council_id), {
    outgoingId: taken.id,
    attempts: taken.attempts,
    ...said,
  })
  if (!outcome.ok) app.log.warn({ outgoing: taken.id, outcome: outcome.kind }, 'what another system said was not noted')
}

interface Said {
  readonly theirId?: string
  readonly token?: string
  readonly state?: TheirState
}

async function askThem(app: App, taken: Taken, waitMs: number): Promise<Said> {
  const remote = { ...(await remoteOf(app, taken)), waitMs }
  if (taken.state === 'waiting') {
    const letter = await letterFor(app, taken)
    // An answer may have been lost on the way: what they have already is not sent again.
    const known =
      taken.attempts > 1 ? await findThere(remote, letter.reference, taken.made_at).catch(stayedUnknown) : null
    if (known) return { theirId: known }
    const { id, token } = await fileThere(remote, letter)
    return { ...(id && { theirId: id }), ...(token && { token }) }
  }
  const theirId = taken.their_id ?? (taken.token ? await numberThere(remote, taken.token) : null)
  if (!theirId) return {}
  return { theirId, state: await stateThere(remote, theirId) }
}

/** A system that lists nothing can still take something. */
function stayedUnknown(error: unknown): null {
  if (error instanceof RemoteTrouble && error.code !== 'unreachable' && error.code !== 'timeout') return null
  throw error
}

async function remoteOf(app: App, { council_id, connection_id }: Taken): Promise<Omit<Remote, 'waitMs'>> {
  const row = await app.database.db
    .selectFrom('contact.connection')
    .select(['endpoint', 'jurisdiction', 'service_code', 'sealed_key'])
    .where('council_id', '=', council_id)
    .where('id', '=', connection_id)
    .executeTakeFirstOrThrow()
  return {
    endpoint: row.endpoint ?? '',
    jurisdiction: row.jurisdiction,
    serviceCode: row.service_code,
    apiKey: row.sealed_key && openKey(app.secret, council_id, row.sealed_key),
  }
}

const longestDescription = 4000

/** The letter with the words it is about. No name and no telephone goes out: the department sees none here either. */
async function letterFor(app: App, { council_id, matter_id }: Taken) {
  const { rows } = await sql<{
    number: number
    slug: string
    subject: string | null
    letter: string | null
    words: string
    spot: string
    council: string
    latitude: number | null
    longitude: number | null
  }>`
    select m.number, k.slug, k.name_zh as council, l.subject, l.body as letter, o.body as words, m.spot, m.latitude, m.longitude
      from contact.matter m
      join councils.council k on k.council_id = m.council_id
      join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
      left join contact.letter l on l.council_id = m.council_id and l.matter_id = m.id
     where m.council_id = ${council_id} and m.id = ${matter_id}`.execute(app.database.db)
  const [row] = rows
  if (!row) throw new Error('a matter that is to go out is not there')
  const reference = `[${row.slug}-${row.number}]`
  const words = [row.subject, row.letter, row.words].filter(Boolean).join('\n\n')
  return {
    reference,
    description: `${words.slice(0, longestDescription - reference.length - 1)}\n${reference}`,
    address: row.spot || row.council,
    position:
      row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
  }
}

const NoteExchange = z.object({
  outgoingId: z.uuid(),
  attempts: z.int(),
  theirId: z.string().max(200).optional(),
  token: z.string().max(200).optional(),
  state: z
    .object({
      status: z.enum(['open', 'closed']),
      notes: z.string(),
      agency: z.string(),
      updatedAt: z.date().nullable(),
    })
    .optional(),
  trouble: z.string().max(40).optional(),
})

const OfOutgoing = z.strictObject({ outgoingId: z.uuid() })

interface Asking {
  readonly tx: Tx
  readonly councilId: string
  readonly input: { readonly outgoingId: string }
}

async function lockOutgoing({ tx, councilId, input }: Asking) {
  const row = await tx
    .selectFrom('contact.outgoing')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.outgoingId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Notes what another system said of a matter handed over. Only the worker does. */
export const noteExchange = action({
  name: 'contact.note-exchange',
  input: NoteExchange,
  edgeOnly: true,
  subject: lockOutgoing,
  allow: () => false,
  async run({ tx, councilId, input, subject, now, emit }) {
    const { trouble, theirId, token, state } = input
    const about = { matterId: subject.matter_id, connectionId: subject.connection_id }
    const changes = trouble
      ? afterTrouble(trouble, subject, input.attempts, now)
      : afterAnswer({ theirId, token, state }, now)
    await tx
      .updateTable('contact.outgoing')
      .set({
        ...changes,
        locked_until: null,
        asked_at: now,
        ...(!trouble && subject.taken_at === null && { taken_at: now }),
      })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await tx
      .updateTable('contact.connection')
      .set(trouble ? { run_at: now, last_error: trouble } : { run_at: now, worked_at: now, last_error: null })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.connection_id)
      .execute()
    const changed =
      state &&
      (state.status !== subject.their_status ||
        state.notes !== subject.their_notes ||
        state.agency !== subject.their_agency)
    const name = trouble
      ? 'contact.exchange-failed'
      : changed
        ? 'contact.their-state-changed'
        : 'contact.exchange-noted'
    emit(
      name,
      { ...about, ...(trouble && { trouble }), ...(state && { status: state.status }) },
      { subjectId: subject.id },
    )
    return null
  },
})

function afterTrouble(trouble: string, { state }: { readonly state: string }, attempts: number, now: Date) {
  // What is wrong in the words will be wrong the next time; a system that is down may come back.
  const dead = state === 'waiting' && (trouble === 'bad-request' || attempts >= attemptsBeforeDead)
  const laterMs = state === 'taken' ? askAgainMs : 30_000 * 2 ** Math.min(attempts, 10)
  return {
    last_error: trouble,
    not_before: new Date(now.getTime() + laterMs),
    ...(dead && { state: 'dead' as const }),
  }
}

function afterAnswer({ theirId, token, state }: Said, now: Date) {
  return {
    state: state?.status === 'closed' ? ('closed' as const) : ('taken' as const),
    attempts: 0,
    last_error: null,
    not_before: new Date(now.getTime() + askAgainMs),
    ...(theirId && { their_id: theirId }),
    ...(token && { token }),
    ...(state && {
      their_status: state.status,
      their_notes: state.notes,
      their_agency: state.agency,
      their_update: state.updatedAt,
    }),
  }
}

/** The office sends again what was given up. */
export const retryOutgoing = action({
  name: 'contact.retry-outgoing',
  input: OfOutgoing,
  subject: lockOutgoing,
  allow: mayExchange,
  from: ({ state }) => (state === 'dead' ? null : 'not-given-up'),
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('contact.outgoing')
      // Not 0: what they may have got already is looked for first.
      .set({ state: 'waiting', attempts: 1, not_before: now, locked_until: null })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    emit('contact.outgoing-retried', { matterId: subject.matter_id }, { subjectId: subject.id })
    return null
  },
})
