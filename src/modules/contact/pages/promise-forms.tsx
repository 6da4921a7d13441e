import { casesText, lookResults, type PromiseRow, promisesIn } from '#parts/cases'
import { Button, DateField, Field, Form, Radios, TextArea } from '#ui'
import { promiseWords } from './matter-parts.tsx'
import { fieldOf, WorkForm } from './work-form.tsx'
import { text } from './work-page.text.ts'
import type { WorkPageProps } from './work-page.tsx'

/** Sentences of the reply that look like promises, each for a person to confirm; and those confirmed already. */
export function PromiseForms(props: WorkPageProps) {
  const { matter, shown } = props
  const t = text[shown.locale]
  const { draft, reply, promises } = matter.work
  const written = draft ?? reply
  if (!written) return null
  const kept = promises.filter(({ reply_id }) => reply_id === written.id)
  const found = promisesIn(written.body, shown.today).filter(({ quote }) => !kept.some((each) => each.quote === quote))
  const base = `/contact/matters/${matter.number}`
  return (
    <>
      {found.map((each, index) => {
        const name = `promise-${index + 1}`
        const field = fieldOf(props, name)
        return (
          <WorkForm
            key={each.quote}
            page={props}
            name="promise"
            summary={t.promiseFound}
            first
            values={{ form: name, quote: each.quote }}
          >
            <p class="words">{each.quote}</p>
            <Field {...field('what', each.what)} label={t.promiseWhat} maxLength={500} />
            <DateField {...field('dueOn', each.dueOn)} label={t.promiseDay} min={shown.today} />
            <Field
              {...field('amount', each.amountFen === null ? '' : String(each.amountFen / 100))}
              label={t.promiseAmount}
              optional
              inputmode="decimal"
              width="medium"
            />
            <Button>{t.promiseKeep}</Button>
          </WorkForm>
        )
      })}
      {draft &&
        kept.map((promise) => (
          <Form key={promise.id} action={`${base}/drop-promise`} class="card">
            <input type="hidden" name="promiseId" value={promise.id} />
            <p>{promiseWords(promise, shown)}</p>
            <Button kind="quiet">{t.promiseDrop}</Button>
          </Form>
        ))}
    </>
  )
}

export function LookBackForm(props: WorkPageProps & { readonly promise: PromiseRow }) {
  const { shown, promise } = props
  const t = text[shown.locale]
  const name = `look-${promise.id}`
  const field = fieldOf(props, name)
  return (
    <WorkForm
      page={props}
      name="look"
      summary={t.look}
      first={promise.due_on <= shown.today}
      values={{ form: name, promiseId: promise.id }}
    >
      <Radios
        {...field('result')}
        label={t.look}
        labelHidden
        options={lookResults.map((value) => ({ value, label: casesText[shown.locale].lookResult[value] }))}
      />
      <TextArea {...field('words')} label={t.lookWords} rows={3} maxLength={2000} />
      <Button>{t.lookDo}</Button>
    </WorkForm>
  )
}
