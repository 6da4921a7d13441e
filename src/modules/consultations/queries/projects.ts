import '../tables.ts'
import { type Db, sql } from '#kernel/db'
import type { Titles } from '../tables.ts'
import type { ConsultationRow } from './consultation.ts'

export interface ProjectRow {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly titles: Titles
  readonly about: string
  readonly kind: 'new' | 'amendment' | 'repeal'
  readonly single_subject: boolean
  readonly consultations: number
  readonly opinions: number
  readonly adopted: number
  /** From the first opening to the last answer, in whole days; null before there is one. */
  readonly days: number | null
}

/** The projects of a council with the figures of their pipeline, newest first. A project nobody was asked about yet is the office's. */
export async function projectsOf(
  db: Db,
  councilId: string,
  office: boolean,
  number: number | null = null,
): Promise<ProjectRow[]> {
  const { rows } = await sql<ProjectRow>`
    select project.id, project.number, project.title, project.titles, project.about, project.kind, project.single_subject,
           count(consultation.id) as consultations,
           coalesce(sum(heard.opinions), 0)::bigint as opinions, coalesce(sum(heard.adopted), 0)::bigint as adopted,
           floor(extract(epoch from max(consultation.answered_at) - min(consultation.opens_at)) / 86400)::int as days
      from consultations.project
      left join consultations.consultation on consultation.council_id = project.council_id
           and consultation.project_id = project.id and (${office} or consultation.stage <> 'prepared')
      left join lateral (
        select count(*) as opinions,
               count(*) filter (where exists (
                 select from opinions.outcome_leaf written
                   join opinions.outcome on outcome.council_id = written.council_id and outcome.id = written.outcome_id
                  where written.council_id = opinion.council_id and written.opinion_id = opinion.id
                    and outcome.replaced_at is null and outcome.decision in ('adopted', 'partly'))
                 and consultation.stage in ('answered', 'evaluated')) as adopted
          from opinions.opinion
         where opinion.council_id = consultation.council_id and opinion.subject_type = 'consultation'
           and opinion.subject_id = consultation.id and opinion.stage in ('received', 'held')
      ) heard on true
     where project.council_id = ${councilId} and (${number}::int is null or project.number = ${number}::int)
     group by project.council_id, project.id
    having ${office} or count(consultation.id) > 0
     order by project.number desc limit 200`.execute(db)
  return rows
}

/** The consultations of a project in the order in which they were made. */
export async function chainOf(
  db: Db,
  councilId: string,
  projectId: string,
  office: boolean,
): Promise<ConsultationRow[]> {
  const rows = await db
    .selectFrom('consultations.consultation')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('project_id', '=', projectId)
    .orderBy('number')
    .limit(100)
    .execute()
  return rows.filter(({ stage }) => office || stage !== 'prepared')
}
