import { dayInWords } from '#kernel/calendar'
import { dateTag, type Locale } from '#kernel/text'
import { casesText, HowReckoned } from '#parts/cases'
import { acceptedFiles } from '#parts/files'
import { Button, ButtonLink, DefinitionList, Details, FileField, Form, PageHead, Tag, TextArea, Words } from '#ui'
import { roundedPoint } from '../nearness.ts'
import type { OpenMatter } from '../queries/public.ts'
import { titleOf } from '../rules.ts'
import { AnswerFields } from './answer-fields.tsx'
import { text } from './open-page.text.ts'
import type { Draft } from './write-draft.ts'

export interface OpenPageProps {
  readonly matter: OpenMatter
  readonly organisation: string | null
  readonly repliedBy: string | null
  readonly topic: string | null
  readonly draft: Draft
  readonly errors: Readonly<Record<string, string>>
  readonly signedIn: boolean
  readonly timeZone: string
  readonly locale: Locale
}

const photoBytes = 10_000_000

/** What everybody may know of one matter. */
export function OpenPage(props: OpenPageProps) {
  const { matter, locale } = props
  const t = text[locale]
  const c = casesText[locale]
  const day = new Intl.DateTimeFormat(dateTag[locale], { dateStyle: 'long', timeZone: props.timeZone })
  const point =
    matter.latitude !== null && matter.longitude !== null
      ? roundedPoint({ latitude: matter.latitude, longitude: matter.longitude })
      : null
  return (
    <>
      <PageHead
        title={titleOf(matter.body)}
        above={
          <>
            <Tag kind={matter.outcome === 'solved' ? 'ok' : 'accent'}>
              {matter.outcome ? c.outcome[matter.outcome] : c.stage[matter.stage]}
            </Tag>
            {matter.late && <Tag kind="stop">{t.late}</Tag>}
          </>
        }
        lead={`${t.number(matter.number)} · ${t.raised(day.format(matter.raisedAt))} · ${t.voices(matter.voices)}`}
      />
      <p class="words" lang={matter.locale === locale ? undefined : matter.locale}>
        {matter.body}
      </p>
      {matter.photos.map((id, index) => (
        <p key={id}>
          <a href={`/contact/public/${matter.number}/photos/${id}`}>
            <img
              src={`/contact/public/${matter.number}/photos/${id}?small=1`}
              alt={t.photo(index + 1)}
              height="200"
              loading="lazy"
            />
          </a>
        </p>
      ))}
      <DefinitionList
        items={[
          ...(props.topic ? [{ term: t.topic, value: props.topic }] : []),
          ...(matter.spot ? [{ term: t.about, value: <Words>{matter.spot}</Words> }] : []),
          ...(point
            ? [{ term: t.point, value: t.aboutPoint(point.latitude.toFixed(3), point.longitude.toFixed(3)) }]
            : []),
          ...(matter.stage === 'open' ? [{ term: t.holder, value: props.organisation ?? t.deputies }] : []),
          ...(matter.stage === 'open' && matter.dueOn
            ? [{ term: t.due, value: dayInWords(locale, matter.dueOn) }]
            : []),
        ]}
      />
      {matter.stage === 'open' && matter.dueOn && <HowReckoned steps={matter.dueSteps} locale={locale} />}
      <section aria-labelledby="reply">
        <h2 id="reply">{t.reply}</h2>
        {matter.reply === null ? (
          <p class="muted">{t.noReply}</p>
        ) : (
          <>
            <p class="muted">
              {t.replyBy(props.repliedBy ?? t.deputies, matter.repliedAt ? day.format(matter.repliedAt) : '')}
            </p>
            <p class="words">
              <Words>{matter.reply}</Words>
            </p>
          </>
        )}
      </section>
      <section aria-labelledby="join">
        <h2 id="join">{t.joinTitle}</h2>
        {matter.stage === 'settled' ? (
          <>
            <p>{t.closed}</p>
            <ButtonLink href="/contact/write" kind="quiet">
              {t.write}
            </ButtonLink>
          </>
        ) : (
          <JoinForm {...props} />
        )}
      </section>
    </>
  )
}

function JoinForm(props: OpenPageProps) {
  const { matter, draft, errors, locale } = props
  const t = text[locale]
  return (
    <Form
      action={`/contact/public/${matter.number}/join`}
      files
      guard={`contact-join-${matter.number}`}
      label={t.joinTitle}
    >
      <input type="hidden" name="key" value={draft.key} />
      {draft.files.map((id) => (
        <input key={id} type="hidden" name="file" value={id} />
      ))}
      <p>{t.joinLead}</p>
      <TextArea name="body" label={t.joinWords} optional rows={2} maxLength={2000} value={draft.body} />
      <FileField
        name="photo"
        label={t.joinPhoto}
        optional
        accept={acceptedFiles.photo}
        acceptWords={t.photoWords}
        maxBytes={photoBytes}
        help="photo"
        {...(errors.photo !== undefined && { error: errors.photo })}
      />
      <Details summary={t.joinMore} open={Boolean(errors.contact ?? errors.answerBy ?? errors.name)}>
        <AnswerFields {...props} />
      </Details>
      <p class="muted">{t.joinConsent}</p>
      <Button>{t.join}</Button>
    </Form>
  )
}
