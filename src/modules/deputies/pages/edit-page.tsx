import type { Settings } from '#parts/councils'
import { acceptedFiles, mostBytes } from '#parts/files'
import { agreedFields, askedFields, type Deputy, networkText, shownOf } from '#parts/network'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkboxes,
  ConfirmForm,
  DoneBanner,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Notice,
  PageHead,
  TextArea,
  useText,
} from '#ui'
import { text } from './edit-page.text.ts'
import { text as profileText } from './profile-page.text.ts'

export interface EditView {
  readonly deputy: Deputy
  readonly settings: Settings
  readonly values: Readonly<Record<string, string>>
  readonly agreed: readonly string[]
  readonly errors: Readonly<Record<string, string>>
  readonly saved: boolean
}

/** What a deputy says of herself, and what of it everybody may read. */
export function EditPage({ view }: { readonly view: EditView }) {
  const t = useText(text)
  const p = useText(profileText)
  const n = useText(networkText)
  const { deputy, settings, values, errors } = view
  const base = `/deputies/${deputy.code}`
  const asked = askedFields(settings)
  const fixed = agreedFields.filter((field) => !asked.includes(field))
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  const named = (shown: boolean) =>
    fixed
      .filter((each) => shows[each] === shown)
      .map((each) => n.field[each])
      .join(t.and)
  const field = (name: string) => ({
    name,
    value: values[name] ?? '',
    optional: true,
    ...(errors[name] && { error: errors[name] }),
  })
  return (
    <>
      <ErrorSummary errors={errors} />
      {view.saved && <DoneBanner title={p.saved} />}
      <PageHead title={t.title} lead={t.lead} />
      {!shows.name && (
        <Notice kind="wait">
          {t.nameHidden} <a href="/me/settings">{t.toNames}</a>
        </Notice>
      )}
      <Form action={`${base}/edit`} guard={`deputy-${deputy.code}`}>
        <TextArea
          {...field('introduction_zh')}
          label={t.introductionZh}
          hint={t.introductionHint}
          maxLength={1000}
          rows={6}
        />
        <TextArea {...field('introduction_en')} label={t.introductionEn} maxLength={2000} rows={4} />
        <Field {...field('hours')} label={t.hours} hint={t.hoursHint} />
        <Field {...field('hours_note_zh')} label={t.hoursNoteZh} hint={t.hoursNoteHint} />
        <Field {...field('hours_note_en')} label={t.hoursNoteEn} />
        {asked.length > 0 && (
          <Checkboxes
            name="agreed"
            label={t.agreed}
            hint={t.agreedHint}
            optional
            values={view.agreed}
            options={asked.map((value) => ({ value, label: n.field[value] }))}
          />
        )}
        {named(true) && <p class="muted">{t.always(named(true))}</p>}
        {named(false) && <p class="muted">{t.never(named(false))}</p>}
        <ButtonRow>
          <Button>{t.save}</Button>
          <ButtonLink href={base} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
      {settings.deputyPortrait !== 'never' && (
        <section aria-labelledby="portrait">
          <h2 id="portrait">{t.portrait}</h2>
          {deputy.portraitId && <img class="portrait" src={`${base}/portrait`} alt={t.portraitNow} />}
          <Form action={`${base}/portrait`} files>
            <FileField
              name="portrait"
              label={t.portrait}
              hint={t.portraitHint}
              accept={acceptedFiles.photo}
              acceptWords={t.portraitWords}
              maxBytes={mostBytes}
              help="photo"
              {...(errors.portrait && { error: errors.portrait })}
            />
            <Button kind="quiet">{t.portraitSave}</Button>
          </Form>
          {deputy.portraitId && (
            <ConfirmForm
              action={`${base}/portrait/remove`}
              label={t.portraitRemove}
              question={t.portraitQuestion}
              consequence={t.portraitConsequence}
              confirmLabel={t.portraitRemove}
              kind="grave"
            />
          )}
        </section>
      )}
    </>
  )
}
