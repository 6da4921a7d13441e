import type { Locale } from '#kernel/text'
import { type Provision, provisionName } from '#parts/laws'
import { ActionBar, ButtonLink, EmptyState, Pager, QuoteArea, Tabs, Words } from '#ui'
import type { Besides } from '../queries/reading.ts'
import { BesideWords } from './beside-words.tsx'
import type { DayWords } from './day-words.ts'
import { LawWords, type Range } from './law-words.tsx'
import { text } from './opinions-page.text.ts'

export type Order = 'newest' | 'supported'

export interface ClausePageProps {
  readonly number: number
  readonly article: Provision
  readonly above: readonly Provision[]
  readonly previous: Provision | null
  readonly next: Provision | null
  readonly besides: Besides | null
  readonly quotes: readonly Range[]
  readonly count: number
  readonly itemsHtml: string
  readonly order: Order
  readonly page: number
  readonly pages: number
  readonly open: boolean
  readonly days: DayWords
  readonly locale: Locale
}

/** One article and what people said about it. */
export function ClausePage(props: ClausePageProps) {
  const { number, article, above, besides, quotes, count, order, page, pages, open, days, locale } = props
  const t = text[locale]
  const base = `/consultations/${number}`
  const here = `${base}/clauses/${article.id}`
  const name = provisionName(article, locale)
  return (
    <>
      <h1>{t.titleOf(name)}</h1>
      {above.length > 0 && (
        <p class="muted">
          <Words>{above.map((heading) => `${heading.label} ${heading.heading ?? heading.text}`).join(' › ')}</Words>
        </p>
      )}
      <section class="clause" aria-label={t.law}>
        <QuoteArea href={`${base}/write`}>
          <LawWords article={article} quotes={quotes} />
        </QuoteArea>
        {besides && <BesideWords besides={besides} audience={null} locale={locale} />}
      </section>
      <Tabs
        label={t.order}
        tabs={[
          { href: here, label: t.newest, current: order === 'newest' },
          { href: `${here}?order=supported`, label: t.supported, current: order === 'supported' },
        ]}
      />
      <h2 class="sr">{t.list}</h2>
      {count === 0 ? (
        <EmptyState title={t.empty}>{open && t.emptyWords}</EmptyState>
      ) : (
        <>
          <p class="muted num">{t.count(days.number(count))}</p>
          <ul class="said" dangerouslySetInnerHTML={{ __html: props.itemsHtml }} />
          <Pager page={page} pages={pages} hrefOf={(to) => hrefOf(here, order, to)} />
        </>
      )}
      <p class="muted">{t.only}</p>
      <nav class="row apart" aria-label={t.neighbours}>
        {props.previous ? (
          <a href={`${base}/clauses/${props.previous.id}`} rel="prev">
            {t.previous(provisionName(props.previous, locale))}
          </a>
        ) : (
          <span />
        )}
        {props.next && (
          <a href={`${base}/clauses/${props.next.id}`} rel="next">
            {t.next(provisionName(props.next, locale))}
          </a>
        )}
      </nav>
      {open && (
        <ActionBar>
          <ButtonLink href={`${base}/write?provision=${article.id}`}>{t.write}</ButtonLink>
          <ButtonLink kind="quiet" href={`${base}#${article.id}`}>
            {t.back}
          </ButtonLink>
        </ActionBar>
      )}
    </>
  )
}

function hrefOf(here: string, order: Order, page: number): string {
  const query = new URLSearchParams()
  if (order === 'supported') query.set('order', order)
  if (page > 1) query.set('page', String(page))
  const words = query.toString()
  return words ? `${here}?${words}` : here
}
