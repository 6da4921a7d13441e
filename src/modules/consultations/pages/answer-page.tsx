import type { Locale } from '#kernel/text'
import { articlesOf, type LegalText, provisionPath } from '#parts/laws'
import type { Unanswered } from '#parts/opinions'
import {
  Button,
  ButtonLink,
  ConfirmForm,
  Details,
  ErrorSummary,
  Field,
  FileField,
  Form,
  fieldId,
  Notice,
  PageHead,
  ProgressBar,
  Select,
  Tag,
  TextArea,
} from '#ui'
import type { ArgumentStory, Versions } from '../queries/answers.ts'
import type { ConsultationRow } from '../queries/consultation.ts'
import type { WaitingPlacing } from '../queries/placings.ts'
import { text } from './answer-page.text.ts'
import { text as words } from './answer-words.text.ts'
import { decisionTones } from './outcome-card.tsx'

export interface AnswerPageProps {
  readonly row: ConsultationRow
  readonly title: string
  /** The text that was consulted on. */
  readonly old: LegalText | null
  readonly versions: Versions | null
  readonly stories: readonly ArgumentStory[]
  readonly left: readonly Unanswered[]
  readonly leftCount: number
  readonly total: number
  readonly placings: { readonly total: number; readonly rows: readonly WaitingPlacing[] } | null
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly locale: Locale
}

/** The office's table of answers: what is answered, what is not, and the way to give them. */
export function AnswerPage(props: AnswerPageProps) {
  const { row, title, versions, leftCount, total, locale } = props
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const number = new Intl.NumberFormat(locale)
  const given = row.stage === 'answered' || row.stage === 'evaluated'
  const late = row.stage === 'submitted' || given
  return (
    <>
      <ErrorSummary errors={props.errors} />
      <PageHead title={t.titleOf(title)} lead={t.lead} />
      {!late ? (
        <Notice kind="wait">
          <p>{t.notYet}</p>
          <ButtonLink href={`${base}/submission`}>{t.toSubmission}</ButtonLink>
        </Notice>
      ) : (
        <>
          <ProgressBar label={t.progress} done={total - leftCount} total={total} kind="ok" />
          {given ? (
            <Notice kind="ok" title={t.doneAnswered}>
              <a href={`${base}/story`}>{t.story}</a> · <a href={`${base}/answer/letters`}>{t.letters}</a>
            </Notice>
          ) : leftCount > 0 ? (
            <Notice kind="wait" title={t.leftTitle(number.format(leftCount))}>
              <p>{t.left}</p>
              <Lacking {...props} />
            </Notice>
          ) : (
            <Notice kind="ok" title={t.allDone}>
              <ConfirmForm
                action={`${base}/answer/give`}
                label={t.publish}
                question={t.publishAsk}
                consequence={t.publishThen}
                confirmLabel={t.publish}
              />
            </Notice>
          )}
          {versions && (
            <p>
              {t.imported(versions.next.label)} · <a href={`${base}/changes`}>{t.compare}</a>
            </p>
          )}
          {!given && !versions && <ImportForm {...props} />}
          <Placings {...props} />
          <Choosing {...props} />
        </>
      )}
    </>
  )
}

const namedFirst = 5

/** Which opinions have no answer, each leading to where it is chosen: alone, or with its suggestion. */
function Lacking(props: AnswerPageProps) {
  const { left, leftCount, locale } = props
  const t = text[locale]
  const named = left.slice(0, namedFirst)
  return (
    <>
      <ul>
        {named.map((each) => (
          <li key={each.id}>
            <a href={`#${isAlone(each) ? boxOf(props, 'o', each.id) : boxOf(props, 'a', storyOf(props, each))}`}>
              {each.body.length > 60 ? `${each.body.slice(0, 60)}…` : each.body}
            </a>
          </li>
        ))}
      </ul>
      {leftCount > named.length && (
        <p class="muted">{t.andMore(new Intl.NumberFormat(locale).format(leftCount - named.length))}</p>
      )}
    </>
  )
}

/** Those of an argument that is not answered yet are answered with it. */
function isAlone(each: Unanswered): boolean {
  return each.argument === null || each.alone !== null
}

function storyOf({ stories }: AnswerPageProps, { argument }: Unanswered): string {
  return stories.find((story) => story.number === argument?.number)?.id ?? ''
}

/** The id of a box; the first one is where a refusal for choosing nothing leads. */
function boxOf({ stories, left }: AnswerPageProps, kind: 'a' | 'o', id: string): string {
  const first = stories[0]?.id ?? left.find(isAlone)?.id
  return id === first ? fieldId('argumentIds') : `${kind}-${id}`
}

function ImportForm({ row, values, errors, locale }: AnswerPageProps) {
  const t = text[locale]
  return (
    <Details summary={t.importTitle} open id="next-version">
      <p class="muted">{t.importLead}</p>
      <Form action={`/consultations/${row.number}/answer/import`} files>
        <Field
          name="label"
          label={t.label}
          hint={t.labelHint}
          value={values.label ?? ''}
          {...(errors.label && { error: errors.label })}
          width="medium"
        />
        <FileField
          name="file"
          label={t.file}
          accept=".docx,.pdf,.txt,.md"
          acceptWords={t.fileKinds}
          maxBytes={20_000_000}
          optional
        />
        <TextArea
          name="source"
          label={t.paste}
          value={values.source ?? ''}
          rows={6}
          law
          optional
          {...(errors.source && { error: errors.source })}
        />
        <Button>{t.importDo}</Button>
      </Form>
    </Details>
  )
}

function Placings({ row, placings, versions, errors, values, locale }: AnswerPageProps) {
  const t = text[locale]
  if (!placings || placings.total === 0 || !versions) return null
  const options = articlesOf(versions.next.text).map(({ provision }) => ({
    value: provision.id,
    label: provisionPath(versions.next.text, provision.id, locale),
  }))
  return (
    <section>
      <h2>{t.placingTitle(new Intl.NumberFormat(locale).format(placings.total))}</h2>
      <ul class="pile">
        {placings.rows.map((each) => (
          <li key={each.opinionId} class="card">
            <p>
              <b>{provisionPath(versions.old.text, each.provisionId, locale)}</b> {each.quote && `“${each.quote}”`}
            </p>
            <p>{each.body}</p>
            <Form action={`/consultations/${row.number}/answer/place`}>
              <input type="hidden" name="opinionId" value={each.opinionId} />
              <Select
                name="provisionId"
                {...(values.opinionId === each.opinionId
                  ? { id: fieldId('provisionId'), ...(errors.provisionId && { error: errors.provisionId }) }
                  : { id: `place-${each.opinionId}` })}
                label={t.goesTo}
                value={articleOf(each.likely)}
                options={options}
                empty={t.gone}
              />
              <Button kind="quiet">{t.place}</Button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

function articleOf(provisionId: string | null): string {
  return provisionId?.split('__').find((step) => step.startsWith('art_')) ?? ''
}

function Choosing(props: AnswerPageProps) {
  const { row, stories, left, leftCount, old, errors, locale } = props
  const t = text[locale]
  const w = words[locale]
  const number = new Intl.NumberFormat(locale)
  const place = (provisionId: string | null) =>
    provisionId && old ? provisionPath(old, provisionId, locale) : w.wholeText
  const alone = left.filter(isAlone)
  return (
    <form action={`/consultations/${row.number}/answer/form`} method="get">
      <h2>{t.argumentsTitle}</h2>
      {errors.argumentIds && <p class="error">{errors.argumentIds}</p>}
      {stories.length === 0 && <p class="muted">{t.noArguments}</p>}
      <ul class="pile">
        {stories.map((story) => (
          <li key={story.id} class="card">
            <div class="choice">
              <input type="checkbox" name="a" value={story.id} id={boxOf(props, 'a', story.id)} />
              <label for={boxOf(props, 'a', story.id)}>
                {story.number}. {story.title}
              </label>
            </div>
            <p class="muted">
              {place(story.provisionId)} · {w.voices(number.format(story.voices))}
              {story.dissent > 0 && ` · ${w.dissent(number.format(story.dissent))}`}
            </p>
            {story.sentences.length > 0 && <p>{story.sentences.map((sentence) => sentence.text).join('')}</p>}
            <p>
              {story.outcome ? (
                <>
                  <Tag kind={decisionTones[story.outcome.decision]}>{w.decisions[story.outcome.decision]}</Tag>{' '}
                  {story.outcome.reason}
                </>
              ) : (
                <Tag kind="wait">{w.noAnswer}</Tag>
              )}
            </p>
          </li>
        ))}
      </ul>
      {alone.length > 0 && (
        <>
          <h2>{t.opinionsTitle}</h2>
          <ul class="pile">
            {alone.map((each) => (
              <li key={each.id} class="card">
                <div class="choice">
                  <input type="checkbox" name="o" value={each.id} id={boxOf(props, 'o', each.id)} />
                  <label for={boxOf(props, 'o', each.id)}>{each.body}</label>
                </div>
                <p class="muted">
                  {place(each.provisionId)}
                  {each.alone && ` · ${t.alone[each.alone]}`}
                </p>
              </li>
            ))}
          </ul>
          {leftCount > left.length && <p class="muted">{t.more(number.format(leftCount - left.length))}</p>}
        </>
      )}
      {(stories.length > 0 || alone.length > 0) && <Button>{t.answerChosen}</Button>}
    </form>
  )
}
