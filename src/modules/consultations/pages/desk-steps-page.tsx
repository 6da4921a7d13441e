import {
  Button,
  DateField,
  Details,
  ErrorSummary,
  Field,
  Form,
  fieldId,
  Line,
  type Option,
  Select,
  Tag,
  useText,
} from '#ui'
import type { DeskView, StepRow } from '../queries/desk.ts'
import { DeskHead } from './desk-head.tsx'
import { text } from './desk-pages.text.ts'

export interface DispatchRow {
  readonly placeId: string
  readonly place: string
  readonly task: string
  readonly dueOn: string | null
  readonly sentAt: Date
  readonly acceptedAt: Date | null
  readonly mayAccept: boolean
}

export interface StepsView {
  readonly desk: DeskView
  readonly staff: readonly Option[]
  readonly names: ReadonlyMap<string, string>
  readonly points: readonly Option[]
  readonly dispatches: readonly DispatchRow[]
  readonly mayDispatch: boolean
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** The steps of the process, each with owner, day and what came of it; and the points it was sent to. */
export function StepsPage({ view }: { readonly view: StepsView }) {
  const t = useText(text)
  const { desk } = view
  const here = desk.steps.find((step) => step.done_at === null)
  const dispatching = view.values.do === 'dispatch'
  const sentTo = (name: string) => typed(view, name, dispatching)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <DeskHead desk={desk} tab="steps" />
      <Line
        across
        label={t.stepsTitle}
        stations={desk.steps.map((step) => ({
          state: step.done_at ? ('passed' as const) : step === here ? ('here' as const) : ('to-come' as const),
          label: step.title,
          note: step.done_at ? desk.days.day(step.done_at) : step.due_on ? desk.days.date(step.due_on) : undefined,
          href: `#step-${step.position}`,
        }))}
      />
      {desk.steps.map((step) => (
        <StepCard key={step.position} step={step} view={view} />
      ))}
      <h2>{t.points}</h2>
      {view.dispatches.length === 0 && <p class="muted">{t.pointsNone}</p>}
      <ul>
        {view.dispatches.map((each) => (
          <li key={each.placeId}>
            <b>{each.place}</b>{' '}
            <Tag kind={each.acceptedAt ? 'ok' : 'wait'}>
              {each.acceptedAt ? t.accepted(desk.days.day(each.acceptedAt)) : t.sent(desk.days.day(each.sentAt))}
            </Tag>
            {each.dueOn && <span class="num muted"> {t.dueOn(desk.days.date(each.dueOn))}</span>}
            {each.task && <p class="words">{each.task}</p>}
            {each.mayAccept && (
              <Form action={`${desk.base}/desk/steps`}>
                <input type="hidden" name="placeId" value={each.placeId} />
                <Button name="do" value="accept" kind="quiet" label={`${t.accept} ${each.place}`}>
                  {t.accept}
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {view.mayDispatch && view.points.length > 0 && (
        <Form action={`${desk.base}/desk/steps`} label={t.dispatch}>
          <Select {...sentTo('placeId')} label={t.points} options={view.points} />
          <Field {...sentTo('task')} label={t.pointTask} optional />
          <DateField
            {...sentTo('dueOn')}
            id={dispatching ? fieldId('dueOn') : 'f-dispatch-due'}
            label={t.due}
            optional
          />
          <Button name="do" value="dispatch" kind="quiet">
            {t.dispatch}
          </Button>
        </Form>
      )}
    </>
  )
}

/** What was typed into the form that was refused; the same name stands in other forms of the page. */
function typed({ values, errors }: StepsView, name: string, sent: boolean, otherwise = '') {
  return {
    name,
    value: sent ? (values[name] ?? '') : otherwise,
    ...(sent && errors[name] && { error: errors[name] }),
  }
}

function StepCard({ step, view }: { readonly step: StepRow; readonly view: StepsView }) {
  const t = useText(text)
  const { desk } = view
  const owner = step.owner_id ? (view.names.get(step.owner_id) ?? '') : t.nobodyYet
  const sent = view.values.position === String(step.position)
  const of = (name: string, otherwise = '') => ({
    ...typed(view, name, sent, otherwise),
    // The error summary leads to the field of the form that was refused.
    id: sent ? fieldId(name) : `f-${name}-${step.position}`,
  })
  return (
    <section class="card" id={`step-${step.position}`} aria-labelledby={`step-${step.position}-title`}>
      <h2 id={`step-${step.position}-title`}>
        {step.position} · {step.title}
      </h2>
      <p class="row muted">
        {(step.owner_id || !step.done_at) && <span>{t.ownedBy(owner)}</span>}
        {step.due_on && <span class="num">{t.dueOn(desk.days.date(step.due_on))}</span>}
        {step.done_at && <Tag kind="ok">{t.done(desk.days.day(step.done_at))}</Tag>}
      </p>
      <p class="words">{step.task}</p>
      {step.note && <p class="words sentence-source">{step.note}</p>}
      <Details summary={step.done_at ? t.reopen : t.work} open={sent}>
        <Form action={`${desk.base}/desk/steps`} label={step.title}>
          <input type="hidden" name="position" value={String(step.position)} />
          {step.done_at ? (
            <>
              <Field {...of('note')} label={t.reopenWhy} optional />
              <Button name="do" value="reopen" kind="quiet" label={`${t.reopen} ${step.title}`}>
                {t.reopen}
              </Button>
            </>
          ) : (
            <>
              <Select
                {...of('ownerId', step.owner_id ?? '')}
                label={t.owner}
                options={view.staff}
                empty={t.nobodyYet}
                optional
              />
              <DateField {...of('dueOn', step.due_on ?? '')} label={t.due} optional />
              <Button name="do" value="assign" kind="quiet" label={`${t.save} ${step.title}`}>
                {t.save}
              </Button>
              <Field {...of('note')} label={t.note} optional />
              <Button name="do" value="finish" label={`${t.markDone} ${step.title}`}>
                {t.markDone}
              </Button>
            </>
          )}
        </Form>
      </Details>
    </section>
  )
}
