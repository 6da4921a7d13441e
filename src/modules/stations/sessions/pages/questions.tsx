import { Button, ButtonRow, Field, Form, Tag, TextArea, useLocale, useText, Words } from '#ui'
import type { SessionView } from '../queries.ts'
import { momentWords } from '../words.ts'
import { text } from './questions.text.ts'

type Values = Readonly<Record<string, string>>

export interface QuestionsProps {
  readonly view: SessionView
  /** Page to come back to: the session's own, or the livestream room's. */
  readonly back: '' | 'live'
  readonly values: Values
  readonly errors: Values
}

/** Questions with their answers, what most people ask first, and a form to ask. */
export function Questions({ view, back, values, errors }: QuestionsProps) {
  const t = useText(text)
  const { meeting, place, stage, questions } = view
  const base = `/stations/${place.number}/sessions/${meeting.number}`
  const open = stage === 'published' || stage === 'running'
  const shown = questions.filter(({ hidden_at }) => hidden_at === null)
  const answered = shown.filter(({ answered_at }) => answered_at !== null)
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t.title}</h2>
      <p class="muted">
        {questions.length === 0 ? t.none : t.figure(shown.length, answered.length)}
        {questions.length > 0 && ` ${t.note}`}
      </p>
      <div id="question-list" data-updated={t.updated}>
        <ul class="said questions">
          {questions.map((question) => (
            <OneQuestion key={question.id} question={question} view={view} base={base} back={back} open={open} />
          ))}
        </ul>
      </div>
      {open ? (
        <Form action={`${base}/ask`} guard={`ask ${base}`} label={t.ask}>
          <h3>{t.ask}</h3>
          <input type="hidden" name="back" value={back} />
          <TextArea
            name="body"
            label={t.body}
            hint={t.bodyHint}
            rows={3}
            maxLength={500}
            value={values.body ?? ''}
            {...(errors.body && { error: errors.body })}
          />
          <Field
            name="askName"
            label={t.askName}
            hint={t.askNameHint}
            maxLength={40}
            optional
            width="medium"
            value={values.askName ?? ''}
          />
          <ButtonRow>
            <Button>{t.send}</Button>
          </ButtonRow>
        </Form>
      ) : (
        stage !== 'planned' && stage !== 'cancelled' && <p class="muted">{t.over}</p>
      )}
    </section>
  )
}

interface OneProps {
  readonly question: SessionView['questions'][number]
  readonly view: SessionView
  readonly base: string
  readonly back: string
  readonly open: boolean
}

function OneQuestion({ question, view, base, back, open }: OneProps) {
  const t = useText(text)
  const { hidden_because } = question
  if (hidden_because !== null) {
    return (
      <li id={`q${question.number}`}>
        <p class="muted">
          <b>{t.number(question.number)}</b> <Words>{t.hidden(hidden_because)}</Words>
        </p>
      </li>
    )
  }
  return (
    <li id={`q${question.number}`}>
      <p>
        <Words lang={question.locale}>{question.body}</Words>
      </p>
      <p class="row">
        <Tag kind={question.supports > 0 ? 'accent' : 'plain'}>{t.count(question.supports)}</Tag>
        <span class="muted">
          {t.number(question.number)}
          {question.name && (
            <>
              {' · '}
              <Words>{t.by(question.name)}</Words>
            </>
          )}
          {question.via === 'on-site' && ` · ${t.onSite}`}
        </span>
        {question.own && <Tag kind="ok">{t.own}</Tag>}
      </p>
      {open && !question.own && <SupportForm question={question} base={base} back={back} />}
      <Answers question={question} view={view} />
    </li>
  )
}

function SupportForm({ question, base, back }: Pick<OneProps, 'question' | 'base' | 'back'>) {
  const t = useText(text)
  const first = question.body.slice(0, 40)
  return (
    <Form action={`${base}/support`}>
      <input type="hidden" name="back" value={back} />
      <input type="hidden" name="questionId" value={question.id} />
      <input type="hidden" name="on" value={question.mine ? 'no' : 'yes'} />
      <Button kind="quiet" label={question.mine ? t.unsupportOf(first) : t.supportOf(first)}>
        {question.mine ? t.unsupport : t.support}
      </Button>
    </Form>
  )
}

/** What was answered, on record: who, when, and what was added later. */
export function Answers({ question, view }: Pick<OneProps, 'question' | 'view'>) {
  const t = useText(text)
  const locale = useLocale()
  if (question.answers.length === 0) {
    return (
      <p>
        <Tag kind="wait">{t.waits}</Tag>
      </p>
    )
  }
  return (
    <>
      {question.answers.map((answer) => {
        const when = momentWords(answer.at, locale, view.timeZone)
        const who = view.answeredBy(answer.person_id)
        return (
          <p key={answer.ordinal} class="answer">
            <b>
              <Words>{answer.ordinal === 1 ? t.answer(who, when) : t.added(who, when)}</Words>
            </b>
            <Words>{answer.words}</Words>
          </p>
        )
      })}
    </>
  )
}
