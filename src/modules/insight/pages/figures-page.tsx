import {
  BarChart,
  ButtonLink,
  ButtonRow,
  FilterBar,
  Notice,
  PageHead,
  PrintButton,
  PrintSheet,
  Select,
  Table,
  Tabs,
  TimeChart,
  useLocale,
  useText,
  Words,
} from '#ui'
import { pointsOf, type Section, type SectionColumn, type SectionRow, type Value } from '../section.ts'
import type { FiguresView } from '../view.ts'
import { text } from './figures-page.text.ts'

export interface FiguresPageProps {
  readonly view: FiguresView
  readonly kind: 'opinions' | 'legislation'
  /** When it was counted, in words. */
  readonly when: string | null
  readonly mayReport: boolean
}

/** The public figures of a council, table by table. */
export function FiguresPage({ view, kind, when, mayReport }: FiguresPageProps) {
  const t = useText(text)
  const here = kind === 'opinions' ? '/insight' : '/insight/legislation'
  return (
    <>
      <PageHead
        title={kind === 'opinions' ? t.title : t.legislation}
        lead={kind === 'opinions' ? t.lead : t.legislationLead}
      />
      <Tabs
        label={t.views}
        tabs={[
          { href: '/insight', label: t.opinions, current: kind === 'opinions' },
          { href: '/insight/legislation', label: t.legislation, current: kind === 'legislation' },
        ]}
      />
      <Filters view={view} here={here} />
      {view.tooFew && <Notice kind="wait">{t.tooFew}</Notice>}
      {when ? <p class="muted">{t.asOf(when)}</p> : <Notice kind="wait">{t.never}</Notice>}
      {view.sections.map((section) => (
        <SectionBlock key={section.id} section={section} />
      ))}
      <Ways view={view} kind={kind} mayReport={mayReport} />
    </>
  )
}

function Filters({ view, here }: { readonly view: FiguresView; readonly here: string }) {
  const t = useText(text)
  const filtered = view.year !== null || view.place !== null || view.tooFew
  if (view.years.length === 0) return null
  return (
    <FilterBar action={here} {...(filtered && { clearHref: here })}>
      <Select
        name="year"
        label={t.year}
        value={view.year === null ? '' : String(view.year)}
        empty={t.allYears}
        options={view.years.map((year) => ({ value: String(year), label: String(year) }))}
      />
      {view.places.length > 0 && (
        <Select
          name="place"
          label={t.place}
          hint={t.placeHint}
          value={view.place?.value ?? ''}
          empty={t.allPlaces}
          options={view.places}
        />
      )}
    </FilterBar>
  )
}

function SectionBlock({ section }: { readonly section: Section }) {
  const t = useText(text)
  const { id, title, how, chart, source } = section
  const points = pointsOf(section)
  return (
    // The table is a landmark with this name already.
    <div class="figures">
      <h2 id={id}>{title}</h2>
      <p class="muted">{how}</p>
      {chart?.kind === 'bars' && <BarChart title={title} unit={chart.unit} points={points} />}
      {chart?.kind === 'time' && <TimeChart title={title} unit={chart.unit} points={points} />}
      <SectionTable section={section} phone="scroll" captionHidden />
      <p>
        {t.counts}
        <a href={source.href}>{source.label}</a>
      </p>
    </div>
  )
}

interface SectionTableProps {
  readonly section: Section
  readonly captionHidden?: boolean
  /** Paper does not scroll: on a sheet the names wrap instead. */
  readonly phone: 'scroll' | 'stack'
}

function SectionTable({ section, phone, captionHidden = false }: SectionTableProps) {
  const t = useText(text)
  const show = useShow()
  const { title, of, columns, rows, total } = section
  return (
    <Table
      caption={title}
      captionHidden={captionHidden}
      phone={phone}
      empty={t.noRows}
      columns={[
        {
          label: of,
          names: true,
          cell: ({ name, href }: SectionRow) =>
            href ? (
              <a href={href}>
                <Words>{name}</Words>
              </a>
            ) : (
              <Words>{name}</Words>
            ),
        },
        ...columns.map((column, index) => ({
          label: column.label,
          numeric: column.kind !== 'text',
          cell: ({ values }: SectionRow) => show(values[index] ?? null, column),
        })),
      ]}
      rows={rows}
      keyOf={({ key }) => key}
      {...(total && {
        total: [t.total, ...columns.map((column, index) => show(total[index] ?? null, column, true))],
      })}
    />
  )
}

/** How a value is written: a share with its sign, nothing as a dash, except where a total says nothing. */
function useShow() {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 1 })
  return (value: Value, { kind }: SectionColumn, isTotal = false): string => {
    if (value === null) return isTotal && kind === 'text' ? '' : t.none
    if (typeof value === 'string') return value
    return kind === 'percent' ? t.percent(number.format(value)) : number.format(value)
  }
}

function Ways({ view, kind, mayReport }: Pick<FiguresPageProps, 'view' | 'kind' | 'mayReport'>) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  const query = queryOf(view, kind)
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{t.downloads}</h2>
      <ButtonRow>
        <ButtonLink kind="quiet" href={`/insight/sheet${query}`}>
          {t.print}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`/insight/figures.csv${query}`}>
          {t.csv}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`/insight/figures.json${query}`}>
          {t.json}
        </ButtonLink>
        {mayReport && (
          <ButtonLink kind="quiet" href="/insight/report">
            {t.report}
          </ButtonLink>
        )}
      </ButtonRow>
      <p class="muted">{t.sameNumbers}</p>
      {kind === 'opinions' && <p class="muted">{t.protection(number.format(view.least))}</p>}
    </section>
  )
}

function queryOf({ year, place }: FiguresView, kind: FiguresPageProps['kind']): string {
  const query = new URLSearchParams()
  if (year !== null) query.set('year', String(year))
  if (place !== null) query.set('place', place.value)
  if (kind === 'legislation') query.set('of', 'legislation')
  const words = query.toString()
  return words ? `?${words}` : ''
}

export interface SheetPageProps {
  readonly view: FiguresView
  readonly council: string
  readonly when: string | null
}

/** The same tables as one sheet for paper. */
export function SheetPage({ view, council, when }: SheetPageProps) {
  const t = useText(text)
  const title = t.sheetTitle(council, view.year === null ? t.sheetAll : t.sheetYear(view.year))
  return (
    <>
      <PageHead title={t.print} />
      <ButtonRow>
        <PrintButton />
      </ButtonRow>
      <PrintSheet title={title} foot={when ? <p>{t.asOf(when)}</p> : undefined}>
        {view.place && (
          <p>
            <Words>{view.place.label}</Words>
          </p>
        )}
        <div class="figures-sheet">
          {view.sections.map((section) => (
            <SectionTable key={section.id} section={section} phone="stack" />
          ))}
        </div>
      </PrintSheet>
    </>
  )
}
