import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Select,
  Tag,
  Words,
} from '#ui'
import type { Duty, SwapRow } from '../queries.ts'
import type { Shown } from '../shown.ts'
import { text } from './duties.text.ts'
import { DutyTags, wayWords } from './duty-parts.tsx'
import { text as rosterText } from './roster.text.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

export interface DutiesPageProps {
  readonly personId: string
  readonly duties: readonly Duty[]
  readonly booked: ReadonlyMap<string, number>
  readonly swaps: readonly SwapRow[]
  /** Duties that requests speak of, whoever's they are. */
  readonly others: ReadonlyMap<string, Duty>
  readonly deputies: readonly Choice[]
  readonly theirDuties: readonly Choice[]
  readonly feedSince: string | null
  /** The whole address, right after it was made. */
  readonly feedUrl: string | null
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly shown: Shown
}

/** What a deputy has to do with the roster: confirm, swap, her calendar. */
export function DutiesPage(props: DutiesPageProps) {
  const { personId, duties, swaps, shown, errors } = props
  const t = text[shown.locale]
  const open = duties.filter(({ confirmed_at, cancelled_at }) => !confirmed_at && !cancelled_at)
  const incoming = swaps.filter(({ to_person_id }) => to_person_id === personId)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} lead={t.lead} />
      {incoming.length > 0 && <Incoming {...props} swaps={incoming} />}
      <section aria-labelledby="coming">
        <h2 id="coming">{t.coming}</h2>
        {open.length > 0 && (
          <Form action="/contact/duties/confirm">
            {open.map(({ id }) => (
              <input key={id} type="hidden" name="duty" value={id} />
            ))}
            <ButtonRow>
              <Button>{t.confirmAll(open.length)}</Button>
            </ButtonRow>
          </Form>
        )}
        {duties.length === 0 ? (
          <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
        ) : (
          <ul class="said" aria-label={t.coming}>
            {duties.map((duty) => (
              <li key={duty.id}>
                <OwnDuty duty={duty} {...props} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <CalendarAddress {...props} />
    </>
  )
}

function whenOf(duty: Duty, shown: Shown): string {
  return `${shown.day(shown.dayOf(duty.starts_at))} ${shown.span(duty)}`
}

function OwnDuty({ duty, ...props }: DutiesPageProps & { readonly duty: Duty }) {
  const { shown, booked, swaps, values, errors } = props
  const t = text[shown.locale]
  const asked = swaps.find(({ duty_id, from_person_id }) => duty_id === duty.id && from_person_id === props.personId)
  const to = props.deputies.find(({ value }) => value === asked?.to_person_id)?.label
  const wrong = values.dutyId === duty.id ? errors : {}
  const field = (name: string) => (wrong[name] === undefined ? {} : { error: wrong[name] })
  return (
    <>
      <p>
        <b class="num">{whenOf(duty, shown)}</b>
      </p>
      <p class="muted">
        <Words>{shown.place(duty) ?? rosterText[shown.locale].atNoPlace}</Words> · {wayWords(duty, shown)}
      </p>
      <p class="row">
        <DutyTags duty={duty} shown={shown} />
        {!duty.cancelled_at && (
          <Tag kind={duty.confirmed_at ? 'ok' : 'wait'}>{duty.confirmed_at ? t.confirmed : t.toConfirm}</Tag>
        )}
        {duty.slot_minutes > 0 && (
          <a href={`/contact/bookings?day=${shown.dayOf(duty.starts_at)}`}>{t.bookedCount(booked.get(duty.id) ?? 0)}</a>
        )}
      </p>
      {asked && (
        <Form action="/contact/duties/withdraw" class="row">
          <input type="hidden" name="swapId" value={asked.id} />
          <span>
            <Words>{t.asked(to ?? '')}</Words>
          </span>
          <Button kind="quiet" label={`${t.withdraw}: ${whenOf(duty, shown)}`}>
            {t.withdraw}
          </Button>
        </Form>
      )}
      {!asked && !duty.cancelled_at && props.deputies.length > 0 && (
        <Details summary={t.swap} open={Object.keys(wrong).length > 0}>
          <Form action="/contact/duties/swap" label={t.swapFor(whenOf(duty, shown))}>
            <input type="hidden" name="dutyId" value={duty.id} />
            <Select
              name="toPersonId"
              id={`to-${duty.number}`}
              label={t.swapTo}
              options={props.deputies}
              value={wrong === errors ? (values.toPersonId ?? '') : ''}
              {...field('toPersonId')}
            />
            <Select
              name="forDutyId"
              id={`for-${duty.number}`}
              label={t.swapReturn}
              empty={t.swapReturnNone}
              options={props.theirDuties}
              value={wrong === errors ? (values.forDutyId ?? '') : ''}
              optional
              {...field('forDutyId')}
            />
            <Field
              name="words"
              id={`words-${duty.number}`}
              label={t.swapWords}
              value={wrong === errors ? (values.words ?? '') : ''}
              optional
              {...field('words')}
            />
            <ButtonRow>
              <Button kind="quiet">{t.swapAsk}</Button>
            </ButtonRow>
          </Form>
        </Details>
      )}
    </>
  )
}

function Incoming({ swaps, others, shown }: DutiesPageProps) {
  const t = text[shown.locale]
  return (
    <section aria-labelledby="incoming">
      <h2 id="incoming">{t.incoming}</h2>
      {swaps.map((swap) => {
        const duty = others.get(swap.duty_id)
        const inReturn = others.get(swap.for_duty_id ?? '')
        if (!duty) return null
        const when = `${whenOf(duty, shown)} · ${shown.place(duty) ?? rosterText[shown.locale].atNoPlace}`
        return (
          <Form key={swap.id} action="/contact/duties/answer" class="card">
            <input type="hidden" name="swapId" value={swap.id} />
            <p>
              <Words>{t.incomingOne(shown.name(duty), when)}</Words>
            </p>
            {inReturn && (
              <p>
                <Words>{t.incomingFor(whenOf(inReturn, shown))}</Words>
              </p>
            )}
            {swap.words && (
              <p class="muted">
                <Words>{swap.words}</Words>
              </p>
            )}
            <ButtonRow>
              <Button name="agrees" value="yes">
                {t.agree}
              </Button>
              <Button kind="quiet" name="agrees" value="no">
                {t.decline}
              </Button>
            </ButtonRow>
          </Form>
        )
      })}
    </section>
  )
}

function CalendarAddress({ feedSince, feedUrl, shown }: DutiesPageProps) {
  const t = text[shown.locale]
  return (
    <section aria-labelledby="feed">
      <h2 id="feed">{t.feed}</h2>
      <p class="muted">{t.feedLead}</p>
      {feedUrl ? (
        <Notice kind="ok" title={t.feedFresh}>
          <p>
            <code>{feedUrl}</code>
          </p>
          <p>{t.feedHow}</p>
        </Notice>
      ) : (
        feedSince && <p>{t.feedSince(feedSince)}</p>
      )}
      <Form action="/contact/duties/feed">
        <ButtonRow>
          <Button kind="quiet" name="step" value="make">
            {feedSince || feedUrl ? t.feedAgain : t.feedMake}
          </Button>
          {(feedSince || feedUrl) && (
            <Button kind="quiet" name="step" value="revoke">
              {t.feedRevoke}
            </Button>
          )}
        </ButtonRow>
      </Form>
    </section>
  )
}
