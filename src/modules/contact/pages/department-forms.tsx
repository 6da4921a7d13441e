import { dayInWords } from '#kernel/calendar'
import { casesText, HowReckoned, isRunning, outcomes } from '#parts/cases'
import { Button, Checkbox, ConfirmForm, Field, Form, Notice, Radios, Select, TextArea } from '#ui'
import { TemplateChoice } from './bureau-forms.tsx'
import { PromiseForms } from './promise-forms.tsx'
import { fieldOf, WorkForm } from './work-form.tsx'
import { text } from './work-page.text.ts'
import type { WorkPageProps } from './work-page.tsx'

/** What the department that has the matter can do. */
export function DepartmentForms(props: WorkPageProps) {
  const { may, matter, shown } = props
  const t = text[shown.locale]
  const base = `/contact/matters/${matter.number}`
  const { lead, draft } = matter.work
  return (
    <>
      {may.accept && lead && (
        <Form action={`${base}/accept`} class="card">
          <input type="hidden" name="assignmentId" value={lead.id} />
          <p>{t.acceptWords}</p>
          <Button>{t.accept}</Button>
        </Form>
      )}
      {may.return && lead && <ReturnForm {...props} assignmentId={lead.id} />}
      {draft && may.promise && (
        <article class="card">
          <h3>{t.drafted}</h3>
          <p class="words">{draft.body}</p>
        </article>
      )}
      {may.promise && <PromiseForms {...props} />}
      {may.review && (
        <Form action={`${base}/review`}>
          <Button>{t.review}</Button>
        </Form>
      )}
      {may.send && (
        <ConfirmForm
          action={`${base}/send`}
          label={t.send}
          question={t.sendQuestion}
          consequence={t.sendConsequence}
          confirmLabel={t.send}
        />
      )}
      {may.reply && lead && props.bureau && <TemplateChoice {...props} bureau={props.bureau} />}
      {may.reply && lead && (
        <WorkForm
          page={props}
          name="draft"
          summary={draft ? t.draftAgain : t.draft}
          first={!draft || Boolean(props.bureau?.filled)}
        >
          <ReplyFields {...props} form="draft" />
          <Button>{t.draftDo}</Button>
        </WorkForm>
      )}
      {may.askExtension && (
        <WorkForm page={props} name="more-time" summary={t.extension}>
          <Field
            {...fieldOf(props, 'more-time')('days')}
            label={t.days}
            unit={t.daysUnit}
            inputmode="numeric"
            width="short"
          />
          <TextArea {...fieldOf(props, 'more-time')('reason')} label={t.reason} rows={3} maxLength={1000} />
          <Button>{t.askExtension}</Button>
        </WorkForm>
      )}
      {may.view && (
        <WorkForm page={props} name="view" summary={t.view} first values={{ assignmentId: may.view }}>
          <TextArea {...fieldOf(props, 'view')('view')} label={t.view} rows={4} maxLength={5000} />
          <Button>{t.viewDo}</Button>
        </WorkForm>
      )}
    </>
  )
}

function ReturnForm(props: WorkPageProps & { readonly assignmentId: string }) {
  const { matter, shown, organisations, assignmentId } = props
  const t = text[shown.locale]
  const field = fieldOf(props, 'return')
  const clock = matter.work.clocks.find(
    (each) => each.kind === 'return' && each.assignment_id === assignmentId && isRunning(each),
  )
  return (
    <WorkForm page={props} name="return" summary={t.return} values={{ assignmentId }}>
      {clock && <p>{t.returnWords(dayInWords(shown.locale, clock.due_on))}</p>}
      {clock && <HowReckoned steps={clock.steps} locale={shown.locale} />}
      <TextArea {...field('reason')} label={t.reason} rows={3} maxLength={1000} />
      <Select
        {...field('proposedOwner')}
        label={t.proposedOwner}
        optional
        empty={t.unknown}
        options={organisations.filter(({ value }) => value !== matter.work.lead?.organisation_id)}
      />
      <Button>{t.returnDo}</Button>
    </WorkForm>
  )
}

/** Words, class and outcome of a reply; vague words are shown before anything is kept. */
export function ReplyFields(props: WorkPageProps & { readonly form: 'draft' | 'answer' }) {
  const { matter, shown, classes, vague, form } = props
  const t = text[shown.locale]
  const c = casesText[shown.locale]
  const { draft } = matter.work
  const field = fieldOf(props, form)
  return (
    <>
      {vague && props.form === form && (
        <Notice kind="wait" title={t.vagueTitle}>
          {t.vagueWords(vague)}
        </Notice>
      )}
      <TextArea
        {...field('body', props.bureau?.filled ?? draft?.body ?? '')}
        label={t.reply}
        hint={t.replyHint}
        rows={7}
        maxLength={10_000}
      />
      {vague && <Checkbox name="keepVague" id={`f-${form}-keepVague`} label={t.keepVague} optional />}
      <Radios {...field('class', draft?.class ?? '')} label={t.class} options={classes} />
      <Radios
        {...field('result', draft?.result ?? '')}
        label={t.result}
        options={outcomes.map((value) => ({ value, label: c.outcome[value] }))}
      />
    </>
  )
}
