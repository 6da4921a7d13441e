import { ErrorSummary, Island, Notice, PageHead, Tag, useLocale, useText, Words } from '#ui'
import { kindOf } from '../kinds.ts'
import type { SessionView } from '../queries.ts'
import { text as sessionText } from '../sessions.text.ts'
import { topicIn, whenWords } from '../words.ts'
import { text } from './live-page.text.ts'
import { Questions } from './questions.tsx'
import { stageKinds } from './session-page.tsx'

type Values = Readonly<Record<string, string>>

export interface LivePageProps {
  readonly view: SessionView
  /** The address of the picture, where the council allows it to be shown here. */
  readonly picture: string | null
  readonly values: Values
  readonly errors: Values
}

/** The livestream room: the picture where there is one, and questions with answers, which need none. */
export function LivePage({ view, picture, values, errors }: LivePageProps) {
  const t = useText(text)
  const s = useText(sessionText)
  const locale = useLocale()
  const { meeting, place, stage, leaders } = view
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const over = stage === 'ended' || stage === 'recorded'
  const going = stage === 'published' || stage === 'running'
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead
        title={topicIn(meeting, locale)}
        above={
          <>
            <Tag kind="accent">{s.kind[kindOf(meeting.kind)]}</Tag>
            <Tag kind={stageKinds[stage]}>{s.stage[stage]}</Tag>
          </>
        }
        lead={
          <>
            {whenWords(meeting, locale, view.timeZone)}
            {leaders.length > 0 && (
              <>
                <br />
                <Words>{leaders.flatMap(({ name }) => name ?? []).join(locale === 'en' ? ', ' : '、')}</Words>
              </>
            )}
          </>
        }
      />
      <div id="live-state">
        {stage === 'cancelled' && <Notice kind="stop">{t.cancelled}</Notice>}
        {over && (
          <p>
            {t.over}{' '}
            {meeting.recording_url && (
              <a href={meeting.recording_url} rel="external noopener">
                {t.recording}
              </a>
            )}
          </p>
        )}
        {stage === 'published' && <p>{t.later(whenWords(meeting, locale, view.timeZone))}</p>}
        {going && meeting.stream_url === null && <p class="muted">{t.noPicture}</p>}
      </div>
      {going && meeting.stream_url !== null && (
        <figure class="live-picture">
          {picture !== null && (
            // biome-ignore lint/a11y/useMediaCaption: a live picture has none; what is asked and answered stands below it
            <video src={picture} controls playsInline preload="none" aria-label={t.picture}>
              {t.noSupport}
            </video>
          )}
          <figcaption>
            <a href={meeting.stream_url} rel="external noopener">
              {t.open}
            </a>
          </figcaption>
        </figure>
      )}
      <div {...(going && { 'data-pulse': `${base}/pulse`, 'data-now': view.pulse })}>
        <Questions view={view} back="live" values={values} errors={errors} />
        {going && (
          <p class="muted" data-live-hint data-auto={t.auto}>
            <a href={`${base}/live`}>{t.refresh}</a>
          </p>
        )}
        {going && <Island name="live-room" />}
      </div>
      <p>
        <a href={base}>{t.details}</a>
      </p>
    </>
  )
}
