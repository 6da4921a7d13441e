import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  ConfirmForm,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Notice,
  PageHead,
  Select,
  Table,
  Tag,
  TextArea,
  useText,
} from '#ui'
import type { PaperRow } from '../actions/field-paper.ts'
import type { EntryField, PaperStage } from '../field-rules.ts'
import type { PaperCounts } from '../queries/field-sessions.ts'
import type { PaperEntry } from '../tables.ts'
import { text } from './paper-pages.text.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

export interface PapersView {
  readonly number: number
  readonly title: string
  readonly counts: PaperCounts
  readonly papers: readonly (PaperRow & { readonly stage: PaperStage })[]
  readonly places: readonly Choice[]
  /** Whether the reader may act for no place in particular. */
  readonly anywhere: boolean
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

const tones = {
  printed: 'plain',
  returned: 'wait',
  once: 'wait',
  different: 'stop',
  entered: 'ok',
  void: 'plain',
} as const

export function PapersPage({ view }: { readonly view: PapersView }) {
  const t = useText(text)
  const { values, errors, counts } = view
  const base = `/consultations/${view.number}/paper`
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={`${t.title} · ${view.title}`} lead={t.lead} />
      <h2>{t.countsTitle}</h2>
      <DefinitionList
        items={(['printed', 'returned', 'field', 'entered', 'different', 'void'] as const).map((key) => ({
          term: t.counts[key],
          value: <span class="num">{counts[key]}</span>,
        }))}
      />
      <h2>{t.find}</h2>
      <form method="get" action={base}>
        <Field name="code" label={t.find} labelHidden hint={t.findHint} width="medium" optional />
        <ButtonRow>
          <Button kind="quiet">{t.findButton}</Button>
        </ButtonRow>
      </form>
      <h2>{t.list}</h2>
      {view.papers.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords}</EmptyState>
      ) : (
        <Table
          caption={t.list}
          captionHidden
          rows={view.papers}
          keyOf={({ id }) => id}
          columns={[
            { label: t.number, names: true, cell: (row) => <a href={`${base}/${row.number}`}>{row.number}</a> },
            { label: t.code, cell: ({ code }) => dashed(code) },
            { label: t.scan, cell: ({ came_as }) => t.as[came_as] },
            { label: t.stage, cell: ({ stage }) => <Tag kind={tones[stage]}>{t.stages[stage]}</Tag> },
          ]}
        />
      )}
      <h2>{t.print}</h2>
      <Form action={base}>
        <Field
          name="count"
          label={t.count}
          inputmode="numeric"
          width="short"
          value={values.count ?? '20'}
          {...(errors.count !== undefined && { error: errors.count })}
        />
        <Select
          name="placeId"
          label={t.place}
          options={view.places}
          empty={view.anywhere && t.placeNone}
          optional
          value={values.placeId ?? ''}
        />
        <ButtonRow>
          <Button>{t.printButton}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}

export function dashed(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

export interface PaperView {
  readonly number: number
  readonly paper: PaperRow
  readonly stage: PaperStage
  /** What this reader may do with it now. */
  readonly task: 'first' | 'again' | 'settle' | 'wait-first' | 'wait-settle' | 'none'
  /** Only for the third look: the first entry is never shown to whoever makes the second. */
  readonly differs: readonly EntryField[]
  readonly clauses: readonly Choice[]
  readonly scan: boolean
  readonly scanBytes: number
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** One form on its way: came back, typed in, typed in again, settled. */
export function PaperPage({ view }: { readonly view: PaperView }) {
  const t = useText(text)
  const { paper, stage, task } = view
  const base = `/consultations/${view.number}/paper/${paper.number}`
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead
        title={t.heading(paper.number)}
        above={<Tag kind={tones[stage]}>{t.stages[stage]}</Tag>}
        lead={`${t.as[paper.came_as]} · ${t.code} ${dashed(paper.code)}`}
      />
      {paper.voided !== null && <Notice kind="stop">{t.voided(paper.voided)}</Notice>}
      {view.scan && (
        <p>
          <a href={`${base}/scan`}>{t.seeScan}</a>
        </p>
      )}
      {paper.opinion_id && (
        <Notice kind="ok" title={t.enteredTitle}>
          <a href={`/r/${dashed(paper.code)}`}>{t.follow}</a>
        </Notice>
      )}
      {task === 'wait-first' && <Notice kind="wait">{t.sameFirst}</Notice>}
      {task === 'wait-settle' && <Notice kind="wait">{t.sameSettle}</Notice>}
      {task === 'settle' && <Differences view={view} />}
      {(task === 'first' || task === 'again' || task === 'settle') && <EntryForm view={view} task={task} />}
      {task !== 'none' && (
        <>
          <h2>{t.attach}</h2>
          <Form action={`${base}/return`} files>
            <FileField
              name="scan"
              label={t.scan}
              accept="application/pdf,image/jpeg,image/png,image/webp"
              acceptWords={t.scanKinds}
              maxBytes={view.scanBytes}
              optional
              {...(view.errors.scan !== undefined && { error: view.errors.scan })}
            />
            <ButtonRow>
              <Button kind="quiet">{t.attachButton}</Button>
            </ButtonRow>
          </Form>
          <ConfirmForm action={`${base}/void`} label={t.void} question={t.voidAsk} confirmLabel={t.void} kind="grave">
            <Field name="because" label={t.because} maxLength={500} />
          </ConfirmForm>
        </>
      )}
      <ButtonRow>
        <ButtonLink kind="quiet" href={`/consultations/${view.number}/paper`}>
          {t.title}
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

function Differences({ view }: { readonly view: PaperView }) {
  const t = useText(text)
  const { first_entry, second_entry } = view.paper
  if (!first_entry || !second_entry) return null
  const words = (entry: PaperEntry, field: EntryField) => {
    if (field === 'consent' || field === 'letter') return entry[field] ? t.yes : t.no
    if (field !== 'provision') return entry[field] ?? ''
    return view.clauses.find(({ value }) => value === entry.provision)?.label ?? t.whole
  }
  return (
    <>
      <Notice kind="wait">{t.settleWords}</Notice>
      <Table
        caption={t.differs}
        rows={view.differs}
        keyOf={(field) => field}
        columns={[
          { label: t.differs, names: true, cell: (field) => t.fields[field] },
          { label: t.one, cell: (field) => words(first_entry, field) },
          { label: t.two, cell: (field) => words(second_entry, field) },
        ]}
      />
    </>
  )
}

function EntryForm({ view, task }: { readonly view: PaperView; readonly task: 'first' | 'again' | 'settle' }) {
  const t = useText(text)
  const { values, errors, paper } = view
  const common = (name: string) => ({
    name,
    value: values[name] ?? '',
    ...(errors[name] !== undefined && { error: errors[name] }),
  })
  return (
    <>
      <h2>{t[task]}</h2>
      <Form action={`/consultations/${view.number}/paper/${paper.number}/${task}`}>
        <Select {...common('provision')} label={t.fields.provision} options={view.clauses} empty={t.whole} optional />
        <TextArea {...common('body')} label={t.fields.body} rows={5} />
        <TextArea {...common('suggested')} label={t.fields.suggested} rows={3} law optional />
        {paper.told ? (
          <p class="muted">{t.toldBy}</p>
        ) : (
          <>
            <Field {...common('name')} label={t.fields.name} maxLength={60} optional />
            <Field {...common('contact')} label={t.fields.contact} maxLength={200} optional />
            <Checkbox name="letter" label={t.fields.letter} checked={values.letter !== undefined} />
            <Field {...common('address')} label={t.fields.address} maxLength={300} optional />
            <Checkbox name="consent" label={t.fields.consent} checked={values.consent !== undefined} />
          </>
        )}
        <ButtonRow>
          <Button>{t.save}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
