import { nameIn } from '#parts/councils'
import { PageHead, Pager, Table, Tag, useLocale, useText, Words } from '#ui'
import { kindOf } from '../kinds.ts'
import { text as sessionText } from '../sessions.text.ts'
import type { WholeView } from '../whole.ts'
import { topicIn, whenWords } from '../words.ts'
import { text } from './whole-page.text.ts'

/** Where deputies can be met soon, and plan against rule for the whole council. */
export function WholePage({ view }: { readonly view: WholeView }) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale)
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <section aria-labelledby="coming">
        <h2 id="coming">{t.coming}</h2>
        {view.coming.length === 0 && <p class="muted">{t.none}</p>}
        <ul class="said">
          {view.coming.map(({ meeting, place, stage, figures }) => (
            <li key={meeting.id}>
              <p>
                <a href={`/stations/${place.number}/sessions/${meeting.number}`}>
                  <Words>{topicIn(meeting, locale)}</Words>
                </a>
              </p>
              <p class="row">
                <Tag kind="accent">{s.kind[kindOf(meeting.kind)]}</Tag>
                {stage === 'running' && <Tag kind="ok">{s.stage.running}</Tag>}
                <span>{whenWords(meeting, locale, view.timeZone)}</span>
              </p>
              <p class="muted">
                <Words>{nameIn(place, locale)}</Words>
                {meeting.signs_up && ` · ${s.signedUp(figures.coming, meeting.capacity)}`}
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="totals">
        <h2 id="totals">{t.totals(view.year)}</h2>
        <p class="muted">{t.totalsNote}</p>
        <Table
          caption={t.totals(view.year)}
          captionHidden
          rows={view.totals}
          keyOf={({ kind }) => kind}
          columns={[
            { label: t.kind, names: true, cell: ({ kind }) => s.kind[kindOf(kind)] },
            { label: t.places, numeric: true, cell: ({ places }) => number.format(places) },
            { label: t.owed, numeric: true, cell: ({ owed }) => number.format(owed) },
            { label: t.kept, numeric: true, cell: ({ kept }) => number.format(kept) },
            { label: t.present, numeric: true, cell: ({ present }) => number.format(present) },
          ]}
        />
        <p class="row">
          {view.years.map((year) => (
            <a key={year} href={`/stations/sessions?year=${year}#totals`}>
              {t.year(year)}
            </a>
          ))}
        </p>
      </section>
      <section aria-labelledby="places">
        <h2 id="places">{t.byPlace}</h2>
        <Table
          caption={t.byPlace}
          captionHidden
          rows={view.lines}
          keyOf={({ place }) => place.place_id}
          columns={[
            {
              label: t.place,
              names: true,
              cell: ({ place }) => (
                <a href={`/stations/${place.number}/sessions`}>
                  <Words>{nameIn(place, locale)}</Words>
                </a>
              ),
            },
            {
              label: t.kept,
              cell: ({ duties }) => (
                <ul class="plain">
                  {duties.map((duty) => (
                    <li key={duty.kind} class="row">
                      <span>{s.kind[kindOf(duty.kind)]}</span> <b class="num">{t.line(duty.kept, duty.owed)}</b>
                      <Tag kind={duty.present ? 'ok' : 'wait'}>{duty.present ? t.presentYes : t.presentNo}</Tag>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
        <Pager page={view.page} pages={view.pages} hrefOf={(page) => `/stations/sessions?page=${page}#places`} />
        <p>
          <a href="/open-data">{t.data}</a>
        </p>
      </section>
    </>
  )
}
