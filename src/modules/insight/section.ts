/** A number, words, or nothing to say: no share of nothing, no middle of no answers. */
export type Value = number | string | null

export interface SectionColumn {
  readonly key: string
  readonly label: string
  /** `percent` and `days` are not summed. */
  readonly kind: 'count' | 'percent' | 'days' | 'text'
}

export interface SectionRow {
  /** Stable, within its section. */
  readonly key: string
  readonly name: string
  /** Where the counted things are. */
  readonly href: string | null
  /** One for each column. */
  readonly values: readonly Value[]
}

/**
 * One table of figures. The page, the printed sheet, the downloads, the open data and the report are all made of
 * these, so that a number is the same wherever it stands.
 */
export interface Section {
  /** Stable name: in the address, in the downloads. */
  readonly id: string
  readonly title: string
  /** How it is counted, in a sentence. */
  readonly how: string
  /** What the first column holds. */
  readonly of: string
  readonly columns: readonly SectionColumn[]
  readonly rows: readonly SectionRow[]
  /** One for each column; null where nothing is summed. */
  readonly total: readonly Value[] | null
  /** Drawn above the table: the column of that key. */
  readonly chart: { readonly kind: 'bars' | 'time'; readonly column: string; readonly unit: string } | null
  /** The list whose entries are counted. */
  readonly source: { readonly href: string; readonly label: string }
}

/** The figures of one column with the name of their row, as a chart draws them; months in the order of time. */
export function pointsOf(section: Section): { label: string; value: number }[] {
  const index = section.columns.findIndex(({ key }) => key === section.chart?.column)
  const points = section.rows.flatMap(({ name, values }) => {
    const value = values[index]
    return typeof value === 'number' ? [{ label: name, value }] : []
  })
  return section.chart?.kind === 'time' ? points.toReversed() : points
}

/** A section as long rows: one for each cell, totals too. What CSV, open data and a check by hand need. */
export function longRows(section: Section): Record<string, unknown>[] {
  const rows = [...section.rows, ...(section.total ? [{ name: '*', values: section.total }] : [])]
  return rows.flatMap(({ name, values }) =>
    section.columns.flatMap((column, index) => {
      const value = values[index] ?? null
      const number = typeof value === 'number' ? value : null
      const words = typeof value === 'string' ? value : null
      return [{ section: section.id, row: name, measure: column.key, value: number, words }]
    }),
  )
}
