import { dateTag, type Locale } from '#kernel/text'
import { networkText, type OpenState, openingLines, type Place } from '#parts/network'
import { Card, CardGrid, DefinitionList, Tag, useLocale, useText, Words } from '#ui'
import { text } from './place-page.text.ts'
import type { PlaceView } from './place-page.tsx'

/** When it is open, and whether it is now. */
export function Hours({ place, opens }: { readonly place: Place; readonly opens: OpenState | null }) {
  const t = useText(text)
  const locale = useLocale()
  const lines = openingLines(place.opening, locale)
  const note = locale === 'en' ? (place.opening_note_en ?? place.opening_note_zh) : place.opening_note_zh
  return (
    <section aria-labelledby="hours">
      <h2 id="hours">{t.hours}</h2>
      {opens && (
        <p class="row">
          {opens.open ? (
            <Tag kind="ok">{t.openUntil(opens.until)}</Tag>
          ) : (
            <Tag kind="wait">
              {opens.daysAway === 0
                ? t.opensToday(opens.from)
                : opens.daysAway === 1
                  ? t.opensTomorrow(opens.from)
                  : t.opensOn(weekdayWords(opens.day, locale), opens.from)}
            </Tag>
          )}
          <span class="muted">{t.holidays}</span>
        </p>
      )}
      {lines.length > 0 ? (
        <DefinitionList items={lines.map(({ days, hours }) => ({ term: days, value: hours }))} />
      ) : (
        <p>{t.noHours}</p>
      )}
      {note && <p>{note}</p>}
    </section>
  )
}

/** What somebody needs to know who does not see, hear or walk well. */
export function Access({ place }: { readonly place: Place }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const note = locale === 'en' ? (place.access_note_en ?? place.access_note_zh) : place.access_note_zh
  return (
    <section aria-labelledby="access">
      <h2 id="access">{t.access}</h2>
      {place.access.length === 0 && !note && <p class="muted">{t.accessUnknown}</p>}
      {place.access.length > 0 && (
        <ul>
          {place.access.map((fact) => (
            <li key={fact}>{n.access[fact]}</li>
          ))}
        </ul>
      )}
      {note && (
        <p>
          <Words>{note}</Words>
        </p>
      )}
    </section>
  )
}

interface DeputiesProps {
  readonly deputies: PlaceView['deputies']
  /** Of all of them, also those not shown here. */
  readonly count: number
  /** Of the place. */
  readonly number: number
}

/** Whom one may meet here. */
export function Deputies({ deputies, count, number }: DeputiesProps) {
  const t = useText(text)
  const n = useText(networkText)
  if (deputies.length === 0) return null
  return (
    <section aria-labelledby="deputies">
      <h2 id="deputies">{t.deputies}</h2>
      <CardGrid label={t.deputies}>
        {deputies.map((deputy) => (
          <Card
            key={deputy.code}
            asItem
            level={3}
            href={`/deputies/${deputy.code}`}
            title={<Words>{deputy.name}</Words>}
          >
            <p class="row">
              {deputy.levels.map((level) => (
                <Tag key={level}>{n.deputyLevel[level]}</Tag>
              ))}
            </p>
          </Card>
        ))}
      </CardGrid>
      {count > deputies.length && (
        <p>
          <a href={`/deputies?place=${number}`}>{t.allDeputies(count)}</a>
        </p>
      )}
    </section>
  )
}

function weekdayWords(day: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(dateTag[locale], {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}
