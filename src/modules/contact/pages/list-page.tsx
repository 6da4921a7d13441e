import type { Locale } from '#kernel/text'
import { Button, ButtonLink, ButtonRow, Details, ErrorSummary, Field, PageHead, SearchBox, Words } from '#ui'
import { text as bookingText } from '../booking/pages/booking.text.ts'
import type { DepartmentRecord, MonthRecord, PlaceRecord } from '../queries/figures.ts'
import type { OpenMatter } from '../queries/public.ts'
import type { DepartmentSatisfaction } from '../queries/ratings.ts'
import { text as rosterText } from '../roster/pages/roster.text.ts'
import { FiguresTable } from './figures-table.tsx'
import { text } from './list-page.text.ts'
import { OpenRows } from './open-rows.tsx'
import { PublicSatisfaction } from './rating-parts.tsx'

export interface ListPageProps {
  readonly records: readonly DepartmentRecord[]
  readonly satisfaction: DepartmentSatisfaction
  readonly months: number
  readonly places: readonly PlaceRecord[]
  readonly byMonth: readonly MonthRecord[]
  /** The newest public matters, and names of those who have or answered them. */
  readonly newest: readonly OpenMatter[]
  readonly organisation: (id: string | null) => string | null
  /** How many are on the list of late ones, and from how many days on. */
  readonly late: { readonly total: number; readonly afterDays: number }
  readonly timeZone: string
  /** Work pages open to this viewer. */
  readonly desks: readonly { readonly href: string; readonly label: string }[]
  readonly typed: string
  readonly wrong: boolean
  readonly locale: Locale
}

/** The door: write, look it up, how it works, and how departments answer. */
export function ListPage(props: ListPageProps) {
  const { records, months, desks, typed, wrong, locale } = props
  const t = text[locale]
  return (
    <>
      <ErrorSummary errors={wrong ? { code: t.wrong } : {}} />
      <PageHead title={t.title} lead={t.lead} />
      <ButtonRow>
        <ButtonLink href="/contact/write">{t.write}</ButtonLink>
        <ButtonLink href="/contact/snap">{t.snap}</ButtonLink>
        <ButtonLink kind="quiet" href="/contact/roster">
          {rosterText[locale].title}
        </ButtonLink>
        <ButtonLink kind="quiet" href="/contact/booking/new">
          {bookingText[locale].title}
        </ButtonLink>
      </ButtonRow>
      {desks.length > 0 && (
        <nav aria-label={t.desks}>
          <h2>{t.desks}</h2>
          <ul>
            {desks.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <section aria-labelledby="find">
        <h2 id="find">{t.find}</h2>
        <form method="get" action="/contact" class="find-receipt">
          <Field
            name="code"
            label={t.code}
            hint={t.codeHint}
            value={typed}
            width="medium"
            autocomplete="off"
            spellcheck={false}
            {...(wrong && { error: t.wrong })}
          />
          <Button kind="quiet">{t.look}</Button>
        </form>
      </section>
      <section aria-labelledby="how">
        <h2 id="how">{t.how}</h2>
        <ol>
          <li>{t.step1}</li>
          <li>{t.step2(months)}</li>
          <li>{t.step3}</li>
          <li>{t.step4}</li>
          <li>{t.step5}</li>
        </ol>
      </section>
      <section aria-labelledby="record">
        <h2 id="record">{t.record}</h2>
        <p class="muted">{t.recordHow}</p>
        <FiguresTable
          caption={t.record}
          rows={records}
          label={t.department}
          keyOf={({ number }) => String(number ?? 'deputies')}
          nameOf={({ number, name }) => (
            <a href={`/contact/departments/${number ?? 'deputies'}`}>
              <Words>{name ?? t.deputies}</Words>
            </a>
          )}
          locale={locale}
        />
        <Details summary={t.byPlace}>
          <FiguresTable
            caption={t.byPlace}
            rows={props.places}
            label={t.place}
            keyOf={({ kind, placeId }) => placeId ?? kind}
            nameOf={(place) => <PlaceName place={place} locale={locale} />}
            locale={locale}
          />
        </Details>
        <Details summary={t.byMonth}>
          <FiguresTable
            caption={t.byMonth}
            rows={props.byMonth}
            label={t.month}
            keyOf={({ month }) => month}
            nameOf={({ month }) => <a href={`/contact/public?month=${month}`}>{month}</a>}
            locale={locale}
          />
        </Details>
        <p class="row">
          <a href="/contact/late">{t.lateOnes(props.late.afterDays)}</a>
          <span class="num">{props.late.total}</span>
          <a href="/open-data">{t.data}</a>
        </p>
      </section>
      <PublicSatisfaction satisfaction={props.satisfaction} locale={locale} />
      <Newest {...props} />
    </>
  )
}

function PlaceName({ place, locale }: { readonly place: PlaceRecord; readonly locale: Locale }) {
  const t = text[locale]
  if (place.kind !== 'place') return <>{place.kind === 'few' ? t.few : t.noPlace}</>
  const name = (locale === 'en' ? place.nameEn : null) ?? place.nameZh ?? ''
  return (
    <a href={`/contact/public?place=${place.number}`}>
      <Words>{name}</Words>
    </a>
  )
}

function Newest({ newest, organisation, timeZone, locale }: ListPageProps) {
  const t = text[locale]
  if (newest.length === 0) return null
  return (
    <section aria-labelledby="newest">
      <h2 id="newest">{t.newest}</h2>
      <p class="muted">{t.saidHow}</p>
      <SearchBox action="/contact/public" label={t.search} />
      <OpenRows matters={newest} organisation={organisation} timeZone={timeZone} locale={locale} />
      <p>
        <a href="/contact/public">{t.all}</a>
      </p>
    </section>
  )
}
