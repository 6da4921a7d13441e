import type { ComponentChildren } from 'preact'
import type { Locale } from '#kernel/text'
import { type LedgerOpinion, type LedgerRow, type LedgerState, ledgerStates, ledgerTotal } from '#parts/opinions'
import { ButtonLink, EmptyState, PageHead, Pager, Shown, Table, Tag, Words } from '#ui'
import { text as words } from './answer-words.text.ts'
import { text } from './ledger-page.text.ts'
import { decisionTones } from './outcome-card.tsx'

const figureOf = { 'not-adopted': 'notAdopted' } as const
type Totals = ReturnType<typeof ledgerTotal>
const figureIn = (row: Totals, state: LedgerState) => row[state === 'not-adopted' ? figureOf[state] : state]

export interface LedgerPageProps {
  readonly title: string
  readonly base: string
  readonly rows: readonly LedgerRow[]
  readonly placeNames: ReadonlyMap<string, string>
  readonly locale: Locale
}

/** The ledger of one consultation: by place and year, every figure a way to its opinions. */
export function LedgerPage({ title, base, rows, placeNames, locale }: LedgerPageProps) {
  const t = text[locale]
  const w = words[locale]
  const number = new Intl.NumberFormat(locale)
  const total = ledgerTotal(rows)
  const link = (state: LedgerState, place: string | null | undefined, value: number): ComponentChildren =>
    value === 0 ? (
      '0'
    ) : (
      <a href={`${base}/ledger?state=${state}${place === undefined ? '' : `&place=${place ?? 'none'}`}`}>
        {number.format(value)}
      </a>
    )
  const nameOf = (row: LedgerRow) =>
    row.fromBelow ? t.below : row.placeId ? (placeNames.get(row.placeId) ?? t.online) : t.online
  return (
    <>
      <PageHead title={t.title} above={<span class="muted">{title}</span>} lead={t.lead} />
      <Table
        caption={t.title}
        captionHidden
        phone="scroll"
        columns={[
          { label: t.place, names: true, cell: nameOf },
          { label: t.year, numeric: true, cell: (row) => String(row.year) },
          ...ledgerStates.map((state) => ({
            label: w.words[state],
            numeric: true,
            cell: (row: LedgerRow) => number.format(figureIn(row, state)),
          })),
          { label: t.hidden, numeric: true, cell: (row) => number.format(row.hidden) },
        ]}
        rows={rows}
        keyOf={(row) => `${row.placeId} ${row.fromBelow} ${row.year}`}
        empty={t.none}
        total={[
          t.total,
          null,
          ...ledgerStates.map((state) => link(state, undefined, figureIn(total, state))),
          number.format(total.hidden),
        ]}
      />
      <p>
        <ButtonLink kind="quiet" href={`${base}/ledger.csv`}>
          {t.csv}
        </ButtonLink>
      </p>
    </>
  )
}

export interface LedgerListPageProps {
  readonly title: string
  readonly base: string
  readonly state: LedgerState
  readonly found: { readonly total: number; readonly rows: readonly LedgerOpinion[] }
  readonly page: number
  readonly pageSize: number
  /** The office sees the words of every opinion, everybody those of the public ones. */
  readonly office: boolean
  readonly locale: Locale
}

/** The opinions behind a figure. */
export function LedgerListPage(props: LedgerListPageProps) {
  const { title, base, state, found, page, pageSize, office, locale } = props
  const t = text[locale]
  const w = words[locale]
  return (
    <>
      <PageHead title={`${t.title} · ${w.words[state]}`} above={<span class="muted">{title}</span>} />
      <Shown page={page} pageSize={pageSize} total={found.total} />
      {found.rows.length === 0 && <EmptyState title={t.empty} />}
      <ul class="pile">
        {found.rows.map((each) => (
          <li key={each.id} class="card">
            <p>{each.public || office ? <Words>{each.body}</Words> : <span class="muted">{t.notPublic}</span>}</p>
            {each.decision && <Tag kind={decisionTones[each.decision]}>{w.decisions[each.decision]}</Tag>}
            {each.fromBelow && <Tag>{t.below}</Tag>}
          </li>
        ))}
      </ul>
      <Pager
        page={page}
        pages={Math.ceil(found.total / pageSize)}
        hrefOf={(n) => `${base}/ledger?state=${state}&page=${n}`}
      />
      <p>
        <a href={`${base}/ledger`}>{t.back}</a>
      </p>
    </>
  )
}

export interface OverviewRow {
  readonly number: number
  readonly title: string
  readonly totals: Totals
}

export interface BelowRow {
  readonly from: string
  readonly title: string
  readonly counts: Readonly<Record<string, number>>
}

/** Every consultation of the council, and what came up from the councils below. */
export function LedgerOverviewPage({
  rows,
  below,
  locale,
}: {
  readonly rows: readonly OverviewRow[]
  readonly below: readonly BelowRow[]
  readonly locale: Locale
}) {
  const t = text[locale]
  const w = words[locale]
  const number = new Intl.NumberFormat(locale)
  const sum = (state: LedgerState) => rows.reduce((all, row) => all + figureIn(row.totals, state), 0)
  const belowStates = ['collected', 'refined', 'submitted'] as const
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <Table
        caption={t.overview}
        phone="scroll"
        columns={[
          {
            label: t.consultation,
            names: true,
            cell: (row) => <a href={`/consultations/${row.number}/ledger`}>{row.title}</a>,
          },
          ...ledgerStates.map((state) => ({
            label: w.words[state],
            numeric: true,
            cell: (row: OverviewRow) => number.format(figureIn(row.totals, state)),
          })),
        ]}
        rows={rows}
        keyOf={(row) => String(row.number)}
        empty={t.none}
        total={[t.total, ...ledgerStates.map((state) => number.format(sum(state)))]}
      />
      {below.length > 0 && (
        <Table
          caption={t.packages}
          phone="scroll"
          columns={[
            { label: t.from, names: true, cell: (row) => row.from },
            { label: t.consultation, cell: (row) => row.title },
            ...belowStates.map((state) => ({
              label: w.words[state],
              numeric: true,
              cell: (row: BelowRow) => number.format(row.counts[state] ?? 0),
            })),
          ]}
          rows={below}
          keyOf={(row) => `${row.from} ${row.title}`}
        />
      )}
    </>
  )
}
