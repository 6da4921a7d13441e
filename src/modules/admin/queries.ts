import { type Db, sql } from '#kernel/db'
import type { CouncilId } from '#kernel/ids'

export interface Backlog {
  readonly waiting: number
  readonly dead: number
  readonly dueSoon: number
  readonly overdue: number
  /** How long the oldest waiting delivery waits, in seconds; null when none does. */
  readonly oldestSeconds: number | null
}

/** What waits for the worker in a council. */
export async function backlogOf(db: Db, councilId: CouncilId, now: Date): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select (select count(*) from kernel.delivery where council_id = ${councilId} and state = 'waiting') as waiting,
           (select count(*) from kernel.delivery where council_id = ${councilId} and state = 'dead')
             + (select count(*) from kernel.due where council_id = ${councilId} and state = 'dead') as dead,
           (select count(*) from kernel.due
             where council_id = ${councilId} and state = 'waiting' and at > ${now}) as "dueSoon",
           (select count(*) from kernel.due
             where council_id = ${councilId} and state = 'waiting' and at <= ${now}) as overdue,
           (select floor(extract(epoch from ${now}::timestamptz - min(e.at)))::int
              from kernel.delivery d join kernel.event e on e.council_id = d.council_id and e.id = d.event_id
             where d.council_id = ${councilId} and d.state = 'waiting') as "oldestSeconds"`.execute(db)
  const [row] = rows
  if (!row) throw new Error('counting gave no row')
  return row
}

export interface DeadLetter {
  readonly kind: 'delivery' | 'due'
  readonly id: string
  readonly name: string
  readonly about: string
  readonly at: Date
  readonly attempts: number
  readonly error: string | null
}

/** What the worker gave up, the newest first. */
export async function deadLetters(db: Db, councilId: CouncilId, limit = 100): Promise<DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`
    select 'delivery' as kind, d.event_id as id, d.reaction as name, e.name as about, e.at, d.attempts, d.last_error as error
      from kernel.delivery d join kernel.event e on e.council_id = d.council_id and e.id = d.event_id
     where d.council_id = ${councilId} and d.state = 'dead'
    union all
    select 'due', id, action, subject_id, at, attempts, last_error
      from kernel.due where council_id = ${councilId} and state = 'dead'
     order by at desc limit ${limit}`.execute(db)
  return rows
}

export interface LogState {
  readonly leaves: number
  readonly unsequenced: number
  readonly signedAt: Date | null
}

/** How the council's public log stands; null before its first record. */
export async function logStateOf(db: Db, councilId: CouncilId): Promise<LogState | null> {
  const { rows } = await sql<LogState>`
    select (select count(*) from ledger.leaf l where l.council_id = log.council_id and l.idx is not null) as leaves,
           (select count(*) from ledger.leaf l where l.council_id = log.council_id and l.idx is null) as unsequenced,
           (select max(c.signed_at) from ledger.checkpoint c where c.council_id = log.council_id) as "signedAt"
      from ledger.log where council_id = ${councilId}`.execute(db)
  return rows[0] ?? null
}

export interface AuditEntry {
  readonly seq: number
  readonly id: string
  readonly name: string
  readonly subject_id: string | null
  readonly actor_kind: 'person' | 'guest' | 'system'
  readonly account_id: string | null
  readonly who: string | null
  readonly role: string | null
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

export interface AuditAsked {
  readonly councilId: CouncilId
  /** Beginning of the event's name: `people.`, `councils.setting-changed`. */
  readonly name?: string
  readonly subjectId?: string
  /** A piece of the name of who acted. */
  readonly who?: string
  readonly from?: Date
  readonly before?: Date
  /** Only events before this one in the sequence: the next page. */
  readonly olderThan?: number
  readonly limit?: number
}

/** The name of who acted, where they hold or held a duty: a resident's name is not the auditors' business. */
const nameOfStaff = sql<string | null>`case when exists (
  select 1 from people.membership m where m.council_id = p.council_id and m.person_id = p.id) then p.name end`

/** What was done, the newest first. */
export async function auditTrail(db: Db, asked: AuditAsked): Promise<AuditEntry[]> {
  let found = db
    .selectFrom('kernel.event as e')
    .leftJoin('people.person as p', (join) =>
      join.onRef('p.council_id', '=', 'e.council_id').onRef('p.id', '=', 'e.person_id'),
    )
    .select([
      'e.seq',
      'e.id',
      'e.name',
      'e.subject_id',
      'e.actor_kind',
      'e.account_id',
      nameOfStaff.as('who'),
      'e.role',
      'e.at',
      'e.data',
    ])
    .where('e.council_id', '=', asked.councilId)
    .orderBy('e.seq', 'desc')
    .limit(asked.limit ?? 100)
  if (asked.name) found = found.where('e.name', 'like', `${asked.name.replace(/[\\%_]/g, '\\$&')}%`)
  if (asked.subjectId) found = found.where('e.subject_id', '=', asked.subjectId)
  if (asked.who) found = found.where(nameOfStaff, 'like', `%${asked.who.replace(/[\\%_]/g, '\\$&')}%`)
  if (asked.from) found = found.where('e.at', '>=', asked.from)
  if (asked.before) found = found.where('e.at', '<', asked.before)
  if (asked.olderThan !== undefined) found = found.where('e.seq', '<', asked.olderThan)
  return found.execute()
}

/** Every entry of an audit trail, page by page, for an export. */
export async function* wholeAuditTrail(db: Db, asked: AuditAsked): AsyncGenerator<AuditEntry> {
  let olderThan: number | undefined
  for (;;) {
    const page = await auditTrail(db, { ...asked, limit: 1000, ...(olderThan !== undefined && { olderThan }) })
    yield* page
    const last = page.at(-1)
    if (!last || page.length < 1000) return
    olderThan = last.seq
  }
}

export interface Preview {
  readonly preview_id: string
  readonly kind: string
  readonly file_name: string
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly stage: 'faulty' | 'ready' | 'done' | 'dropped'
  readonly created_at: Date
}

/** Imports of a council, the newest first. */
export function importsOf(db: Db, councilId: CouncilId, limit = 30): Promise<Preview[]> {
  return db
    .selectFrom('councils.import_preview')
    .select(['preview_id', 'kind', 'file_name', 'added', 'changed', 'unchanged', 'stage', 'created_at'])
    .where('council_id', '=', councilId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/** One import with its rows and problems. */
export function importById(db: Db, councilId: CouncilId, previewId: string) {
  return db
    .selectFrom('councils.import_preview')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('preview_id', '=', previewId)
    .executeTakeFirst()
}
