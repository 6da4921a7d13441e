import { nameIn } from '#parts/councils'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  ConfirmForm,
  DateField,
  DefinitionList,
  DoneBanner,
  EmptyState,
  ErrorSummary,
  Field,
  FileField,
  FilterBar,
  Form,
  Notice,
  PageHead,
  Pager,
  Radios,
  Select,
  Shown,
  Stat,
  StatRow,
  Table,
  Tag,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import { dayWords } from '../../pages/place-page.tsx'
import { yuanDigits, yuanWords } from '../amounts.ts'
import type { Deed, Figures, MonthFigures, PlaceFigures } from '../queries.ts'
import { topics } from '../rules.ts'
import { text } from './deeds.text.ts'
import { text as shared } from './ledgers.text.ts'
import { type DeputyChoice, fieldOf } from './reception-pages.tsx'

type Values = Readonly<Record<string, string>>

export interface DeedsView {
  readonly year: number
  readonly years: readonly number[]
  readonly place: { readonly number: number; readonly name_zh: string; readonly name_en: string | null } | null
  readonly figures: Figures
  readonly byPlace: readonly PlaceFigures[]
  readonly byMonth: readonly MonthFigures[]
  readonly rows: readonly Deed[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly chosen: Values
  readonly filtered: boolean
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly may: boolean
  readonly saved: boolean
}

/** What was received and solved in a year: figures that open, and each deed that is public. */
export function DeedsPage({ view }: { readonly view: DeedsView }) {
  const t = useText(text)
  const locale = useLocale()
  const { figures, year, place } = view
  const query = `year=${year}${place ? `&place=${place.number}` : ''}`
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.may && (
        <ButtonRow>
          <ButtonLink href={`/stations/ledger/new${place ? `?place=${place.number}` : ''}`}>{t.note}</ButtonLink>
        </ButtonRow>
      )}
      <Filters view={view} />
      <section aria-labelledby="figures">
        <h2 id="figures">{place ? t.figuresAt(year, nameIn(place, locale)) : t.figures(year)}</h2>
        <StatRow label={t.figures(year)}>
          <Stat value={figures.received} label={t.receptions} href="#by-month" />
          <Stat value={figures.people} label={t.people} href="#by-month" />
          <Stat value={figures.raised} label={t.raised} href="#by-month" />
          <Stat
            value={figures.solved}
            label={t.solved}
            href={`/stations/ledger?${query}#deeds`}
            {...(figures.amount_fen > 0 && { note: t.amount(yuanWords(figures.amount_fen, locale)) })}
          />
        </StatRow>
        <FiguresTable
          id="by-month"
          label={t.byMonth}
          caption={t.captionMonths(year)}
          rows={view.byMonth.map((each) => ({
            key: each.month,
            name: each.month,
            href: `/stations/ledger?${query}&month=${each.month}#deeds`,
            ...each,
          }))}
          total={figures}
        />
        {!place && (
          <FiguresTable
            id="by-place"
            label={t.byPlace}
            caption={t.caption(year)}
            rows={view.byPlace.map((each) => ({
              key: each.place_id,
              name: nameIn(each, locale),
              href: `/stations/ledger?year=${year}&place=${each.number}`,
              ...each,
            }))}
            total={figures}
          />
        )}
      </section>
      <section aria-labelledby="deeds">
        <h2 id="deeds">{t.deeds}</h2>
        {view.rows.length === 0 ? (
          <EmptyState title={view.filtered ? t.noneFound : t.none}>{view.filtered ? null : t.noneWords}</EmptyState>
        ) : (
          <>
            <Shown page={view.page} pageSize={view.pageSize} total={view.total} />
            <CardGrid label={t.deeds}>
              {view.rows.map((deed) => (
                <DeedCard key={deed.id} deed={deed} may={view.may} />
              ))}
            </CardGrid>
          </>
        )}
        <Pager
          page={view.page}
          pages={Math.ceil(view.total / view.pageSize)}
          hrefOf={(page) => `/stations/ledger?${new URLSearchParams({ ...view.chosen, page: String(page) })}#deeds`}
        />
      </section>
      <section aria-labelledby="download">
        <h2 id="download">{t.download}</h2>
        <ul>
          <li>
            <a href="/open-data/receptions.csv">{t.openReceptions}</a>
          </li>
          <li>
            <a href="/open-data/deeds.csv">{t.openDeeds}</a>
          </li>
        </ul>
      </section>
    </>
  )
}

function Filters({ view }: { readonly view: DeedsView }) {
  const l = useText(shared)
  const { chosen } = view
  return (
    <FilterBar action="/stations/ledger" {...(view.filtered && { clearHref: '/stations/ledger' })}>
      <Select
        name="year"
        label={l.year}
        value={String(view.year)}
        empty={false}
        options={view.years.map((year) => ({ value: String(year), label: l.yearOf(year) }))}
        optional
      />
      <Select name="place" label={l.place} value={chosen.place ?? ''} empty={l.all} options={view.places} optional />
      <Select
        name="topic"
        label={l.topicLabel}
        value={chosen.topic ?? ''}
        empty={l.all}
        options={topics.map((value) => ({ value, label: l.topic[value] }))}
        optional
      />
    </FilterBar>
  )
}

interface FiguresRow extends Figures {
  readonly key: string
  readonly name: string
  readonly href: string
}

interface FiguresTableProps {
  readonly id: string
  readonly label: string
  readonly caption: string
  readonly rows: readonly FiguresRow[]
  readonly total: Figures
}

function FiguresTable({ id, label, caption, rows, total }: FiguresTableProps) {
  const l = useText(shared)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  if (rows.length === 0) return null
  const of = (name: keyof Figures) => (row: FiguresRow) => number.format(row[name])
  return (
    <>
      <h3 id={id}>{label}</h3>
      <Table
        caption={caption}
        captionHidden
        keyOf={(row) => row.key}
        rows={rows}
        phone="scroll"
        columns={[
          { label: id === 'by-month' ? l.month : l.place, names: true, cell: (row) => <NameLink row={row} /> },
          { label: l.received, numeric: true, cell: of('received') },
          { label: l.people, numeric: true, cell: of('people') },
          { label: l.raised, numeric: true, cell: of('raised') },
          { label: l.solved, numeric: true, cell: of('solved') },
          { label: l.amount, numeric: true, cell: (row) => yuanDigits(row.amount_fen) },
        ]}
        total={[
          l.total,
          ...(['received', 'people', 'raised', 'solved'] as const).map((name) => number.format(total[name])),
          yuanDigits(total.amount_fen),
        ]}
      />
    </>
  )
}

function NameLink({ row }: { readonly row: FiguresRow }) {
  return (
    <a href={row.href}>
      <Words>{row.name}</Words>
    </a>
  )
}

function DeedCard({ deed, may }: { readonly deed: Deed; readonly may: boolean }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const place = nameIn({ name_zh: deed.place_zh, name_en: deed.place_en }, locale)
  if (!deed.public && !may) {
    return (
      <Card asItem level={3} title={t.hidden}>
        <p class="muted">
          {place} · {dayWords(deed.solved_on, locale)}
        </p>
        <p class="muted">{t.hiddenWords}</p>
      </Card>
    )
  }
  return (
    <Card asItem level={3} title={<Words>{deed.title}</Words>} href={`/stations/ledger/${deed.number}`}>
      <p class="row">
        <Tag>{l.topic[deed.topic]}</Tag>
        {!deed.public && <Tag kind="wait">{t.notPublic}</Tag>}
      </p>
      <p class="muted">
        <Words>{place}</Words> · {dayWords(deed.solved_on, locale)}
        {deed.amount_fen !== null && <> · {yuanWords(deed.amount_fen, locale)}</>}
      </p>
    </Card>
  )
}

export interface DeedView {
  readonly deed: Deed
  readonly may: boolean
  readonly values: Values
  readonly errors: Values
  readonly saved: boolean
}

/** One matter solved. */
export function DeedPage({ view }: { readonly view: DeedView }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const { deed } = view
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={l.done} />}
      <PageHead
        title={deed.title}
        above={
          <>
            <Tag kind={deed.withdrawn_at ? 'stop' : 'ok'}>{deed.withdrawn_at ? t.withdrawn : l.solved}</Tag>
            <Tag>{l.topic[deed.topic]}</Tag>
            {!deed.public && <Tag kind="wait">{t.notPublic}</Tag>}
          </>
        }
      />
      {deed.withdrawn_because && <Notice kind="stop">{t.withdrawnBecause(deed.withdrawn_because)}</Notice>}
      {deed.told !== '' && (
        <p class="as-typed">
          <Words>{deed.told}</Words>
        </p>
      )}
      <DefinitionList
        items={[
          {
            term: l.place,
            value: (
              <a href={`/stations/${deed.place_number}`}>
                {nameIn({ name_zh: deed.place_zh, name_en: deed.place_en }, locale)}
              </a>
            ),
          },
          { term: t.day, value: dayWords(deed.solved_on, locale) },
          { term: l.deputy, value: deed.deputy && <Words>{deed.deputy}</Words> },
          { term: t.helpedField, value: deed.helped && t.helped(deed.helped) },
          { term: t.worth, value: deed.amount_fen && yuanWords(deed.amount_fen, locale) },
          { term: t.amountFrom, value: deed.amount_from && <Words>{deed.amount_from}</Words> },
        ].filter(({ value }) => Boolean(value))}
      />
      {deed.photos.length > 0 && (
        <section aria-labelledby="photos">
          <h2 id="photos">{t.photos}</h2>
          {deed.photos.map((photo) => (
            <figure key={photo.id} class="deed-photo">
              <a href={`/stations/ledger/${deed.number}/photos/${photo.id}`}>
                <img src={`/stations/ledger/${deed.number}/photos/${photo.id}?small=1`} alt={photo.description} />
              </a>
              <figcaption>
                <Words>{photo.description}</Words>
              </figcaption>
            </figure>
          ))}
        </section>
      )}
      {view.may && deed.withdrawn_at === null && <Staff view={view} />}
    </>
  )
}

const maxPhotoBytes = 15_000_000

function Staff({ view }: { readonly view: DeedView }) {
  const t = useText(text)
  const { deed } = view
  const base = `/stations/ledger/${deed.number}`
  const field = fieldOf(view.values, view.errors)
  return (
    <section aria-labelledby="staff">
      <h2 id="staff">{t.staff}</h2>
      <Form action={`${base}/photos`} files label={t.addPhoto}>
        <FileField
          name="photo"
          label={t.photoField}
          accept="image/*"
          acceptWords={t.photoKinds}
          maxBytes={maxPhotoBytes}
          help="photo"
          {...(view.errors.photo && { error: view.errors.photo })}
        />
        <Field {...field('description')} label={t.photoDescription} hint={t.photoDescriptionHint} maxLength={300} />
        <Button kind="quiet">{t.addPhoto}</Button>
      </Form>
      <Form action={`${base}/show`}>
        <input type="hidden" name="public" value={deed.public ? 'no' : 'yes'} />
        <Button kind="quiet">{deed.public ? t.hide : t.show}</Button>
      </Form>
      <ConfirmForm
        action={`${base}/withdraw`}
        kind="grave"
        label={t.withdraw}
        question={t.withdrawQuestion}
        consequence={t.withdrawConsequence}
        confirmLabel={t.withdraw}
      >
        <Field
          name="reason"
          label={t.reason}
          maxLength={500}
          {...(view.errors.reason && { error: view.errors.reason })}
        />
      </ConfirmForm>
    </section>
  )
}

export interface DeedForm {
  readonly values: Values
  readonly errors: Values
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly deputies: readonly DeputyChoice[]
  readonly back: string
}

/** Noting what was solved. */
export function DeedFormPage({ form }: { readonly form: DeedForm }) {
  const t = useText(text)
  const l = useText(shared)
  const field = fieldOf(form.values, form.errors)
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={t.formTitle} lead={t.formLead} />
      <Form action="/stations/ledger/new" guard="deed">
        <input type="hidden" name="receptionId" value={form.values.receptionId ?? ''} />
        <Select {...field('placeId')} label={t.placeField} options={form.places} />
        <Field {...field('title')} label={t.titleField} hint={t.titleHint} maxLength={120} />
        <TextArea {...field('told')} label={t.told} hint={t.toldHint} rows={5} maxLength={3000} optional />
        <Select
          {...field('topic')}
          label={l.topicLabel}
          options={topics.map((value) => ({ value, label: l.topic[value] }))}
        />
        <DateField {...field('solvedOn')} label={t.day} />
        <Select
          {...field('deputyId')}
          label={l.deputy}
          options={form.deputies.map(({ id, name }) => ({ value: id, label: name }))}
          optional
        />
        <Field {...field('helped')} label={t.helpedField} inputmode="numeric" width="short" optional />
        <Field
          {...field('amount')}
          label={t.amountField}
          inputmode="decimal"
          width="short"
          unit={t.yuanUnit}
          optional
        />
        <Field {...field('amountFrom')} label={t.amountFrom} hint={t.amountFromHint} maxLength={200} optional />
        <Radios
          {...field('public')}
          label={t.publicField}
          options={[
            { value: 'yes', label: t.publicYes },
            { value: 'no', label: t.publicNo },
          ]}
        />
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink kind="quiet" href={form.back}>
            {l.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}
