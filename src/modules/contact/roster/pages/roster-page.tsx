import { Button, ButtonLink, ButtonRow, EmptyState, PageHead, Select } from '#ui'
import type { Duty } from '../queries.ts'
import type { Shown } from '../shown.ts'
import { DutyList, isAhead, isNow } from './duty-parts.tsx'
import { text } from './roster.text.ts'

export interface RosterPageProps {
  /** From the first moment of this week on, in their order. */
  readonly duties: readonly Duty[]
  readonly weekEnds: string
  readonly months: readonly string[]
  readonly places: readonly { readonly value: string; readonly label: string }[]
  readonly place: string
  readonly feedHref: string
  readonly shown: Shown
}

/** Who is on duty now, today, this week and after. */
export function RosterPage({ duties, weekEnds, months, places, place, feedHref, shown }: RosterPageProps) {
  const t = text[shown.locale]
  const { now, today } = shown
  const standing = duties.filter((duty) => isAhead(duty, now) && isNow(duty, now))
  const others = duties.filter((duty) => duty.ends_at > now && !standing.includes(duty))
  const dayOf = (duty: Duty) => shown.dayOf(duty.starts_at)
  const online = standing.filter((duty) => duty.online).length
  const people = new Set(standing.map(({ person_id }) => person_id)).size
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <section aria-labelledby="now">
        <h2 id="now">{t.now}</h2>
        <p>
          {t.nowWords(people)} {online > 0 && t.onlineWords(online)}
        </p>
        {standing.length > 0 && <DutyList duties={standing} shown={shown} label={t.now} />}
        <ButtonRow>
          <ButtonLink href="/contact/write">{t.write}</ButtonLink>
        </ButtonRow>
      </section>
      <form method="get" action="/contact/roster" class="row">
        <Select name="place" label={t.byPlace} empty={t.allPlaces} options={places} value={place} optional />
        <Button kind="quiet">{t.show}</Button>
      </form>
      <Part
        id="today"
        title={t.today}
        none={t.todayNone}
        duties={others.filter((duty) => dayOf(duty) === today)}
        shown={shown}
      />
      <Part
        id="week"
        title={t.week}
        none={t.weekNone}
        duties={others.filter((duty) => dayOf(duty) > today && dayOf(duty) <= weekEnds)}
        shown={shown}
        days
      />
      <section aria-labelledby="next">
        <h2 id="next">{t.next}</h2>
        {others.some((duty) => dayOf(duty) > weekEnds) ? (
          <DutyList duties={others.filter((duty) => dayOf(duty) > weekEnds)} shown={shown} label={t.next} days />
        ) : (
          <EmptyState title={t.nextNone}>{t.nextNoneWhy}</EmptyState>
        )}
      </section>
      <section aria-labelledby="months">
        <h2 id="months">{t.months}</h2>
        <ul class="links">
          {months.map((month) => (
            <li key={month}>
              <a href={`/contact/roster/${month}${place && `?place=${place}`}`}>{shown.month(month)}</a>
            </li>
          ))}
        </ul>
        <p>
          <a href={feedHref}>{t.feed}</a> <span class="muted">{t.feedWhy}</span>
        </p>
      </section>
    </>
  )
}

interface PartProps {
  readonly id: string
  readonly title: string
  readonly none: string
  readonly duties: readonly Duty[]
  readonly shown: Shown
  readonly days?: boolean
}

function Part({ id, title, none, duties, shown, days }: PartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {duties.length > 0 ? (
        <DutyList duties={duties} shown={shown} label={title} {...(days && { days })} />
      ) : (
        <p class="muted">{none}</p>
      )}
    </section>
  )
}
