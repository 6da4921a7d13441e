import { nameIn } from '#parts/councils'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  DateField,
  DefinitionList,
  Details,
  DoneBanner,
  EmptyState,
  ErrorSummary,
  Field,
  FileField,
  FilterBar,
  Form,
  PageHead,
  Radios,
  Select,
  Table,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { yuanDigits } from '../ledgers/amounts.ts'
import { dayWords } from '../pages/place-page.tsx'
import { text } from './funds.text.ts'
import type { Fund, FundEntry, FundWithBalance } from './queries.ts'
import type { Balance } from './rules.ts'

type Values = Readonly<Record<string, string>>

function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

export interface FundsView {
  readonly year: number
  readonly years: readonly number[]
  readonly funds: readonly FundWithBalance[]
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly values: Values
  readonly errors: Values
  /** Whether this reader may see entries, and open funds. */
  readonly may: { readonly read: boolean; readonly open: boolean }
}

const sums = ['budgetFen', 'spentFen', 'waitingFen', 'balanceFen'] as const

/** Every fund of a year and where it stands. */
export function FundsPage({ view }: { readonly view: FundsView }) {
  const t = useText(text)
  const locale = useLocale()
  const all = (key: (typeof sums)[number]) => yuanDigits(view.funds.reduce((sum, { balance }) => sum + balance[key], 0))
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.title} lead={view.may.read ? t.lead : t.publicLead} />
      <FilterBar action="/stations/funds">
        <Select
          id="shown-year"
          name="year"
          label={t.year}
          value={String(view.year)}
          empty={false}
          options={view.years.map((year) => ({ value: String(year), label: t.yearOf(year) }))}
          optional
        />
      </FilterBar>
      {view.funds.length === 0 ? (
        <EmptyState title={t.none}>{view.may.open ? t.noneWords : t.noneStaff}</EmptyState>
      ) : (
        <Table
          caption={t.yearOf(view.year)}
          keyOf={(fund) => fund.id}
          rows={view.funds}
          phone="scroll"
          columns={[
            {
              label: t.fund,
              names: true,
              cell: (fund) =>
                view.may.read ? (
                  <a href={`/stations/funds/${fund.number}`}>
                    <Words>{fund.title}</Words>
                  </a>
                ) : (
                  <Words>{fund.title}</Words>
                ),
            },
            { label: t.budget, numeric: true, cell: ({ balance }) => yuanDigits(balance.budgetFen) },
            { label: t.spent, numeric: true, cell: ({ balance }) => yuanDigits(balance.spentFen) },
            { label: t.waiting, numeric: true, cell: ({ balance }) => yuanDigits(balance.waitingFen) },
            { label: t.balance, numeric: true, cell: ({ balance }) => yuanDigits(balance.balanceFen) },
          ]}
          total={[t.total, ...sums.map(all)]}
        />
      )}
      {view.may.read && view.funds.length > 0 && (
        <p>
          {t.allYears}{' '}
          <a href={`/stations/funds/entries.csv?year=${view.year}`} hreflang={locale}>
            CSV
          </a>{' '}
          <a href={`/stations/funds/entries.xlsx?year=${view.year}`}>XLSX</a>
        </p>
      )}
      {view.may.open && <OpenForm view={view} />}
    </>
  )
}

function OpenForm({ view }: { readonly view: FundsView }) {
  const t = useText(text)
  const field = fieldOf(view.values, view.errors)
  return (
    <Details summary={t.open} open={Object.keys(view.errors).length > 0}>
      <Form action="/stations/funds" label={t.open}>
        <Radios
          {...field('kind')}
          label={t.kind}
          options={[
            { value: 'place', label: t.kinds.place },
            { value: 'duty', label: t.kinds.duty },
          ]}
        />
        <Select {...field('placeId')} label={t.place} empty={t.placeNone} options={view.places} optional />
        <Field {...field('title')} label={t.name} hint={t.nameHint} maxLength={100} />
        <Field {...field('year')} label={t.year} inputmode="numeric" width="short" />
        <Field {...field('budget')} label={t.budgetField} inputmode="decimal" width="short" unit={t.yuan} />
        <Button>{t.openButton}</Button>
      </Form>
    </Details>
  )
}

export interface FundView {
  readonly fund: Fund
  readonly entries: readonly FundEntry[]
  readonly balance: Balance
  readonly rates: readonly { readonly code: string; readonly name: string; readonly fen: number }[]
  readonly values: Values
  readonly errors: Values
  readonly saved: boolean
  readonly me: string | null
  readonly may: { readonly enter: boolean; readonly approve: boolean }
}

/** One fund: where it stands, every entry, and what can be done. */
export function FundPage({ view }: { readonly view: FundView }) {
  const t = useText(text)
  const locale = useLocale()
  const { fund, balance } = view
  const base = `/stations/funds/${fund.number}`
  const place = fund.place_zh && nameIn({ name_zh: fund.place_zh, name_en: fund.place_en }, locale)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead title={fund.title} above={<Tag>{t.kinds[fund.kind]}</Tag>} lead={t.lead} />
      <DefinitionList
        items={[
          { term: t.place, value: place && <a href={`/stations/${fund.place_number}`}>{place}</a> },
          { term: t.year, value: t.yearOf(fund.year) },
          { term: t.budget, value: yuanDigits(balance.budgetFen) },
          { term: t.spent, value: yuanDigits(balance.spentFen) },
          { term: t.waiting, value: yuanDigits(balance.waitingFen) },
          { term: t.balance, value: <b>{yuanDigits(balance.balanceFen)}</b> },
          { term: t.free, value: yuanDigits(balance.freeFen) },
        ].filter(({ value }) => Boolean(value))}
      />
      <h2>{t.entries}</h2>
      <Table
        caption={t.entries}
        captionHidden
        keyOf={(entry) => entry.id}
        rows={view.entries}
        columns={[
          { label: t.ordinal, names: true, cell: (entry) => entry.ordinal },
          { label: t.day, cell: (entry) => dayWords(entry.on_day, locale) },
          { label: t.purpose, cell: (entry) => <Purpose entry={entry} base={base} /> },
          { label: t.amount, numeric: true, cell: (entry) => yuanDigits(entry.amount_fen) },
          { label: t.entered, cell: (entry) => entry.entered_name && <Words>{entry.entered_name}</Words> },
          { label: t.decided, cell: (entry) => entry.decided_name && <Words>{entry.decided_name}</Words> },
          { label: t.state, cell: (entry) => <State view={view} entry={entry} base={base} /> },
        ]}
      />
      <p>
        {t.export} <a href={`/stations/funds/entries.csv?fund=${fund.number}`}>CSV</a>{' '}
        <a href={`/stations/funds/entries.xlsx?fund=${fund.number}`}>XLSX</a>
      </p>
      {view.may.enter && <SpendingForm view={view} base={base} />}
      {view.may.enter && fund.kind === 'duty' && <AllowanceForm view={view} base={base} />}
      {view.may.approve && <BudgetForm view={view} base={base} />}
    </>
  )
}

function Purpose({ entry, base }: { readonly entry: FundEntry; readonly base: string }) {
  const t = useText(text)
  return (
    <>
      <Tag>{t.entryKinds[entry.kind]}</Tag> <Words>{entry.purpose}</Words>
      {entry.counters_ordinal !== null && <span class="muted"> {t.counters(entry.counters_ordinal)}</span>}
      {entry.rate_fen !== null && entry.units !== null && (
        <span class="muted"> {t.byRate(yuanDigits(entry.rate_fen), entry.units)}</span>
      )}
      {entry.file_id && (
        <>
          {' '}
          <a href={`${base}/receipts/${entry.id}`}>{t.receipt}</a>
        </>
      )}
    </>
  )
}

interface StateProps {
  readonly view: FundView
  readonly entry: FundEntry
  readonly base: string
}

function State({ view, entry, base }: StateProps) {
  const t = useText(text)
  if (entry.approved === false) {
    return (
      <>
        <Tag kind="stop">{t.states.refused}</Tag> {entry.reason && <Words>{entry.reason}</Words>}
      </>
    )
  }
  if (entry.approved === null) {
    const mine = entry.entered_by === view.me
    return (
      <>
        <Tag kind="wait">{t.states.waiting}</Tag>
        {view.may.approve && mine && <p class="muted">{t.own}</p>}
        {view.may.approve && !mine && (
          <>
            <Form action={`${base}/decide`} label={`${t.approve} ${entry.ordinal}`}>
              <input type="hidden" name="entryId" value={entry.id} />
              <input type="hidden" name="approve" value="yes" />
              <Button kind="quiet">{t.approve}</Button>
            </Form>
            <ConfirmForm
              action={`${base}/decide`}
              label={t.refuse}
              question={t.refuseQuestion}
              confirmLabel={t.refuse}
              values={{ entryId: entry.id, approve: 'no' }}
            >
              <Field name="reason" id={`refuse-${entry.ordinal}`} label={t.reason} maxLength={500} />
            </ConfirmForm>
          </>
        )}
      </>
    )
  }
  return (
    <>
      <Tag kind="ok">{entry.countered ? t.countered : t.states.approved}</Tag>
      {view.may.enter && !entry.countered && entry.kind !== 'counter' && (
        <ConfirmForm
          action={`${base}/counter`}
          label={t.counter}
          question={t.counterQuestion(entry.ordinal)}
          consequence={t.counterConsequence}
          confirmLabel={t.counter}
          values={{ entryId: entry.id }}
        >
          <Field name="reason" id={`counter-${entry.ordinal}`} label={t.reason} maxLength={500} />
        </ConfirmForm>
      )}
    </>
  )
}

interface FormProps {
  readonly view: FundView
  readonly base: string
}

const maxPhotoBytes = 15_000_000

function SpendingForm({ view, base }: FormProps) {
  const t = useText(text)
  const field = fieldOf(view.values, view.errors)
  return (
    <section aria-labelledby="enter">
      <h2 id="enter">{t.enter}</h2>
      <Form action={`${base}/spend`} files guard={`fund ${view.fund.number}`}>
        <input type="hidden" name="fileId" value={view.values.fileId ?? ''} />
        <DateField {...field('onDay')} label={t.day} />
        <Field {...field('purpose')} label={t.purpose} maxLength={500} />
        <Field {...field('amount')} label={t.amount} inputmode="decimal" width="short" unit={t.yuan} />
        <FileField
          name="receipt"
          label={t.receiptField}
          accept="image/*"
          acceptWords={t.photoKinds}
          maxBytes={maxPhotoBytes}
          help="photo"
          optional
          {...(view.errors.receipt && { error: view.errors.receipt })}
        />
        <Button>{t.enterButton}</Button>
      </Form>
    </section>
  )
}

function AllowanceForm({ view, base }: FormProps) {
  const t = useText(text)
  const { values, errors } = view
  return (
    <Details summary={t.allowance} open={Boolean(errors.rateCode || errors.units)}>
      <Form action={`${base}/allowance`} label={t.allowance}>
        <DateField name="onDay" id="f-allowance-day" label={t.day} value={values.onDay ?? ''} />
        <Field name="purpose" id="f-allowance-purpose" label={t.purpose} value={values.purpose ?? ''} maxLength={500} />
        <Radios
          name="rateCode"
          label={t.rate}
          value={values.rateCode ?? ''}
          options={view.rates.map(({ code, name, fen }) => ({
            value: code,
            label: fen === 0 ? t.rateNone(name) : t.rateOf(name, yuanDigits(fen)),
          }))}
          {...(errors.rateCode && { error: errors.rateCode })}
        />
        <Field
          name="units"
          label={t.units}
          value={values.units ?? ''}
          inputmode="numeric"
          width="short"
          {...(errors.units && { error: errors.units })}
        />
        <ButtonRow>
          <Button kind="quiet">{t.enterButton}</Button>
        </ButtonRow>
      </Form>
    </Details>
  )
}

function BudgetForm({ view, base }: FormProps) {
  const t = useText(text)
  return (
    <Details summary={t.budgetMore}>
      <Form action={`${base}/budget`} label={t.budgetMore}>
        <DateField name="onDay" id="f-budget-day" label={t.day} value={view.values.onDay ?? ''} />
        <Field name="purpose" id="f-budget-purpose" label={t.reason} maxLength={500} />
        <Field
          name="amount"
          id="f-budget-amount"
          label={t.amount}
          hint={t.budgetMoreHint}
          width="short"
          unit={t.yuan}
        />
        <Button kind="quiet">{t.budgetButton}</Button>
      </Form>
      <p>
        <ButtonLink kind="plain" href="/stations/funds">
          {t.back}
        </ButtonLink>
      </p>
    </Details>
  )
}
