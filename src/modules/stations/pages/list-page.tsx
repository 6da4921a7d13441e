import type { Area } from '#parts/councils'
import { nameIn } from '#parts/councils'
import {
  hostKinds,
  networkText,
  openingText,
  type Place,
  type PlaceKind,
  placeKinds,
  placeLevels,
} from '#parts/network'
import {
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  Details,
  EmptyState,
  Field,
  FilterBar,
  PageHead,
  Pager,
  Select,
  Shown,
  Stat,
  StatRow,
  Tag,
  useLocale,
  useText,
} from '#ui'
import { text } from './list-page.text.ts'
import { PlaceMap } from './place-map.tsx'

export interface ListView {
  readonly places: readonly Place[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly counts: Readonly<Partial<Record<PlaceKind, number>>>
  readonly areas: readonly Area[]
  readonly chosen: Readonly<Record<'kind' | 'level' | 'host' | 'area' | 'q', string>>
  readonly may: { readonly open: boolean }
}

/** The public registry of places. */
export function ListPage({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const first = (view.page - 1) * view.pageSize
  const pages = Math.ceil(view.total / view.pageSize)
  const points = view.places.flatMap((place, index) => pointOf(place, String(first + index + 1), locale))
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <StatRow label={t.counts}>
        {placeKinds.flatMap((kind) => {
          const count = view.counts[kind]
          return count ? (
            <Stat key={kind} value={count} label={n.counted[kind](count)} href={`/stations?kind=${kind}`} />
          ) : (
            []
          )
        })}
      </StatRow>
      <ButtonRow>
        <ButtonLink href="/stations/network" kind="quiet">
          {t.network}
        </ButtonLink>
        {view.may.open && <ButtonLink href="/stations/new">{t.open}</ButtonLink>}
      </ButtonRow>
      <Details summary={t.filter} open={Object.values(view.chosen).some(Boolean)}>
        <Filters view={view} />
      </Details>
      {view.places.length === 0 ? (
        <EmptyState title={t.none} action={<ButtonLink href="/stations">{t.clear}</ButtonLink>}>
          {t.noneNote}
        </EmptyState>
      ) : (
        <>
          {points.length > 0 && (
            <section aria-labelledby="map">
              <h2 id="map">{t.map}</h2>
              <PlaceMap points={points} />
              {points.length < view.places.length && (
                <p class="muted">{t.mapSome(points.length, view.places.length)}</p>
              )}
            </section>
          )}
          <section aria-labelledby="list">
            <h2 id="list">{t.list}</h2>
            <Shown page={view.page} pageSize={view.pageSize} total={view.total} />
            <CardGrid label={t.list}>
              {view.places.map((place, index) => (
                <PlaceCard key={place.place_id} place={place} mark={first + index + 1} />
              ))}
            </CardGrid>
            <Pager page={view.page} pages={pages} hrefOf={(page) => hrefOf(view, page)} />
          </section>
        </>
      )}
    </>
  )
}

function pointOf(place: Place, mark: string, locale: string) {
  if (place.latitude === null || place.longitude === null) return []
  return {
    href: `/stations/${place.number}`,
    label: `${mark} ${nameIn(place, locale)}`,
    mark,
    latitude: place.latitude,
    longitude: place.longitude,
  }
}

function Filters({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { chosen } = view
  const filtered = Object.values(chosen).some(Boolean)
  return (
    <FilterBar action="/stations" {...(filtered && { clearHref: '/stations' })}>
      <Select
        name="kind"
        label={t.kind}
        optional
        empty={t.all}
        value={chosen.kind}
        options={placeKinds.map((value) => ({ value, label: n.kind[value] }))}
      />
      <Select
        name="level"
        label={t.level}
        optional
        empty={t.all}
        value={chosen.level}
        options={placeLevels.map((value) => ({ value, label: n.level[value] }))}
      />
      <Select
        name="host"
        label={t.host}
        optional
        empty={t.all}
        value={chosen.host}
        options={hostKinds.map((value) => ({ value, label: n.host[value] }))}
      />
      {view.areas.length > 0 && (
        <Select
          name="area"
          label={t.area}
          optional
          empty={t.all}
          value={chosen.area}
          options={view.areas.map((area) => ({ value: area.code, label: nameIn(area, locale) }))}
        />
      )}
      <Field name="q" label={t.words} optional type="search" value={chosen.q} />
    </FilterBar>
  )
}

function PlaceCard({ place, mark }: { readonly place: Place; readonly mark: number }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const address = locale === 'en' ? (place.address_en ?? place.address_zh) : place.address_zh
  return (
    <Card asItem level={3} href={`/stations/${place.number}`} title={`${mark}. ${nameIn(place, locale)}`}>
      <p class="row">
        <Tag>{n.kind[place.kind]}</Tag>
        <Tag>{n.level[place.level]}</Tag>
        {place.featured && <Tag kind="ok">{t.featured}</Tag>}
      </p>
      {address && <p>{address}</p>}
      {place.opening.length > 0 && <p class="muted">{openingText(place.opening, locale)}</p>}
    </Card>
  )
}

function hrefOf({ chosen }: ListView, page: number): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(chosen)) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  const search = query.toString()
  return search ? `/stations?${search}` : '/stations'
}
