import { nameIn } from '#parts/councils'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardGrid,
  Checkbox,
  ConfirmForm,
  DateField,
  DefinitionList,
  DoneBanner,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Radios,
  Select,
  Tag,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import { dayWords } from '../pages/place-page.tsx'
import { text } from './plaques.text.ts'
import type { BaseWork, Plaque } from './queries.ts'
import { baseItems, plaqueKinds } from './tables.ts'

type Values = Readonly<Record<string, string>>

function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

const titleOf = (plaque: Plaque, locale: string) =>
  locale === 'en' ? (plaque.title_en ?? plaque.title_zh) : plaque.title_zh

export interface BasesView {
  readonly plaques: readonly Plaque[]
  readonly work: readonly BaseWork[]
  readonly may: boolean
}

/** Every plaque that holds; of bases also what they do. */
export function BasesPage({ view }: { readonly view: BasesView }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {view.may && (
        <ButtonRow>
          <ButtonLink href="/stations/bases/new">{t.award}</ButtonLink>
        </ButtonRow>
      )}
      {view.plaques.length === 0 && <EmptyState title={t.none}>{t.noneWords}</EmptyState>}
      {plaqueKinds.map((kind) => {
        const here = view.plaques.filter((plaque) => plaque.kind === kind)
        if (here.length === 0) return null
        return (
          <section key={kind} aria-labelledby={kind}>
            <h2 id={kind}>{t.kind[kind]}</h2>
            <CardGrid label={t.kind[kind]}>
              {here.map((plaque) => (
                <Card
                  key={plaque.id}
                  asItem
                  level={3}
                  title={<Words>{titleOf(plaque, locale)}</Words>}
                  href={`/stations/plaques/${plaque.code}`}
                >
                  <p>
                    <a href={`/stations/${plaque.place_number}`}>
                      <Words>{nameIn(plaque, locale)}</Words>
                    </a>
                  </p>
                  {kind === 'base' && (
                    <Functions work={view.work.filter(({ place_id }) => place_id === plaque.place_id)} />
                  )}
                  <p class="muted">
                    <Words>{plaque.issued_by}</Words> · {dayWords(plaque.issued_on, locale)}
                  </p>
                </Card>
              ))}
            </CardGrid>
          </section>
        )
      })}
    </>
  )
}

function Functions({ work }: { readonly work: readonly BaseWork[] }) {
  const t = useText(text)
  return (
    <DefinitionList
      items={baseItems.map((item) => {
        const told = work.find((each) => each.item === item)?.told
        return { term: t.items[item], value: told ? <Words>{told}</Words> : <span class="muted">{t.itemNone}</span> }
      })}
    />
  )
}

export interface PlaqueView {
  readonly plaque: Plaque
  readonly work: readonly BaseWork[]
  readonly values: Values
  readonly errors: Values
  readonly saved: boolean
  readonly may: { readonly order: boolean; readonly tell: boolean }
}

/** Where the code on a plaque leads: whether it is genuine and holds. */
export function PlaquePage({ view }: { readonly view: PlaqueView }) {
  const t = useText(text)
  const locale = useLocale()
  const { plaque } = view
  const base = `/stations/plaques/${plaque.code}`
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead
        title={titleOf(plaque, locale)}
        above={
          <>
            <Tag kind={plaque.withdrawn_on ? 'stop' : 'ok'}>{plaque.withdrawn_on ? t.withdrawn : t.holds}</Tag>
            <Tag>{t.kind[plaque.kind]}</Tag>
          </>
        }
      />
      <Notice kind={plaque.withdrawn_on ? 'stop' : 'ok'}>
        {plaque.withdrawn_on
          ? t.withdrawnWords(dayWords(plaque.withdrawn_on, locale), plaque.withdrawn_because ?? '')
          : t.holdsWords}
      </Notice>
      <DefinitionList
        items={[
          { term: t.number, value: <Words>{plaque.plaque_number}</Words> },
          {
            term: t.place,
            value: (
              <a href={`/stations/${plaque.place_number}`}>
                <Words>{nameIn(plaque, locale)}</Words>
              </a>
            ),
          },
          { term: t.issuedBy, value: <Words>{plaque.issued_by}</Words> },
          { term: t.issuedOn, value: dayWords(plaque.issued_on, locale) },
        ]}
      />
      {plaque.beyond && <p class="muted">{t.beyond}</p>}
      {plaque.kind === 'base' && <Functions work={view.work} />}
      {view.may.order && plaque.withdrawn_on === null && (
        <>
          <ButtonRow>
            <ButtonLink kind="quiet" href={`${base}/plaque.pdf`}>
              {t.pdf}
            </ButtonLink>
          </ButtonRow>
          <ConfirmForm
            action={`${base}/withdraw`}
            kind="grave"
            label={t.withdraw}
            question={t.withdrawQuestion}
            consequence={t.withdrawConsequence}
            confirmLabel={t.withdraw}
          >
            <Field
              name="reason"
              label={t.reason}
              maxLength={500}
              {...(view.errors.reason && { error: view.errors.reason })}
            />
          </ConfirmForm>
        </>
      )}
      {view.may.tell && plaque.kind === 'base' && plaque.withdrawn_on === null && <TellForms view={view} base={base} />}
    </>
  )
}

function TellForms({ view, base }: { readonly view: PlaqueView; readonly base: string }) {
  const t = useText(text)
  return (
    <section aria-labelledby="tell">
      <h2 id="tell">{t.tell}</h2>
      {baseItems.map((item) => {
        const again = view.values.item === item
        return (
          <Form key={item} action={`${base}/tell`} label={t.items[item]}>
            <input type="hidden" name="item" value={item} />
            <TextArea
              name="told"
              id={again ? 'f-told' : `told-${item}`}
              label={t.tellField(t.items[item])}
              rows={2}
              maxLength={1000}
              value={again ? (view.values.told ?? '') : (view.work.find((each) => each.item === item)?.told ?? '')}
              {...(again && view.errors.told && { error: view.errors.told })}
            />
            <Button kind="quiet" label={`${t.tellSave} ${t.items[item]}`}>
              {t.tellSave}
            </Button>
          </Form>
        )
      })}
    </section>
  )
}

export interface AwardForm {
  readonly values: Values
  readonly errors: Values
  readonly places: readonly { readonly value: string; readonly label: string }[]
}

/** Awarding a plaque. */
export function AwardPage({ form }: { readonly form: AwardForm }) {
  const t = useText(text)
  const field = fieldOf(form.values, form.errors)
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={t.award} lead={t.awardLead} />
      <Form action="/stations/bases/new" guard="plaque">
        <Select {...field('placeId')} label={t.placeField} options={form.places} />
        <Radios
          {...field('kind')}
          label={t.kindField}
          options={plaqueKinds.map((value) => ({ value, label: t.kind[value] }))}
        />
        <Field {...field('titleZh')} label={t.titleZh} maxLength={60} />
        <Field {...field('titleEn')} label={t.titleEn} maxLength={120} optional />
        <Field {...field('plaqueNumber')} label={t.number} hint={t.numberHint} maxLength={40} width="medium" />
        <Field {...field('issuedBy')} label={t.issuedBy} maxLength={100} />
        <DateField {...field('issuedOn')} label={t.issuedOn} />
        {form.errors.beyond && <Checkbox name="beyond" label={t.anyway} error={form.errors.beyond} />}
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink kind="quiet" href="/stations/bases">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}
