import { EmptyState, PageHead, Table, useLocale, useText } from '#ui'
import type { HomeFigure } from '#web/routes'
import type { StationFigure } from '../queries.ts'
import { text } from './figures-page.text.ts'

/** Each number of the front page: how it is counted, and what it is the sum of. */
export function FiguresPage({ figures }: { readonly figures: readonly StationFigure[] }) {
  const t = useText(text)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {figures.length === 0 && <EmptyState title={t.none}>{t.noneWords}</EmptyState>}
      {figures.map((station) => (
        <section key={station.station} aria-labelledby={station.station}>
          <h2 id={station.station}>{t.stations[station.station]}</h2>
          {station.figures.map((figure) => (
            <Figure key={figure.label} figure={figure} />
          ))}
        </section>
      ))}
      <p>
        <a href="/open-data">{t.also}</a>
      </p>
    </>
  )
}

function Figure({ figure }: { readonly figure: HomeFigure }) {
  const t = useText(text)
  const number = new Intl.NumberFormat(useLocale())
  const sum = figure.parts.reduce((total, { value }) => total + value, 0)
  return (
    <>
      <p>{figure.how}</p>
      <Table
        caption={figure.label}
        captionHidden
        phone="keep"
        columns={[
          { label: t.about, names: true, cell: ({ href, title }) => <a href={href}>{title}</a> },
          { label: figure.label, numeric: true, cell: ({ value }) => number.format(value) },
        ]}
        rows={figure.parts}
        keyOf={({ href, title }) => `${href} ${title}`}
        total={[t.sum, number.format(sum)]}
      />
    </>
  )
}
