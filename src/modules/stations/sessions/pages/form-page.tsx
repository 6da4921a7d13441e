import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmPage,
  Details,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  TextArea,
  useText,
} from '#ui'
import { sessionKinds } from '../kinds.ts'
import type { Leader } from '../queries.ts'
import { text as sessionText } from '../sessions.text.ts'
import { text } from './form-page.text.ts'

type Values = Readonly<Record<string, string>>

export interface SessionForm {
  readonly what: 'new' | 'edit'
  readonly action: string
  readonly back: string
  readonly values: Values
  readonly chosenLeaders: readonly string[]
  readonly errors: Values
  readonly leaders: readonly Leader[]
  readonly mediaOrigins: readonly string[]
}

/** Name, value and error of a field, as every field takes them. */
function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

/** Plans a session, or changes its draft. */
export function FormPage({ form }: { readonly form: SessionForm }) {
  const t = useText(text)
  const s = useText(sessionText)
  const { what, values, errors, leaders } = form
  const field = fieldOf(values, errors)
  const hasEnglish = ['topicEn', 'aboutEn', 'venueEn', 'audienceEn', 'agendaEn'].some((name) => values[name])
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={what === 'new' ? t.newTitle : t.editTitle} {...(what === 'new' && { lead: t.newLead })} />
      <Form action={form.action} guard={`session ${form.action}`}>
        {what === 'new' && (
          <Select
            {...field('kind')}
            label={t.kind}
            empty={false}
            options={sessionKinds.map((value) => ({ value, label: s.kind[value] }))}
          />
        )}
        <Field {...field('topic')} label={t.topic} hint={t.topicHint} maxLength={120} />
        <Field {...field('startsAt')} type="datetime-local" width="medium" label={t.startsAt} />
        <Field {...field('endsAt')} type="datetime-local" width="medium" label={t.endsAt} />
        <Field {...field('venue')} label={t.venue} hint={t.venueHint} maxLength={200} optional />
        <TextArea {...field('agenda')} label={t.agenda} hint={t.agendaHint} rows={4} optional />
        {leaders.length > 0 ? (
          <Checkboxes
            name="leaders"
            label={t.leaders}
            optional
            inline
            values={form.chosenLeaders}
            options={leaders.map(({ id, name }) => ({ value: id, label: name ?? id.slice(-4) }))}
            {...(errors.leaders && { error: errors.leaders })}
          />
        ) : (
          <p class="muted">{t.noLeaders}</p>
        )}
        <TextArea {...field('about')} label={t.about} rows={4} maxLength={4000} optional />
        <Field {...field('audience')} label={t.audience} hint={t.audienceHint} maxLength={200} optional />
        <Checkbox name="signsUp" label={t.signsUp} checked={values.signsUp === 'yes'} />
        <Field
          {...field('capacity')}
          type="number"
          inputmode="numeric"
          min={1}
          width="short"
          label={t.capacity}
          hint={t.capacityHint}
          optional
        />
        <Field
          {...field('streamUrl')}
          type="url"
          label={t.streamUrl}
          hint={t.streamHint(form.mediaOrigins.join(' '))}
          maxLength={500}
          optional
        />
        <Details summary={s.english} open={hasEnglish}>
          <Field {...field('topicEn')} label={t.topicEn} maxLength={200} optional />
          <TextArea {...field('agendaEn')} label={t.agendaEn} hint={t.agendaEnHint} rows={4} optional />
          <TextArea {...field('aboutEn')} label={t.aboutEn} rows={4} maxLength={8000} optional />
          <Field {...field('venueEn')} label={t.venueEn} maxLength={200} optional />
          <Field {...field('audienceEn')} label={t.audienceEn} maxLength={200} optional />
        </Details>
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink href={form.back} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

interface ChangeProps {
  readonly base: string
  readonly values: Values
  readonly errors: Values
}

/** Another time or room, with the reason. */
export function MovePage({ base, values, errors }: ChangeProps) {
  const t = useText(text)
  const field = fieldOf(values, errors)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.moveTitle} lead={t.moveLead} />
      <Form action={`${base}/move`} guard={`move ${base}`}>
        <Field {...field('startsAt')} type="datetime-local" width="medium" label={t.startsAt} />
        <Field {...field('endsAt')} type="datetime-local" width="medium" label={t.endsAt} />
        <Field {...field('venue')} label={t.venue} hint={t.venueHint} maxLength={200} optional />
        <Field {...field('venueEn')} label={t.venueEn} maxLength={200} optional />
        <TextArea {...field('reason')} label={t.reason} rows={3} maxLength={1000} />
        <ButtonRow>
          <Button>{t.saveMove}</Button>
          <ButtonLink href={base} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

/** Asks once more before a session is cancelled for good. */
export function CancelPage({ base, values, errors }: ChangeProps) {
  const t = useText(text)
  return (
    <>
      <ErrorSummary errors={errors} />
      <ConfirmPage
        action={`${base}/cancel`}
        kind="grave"
        label={t.cancelTitle}
        question={t.cancelQuestion}
        consequence={t.cancelNote}
        confirmLabel={t.cancelDo}
        backHref={base}
      >
        <TextArea {...fieldOf(values, errors)('reason')} label={t.cancelReason} rows={3} maxLength={1000} />
      </ConfirmPage>
    </>
  )
}
