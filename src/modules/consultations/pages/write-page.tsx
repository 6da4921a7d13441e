import type { ComponentChildren } from 'preact'
import type { Locale } from '#kernel/text'
import { Change, plainWords, provisionName } from '#parts/laws'
import { longestBody, longestSuggestion, type ShownOpinion, type Similar } from '#parts/opinions'
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
  QuoteArea,
  Radios,
  Select,
  Steps,
  TextArea,
  Visibility,
} from '#ui'
import type { ReadVersion } from '../queries/version.ts'
import type { DayWords } from './day-words.ts'
import { LawWords } from './law-words.tsx'
import { OpinionItem } from './opinion-item.tsx'
import { articleOf, replacedWords, suggestionOf, type WriteDraft } from './write-draft.ts'
import { text } from './write-page.text.ts'

export interface WritePageProps {
  readonly number: number
  readonly title: string
  readonly daysLeft: number
  readonly version: ReadVersion | null
  readonly draft: WriteDraft
  /** What to correct, by field. */
  readonly errors: Readonly<Record<string, string>>
  /** Something happened that is nobody's mistake: a code. */
  readonly problem: 'closed' | 'too-many' | 'not-open-yet' | null
  readonly locale: Locale
}

const photoBytes = 10_000_000
/** Characters: a longer article would stand between a phone's reader and the box to write in. */
const longArticle = 200

/** The words first: about what, what she says, how it should read instead. */
export function WritePage(props: WritePageProps) {
  const { number, title, version, draft, errors, problem, locale } = props
  const t = text[locale]
  const article = articleOf(version, draft)
  return (
    <>
      <Problem problem={problem} locale={locale} />
      <ErrorSummary errors={errors} />
      <Steps at={1} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.title}</h1>
      <p class="muted">
        {title} · {t.left(props.daysLeft)}
      </p>
      {article && (
        <section class="clause" aria-label={t.law}>
          <Folded summary={t.fullText(provisionName(article, locale))} long={plainWords(article).length > longArticle}>
            <QuoteArea formId="write">
              <LawWords article={article} />
            </QuoteArea>
          </Folded>
        </section>
      )}
      <Form
        action={`/consultations/${number}/write`}
        id="write"
        files
        guard={`write-${number}-${draft.article || 'whole'}`}
      >
        <Carried draft={draft} keep={['key', 'provision', 'start', 'door', 'was', 'files']} />
        {version ? <Place {...props} version={version} /> : <input type="hidden" name="article" value="" />}
        <TextArea
          name="body"
          label={t.body}
          hint={t.bodyHint}
          rows={5}
          maxLength={longestBody}
          value={draft.body}
          {...problemOf(errors, 'body')}
        />
        <Details summary={t.suggest} open={suggestionOf(draft) !== null || Boolean(errors.suggested)}>
          <TextArea
            name="suggested"
            label={t.suggested}
            hint={t.suggestHint}
            law
            optional
            rows={Math.min(10, Math.max(4, Math.ceil(draft.suggested.length / 20)))}
            maxLength={longestSuggestion}
            value={draft.suggested}
            {...problemOf(errors, 'suggested')}
          />
        </Details>
        <Details summary={t.attach} open={Boolean(errors.photo ?? errors.voice)}>
          <FileField
            name="photo"
            label={t.photo}
            optional
            accept="image/jpeg,image/png,image/webp"
            acceptWords={t.photoWords}
            maxBytes={photoBytes}
            help="photo"
            {...problemOf(errors, 'photo')}
          />
          <FileField
            name="voice"
            label={t.voice}
            optional
            accept="audio/*"
            acceptWords={t.voiceWords}
            maxBytes={photoBytes}
            help="voice"
            {...problemOf(errors, 'voice')}
          />
        </Details>
        {draft.files.length > 0 && <p role="status">{t.attached(draft.files.length)}</p>}
        <Radios
          name="public"
          label={t.who}
          value={draft.public ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: t.whoPublic, hint: t.whoPublicHint },
            { value: 'no', label: t.whoOffice, hint: t.whoOfficeHint },
          ]}
        />
        <ButtonRow>
          <Button name="step" value="check">
            {t.next}
          </Button>
        </ButtonRow>
        <p class="muted">{t.offline}</p>
      </Form>
      <Island name="form-guard" />
    </>
  )
}

function Place({ version, draft, errors, locale }: WritePageProps & { readonly version: ReadVersion }) {
  const t = text[locale]
  return (
    <>
      <div class="with-button">
        <Select
          name="article"
          label={t.where}
          optional
          value={draft.article}
          empty={t.whole}
          options={version.articles.map(({ provision }) => ({
            value: provision.id,
            label: [provisionName(provision, locale), provision.heading].filter(Boolean).join(' '),
          }))}
          {...problemOf(errors, 'article')}
        />
        <Button kind="quiet" name="step" value="place">
          {t.showArticle}
        </Button>
      </div>
      {draft.article !== '' && (
        <Field
          name="quote"
          label={t.quote}
          hint={t.quoteHint}
          optional
          value={draft.quote}
          {...problemOf(errors, 'quote')}
        />
      )}
    </>
  )
}

function problemOf(errors: Readonly<Record<string, string>>, name: string) {
  return errors[name] === undefined ? {} : { error: errors[name] }
}

function Problem({ problem, locale }: Pick<WritePageProps, 'problem' | 'locale'>) {
  const t = text[locale]
  if (problem === null) return null
  const words = {
    closed: [t.closedTitle, t.closedWords],
    'too-many': [t.tooManyTitle, t.tooManyWords],
    'not-open-yet': [t.notOpen, t.notOpenWords],
  }[problem]
  return (
    <Notice kind="stop" title={words[0] ?? ''}>
      {words[1]}
    </Notice>
  )
}

type Carry =
  | 'key'
  | 'article'
  | 'provision'
  | 'quote'
  | 'start'
  | 'door'
  | 'was'
  | 'files'
  | 'public'
  | 'body'
  | 'suggested'

/** What the form carries along unseen. */
function Carried({ draft, keep }: { readonly draft: WriteDraft; readonly keep: readonly Carry[] }) {
  const values: Readonly<Record<Exclude<Carry, 'files' | 'was'>, string>> = {
    key: draft.key,
    article: draft.article,
    provision: draft.provision,
    quote: draft.quote,
    start: String(draft.start),
    door: draft.door,
    public: draft.public ? 'yes' : 'no',
    body: draft.body,
    suggested: draft.suggested,
  }
  return (
    <>
      {keep.map((name) =>
        name === 'files' ? (
          draft.files.map((entry) => <input key={entry} type="hidden" name="file" value={entry} />)
        ) : name === 'was' ? (
          <>
            <input type="hidden" name="was" value={draft.article} />
            <input type="hidden" name="wasQuote" value={draft.quote} />
          </>
        ) : (
          <input key={name} type="hidden" name={name} value={values[name]} />
        ),
      )}
    </>
  )
}

export interface CheckPageProps extends WritePageProps {
  readonly similar: Similar
  readonly days: DayWords
  readonly signedIn: boolean
}

/** Everything once more as others will see it, others who said the same, and how to be answered; then it is sent. */
export function CheckPage(props: CheckPageProps) {
  const { number, title, version, draft, errors, problem, signedIn, locale } = props
  const t = text[locale]
  const article = articleOf(version, draft)
  const suggestion = suggestionOf(draft)
  return (
    <>
      <Problem problem={problem} locale={locale} />
      <ErrorSummary errors={errors} />
      <Steps at={2} steps={[t.steps.write, t.steps.check]} />
      <h1>{t.checkTitle}</h1>
      <p class="muted">
        {title}
        {article && ` · ${provisionName(article, locale)}`}
      </p>
      <Said title={t.yourWords} draft={draft}>
        <p class="words">{draft.body}</p>
        {suggestion !== null && (
          <p class="suggestion">
            <b>{t.yourChange}</b>{' '}
            <span class="law">
              <Change before={draft.replaces} after={suggestion} />
            </span>
          </p>
        )}
        {draft.files.length > 0 && <p class="muted">{t.attached(draft.files.length)}</p>}
        <Visibility audience={draft.public ? 'public' : 'staff'} words={draft.public ? t.seenPublic : t.seenOffice} />
      </Said>
      <Form action={`/consultations/${number}/write`}>
        <Carried
          draft={draft}
          keep={[
            'key',
            'article',
            'provision',
            'quote',
            'start',
            'door',
            'was',
            'files',
            'public',
            'body',
            'suggested',
          ]}
        />
        <Button kind="quiet" name="step" value="edit">
          {t.change}
        </Button>
      </Form>
      <SimilarOnes {...props} />
      <Form action={`/consultations/${number}/write`} guard={`send-${number}`}>
        <span data-guard-holds={`write-${number}-${draft.article || 'whole'}`} />
        <Carried
          draft={draft}
          keep={[
            'key',
            'article',
            'provision',
            'quote',
            'start',
            'door',
            'was',
            'files',
            'public',
            'body',
            'suggested',
          ]}
        />
        {draft.public && (
          <Field
            name="displayName"
            label={t.nameShown}
            hint={t.nameShownHint}
            optional
            value={draft.displayName}
            maxLength={40}
            {...problemOf(errors, 'displayName')}
          />
        )}
        <Radios
          name="answerBy"
          label={t.answerBy}
          value={draft.answerBy}
          options={[
            { value: 'receipt', label: t.answers.receipt, hint: t.answerReceiptHint },
            ...(signedIn ? [{ value: 'inbox', label: t.answers.inbox }] : []),
            { value: 'phone', label: t.answers.phone },
            { value: 'email', label: t.answers.email },
          ]}
          {...problemOf(errors, 'answerBy')}
        />
        <Field
          name="contact"
          label={t.contact}
          hint={t.contactHint}
          optional
          value={draft.contact}
          autocomplete="tel"
          width="medium"
          {...problemOf(errors, 'contact')}
        />
        <Checkbox
          name="consent"
          label={t.consent}
          hint={
            <>
              {t.consentHint} <a href="/help/privacy">{t.consentLink}</a>
            </>
          }
          checked={draft.consent}
          {...problemOf(errors, 'consent')}
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

/** A long article is one press away on a phone; beside the form of a wide screen it stands open. */
function Folded({
  summary,
  long,
  children,
}: {
  readonly summary: string
  readonly long: boolean
  readonly children: ComponentChildren
}): ComponentChildren {
  return long ? (
    <div class="law-fold">
      <Details summary={summary}>{children}</Details>
    </div>
  ) : (
    children
  )
}

function Said({
  title,
  draft,
  children,
}: {
  readonly title: string
  readonly draft: WriteDraft
  readonly children: ComponentChildren
}) {
  return (
    <section class="told-words" aria-label={title}>
      {draft.quote && (
        <p class="quoted">
          <q>{draft.quote}</q>
        </p>
      )}
      {children}
    </section>
  )
}

/** What others have said like this, each with a way to join it instead. */
function SimilarOnes({ number, version, similar, days, locale }: CheckPageProps) {
  const t = text[locale]
  if (similar.opinions.length === 0) return null
  return (
    <section aria-label={t.similarTitle(similar.people)}>
      <h2>{t.similarTitle(similar.people)}</h2>
      <p class="muted">{t.similarWords}</p>
      <ul class="said">
        {similar.opinions.map((opinion: ShownOpinion) => (
          <OpinionItem
            key={opinion.id}
            opinion={opinion}
            consultation={number}
            place={null}
            open
            replaces={
              opinion.suggested && version
                ? replacedWords(version, opinion.provisionId ?? '', opinion.quote ?? '')
                : null
            }
            days={days}
            locale={locale}
          />
        ))}
      </ul>
    </section>
  )
}
