import type { Locale } from '#kernel/text'
import { nameIn, type Settings } from '#parts/councils'
import { acceptedFiles } from '#parts/files'
import {
  Button,
  ButtonRow,
  Details,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Island,
  PageHead,
  Radios,
  Select,
  TextArea,
} from '#ui'
import type { EmergencyCall } from '../emergency.ts'
import type { Near } from '../queries/near.ts'
import { AnswerFields } from './answer-fields.tsx'
import { EmergencyNotice } from './emergency-notice.tsx'
import { NearCards } from './near-cards.tsx'
import { text } from './snap-page.text.ts'
import type { Draft } from './write-draft.ts'
import { Carried, type Choice, ToSelect } from './write-page.tsx'

export interface SnapPageProps {
  readonly draft: Draft
  readonly errors: Readonly<Record<string, string>>
  readonly deputies: readonly Choice[]
  readonly stations: readonly Choice[]
  readonly topics: Settings['matterTopics']
  readonly calls: readonly EmergencyCall[]
  readonly now: readonly EmergencyCall[]
  readonly signedIn: boolean
  readonly locale: Locale
}

const fileBytes = 10_000_000

/** Photo, place, send. Everything else may be left out. */
export function SnapPage(props: SnapPageProps) {
  const { draft, errors, topics, calls, now, locale } = props
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} lead={t.lead} />
      <section class="kept" aria-labelledby="kept" data-snap-kept hidden>
        <h2 id="kept">{t.kept}</h2>
        <ul />
      </section>
      <Form action="/contact/snap" id="snap" files>
        <SnapWords {...props} />
        <Carried draft={draft} names={['key', 'files', 'latitude', 'longitude', 'accuracy']} />
        <FileField
          name="photo"
          label={t.photo}
          hint={t.photoHint}
          optional
          accept={acceptedFiles.photo}
          acceptWords={t.photoWords}
          maxBytes={fileBytes}
          capture="environment"
          help="photo"
          {...wrong('photo')}
        />
        {draft.files.length > 0 && <p role="status">{t.attached(draft.files.length)}</p>}
        <fieldset class="field snap-place">
          <legend>{t.where}</legend>
          <p class="hint">{t.whereHint}</p>
          <button type="button" class="btn quiet" data-snap-here hidden>
            {t.here}
          </button>
          <p role="status" data-snap-told>
            {draft.position && t.foundPlain}
          </p>
          <Field name="spot" label={t.spot} optional value={draft.spot} {...wrong('spot')} />
          <p class="hint">{t.herePrivacy}</p>
        </fieldset>
        <Select
          name="topic"
          label={t.topic}
          optional
          value={draft.topic}
          empty={t.topicAny}
          options={topics.map((topic) => ({ value: topic.code, label: nameIn(topic, locale) }))}
          {...wrong('topic')}
        />
        <TextArea
          name="body"
          label={t.body}
          hint={t.bodyHint}
          optional
          rows={2}
          value={draft.body}
          {...wrong('body')}
        />
        <FileField
          name="voice"
          label={t.voice}
          optional
          accept={acceptedFiles.voice}
          acceptWords={t.voiceWords}
          maxBytes={fileBytes}
          help="voice"
          {...wrong('voice')}
        />
        <EmergencyNotice calls={calls} now={now} topics={topics} locale={locale} />
        <Radios
          name="public"
          label={t.seen}
          value={draft.public ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: t.public, hint: t.publicHint },
            { value: 'no', label: t.private, hint: t.privateHint },
          ]}
        />
        <Details summary={t.more} open={Boolean(errors.contact ?? errors.answerBy ?? errors.name ?? errors.to)}>
          <ToSelect {...props} />
          <AnswerFields {...props} />
        </Details>
        <p class="muted">
          {t.consent} <a href="/help/privacy">{t.consentLink}</a>
        </p>
        <ButtonRow>
          <Button name="step" value="send">
            {t.send}
          </Button>
        </ButtonRow>
      </Form>
      <Island name="snap" />
    </>
  )
}

/** The sentences the script says, and whether the page came back from the server with something in it. */
function SnapWords({ draft, errors, locale }: SnapPageProps) {
  const t = text[locale]
  const words = {
    finding: t.finding,
    found: t.found('{n}'),
    notfound: t.notFound,
    fromphoto: t.fromPhoto,
    usephoto: t.usePhoto,
    tookphoto: t.tookPhoto,
    dropposition: t.dropPosition,
    offline: t.offline,
    waiting: t.waiting,
    sent: t.sent,
    receipt: t.receipt,
    look: t.look,
    open: t.open,
    drop: t.drop,
    dropsure: t.dropSure,
    foundplain: t.foundPlain,
    restored: t.restored,
    again: t.again,
    sending: t.sending,
  }
  const data = Object.fromEntries(Object.entries(words).map(([name, value]) => [`data-${name}`, value]))
  const back = Object.keys(errors).length > 0 || draft.files.length > 0
  return <span hidden data-snap-words data-back={back ? 'yes' : undefined} {...data} />
}

/** Public matters nearby that may be the same one: join it, or send one's own all the same. */
export function SimilarPage({ draft, near, action, carry, locale }: SimilarPageProps) {
  const t = text[locale]
  return (
    <>
      <PageHead title={t.similarTitle} lead={t.similarLead} />
      <Form action={action} label={t.similarTitle}>
        <Carried draft={draft} names={carry} />
        <NearCards near={near} locale={locale} />
        <ButtonRow>
          <Button kind="quiet" name="seen" value="yes">
            {t.other}
          </Button>
          <Button kind="plain" name="step" value="edit">
            {t.edit}
          </Button>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface SimilarPageProps {
  readonly draft: Draft
  readonly near: readonly Near[]
  readonly action: string
  readonly carry: Parameters<typeof Carried>[0]['names']
  readonly locale: Locale
}
