import type { Locale } from '#kernel/text'
import { type CandidateChange, provisionPath } from '#parts/laws'
import { decisions } from '#parts/opinions'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  ErrorSummary,
  Form,
  fieldId,
  Notice,
  PageHead,
  Radios,
  TextArea,
} from '#ui'
import type { ArgumentStory, ChosenOpinion, Versions } from '../queries/answers.ts'
import type { ConsultationRow } from '../queries/consultation.ts'
import { text } from './answer-page.text.ts'
import { text as words } from './answer-words.text.ts'

export interface AnswerFormPageProps {
  readonly row: ConsultationRow
  readonly stories: readonly ArgumentStory[]
  readonly opinions: readonly ChosenOpinion[]
  readonly versions: Versions | null
  /** Changed articles, those most likely to answer first; then what was deleted. */
  readonly candidates: readonly CandidateChange[]
  readonly deleted: readonly string[]
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
  readonly locale: Locale
}

const shownFirst = 4

/** One answer for what was chosen: the decision, the reason, the changed words. */
export function AnswerFormPage(props: AnswerFormPageProps) {
  const { row, stories, opinions, versions, candidates, errors, values, locale } = props
  const t = text[locale]
  const w = words[locale]
  const [likely, others] = [candidates.slice(0, shownFirst), candidates.slice(shownFirst)]
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.formTitle} />
      <section>
        <h2>{t.formFor}</h2>
        <ul>
          {stories.map((story) => (
            <li key={story.id}>
              {story.number}. {story.title}
              {story.sentences.length > 0 && (
                <p class="muted">{story.sentences.map((sentence) => sentence.text).join('')}</p>
              )}
            </li>
          ))}
          {opinions.map((opinion) => (
            <li key={opinion.id}>{opinion.body}</li>
          ))}
        </ul>
      </section>
      <Form action={`/consultations/${row.number}/answer/decide`} guard={`answer-${row.number}`}>
        {stories.map(({ id }) => (
          <input key={id} type="hidden" name="a" value={id} />
        ))}
        {opinions.map(({ id }) => (
          <input key={id} type="hidden" name="o" value={id} />
        ))}
        <Radios
          name="decision"
          label={t.decision}
          {...(values.decision && { value: values.decision })}
          {...(errors.decision && { error: errors.decision })}
          options={[...decisions].reverse().map((decision) => ({ value: decision, label: w.decisions[decision] }))}
        />
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={4}
          maxLength={5000}
          value={values.reason ?? ''}
          {...(errors.reason && { error: errors.reason })}
        />
        {versions ? (
          <fieldset
            class={errors.changes ? 'field wrong' : 'field'}
            {...(likely.length === 0 && { id: fieldId('changes') })}
          >
            <legend>{t.changes}</legend>
            <p class="hint">{t.changesHint}</p>
            {errors.changes && <p class="error">{errors.changes}</p>}
            <ChangeChoices {...props} versions={versions} list={likely} first />
            {(others.length > 0 || props.deleted.length > 0) && (
              <Details summary={t.otherChanges}>
                <ChangeChoices {...props} versions={versions} list={others} />
                <DeletedChoices {...props} versions={versions} />
              </Details>
            )}
          </fieldset>
        ) : (
          <Notice kind="wait">{t.conflicts['no-next-version']}</Notice>
        )}
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink kind="quiet" href={`/consultations/${row.number}/answer`}>
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

type Listed = AnswerFormPageProps & { readonly versions: Versions }

function ChangeChoices({
  list,
  versions,
  chosen,
  locale,
  first,
}: Listed & { readonly list: readonly CandidateChange[]; readonly first?: boolean }) {
  const w = words[locale]
  return (
    <div class="choices">
      {list.map((change, index) => {
        const value = `art_${change.article}|${change.from[0] ? `art_${change.from[0]}` : ''}`
        const id = first && index === 0 ? 'f-changes' : `change-${change.article}`
        return (
          <div class="choice" key={value}>
            <input type="checkbox" name="changes" value={value} id={id} checked={chosen.includes(value)} />
            <label for={id}>
              {provisionPath(versions.next.text, `art_${change.article}`, locale)}
              {change.from.length === 0 && ` · ${w.newArticle}`}
            </label>
            <p class="hint">
              {change.inserted.map((words_) => (
                <ins key={words_}>{words_} </ins>
              ))}
              {change.deleted.map((words_) => (
                <del key={words_}>{words_} </del>
              ))}
            </p>
          </div>
        )
      })}
    </div>
  )
}

function DeletedChoices({ deleted, versions, chosen, locale }: Listed) {
  const w = words[locale]
  return (
    <div class="choices">
      {deleted.map((article) => {
        const value = `|art_${article}`
        return (
          <div class="choice" key={value}>
            <input
              type="checkbox"
              name="changes"
              value={value}
              id={`deleted-${article}`}
              checked={chosen.includes(value)}
            />
            <label for={`deleted-${article}`}>
              {provisionPath(versions.old.text, `art_${article}`, locale)} · {w.deletedArticle}
            </label>
          </div>
        )
      })}
    </div>
  )
}
