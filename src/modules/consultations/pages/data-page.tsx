import type { Locale } from '#kernel/text'
import { Details, PageHead, Table } from '#ui'
import { text } from '../queries/open-data.text.ts'
import { columnsOf, type DataSet, dataSets } from '../queries/open-data.ts'

export interface DataPageProps {
  readonly title: string
  readonly base: string
  readonly counts: Readonly<Record<DataSet, number>>
  readonly locale: Locale
}

const endings = ['csv', 'xlsx', 'jsonl'] as const

/** What can be downloaded of a consultation, how much it is, and what its fields mean. */
export function DataPage({ title, base, counts, locale }: DataPageProps) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  return (
    <>
      <PageHead title={t.title} above={<span class="muted">{title}</span>} lead={t.lead} />
      <Table
        caption={t.title}
        captionHidden
        columns={[
          { label: t.set, names: true, cell: (set) => t.sets[set] },
          { label: t.rows, numeric: true, cell: (set) => number.format(counts[set]) },
          {
            label: t.files,
            cell: (set) => (
              <span class="row">
                {endings.map((ending) => (
                  <a key={ending} href={`${base}/data/${set}.${ending}`} download>
                    {ending.toUpperCase()}
                  </a>
                ))}
              </span>
            ),
          },
        ]}
        rows={dataSets}
        keyOf={(set) => set}
      />
      <p>
        <a href={`${base}/data/annotations.jsonl`} download>
          {t.annotations}
        </a>
      </p>
      <p class="muted">{t.safe}</p>
      <h2>{t.dictionary}</h2>
      {dataSets.map((set) => (
        <Details key={set} summary={t.sets[set]}>
          <Table
            caption={t.sets[set]}
            captionHidden
            columns={[
              { label: t.field, names: true, cell: (column) => <code>{column.key}</code> },
              { label: t.meaning, cell: (column) => `${column.label}: ${column.meaning}` },
            ]}
            rows={columnsOf(set, locale)}
            keyOf={(column) => column.key}
          />
        </Details>
      ))}
    </>
  )
}
