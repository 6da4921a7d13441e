import { nameIn, type Organisation } from '#parts/councils'
import { networkText, type Place, type ServiceRole, type Serving, type Unit, unitRoles } from '#parts/network'
import {
  Button,
  Checkboxes,
  ConfirmForm,
  DateField,
  DoneBanner,
  ErrorSummary,
  Field,
  Form,
  Menu,
  Notice,
  PageHead,
  SearchBox,
  Select,
  Table,
  useLocale,
  useText,
} from '#ui'
import { text } from './people-page.text.ts'
import { dayWords } from './place-page.tsx'

export interface PeopleView {
  readonly place: Place
  readonly serving: readonly Serving[]
  readonly units: readonly Unit[]
  readonly organisations: readonly Organisation[]
  readonly q: string
  readonly found: readonly { readonly id: string; readonly name: string | null }[]
  readonly mayRoles: readonly ServiceRole[]
  /** Those who may be named for a training: of the place and its collection points. */
  readonly trainees: readonly { readonly id: string; readonly name: string }[]
  readonly today: string
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly errors: Readonly<Record<string, string>>
  readonly saved: boolean
  readonly may: { readonly order: boolean }
}

/** Who serves at a place: appoint, end, show; trainings; units. */
export function PeoplePage({ view }: { readonly view: PeopleView }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <>
      <ErrorSummary errors={view.errors} />
      {view.saved && <DoneBanner title={t.done} />}
      <PageHead title={t.title} lead={<a href={`/stations/${view.place.number}`}>{nameIn(view.place, locale)}</a>} />
      <ServingTable view={view} />
      {view.mayRoles.length > 0 && <AppointForm view={view} />}
      <TrainingForm view={view} />
      {view.place.kind === 'contact-point' && <Units view={view} />}
    </>
  )
}

interface Part {
  readonly view: PeopleView
}

function ServingTable({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const base = `/stations/${view.place.number}/people`
  return (
    <Table
      caption={t.serving}
      keyOf={(each) => each.service_id}
      rows={view.serving}
      empty={t.nobody}
      columns={[
        { label: t.name, names: true, cell: (each) => each.name ?? t.noName },
        {
          label: t.role,
          cell: (each) => (each.title ? `${n.role[each.role]}${n.gap}${each.title}` : n.role[each.role]),
        },
        { label: t.since, cell: (each) => dayWords(each.since, locale) },
        { label: t.shown, cell: (each) => (each.agreed_on ? t.yes : t.no) },
        {
          label: t.end,
          cell: (each) => (
            <Menu label={t.end}>
              <Form action={`${base}/show`}>
                <input type="hidden" name="serviceId" value={each.service_id} />
                <input type="hidden" name="agrees" value={each.agreed_on ? 'no' : 'yes'} />
                <Button kind="quiet">{each.agreed_on ? t.hide : t.show}</Button>
              </Form>
              {view.mayRoles.includes(each.role) && (
                <ConfirmForm
                  action={`${base}/end`}
                  label={t.end}
                  question={t.endQuestion(each.name ?? t.noName)}
                  consequence={t.endConsequence}
                  confirmLabel={t.end}
                  kind="grave"
                  values={{ serviceId: each.service_id }}
                >
                  <DateField
                    id={`until-${each.service_id}`}
                    name="until"
                    label={t.until}
                    value={view.today}
                    max={view.today}
                  />
                </ConfirmForm>
              )}
            </Menu>
          ),
        },
      ]}
    />
  )
}

function AppointForm({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const base = `/stations/${view.place.number}/people`
  return (
    <section aria-labelledby="appoint">
      <h2 id="appoint">{t.appoint}</h2>
      <SearchBox action={base} label={t.find} value={view.q} />
      <p class="muted">{t.findHint}</p>
      {view.q && view.found.length === 0 && <Notice>{t.nobodyFound}</Notice>}
      {view.found.length > 0 && (
        <Form action={base}>
          <input type="hidden" name="q" value={view.q} />
          <Select
            name="personId"
            label={t.person}
            value={view.values.personId ?? (view.found.length === 1 ? (view.found[0]?.id ?? '') : '')}
            options={view.found.map((each) => ({ value: each.id, label: each.name ?? t.noName }))}
            {...errorOf(view, 'personId')}
          />
          <Select
            name="role"
            label={t.role}
            value={view.values.role ?? ''}
            options={view.mayRoles.map((value) => ({ value, label: n.role[value] }))}
            {...errorOf(view, 'role')}
          />
          <Field name="title" label={t.jobTitle} optional value={view.values.title ?? ''} {...errorOf(view, 'title')} />
          <DateField name="since" label={t.since} value={view.values.since ?? view.today} {...errorOf(view, 'since')} />
          <Button>{t.appointButton}</Button>
        </Form>
      )}
    </section>
  )
}

function TrainingForm({ view }: Part) {
  const t = useText(text)
  if (view.trainees.length === 0) return null
  return (
    <section aria-labelledby="training">
      <h2 id="training">{t.training}</h2>
      <Form action={`/stations/${view.place.number}/people/training`}>
        <Field name="course" label={t.course} value={view.values.course ?? ''} {...errorOf(view, 'course')} />
        <DateField
          name="heldOn"
          label={t.heldOn}
          value={view.values.heldOn ?? view.today}
          {...errorOf(view, 'heldOn')}
        />
        <Field
          name="hours"
          label={t.hours}
          width="short"
          inputmode="decimal"
          value={view.values.hours ?? ''}
          {...errorOf(view, 'hours')}
        />
        <Checkboxes
          name="personIds"
          label={t.who}
          options={view.trainees.map((each) => ({ value: each.id, label: each.name }))}
          values={view.lists.personIds ?? []}
          {...errorOf(view, 'personIds')}
        />
        <Button>{t.trainingButton}</Button>
      </Form>
    </section>
  )
}

function Units({ view }: Part) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const base = `/stations/${view.place.number}/people`
  return (
    <section aria-labelledby="units">
      <h2 id="units">{t.units}</h2>
      <Table
        caption={t.units}
        captionHidden
        keyOf={(unit) => unit.unit_id}
        rows={view.units}
        empty={t.noUnits}
        columns={[
          { label: t.unit, names: true, cell: (unit) => nameIn(unit, locale) },
          { label: t.unitRole, cell: (unit) => n.unit[unit.role] },
          { label: t.since, cell: (unit) => dayWords(unit.since, locale) },
          ...(view.may.order
            ? [
                {
                  label: t.end,
                  cell: (unit: Unit) => (
                    <Form action={`${base}/end-unit`}>
                      <input type="hidden" name="unitId" value={unit.unit_id} />
                      <input type="hidden" name="until" value={view.today} />
                      <Button kind="quiet" label={`${t.end} ${nameIn(unit, locale)}`}>
                        {t.end}
                      </Button>
                    </Form>
                  ),
                },
              ]
            : []),
        ]}
      />
      {view.may.order && view.organisations.length > 0 && (
        <Form action={`${base}/unit`}>
          <Select
            name="organisationId"
            label={t.unit}
            value={view.values.organisationId ?? ''}
            options={view.organisations.map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) }))}
            {...errorOf(view, 'organisationId')}
          />
          <Select
            id="unit-role"
            name="unitRole"
            label={t.unitRole}
            value={view.values.unitRole ?? ''}
            options={unitRoles.map((value) => ({ value, label: n.unit[value] }))}
          />
          <Button>{t.addUnit}</Button>
        </Form>
      )}
    </section>
  )
}

function errorOf(view: PeopleView, name: string) {
  return view.errors[name] ? { error: view.errors[name] } : {}
}
