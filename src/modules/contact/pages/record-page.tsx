import { dateTag, type Locale } from '#kernel/text'
import type { MonthRecord } from '#parts/cases'
import { PageHead, PrintButton, PrintSheet, Table } from '#ui'
import { text } from './record-page.text.ts'

export interface RecordPageProps {
  readonly months: readonly MonthRecord[]
  readonly total: MonthRecord
  /** Names of the departments it is the record of. */
  readonly names: readonly string[]
  readonly day: string
  readonly locale: Locale
}

/** A department's own clock record, for its screen and for paper. */
export function RecordPage({ months, total, names, day, locale }: RecordPageProps) {
  const t = text[locale]
  const columns = ['given', 'inTime', 'late', 'waiting', 'lateNow', 'returned', 'reopened'] as const
  const median = ({ medianDays }: MonthRecord) => (medianDays === null ? '—' : t.days(medianDays))
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <p class="row">
        <PrintButton />
        <span class="muted">{t.export}</span>
        <a href="/contact/department/record.csv">{t.csv}</a>
        <a href="/contact/department/record.xlsx">{t.xlsx}</a>
      </p>
      <PrintSheet title={names.join(locale === 'en' ? ', ' : '、')} foot={day}>
        <Table
          caption={t.caption}
          phone="scroll"
          empty={t.none}
          keyOf={({ month }) => month}
          rows={months}
          columns={[
            { label: t.month, names: true, cell: ({ month }) => monthWords(month, locale) },
            ...columns.map((key) => ({ label: t[key], numeric: true, cell: (row: MonthRecord) => row[key] })),
            { label: t.median, numeric: true, cell: median },
          ]}
          total={[t.total, ...columns.map((key) => total[key]), median(total)]}
        />
      </PrintSheet>
    </>
  )
}

export function monthWords(month: string, locale: Locale): string {
  const at = new Date(`${month}-15T00:00:00Z`)
  return new Intl.DateTimeFormat(dateTag[locale], { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(at)
}
