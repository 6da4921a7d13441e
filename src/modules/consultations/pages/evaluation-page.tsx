import type { Locale } from '#kernel/text'
import { Button, ErrorSummary, Field, Form, PageHead, Radios, TextArea } from '#ui'
import { scores } from '../schema-answer.ts'
import { text } from './evaluation-page.text.ts'

export interface EvaluationPageProps {
  readonly base: string
  readonly title: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly locale: Locale
}

/** "Does this answer you?" for whoever holds a receipt. */
export function EvaluationPage({ base, title, values, errors, locale }: EvaluationPageProps) {
  const t = text[locale]
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} above={<span class="muted">{title}</span>} lead={t.lead} />
      <Form action={`${base}/evaluation`}>
        <Field
          name="receipt"
          label={t.receipt}
          value={values.receipt ?? ''}
          width="medium"
          {...(errors.receipt && { error: errors.receipt })}
        />
        <Radios
          name="score"
          label={t.score}
          options={scores.map((score) => ({ value: score, label: t.scores[score] }))}
          {...(values.score && { value: values.score })}
          {...(errors.score && { error: errors.score })}
        />
        <TextArea name="words" label={t.words} rows={3} maxLength={1000} optional value={values.words ?? ''} />
        <Button>{t.send}</Button>
      </Form>
    </>
  )
}
