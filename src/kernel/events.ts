import type { Actor } from './action.ts'
import type { App } from './app.ts'
import { jsonRows, send, sql, type Tx } from './db.ts'
import { type CouncilId, newId } from './ids.ts'

/** What happened, as a reaction reads it. */
export interface Event {
  readonly id: string
  readonly councilId: CouncilId
  readonly name: string
  readonly subjectId: string | null
  readonly actorKind: 'person' | 'guest' | 'system'
  readonly accountId: string | null
  readonly personId: string | null
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

export interface EventDetails {
  /** Id of what it happened to. */
  readonly subjectId?: string
  /** The role in which the actor acted, for the record. */
  readonly role?: string
}

/** What follows an event, run by the worker in a transaction of its own, at least once until it succeeds. */
export interface Reaction {
  readonly name: string
  /** Names of the events it listens to. */
  readonly on: readonly string[]
  readonly run: (context: ReactionContext) => Promise<void>
}

export interface ReactionContext {
  readonly tx: Tx
  readonly event: Event
  readonly app: App
  readonly now: Date
}

export function reaction(declared: Reaction): Reaction {
  return declared
}

export interface Draft {
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
  readonly details: EventDetails
}

export interface Written {
  readonly actor: Actor
  readonly councilId: CouncilId
  readonly now: Date
  readonly drafts: readonly Draft[]
}

/**
 * Writes events and one delivery for each reaction that listens, in the caller's transaction; what fails fails the
 * caller's next statement or its commit.
 */
export async function writeEvents(tx: Tx, app: App, written: readonly Written[]): Promise<void> {
  const rows = written.flatMap(({ actor, councilId, now, drafts }) =>
    drafts.map((draft) => ({
      council_id: councilId,
      id: newId(),
      name: draft.name,
      subject_id: draft.details.subjectId,
      actor_kind: actor.kind,
      account_id: actor.accountId ?? undefined,
      person_id: actor.personId ?? undefined,
      role: draft.details.role,
      at: now,
      data: draft.data,
    })),
  )
  const events = jsonRows(eventColumns, rows)
  const telling = sql`insert into kernel.event (${events.names}) select ${events.names} from ${events.table}`
  await send(tx, telling, { prepared: true, later: true })
  const deliveries = rows.flatMap((row) =>
    app.reactionsTo(row.name).map((listener) => ({
      council_id: row.council_id,
      event_id: row.id,
      reaction: listener.name,
      not_before: row.at,
    })),
  )
  if (deliveries.length === 0) return
  const owed = jsonRows(deliveryColumns, deliveries)
  const owing = sql`insert into kernel.delivery (${owed.names}) select ${owed.names} from ${owed.table}`
  await send(tx, owing, { prepared: true, later: true })
}

const eventColumns = {
  council_id: 'uuid',
  id: 'uuid',
  name: 'text',
  subject_id: 'text',
  actor_kind: 'text',
  account_id: 'uuid',
  person_id: 'uuid',
  role: 'text',
  at: 'timestamptz',
  data: 'jsonb',
} as const
const deliveryColumns = { council_id: 'uuid', event_id: 'uuid', reaction: 'text', not_before: 'timestamptz' } as const
