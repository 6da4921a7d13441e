import { nameIn } from '#parts/councils'
import type { Place } from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  ConfirmForm,
  DateField,
  DefinitionList,
  DoneBanner,
  EmptyState,
  ErrorSummary,
  Field,
  FilterBar,
  Form,
  Notice,
  PageHead,
  Pager,
  Select,
  Shown,
  Table,
  Tag,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import { dayWords } from '../../pages/place-page.tsx'
import type { DeedsOfReception, Reception } from '../queries.ts'
import { topics } from '../rules.ts'
import { text as shared } from './ledgers.text.ts'
import { text } from './reception.text.ts'

type Values = Readonly<Record<string, string>>

export interface DeputyChoice {
  readonly id: string
  readonly name: string
  readonly here: boolean
}

export const receptionStates = ['open', 'raised', 'solved'] as const

export interface LogView {
  readonly place: Place
  readonly rows: readonly Reception[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly chosen: Values
  readonly years: readonly number[]
  readonly deputies: readonly DeputyChoice[]
  readonly saved: number | null
}

/** The log of one place, for those who keep it. */
export function LogPage({ view }: { readonly view: LogView }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const base = `/stations/${view.place.number}/reception`
  const filtered = Object.values(view.chosen).some(Boolean)
  return (
    <>
      {view.saved !== null && <DoneBanner title={t.savedMany(view.saved)} />}
      <PageHead title={t.title} above={<b>{nameIn(view.place, locale)}</b>} lead={t.lead} />
      <ButtonRow>
        <ButtonLink href={`${base}/new`}>{t.record}</ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/batch`}>
          {t.batch}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/import`}>
          {t.import}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`/stations/ledger?place=${view.place.number}`}>
          {t.ledger}
        </ButtonLink>
      </ButtonRow>
      <LogFilters view={view} base={base} filtered={filtered} />
      {view.rows.length === 0 ? (
        <EmptyState title={filtered ? t.noneFound : t.none}>{filtered ? null : t.noneWords}</EmptyState>
      ) : (
        <>
          <Shown page={view.page} pageSize={view.pageSize} total={view.total} />
          <Table
            caption={t.list}
            captionHidden
            keyOf={(each) => each.id}
            rows={view.rows}
            columns={[
              {
                label: t.day,
                names: true,
                cell: (each) => <a href={`${base}/${each.number}`}>{dayWords(each.received_on, locale)}</a>,
              },
              { label: t.called, cell: (each) => <Called entry={each} /> },
              { label: t.topic, cell: (each) => l.topic[each.topic] },
              { label: t.words, cell: (each) => <Words>{shortened(each.words)}</Words> },
              { label: t.deputy, cell: (each) => <Words>{each.deputy ?? each.received_by ?? t.deputyNone}</Words> },
              { label: t.state, cell: (each) => <StateTag entry={each} /> },
            ]}
          />
        </>
      )}
      <Pager
        page={view.page}
        pages={Math.ceil(view.total / view.pageSize)}
        hrefOf={(page) => `${base}?${new URLSearchParams({ ...view.chosen, page: String(page) })}`}
      />
    </>
  )
}

function LogFilters({
  view,
  base,
  filtered,
}: {
  readonly view: LogView
  readonly base: string
  readonly filtered: boolean
}) {
  const t = useText(text)
  const l = useText(shared)
  const { chosen } = view
  return (
    <FilterBar action={base} {...(filtered && { clearHref: base })}>
      <Field name="q" label={t.search} type="search" value={chosen.q ?? ''} maxLength={60} optional />
      <Select
        name="year"
        label={l.year}
        value={chosen.year ?? ''}
        empty={l.all}
        options={view.years.map((year) => ({ value: String(year), label: l.yearOf(year) }))}
        optional
      />
      <Select
        name="topic"
        label={t.topic}
        value={chosen.topic ?? ''}
        empty={l.all}
        options={topics.map((value) => ({ value, label: l.topic[value] }))}
        optional
      />
      <Select
        name="state"
        label={t.state}
        value={chosen.state ?? ''}
        empty={l.all}
        options={receptionStates.map((value) => ({ value, label: t.states[value] }))}
        optional
      />
    </FilterBar>
  )
}

function shortened(words: string): string {
  const characters = [...words.replace(/\s+/g, ' ')]
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : characters.join('')
}

function Called({ entry }: { readonly entry: Reception }) {
  const t = useText(text)
  if (entry.called) return <Words>{entry.called}</Words>
  return <span class="muted">{entry.forgotten_at ? t.forgotten : t.anonymous}</span>
}

function StateTag({ entry }: { readonly entry: Reception }) {
  const t = useText(text)
  if (entry.voided_at) return <Tag kind="stop">{t.voided}</Tag>
  if (entry.deeds > 0) return <Tag kind="ok">{t.states.solved}</Tag>
  if (entry.matter_id) return <Tag kind="accent">{t.states.raised}</Tag>
  return entry.at_once === '' ? <Tag kind="wait">{t.states.open}</Tag> : null
}

export interface ReceptionForm {
  readonly place: Place
  readonly values: Values
  readonly errors: Values
  readonly deputies: readonly DeputyChoice[]
  readonly keepDays: number
}

export function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

/** One who came, written down at the desk. */
export function ReceptionFormPage({ form }: { readonly form: ReceptionForm }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const base = `/stations/${form.place.number}/reception`
  const field = fieldOf(form.values, form.errors)
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={t.record} above={<b>{nameIn(form.place, locale)}</b>} lead={t.keep(form.keepDays)} />
      <Form action={`${base}/new`} guard={`reception ${form.place.number}`}>
        <Field {...field('called')} label={t.called} hint={t.calledHint} maxLength={40} width="medium" optional />
        <TextArea {...field('words')} label={t.words} hint={t.wordsHint} rows={5} maxLength={5000} />
        <Select
          {...field('topic')}
          label={t.topic}
          options={topics.map((value) => ({ value, label: l.topic[value] }))}
        />
        <TextArea {...field('atOnce')} label={t.atOnce} hint={t.atOnceHint} rows={3} maxLength={2000} optional />
        <Select
          {...field('deputyId')}
          label={t.deputy}
          empty={t.deputyNone}
          options={form.deputies.map(({ id, name }) => ({ value: id, label: name }))}
          optional
        />
        <Field {...field('phone')} label={t.phone} hint={t.phoneHint} type="tel" width="medium" optional />
        <DateField {...field('receivedOn')} label={t.day} />
        <Field {...field('people')} label={t.people} inputmode="numeric" width="short" />
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink kind="quiet" href={base}>
            {l.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface BatchForm extends Omit<ReceptionForm, 'keepDays'> {
  readonly rows: number
}

/** A page of a paper log, row by row; everything typed comes back after a refusal. */
export function BatchPage({ form }: { readonly form: BatchForm }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const base = `/stations/${form.place.number}/reception`
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={t.batchTitle} above={<b>{nameIn(form.place, locale)}</b>} lead={t.batchLead} />
      <Form action={`${base}/batch`} guard={`reception-batch ${form.place.number}`} class="batch">
        <input type="hidden" name="rows" value={String(form.rows)} />
        {Array.from({ length: form.rows }, (_, index) => (
          <BatchRow key={index} form={form} index={index} />
        ))}
        <ButtonRow>
          <Button>{t.saveAll}</Button>
          <Button kind="quiet" name="more" value="yes">
            {t.more}
          </Button>
          <ButtonLink kind="quiet" href={base}>
            {l.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

function BatchRow({ form, index }: { readonly form: BatchForm; readonly index: number }) {
  const t = useText(text)
  const l = useText(shared)
  const of = fieldOf(form.values, form.errors)
  const field = (name: string) => of(`${name}.${index}`)
  const first = index === 0
  const same = first ? {} : { empty: t.same, optional: true as const }
  return (
    <fieldset class="batch-row">
      <legend>{t.row(index + 1)}</legend>
      <DateField {...field('receivedOn')} label={t.day} optional={!first} />
      <Select
        {...field('topic')}
        {...same}
        label={t.topic}
        options={topics.map((value) => ({ value, label: l.topic[value] }))}
      />
      <Select
        {...field('deputyId')}
        label={t.deputy}
        options={[
          ...(first ? [] : [{ value: 'none', label: t.deputyNone }]),
          ...form.deputies.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        empty={first ? t.deputyNone : t.same}
        optional
      />
      <Field {...field('called')} label={t.called} maxLength={40} optional />
      <Field {...field('phone')} label={t.phoneShort} type="tel" optional />
      <TextArea {...field('words')} label={t.words} rows={2} optional={!first} />
      <TextArea {...field('atOnce')} label={t.atOnce} rows={2} optional />
    </fieldset>
  )
}

export interface EntryView {
  readonly place: Place
  readonly entry: Reception
  readonly code: string | null
  readonly deeds: readonly DeedsOfReception[]
  readonly errors: Values
  readonly saved: boolean
  readonly mayTell: boolean
}

/** One entry: what was said, what it became, and what can be done with it. */
export function EntryPage({ view }: { readonly view: EntryView }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const { place, entry, deeds } = view
  const base = `/stations/${place.number}/reception/${entry.number}`
  const counted = entry.voided_at === null
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={l.done} />}
      <PageHead title={t.entryTitle(entry.number)} above={<StateTag entry={entry} />} lead={nameIn(place, locale)} />
      {!counted && <Notice kind="stop">{t.voidedBecause(entry.voided_because ?? '')}</Notice>}
      <DefinitionList
        items={[
          { term: t.day, value: dayWords(entry.received_on, locale) },
          { term: t.called, value: <Called entry={entry} /> },
          { term: t.phoneShort, value: entry.phone },
          { term: t.people, value: entry.people > 1 ? String(entry.people) : null },
          { term: t.deputy, value: <Words>{entry.deputy ?? entry.received_by ?? t.deputyNone}</Words> },
          { term: t.topic, value: `${l.topic[entry.topic]}` },
          { term: l.channel[entry.channel], value: entry.log_code ?? t.number(entry.number) },
        ].filter(({ value }) => value !== null)}
      />
      <h2>{t.words}</h2>
      <p class="as-typed">
        <Words>{entry.words}</Words>
      </p>
      {entry.at_once !== '' && (
        <>
          <h2>{t.atOnce}</h2>
          <p class="as-typed">
            <Words>{entry.at_once}</Words>
          </p>
        </>
      )}
      {view.code ? (
        <section aria-labelledby="matter">
          <h2 id="matter">{t.matter}</h2>
          <p>
            {t.receipt} <b class="num">{view.code}</b>
          </p>
          <ButtonRow>
            <ButtonLink href={`${base}/slip`}>{t.slip}</ButtonLink>
            <ButtonLink kind="quiet" href={`/r/${view.code}`}>
              {t.follow}
            </ButtonLink>
          </ButtonRow>
        </section>
      ) : (
        counted && <RaiseForm base={base} errors={view.errors} />
      )}
      {counted && view.mayTell && (
        <section aria-labelledby="deeds">
          <h2 id="deeds">{t.deeds}</h2>
          {deeds.length === 0 && <p>{t.deedNone}</p>}
          <ul>
            {deeds.map((deed) => (
              <li key={deed.number}>
                <a href={`/stations/ledger/${deed.number}`}>
                  <Words>{deed.title}</Words>
                </a>
              </li>
            ))}
          </ul>
          <ButtonRow>
            <ButtonLink kind="quiet" href={`/stations/ledger/new?place=${place.number}&reception=${entry.number}`}>
              {t.deedNote}
            </ButtonLink>
          </ButtonRow>
        </section>
      )}
      {(entry.called || entry.phone) && (
        <ConfirmForm
          action={`${base}/forget`}
          label={t.forget}
          question={t.forgetQuestion}
          consequence={t.forgetConsequence}
          confirmLabel={t.forget}
        />
      )}
      {counted && !entry.matter_id && (
        <ConfirmForm
          action={`${base}/void`}
          kind="grave"
          label={t.void}
          question={t.voidQuestion}
          consequence={t.voidConsequence}
          confirmLabel={t.void}
        >
          <Field
            name="reason"
            label={t.reason}
            maxLength={500}
            {...(view.errors.reason && { error: view.errors.reason })}
          />
        </ConfirmForm>
      )}
    </>
  )
}

function RaiseForm({ base, errors }: { readonly base: string; readonly errors: Values }) {
  const t = useText(text)
  return (
    <section aria-labelledby="matter">
      <h2 id="matter">{t.matter}</h2>
      <p>{t.matterWords}</p>
      <Form action={`${base}/raise`}>
        <Checkbox
          name="agreed"
          label={t.agreedLabel}
          hint={t.matterSays}
          {...(errors.agreed && { error: errors.agreed })}
        />
        <Button>{t.raise}</Button>
      </Form>
    </section>
  )
}
