import { dayInWords } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { DefinitionList, PageHead, Pager, Table, Words } from '#ui'
import type { ClockRecord, LateMatter, MonthRecord } from '../queries/figures.ts'
import type { OpenMatter } from '../queries/public.ts'
import { titleOf } from '../rules.ts'
import { text } from './figures-pages.text.ts'
import { FiguresTable } from './figures-table.tsx'
import { OpenRows } from './open-rows.tsx'

export interface DepartmentPageProps {
  /** Null for what deputies handle themselves. */
  readonly name: string | null
  readonly slug: string
  readonly months: readonly MonthRecord[]
  readonly clock: ClockRecord | null
  readonly late: readonly LateMatter[]
  readonly matters: readonly OpenMatter[]
  readonly organisation: (id: string | null) => string | null
  readonly timeZone: string
  readonly locale: Locale
}

/** How one department answers: month by month, whether it keeps its dates, what is late, its public matters. */
export function DepartmentPage(props: DepartmentPageProps) {
  const { name, clock, months, late, matters, locale } = props
  const t = text[locale]
  return (
    <>
      <PageHead title={name === null ? t.deputiesTitle : t.recordTitle(name)} lead={t.recordLead} />
      {clock && <Clock clock={clock} locale={locale} />}
      <section aria-labelledby="months">
        <h2 id="months">{t.months}</h2>
        <FiguresTable
          caption={t.months}
          rows={months}
          label={t.month}
          keyOf={({ month }) => month}
          nameOf={({ month }) => <a href={`/contact/public?department=${props.slug}&month=${month}`}>{month}</a>}
          locale={locale}
        />
      </section>
      {late.length > 0 && <LateTable late={late} organisation={props.organisation} locale={locale} />}
      {matters.length > 0 && (
        <section aria-labelledby="public">
          <h2 id="public">{t.publicOnes}</h2>
          <OpenRows matters={matters} organisation={props.organisation} timeZone={props.timeZone} locale={locale} />
          <p>
            <a href={`/contact/public?department=${props.slug}`}>{t.listTitle}</a>
          </p>
        </section>
      )}
    </>
  )
}

function Clock({ clock, locale }: { readonly clock: ClockRecord; readonly locale: Locale }) {
  const t = text[locale]
  const n = (figure: number) => new Intl.NumberFormat(locale).format(figure)
  return (
    <section aria-labelledby="clock">
      <h2 id="clock">{t.clock}</h2>
      <p class="muted">{t.clockHow}</p>
      <DefinitionList
        items={[
          { term: t.replies, value: t.onTime(n(clock.onTime), n(clock.replies)) },
          ...(clock.middleDays === null ? [] : [{ term: t.middle, value: t.days(n(clock.middleDays)) }]),
          { term: t.extended, value: n(clock.extended) },
          { term: t.returned, value: n(clock.returned) },
          { term: t.promises, value: t.ofPromises(n(clock.kept), n(clock.promises)) },
          { term: t.now, value: t.ofNow(n(clock.open), n(clock.lateNow)) },
        ]}
      />
    </section>
  )
}

export interface LatePageProps {
  readonly late: readonly LateMatter[]
  readonly afterDays: number
  readonly page: number
  readonly pages: number
  readonly organisation: (id: string | null) => string | null
  readonly locale: Locale
}

/** What is so late that everybody may know, the latest first. */
export function LatePage({ late, afterDays, page, pages, organisation, locale }: LatePageProps) {
  const t = text[locale]
  return (
    <>
      <PageHead title={t.lateTitle(afterDays)} lead={t.lateLead} />
      <LateTable late={late} organisation={organisation} locale={locale} />
      <Pager page={page} pages={pages} hrefOf={(to) => `/contact/late?page=${to}`} />
    </>
  )
}

function LateTable({ late, organisation, locale }: Pick<LatePageProps, 'late' | 'organisation' | 'locale'>) {
  const t = text[locale]
  const n = new Intl.NumberFormat(locale)
  return (
    <Table
      caption={t.listTitle}
      captionHidden
      rows={late}
      keyOf={({ number }) => String(number)}
      empty={t.lateNone}
      columns={[
        {
          label: t.matter,
          names: true,
          cell: ({ number, body }) =>
            body === null ? (
              `${t.private} · ${t.of(number)}`
            ) : (
              <a href={`/contact/public/${number}`}>
                <Words>{titleOf(body)}</Words>
              </a>
            ),
        },
        { label: t.department, cell: ({ organisationId }) => organisation(organisationId) ?? t.deputies },
        { label: t.due, cell: ({ dueOn }) => dayInWords(locale, dueOn) },
        { label: t.daysLate, numeric: true, cell: ({ daysLate }) => n.format(daysLate) },
        { label: t.voices, numeric: true, cell: ({ voices }) => n.format(voices) },
      ]}
    />
  )
}
