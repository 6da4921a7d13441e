import type { Locale } from '#kernel/text'
import { casesText, type Standing, StandingView, type Step } from '#parts/cases'
import type { Followed } from '#parts/opinions'
import { Columns, ConfirmForm, Details, ErrorSummary, PageHead, QrFigure, Tag, Visibility, Words } from '#ui'
import type { Matter, Said } from '../queries/matter.ts'
import { FilesShown } from './files-shown.tsx'
import { text } from './joined-page.text.ts'
import { text as matterText } from './matter-page.text.ts'
import { History, Replies, type Shown } from './matter-parts.tsx'

export interface JoinedPageProps {
  readonly code: string
  readonly url: string
  readonly qrSvg: string
  readonly opinion: Followed
  readonly said: Said | null
  readonly matter: Matter
  /** Words of the one who raised it, where they are still public. */
  readonly theirs: { readonly body: string; readonly locale: string } | null
  readonly voices: number
  readonly standing: Standing
  readonly holderName: string | null
  readonly steps: readonly Step[]
  readonly shown: Shown
  readonly errors: Readonly<Record<string, string>>
  readonly locale: Locale
}

/** Steps whose words belong to the one who raised it. */
const hersAlone = new Set([
  'answered-back',
  'asked-back',
  'not-solved',
  'settled',
  'promise-confirmed',
  'promise-denied',
])

/** A matter for somebody who joined: where it stands and what was answered, without what is between others. */
export function JoinedPage(props: JoinedPageProps) {
  const { code, opinion, matter, theirs, standing, shown, errors, locale } = props
  const { work } = matter
  const t = text[locale]
  const m = matterText[locale]
  const c = casesText[locale]
  const left = opinion.stage === 'withdrawn'
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead
        title={t.title}
        above={
          <>
            <Tag kind={work.stage === 'settled' ? 'ok' : 'accent'}>{c.stage[work.stage]}</Tag>
            {work.outcome && <Tag kind="ok">{c.outcome[work.outcome]}</Tag>}
            {left && <Tag>{t.leftTag}</Tag>}
          </>
        }
        lead={
          <>
            {m.code} <b class="num">{code}</b>
          </>
        }
      />
      <Columns
        asideLabel={m.code}
        aside={
          <>
            <QrFigure svg={props.qrSvg} href={props.url} caption={code} small />
            <Details summary={m.proof}>
              <p>{m.proofWords}</p>
              <p>
                <a href={`/r/${code}/proof`}>{m.proofLink}</a>
              </p>
            </Details>
          </>
        }
      >
        <section aria-labelledby="standing">
          <h2 id="standing">{m.standing}</h2>
          <StandingView
            standing={standing}
            holderName={props.holderName}
            steps={work.replyClock?.steps ?? null}
            today={shown.today}
            day={shown.day}
            locale={locale}
          />
          <p class="muted">
            {t.voices(props.voices)} · {t.outcomeTheirs}
          </p>
        </section>
        <Replies replies={work.replies} forwardings={[]} shown={shown} />
        <section aria-labelledby="theirs">
          <h2 id="theirs">{t.theirs}</h2>
          {theirs ? (
            <>
              <p class="words" lang={theirs.locale === locale ? undefined : theirs.locale}>
                {theirs.body}
              </p>
              <p>
                <a href={`/contact/public/${matter.number}`}>{m.publicPage}</a>
              </p>
            </>
          ) : (
            <p class="muted">{t.hidden}</p>
          )}
        </section>
        <section aria-labelledby="yours">
          <h2 id="yours">{t.yours}</h2>
          <p class="words">
            <Words>{opinion.body}</Words>
          </p>
          <FilesShown base={`/contact/${code}/files`} said={props.said} locale={locale} />
          <Visibility audience="staff" words={t.yoursSeen} />
          {!left && work.stage !== 'settled' && (
            <ConfirmForm
              action={`/contact/${code}/leave`}
              label={t.leave}
              question={t.leaveAsk}
              consequence={t.leaveThen}
              confirmLabel={t.leaveDo}
            />
          )}
        </section>
        <section aria-labelledby="way">
          <h2 id="way">{m.way}</h2>
          <History
            steps={props.steps.map((step) => (hersAlone.has(step.what) ? { ...step, words: '' } : step))}
            shown={shown}
          />
        </section>
      </Columns>
    </>
  )
}
