import type { ComponentChildren } from 'preact'
import type { Locale } from '#kernel/text'
import { type Case, casesText, type Standing, StandingView, type Step } from '#parts/cases'
import type { Followed } from '#parts/opinions'
import {
  Button,
  Columns,
  Details,
  ErrorSummary,
  Form,
  fieldId,
  PageHead,
  QrFigure,
  Radios,
  Tag,
  TextArea,
  Visibility,
  Words,
} from '#ui'
import type { EmergencyCall } from '../emergency.ts'
import { type SharedThread, SharedThreadView } from '../merging/merged-parts.tsx'
import type { Evidence, Forwarding, Said } from '../queries/matter.ts'
import { CallNow } from './emergency-notice.tsx'
import { EvidenceField, EvidenceShown } from './evidence.tsx'
import { FilesShown } from './files-shown.tsx'
import { text } from './matter-page.text.ts'
import { History, promiseWords, Replies, type Shown } from './matter-parts.tsx'

export interface MatterPageProps {
  readonly code: string
  readonly url: string
  readonly qrSvg: string
  readonly opinion: Followed
  readonly spot: string
  readonly said: Said | null
  /** Whether a position was given, and whether everybody sees it rounded. */
  readonly placed: 'no' | 'private' | 'public'
  readonly number: number
  /** Everybody who speaks in it, she counted. */
  readonly voices: number
  readonly evidence: readonly Evidence[]
  readonly calls: readonly EmergencyCall[]
  readonly work: Case
  readonly standing: Standing
  readonly holderName: string | null
  readonly forwardings: readonly Forwarding[]
  readonly letterNumber: string | null
  readonly steps: readonly Step[]
  /** How satisfied she is with the reply. */
  readonly rating: ComponentChildren
  /** Set where her matter is handled together with another one. */
  readonly shared: SharedThread | null
  readonly shown: Shown
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly locale: Locale
}

/** A matter for the one who holds its receipt: where it stands, what she is asked, the replies, her verdict. */
export function MatterPage(props: MatterPageProps) {
  const { code, opinion, work, standing, shown, locale } = props
  const t = text[locale]
  const c = casesText[locale]
  return (
    <>
      <ErrorSummary errors={linked(props)} />
      <CallNow now={props.calls} locale={locale} />
      <PageHead
        title={t.title}
        above={
          <>
            <Tag kind={work.stage === 'settled' ? 'ok' : 'accent'}>{c.stage[work.stage]}</Tag>
            {work.outcome && <Tag kind="ok">{c.outcome[work.outcome]}</Tag>}
          </>
        }
        lead={
          <>
            {t.code} <b class="num">{code}</b>
          </>
        }
      />
      <Columns
        asideLabel={t.code}
        aside={
          <>
            <QrFigure svg={props.qrSvg} href={props.url} caption={code} small />
            <Details summary={t.proof}>
              <p>{t.proofWords}</p>
              <p>
                <a href={`/r/${code}/proof`}>{t.proofLink}</a>
              </p>
            </Details>
          </>
        }
      >
        <section aria-labelledby="standing">
          <h2 id="standing">{t.standing}</h2>
          <StandingView
            standing={standing}
            holderName={props.holderName}
            steps={work.replyClock?.steps ?? null}
            today={shown.today}
            day={shown.day}
            locale={locale}
          />
          {props.voices > 1 && <p class="muted">{t.voices(props.voices)}</p>}
        </section>
        {props.shared && <SharedThreadView thread={props.shared} code={code} />}
        {work.question && <Question {...props} />}
        <Replies replies={work.replies} forwardings={props.forwardings} shown={shown} />
        {work.stage === 'answered' && <Judge {...props} />}
        <EvidenceShown base={`/contact/${code}/files`} evidence={props.evidence} shown={shown} />
        {props.rating}
        {work.promises.length > 0 && <Promises {...props} />}
        {props.letterNumber && (
          <section aria-labelledby="letter">
            <h2 id="letter">{t.letter}</h2>
            <p>
              {t.letterNumber(props.letterNumber)} <a href={`/contact/${code}/letter.pdf`}>{t.letterPdf}</a>
            </p>
          </section>
        )}
        <section aria-labelledby="said">
          <h2 id="said">{t.said}</h2>
          <p class="words">
            <Words>{opinion.body}</Words>
          </p>
          {props.spot && (
            <p class="muted">
              <Words>{props.spot}</Words>
            </p>
          )}
          <FilesShown base={`/contact/${code}/files`} said={props.said} locale={locale} />
          {props.placed !== 'no' && <p class="muted">{props.placed === 'public' ? t.position : t.positionPrivate}</p>}
          <Visibility {...seenBy(props)} />
          {opinion.public && opinion.stage === 'received' && (
            <p>
              <a href={`/contact/public/${props.number}`}>{t.publicPage}</a>
            </p>
          )}
        </section>
        <section aria-labelledby="way">
          <h2 id="way">{t.way}</h2>
          <History steps={props.steps} shown={shown} />
        </section>
      </Columns>
    </>
  )
}

/** Who reads it, as it stands now. */
function seenBy({ opinion, placed, locale }: MatterPageProps) {
  const t = text[locale]
  if (!opinion.public) return { audience: 'staff' as const, words: t.seenPrivate }
  if (opinion.stage !== 'received') return { audience: 'staff' as const, words: t.seenHidden }
  return { audience: 'public' as const, words: placed === 'public' ? t.seenPlace : t.seenPublic }
}

/** Errors by the field they lead to: a promise's form may stand on the page more than once. */
function linked({ errors, values }: MatterPageProps): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, words]) => [
      name.startsWith('kept') ? `${name}-${values.promiseId ?? ''}` : name,
      words,
    ]),
  )
}

function Question({ code, work, values, errors, locale }: MatterPageProps) {
  const t = text[locale]
  return (
    <section aria-labelledby="question">
      <h2 id="question">{t.question}</h2>
      <p class="words">
        <Words>{work.question?.words ?? ''}</Words>
      </p>
      <Form action={`/contact/${code}/answer`} guard={`contact-answer-${code}`}>
        <TextArea
          name="answer"
          label={t.answer}
          rows={3}
          maxLength={2000}
          value={values.answer ?? ''}
          {...(errors.answer && { error: errors.answer })}
        />
        <Button>{t.sendAnswer}</Button>
      </Form>
    </section>
  )
}

function Judge({ code, values, errors, locale }: MatterPageProps) {
  const t = text[locale]
  const c = casesText[locale]
  return (
    <section aria-labelledby="judge">
      <h2 id="judge">{t.judgeTitle}</h2>
      <p>{t.judgeLead}</p>
      <Form action={`/contact/${code}/judge`} files guard={`contact-judge-${code}`}>
        <Radios
          name="verdict"
          label={t.judgeTitle}
          labelHidden
          value={values.verdict ?? ''}
          options={(['solved', 'accepted', 'not-solved'] as const).map((value) => ({ value, label: c.verdict[value] }))}
          {...(errors.verdict && { error: errors.verdict })}
        />
        <TextArea
          name="words"
          label={t.judgeWords}
          hint={t.judgeHint}
          optional
          rows={3}
          maxLength={2000}
          value={values.words ?? ''}
          {...(errors.words && { error: errors.words })}
        />
        <EvidenceField error={errors.evidence} locale={locale} />
        <Button>{t.send}</Button>
      </Form>
    </section>
  )
}

function Promises({ code, work, shown, values, errors, locale }: MatterPageProps) {
  const t = text[locale]
  const c = casesText[locale]
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">{t.promises}</h2>
      {work.promises.map((promise) => (
        <article class="card" key={promise.id}>
          <p>
            <b>
              <Words>{promiseWords(promise, shown)}</Words>
            </b>
          </p>
          {promise.result === null || promise.looked_at === null ? (
            <Tag kind="wait">{t.promiseOpen}</Tag>
          ) : (
            <>
              <p>{t.lookedBack(shown.day(promise.looked_at), c.lookResult[promise.result])}</p>
              <p class="words">
                <Words>{promise.look_words ?? ''}</Words>
              </p>
            </>
          )}
          {promise.verdict && (
            <Tag kind={promise.verdict === 'confirmed' ? 'ok' : 'stop'}>
              {promise.verdict === 'confirmed' ? t.hersConfirmed : t.hersDenied}
            </Tag>
          )}
          {promise.result !== null && promise.verdict === null && (
            <Form action={`/contact/${code}/promise`} files guard={`contact-promise-${promise.id}`}>
              <input type="hidden" name="promiseId" value={promise.id} />
              <Radios
                name="kept"
                id={fieldId(`kept-${promise.id}`)}
                label={t.keptTitle}
                value={values.kept ?? ''}
                options={[
                  { value: 'confirmed', label: t.confirmed },
                  { value: 'denied', label: t.denied },
                ]}
                {...(errors.kept && { error: errors.kept })}
              />
              <TextArea
                name="keptWords"
                id={fieldId(`keptWords-${promise.id}`)}
                label={t.judgeWords}
                optional
                rows={2}
                maxLength={2000}
                value={values.keptWords ?? ''}
                {...(errors.keptWords && { error: errors.keptWords })}
              />
              <EvidenceField
                id={fieldId(`evidence-${promise.id}`)}
                error={values.promiseId === promise.id ? errors.evidence : undefined}
                locale={locale}
              />
              <Button>{t.send}</Button>
            </Form>
          )}
        </article>
      ))}
    </section>
  )
}
