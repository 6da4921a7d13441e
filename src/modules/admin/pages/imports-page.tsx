import { dateTag } from '#kernel/text'
import type { FaultyLine, ImportKind, KeptProblems } from '#parts/councils'
import { problemInWords } from '#parts/councils'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  FileField,
  Form,
  Notice,
  Select,
  Table,
  Tag,
  useLocale,
  useText,
} from '#ui'
import { adminText } from '../admin.text.ts'
import type { Preview } from '../queries.ts'
import { text } from './imports-page.text.ts'
import { fieldOf, Room, type RoomView } from './room.tsx'

type KindName = keyof (typeof text)['en']['kinds']
const tags = { faulty: 'wait', ready: 'accent', done: 'ok', dropped: 'plain' } as const
const maxBytes = 10_000_000

export interface ImportsView extends RoomView {
  readonly kinds: readonly ImportKind[]
  readonly imports: readonly Preview[]
  readonly timeZone: string
}

/** Upload a sheet, and what became of the ones before. */
export function ImportsPage({ view }: { readonly view: ImportsView }) {
  const t = useText(text)
  const a = useText(adminText)
  const locale = useLocale()
  const when = new Intl.DateTimeFormat(dateTag[locale], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: view.timeZone,
  })
  return (
    <Room view={view} title={t.title} lead={t.lead}>
      <section aria-labelledby="upload">
        <h2 id="upload">{t.upload}</h2>
        <Form action="/admin/imports" files>
          <Select
            {...fieldOf(view, 'kind')}
            label={t.kind}
            options={view.kinds.map(({ name }) => ({ value: name, label: t.kinds[name as KindName] }))}
          />
          <FileField
            name="file"
            label={t.file}
            accept=".csv,.xlsx,.json"
            acceptWords={t.fileKinds}
            maxBytes={maxBytes}
            {...(view.errors.file && { error: view.errors.file })}
          />
          <Button>{t.uploadButton}</Button>
        </Form>
        <Details summary={t.columns}>
          <p>{t.columnsNote}</p>
          {view.kinds.map((kind) => (
            <p key={kind.name}>
              <b>{t.kinds[kind.name as KindName]}</b>{' '}
              {kind.columns
                .map((column) => `${column.headings[0]}${column.required ? ` (${t.required})` : ''}`)
                .join(' · ')}
            </p>
          ))}
        </Details>
      </section>
      <Table
        caption={t.list}
        keyOf={(each) => each.preview_id}
        rows={view.imports}
        empty={a.empty}
        columns={[
          {
            label: t.fileName,
            names: true,
            cell: (each) => <a href={`/admin/imports/${each.preview_id}`}>{each.file_name}</a>,
          },
          { label: t.kind, cell: (each) => t.kinds[each.kind as KindName] },
          { label: t.stage, cell: (each) => <Tag kind={tags[each.stage]}>{t.stages[each.stage]}</Tag> },
          { label: t.result, cell: (each) => t.counts(each.added, each.changed, each.unchanged) },
          { label: t.when, cell: (each) => when.format(each.created_at) },
        ]}
      />
    </Room>
  )
}

export interface PreviewView extends RoomView {
  readonly preview: Preview
  readonly kept: KeptProblems
  /** Labels of the columns by key, as the sheet's kind names them first. */
  readonly labels: Readonly<Record<string, string>>
}

const shown = 100

/** What a sheet would do, or everything that is wrong with it, row by row. */
export function PreviewPage({ view }: { readonly view: PreviewView }) {
  const t = useText(text)
  const { preview, kept } = view
  const base = `/admin/imports/${preview.preview_id}`
  return (
    <Room view={view} title={t.previewTitle(t.kinds[preview.kind as KindName])} lead={preview.file_name}>
      <p class="row">
        <Tag kind={tags[preview.stage]}>{t.stages[preview.stage]}</Tag>
        <span>{t.counts(preview.added, preview.changed, preview.unchanged)}</span>
      </p>
      <Notice kind={preview.stage === 'faulty' ? 'stop' : preview.stage === 'done' ? 'ok' : 'info'}>
        {
          {
            ready: t.readyNote,
            done: t.doneNote,
            dropped: t.droppedNote,
            faulty: t.faultyNote(kept.faulty.length + kept.sheetProblems.length),
          }[preview.stage]
        }
      </Notice>
      {kept.ignored.length > 0 && <p class="muted">{t.ignored(kept.ignored.join(' · '))}</p>}
      {preview.stage === 'ready' && (
        <ButtonRow>
          <Form action={`${base}/confirm`}>
            <Button>{t.confirm}</Button>
          </Form>
          <Form action={`${base}/drop`}>
            <Button kind="quiet">{t.drop}</Button>
          </Form>
        </ButtonRow>
      )}
      {preview.stage === 'faulty' && <Problems view={view} />}
    </Room>
  )
}

function Problems({ view }: { readonly view: PreviewView }) {
  const t = useText(text)
  const locale = useLocale()
  const { kept, labels, preview } = view
  const rows = [
    ...kept.sheetProblems.map((problem) => ({ line: null, cells: [] as readonly string[], problem })),
    ...kept.faulty
      .slice(0, shown)
      .flatMap(({ line, cells, problems }: FaultyLine) => problems.map((problem) => ({ line, cells, problem }))),
  ]
  return (
    <>
      {kept.faulty.length > shown && <p>{t.shownOf(shown, kept.faulty.length)}</p>}
      <ButtonRow>
        <ButtonLink href="/admin/imports">{t.again}</ButtonLink>
        {kept.faulty.length > 0 && (
          <ButtonLink href={`/admin/imports/${preview.preview_id}/problems.csv`} kind="quiet">
            {t.download}
          </ButtonLink>
        )}
      </ButtonRow>
      <Table
        caption={t.problems}
        keyOf={(row) => `${row.line} ${row.problem.column} ${row.problem.code}`}
        rows={rows}
        columns={[
          { label: t.line, names: true, cell: (row) => row.line ?? t.wholeSheet },
          {
            label: t.column,
            cell: (row) => (row.problem.column ? (labels[row.problem.column] ?? row.problem.column) : ''),
          },
          { label: t.problem, cell: (row) => problemInWords(row.problem, locale) },
          {
            label: t.row,
            cell: (row) =>
              row.cells.length > 0 && <span class="muted">{row.cells.slice(0, 4).join(' · ').slice(0, 80)}</span>,
          },
        ]}
      />
    </>
  )
}
