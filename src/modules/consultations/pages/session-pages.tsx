import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  Table,
  TextArea,
  useText,
} from '#ui'
import { sessionKinds } from '../field-schema.ts'
import type { ListedSession, SessionOpinion } from '../queries/field-sessions.ts'
import { receiptHref } from '../telling.ts'
import { text } from './session-pages.text.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

export interface SessionsView {
  readonly number: number
  readonly title: string
  readonly sessions: readonly (ListedSession & { readonly when: string; readonly where: string })[]
}

export function SessionsPage({ view }: { readonly view: SessionsView }) {
  const t = useText(text)
  const base = `/consultations/${view.number}/sessions`
  return (
    <>
      <PageHead title={`${t.title} · ${view.title}`} lead={t.lead} />
      <ButtonRow>
        <ButtonLink href={`${base}/new`}>{t.add}</ButtonLink>
      </ButtonRow>
      {view.sessions.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords}</EmptyState>
      ) : (
        <Table
          caption={t.title}
          captionHidden
          rows={view.sessions}
          keyOf={({ id }) => id}
          columns={[
            { label: t.name, names: true, cell: (row) => <a href={`${base}/${row.number}`}>{row.title}</a> },
            { label: t.kind, cell: ({ kind }) => t.kinds[kind] },
            { label: t.heldAt, cell: ({ when }) => when },
            { label: t.venue, cell: ({ where }) => where },
            { label: t.attended, numeric: true, cell: ({ attended }) => attended ?? '' },
            { label: t.opinions, numeric: true, cell: ({ opinions }) => opinions },
          ]}
        />
      )}
    </>
  )
}

export interface SessionFormView {
  readonly number: number
  readonly heading: string
  readonly places: readonly Choice[]
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** Tells of a session, or corrects what was told. */
export function SessionFormPage({ view }: { readonly view: SessionFormView }) {
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={view.heading} />
      <SessionForm view={view} />
    </>
  )
}

function SessionForm({ view }: { readonly view: SessionFormView }) {
  const t = useText(text)
  const { values, errors } = view
  const common = (name: string) => ({
    name,
    value: values[name] ?? '',
    ...(errors[name] !== undefined && { error: errors[name] }),
  })
  return (
    <Form action={`/consultations/${view.number}/sessions`} guard={`session-${values.clientKey}`}>
      <input type="hidden" name="clientKey" value={values.clientKey} />
      <Field {...common('title')} label={t.name} maxLength={200} />
      <Select
        {...common('kind')}
        label={t.kind}
        empty={false}
        options={sessionKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field {...common('heldAt')} label={t.heldAt} type="datetime-local" width="medium" />
      <Select {...common('placeId')} label={t.place} options={view.places} empty={t.placeNone} optional />
      <Field {...common('venue')} label={t.venue} maxLength={200} optional />
      <Field {...common('attended')} label={t.attended} inputmode="numeric" width="short" optional />
      <TextArea {...common('minutes')} label={t.minutes} hint={t.minutesHint} rows={12} optional />
      <ButtonRow>
        <Button>{t.save}</Button>
      </ButtonRow>
    </Form>
  )
}

export interface SessionView {
  readonly number: number
  readonly session: ListedSession
  readonly when: string
  readonly where: string
  readonly opinions: readonly (SessionOpinion & { readonly clause: string })[]
  readonly form: SessionFormView
}

export function SessionPage({ view }: { readonly view: SessionView }) {
  const t = useText(text)
  const { session, opinions } = view
  const facts = [
    t.kinds[session.kind],
    view.when,
    view.where,
    session.attended === null ? '' : `${t.attended} ${session.attended}`,
  ]
  return (
    <>
      <PageHead title={session.title} lead={facts.filter(Boolean).join(' · ')} />
      {session.minutes.trim() !== '' && (
        <ButtonRow>
          <ButtonLink href={`/consultations/${view.number}/sessions/${session.number}/review`}>{t.review}</ButtonLink>
        </ButtonRow>
      )}
      <h2>{t.said}</h2>
      <Table
        caption={t.said}
        captionHidden
        empty={t.saidNone}
        rows={opinions}
        keyOf={({ id }) => id}
        columns={[
          { label: t.words, names: true, cell: ({ body }) => body },
          { label: t.clause, cell: ({ clause }) => clause },
          { label: t.speaker, cell: ({ speaker }) => speaker ?? '' },
          {
            label: t.receipt,
            cell: ({ receipt }) => <a href={receiptHref(receipt)}>{receiptHref(receipt).slice(3)}</a>,
          },
        ]}
      />
      <h2>{t.edit}</h2>
      <SessionForm view={view.form} />
    </>
  )
}

export interface ReviewView {
  readonly number: number
  readonly sessionNumber: number
  readonly clauses: readonly Choice[]
  readonly errors: Readonly<Record<string, string>>
  readonly statements: readonly {
    readonly clientKey: string
    readonly speaker: string
    readonly body: string
    readonly provisionId: string
    readonly keep: boolean
  }[]
}

/** The statements of the minutes, to be looked over by a person before any is stored. */
export function ReviewPage({ view }: { readonly view: ReviewView }) {
  const t = useText(text)
  const action = `/consultations/${view.number}/sessions/${view.sessionNumber}/review`
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.reviewTitle} lead={t.reviewLead} />
      {view.statements.length === 0 ? (
        <EmptyState title={t.nothing}>{t.nothingWords}</EmptyState>
      ) : (
        <Form action={action}>
          <input type="hidden" name="count" value={view.statements.length} />
          {view.statements.map((statement, index) => (
            <fieldset key={statement.clientKey} class="field">
              <legend>{index + 1}</legend>
              <input type="hidden" name={`key-${index}`} value={statement.clientKey} />
              <Checkbox name={`keep-${index}`} label={t.keep} checked={statement.keep} />
              <TextArea name={`body-${index}`} label={t.words} value={statement.body} rows={3} />
              <Select
                name={`clause-${index}`}
                label={t.clause}
                options={view.clauses}
                empty={t.clauseWhole}
                value={statement.provisionId}
                optional
              />
              <Field name={`speaker-${index}`} label={t.speaker} value={statement.speaker} maxLength={60} optional />
            </fieldset>
          ))}
          <ButtonRow>
            <Button>{t.store}</Button>
          </ButtonRow>
        </Form>
      )}
    </>
  )
}
