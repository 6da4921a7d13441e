import type { Locale } from '#kernel/text'
import { type Area, type Constituency, nameIn } from '#parts/councils'
import { type DeputyGroup, deputyLevels, type ListedDeputy, networkText, type Place, type Shown } from '#parts/network'
import {
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  Details,
  EmptyState,
  Field,
  FilterBar,
  Notice,
  PageHead,
  Pager,
  Select,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { text } from './list-page.text.ts'

export interface ListView {
  readonly deputies: readonly (ListedDeputy & { readonly shows: Shown })[]
  readonly total: number
  /** Whether there are more than were counted. */
  readonly more: boolean
  readonly page: number
  readonly pageSize: number
  readonly chosen: Readonly<Record<'q' | 'area' | 'constituency' | 'level' | 'group' | 'place', string>>
  /** The area an address names, where no deputy's own words hold it. */
  readonly named: Area | null
  readonly place: Place | null
  readonly areas: readonly Area[]
  readonly constituencies: readonly Constituency[]
  readonly groups: readonly DeputyGroup[]
  readonly locale: Locale
  readonly may: { readonly order: boolean }
}

/** Everybody who may be turned to, found by whatever one knows of them. */
export function ListPage({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const locale = useLocale()
  const { chosen, deputies, total, more, page, pageSize } = view
  const asked = Object.values(chosen).some(Boolean)
  const count = new Intl.NumberFormat(locale).format(total)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <Filters view={view} />
      {view.may.order && (
        <ButtonRow>
          <ButtonLink href="/deputies/groups" kind="quiet">
            {t.groups}
          </ButtonLink>
        </ButtonRow>
      )}
      {deputies.length === 0 ? (
        <EmptyState
          title={asked ? t.none : t.noneYet}
          action={
            <ButtonRow>
              {asked && <ButtonLink href="/deputies">{t.clear}</ButtonLink>}
              <ButtonLink href="/stations" kind="quiet">
                {t.stations}
              </ButtonLink>
            </ButtonRow>
          }
        >
          {asked ? t.noneNote : t.noneYetNote}
        </EmptyState>
      ) : (
        <section aria-labelledby="list">
          <h2 id="list">{view.place ? t.atPlace(nameIn(view.place, locale)) : t.list}</h2>
          {view.named && <Notice>{t.namedArea(nameIn(view.named, locale))}</Notice>}
          <p class="muted">
            {t.found(count, more)} {more && asked && t.moreHint}
          </p>
          <CardGrid label={t.list}>
            {deputies.map((deputy) => (
              <DeputyCard key={deputy.code} deputy={deputy} />
            ))}
          </CardGrid>
          <Pager page={page} pages={Math.ceil(total / pageSize)} hrefOf={(to) => hrefOf(chosen, to)} />
        </section>
      )}
    </>
  )
}

function Filters({ view }: { readonly view: ListView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { chosen } = view
  const narrowed = Boolean(chosen.area || chosen.constituency || chosen.level || chosen.group)
  return (
    <FilterBar action="/deputies" {...(Object.values(chosen).some(Boolean) && { clearHref: '/deputies' })}>
      <Field name="q" label={t.search} hint={t.searchHint} optional type="search" value={chosen.q} />
      {chosen.place && <input type="hidden" name="place" value={chosen.place} />}
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
        <Select
          name="level"
          label={t.level}
          optional
          empty={t.all}
          value={chosen.level}
          options={deputyLevels.map((value) => ({ value, label: n.deputyLevel[value] }))}
        />
        {view.groups.length > 0 && (
          <Select
            name="group"
            label={t.group}
            optional
            empty={t.all}
            value={chosen.group}
            options={view.groups.map((group) => ({ value: String(group.number), label: nameIn(group, locale) }))}
          />
        )}
      </Details>
    </FilterBar>
  )
}

/** One deputy among others: who she is, for whom she stands, where she is found. */
export function DeputyCard({ deputy }: { readonly deputy: ListedDeputy & { readonly shows: Shown } }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { shows, places, groups, constituency } = deputy
  const names = (things: readonly Parameters<typeof nameIn>[0][]) =>
    things
      .slice(0, 3)
      .map((thing) => nameIn(thing, locale))
      .join(t.and)
  return (
    <Card asItem level={3} href={`/deputies/${deputy.code}`} title={<Words>{deputy.name}</Words>}>
      {shows.portrait && deputy.portraitId && (
        <img class="portrait small" src={`/deputies/${deputy.code}/portrait?small=1`} alt="" loading="lazy" />
      )}
      <p class="row">
        {deputy.levels.map((level) => (
          <Tag key={level}>{n.deputyLevel[level]}</Tag>
        ))}
      </p>
      {shows.constituency && constituency && (
        <p>
          <Words>{t.constituencyLine(nameIn(constituency, locale))}</Words>
        </p>
      )}
      {shows.places && places.length > 0 && (
        <p>
          <Words>{t.placesLine(names(places))}</Words>
        </p>
      )}
      {shows.groups && groups.length > 0 && (
        <p class="muted">
          <Words>{t.groupsLine(names(groups))}</Words>
        </p>
      )}
    </Card>
  )
}

function hrefOf(chosen: ListView['chosen'], page: number): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(chosen)) if (value) query.set(name, value)
  if (page > 1) query.set('page', String(page))
  const search = query.toString()
  return search ? `/deputies?${search}` : '/deputies'
}
