import { dateTag } from '#kernel/text'
import { type Named, nameIn } from '#parts/councils'
import { type Deputy, networkText, openingLines, type Shown } from '#parts/network'
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
import { text } from './profile-page.text.ts'

export interface ProfileView {
  readonly deputy: Deputy
  readonly shows: Shown
  /** What one can do: write to her, book her. */
  readonly ways: readonly Way[]
  readonly doing: readonly HomeCard[]
  readonly qrSvg: string
  readonly timeZone: string
  readonly may: { readonly edit: boolean; readonly order: boolean }
}

interface Part {
  readonly view: ProfileView
}

/** One deputy: for whom she stands, where and when she is met, what she does; a card to hand out. */
export function ProfilePage({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const { deputy, shows, ways } = view
  const day = (at: Date) =>
    new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: view.timeZone }).format(at)
  const introduction = locale === 'en' ? (deputy.introduction_en ?? deputy.introduction_zh) : deputy.introduction_zh
  return (
    <>
      {!shows.name && <Notice kind="wait">{t.hidden}</Notice>}
      {shows.portrait && deputy.portraitId && (
        <img class="portrait" src={`/deputies/${deputy.code}/portrait`} alt={t.portraitOf(deputy.name)} />
      )}
      <PageHead
        title={deputy.name}
        above={
          deputy.current ? (
            deputy.levels.map((level) => (
              <Tag key={level} kind="accent">
                {n.deputyLevel[level]}
              </Tag>
            ))
          ) : (
            <Tag kind="stop">{t.former(deputy.until ? day(deputy.until) : '')}</Tag>
          )
        }
      />
      {!deputy.current && (
        <Notice kind="wait">
          {t.formerNote} <a href="/deputies">{t.formerFind}</a>
        </Notice>
      )}
      {(ways.length > 0 || view.may.edit) && (
        <ButtonRow>
          {ways.map((way, index) => (
            <ButtonLink key={way.href} href={way.href} kind={index === 0 ? 'main' : 'quiet'}>
              {way.label}
            </ButtonLink>
          ))}
          {view.may.edit && (
            <ButtonLink href={`/deputies/${deputy.code}/edit`} kind="quiet">
              {t.edit}
            </ButtonLink>
          )}
        </ButtonRow>
      )}
      <Columns aside={<Aside view={view} />} asideLabel={t.aside}>
        <About view={view} since={deputy.since ? day(deputy.since) : null} />
        {shows.introduction && introduction && (
          <section aria-labelledby="introduction">
            <h2 id="introduction">{t.introduction}</h2>
            {introduction.split('\n').map((line) => (
              <p key={line}>
                <Words>{line}</Words>
              </p>
            ))}
          </section>
        )}
        {shows.hours && <Hours deputy={deputy} />}
        {shows.places && deputy.places.length > 0 && <Places deputy={deputy} />}
        {shows.activity && <Doing cards={view.doing} />}
      </Columns>
    </>
  )
}

function About({ view: { deputy, shows }, since }: Part & { readonly since: string | null }) {
  const t = useText(text)
  const locale = useLocale()
  const { constituency, groups } = deputy
  const of = (kind: Deputy['groups'][number]['kind']) => namesOf(groups.filter((group) => group.kind === kind))
  function namesOf(things: readonly Named[]) {
    return things.map((thing) => nameIn(thing, locale)).join(t.and)
  }
  const items = [
    {
      term: t.constituency,
      value: shows.constituency && constituency && (
        <a href={`/deputies?constituency=${constituency.number}`}>{nameIn(constituency, locale)}</a>
      ),
    },
    { term: t.committees, value: shows.groups && of('committee') },
    { term: t.professional, value: shows.groups && of('professional') },
    { term: t.local, value: shows.groups && of('local') },
    { term: t.since, value: since && t.sinceDay(since) },
  ].filter((item) => item.value)
  if (items.length === 0) return null
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t.about}</h2>
      <DefinitionList items={items} />
    </section>
  )
}

function Hours({ deputy }: { readonly deputy: Deputy }) {
  const t = useText(text)
  const locale = useLocale()
  const lines = openingLines(deputy.hours, locale)
  const note = locale === 'en' ? (deputy.hours_note_en ?? deputy.hours_note_zh) : deputy.hours_note_zh
  if (lines.length === 0 && !note) return null
  return (
    <section aria-labelledby="hours">
      <h2 id="hours">{t.hours}</h2>
      {lines.length > 0 && <DefinitionList items={lines.map(({ days, hours }) => ({ term: days, value: hours }))} />}
      {note && (
        <p>
          <Words>{note}</Words>
        </p>
      )}
      {lines.length > 0 && deputy.current && (
        <p>
          <a href={`/deputies/${deputy.code}/calendar.ics`}>{t.calendar}</a>
        </p>
      )}
    </section>
  )
}

function Places({ deputy }: { readonly deputy: Deputy }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <section aria-labelledby="places">
      <h2 id="places">{t.places}</h2>
      <p class="muted">{t.placesNote}</p>
      <ul>
        {deputy.places.map((place) => (
          <li key={place.number}>
            <a href={`/stations/${place.number}`}>{nameIn(place, locale)}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Doing({ cards }: { readonly cards: readonly HomeCard[] }) {
  const t = useText(text)
  return (
    <section aria-labelledby="doing">
      <h2 id="doing">{t.doing}</h2>
      {cards.length === 0 ? (
        <p class="muted">{t.nothingYet}</p>
      ) : (
        <CardGrid label={t.doing}>
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
      )}
    </section>
  )
}

function Aside({ view: { deputy, qrSvg, may } }: Part) {
  const t = useText(text)
  const base = `/deputies/${deputy.code}`
  return (
    <>
      <QrFigure svg={qrSvg} href={base} caption={t.scan} small />
      <p class="muted">{t.code(deputy.code)}</p>
      <ul class="plain-list">
        <li>
          <a href={`${base}/card.pdf`}>{t.card}</a>
        </li>
        <li>
          <a href={`${base}/code.svg`}>{t.cardSvg}</a>
        </li>
        <li>
          <a href={`${base}/code.png`}>{t.cardPng}</a>
        </li>
        {may.order && (
          <li>
            <a href={`${base}/register`}>{t.register}</a>
          </li>
        )}
      </ul>
    </>
  )
}
