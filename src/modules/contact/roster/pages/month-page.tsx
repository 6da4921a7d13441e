import { EmptyState, PageHead, Table, Words } from '#ui'
import type { Duty } from '../queries.ts'
import type { Shown } from '../shown.ts'
import { DutyTags, wayWords } from './duty-parts.tsx'
import { text } from './roster.text.ts'

export interface MonthPageProps {
  readonly month: string
  readonly duties: readonly Duty[]
  readonly mark: (day: string) => string | null
  /** Null where the pages end: nobody plans that far, nobody looks that far back. */
  readonly earlier: string | null
  readonly later: string | null
  readonly feedHref: string
  readonly shown: Shown
}

/** The roster of a month, also one that is over: who was to be there, what was cancelled and why. */
export function MonthPage({ month, duties, mark, earlier, later, feedHref, shown }: MonthPageProps) {
  const t = text[shown.locale]
  return (
    <>
      <PageHead title={t.monthTitle(shown.month(month))} lead={t.monthLead} />
      {duties.length === 0 ? (
        <EmptyState title={t.monthNone}>{t.nextNoneWhy}</EmptyState>
      ) : (
        <Table
          caption={t.monthTitle(shown.month(month))}
          captionHidden
          rows={duties}
          keyOf={(duty) => duty.id}
          columns={[
            {
              label: t.day,
              names: true,
              cell: (duty) => {
                const day = shown.dayOf(duty.starts_at)
                const off = mark(day)
                return `${shown.day(day)}${off ? ` (${off})` : ''}`
              },
            },
            { label: t.time, cell: (duty) => <span class="num">{shown.span(duty)}</span> },
            { label: t.deputy, cell: (duty) => <Words>{shown.name(duty)}</Words> },
            {
              label: t.place,
              cell: (duty) => <Words>{shown.place(duty) ?? t.atNoPlace}</Words>,
            },
            { label: t.how, cell: (duty) => wayWords(duty, shown) },
            {
              label: t.state,
              cell: (duty) => (
                <>
                  <DutyTags duty={duty} shown={shown} />{' '}
                  {duty.cancelled_at && <Words>{t.cancelledWhy(duty.cancel_reason)}</Words>}
                </>
              ),
            },
          ]}
        />
      )}
      <nav class="row" aria-label={t.months}>
        {earlier && (
          <a href={earlier} rel="prev">
            {t.earlier}
          </a>
        )}
        {later && (
          <a href={later} rel="next">
            {t.later}
          </a>
        )}
      </nav>
      <p>
        <a href={feedHref}>{t.feed}</a> <span class="muted">{t.feedWhy}</span>
      </p>
    </>
  )
}
