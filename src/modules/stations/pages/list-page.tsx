import { type Area, type Constituency, nameIn } from '#parts/councils'
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
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  Details,
  EmptyState,
  Field,
  FilterBar,
  Island,
  Notice,
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
import type { Position } from '../map/coordinates.ts'
import type { MapPoint, MapShape, Tiles } from '../map/plan.ts'
import { text } from './list-page.text.ts'
import { PlaceMap } from './place-map.tsx'

export type Chosen = Readonly<
  Record<'kind' | 'level' | 'host' | 'area' | 'constituency' | 'theme' | 'box' | 'q', string>
>

export interface ListView {
  readonly places: readonly { readonly place: Place; readonly metres: number | null }[]
  readonly points: readonly MapPoint[]
  readonly shapes: readonly MapShape[]
  readonly tiles: Tiles | null
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly counts: Readonly<Partial<Record<PlaceKind, number>>>
  readonly areas: readonly Area[]
  readonly constituencies: readonly Constituency[]
  readonly themes: readonly { readonly zh: string; readonly en: string | null }[]
  readonly chosen: Chosen
  /** The area an address names, where no place's own words hold it. */
  readonly named: Area | null
  /** The position from which these are the nearest. */
  readonly near: Position | null
  readonly may: { readonly open: boolean }
}

interface Part {
  readonly view: ListView
}

/** The public registry of places, by whatever one knows of them, as a map and as a list. */
export function ListPage({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const kinds = placeKinds.flatMap((kind) => {
    const count = view.counts[kind]
    return count ? [{ kind, count }] : []
  })
  return (
    <>
      <PageHead title={view.near ? t.nearTitle : t.title} lead={view.near ? t.nearNote : t.lead} />
      <Filters view={view} />
      <NearMe />
      <ButtonRow>
        <ButtonLink href="/deputies" kind="quiet">
          {t.deputies}
        </ButtonLink>
        <ButtonLink href="/stations/network" kind="quiet">
          {t.network}
        </ButtonLink>
        {view.may.open && <ButtonLink href="/stations/new">{t.open}</ButtonLink>}
        {view.may.open && (
          <ButtonLink href="/stations/shapes" kind="quiet">
            {t.shapes}
          </ButtonLink>
        )}
      </ButtonRow>
      {view.places.length === 0 ? (
        <EmptyState title={t.none} action={<ButtonLink href="/stations">{t.clear}</ButtonLink>}>
          {t.noneNote}
        </EmptyState>
      ) : (
        <Found view={view} />
      )}
      {kinds.length > 0 && (
        <StatRow label={t.counts}>
          {kinds.map(({ kind, count }) => (
            <Stat key={kind} value={count} label={n.counted[kind](count)} href={`/stations?kind=${kind}`} />
          ))}
        </StatRow>
      )}
    </>
  )
}

function Found({ view }: Part) {
  const t = useText(text)
  const locale = useLocale()
  const first = (view.page - 1) * view.pageSize
  return (
    <>
      {view.named && <Notice>{t.namedArea(nameIn(view.named, locale))}</Notice>}
      {view.points.length > 0 && (
        <section aria-labelledby="map">
          <h2 id="map">{t.map}</h2>
          <PlaceMap
            points={view.points}
            shapes={view.shapes}
            tiles={view.tiles}
            hrefOfBox={(box) => hrefOf({ ...view.chosen, box }, 1)}
          />
          {view.points.length < view.total && <p class="muted">{t.mapSome(view.points.length, view.total)}</p>}
        </section>
      )}
      <section aria-labelledby="list">
        <h2 id="list">{view.chosen.box ? t.inBox : t.list}</h2>
        {!view.near && <Shown page={view.page} pageSize={view.pageSize} total={view.total} />}
        <CardGrid label={t.list}>
          {view.places.map(({ place, metres }, index) => (
            <PlaceCard key={place.place_id} place={place} metres={metres} mark={first + index + 1} />
          ))}
        </CardGrid>
        <Pager
          page={view.page}
          pages={Math.ceil(view.total / view.pageSize)}
          hrefOf={(page) => hrefOf(view.chosen, page)}
        />
      </section>
    </>
  )
}

function Filters({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { q, ...chosen } = view.chosen
  const narrowed = Object.values(chosen).some(Boolean)
  return (
    <FilterBar action="/stations" {...((narrowed || q || view.near) && { clearHref: '/stations' })}>
      <Field name="q" label={t.words} hint={t.wordsHint} optional type="search" value={q} />
      <Details summary={t.filter} open={narrowed}>
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
        {view.constituencies.length > 0 && (
          <Select
            name="constituency"
            label={t.constituency}
            optional
            empty={t.all}
            value={chosen.constituency}
            options={view.constituencies.map((each) => ({ value: String(each.number), label: nameIn(each, locale) }))}
          />
        )}
        {view.themes.length > 0 && (
          <Select
            name="theme"
            label={t.theme}
            optional
            empty={t.all}
            value={chosen.theme}
            options={view.themes.map(({ zh, en }) => ({ value: zh, label: locale === 'en' ? (en ?? zh) : zh }))}
          />
        )}
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
      </Details>
    </FilterBar>
  )
}

/** Hidden without scripts: then one types an address or chooses an area. Sent by POST, so that no address, history or log holds the position. */
function NearMe() {
  const t = useText(text)
  return (
    <form
      class="near-me"
      hidden
      method="post"
      action="/stations/near"
      data-near
      data-asking={t.nearAsking}
      data-refused={t.nearRefused}
      data-failed={t.nearFailed}
    >
      <input type="hidden" name="longitude" />
      <input type="hidden" name="latitude" />
      <Button kind="quiet">{t.near}</Button>
      <p class="hint">{t.nearHint}</p>
      <p class="hint" role="status" />
      <Island name="near-me" />
    </form>
  )
}

function PlaceCard({
  place,
  metres,
  mark,
}: {
  readonly place: Place
  readonly metres: number | null
  readonly mark: number
}) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const en = locale === 'en'
  const address = en ? (place.address_en ?? place.address_zh) : place.address_zh
  const theme = en ? (place.specialty_en ?? place.specialty_zh) : place.specialty_zh
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  return (
    <Card asItem level={3} href={`/stations/${place.number}`} title={`${mark}. ${nameIn(place, locale)}`}>
      <p class="row">
        <Tag>{n.kind[place.kind]}</Tag>
        {theme ? <Tag kind="accent">{theme}</Tag> : <Tag>{n.level[place.level]}</Tag>}
        {place.featured && <Tag kind="ok">{t.featured}</Tag>}
      </p>
      {metres !== null && (
        <p>
          {t.away(
            metres < 1000 ? t.metres(number.format(Math.max(100, metres))) : t.kilometres(number.format(metres / 1000)),
          )}
        </p>
      )}
      {address && <p>{address}</p>}
      {place.opening.length > 0 && <p class="muted">{openingText(place.opening, locale)}</p>}
    </Card>
  )
}

function hrefOf(chosen: Chosen, page: number): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(chosen)) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  const search = query.toString()
  return search ? `/stations?${search}` : '/stations'
}
