import type { Locale } from '#kernel/text'
import { ButtonLink, EmptyState, FilterBar, PageHead, Pager, SearchBox, Select } from '#ui'
import type { OpenMatter } from '../queries/public.ts'
import { text } from './figures-pages.text.ts'
import { OpenRows } from './open-rows.tsx'

export interface OpenListChoice {
  readonly value: string
  readonly label: string
}

export interface OpenListPageProps {
  readonly matters: readonly OpenMatter[]
  readonly total: number
  readonly page: number
  readonly pages: number
  /** What was asked for, as it stands in the address. */
  readonly asked: Readonly<Record<'q' | 'department' | 'place' | 'month' | 'state', string>>
  readonly departments: readonly OpenListChoice[]
  readonly places: readonly OpenListChoice[]
  readonly months: readonly OpenListChoice[]
  readonly hrefOf: (page: number) => string
  readonly organisation: (id: string | null) => string | null
  readonly timeZone: string
  readonly locale: Locale
}

/** Every public matter: to search, to narrow, to page through. */
export function OpenListPage(props: OpenListPageProps) {
  const { asked, locale } = props
  const t = text[locale]
  const { q, ...filters } = asked
  const filtered = Object.values(filters).some((value) => value !== '')
  const keep = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
  return (
    <>
      <PageHead title={t.listTitle} lead={t.listLead} />
      <SearchBox action="/contact/public" label={t.search} value={q} keep={keep} />
      <FilterBar action="/contact/public" {...((filtered || q !== '') && { clearHref: '/contact/public' })}>
        {q !== '' && <input type="hidden" name="q" value={q} />}
        <Select
          name="department"
          label={t.department}
          value={asked.department}
          empty={t.any}
          options={[...props.departments, { value: 'deputies', label: t.deputies }]}
        />
        <Select name="place" label={t.place} value={asked.place} empty={t.any} options={props.places} />
        <Select name="month" label={t.month} value={asked.month} empty={t.any} options={props.months} />
        <Select
          name="state"
          label={t.state}
          value={asked.state}
          empty={t.any}
          options={(['open', 'answered', 'solved'] as const).map((value) => ({ value, label: t.states[value] }))}
        />
      </FilterBar>
      {props.matters.length === 0 ? (
        <EmptyState title={t.nothing} action={<ButtonLink href="/contact/write">{t.write}</ButtonLink>}>
          {t.nothingWhy}
        </EmptyState>
      ) : (
        <>
          <p class="muted" role="status">
            {t.found(props.total)}
          </p>
          <OpenRows
            matters={props.matters}
            organisation={props.organisation}
            timeZone={props.timeZone}
            locale={locale}
          />
          <Pager page={props.page} pages={props.pages} hrefOf={props.hrefOf} />
        </>
      )}
    </>
  )
}
