import { dateTag } from '#kernel/text'
import { nameIn } from '#parts/councils'
import {
  ButtonLink,
  ButtonRow,
  Card,
  Details,
  EmptyState,
  PageHead,
  Pager,
  Table,
  Tag,
  type TagKind,
  useLocale,
  useText,
  Words,
} from '#ui'
import { kindOf } from '../kinds.ts'
import type { RhythmView, SessionsView } from '../queries.ts'
import { text as sessionText } from '../sessions.text.ts'
import { topicIn, whenWords, whereWords } from '../words.ts'
import { text } from './sessions-page.text.ts'

type Line = SessionsView['coming'][number]

/** What a place holds: coming, past, and the year against the rule. */
export function SessionsPage({ view }: { readonly view: SessionsView }) {
  const t = useText(text)
  const locale = useLocale()
  const { place } = view
  const base = `/stations/${place.number}/sessions`
  return (
    <>
      <PageHead title={t.title(nameIn(place, locale))} lead={t.lead} />
      <ButtonRow>
        {view.may.plan && <ButtonLink href={`${base}/new`}>{t.plan}</ButtonLink>}
        <ButtonLink kind="quiet" href={`/stations/${place.number}`}>
          {t.back}
        </ButtonLink>
      </ButtonRow>
      <section aria-labelledby="coming">
        <h2 id="coming">{t.coming}</h2>
        {view.coming.length === 0 ? (
          <EmptyState
            title={t.none}
            action={
              <ButtonLink href="/contact/write" kind="quiet">
                {t.write}
              </ButtonLink>
            }
          >
            {t.noneNote}
          </EmptyState>
        ) : (
          <ul class="cards">
            {view.coming.map((line) => (
              <Coming key={line.meeting.id} line={line} view={view} />
            ))}
          </ul>
        )}
      </section>
      {view.plans.length > 0 && (
        <section aria-labelledby="plans">
          <h2 id="plans">{t.plans}</h2>
          <ul>
            {view.plans.map((meeting) => (
              <li key={meeting.id}>
                <a href={`${base}/${meeting.number}`}>
                  <Words>{topicIn(meeting, locale)}</Words>
                </a>{' '}
                <span class="muted">{whenWords(meeting, locale, view.timeZone)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.rhythm.length > 0 && (
        <section aria-labelledby="rhythm">
          <h2 id="rhythm">{t.rhythm(view.year)}</h2>
          <p class="muted">{t.rhythmNote}</p>
          {view.rhythm.map((duty) => (
            <Duty key={duty.kind} duty={duty} base={base} />
          ))}
          <p class="row">
            {view.years.map((year) => (
              <a key={year} href={`${base}?year=${year}#rhythm`}>
                {t.year(year)}
              </a>
            ))}
          </p>
        </section>
      )}
      <Past view={view} base={base} />
      <section aria-labelledby="more">
        <h2 id="more">{t.calendar}</h2>
        <p>
          {t.calendarNote} <a href={`/stations/${place.number}/calendar.ics`}>{t.calendar}</a>
        </p>
        <p>
          <a href="/stations/sessions">{t.whole}</a>
        </p>
      </section>
    </>
  )
}

function Coming({ line: { meeting, stage, figures }, view }: { readonly line: Line; readonly view: SessionsView }) {
  const s = useText(sessionText)
  const locale = useLocale()
  return (
    <Card
      asItem
      level={3}
      href={`/stations/${view.place.number}/sessions/${meeting.number}`}
      title={<Words>{topicIn(meeting, locale)}</Words>}
    >
      <p class="row">
        <Tag kind="accent">{s.kind[kindOf(meeting.kind)]}</Tag>
        {stage !== 'published' && <Tag kind={stage === 'cancelled' ? 'stop' : 'ok'}>{s.stage[stage]}</Tag>}
      </p>
      <p>{whenWords(meeting, locale, view.timeZone)}</p>
      <p class="muted">
        <Words>{whereWords(meeting, view.place, locale)}</Words>
      </p>
      {stage !== 'cancelled' && meeting.signs_up && <p class="muted">{s.signedUp(figures.coming, meeting.capacity)}</p>}
    </Card>
  )
}

const stateKinds: Readonly<Record<string, TagKind>> = { done: 'ok', planned: 'accent', none: 'stop', open: 'wait' }

function Duty({ duty, base }: { readonly duty: RhythmView[number]; readonly base: string }) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const month = new Intl.DateTimeFormat(dateTag[locale], { month: 'short', timeZone: 'UTC' })
  const name = (day: string) => month.format(new Date(`${day}T00:00:00Z`))
  const words = (beginsOn: string, endsBefore: string) => {
    const last = new Date(Date.parse(`${endsBefore}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    return beginsOn.slice(0, 7) === last.slice(0, 7) ? name(beginsOn) : `${name(beginsOn)} – ${name(last)}`
  }
  return (
    <Details
      open={duty.kind === 'session' || duty.kind === 'homecoming'}
      summary={
        <>
          <b>{s.kind[duty.kind]}</b> {t.rule(duty.months)}
          {locale === 'en' ? ': ' : '，'}
          {t.kept(duty.kept, duty.owed)}
        </>
      }
    >
      <Table
        caption={s.kind[duty.kind]}
        captionHidden
        phone="keep"
        rows={duty.stretches}
        keyOf={({ beginsOn }) => beginsOn}
        columns={[
          { label: t.stretch, names: true, cell: ({ beginsOn, endsBefore }) => words(beginsOn, endsBefore) },
          {
            label: t.held,
            cell: ({ state, days }) => (
              <>
                <Tag kind={stateKinds[state] ?? 'plain'}>{t.state[state]}</Tag>
                {days.map((day) => (
                  <span key={day.number}>
                    {' '}
                    <a href={`${base}/${day.number}`}>
                      <Words>{day.topic}</Words>
                    </a>
                  </span>
                ))}
              </>
            ),
          },
        ]}
      />
    </Details>
  )
}

function Past({ view, base }: { readonly view: SessionsView; readonly base: string }) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: view.timeZone })
  return (
    <section aria-labelledby="past">
      <h2 id="past">{t.past}</h2>
      {view.past.length === 0 && <p class="muted">{t.pastNone}</p>}
      <ul class="said">
        {view.past.map(({ meeting, stage, figures }) => (
          <li key={meeting.id}>
            <p>
              <a href={`${base}/${meeting.number}`}>
                <Words>{topicIn(meeting, locale)}</Words>
              </a>
            </p>
            <p class="row">
              <Tag>{s.kind[kindOf(meeting.kind)]}</Tag>
              <span class="muted">{day.format(meeting.starts_at)}</span>
              {stage === 'cancelled' ? (
                <Tag kind="stop">{t.cancelled}</Tag>
              ) : (
                <>
                  <span class="muted">{s.came(figures.presentByCode + figures.presentByStaff)}</span>
                  {stage === 'recorded' ? (
                    <a
                      href={`${base}/${meeting.number}#minutes`}
                      aria-label={`${t.minutes}: ${topicIn(meeting, locale)}`}
                    >
                      {t.minutes}
                    </a>
                  ) : (
                    <Tag kind="wait">{t.noMinutes}</Tag>
                  )}
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Pager
        page={view.page}
        pages={Math.ceil(view.total / view.pageSize)}
        hrefOf={(page) => `${base}?page=${page}#past`}
      />
    </section>
  )
}
