import { buttonClass, EmptyState, PageHead, Select, useText } from '#ui'
import { text } from '../report.text.ts'

/** Chooses the year of the report; a GET form, because nothing changes by it. */
export function ReportPage({ years }: { readonly years: readonly number[] }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {years.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords}</EmptyState>
      ) : (
        <form method="get" action="/insight/report.docx">
          <Select
            name="year"
            label={t.year}
            empty={false}
            value={String(years[0])}
            options={years.map((year) => ({ value: String(year), label: String(year) }))}
          />
          <button class={buttonClass('main')} type="submit">
            {t.download}
          </button>
        </form>
      )}
    </>
  )
}
