import type { Missing, Suggestion } from '#parts/opinions'
import {
  Button,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  fieldId,
  Notice,
  type Option,
  PageHead,
  Radios,
  Select,
  Tag,
  TextArea,
  useText,
} from '#ui'
import type { DeskView } from '../queries/desk.ts'
import { DeskHead } from './desk-head.tsx'
import { text } from './desk-pages.text.ts'

type Errors = Readonly<Record<string, string>>

export interface SuggestionsProps {
  readonly desk: DeskView
  readonly suggestions: readonly Suggestion[]
  readonly errors: Errors
  /** What was sent and refused; `group` says from which card. */
  readonly values: Readonly<Record<string, string>>
  /** The opinions ticked in it; null when nothing was refused. */
  readonly chosen: readonly string[] | null
}

/** Groups the machine finds, each to be confirmed, corrected or left alone by a person. */
export function SuggestionsPage(props: SuggestionsProps) {
  const { desk, suggestions, errors } = props
  const t = useText(text)
  return (
    <>
      <ErrorSummary errors={errors} />
      <DeskHead desk={desk} tab="suggestions" />
      <p class="muted">{t.suggestionsLead}</p>
      {suggestions.length === 0 && <EmptyState title={t.suggestionsNone}>{t.suggestionsNoneWhy}</EmptyState>}
      {suggestions.map((suggestion, index) => (
        <SuggestionCard key={suggestion.opinions[0]?.id} {...props} suggestion={suggestion} index={index} />
      ))}
    </>
  )
}

interface CardProps extends SuggestionsProps {
  readonly suggestion: Suggestion
  readonly index: number
}

function SuggestionCard({ desk, suggestion, index, errors, values, chosen }: CardProps) {
  const t = useText(text)
  const { opinions, argument, terms, why } = suggestion
  const group = opinions[0]?.id ?? ''
  const sent = values.group === group
  // The error summary leads to the fields of the card that was refused.
  const of = (name: string) => ({
    name,
    id: sent ? fieldId(name) : `${name}-${index}`,
    ...(sent && errors[name] && { error: errors[name] }),
  })
  const people = desk.days.number(opinions.length + opinions.reduce((sum, each) => sum + each.supports, 0))
  const shown = why === 'same' ? opinions.slice(0, 1) : opinions
  return (
    <section class="card" aria-label={`${t.why[why]} ${index + 1}`}>
      <p class="row">
        <Tag kind={why === 'same' ? 'ok' : 'wait'}>{t.why[why]}</Tag>
        <b class="num">{t.people(people)}</b>
        {opinions[0]?.article && why !== 'same' && <span class="muted">{desk.place(opinions[0].article)}</span>}
        {terms.length > 0 && <span class="muted">{t.terms(terms)}</span>}
      </p>
      <Form action={`${desk.base}/desk/suggestions`}>
        <input type="hidden" name="group" value={group} />
        {why === 'same' ? (
          <>
            {opinions.map((each) => (
              <input key={each.id} type="hidden" name="opinionIds" value={each.id} />
            ))}
            {shown.map((each) => (
              <p class="words" key={each.id}>
                {each.body}
              </p>
            ))}
          </>
        ) : (
          <Checkboxes
            {...of('opinionIds')}
            label={t.words}
            labelHidden
            values={sent && chosen ? chosen : opinions.map((each) => each.id)}
            options={opinions.map((each) => ({ value: each.id, label: each.body.slice(0, 200) }))}
          />
        )}
        {argument ? (
          <>
            <input type="hidden" name="number" value={String(argument.number)} />
            <Button kind="quiet" name="do" value="join">
              {t.joinThis(argument.number, argument.title)}
            </Button>
          </>
        ) : (
          <>
            <Field
              {...of('title')}
              label={t.name}
              value={sent ? (values.title ?? '') : (opinions[0]?.body.slice(0, 40).split(/[。！？\n]/u)[0] ?? '')}
            />
            <Button kind="quiet" name="do" value="make">
              {t.make}
            </Button>
          </>
        )}
      </Form>
    </section>
  )
}

/** What is still missing before the consultation is refined, and the button when nothing is. */
export function FinishPage({
  desk,
  missing,
  isClerk,
  errors,
}: {
  readonly desk: DeskView
  readonly missing: Missing
  readonly isClerk: boolean
  readonly errors: Errors
}) {
  const t = useText(text)
  const n = desk.days.number
  const nothing = missing.heldCount + missing.ungroupedCount + missing.unrefinedCount === 0
  const over = !['prepared', 'open', 'closed'].includes(desk.stage)
  return (
    <>
      <ErrorSummary errors={errors} />
      <DeskHead desk={desk} tab="finish" />
      <PageHead level={2} title={t.finishTitle} lead={t.finishLead} />
      {missing.ungroupedCount > 0 && (
        <section>
          <h3>
            <a href={`${desk.base}/desk?state=waiting`}>{t.ungrouped(n(missing.ungroupedCount))}</a>
          </h3>
          <OpinionLinks desk={desk} rows={missing.ungrouped} />
        </section>
      )}
      {missing.heldCount > 0 && (
        <section>
          <h3>
            <a href={`${desk.base}/desk?state=held`}>{t.held(n(missing.heldCount))}</a>
          </h3>
          <OpinionLinks desk={desk} rows={missing.held} />
        </section>
      )}
      {missing.unrefinedCount > 0 && (
        <section>
          <h3>
            <a href={`${desk.base}/desk/arguments`}>{t.unrefined(n(missing.unrefinedCount))}</a>
          </h3>
          <ul>
            {missing.unrefined.map((each) => (
              <li key={each.number}>
                <a href={`${desk.base}/desk/arguments/${each.number}`}>
                  {each.number} · {each.title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {over && (
        <Notice kind="ok" title={t.finishDone}>
          {isClerk && <a href={`${desk.base}/submission`}>{t.toSubmission}</a>}
        </Notice>
      )}
      {!over && desk.stage === 'open' && <Notice kind="wait">{t.stillOpen}</Notice>}
      {desk.stage === 'closed' && nothing && (
        <>
          <Notice kind="ok">{t.ready}</Notice>
          {isClerk ? (
            <ConfirmForm
              action={`${desk.base}/desk/finish`}
              label={t.finish}
              question={t.finishQuestion}
              consequence={t.finishConsequence}
              confirmLabel={t.finish}
              kind="main"
            />
          ) : (
            <p class="muted">{t.onlyClerk}</p>
          )}
        </>
      )}
    </>
  )
}

function OpinionLinks({
  desk,
  rows,
}: {
  readonly desk: DeskView
  readonly rows: readonly { readonly receipt: string; readonly body: string }[]
}) {
  return (
    <ul>
      {rows.map((each) => (
        <li key={each.receipt}>
          <a href={`${desk.base}/desk/opinions/${each.receipt}`}>{each.body}</a>
        </li>
      ))}
    </ul>
  )
}

export interface EnterView {
  readonly desk: DeskView
  readonly clauses: readonly Option[]
  readonly places: readonly Option[]
  /** Whether an opinion may be entered without a place: the office alone. */
  readonly anywhere: boolean
  readonly clientKey: string
  readonly errors: Errors
  readonly values: Readonly<Record<string, string>>
}

/** What somebody told the desk, in her own words. */
export function EnterPage({ view }: { readonly view: EnterView }) {
  const t = useText(text)
  const { desk, errors, values } = view
  const field = (name: string) => ({ name, ...(errors[name] && { error: errors[name] }) })
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.enterTitle} lead={t.enterLead} />
      <Form action={`${desk.base}/desk/enter`} guard={`enter-${desk.row.id}`}>
        <input type="hidden" name="clientKey" value={view.clientKey} />
        <Select
          {...field('placeId')}
          label={t.enterPlace}
          value={values.placeId ?? ''}
          options={view.places}
          empty={view.anywhere ? '—' : false}
          optional={view.anywhere}
        />
        <Select
          {...field('anchor')}
          label={t.clause}
          value={values.anchor ?? ''}
          empty={t.wholeText}
          options={view.clauses}
        />
        <TextArea {...field('body')} label={t.body} rows={6} maxLength={5000} value={values.body ?? ''} />
        <TextArea
          {...field('suggested')}
          label={t.suggestedLabel}
          rows={3}
          law
          optional
          value={values.suggested ?? ''}
        />
        <Field {...field('name')} label={t.nameLabel} optional value={values.name ?? ''} />
        <Radios
          {...field('nameVisibleTo')}
          label={t.nameSeen}
          value={values.nameVisibleTo ?? 'office'}
          options={[
            { value: 'office', label: t.office },
            { value: 'everyone', label: t.everyone },
            { value: 'nobody', label: t.nobody },
          ]}
        />
        <Field {...field('contact')} label={t.contactLabel} optional value={values.contact ?? ''} />
        <Checkbox {...field('letter')} label={t.letter} hint={t.letterHint} checked={values.letter === 'yes'} />
        <Field {...field('address')} label={t.address} optional maxLength={300} value={values.address ?? ''} />
        <Checkbox
          {...field('public')}
          label={t.isPublic}
          checked={values.body === undefined || values.public === 'yes'}
        />
        <Checkbox {...field('consent')} label={t.consent} checked={values.consent === 'yes'} />
        <ButtonRow>
          <Button>{t.enter}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
