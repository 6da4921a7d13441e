import { nameIn } from '#parts/councils'
import type { Place, PointFigures, TreePlace } from '#parts/network'
import { PageHead, Table, useLocale, useText } from '#ui'
import { text } from './network-page.text.ts'
import { PlaceTree } from './place-page.tsx'

export interface NetworkView {
  readonly points: readonly { readonly place: Place; readonly figures: PointFigures }[]
  readonly tree: readonly TreePlace[]
}

/** All contact points in figures, and every place of the council as one tree. */
export function NetworkPage({ view }: { readonly view: NetworkView }) {
  const t = useText(text)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  const sum = (key: keyof Omit<PointFigures, 'place_id'>) =>
    number.format(view.points.reduce((total, { figures }) => total + figures[key], 0))
  const column = (label: string, figureOf: (figures: PointFigures) => number) => ({
    label,
    numeric: true,
    cell: ({ figures }: NetworkView['points'][number]) => number.format(figureOf(figures)),
  })
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.points.length > 0 && (
        <Table
          caption={t.points}
          keyOf={({ place }) => place.place_id}
          rows={view.points}
          columns={[
            {
              label: t.name,
              names: true,
              cell: ({ place }) => <a href={`/stations/${place.number}`}>{nameIn(place, locale)}</a>,
            },
            column(t.council, (figures) => figures.council_members),
            column(t.units, (figures) => figures.units),
            column(t.experts, (figures) => figures.experts + figures.advisers),
            column(t.collectionPoints, (figures) => figures.collection_points),
            column(t.collectors, (figures) => figures.collectors),
            column(t.people, (figures) => figures.people),
            column(t.havings, (figures) => figures.havings),
          ]}
          {...(view.points.length > 1 && {
            total: [
              t.total,
              sum('council_members'),
              sum('units'),
              number.format(view.points.reduce((all, { figures }) => all + figures.experts + figures.advisers, 0)),
              sum('collection_points'),
              sum('collectors'),
              null,
              null,
            ],
          })}
        />
      )}
      <section aria-labelledby="tree">
        <h2 id="tree">{t.tree}</h2>
        {view.tree.length === 0 ? <p>{t.empty}</p> : <PlaceTree places={view.tree} />}
      </section>
    </>
  )
}
