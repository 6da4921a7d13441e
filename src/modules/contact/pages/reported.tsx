import { moderationReasons } from '#parts/opinions'
import { Button, Details, Field, Form, Select, Words } from '#ui'
import type { Evidence, JoinedVoice, Matter, Said } from '../queries/matter.ts'
import { EvidenceShown } from './evidence.tsx'
import { FilesShown } from './files-shown.tsx'
import type { Shown } from './matter-parts.tsx'
import { text } from './reported.text.ts'

export interface ReportedFacts {
  readonly voices: readonly JoinedVoice[]
  /** Everybody who speaks in it, the one who raised it counted. */
  readonly count: number
  readonly evidence: readonly Evidence[]
  readonly topic: string | null
  /** Whether this viewer may take the words off the public page. */
  readonly mayHide: boolean
  readonly errors: Readonly<Record<string, string>>
}

/** What was reported, for those who handle it: photos and recordings, where exactly, and who joined. */
export function Reported({
  matter,
  said,
  reported,
  shown,
}: {
  readonly matter: Matter
  readonly said: Said
  readonly reported: ReportedFacts
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  const base = `/contact/matters/${matter.number}/files`
  const { latitude, longitude } = matter
  return (
    <>
      {reported.topic && <p class="muted">{reported.topic}</p>}
      {latitude !== null && longitude !== null && (
        <p>
          <a href={`geo:${latitude},${longitude}`}>{t.position(latitude, longitude)}</a>
          {matter.accuracy_m !== null && <span class="muted"> {t.accuracy(matter.accuracy_m)}</span>}
        </p>
      )}
      <FilesShown base={base} said={said} locale={shown.locale} />
      {reported.count > 1 && (
        <Details summary={t.voices(reported.count)}>
          <ul class="said">
            {reported.voices.map((voice) => (
              <li key={voice.id}>
                <p class="words" lang={voice.locale}>
                  <Words>{voice.body}</Words>
                </p>
                <FilesShown base={base} said={voice} locale={shown.locale} />
                <p class="muted">{shown.day(voice.at)}</p>
              </li>
            ))}
          </ul>
        </Details>
      )}
      <EvidenceShown base={base} evidence={reported.evidence} shown={shown} />
      {said.public && (
        <p>
          <a href={`/contact/public/${matter.number}`}>{t.publicPage}</a>
        </p>
      )}
      {said.public && reported.mayHide && <HideForm number={matter.number} errors={reported.errors} shown={shown} />}
    </>
  )
}

function HideForm({
  number,
  errors,
  shown,
}: {
  readonly number: number
  readonly errors: ReportedFacts['errors']
  readonly shown: Shown
}) {
  const t = text[shown.locale]
  return (
    <Details summary={t.hide} open={Boolean(errors.reason)}>
      <Form action={`/contact/matters/${number}/hide`}>
        <input type="hidden" name="form" value="hide" />
        <p>{t.hideThen}</p>
        <Select
          name="reasonCode"
          id="f-hide-reasonCode"
          label={t.hideWhy}
          value="personal-data"
          empty={false}
          options={moderationReasons.map((value) => ({ value, label: t.reasons[value] }))}
        />
        <Field
          name="reason"
          id="f-hide-reason"
          label={t.hideReason}
          maxLength={1000}
          {...(errors.reason && { error: errors.reason })}
        />
        <Button kind="quiet">{t.hideDo}</Button>
      </Form>
    </Details>
  )
}
