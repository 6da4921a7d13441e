import {
  Button,
  ButtonLink,
  ButtonRow,
  ConfirmForm,
  CopyButton,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  PrintButton,
  Radios,
  Tag,
  type TagKind,
  Words,
} from '#ui'
import type { Shown } from '../../roster/shown.ts'
import { type Booking, dashed } from '../queries.ts'
import { type BookingState, isOpen } from '../rules.ts'
import type { Choice } from './book-page.tsx'
import { text } from './booking.text.ts'
import { Emergency } from './slots-page.tsx'

const tones: Readonly<Record<BookingState, TagKind>> = {
  asked: 'wait',
  confirmed: 'ok',
  proposed: 'accent',
  cancelled: 'stop',
  came: 'plain',
  missed: 'plain',
}

export function StateTag({ state, shown }: { readonly state: BookingState; readonly shown: Shown }) {
  return <Tag kind={tones[state]}>{text[shown.locale].states[state]}</Tag>
}

export interface BookingPageProps {
  readonly booking: Booking
  readonly matterReceipt: string | null
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** A booked talk as she who booked it sees it by its code. */
export function BookingPage({ booking, matterReceipt, errors, shown }: BookingPageProps) {
  const t = text[shown.locale]
  const { duty, state, way, words } = booking
  const code = dashed(booking.code)
  const path = `/contact/booking/${code}`
  const ahead = isOpen(state) && booking.slot_at > shown.now
  const address = shown.locale === 'en' ? (duty.address_en ?? duty.address_zh) : duty.address_zh
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} above={<StateTag state={state} shown={shown} />} />
      {state === 'proposed' && (
        <p>
          <Words>{t.proposedWords(words)}</Words>
        </p>
      )}
      {state === 'cancelled' && (
        <p>
          <Words>{booking.ended_by === 'office' ? t.byOffice(words) : t.byYou}</Words>
        </p>
      )}
      <dl class="defs">
        <div>
          <dt>{t.code}</dt>
          <dd class="num">
            <b>{code}</b> <CopyButton value={code} label={t.codeCopy} />
          </dd>
        </div>
        <div>
          <dt>{t.when}</dt>
          <dd>{shown.moment(booking.slot_at)}</dd>
        </div>
        <div>
          <dt>{t.who}</dt>
          <dd>
            <Words>{shown.name(duty)}</Words>
          </dd>
        </div>
        <div>
          <dt>{t.where}</dt>
          <dd>
            {way === 'place' ? (
              <Words>{[shown.place(duty), address].filter(Boolean).join(' · ')}</Words>
            ) : way === 'phone' ? (
              t.phone
            ) : (
              t.online
            )}
          </dd>
        </div>
        <div>
          <dt>{t.topic}</dt>
          <dd>
            <Words>{booking.topic}</Words>
          </dd>
        </div>
        {booking.outcome === 'answered' && (
          <div>
            <dt>{t.answered}</dt>
            <dd>
              <Words>{booking.outcome_words}</Words>
            </dd>
          </div>
        )}
      </dl>
      {matterReceipt && (
        <p>
          {t.matter}
          <b class="num">{dashed(matterReceipt)}</b> <a href={`/contact/${dashed(matterReceipt)}`}>{t.matterFollow}</a>
        </p>
      )}
      {ahead && (
        <>
          {state === 'proposed' && (
            <Form action={`${path}/accept`}>
              <ButtonRow>
                <Button>{t.suits}</Button>
              </ButtonRow>
            </Form>
          )}
          <ButtonRow>
            <ButtonLink kind="quiet" href={`${path}/move`}>
              {t.move}
            </ButtonLink>
            <ButtonLink kind="quiet" href={`${path}/calendar.ics`}>
              {t.calendar}
            </ButtonLink>
            <PrintButton />
          </ButtonRow>
          <ConfirmForm
            action={`${path}/cancel`}
            label={t.cancel}
            question={t.cancelAsk}
            consequence={t.cancelWhy}
            confirmLabel={t.cancelDo}
            kind="grave"
          >
            <Field name="reason" label={t.cancelReason} optional />
          </ConfirmForm>
        </>
      )}
      {state === 'cancelled' && booking.ended_by === 'office' && !booking.forgotten_at && (
        <ButtonRow>
          <ButtonLink href={`${path}/move`}>{t.moveAgain}</ButtonLink>
        </ButtonRow>
      )}
      {state === 'cancelled' && booking.ended_by === 'resident' && (
        <ButtonRow>
          <ButtonLink href={`/contact/booking/new?duty=${duty.number}`}>{t.moveAgain}</ButtonLink>
        </ButtonRow>
      )}
      <Emergency shown={shown} />
    </>
  )
}

export interface MovePageProps {
  readonly booking: Booking
  readonly others: readonly Choice[]
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** Another time for a booking: the same deputy, or the same place. */
export function MovePage({ booking, others, errors, shown }: MovePageProps) {
  const t = text[shown.locale]
  const path = `/contact/booking/${dashed(booking.code)}`
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.move} lead={t.moveLead} />
      {others.length === 0 ? (
        <>
          <p>{t.none}</p>
          <p class="muted">{t.noneWhy}</p>
        </>
      ) : (
        <Form action={`${path}/move`}>
          <Radios
            name="slot"
            label={t.choose}
            options={others}
            {...(errors.slot !== undefined && { error: errors.slot })}
          />
          <ButtonRow>
            <Button>{t.moveDo}</Button>
          </ButtonRow>
        </Form>
      )}
    </>
  )
}
