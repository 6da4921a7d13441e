import { type Db, sql } from '#kernel/db'

export interface CollectorFigures {
  readonly person_id: string
  readonly name: string | null
  readonly since: string
  /** Opinions brought in, with those still to be typed in. */
  readonly collected: number
  readonly late: number
  readonly sessions: number
  readonly courses: number
  readonly hours: number
}

/** The collectors of a place and of the collection points under it, with what each did and learnt; by name, not by number. */
export async function collectorsAt(db: Db, councilId: string, placeId: string): Promise<CollectorFigures[]> {
  const { rows } = await sql<CollectorFigures>`
    select s.person_id, coalesce(p.name, p.display_name) as name, min(s.since)::text as since,
           (select count(*) from consultations.field_item i
             where i.council_id = ${councilId} and i.collector_id = s.person_id)::int as collected,
           (select count(*) from consultations.field_item i
             where i.council_id = ${councilId} and i.collector_id = s.person_id and i.late)::int as late,
           (select count(*) from consultations.session h
             where h.council_id = ${councilId} and h.led_by = s.person_id)::int as sessions,
           (select count(*) from network.trainee r
             where r.council_id = ${councilId} and r.person_id = s.person_id)::int as courses,
           coalesce((select sum(t.hours) from network.trainee r
              join network.training t on t.council_id = r.council_id and t.training_id = r.training_id
             where r.council_id = ${councilId} and r.person_id = s.person_id), 0)::float8 as hours
      from network.service s
      join network.place l on l.council_id = s.council_id and l.place_id = s.place_id
      join people.person p on p.council_id = s.council_id and p.id = s.person_id
     where s.council_id = ${councilId} and s.role = 'collector' and s.until is null and p.erased_at is null
       and (s.place_id = ${placeId} or l.parent_id = ${placeId})
     group by s.person_id, p.name, p.display_name order by name nulls last, s.person_id limit 1000`.execute(db)
  return rows
}

export interface PlaceTask {
  readonly number: number
  readonly title: string
  readonly titles: Readonly<Record<string, string>>
  readonly task: string
  readonly due_on: string | null
  readonly accepted_at: Date | null
  readonly reported_at: Date | null
}

/** The consultations sent to a place as its tasks, the newest first. */
export async function tasksOf(db: Db, councilId: string, placeId: string): Promise<PlaceTask[]> {
  const { rows } = await sql<PlaceTask>`
    select c.number, c.title, c.titles, d.task, d.due_on::text as due_on, d.accepted_at, d.reported_at
      from consultations.dispatch d
      join consultations.consultation c on c.council_id = d.council_id and c.id = d.consultation_id
     where d.council_id = ${councilId} and d.place_id = ${placeId} order by d.sent_at desc limit 100`.execute(db)
  return rows
}
