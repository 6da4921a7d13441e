import { type Area, nameIn, type Organisation } from '#parts/councils'
import { accessFacts, hostKinds, networkText, type Place, placeKinds, placeLevels } from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  DateField,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  TextArea,
  useLocale,
  useText,
} from '#ui'
import { text } from './form-page.text.ts'

export interface PlaceForm {
  readonly what: 'new' | 'register' | 'page'
  readonly action: string
  readonly back: string
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly organisations: readonly Organisation[]
  readonly areas: readonly Area[]
  readonly places: readonly Place[]
  /** Where the place may be closed from here. */
  readonly close?: { readonly action: string; readonly today: string }
}

/** Opens a place, or changes its register entry or its page. */
export function FormPage({ form }: { readonly form: PlaceForm }) {
  const t = useText(text)
  const title = { new: t.newTitle, register: t.registerTitle, page: t.pageTitle }[form.what]
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead title={title} />
      <Form action={form.action}>
        {form.what !== 'page' && <RegisterFields form={form} />}
        {form.what !== 'register' && <PageFields form={form} />}
        <ButtonRow>
          <Button>{form.what === 'new' ? t.open : t.save}</Button>
          <ButtonLink href={form.back} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
      {form.close && (
        <section aria-labelledby="close">
          <h2 id="close">{t.closeTitle}</h2>
          <ConfirmForm
            action={form.close.action}
            label={t.closeTitle}
            question={t.closeQuestion}
            consequence={t.closeConsequence}
            confirmLabel={t.closeConfirm}
            kind="grave"
          >
            <DateField name="until" label={t.until} value={form.close.today} />
          </ConfirmForm>
        </section>
      )}
    </>
  )
}

interface Fields {
  readonly form: PlaceForm
}

function useFields({ form }: Fields) {
  return (name: string) => ({
    name,
    ...(form.values[name] !== undefined && { value: form.values[name] }),
    ...(form.errors[name] && { error: form.errors[name] }),
  })
}

function RegisterFields({ form }: Fields) {
  const t = useText(text)
  const n = useText(networkText)
  const locale = useLocale()
  const field = useFields({ form })
  const { checked, ...featured } = { ...field('featured'), checked: form.values.featured === 'yes' }
  return (
    <>
      <h2>{t.register}</h2>
      <Select
        {...field('kind')}
        label={t.kind}
        options={placeKinds.map((value) => ({ value, label: n.kind[value] }))}
      />
      <Field {...field('name_zh')} label={t.nameZh} />
      <Field {...field('name_en')} label={t.nameEn} optional />
      <Select
        {...field('level')}
        label={t.level}
        options={placeLevels.map((value) => ({ value, label: n.level[value] }))}
      />
      <Select
        {...field('hostKind')}
        label={t.hostKind}
        options={hostKinds.map((value) => ({ value, label: n.host[value] }))}
      />
      <Select
        {...field('hostId')}
        label={t.host}
        optional
        empty={t.none}
        options={form.organisations.map((each) => ({ value: each.organisation_id, label: nameIn(each, locale) }))}
      />
      <Select
        {...field('parentId')}
        label={t.parent}
        hint={t.parentHint}
        optional
        empty={t.none}
        options={placeKinds.flatMap((kind) => {
          const of = form.places.filter((place) => place.kind === kind)
          return of.length === 0 ? [] : [{ group: n.kind[kind], options: of.map(optionOf(locale)) }]
        })}
      />
      <Select
        {...field('sharedWithId')}
        label={t.shared}
        optional
        empty={t.none}
        options={form.places.map(optionOf(locale))}
      />
      <Select
        {...field('areaId')}
        label={t.area}
        optional
        empty={t.none}
        options={form.areas.map((area) => ({ value: area.area_id, label: nameIn(area, locale) }))}
      />
      <Field {...field('registerCode')} label={t.code} hint={t.codeHint} optional width="medium" />
      <Field {...field('specialty_zh')} label={t.specialtyZh} hint={t.specialtyHint} optional />
      <Field {...field('specialty_en')} label={t.specialtyEn} optional />
      <Checkbox {...featured} label={t.featured} checked={checked} value="yes" optional />
      <Field {...field('plaque_zh')} label={t.plaqueZh} optional />
      <Field {...field('plaque_en')} label={t.plaqueEn} optional />
    </>
  )
}

function optionOf(locale: string) {
  return (place: Place) => ({ value: place.place_id, label: nameIn(place, locale) })
}

function PageFields({ form }: Fields) {
  const t = useText(text)
  const n = useText(networkText)
  const field = useFields({ form })
  return (
    <>
      <h2>{t.page}</h2>
      <Field {...field('address_zh')} label={t.addressZh} optional />
      <Field {...field('address_en')} label={t.addressEn} optional />
      <Field {...field('phone')} label={t.phone} type="tel" width="medium" optional />
      <TextArea {...field('opening')} label={t.opening} hint={t.openingHint} rows={3} optional />
      <Field {...field('opening_note_zh')} label={t.noteZh} optional />
      <Field {...field('opening_note_en')} label={t.noteEn} optional />
      <Field
        {...field('latitude')}
        label={t.latitude}
        hint={t.positionHint}
        inputmode="decimal"
        width="medium"
        optional
      />
      <Field {...field('longitude')} label={t.longitude} inputmode="decimal" width="medium" optional />
      <Checkboxes
        name="access"
        label={t.access}
        hint={t.accessHint}
        optional
        values={(form.values.access ?? '').split(' ')}
        options={accessFacts.map((value) => ({ value, label: n.access[value] }))}
      />
      <Field {...field('access_note_zh')} label={t.accessNoteZh} optional />
      <Field {...field('access_note_en')} label={t.accessNoteEn} optional />
      {form.what === 'new' && <DateField {...field('since')} label={t.since} />}
    </>
  )
}
