import { dateTag, type Locale } from '#kernel/text'
import { casesText } from '#parts/cases'
import { Tag, Words } from '#ui'
import type { OpenMatter } from '../queries/public.ts'
import { text } from './open-page.text.ts'

/** Public matters one below the other, each with its state and the reply sent last. */
export function OpenRows({
  matters,
  organisation,
  timeZone,
  locale,
}: {
  readonly matters: readonly OpenMatter[]
  readonly organisation: (id: string | null) => string | null
  readonly timeZone: string
  readonly locale: Locale
}) {
  const t = text[locale]
  const c = casesText[locale]
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone })
  return (
    <ul class="said">
      {matters.map((matter) => (
        <li key={matter.id}>
          <p lang={matter.locale === locale ? undefined : matter.locale}>
            <a href={`/contact/public/${matter.number}`}>{matter.body}</a>
          </p>
          {matter.reply !== null && (
            <p>
              <b>{t.reply}</b> <Words>{matter.reply}</Words>
            </p>
          )}
          <p class="row">
            <Tag kind={matter.outcome === 'solved' ? 'ok' : 'plain'}>
              {matter.outcome ? c.outcome[matter.outcome] : c.stage[matter.stage]}
            </Tag>
            {matter.late && <Tag kind="stop">{t.late}</Tag>}
            <span class="muted">
              {[
                organisation(matter.repliedBy ?? matter.organisationId) ?? t.deputies,
                day.format(matter.raisedAt),
                t.voices(matter.voices),
              ].join(' · ')}
            </span>
          </p>
        </li>
      ))}
    </ul>
  )
}
