import type { Locale } from '#kernel/text'
import { nameIn, type Settings } from '#parts/councils'
import { acceptedFiles } from '#parts/files'
import { longestBody } from '#parts/opinions'
import {
  Button,
  ButtonRow,
  Checkbox,
  Details,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Island,
  Radios,
  Select,
  Steps,
  TextArea,
  Visibility,
} from '#ui'
import type { EmergencyCall } from '../emergency.ts'
import type { Near } from '../queries/near.ts'
import { AnswerFields } from './answer-fields.tsx'
import { CallNow, EmergencyNotice } from './emergency-notice.tsx'
import { NearCards } from './near-cards.tsx'
import { text as snapText } from './snap-page.text.ts'
import type { Draft } from './write-draft.ts'
import { text } from './write-page.text.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface WritePageProps {
  readonly draft: Draft
  readonly errors: Readonly<Record<string, string>>
  readonly deputies: readonly Choice[]
  readonly stations: readonly Choice[]
  readonly topics: Settings['matterTopics']
  readonly calls: readonly EmergencyCall[]
  /** Numbers that what is written calls for. */
  readonly now: readonly EmergencyCall[]
  /** Public matters that may be the same one. */
  readonly near: readonly Near[]
  readonly signedIn: boolean
  readonly locale: Locale
}

const photoBytes = 10_000_000

/** The matter itself: words, place, photo, to whom, and who may read it. */
export function WritePage(props: WritePageProps) {
  const { draft, errors, topics, calls, now, locale } = props
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  return (
    <>
      <ErrorSummary errors={errors} />
      <Steps at={1} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.title}</h1>
      <p class="muted">{t.lead}</p>
      <p>
        <a href="/contact/snap">{t.toSnap}</a>
      </p>
      <Form action="/contact/write" id="write" files guard="contact-write">
        <Carried draft={draft} names={['key', 'files', 'name', 'answerBy', 'contact']} />
        <TextArea
          name="body"
          label={t.body}
          hint={t.bodyHint}
          rows={5}
          maxLength={longestBody}
          value={draft.body}
          {...wrong('body')}
        />
        <EmergencyNotice calls={calls} now={now} topics={topics} locale={locale} />
        <Field name="spot" label={t.spot} hint={t.spotHint} optional value={draft.spot} {...wrong('spot')} />
        <FileField
          name="photo"
          label={t.photo}
          optional
          accept="image/jpeg,image/png,image/webp"
          acceptWords={t.photoWords}
          maxBytes={photoBytes}
          help="photo"
          {...wrong('photo')}
        />
        {draft.files.length > 0 && <p role="status">{t.attached(draft.files.length)}</p>}
        <FileField
          name="voice"
          label={t.voice}
          optional
          accept={acceptedFiles.voice}
          acceptWords={t.voiceWords}
          maxBytes={photoBytes}
          help="voice"
          {...wrong('voice')}
        />
        <Select
          name="topic"
          label={t.topic}
          optional
          value={draft.topic}
          empty={t.topicAny}
          options={topics.map((topic) => ({ value: topic.code, label: nameIn(topic, locale) }))}
          {...wrong('topic')}
        />
        <ToSelect {...props} />
        <Radios
          name="public"
          label={t.seen}
          value={draft.public ? 'yes' : 'no'}
          options={[
            { value: 'no', label: t.private, hint: t.privateHint },
            { value: 'yes', label: t.public, hint: t.publicHint },
          ]}
        />
        <ButtonRow>
          <Button name="step" value="check">
            {t.next}
          </Button>
        </ButtonRow>
      </Form>
      <Island name="form-guard" />
    </>
  )
}

/** To whom: a deputy, a station, or whoever the staff decide. */
export function ToSelect({ draft, errors, deputies, stations, locale }: ToSelectProps) {
  const t = text[locale]
  return (
    <Select
      name="to"
      label={t.who}
      optional
      value={draft.to}
      empty={t.whoAny}
      options={[
        ...(deputies.length > 0 ? [{ group: t.deputy, options: deputies }] : []),
        ...(stations.length > 0 ? [{ group: t.station, options: stations }] : []),
      ]}
      {...(errors.to !== undefined && { error: errors.to })}
    />
  )
}

type ToSelectProps = Pick<WritePageProps, 'draft' | 'errors' | 'deputies' | 'stations' | 'locale'>

/** Everything once more, how to be told, consent; then it is sent. */
export function CheckPage(props: WritePageProps) {
  const { draft, errors, deputies, stations, topics, now, near, locale } = props
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  const s = snapText[locale]
  const topic = topics.find(({ code }) => code === draft.topic)
  const to = [...deputies, ...stations].find(({ value }) => value === draft.to)?.label ?? t.whoAny
  return (
    <>
      <ErrorSummary errors={errors} />
      <Steps at={2} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.checkTitle}</h1>
      <section class="told-words" aria-label={t.yourWords}>
        <p class="words">{draft.body}</p>
        <p class="muted">
          {[
            topic ? nameIn(topic, locale) : '',
            draft.spot,
            to,
            draft.files.length > 0 ? t.attached(draft.files.length) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <Visibility audience={draft.public ? 'public' : 'staff'} words={draft.public ? t.seenPublic : t.seenPrivate} />
      </section>
      <CallNow now={now} locale={locale} />
      {near.length > 0 && (
        <section aria-labelledby="near">
          <h2 id="near">{s.similarTitle}</h2>
          <p>{s.similarLead}</p>
          <Form action="/contact/write">
            <Carried draft={draft} names={all} />
            <NearCards near={near} locale={locale} />
          </Form>
        </section>
      )}
      <Form action="/contact/write">
        <Carried draft={draft} names={all} />
        <Button kind="quiet" name="step" value="edit">
          {t.change}
        </Button>
      </Form>
      <Form action="/contact/write" guard="contact-send">
        <span data-guard-holds="contact-write" />
        <Carried draft={draft} names={['key', 'files', 'body', 'spot', 'to', 'topic', 'public']} />
        <Details summary={t.how} open>
          <AnswerFields {...props} />
        </Details>
        <Checkbox
          name="consent"
          label={t.consent}
          hint={
            <>
              {t.consentHint} <a href="/help/privacy">{t.consentLink}</a>
            </>
          }
          checked={draft.consent}
          {...wrong('consent')}
        />
        <ButtonRow>
          <Button name="step" value="send">
            {t.send}
          </Button>
        </ButtonRow>
      </Form>
      <Island name="form-guard" />
    </>
  )
}

const all = ['key', 'files', 'body', 'spot', 'to', 'topic', 'public', 'name', 'answerBy', 'contact'] as const
/** What a page before carries on to the next, the position with it. */
export const carriedOn = [...all, 'latitude', 'longitude', 'accuracy'] as const
type Carry = (typeof carriedOn)[number]

/** What a form carries along unseen. */
export function Carried({ draft, names }: { readonly draft: Draft; readonly names: readonly Carry[] }) {
  const values: Readonly<Record<Exclude<Carry, 'files'>, string>> = {
    key: draft.key,
    body: draft.body,
    spot: draft.spot,
    to: draft.to,
    public: draft.public ? 'yes' : 'no',
    name: draft.name,
    answerBy: draft.answerBy,
    contact: draft.contact,
    topic: draft.topic,
    latitude: String(draft.position?.latitude ?? ''),
    longitude: String(draft.position?.longitude ?? ''),
    accuracy: String(draft.position?.accuracyM ?? ''),
  }
  return (
    <>
      {names.map((name) =>
        name === 'files' ? (
          draft.files.map((id) => <input key={id} type="hidden" name="file" value={id} />)
        ) : (
          <input key={name} type="hidden" name={name} value={values[name]} />
        ),
      )}
    </>
  )
}
