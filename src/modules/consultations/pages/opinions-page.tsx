import type { Locale } from '#kernel/text'
import { provisionName } from '#parts/laws'
import { ActionBar, ButtonLink, EmptyState, FilterBar, PageHead, Pager, SearchBox, Select, Tabs } from '#ui'
import type { ReadVersion } from '../queries/version.ts'
import type { Order } from './clause-page.tsx'
import type { DayWords } from './day-words.ts'
import { text } from './opinions-page.text.ts'

export interface OpinionsPageProps {
  readonly number: number
  readonly title: string
  readonly version: ReadVersion | null
  /** An article's id, `whole`, or '' for all. */
  readonly clause: string
  readonly typed: string
  readonly count: number
  readonly more: boolean
  readonly itemsHtml: string
  readonly order: Order
  readonly page: number
  readonly pages: number
  readonly open: boolean
  readonly days: DayWords
  readonly locale: Locale
}

/** Everything said in public about a draft, to be searched and narrowed. */
export function OpinionsPage(props: OpinionsPageProps) {
  const { number, title, version, clause, typed, count, more, order, page, pages, open, days, locale } = props
  const t = text[locale]
  const base = `/consultations/${number}`
  const here = `${base}/opinions`
  const hrefOf = (changes: { order?: Order; page?: number }) => {
    const query = new URLSearchParams()
    if (typed) query.set('q', typed)
    if (clause) query.set('clause', clause)
    if ((changes.order ?? order) === 'supported') query.set('order', 'supported')
    if (changes.page && changes.page > 1) query.set('page', String(changes.page))
    const words = query.toString()
    return words ? `${here}?${words}` : here
  }
  return (
    <>
      <PageHead title={t.title} lead={title} />
      <SearchBox action={here} label={t.search} value={typed} keep={clause ? { clause } : {}} />
      {version && (
        <FilterBar action={here} {...(clause && { clearHref: here })}>
          {typed && <input type="hidden" name="q" value={typed} />}
          <Select
            name="clause"
            label={t.clause}
            optional
            value={clause}
            empty={t.allClauses}
            options={[
              { value: 'whole', label: t.whole },
              ...version.articles.map(({ provision }) => ({
                value: provision.id,
                label: provisionName(provision, locale),
              })),
            ]}
          />
        </FilterBar>
      )}
      {!typed && (
        <Tabs
          label={t.order}
          tabs={[
            { href: hrefOf({ order: 'newest' }), label: t.newest, current: order === 'newest' },
            { href: hrefOf({ order: 'supported' }), label: t.supported, current: order === 'supported' },
          ]}
        />
      )}
      <h2 class="sr">{t.list}</h2>
      {count === 0 ? (
        <EmptyState title={typed ? t.none(typed) : t.empty}>{typed ? t.noneWords : open && t.emptyWords}</EmptyState>
      ) : (
        <>
          <p class="muted num" role="status">
            {typed ? t.shownFound(days.number(count), more, typed) : t.count(days.number(count))}
          </p>
          <ul class="said" dangerouslySetInnerHTML={{ __html: props.itemsHtml }} />
          <Pager page={page} pages={pages} hrefOf={(to) => hrefOf({ page: to })} />
        </>
      )}
      <p class="muted">{t.only}</p>
      {open && (
        <ActionBar>
          <ButtonLink href={`${base}/write`}>{t.write}</ButtonLink>
          <ButtonLink kind="quiet" href={base}>
            {t.back}
          </ButtonLink>
        </ActionBar>
      )}
    </>
  )
}
