import { dateTag, type Locale } from '#kernel/text'
import { nameIn } from '#parts/councils'
import {
  type CouncilBounds,
  councilState,
  havings,
  type ListedDeputy,
  networkText,
  type OpenState,
  type Place,
  type PointFigures,
  type Serving,
  type Shown,
  serviceRoles,
  type Training,
  type TreePlace,
  type Unit,
} from '#parts/network'
import {
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  Columns,
  DefinitionList,
  Notice,
  PageHead,
  QrFigure,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { HomeCard, Way } from '#web/routes'
import { PlaceLinks } from './place-links.tsx'
import { text } from './place-page.text.ts'
import { Access, Deputies, Hours } from './place-visit.tsx'

export interface PlaceView {
  readonly place: Place
  readonly serving: readonly Serving[]
  readonly havings: readonly {
    readonly item: (typeof havings)[number]
    readonly since: string
    readonly evidence: string
  }[]
  readonly figures: PointFigures | null
  readonly bounds: CouncilBounds
  readonly units: readonly Unit[]
  readonly above: readonly TreePlace[]
  readonly tree: readonly TreePlace[]
  readonly shared: Place | null
  readonly trainings: readonly Training[]
  /** What happens here next, as other modules tell it. */
  readonly happening: readonly HomeCard[]
  /** What was brought here and solved. */
  readonly solved: readonly HomeCard[]
  /** Those who serve here and whom everybody may find; the count is of all of them. */
  readonly deputies: readonly (ListedDeputy & { readonly shows: Shown })[]
  readonly deputyCount: number
  /** Null where no hours are known. */
  readonly opens: OpenState | null
  readonly ways: readonly Way[]
  readonly qrSvg: string
  readonly doorHref: string
  readonly may: { readonly keep: boolean; readonly order: boolean; readonly keepsFunds: boolean }
}

/** One place: where and when, who is there, what it has, what stands above and below it. */
export function PlacePage({ view }: { readonly view: PlaceView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { place } = view
  const shownAbove = new Set(view.deputies.map(({ personId }) => personId))
  return (
    <>
      <PageHead
        title={nameIn(place, locale)}
        above={
          <>
            <Tag kind="accent">{n.kind[place.kind]}</Tag>
            <Tag>{n.level[place.level]}</Tag>
            {place.featured && <Tag kind="ok">{t.featured}</Tag>}
            {place.until && <Tag kind="stop">{t.closed}</Tag>}
          </>
        }
      />
      {place.until && <Notice kind="wait">{t.closedNote(dayWords(place.until, locale))}</Notice>}
      <ButtonRow>
        {view.ways.map((way, index) => (
          <ButtonLink key={way.href} href={way.href} kind={index === 0 ? 'main' : 'quiet'}>
            {way.label}
          </ButtonLink>
        ))}
        <ButtonLink href="/consultations" kind={view.ways.length > 0 ? 'quiet' : 'main'}>
          {t.speak}
        </ButtonLink>
        {place.phone && (
          <ButtonLink kind="quiet" href={`tel:${place.phone.replace(/[^\d+]/g, '')}`}>
            {t.call(place.phone)}
          </ButtonLink>
        )}
      </ButtonRow>
      <Columns aside={<Aside view={view} />} asideLabel={t.aside}>
        <About view={view} />
        <Hours place={place} opens={view.opens} />
        <Access place={place} />
        <Deputies deputies={view.deputies} count={view.deputyCount} number={view.place.number} />
        <Happening cards={view.happening} id="happening" title={t.happening} />
        <Happening cards={view.solved} id="solved" title={t.solved} />
        <People serving={view.serving.filter((each) => !shownAbove.has(each.person_id) || each.role !== 'deputy')} />
        {place.kind === 'contact-point' && <Havings view={view} />}
        {view.figures && <Figures view={view} figures={view.figures} />}
        <Tree view={view} />
        <Trainings trainings={view.trainings} />
      </Columns>
    </>
  )
}

function About({ view: { place, shared } }: { readonly view: PlaceView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const en = locale === 'en'
  const host = en ? (place.host_en ?? place.host_zh) : place.host_zh
  const items = [
    { term: t.address, value: en ? (place.address_en ?? place.address_zh) : place.address_zh },
    { term: t.phone, value: place.phone && <a href={`tel:${place.phone.replace(/[^\d+]/g, '')}`}>{place.phone}</a> },
    { term: t.host, value: host ? `${n.host[place.host_kind]}${n.gap}${host}` : n.host[place.host_kind] },
    { term: t.area, value: en ? (place.area_en ?? place.area_zh) : place.area_zh },
    { term: t.specialty, value: en ? (place.specialty_en ?? place.specialty_zh) : place.specialty_zh },
    { term: t.shared, value: shared && <a href={`/stations/${shared.number}`}>{nameIn(shared, locale)}</a> },
    { term: t.plaque, value: en ? (place.plaque_en ?? place.plaque_zh) : place.plaque_zh },
    { term: t.since, value: dayWords(place.since, locale) },
  ]
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t.about}</h2>
      <DefinitionList items={items.filter((item) => item.value)} />
    </section>
  )
}

function Happening({
  cards,
  id,
  title,
}: {
  readonly cards: readonly HomeCard[]
  readonly id: string
  readonly title: string
}) {
  if (cards.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <CardGrid label={title}>
        {cards.map((card) => (
          <Card key={card.href + card.title} asItem level={3} title={<Words>{card.title}</Words>} href={card.href}>
            {card.lines.map((line) => (
              <p key={line}>
                <Words>{line}</Words>
              </p>
            ))}
          </Card>
        ))}
      </CardGrid>
    </section>
  )
}

function People({ serving }: { readonly serving: readonly Serving[] }) {
  const t = useText(text)
  const n = useText(networkText)
  const groups = serviceRoles.flatMap((role) => {
    const here = serving.filter((each) => each.role === role)
    return here.length === 0 ? [] : [{ role, named: here.filter((each) => each.name), total: here.length }]
  })
  return (
    <section aria-labelledby="people">
      <h2 id="people">{t.people}</h2>
      {groups.length === 0 && <p>{t.nobody}</p>}
      <DefinitionList
        items={groups.map(({ role, named, total }) => ({
          term: n.role[role],
          value: (
            <>
              {named.map((each, index) => (
                <>
                  {index > 0 && n.and}
                  <Words>{nameAndTitle(each)}</Words>
                </>
              ))}
              {named.length > 0 && named.length < total && n.between}
              {named.length === 0
                ? t.count(total)
                : named.length < total
                  ? t.more(n.role[role], total - named.length)
                  : null}
            </>
          ),
        }))}
      />
      {groups.length > 0 && <p class="muted">{t.peopleNote}</p>}
    </section>
  )
}

/** 周明 主任: the title only where it says more than the duty it stands under. */
function nameAndTitle({ name, title, role }: Serving): string {
  return [name, title === networkText['zh-CN'].role[role] ? null : title].filter(Boolean).join(' ')
}

function Havings({ view }: { readonly view: PlaceView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  return (
    <section aria-labelledby="havings">
      <h2 id="havings">{t.having}</h2>
      <p>{t.having5(view.havings.length)}</p>
      <DefinitionList
        items={havings.map((item) => {
          const has = view.havings.find((each) => each.item === item)
          return {
            term: n.having[item],
            value: has ? (
              <>
                <Tag kind="ok">{t.has}</Tag> <Words>{has.evidence}</Words>{' '}
                <span class="muted">{dayWords(has.since, locale)}</span>
              </>
            ) : (
              <Tag kind="wait">{t.lacks}</Tag>
            ),
          }
        })}
      />
    </section>
  )
}

function Figures({ view, figures }: { readonly view: PlaceView; readonly figures: PointFigures }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { bounds, place, units } = view
  const state = councilState(place.council_formed_on, figures.council_members, bounds)
  const tag = { none: 'plain', forming: 'wait', formed: 'ok', outside: 'wait' } as const
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{t.figures}</h2>
      <p class="muted">{t.figuresNote}</p>
      <DefinitionList
        items={[
          {
            term: t.council,
            value: (
              <>
                <Tag kind={tag[state]}>{n.council[state]}</Tag>{' '}
                {t.councilMembers(figures.council_members, bounds.legislativeCouncilMin, bounds.legislativeCouncilMax)}
                {place.council_formed_on && (
                  <span class="muted"> {t.formedOn(dayWords(place.council_formed_on, locale))}</span>
                )}
              </>
            ),
          },
          {
            term: t.units,
            value:
              units.length === 0
                ? t.countUnits(0)
                : units.map((unit) => `${nameIn(unit, locale)}${n.aside(n.unit[unit.role])}`).join(n.and),
          },
          { term: t.experts, value: t.count(figures.experts + figures.advisers) },
          { term: t.collectors, value: t.count(figures.collectors) },
          { term: t.collectionPoints, value: t.countPlaces(figures.collection_points) },
          { term: t.everybody, value: t.count(figures.people) },
        ]}
      />
    </section>
  )
}

function Tree({ view: { above, tree, place } }: { readonly view: PlaceView }) {
  const t = useText(text)
  if (above.length === 0 && tree.length <= 1) return null
  return (
    <section aria-labelledby="tree">
      <h2 id="tree">{t.tree}</h2>
      <PlaceTree
        places={[
          ...above.map((each, depth) => ({ ...each, depth })),
          ...tree.map((each) => ({ ...each, depth: each.depth + above.length })),
        ]}
        here={place.place_id}
      />
    </section>
  )
}

/** Places by depth, as lists within lists. */
export function PlaceTree({ places, here }: { readonly places: readonly TreePlace[]; readonly here?: string }) {
  const n = useText(networkText)
  const locale = useLocale()
  const [top, ...rest] = places
  if (!top) return null
  const branches: TreePlace[][] = [[top]]
  for (const place of rest) {
    if (place.depth === top.depth) branches.push([place])
    else branches.at(-1)?.push(place)
  }
  return (
    <ul class="place-tree">
      {branches.map(([place, ...below]) =>
        place ? (
          <li key={place.place_id}>
            {place.place_id === here ? (
              <b aria-current="page">{nameIn(place, locale)}</b>
            ) : (
              <a href={`/stations/${place.number}`}>{nameIn(place, locale)}</a>
            )}{' '}
            <span class="muted">{n.kind[place.kind]}</span>
            {below.length > 0 && <PlaceTree places={below} {...(here && { here })} />}
          </li>
        ) : null,
      )}
    </ul>
  )
}

function Trainings({ trainings }: { readonly trainings: readonly Training[] }) {
  const t = useText(text)
  const locale = useLocale()
  if (trainings.length === 0) return null
  return (
    <section aria-labelledby="trainings">
      <h2 id="trainings">{t.trainings}</h2>
      <DefinitionList
        items={trainings.map((each) => ({
          term: each.course,
          value: t.trainingLine(
            dayWords(each.held_on, locale),
            new Intl.NumberFormat(locale).format(each.hours),
            each.people,
          ),
        }))}
      />
    </section>
  )
}

function Aside({ view: { place, qrSvg, doorHref, may } }: { readonly view: PlaceView }) {
  const t = useText(text)
  return (
    <>
      <QrFigure svg={qrSvg} href={doorHref} caption={t.scan} small />
      <p class="muted">{t.code(place.code)}</p>
      <ButtonRow>
        <ButtonLink href={`/stations/${place.number}/poster.pdf`} kind="quiet">
          {t.poster}
        </ButtonLink>
      </ButtonRow>
      <PlaceLinks number={place.number} open={place.until === null} staff={may.keepsFunds} />
      {may.keep && !place.until && (
        <nav aria-label={t.staff}>
          <h2>{t.staff}</h2>
          <ul>
            <li>
              <a href={`/stations/${place.number}/edit`}>{t.editPage}</a>
            </li>
            {may.order && (
              <li>
                <a href={`/stations/${place.number}/register`}>{t.editRegister}</a>
              </li>
            )}
            <li>
              <a href={`/stations/${place.number}/people`}>{t.editPeople}</a>
            </li>
            <li>
              <a href={`/stations/${place.number}/havings`}>{t.editHavings}</a>
            </li>
          </ul>
        </nav>
      )}
    </>
  )
}

/** A day in words of the reader's language. */
export function dayWords(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}
