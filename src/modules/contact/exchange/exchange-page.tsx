import { dateTag } from '#kernel/text'
import {
  Button,
  Checkbox,
  ConfirmForm,
  Details,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Select,
  Table,
  Tag,
  useLocale,
} from '#ui'
import { text } from './pages.text.ts'
import type { ListedConnection, ListedKey } from './queries.ts'
import { type SheetColumn, sheetColumns } from './schema.ts'
import { connectionKinds } from './tables.ts'

export interface ExchangeView {
  readonly keys: readonly ListedKey[]
  readonly connections: readonly ListedConnection[]
  readonly proposed: number
  readonly departments: readonly { readonly value: string; readonly label: string }[]
  /** Where programs reach this council. */
  readonly address: string
  readonly timeZone: string
  /** A key just made, shown this once. */
  readonly newKey: string | null
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** Everything that goes to other houses and comes from them, with what is wrong. */
export function ExchangePage({ view }: { readonly view: ExchangeView }) {
  const t = text[useLocale()]
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.title} lead={t.lead} />
      {view.newKey && (
        <Notice kind="ok" title={t.newKey}>
          <p>
            <code>{view.newKey}</code>
          </p>
        </Notice>
      )}
      <p>
        <a href="/contact/exchange/same">{t.same}</a>: {t.sameWaiting(view.proposed)}
      </p>
      <Connections view={view} />
      <AddConnectionForm view={view} />
      <Keys view={view} />
    </>
  )
}

function useTime(timeZone: string) {
  const format = new Intl.DateTimeFormat(dateTag[useLocale()], { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const t = text[useLocale()]
  return (at: Date | null) => (at ? format.format(at) : t.never)
}

function Connections({ view }: { readonly view: ExchangeView }) {
  const t = text[useLocale()]
  const time = useTime(view.timeZone)
  return (
    <Table
      caption={t.connections}
      keyOf={({ id }) => id}
      rows={view.connections}
      empty={t.noConnections}
      columns={[
        {
          label: t.name,
          names: true,
          cell: ({ id, name }) => <a href={`/contact/exchange/connections/${id}`}>{name}</a>,
        },
        {
          label: t.kind,
          cell: ({ kind, organisation }) => (organisation ? `${t.kinds[kind]} · ${organisation}` : t.kinds[kind]),
        },
        { label: t.matters, numeric: true, cell: ({ matters }) => matters },
        { label: t.lastRun, cell: ({ run_at }) => time(run_at) },
        { label: t.state, cell: (each) => <ConnectionState connection={each} /> },
      ]}
    />
  )
}

export function ConnectionState({ connection }: { readonly connection: ListedConnection }) {
  const t = text[useLocale()]
  const { ended_at, last_error, run_at, dead, waiting } = connection
  if (ended_at) return <Tag>{t.ended}</Tag>
  if (dead > 0) return <Tag kind="stop">{t.dead(dead)}</Tag>
  if (last_error) return <Tag kind="wait">{t.trouble}</Tag>
  if (waiting > 0) return <Tag kind="wait">{t.waiting(waiting)}</Tag>
  return run_at ? <Tag kind="ok">{t.well}</Tag> : <Tag>{t.never}</Tag>
}

function fieldOf(view: ExchangeView, name: string) {
  const error = view.errors[name]
  return { name, value: view.values[name] ?? '', ...(error && { error }) }
}

function AddConnectionForm({ view }: { readonly view: ExchangeView }) {
  const t = text[useLocale()]
  const open = view.values.form === 'connection'
  return (
    <Details summary={t.add} open={open}>
      <Form action="/contact/exchange/connections">
        <input type="hidden" name="form" value="connection" />
        <Select
          {...fieldOf(view, 'kind')}
          label={t.kind}
          options={connectionKinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        />
        <Field {...fieldOf(view, 'name')} label={t.addName} hint={t.addNameHint} maxLength={100} width="medium" />
        <Details summary={t.mapping}>
          <p class="muted">{t.mappingHint}</p>
          {sheetColumns.map((column: SheetColumn) => (
            <Field
              key={column}
              {...fieldOf(view, `column-${column}`)}
              label={t.columns[column]}
              maxLength={100}
              width="medium"
              optional
            />
          ))}
        </Details>
        <Details summary={t.forOpen311} open={view.values.kind === 'open311'}>
          <Select
            {...fieldOf(view, 'organisationId')}
            label={t.organisation}
            options={[{ value: '', label: t.choose }, ...view.departments]}
            optional
          />
          <Field {...fieldOf(view, 'endpoint')} label={t.endpoint} hint={t.endpointHint} type="url" optional />
          <Field {...fieldOf(view, 'jurisdiction')} label={t.jurisdiction} width="medium" optional />
          <Field {...fieldOf(view, 'serviceCode')} label={t.serviceCode} width="medium" optional />
          <Field
            {...fieldOf(view, 'apiKey')}
            value=""
            label={t.apiKey}
            hint={t.apiKeyHint}
            autocomplete="off"
            optional
          />
        </Details>
        <Button>{t.addButton}</Button>
      </Form>
    </Details>
  )
}

function Keys({ view }: { readonly view: ExchangeView }) {
  const t = text[useLocale()]
  const time = useTime(view.timeZone)
  const open = view.values.form === 'key'
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{t.keys}</h2>
      <p class="muted">{t.keysLead}</p>
      <p>
        {t.address}: <code>{view.address}</code>
      </p>
      <Table
        caption={t.keys}
        captionHidden
        keyOf={({ id }) => id}
        rows={view.keys}
        empty={t.noKeys}
        columns={[
          { label: t.keyLabel, names: true, cell: ({ label }) => label },
          { label: t.key, cell: ({ hint }) => t.keyEnds(hint) },
          { label: t.matters, numeric: true, cell: ({ matters }) => matters },
          { label: t.used, cell: ({ used_at }) => time(used_at) },
          {
            label: t.state,
            cell: ({ id, label, ended_at }) =>
              ended_at ? (
                <Tag>{t.ended}</Tag>
              ) : (
                <ConfirmForm
                  action={`/contact/exchange/keys/${id}/end`}
                  label={t.endKey}
                  question={t.endKeyTitle(label)}
                  consequence={t.endKeyWords}
                  confirmLabel={t.endKey}
                  kind="grave"
                />
              ),
          },
        ]}
      />
      <Details summary={t.makeKey} open={open}>
        <Form action="/contact/exchange/keys">
          <input type="hidden" name="form" value="key" />
          <Field {...fieldOf(view, 'label')} label={t.keyLabel} maxLength={100} width="medium" />
          <Field
            {...fieldOf(view, 'perHour')}
            value={view.values.perHour ?? 60}
            label={t.perHour}
            type="number"
            min={1}
            max={10000}
            width="short"
          />
          <Checkbox name="shown" label={t.shown} checked={view.values.shown === 'yes'} optional />
          <Button>{t.makeKey}</Button>
        </Form>
      </Details>
    </section>
  )
}
