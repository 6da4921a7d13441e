import type { Locale } from '#kernel/text'
import { casesText } from '#parts/cases'
import { Button, Tag, Words } from '#ui'
import type { Near } from '../queries/near.ts'
import { titleOf } from '../rules.ts'
import { text } from './snap-page.text.ts'

/** Distances are said in steps of this many metres: the places they are reckoned from are rounded. */
const stepM = 100

/** Similar matters, each with what tells whether it is the same: photo, words, where. The button joins it. */
export function NearCards({ near, locale }: { readonly near: readonly Near[]; readonly locale: Locale }) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  return (
    <>
      <ul class="pile">
        {near.map((matter) => (
          <li class="card near" key={matter.id}>
            {matter.photo && (
              <img
                src={`/contact/public/${matter.number}/photos/${matter.photo}?small=1`}
                alt={t.photoOf}
                height="120"
                loading="lazy"
              />
            )}
            <div>
              <p class="words" lang={matter.locale === locale ? undefined : matter.locale}>
                {matter.body}
              </p>
              {matter.spot && (
                <p class="muted">
                  <Words>{matter.spot}</Words>
                </p>
              )}
              <p class="row">
                <Tag kind="accent">{casesText[locale].stage[matter.stage]}</Tag>
                <span class="muted">
                  {[
                    t.voices(matter.voices),
                    matter.metres === null
                      ? ''
                      : t.metres(number.format(Math.max(stepM, Math.ceil(matter.metres / stepM) * stepM))),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </p>
              <Button name="join" value={String(matter.number)} label={t.joinOne(titleOf(matter.body))}>
                {t.join}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <p class="muted">
        {t.joinConsent} <a href="/help/privacy">{t.consentLink}</a>
      </p>
    </>
  )
}
