import { useLocale, useText } from './frame.ts'
import { text } from './ui.text.ts'

export interface PagerProps {
  /** From 1. */
  readonly page: number
  readonly pages: number
  readonly hrefOf: (page: number) => string
}

/** Ways to the other pages of a list. Nothing where there is only one. */
export function Pager({ page, pages, hrefOf }: PagerProps) {
  const t = useText(text)
  if (pages <= 1) return null
  return (
    <nav class="pager" aria-label={t.pager}>
      <ul>
        {pagesToShow(page, pages).map((n, index, all) => (
          <li key={n} class={index > 0 && n - (all[index - 1] ?? n) > 1 ? 'gap' : undefined}>
            <a href={hrefOf(n)} aria-label={t.pageOf(n)} aria-current={n === page ? 'page' : undefined}>
              {n}
            </a>
          </li>
        ))}
      </ul>
      {page > 1 && (
        <a class="btn quiet" href={hrefOf(page - 1)} rel="prev">
          {t.previous}
        </a>
      )}
      {page < pages && (
        <a class="btn quiet" href={hrefOf(page + 1)} rel="next">
          {t.next}
        </a>
      )}
    </nav>
  )
}

/** First, last, and those around the present one, in order. */
export function pagesToShow(page: number, pages: number): readonly number[] {
  const wanted = new Set([1, page - 1, page, page + 1, pages])
  return [...wanted].filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b)
}

export interface ShownProps {
  readonly page: number
  readonly pageSize: number
  readonly total: number
}

/** Which of how many are on this page: "第 21–40 条，共 482 条". */
export function Shown({ page, pageSize, total }: ShownProps) {
  const t = useText(text)
  const from = (page - 1) * pageSize + 1
  return (
    <p class="muted num">{total === 0 ? t.shownNone : t.shown(from, Math.min(total, from + pageSize - 1), total)}</p>
  )
}

export interface Tab {
  readonly href: string
  readonly label: string
  readonly current?: boolean
  readonly count?: number
}

/** Several views of one thing, each with an address of its own. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const locale = useLocale()
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
              {tab.count !== undefined && <b class="count num"> {new Intl.NumberFormat(locale).format(tab.count)}</b>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export interface Crumb {
  readonly href: string
  readonly label: string
}

/** The way from the first page to this one; the page itself is its h1 and not in the list. */
export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useText(text)
  return (
    <nav class="crumbs" aria-label={t.breadcrumb}>
      <ol>
        {[{ href: '/', label: t.home }, ...crumbs].map((crumb) => (
          <li key={crumb.href}>
            <a href={crumb.href}>{crumb.label}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
