import '../tables.ts'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import type { DoorLine, MatterLine, ProjectLine } from '#web/routes'
import type { Viewer } from '#web/viewer'
import { text } from '../pages/project-page.text.ts'
import { type ConsultationStage, type Phase, stageNow } from '../rules.ts'
import type { Titles } from '../tables.ts'
import { titleIn } from './consultation.ts'

const most = 2000

/** Every consultation everyone may read, the newest first. */
export async function consultationLines(app: App, { council, locale }: Viewer): Promise<MatterLine[]> {
  const { stages } = text[locale]
  const rows = await app.database.db
    .selectFrom('consultations.consultation')
    .select(['id', 'number', 'title', 'titles', 'stage', 'closes_at'])
    .where('council_id', '=', council.id)
    .where('stage', '<>', 'prepared')
    .orderBy('number', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: titleIn(row, locale),
    href: `/consultations/${row.number}`,
    ledgerHref: `/consultations/${row.number}/ledger`,
    stage: stages[stageNow(row, app.clock.now())],
  }))
}

interface ProjectRow {
  readonly number: number
  readonly title: string
  readonly titles: Titles
  readonly kind: ProjectLine['kind']
  readonly single_subject: boolean
  readonly made_at: Date
  readonly drafts: readonly string[]
  readonly phase: Phase
  readonly stage: ConsultationStage
  readonly closes_at: Date | null
  readonly days: number | null
}

/** Legislative projects people were asked about at least once, the newest first, each with its latest consultation. */
export async function projectLines(app: App, { council, locale }: Viewer): Promise<ProjectLine[]> {
  const { phases, stages } = text[locale]
  const { rows } = await sql<ProjectRow>`
    select p.number, p.title, p.titles, p.kind, p.single_subject, p.made_at, asked.drafts, asked.days,
           latest.phase, latest.stage, latest.closes_at
      from consultations.project p
      join lateral (
        select coalesce(array_agg(c.version_id::text order by c.number) filter (where c.version_id is not null), '{}') as drafts,
               floor(extract(epoch from max(c.answered_at) - min(c.opens_at)) / 86400)::int as days
          from consultations.consultation c
         where c.council_id = p.council_id and c.project_id = p.id and c.stage <> 'prepared'
      ) asked on true
      join lateral (
        select c.phase, c.stage, c.closes_at from consultations.consultation c
         where c.council_id = p.council_id and c.project_id = p.id and c.stage <> 'prepared'
         order by c.number desc limit 1
      ) latest on true
     where p.council_id = ${council.id} order by p.number desc limit ${most}`.execute(app.database.db)
  return rows.map((row) => ({
    title: titleIn(row, locale),
    href: `/consultations/projects/${row.number}`,
    kind: row.kind,
    singleSubject: row.single_subject,
    stage: `${phases[row.phase]} · ${stages[stageNow(row, app.clock.now())]}`,
    begunAt: row.made_at,
    draftIds: [...new Set(row.drafts)],
    days: row.days,
  }))
}

/** The doors of every consultation everyone may read. */
export async function doorLines(app: App, { council }: Viewer): Promise<DoorLine[]> {
  const rows = await app.database.db
    .selectFrom('consultations.door as d')
    .innerJoin('consultations.consultation as c', (join) =>
      join.onRef('c.council_id', '=', 'd.council_id').onRef('c.id', '=', 'd.consultation_id'),
    )
    .select(['d.id', 'd.code', 'd.label', 'd.place_id', 'c.number'])
    .where('d.council_id', '=', council.id)
    .where('c.stage', '<>', 'prepared')
    .orderBy('d.made_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    label: row.label || row.code,
    placeId: row.place_id,
    href: `/consultations/${row.number}`,
  }))
}
