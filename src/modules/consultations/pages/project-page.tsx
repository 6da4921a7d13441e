import type { Locale } from '#kernel/text'
import { Button, ErrorSummary, Field, Form, Line, PageHead, Select, Stat, StatRow, Table, Tag, Words } from '#ui'
import type { ConsultationRow } from '../queries/consultation.ts'
import type { ProjectRow } from '../queries/projects.ts'
import { phases } from '../rules.ts'
import type { DayWords } from './day-words.ts'
import { text } from './project-page.text.ts'

const titleOf = (row: Pick<ProjectRow, 'title' | 'titles'>, locale: Locale) => row.titles[locale] ?? row.title

/** Every project with where it stands. */
export function ProjectListPage({
  rows,
  days,
  locale,
}: {
  readonly rows: readonly ProjectRow[]
  readonly days: DayWords
  readonly locale: Locale
}) {
  const t = text[locale]
  return (
    <>
      <PageHead title={t.listTitle} lead={t.listLead} />
      <Table
        caption={t.listTitle}
        captionHidden
        columns={[
          {
            label: t.project,
            names: true,
            cell: (row) => <a href={`/consultations/projects/${row.number}`}>{titleOf(row, locale)}</a>,
          },
          {
            label: t.kind,
            cell: (row) => (
              <>
                {t.kinds[row.kind]} {row.single_subject && <Tag>{t.single}</Tag>}
              </>
            ),
          },
          { label: t.consultations, numeric: true, cell: (row) => days.number(row.consultations) },
          { label: t.opinions, numeric: true, cell: (row) => days.number(row.opinions) },
          { label: t.adopted, numeric: true, cell: (row) => days.number(row.adopted) },
          { label: t.days, numeric: true, cell: (row) => (row.days === null ? '–' : days.number(row.days)) },
        ]}
        rows={rows}
        keyOf={(row) => row.id}
        empty={t.none}
      />
    </>
  )
}

export interface ProjectPageProps {
  readonly project: ProjectRow
  readonly chain: readonly ConsultationRow[]
  /** The office may start the next one. */
  readonly mayStart: boolean
  readonly error: boolean
  readonly values: Readonly<Record<string, string>>
  readonly days: DayWords
  readonly locale: Locale
}

/** One project: before, during and after the law, one consultation after the other. */
export function ProjectPage({ project, chain, mayStart, error, values, days, locale }: ProjectPageProps) {
  const t = text[locale]
  const day = (at: Date | null) => (at ? days.day(at) : '–')
  return (
    <>
      <ErrorSummary errors={error ? { phase: t.error } : {}} />
      <PageHead
        title={titleOf(project, locale)}
        above={
          <>
            <Tag>{t.kinds[project.kind]}</Tag> {project.single_subject && <Tag>{t.single}</Tag>}
          </>
        }
        lead={project.about && <Words>{project.about}</Words>}
      />
      <StatRow label={t.listTitle}>
        <Stat value={project.consultations} label={t.times(project.consultations)} href="#chain" />
        <Stat value={project.opinions} label={t.given(project.opinions)} href="#chain" />
        <Stat value={project.adopted} label={t.taken(project.adopted)} href="#chain" />
      </StatRow>
      <section id="chain">
        <h2>{t.chain}</h2>
        {chain.length === 0 ? (
          <p class="muted">{t.nothing}</p>
        ) : (
          <>
            <Line
              label={t.chain}
              stations={chain.map((row) => ({
                state: row.stage === 'answered' || row.stage === 'evaluated' ? 'passed' : 'here',
                label: `${row.number}. ${t.phases[row.phase]}: ${titleOf(row, locale)}`,
                href: row.stage === 'prepared' ? `/consultations/${row.number}/edit` : `/consultations/${row.number}`,
                note: t.stages[row.stage],
              }))}
            />
            <Table
              caption={t.chain}
              captionHidden
              columns={[
                {
                  label: t.consultations,
                  names: true,
                  cell: (row) =>
                    row.stage === 'prepared' ? (
                      titleOf(row, locale)
                    ) : (
                      <a href={`/consultations/${row.number}/story`}>{titleOf(row, locale)}</a>
                    ),
                },
                { label: t.phase, cell: (row) => t.phases[row.phase] },
                { label: t.opened, cell: (row) => day(row.opens_at) },
                { label: t.closed, cell: (row) => day(row.closes_at) },
                { label: t.answered, cell: (row) => day(row.answered_at) },
                { label: t.days, numeric: true, cell: (row) => between(row.opens_at, row.answered_at) },
              ]}
              rows={chain}
              keyOf={(row) => row.id}
            />
          </>
        )}
      </section>
      {mayStart && (
        <Form action={`/consultations/projects/${project.number}/next`} label={t.next}>
          <h2>{t.next}</h2>
          <Select
            name="phase"
            label={t.nextPhase}
            value={values.phase ?? ''}
            options={phases.map((phase) => ({ value: phase, label: t.phases[phase] }))}
          />
          <Field name="title" label={t.nextTitle} value={values.title ?? project.title} />
          <Button kind="quiet">{t.start}</Button>
        </Form>
      )}
    </>
  )
}

function between(from: Date | null, to: Date | null): string {
  return from && to ? String(Math.floor((to.getTime() - from.getTime()) / 86_400_000)) : '–'
}
