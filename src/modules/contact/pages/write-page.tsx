import type { Locale } from '#kernel/text'
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
  Notice,
  Radios,
  Select,
  Steps,
  TextArea,
  Visibility,
} from '#ui'
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
  readonly signedIn: boolean
  readonly locale: Locale
}

const photoBytes = 10_000_000

/** The matter itself: words, place, photo, to whom, and who may read it. */
export function WritePage({ draft, errors, deputies, stations, locale }: WritePageProps) {
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  return (
    <>
      <ErrorSummary errors={errors} />
      <Steps at={1} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.title}</h1>
      <p class="muted">{t.lead}</p>
      <Notice kind="stop" title={t.emergency}>
        {t.emergencyWords}
      </Notice>
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
          {...wrong('to')}
        />
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

/** Everything once more, how to be told, consent; then it is sent. */
export function CheckPage({ draft, errors, deputies, stations, signedIn, locale }: WritePageProps) {
  const t = text[locale]
  const wrong = (name: string) => (errors[name] === undefined ? {} : { error: errors[name] })
  const to = [...deputies, ...stations].find(({ value }) => value === draft.to)?.label ?? t.whoAny
  return (
    <>
      <ErrorSummary errors={errors} />
      <Steps at={2} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.checkTitle}</h1>
      <section class="told-words" aria-label={t.yourWords}>
        <p class="words">{draft.body}</p>
        <p class="muted">
          {[draft.spot, to, draft.files.length > 0 ? t.attached(draft.files.length) : ''].filter(Boolean).join(' · ')}
        </p>
        <Visibility audience={draft.public ? 'public' : 'staff'} words={draft.public ? t.seenPublic : t.seenPrivate} />
      </section>
      <Form action="/contact/write">
        <Carried draft={draft} names={all} />
        <Button kind="quiet" name="step" value="edit">
          {t.change}
        </Button>
      </Form>
      <Form action="/contact/write" guard="contact-send">
        <span data-guard-holds="contact-write" />
        <Carried draft={draft} names={['key', 'files', 'body', 'spot', 'to', 'public']} />
        <Details summary={t.answerBy} open>
          <Radios
            name="answerBy"
            label={t.answerBy}
            labelHidden
            value={draft.answerBy}
            options={[
              { value: 'receipt', label: t.answers.receipt },
              ...(signedIn ? [{ value: 'inbox', label: t.answers.inbox }] : []),
              { value: 'phone', label: t.answers.phone },
              { value: 'email', label: t.answers.email },
            ]}
            {...wrong('answerBy')}
          />
          <Field
            name="contact"
            label={t.contact}
            hint={t.contactHint}
            optional
            value={draft.contact}
            autocomplete="tel"
            width="medium"
            {...wrong('contact')}
          />
          <Field
            name="name"
            label={t.name}
            hint={t.nameHint}
            optional
            value={draft.name}
            autocomplete="name"
            width="medium"
            {...wrong('name')}
          />
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

const all = ['key', 'files', 'body', 'spot', 'to', 'public', 'name', 'answerBy', 'contact'] as const
type Carry = (typeof all)[number]

/** What a form carries along unseen. */
function Carried({ draft, names }: { readonly draft: Draft; readonly names: readonly Carry[] }) {
  const values: Readonly<Record<Exclude<Carry, 'files'>, string>> = {
    key: draft.key,
    body: draft.body,
    spot: draft.spot,
    to: draft.to,
    public: draft.public ? 'yes' : 'no',
    name: draft.name,
    answerBy: draft.answerBy,
    contact: draft.contact,
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
