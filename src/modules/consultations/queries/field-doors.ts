import { type Db, sql } from '#kernel/db'

export interface DoorRow {
  readonly id: string
  readonly code: string
  readonly label: string
  readonly campaign: string | null
  readonly provision_id: string | null
  readonly place_id: string | null
  readonly place_zh: string | null
  readonly place_en: string | null
  readonly made_at: Date
  readonly closed_at: Date | null
  readonly visits: number
  readonly opinions: number
}

/** The doors of a consultation with how many came through each and how many left an opinion; the newest first. */
export async function doorsOf(db: Db, councilId: string, consultationId: string): Promise<DoorRow[]> {
  const { rows } = await sql<DoorRow>`
    select d.id, d.code, d.label, d.campaign, d.provision_id, d.place_id, p.name_zh as place_zh, p.name_en as place_en,
           d.made_at, d.closed_at,
           coalesce((select sum(v.visits) from consultations.door_visits v
                      where v.council_id = d.council_id and v.door_id = d.id), 0)::int as visits,
           (select count(*) from opinions.opinion o
             where o.council_id = d.council_id and o.door_id = d.id and o.stage <> 'withdrawn')::int as opinions
      from consultations.door d left join network.place p on p.council_id = d.council_id and p.place_id = d.place_id
     where d.council_id = ${councilId} and d.consultation_id = ${consultationId}
     order by d.made_at desc, d.id desc limit 500`.execute(db)
  return rows
}

export const dimensions = ['door', 'place', 'clause', 'campaign', 'channel', 'day'] as const
export type Dimension = (typeof dimensions)[number]

export interface Share {
  /** Null: came through no door, spoke of the whole text, and so on. */
  readonly key: string | null
  readonly visits: number
  readonly opinions: number
}

/**
 * Visits and opinions broken down one way. Every opinion that was not withdrawn is in exactly one row and every visit
 * too, so the sums are the totals. Channels have no visits of their own: all stand under 'online'.
 */
export async function sharesBy(
  db: Db,
  { councilId, consultationId, timeZone }: { councilId: string; consultationId: string; timeZone: string },
  by: Dimension,
): Promise<Share[]> {
  const ofOpinion = {
    door: sql`d.code`,
    place: sql`o.place_id::text`,
    clause: sql`coalesce(o.provision_id, d.provision_id)`,
    campaign: sql`coalesce(d.campaign, o.campaign)`,
    channel: sql`o.channel`,
    day: sql`(o.received_at at time zone ${timeZone})::date::text`,
  }[by]
  const ofVisit = {
    door: sql`d.code`,
    place: sql`d.place_id::text`,
    clause: sql`d.provision_id`,
    campaign: sql`d.campaign`,
    channel: sql`'online'`,
    day: sql`v.day::text`,
  }[by]
  const { rows } = await sql<Share>`
    select key, sum(visits)::int as visits, sum(opinions)::int as opinions from (
      select ${ofOpinion} as key, 0 as visits, 1 as opinions from opinions.opinion o
        left join consultations.door d on d.council_id = o.council_id and d.id = o.door_id
       where o.council_id = ${councilId} and o.subject_type = 'consultation' and o.subject_id = ${consultationId}
         and o.stage <> 'withdrawn'
      union all
      select ${ofVisit}, v.visits, 0 from consultations.door_visits v
        join consultations.door d on d.council_id = v.council_id and d.id = v.door_id
       where d.council_id = ${councilId} and d.consultation_id = ${consultationId}
    ) counted group by key order by ${by === 'day' ? sql`key` : sql`sum(opinions) desc, sum(visits) desc, key`} limit 1000`.execute(
    db,
  )
  return rows
}

export interface EnteredDoor {
  readonly id: string
  readonly code: string
  readonly closed: boolean
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly provision_id: string | null
  readonly place_zh: string | null
  readonly place_en: string | null
  readonly closes_at: Date | null
}

/** What the page behind a door shows; null when no door of this council has the code. */
export async function doorByCode(db: Db, councilId: string, code: string): Promise<EnteredDoor | null> {
  const { rows } = await sql<EnteredDoor>`
    select d.id, d.code, d.closed_at is not null as closed, c.number, c.title, c.titles, d.provision_id,
           p.name_zh as place_zh, p.name_en as place_en, c.closes_at
      from consultations.door d
      join consultations.consultation c on c.council_id = d.council_id and c.id = d.consultation_id
      left join network.place p on p.council_id = d.council_id and p.place_id = d.place_id
     where d.council_id = ${councilId} and d.code = ${code}`.execute(db)
  return rows[0] ?? null
}
