import type { Actor } from './action.ts'
import type { App } from './app.ts'
import { sql, type Tx } from './db.ts'
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
 * Writes events and one delivery for each reaction that listens, in the caller's transaction and in one statement. As
 * JSON, because building a query of hundreds of parameters takes longer than running it.
 */
export async function writeEvents(tx: Tx, app: App, written: readonly Written[]): Promise<void> {
  const rows = written.flatMap(({ actor, councilId, now, drafts }) =>
    drafts.map((draft) => ({
      council_id: councilId,
      id: newId(),
      name: draft.name,
      subject_id: draft.details.subjectId ?? null,
      actor_kind: actor.kind,
      account_id: actor.accountId,
      person_id: actor.personId,
      role: draft.details.role ?? null,
      at: now,
      data: draft.data,
    })),
  )
  const deliveries = rows.flatMap((row) =>
    app.reactionsTo(row.name).map((listener) => ({ event_id: row.id, reaction: listener.name, not_before: row.at })),
  )
  await sql`
    with happened as (
      insert into kernel.event
        (council_id, id, name, subject_id, actor_kind, account_id, person_id, role, at, data)
      select council_id, id, name, subject_id, actor_kind, account_id, person_id, role, at, data
      from json_populate_recordset(null::kernel.event, ${JSON.stringify(rows)}::json) with ordinality
      order by ordinality
      returning council_id, id
    )
    insert into kernel.delivery (council_id, event_id, reaction, not_before)
    select happened.council_id, happened.id, listening.reaction, listening.not_before
    from json_to_recordset(${JSON.stringify(deliveries)}::json)
      listening (event_id uuid, reaction text, not_before timestamptz)
    join happened on happened.id = listening.event_id`.execute(tx)
}
