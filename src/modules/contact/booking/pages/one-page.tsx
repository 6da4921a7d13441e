import type { ComponentChildren } from 'preact'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  Details,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  TextArea,
  Words,
} from '#ui'
import type { Shown } from '../../roster/shown.ts'
import { type Booking, dashed } from '../queries.ts'
import { isOpen } from '../rules.ts'
import type { Choice } from './book-page.tsx'
import { text as bookingText } from './booking.text.ts'
import { StateTag } from './booking-page.tsx'
import { nameOf } from './day-page.tsx'
import { text } from './staff.text.ts'

export interface OnePageProps {
  readonly booking: Booking
  readonly matter: { readonly receipt: string; readonly number: number } | null
  readonly others: readonly Choice[]
  readonly form: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** One booked talk for those who receive: who, what about, and what can be done with it now. */
export function OnePage(props: OnePageProps) {
  const { booking, matter, errors, shown } = props
  const t = text[shown.locale]
  const b = bookingText[shown.locale]
  const { duty, state, slot_at } = booking
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.one(booking.number)} above={<StateTag state={state} shown={shown} />} />
      <dl class="defs">
        <Entry label={t.when}>{shown.moment(slot_at)}</Entry>
        <Entry label={t.name}>
          <Words>{nameOf(booking, shown)}</Words>
        </Entry>
        <Entry label={t.topic}>
          <Words>{booking.topic}</Words>
        </Entry>
        <Entry label={t.contact}>{booking.contact ?? (booking.forgotten_at ? t.forgotten : t.noContact)}</Entry>
        <Entry label={t.deputy}>
          <Words>{duty.name ?? shown.name(duty)}</Words>
        </Entry>
        <Entry label={t.where}>
          <Words>{[shown.place(duty), b.ways[booking.way]].filter(Boolean).join(' · ')}</Words>
        </Entry>
        <Entry label={t.code}>{dashed(booking.code)}</Entry>
        {booking.words && (
          <Entry label={state === 'cancelled' ? t.why : t.said}>
            <Words>{booking.words}</Words>
          </Entry>
        )}
        {booking.outcome === 'answered' && (
          <Entry label={t.outcome}>
            <Words>{booking.outcome_words}</Words>
          </Entry>
        )}
      </dl>
      {matter && (
        <p>
          {t.matter}
          <b class="num">{dashed(matter.receipt)}</b>{' '}
          <a href={`/contact/matters/${matter.number}`}>{t.number(matter.number)}</a>
        </p>
      )}
      {isOpen(state) && slot_at > shown.now && <Ahead {...props} />}
      {state !== 'cancelled' && slot_at <= shown.now && !booking.outcome && <After {...props} />}
    </>
  )
}

function Entry({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function pathOf({ number }: Booking): string {
  return `/contact/bookings/${number}`
}

function wrongIn({ form, errors }: OnePageProps, of: string) {
  return (name: string) => (form === of && errors[name] !== undefined ? { error: errors[name] } : {})
}

function Ahead(props: OnePageProps) {
  const { booking, others, form, values, shown } = props
  const t = text[shown.locale]
  const path = pathOf(booking)
  const wrong = wrongIn(props, 'propose')
  return (
    <>
      {booking.state === 'asked' && (
        <Form action={`${path}/confirm`}>
          <ButtonRow>
            <Button>{t.confirm}</Button>
          </ButtonRow>
        </Form>
      )}
      <ButtonRow>
        <ButtonLink kind="quiet" href={`${path}/calendar.ics`}>
          {t.calendar}
        </ButtonLink>
      </ButtonRow>
      <Details summary={t.propose} open={form === 'propose'}>
        {others.length === 0 ? (
          <p>{t.proposeNone}</p>
        ) : (
          <Form action={`${path}/propose`} label={t.propose}>
            <Select name="slot" label={t.proposeSlot} options={others} value={values.slot ?? ''} {...wrong('slot')} />
            <Field name="words" label={t.proposeWords} value={values.words ?? ''} optional {...wrong('words')} />
            <ButtonRow>
              <Button>{t.proposeDo}</Button>
            </ButtonRow>
          </Form>
        )}
      </Details>
      <ConfirmForm
        action={`${path}/decline`}
        label={t.decline}
        question={t.declineAsk}
        consequence={t.declineWhy}
        confirmLabel={t.declineDo}
        kind="grave"
      >
        <Field
          name="reason"
          label={t.declineReason}
          value={form === 'decline' ? (values.reason ?? '') : ''}
          {...wrongIn(props, 'decline')('reason')}
        />
      </ConfirmForm>
    </>
  )
}

function After(props: OnePageProps) {
  const { booking, form, values, shown } = props
  const t = text[shown.locale]
  const path = pathOf(booking)
  return (
    <>
      <Form action={`${path}/came`}>
        <ButtonRow>
          {booking.state !== 'came' && (
            <Button name="came" value="yes">
              {t.came}
            </Button>
          )}
          {booking.state !== 'missed' && (
            <Button kind="quiet" name="came" value="no">
              {t.missed}
            </Button>
          )}
        </ButtonRow>
      </Form>
      {booking.state === 'came' && (
        <>
          <Details summary={t.answered} open={form === 'answered'}>
            <Form action={`${path}/answered`} label={t.answered}>
              <TextArea
                name="words"
                id="answered-words"
                label={t.answeredWords}
                hint={t.answeredHint}
                rows={3}
                maxLength={2000}
                value={form === 'answered' ? (values.words ?? '') : ''}
                {...wrongIn(props, 'answered')('words')}
              />
              <ButtonRow>
                <Button>{t.answeredDo}</Button>
              </ButtonRow>
            </Form>
          </Details>
          <Details summary={t.toMatter} open={form === 'matter'}>
            <p class="muted">{t.toMatterLead}</p>
            <Form action={`${path}/matter`} label={t.toMatter}>
              <TextArea
                name="words"
                id="matter-words"
                label={t.toMatterWords}
                rows={3}
                maxLength={2000}
                value={form === 'matter' ? (values.words ?? '') : booking.topic}
                {...wrongIn(props, 'matter')('words')}
              />
              <ButtonRow>
                <Button>{t.toMatterDo}</Button>
              </ButtonRow>
            </Form>
          </Details>
        </>
      )}
    </>
  )
}
