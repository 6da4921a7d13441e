import { nameIn } from '#parts/councils'
import { type CouncilBounds, type Having, havings, networkText, type Place } from '#parts/network'
import {
  Button,
  ConfirmForm,
  DateField,
  Details,
  DoneBanner,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Tag,
  useLocale,
  useText,
  Words,
} from '#ui'
import { text } from './havings-page.text.ts'
import { dayWords } from './place-page.tsx'

export interface HavingsView {
  readonly place: Place
  readonly havings: readonly { readonly item: Having; readonly since: string; readonly evidence: string }[]
  readonly members: number
  readonly bounds: CouncilBounds
  readonly today: string
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly saved: boolean
  readonly may: { readonly order: boolean }
}

/** The five a contact point must have, and its legislative council. */
export function HavingsPage({ view }: { readonly view: HavingsView }) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead title={t.title} lead={<a href={`/stations/${view.place.number}`}>{nameIn(view.place, locale)}</a>} />
      <h2>{t.havings}</h2>
      {havings.map((item) => (
        <section key={item} aria-labelledby={`item-${item}`} class="card having">
          <h3 id={`item-${item}`}>{n.having[item]}</h3>
          <HavingForm view={view} item={item} />
        </section>
      ))}
      {view.place.kind === 'contact-point' && <CouncilForm view={view} />}
    </>
  )
}

function HavingForm({ view, item }: { readonly view: HavingsView; readonly item: Having }) {
  const locale = useLocale()
  const t = useText(text)
  const n = useText(networkText)
  const base = `/stations/${view.place.number}/havings`
  const has = view.havings.find((each) => each.item === item)
  const again = view.values.item === item ? view.values : {}
  const form = (
    <Form action={base} label={n.having[item]}>
      <input type="hidden" name="item" value={item} />
      <Field
        id={`evidence-${item}`}
        name="evidence"
        label={t.evidence}
        hint={t.evidenceHint}
        value={again.evidence ?? has?.evidence ?? ''}
        {...(again.item && view.errors.evidence && { error: view.errors.evidence })}
      />
      <DateField id={`since-${item}`} name="since" label={t.since} value={again.since ?? has?.since ?? view.today} />
      <Button kind={has ? 'quiet' : 'main'}>{t.save}</Button>
    </Form>
  )
  if (!has) return form
  return (
    <>
      <p>
        <Tag kind="ok">{t.has}</Tag> <Words>{has.evidence}</Words>{' '}
        <span class="muted">{dayWords(has.since, locale)}</span>
      </p>
      <div class="having-ways">
        <Details summary={t.change} open={Boolean(again.item)}>
          {form}
        </Details>
        <ConfirmForm
          action={`${base}/drop`}
          label={t.drop}
          question={t.dropQuestion(n.having[item])}
          confirmLabel={t.drop}
          kind="plain"
          values={{ item }}
        >
          <Field id={`reason-${item}`} name="reason" label={t.reason} />
        </ConfirmForm>
      </div>
    </>
  )
}

function CouncilForm({ view }: { readonly view: HavingsView }) {
  const t = useText(text)
  const locale = useLocale()
  const { place, members, bounds } = view
  const base = `/stations/${place.number}/council`
  return (
    <section aria-labelledby="council">
      <h2 id="council">{t.council}</h2>
      <p>{t.members(members, bounds.legislativeCouncilMin, bounds.legislativeCouncilMax)}</p>
      {place.council_formed_on ? (
        <>
          <p>{t.formed(dayWords(place.council_formed_on, locale))}</p>
          {view.may.order && (
            <ConfirmForm
              action={`${base}/dissolve`}
              label={t.dissolve}
              question={t.dissolveQuestion}
              confirmLabel={t.dissolve}
              kind="grave"
            >
              <Field name="reason" id="dissolve-reason" label={t.reason} />
            </ConfirmForm>
          )}
        </>
      ) : (
        <Form action={base}>
          <DateField
            name="formedOn"
            label={t.formedOn}
            value={view.values.formedOn ?? view.today}
            {...(view.errors.formedOn && { error: view.errors.formedOn })}
          />
          <Button>{t.form}</Button>
        </Form>
      )}
    </section>
  )
}
