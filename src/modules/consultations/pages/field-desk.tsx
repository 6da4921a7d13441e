import { Button, ButtonRow, EmptyState, ErrorSummary, FileField, Form, PageHead, Table, Tabs, Tag, useText } from '#ui'
import type { CollectorFigures, PlaceTask } from '../queries/field-roster.ts'
import type { DayWords } from './day-words.ts'
import { text } from './field-desk.text.ts'
import { dashed } from './paper-pages.tsx'

export interface ImportedRow {
  readonly receipt: string
  readonly words: string
  readonly state: 'stored' | 'late' | 'typing' | 'refused' | 'draft' | 'invalid'
  readonly repeated: boolean
}

const tones = {
  stored: 'ok',
  late: 'wait',
  typing: 'ok',
  refused: 'stop',
  draft: 'plain',
  invalid: 'stop',
} as const

export interface ImportView {
  readonly error: string
  readonly maxBytes: number
  readonly rows: readonly ImportedRow[] | null
}

/** The last resort: what a phone could not send, handed in as a file. */
export function ImportPage({ view }: { readonly view: ImportView }) {
  const t = useText(text)
  return (
    <>
      <ErrorSummary errors={view.error ? { file: view.error } : {}} />
      <PageHead title={t.importTitle} lead={t.importLead} />
      {view.rows && (
        <Table
          caption={t.result}
          rows={view.rows}
          keyOf={({ receipt }) => receipt}
          columns={[
            { label: t.code, names: true, cell: ({ receipt }) => dashed(receipt) },
            { label: t.words, cell: ({ words }) => words },
            {
              label: t.state,
              cell: ({ state, repeated }) => (
                <>
                  <Tag kind={tones[state]}>{t.states[state]}</Tag>
                  {repeated && t.again}
                </>
              ),
            },
          ]}
        />
      )}
      <Form action="/consultations/field/import" files>
        <FileField
          name="file"
          label={t.file}
          accept="application/json,.json"
          acceptWords={t.fileKinds}
          maxBytes={view.maxBytes}
          {...(view.error && { error: view.error })}
        />
        <ButtonRow>
          <Button>{t.importButton}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface RosterView {
  readonly places: readonly { readonly number: number; readonly name: string; readonly current: boolean }[]
  readonly collectors: readonly CollectorFigures[]
  readonly tasks: readonly (PlaceTask & { readonly name: string })[]
  readonly days: DayWords
}

/** Who collects for a place: what was given to it to do, and what each brought in and learnt. */
export function RosterPage({ view }: { readonly view: RosterView }) {
  const t = useText(text)
  const stage = (task: PlaceTask) => (task.reported_at ? 'reported' : task.accepted_at ? 'accepted' : 'sent')
  return (
    <>
      <PageHead title={t.rosterTitle} lead={t.rosterLead} />
      {view.places.length > 1 && (
        <Tabs
          label={t.places}
          tabs={view.places.map(({ number, name, current }) => ({
            href: `/consultations/field/roster?place=${number}`,
            label: name,
            current,
          }))}
        />
      )}
      {view.collectors.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords}</EmptyState>
      ) : (
        <Table
          caption={t.rosterTitle}
          captionHidden
          rows={view.collectors}
          keyOf={({ person_id }) => person_id}
          columns={[
            { label: t.name, names: true, cell: ({ name }) => name ?? t.unnamed },
            { label: t.since, cell: ({ since }) => view.days.date(since) },
            { label: t.collected, numeric: true, cell: ({ collected }) => collected },
            { label: t.late, numeric: true, cell: ({ late }) => late },
            { label: t.sessions, numeric: true, cell: ({ sessions }) => sessions },
            { label: t.training, cell: ({ courses, hours }) => t.courses(courses, hours) },
          ]}
        />
      )}
      <h2>{t.tasks}</h2>
      <Table
        caption={t.tasks}
        captionHidden
        empty={t.tasksNone}
        rows={view.tasks}
        keyOf={({ number }) => String(number)}
        columns={[
          {
            label: t.draft,
            names: true,
            cell: ({ number, name }) => <a href={`/consultations/${number}`}>{name}</a>,
          },
          { label: t.task, cell: ({ task }) => task },
          { label: t.due, cell: ({ due_on }) => due_on && <span class="num">{view.days.date(due_on)}</span> },
          { label: t.progress, cell: (task) => t.stages[stage(task)] },
        ]}
      />
    </>
  )
}
