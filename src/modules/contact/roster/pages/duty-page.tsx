import {
  Button,
  ButtonRow,
  ConfirmForm,
  DateField,
  Details,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  Words,
} from '#ui'
import type { Duty } from '../queries.ts'
import type { Shown } from '../shown.ts'
import { wayWords } from './duty-parts.tsx'
import { text } from './plan.text.ts'
import { type Choice, State, WhenFields } from './plan-page.tsx'
import { text as rosterText } from './roster.text.ts'

export interface DutyPageProps {
  readonly duty: Duty
  readonly booked: number
  /** Whether it may still be changed. */
  readonly open: boolean
  readonly deputies: readonly Choice[]
  /** The time as its fields show it. */
  readonly typed: Readonly<Record<string, string>>
  readonly chosenWays: readonly string[]
  readonly form: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** One duty for those who plan it: what is known of it, and what can be changed. */
export function DutyPage(props: DutyPageProps) {
  const { duty, booked, open, deputies, typed, chosenWays, form, values, errors, shown } = props
  const t = text[shown.locale]
  const path = `/contact/roster/duties/${duty.number}`
  const wrong = (of: string) => (name: string) =>
    form === of && errors[name] !== undefined ? { error: errors[name] } : {}
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.duty(duty.number)} above={<State duty={duty} shown={shown} />} />
      <dl class="defs">
        <div>
          <dt>{t.when}</dt>
          <dd class="num">{`${shown.day(shown.dayOf(duty.starts_at))} ${shown.span(duty)}`}</dd>
        </div>
        <div>
          <dt>{t.who}</dt>
          <dd>
            <Words>{duty.name ?? shown.name(duty)}</Words>
            {duty.stead_name && <Words>{` (${t.stead(duty.stead_name)})`}</Words>}
          </dd>
        </div>
        <div>
          <dt>{t.where}</dt>
          <dd>
            <Words>{shown.place(duty) ?? rosterText[shown.locale].atNoPlace}</Words> · {wayWords(duty, shown)}
          </dd>
        </div>
        {duty.published_at && (
          <div>
            <dt>{t.state}</dt>
            <dd>{t.published(shown.day(shown.dayOf(duty.published_at)), duty.days_ahead ?? 0)}</dd>
          </div>
        )}
        {duty.cancel_reason && (
          <div>
            <dt>{t.cancelReason}</dt>
            <dd>
              <Words>{duty.cancel_reason}</Words>
            </dd>
          </div>
        )}
        <div>
          <dt>{t.booked}</dt>
          <dd>
            <a href={`/contact/bookings?day=${shown.dayOf(duty.starts_at)}`}>{t.bookedCount(booked)}</a>
          </dd>
        </div>
      </dl>
      {open && (
        <>
          <Details summary={t.change} open={form === 'change'}>
            <Form action={`${path}/change`} label={t.change}>
              <DateField name="day" label={t.day} value={typed.day ?? ''} {...wrong('change')('day')} />
              <WhenFields
                roster={duty.place_id === null ? 'online' : 'place'}
                value={(name) => typed[name] ?? ''}
                chosenWays={chosenWays}
                wrong={wrong('change')}
                shown={shown}
              />
              <ButtonRow>
                <Button>{t.changeDo}</Button>
              </ButtonRow>
            </Form>
          </Details>
          <Details summary={t.standIn} open={form === 'stand-in'}>
            <Form action={`${path}/stand-in`} label={t.standIn}>
              <Select
                name="personId"
                label={t.deputy}
                options={deputies}
                value={form === 'stand-in' ? (values.personId ?? '') : ''}
                {...wrong('stand-in')('personId')}
              />
              <ButtonRow>
                <Button>{t.standInDo}</Button>
              </ButtonRow>
            </Form>
          </Details>
          <ConfirmForm
            action={`${path}/cancel`}
            label={t.cancel}
            question={t.cancelAsk}
            consequence={t.cancelWhy}
            confirmLabel={t.cancelDo}
            kind="grave"
          >
            <Field
              name="reason"
              label={t.cancelReason}
              value={form === 'cancel' ? (values.reason ?? '') : ''}
              {...wrong('cancel')('reason')}
            />
          </ConfirmForm>
        </>
      )}
    </>
  )
}
