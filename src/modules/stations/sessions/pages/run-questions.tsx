import { Button, ConfirmForm, Details, Field, Form, Select, TextArea, useText, Words } from '#ui'
import { text as questionText } from './questions.text.ts'
import { Answers } from './questions.tsx'
import { text } from './run-page.text.ts'
import type { RunPageProps, Values } from './run-page.tsx'

type Props = RunPageProps & { readonly base: string }

/** Questions to be answered on record, what most people ask first. */
export function RunQuestions({ view, base, values, errors }: Props) {
  const t = useText(text)
  const q = useText(questionText)
  const { questions, stage } = view
  const open = stage === 'published' || stage === 'running' || stage === 'ended'
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t.questions}</h2>
      {questions.length === 0 && <p class="muted">{q.none}</p>}
      <ul class="said">
        {questions.map((question) => (
          <li key={question.id} id={`q${question.number}`}>
            <p>
              <b>{q.number(question.number)}</b> <Words lang={question.locale}>{question.body}</Words>
            </p>
            <p class="muted">{q.count(question.supports)}</p>
            {question.hidden_because !== null ? (
              <>
                <p>
                  <Words>{q.hidden(question.hidden_because)}</Words>
                </p>
                {view.may.run && (
                  <Form action={`${base}/moderate`}>
                    <input type="hidden" name="questionId" value={question.id} />
                    <input type="hidden" name="hidden" value="no" />
                    <Button kind="quiet">{t.show}</Button>
                  </Form>
                )}
              </>
            ) : (
              <>
                <Answers question={question} view={view} />
                <AnswerForm question={question} view={view} base={base} values={values} errors={errors} />
                {view.may.run && question.answered_at === null && (
                  <ConfirmForm
                    action={`${base}/moderate`}
                    label={t.hide}
                    question={t.hideQuestion}
                    consequence={t.hideNote}
                    confirmLabel={t.hide}
                    values={{ questionId: question.id, hidden: 'yes' }}
                  >
                    <Field id={`f-hide-${question.number}`} name="reason" label={t.hideReason} maxLength={300} />
                  </ConfirmForm>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <Form action={`${base}/ask-for`} label={t.askFor}>
          <h2>{t.askFor}</h2>
          <TextArea
            name="body"
            label={t.body}
            rows={3}
            maxLength={500}
            value={values.body ?? ''}
            {...(errors.body && { error: errors.body })}
          />
          <Field name="askName" label={t.name} optional maxLength={40} width="medium" value={values.askName ?? ''} />
          <Button>{t.ask}</Button>
        </Form>
      )}
    </section>
  )
}

interface AnswerProps {
  readonly question: RunPageProps['view']['questions'][number]
  readonly view: RunPageProps['view']
  readonly base: string
  readonly values: Values
  readonly errors: Values
}

function AnswerForm({ question, view, base, values, errors }: AnswerProps) {
  const t = useText(text)
  const again = values.questionId === question.id
  const error = again ? errors[`words-${question.number}`] : undefined
  return (
    <Details summary={question.answered_at ? t.addAnswer : t.answer} open={again}>
      <Form action={`${base}/answer`} guard={`answer ${question.id}`}>
        <input type="hidden" name="questionId" value={question.id} />
        <input type="hidden" name="number" value={question.number} />
        <p class="muted">{t.answerNote}</p>
        <TextArea
          id={`f-words-${question.number}`}
          name="words"
          label={t.answerWords}
          rows={4}
          maxLength={4000}
          value={again ? (values.words ?? '') : ''}
          {...(error && { error })}
        />
        {view.leaders.length > 0 && (
          <Select
            id={`f-by-${question.number}`}
            name="personId"
            label={t.answerBy}
            empty={t.me}
            optional
            value={again ? (values.personId ?? '') : (view.leaders[0]?.id ?? '')}
            options={view.leaders.map(({ id, name }) => ({ value: id, label: name ?? id.slice(-4) }))}
          />
        )}
        <Button>{t.answerDo}</Button>
      </Form>
    </Details>
  )
}
