import { dateTag } from '#kernel/text'
import { type FaultyLine, type ImportRow, type KeptProblems, problemInWords } from '#parts/councils'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  ErrorSummary,
  FileField,
  Form,
  Notice,
  PageHead,
  Table,
  Tag,
  useLocale,
} from '#ui'
import { ConnectionState } from './exchange-page.tsx'
import { OutgoingTable } from './outgoing-view.tsx'
import { text } from './pages.text.ts'
import type { ListedConnection, ListedImport, Outgoing } from './queries.ts'

const tags = { faulty: 'wait', ready: 'accent', done: 'ok', dropped: 'plain' } as const
const maxBytes = 10_000_000

export interface ConnectionView {
  readonly connection: ListedConnection
  readonly imports: readonly ListedImport[]
  readonly outgoing: readonly Outgoing[]
  readonly timeZone: string
  /** What went wrong last, in words. */
  readonly trouble: string | null
  readonly errors: Readonly<Record<string, string>>
}

/** One hotline or department's system: take over, hand back, and what went wrong. */
export function ConnectionPage({ view }: { readonly view: ConnectionView }) {
  const locale = useLocale()
  const t = text[locale]
  const { connection, imports, errors } = view
  const base = `/contact/exchange/connections/${connection.id}`
  const when = new Intl.DateTimeFormat(dateTag[locale], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: view.timeZone,
  })
  const sheets = connection.kind !== 'open311'
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead
        title={connection.name}
        above={<ConnectionState connection={connection} />}
        lead={[t.kinds[connection.kind], connection.organisation, connection.endpoint].filter(Boolean).join(' · ')}
      />
      {view.trouble && <Notice kind="wait">{view.trouble}</Notice>}
      {sheets && !connection.ended_at && (
        <section aria-labelledby="upload">
          <h2 id="upload">{t.upload}</h2>
          <p class="muted">{t.uploadLead}</p>
          <Form action={`${base}/sheet`} files>
            <FileField
              name="file"
              label={t.file}
              accept=".csv,.xlsx"
              acceptWords={t.fileKinds}
              maxBytes={maxBytes}
              {...(errors.file && { error: errors.file })}
            />
            <Button>{t.uploadButton}</Button>
          </Form>
        </section>
      )}
      {sheets && (
        <section aria-labelledby="back">
          <h2 id="back">{t.back}</h2>
          <p class="muted">{t.backWords}</p>
          <p>
            <a href={`${base}/answers.csv`}>{t.backLink}</a>
          </p>
        </section>
      )}
      {sheets && (
        <Table
          caption={t.imports}
          keyOf={({ preview_id }) => preview_id}
          rows={imports}
          empty={t.noImports}
          columns={[
            {
              label: t.fileName,
              names: true,
              cell: (each) => <a href={`/contact/exchange/imports/${each.preview_id}`}>{each.file_name}</a>,
            },
            { label: t.state, cell: ({ stage }) => <Tag kind={tags[stage]}>{t.stages[stage]}</Tag> },
            { label: t.result, cell: ({ added, unchanged }) => t.counts(added, unchanged) },
            { label: t.when, cell: ({ created_at }) => when.format(created_at) },
          ]}
        />
      )}
      {!sheets && <OutgoingTable rows={view.outgoing} timeZone={view.timeZone} />}
      {!connection.ended_at && (
        <ConfirmForm
          action={`${base}/end`}
          label={t.endConnection}
          question={t.endConnectionTitle(connection.name)}
          consequence={t.endConnectionWords}
          confirmLabel={t.endConnection}
          kind="grave"
        />
      )}
    </>
  )
}

export interface SheetView {
  readonly id: string
  readonly fileName: string
  readonly stage: ListedImport['stage']
  readonly added: number
  readonly unchanged: number
  readonly kept: KeptProblems
  /** The rows that would come in, the first of them. */
  readonly rows: readonly ImportRow[]
}

const shown = 100

/** A sheet before it is taken over: what would come, or everything that is wrong, row by row. */
export function SheetPage({ view }: { readonly view: SheetView }) {
  const t = text[useLocale()]
  const base = `/contact/exchange/imports/${view.id}`
  const wrong = view.kept.faulty.length + view.kept.sheetProblems.length
  const notes = {
    ready: t.readyNote(view.added),
    done: t.doneNote,
    dropped: t.droppedNote,
    faulty: t.faultyNote(wrong),
  }
  return (
    <>
      <PageHead
        title={t.previewTitle}
        above={<Tag kind={tags[view.stage]}>{t.stages[view.stage]}</Tag>}
        lead={`${view.fileName} · ${t.counts(view.added, view.unchanged)}`}
      />
      <Notice kind={view.stage === 'faulty' ? 'stop' : view.stage === 'done' ? 'ok' : 'info'}>
        {notes[view.stage]}
      </Notice>
      {view.stage === 'ready' && (
        <ButtonRow>
          <Form action={`${base}/confirm`}>
            <Button>{t.confirm}</Button>
          </Form>
          <Form action={`${base}/drop`}>
            <Button kind="quiet">{t.drop}</Button>
          </Form>
        </ButtonRow>
      )}
      {view.stage === 'ready' && <FirstRows rows={view.rows} />}
      {view.stage === 'faulty' && <Problems view={view} base={base} />}
    </>
  )
}

function FirstRows({ rows }: Pick<SheetView, 'rows'>) {
  const t = text[useLocale()]
  return (
    <Table
      caption={t.first}
      keyOf={({ line }) => String(line)}
      rows={rows.slice(0, 10)}
      columns={[
        { label: t.columns.code, names: true, cell: ({ values }) => String(values.code) },
        {
          label: t.columns.body,
          cell: ({ values }) => <span lang="zh-CN">{String(values.title ?? values.body).slice(0, 80)}</span>,
        },
        { label: t.columns.spot, cell: ({ values }) => <span lang="zh-CN">{String(values.spot ?? '')}</span> },
      ]}
    />
  )
}

function Problems({ view, base }: { readonly view: SheetView; readonly base: string }) {
  const locale = useLocale()
  const t = text[locale]
  const { kept } = view
  const labels: Readonly<Record<string, string>> = t.columns
  const rows = [
    ...kept.sheetProblems.map((problem) => ({ line: null, problem })),
    ...kept.faulty
      .slice(0, shown)
      .flatMap(({ line, problems }: FaultyLine) => problems.map((problem) => ({ line, problem }))),
  ]
  return (
    <>
      {kept.faulty.length > shown && <p>{t.more(shown, kept.faulty.length)}</p>}
      {kept.faulty.length > 0 && (
        <ButtonRow>
          <ButtonLink href={`${base}/problems.csv`} kind="quiet">
            {t.download}
          </ButtonLink>
        </ButtonRow>
      )}
      <Table
        caption={t.problem}
        keyOf={(row) => `${row.line} ${row.problem.column} ${row.problem.code}`}
        rows={rows}
        columns={[
          { label: t.line, names: true, cell: (row) => row.line ?? t.wholeSheet },
          { label: t.column, cell: (row) => labels[row.problem.column ?? ''] ?? row.problem.column ?? '' },
          { label: t.problem, cell: (row) => problemInWords(row.problem, locale) },
        ]}
      />
    </>
  )
}
