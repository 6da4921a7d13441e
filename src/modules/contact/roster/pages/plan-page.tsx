import {
  Button,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  DateField,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Radios,
  Select,
  Table,
  Tag,
  Words,
} from '#ui'
import type { Duty } from '../queries.ts'
import { repeats, ways } from '../rules.ts'
import type { Shown } from '../shown.ts'
import { wayWords } from './duty-parts.tsx'
import { text } from './plan.text.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface PlanPageProps {
  readonly month: string
  readonly before: string
  /** Number of the place, or `online`. */
  readonly roster: string
  readonly rosters: readonly Choice[]
  readonly months: readonly Choice[]
  readonly duties: readonly Duty[]
  readonly mark: (day: string) => string | null
  readonly isOff: (day: string) => boolean
  readonly clashing: ReadonlySet<string>
  readonly notAssigned: ReadonlySet<string>
  readonly deputies: readonly Choice[]
  readonly advanceDays: number
  readonly values: Readonly<Record<string, string>>
  readonly chosenWays: readonly string[]
  readonly errors: Readonly<Record<string, string>>
  /** Which form the values and errors belong to. */
  readonly form: string
  readonly shown: Shown
}

/** The plan of a month: what is there, what clashes, and the forms that add to it. */
export function PlanPage(props: PlanPageProps) {
  const { month, roster, rosters, months, duties, errors, shown, advanceDays } = props
  const t = text[shown.locale]
  const drafts = duties.filter(
    ({ published_at, cancelled_at, ends_at }) => !published_at && !cancelled_at && ends_at > shown.now,
  ).length
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} lead={t.lead} />
      <form method="get" action="/contact/roster/plan" class="row">
        <Select name="place" label={t.roster} options={rosters} value={roster} empty={false} />
        <Select name="month" label={t.month} options={months} value={month} empty={false} />
        <Button kind="quiet">{t.show}</Button>
      </form>
      <section aria-labelledby="duties">
        <h2 id="duties">{`${t.table}: ${shown.month(month)}`}</h2>
        {duties.length === 0 ? <EmptyState title={t.none}>{t.noneWhy}</EmptyState> : <Planned {...props} />}
        {drafts > 0 && (
          <ConfirmForm
            action="/contact/roster/plan/publish"
            label={t.publish(drafts)}
            question={t.publishAsk(drafts)}
            consequence={t.publishWhy(advanceDays)}
            confirmLabel={t.publishDo}
            kind="main"
            values={{ place: roster, month }}
          />
        )}
      </section>
      <AddForm {...props} />
      <CopyForm {...props} />
    </>
  )
}

function Planned({ duties, mark, isOff, clashing, notAssigned, shown, month }: PlanPageProps) {
  const t = text[shown.locale]
  return (
    <Table
      caption={`${t.table}: ${shown.month(month)}`}
      captionHidden
      rows={duties}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t.day,
          names: true,
          cell: (duty) => {
            const day = shown.dayOf(duty.starts_at)
            const word = mark(day)
            return (
              <a href={`/contact/roster/duties/${duty.number}`}>{`${shown.day(day)}${word ? ` (${word})` : ''}`}</a>
            )
          },
        },
        { label: t.time, cell: (duty) => <span class="num">{shown.span(duty)}</span> },
        {
          label: t.deputy,
          cell: (duty) => (
            <>
              <Words>{duty.name ?? shown.name(duty)}</Words>
              {duty.stead_name && <Words>{` (${t.stead(duty.stead_name)})`}</Words>}
            </>
          ),
        },
        { label: t.how, cell: (duty) => wayWords(duty, shown) },
        {
          label: t.state,
          cell: (duty) => (
            <span class="row">
              <State duty={duty} shown={shown} />
              {clashing.has(duty.id) && <Tag kind="stop">{t.doubleBooked}</Tag>}
              {notAssigned.has(duty.id) && <Tag kind="wait">{t.notAssigned}</Tag>}
              {!duty.cancelled_at && isOff(shown.dayOf(duty.starts_at)) && <Tag kind="wait">{t.dayOff}</Tag>}
            </span>
          ),
        },
      ]}
    />
  )
}

export function State({ duty, shown }: { readonly duty: Duty; readonly shown: Shown }) {
  const t = text[shown.locale].states
  if (duty.cancelled_at) return <Tag kind="stop">{t.cancelled}</Tag>
  if (!duty.published_at) return <Tag>{t.draft}</Tag>
  return duty.confirmed_at ? <Tag kind="ok">{t.confirmed}</Tag> : <Tag kind="wait">{t.toConfirm}</Tag>
}

function AddForm(props: PlanPageProps) {
  const { month, roster, deputies, values, chosenWays, errors, form, shown } = props
  const t = text[shown.locale]
  const own = form === 'add'
  const value = (name: string, otherwise: string) => (own ? (values[name] ?? '') : otherwise)
  const wrong = (name: string) => (own && errors[name] !== undefined ? { error: errors[name] } : {})
  return (
    <Details summary={t.add} open={own || props.duties.length === 0}>
      <Form action="/contact/roster/plan/add" label={t.add}>
        <input type="hidden" name="place" value={roster} />
        <input type="hidden" name="month" value={month} />
        <Select
          name="personId"
          label={t.deputy}
          options={deputies}
          value={value('personId', '')}
          {...wrong('personId')}
        />
        <DateField name="day" label={t.day} value={value('day', '')} {...wrong('day')} />
        <WhenFields
          roster={roster}
          value={(name) => value(name, standard[name] ?? '')}
          chosenWays={own ? chosenWays : roster === 'online' ? ['online'] : ['place']}
          wrong={wrong}
          shown={shown}
        />
        <Radios
          name="repeat"
          label={t.repeat}
          value={value('repeat', 'once')}
          options={repeats.map((each) => ({ value: each, label: t.repeats[each] }))}
          {...wrong('repeat')}
        />
        <DateField name="until" label={t.until} value={value('until', '')} optional {...wrong('until')} />
        <Checkbox name="skipDaysOff" label={t.skip} checked={!own || values.skipDaysOff === 'yes'} />
        <ButtonRow>
          <Button>{t.save}</Button>
        </ButtonRow>
      </Form>
    </Details>
  )
}

const standard: Readonly<Record<string, string>> = { from: '09:00', to: '11:30', slotMinutes: '30', seats: '1' }

export interface WhenFieldsProps {
  readonly roster: string
  readonly value: (name: string) => string
  readonly chosenWays: readonly string[]
  readonly wrong: (name: string) => { readonly error?: string }
  readonly shown: Shown
}

/** From when to when, how to meet, and how it is booked: the same when a duty is planned and when it is changed. */
export function WhenFields({ roster, value, chosenWays, wrong, shown }: WhenFieldsProps) {
  const t = text[shown.locale]
  return (
    <>
      <Field name="from" type="time" label={t.from} width="short" value={value('from')} {...wrong('from')} />
      <Field name="to" type="time" label={t.to} width="short" value={value('to')} {...wrong('to')} />
      <Checkboxes
        name="ways"
        label={t.ways}
        inline
        values={chosenWays}
        options={ways
          .filter((way) => roster !== 'online' || way !== 'place')
          .map((way) => ({ value: way, label: t.wayNames[way] }))}
        {...wrong('ways')}
      />
      <Field
        name="slotMinutes"
        label={t.slotMinutes}
        hint={t.slotHint}
        inputmode="numeric"
        width="short"
        value={value('slotMinutes')}
        {...wrong('slotMinutes')}
      />
      <Field
        name="seats"
        label={t.seats}
        inputmode="numeric"
        width="short"
        value={value('seats')}
        {...wrong('seats')}
      />
    </>
  )
}

function CopyForm({ month, before, roster, shown }: PlanPageProps) {
  const t = text[shown.locale]
  return (
    <Details summary={t.copy}>
      <p class="muted">{t.copyWhy}</p>
      <Form action="/contact/roster/plan/copy" label={t.copy}>
        <input type="hidden" name="place" value={roster} />
        <input type="hidden" name="month" value={month} />
        <ButtonRow>
          <Button kind="quiet">{t.copyDo(shown.month(before), shown.month(month))}</Button>
        </ButtonRow>
      </Form>
    </Details>
  )
}
