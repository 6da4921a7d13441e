import type { ComponentChildren } from 'preact'
import type { Locale } from '#kernel/text'
import { Table } from '#ui'
import { type Figures, figureNames, sumOf } from '../queries/figures.ts'
import { text } from './list-page.text.ts'

/** Figures row by row with their sum: by department, by place, by month. */
export function FiguresTable<Row extends Figures>({
  caption,
  rows,
  label,
  nameOf,
  keyOf,
  locale,
}: {
  readonly caption: string
  readonly rows: readonly Row[]
  /** What the first column names. */
  readonly label: string
  readonly nameOf: (row: Row) => ComponentChildren
  readonly keyOf: (row: Row) => string
  readonly locale: Locale
}) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  const sum = sumOf(rows)
  return (
    <Table
      caption={caption}
      captionHidden
      rows={rows}
      keyOf={keyOf}
      empty={t.none}
      columns={[
        { label, names: true, cell: nameOf },
        ...figureNames.map((figure) => ({
          label: t[figure],
          numeric: true,
          cell: (row: Row) => number.format(row[figure]),
        })),
      ]}
      total={[t.total, ...figureNames.map((figure) => number.format(sum[figure]))]}
    />
  )
}
