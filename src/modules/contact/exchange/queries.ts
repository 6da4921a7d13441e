import './tables.ts'
import { type Db, sql } from '#kernel/db'
import type { SheetRow } from '#kernel/documents'
import { caseKind } from '../rules.ts'
import type { ConnectionKind } from './tables.ts'

export interface ListedKey {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly per_hour: number
  readonly shown: boolean
  readonly made_at: Date
  readonly used_at: Date | null
  readonly ended_at: Date | null
  readonly matters: number
}

export async function keysOf(db: Db, councilId: string): Promise<readonly ListedKey[]> {
  const { rows } = await sql<ListedKey>`
    select k.id, k.label, k.hint, k.per_hour, k.shown, k.made_at, k.used_at, k.ended_at,
           (select count(*) from contact.door d where d.council_id = k.council_id and d.key_id = k.id) as matters
      from contact.exchange_key k where k.council_id = ${councilId}
     order by k.ended_at is not null, k.made_at desc limit 100`.execute(db)
  return rows
}

export interface ListedConnection {
  readonly id: string
  readonly kind: ConnectionKind
  readonly name: string
  readonly mapping: Readonly<Record<string, string>>
  readonly organisation: string | null
  readonly endpoint: string | null
  readonly ended_at: Date | null
  readonly run_at: Date | null
  readonly worked_at: Date | null
  readonly last_error: string | null
  /** Matters that came by it, or went out by it. */
  readonly matters: number
  readonly waiting: number
  readonly dead: number
}

export async function connectionsOf(db: Db, councilId: string, id?: string): Promise<readonly ListedConnection[]> {
  const { rows } = await sql<ListedConnection>`
    select c.id, c.kind, c.name, c.mapping, o.name_zh as organisation, c.endpoint, c.ended_at, c.run_at, c.worked_at,
           c.last_error,
           (select count(*) from contact.door d where d.council_id = c.council_id and d.connection_id = c.id)
             + (select count(*) from contact.outgoing g where g.council_id = c.council_id and g.connection_id = c.id) as matters,
           (select count(*) from contact.outgoing g where g.council_id = c.council_id and g.connection_id = c.id
               and g.state = 'waiting') as waiting,
           (select count(*) from contact.outgoing g where g.council_id = c.council_id and g.connection_id = c.id
               and g.state = 'dead') as dead
      from contact.connection c
      left join councils.organisation o on o.council_id = c.council_id and o.organisation_id = c.organisation_id
     where c.council_id = ${councilId} and ${id ? sql`c.id = ${id}` : sql`true`}
     order by c.ended_at is not null, c.made_at desc limit 100`.execute(db)
  return rows
}

export interface ListedImport {
  readonly preview_id: string
  readonly file_name: string
  readonly added: number
  readonly unchanged: number
  readonly stage: 'faulty' | 'ready' | 'done' | 'dropped'
  readonly created_at: Date
}

/** Under what a sheet is kept: its connection and its own name. */
export function sheetName(connection: string, file: string): string {
  return `${connection} · ${file}`.slice(0, 200)
}

/** Imports of one connection: each sheet is kept under the connection's name and its own. */
export function sheetImports(db: Db, councilId: string, connection: string, limit = 20): Promise<ListedImport[]> {
  return db
    .selectFrom('councils.import_preview')
    .select(['preview_id', 'file_name', 'added', 'unchanged', 'stage', 'created_at'])
    .where('council_id', '=', councilId)
    .where('kind', '=', 'hotline')
    .where(sql<boolean>`starts_with(file_name, ${sheetName(connection, '')})`)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

export function sheetImport(db: Db, councilId: string, id: string) {
  return db
    .selectFrom('councils.import_preview')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('kind', '=', 'hotline')
    .where('preview_id', '=', id)
    .executeTakeFirst()
}

/** What came by a connection and where it stands: for the other house's own books. */
export async function* handedBack(
  db: Db,
  councilId: string,
  connectionId: string,
  words: { readonly stage: Readonly<Record<string, string>>; readonly outcome: Readonly<Record<string, string>> },
): AsyncGenerator<SheetRow> {
  const pageSize = 500
  for (let page = 0; ; page += 1) {
    const { rows } = await sql<Record<string, string | number | Date | null>>`
      select d.their_number, m.number, c.stage, c.outcome, o.name_zh as organisation, r.body as reply, r.sent_at,
             (select max(k.due_on)::text from cases.clock k where k.council_id = c.council_id and k.case_id = c.id
                 and k.kind = 'reply' and k.round = c.round and k.stopped_on is null) as due_on
        from contact.door d
        join contact.matter m on m.council_id = d.council_id and m.id = d.matter_id
        join cases.matter c on c.council_id = m.council_id and c.id = m.case_id and c.kind = ${caseKind}
        left join cases.assignment a on a.council_id = c.council_id and a.case_id = c.id and a.role = 'lead'
             and a.state in ('assigned', 'accepted')
        left join lateral (select body, sent_at, organisation_id from cases.reply
             where council_id = c.council_id and case_id = c.id and state = 'sent' order by round desc limit 1) r on true
        left join councils.organisation o on o.council_id = c.council_id
             and o.organisation_id = coalesce(a.organisation_id, r.organisation_id)
       where d.council_id = ${councilId} and d.connection_id = ${connectionId}
       order by m.number limit ${pageSize} offset ${page * pageSize}`.execute(db)
    for (const row of rows) {
      const [stage, outcome] = [words.stage[String(row.stage)] ?? '', words.outcome[String(row.outcome)] ?? '']
      yield { ...row, stage, outcome }
    }
    if (rows.length < pageSize) return
  }
}

export interface Outgoing {
  readonly id: string
  readonly matterId: string
  readonly number: number
  readonly system: string
  readonly state: 'waiting' | 'taken' | 'closed' | 'dead'
  readonly lastError: string | null
  readonly theirId: string | null
  readonly theirStatus: 'open' | 'closed' | null
  readonly theirNotes: string
  readonly theirAgency: string
  readonly theirUpdate: Date | null
  readonly askedAt: Date | null
}

/** Matters handed to departments' own systems, what is in trouble first: of one connection, or one matter. */
export async function outgoingOf(
  db: Db,
  councilId: string,
  which: { readonly connectionId: string } | { readonly matterId: string },
): Promise<readonly Outgoing[]> {
  const of = 'matterId' in which ? sql`g.matter_id = ${which.matterId}` : sql`g.connection_id = ${which.connectionId}`
  const { rows } = await sql<Outgoing>`
    select g.id, g.matter_id as "matterId", m.number, c.name as system, g.state, g.last_error as "lastError",
           g.their_id as "theirId", g.their_status as "theirStatus", g.their_notes as "theirNotes",
           g.their_agency as "theirAgency", g.their_update as "theirUpdate", g.asked_at as "askedAt"
      from contact.outgoing g
      join contact.matter m on m.council_id = g.council_id and m.id = g.matter_id
      join contact.connection c on c.council_id = g.council_id and c.id = g.connection_id
     where g.council_id = ${councilId} and ${of}
     order by g.state = 'dead' desc, g.made_at desc limit 100`.execute(db)
  return rows
}

/** One side of a pair that may be one matter. */
export interface Side {
  readonly id: string
  readonly number: number
  readonly words: string
  readonly locale: string
  readonly spot: string
  readonly at: Date
  readonly stage: string
  /** By which house's door it came; null for those raised here. */
  readonly door: string | null
  readonly theirNumber: string | null
}

export interface Pair {
  readonly score: number
  readonly why: 'number' | 'text' | 'words'
  readonly state: 'proposed' | 'same' | 'different'
  readonly later: Side
  readonly earlier: Side
}

export async function countProposed(db: Db, councilId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from contact.likeness where council_id = ${councilId} and state = 'proposed'`.execute(db)
  return rows[0]?.count ?? 0
}

/** Pairs in one state, the likeliest first. */
export async function pairsIn(
  db: Db,
  councilId: string,
  { state, page, pageSize }: { readonly state: Pair['state']; readonly page: number; readonly pageSize: number },
): Promise<readonly Pair[]> {
  const side = (matter: 'matter_id' | 'earlier_id') => sql`(
    select jsonb_build_object('id', m.id, 'number', m.number, 'words', o.body, 'locale', o.content_locale,
             'spot', m.spot, 'at', coalesce(d.their_time, m.raised_at), 'stage', c.stage,
             'door', coalesce(n.name, x.label), 'theirNumber', case when n.id is null then null else d.their_number end)
      from contact.matter m
      join opinions.opinion o on o.council_id = m.council_id and o.id = m.opinion_id
      join cases.matter c on c.council_id = m.council_id and c.id = m.case_id
      left join lateral (select * from contact.door
        where council_id = m.council_id and matter_id = m.id order by came_at limit 1) d on true
      left join contact.connection n on n.council_id = m.council_id and n.id = d.connection_id
      left join contact.exchange_key x on x.council_id = m.council_id and x.id = d.key_id
     where m.council_id = l.council_id and m.id = l.${sql.ref(matter)})`
  const { rows } = await sql<Pair & { later: { at: string }; earlier: { at: string } }>`
    select l.score, l.why, l.state, ${side('matter_id')} as later, ${side('earlier_id')} as earlier
      from contact.likeness l
     where l.council_id = ${councilId} and l.state = ${state}
     order by l.score desc, l.proposed_at, l.matter_id, l.earlier_id
     limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db)
  const dated = (one: Side): Side => ({ ...one, at: new Date(one.at) })
  return rows.map((pair) => ({ ...pair, later: dated(pair.later), earlier: dated(pair.earlier) }))
}

/** Other houses' doors a matter came through. */
export interface Door {
  readonly name: string
  readonly theirNumber: string
  /** A program's own number says nothing to people. */
  readonly program: boolean
}

export interface Elsewhere {
  readonly doors: readonly Door[]
  readonly outgoing: readonly Outgoing[]
  /** Numbers of matters nobody has looked at beside this one yet. */
  readonly alike: readonly number[]
}

/** What other houses have to do with a matter. */
export async function elsewhereOf(db: Db, councilId: string, matterId: string): Promise<Elsewhere> {
  const { rows: doors } = await sql<Door>`
    select coalesce(n.name, x.label) as name, d.their_number as "theirNumber", n.id is null as program
      from contact.door d
      left join contact.connection n on n.council_id = d.council_id and n.id = d.connection_id
      left join contact.exchange_key x on x.council_id = d.council_id and x.id = d.key_id
     where d.council_id = ${councilId} and d.matter_id = ${matterId} order by d.came_at limit 20`.execute(db)
  const { rows: alike } = await sql<{ number: number }>`
    select m.number from contact.likeness l
      join contact.matter m on m.council_id = l.council_id
           and m.id = case when l.matter_id = ${matterId} then l.earlier_id else l.matter_id end
     where l.council_id = ${councilId} and l.state = 'proposed' and ${matterId} in (l.matter_id, l.earlier_id)
     order by m.number limit 10`.execute(db)
  const outgoing = await outgoingOf(db, councilId, { matterId })
  return { doors, outgoing, alike: alike.map(({ number }) => number) }
}
