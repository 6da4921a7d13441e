import { type ImportRow, type KeptProblems, nameIn, problemInWords } from '#parts/councils'
import type { Place } from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  DoneBanner,
  ErrorSummary,
  FileField,
  Form,
  Notice,
  PageHead,
  Table,
  useLocale,
  useText,
  Words,
} from '#ui'
import { receptionImport } from '../reception-import.ts'
import { text } from './reception.text.ts'

type Values = Readonly<Record<string, string>>
const maxBytes = 10_000_000
const shown = 10
const mostProblems = 100

/** Upload of an old log. */
export function ImportPage({ place, errors }: { readonly place: Place; readonly errors: Values }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.importTitle} above={<b>{nameIn(place, locale)}</b>} lead={t.importLead} />
      <Form action={`/stations/${place.number}/reception/import`} files>
        <FileField
          name="file"
          label={t.importFile}
          accept=".csv,.xlsx"
          acceptWords={t.importKinds}
          maxBytes={maxBytes}
          {...(errors.file && { error: errors.file })}
        />
        <Button>{t.importLook}</Button>
      </Form>
      <h2>{t.importColumns}</h2>
      <ul>
        {receptionImport.columns.map((column) => (
          <li key={column.key}>
            <Words>{column.headings[0] ?? column.key}</Words>
            {column.required && ` (${t.importRequired})`}
            {column.key === 'place' && ` ${place.register_code}`}
          </li>
        ))}
      </ul>
    </>
  )
}

export interface PreviewView {
  readonly place: Place
  readonly id: string
  readonly fileName: string
  readonly stage: 'faulty' | 'ready' | 'done' | 'dropped'
  readonly rows: readonly ImportRow[]
  readonly added: number
  readonly unchanged: number
  readonly kept: KeptProblems
  readonly errors: Values
}

/** What a sheet would bring, or everything that is wrong with it, line by line. */
export function PreviewPage({ view }: { readonly view: PreviewView }) {
  const t = useText(text)
  const base = `/stations/${view.place.number}/reception/import/${view.id}`
  const problems = view.kept.faulty.length + view.kept.sheetProblems.length
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.stage === 'done' && <DoneBanner title={t.importDone(view.added)} />}
      <PageHead title={t.importTitle} lead={<Words>{view.fileName}</Words>} />
      {view.stage === 'faulty' && <Notice kind="stop">{t.importFaulty(problems)}</Notice>}
      {view.stage === 'ready' && <Notice>{t.importCounts(view.added, view.unchanged)}</Notice>}
      {view.kept.ignored.length > 0 && <p class="muted">{t.importIgnored(view.kept.ignored.join(' · '))}</p>}
      {view.stage === 'ready' ? (
        <>
          <ButtonRow>
            <Form action={`${base}/confirm`}>
              <Button>{t.importConfirm(view.added)}</Button>
            </Form>
            <Form action={`${base}/drop`}>
              <Button kind="quiet">{t.importDrop}</Button>
            </Form>
          </ButtonRow>
          <Rows rows={view.rows} />
        </>
      ) : (
        <ButtonRow>
          <ButtonLink kind="quiet" href={`/stations/${view.place.number}/reception/import`}>
            {t.importAgain}
          </ButtonLink>
        </ButtonRow>
      )}
      {view.stage === 'faulty' && <Problems kept={view.kept} />}
    </>
  )
}

function Rows({ rows }: { readonly rows: readonly ImportRow[] }) {
  const t = useText(text)
  return (
    <Table
      caption={t.importPreview}
      keyOf={(row) => String(row.line)}
      rows={rows.slice(0, shown)}
      columns={receptionImport.columns.slice(0, 7).map((column, index) => ({
        label: column.headings[0] ?? column.key,
        names: index === 0,
        cell: (row: ImportRow) => <Words>{[...String(row.values[column.key] ?? '')].slice(0, 60).join('')}</Words>,
      }))}
    />
  )
}

function Problems({ kept }: { readonly kept: KeptProblems }) {
  const t = useText(text)
  const locale = useLocale()
  const heading = (key: string | null) =>
    receptionImport.columns.find((column) => column.key === key)?.headings[0] ?? key ?? ''
  const rows = [
    ...kept.sheetProblems.map((problem) => ({ line: 0, cells: [] as readonly string[], problem })),
    ...kept.faulty.flatMap(({ line, cells, problems }) => problems.map((problem) => ({ line, cells, problem }))),
  ].slice(0, mostProblems)
  return (
    <Table
      caption={t.importProblem}
      captionHidden
      keyOf={(row) => `${row.line} ${row.problem.column} ${row.problem.code}`}
      rows={rows}
      columns={[
        { label: t.importLine, names: true, cell: (row) => (row.line === 0 ? t.importSheet : row.line) },
        { label: t.importColumn, cell: (row) => <Words>{heading(row.problem.column)}</Words> },
        { label: t.importProblem, cell: (row) => problemInWords(row.problem, locale) },
        { label: t.importRow, cell: (row) => <Words>{row.cells.slice(0, 4).join(' · ').slice(0, 80)}</Words> },
      ]}
    />
  )
}
