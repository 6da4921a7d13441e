import type { Selectable } from 'kysely'
import { type Db, sql, type Tables } from '#kernel/db'

export type SessionRow = Selectable<Tables['consultations.session']>

export interface ListedSession extends SessionRow {
  readonly place_zh: string | null
  readonly place_en: string | null
  readonly opinions: number
}

/** Sessions of a consultation with how many opinions each gave; the newest first. */
export async function sessionsOf(db: Db, councilId: string, consultationId: string): Promise<ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select s.*, p.name_zh as place_zh, p.name_en as place_en,
           (select count(*) from opinions.opinion o
             where o.council_id = s.council_id and o.session_id = s.id)::int as opinions
      from consultations.session s left join network.place p on p.council_id = s.council_id and p.place_id = s.place_id
     where s.council_id = ${councilId} and s.consultation_id = ${consultationId}
     order by s.held_at desc, s.number desc limit 500`.execute(db)
  return rows
}

export interface SessionOpinion {
  readonly id: string
  readonly body: string
  readonly provision_id: string | null
  readonly receipt: string
  readonly channel: string
  readonly speaker: string | null
}

/** What was said at a session, in the order in which it was kept. */
export async function opinionsOfSession(db: Db, councilId: string, sessionId: string): Promise<SessionOpinion[]> {
  const { rows } = await sql<SessionOpinion>`
    select o.id, o.body, o.provision_id, o.receipt, o.channel, c.name as speaker
      from opinions.opinion o join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
     where o.council_id = ${councilId} and o.session_id = ${sessionId} order by o.received_at, o.id limit 1000`.execute(
    db,
  )
  return rows
}

/** Papers of a consultation with the places they went to; those that wait for somebody first. */
export async function papersOf(db: Db, councilId: string, consultationId: string) {
  return db
    .selectFrom('consultations.paper')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('consultation_id', '=', consultationId)
    .orderBy(sql`opinion_id is not null or voided is not null`)
    .orderBy(sql`returned_at is null`)
    .orderBy('number')
    .limit(1000)
    .execute()
}

export interface PaperCounts {
  readonly printed: number
  readonly returned: number
  readonly entered: number
  readonly different: number
  readonly void: number
  readonly field: number
}

/** Printed, back, typed in, read differently, taken out; forms from the field are counted apart, as nobody printed them. */
export async function paperCounts(db: Db, councilId: string, consultationId: string): Promise<PaperCounts> {
  const { rows } = await sql<PaperCounts>`
    select count(*) filter (where came_as = 'print')::int as printed,
           count(*) filter (where came_as = 'print' and returned_at is not null)::int as returned,
           count(*) filter (where opinion_id is not null)::int as entered,
           count(*) filter (where second_entry is not null and opinion_id is null and voided is null)::int as different,
           count(*) filter (where voided is not null)::int as void,
           count(*) filter (where came_as <> 'print')::int as field
      from consultations.paper where council_id = ${councilId} and consultation_id = ${consultationId}`.execute(db)
  return rows[0]!
}
