import type { Locale } from '#kernel/text'
import { acceptedFiles, mostBytes } from '#parts/files'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkboxes,
  ConfirmForm,
  ErrorSummary,
  Field,
  FileField,
  Form,
  PageHead,
  Select,
  TextArea,
  useLocale,
  useText,
  Words,
} from '#ui'
import type { Picture } from '../queries.ts'
import { activityKinds, articleKinds, offeredLanguages } from '../rules.ts'
import { languageName } from '../words.ts'
import { text } from './form-page.text.ts'
import { text as listText } from './posts.text.ts'

type Values = Readonly<Record<string, string>>

interface Choice {
  readonly value: string
  readonly label: string
}

export interface PostForm {
  readonly what: 'new' | 'edit' | 'correct'
  readonly action: string
  readonly back: string
  readonly values: Values
  readonly languages: readonly string[]
  readonly errors: Values
  readonly places: readonly Choice[]
  /** Whether the council itself may be chosen. */
  readonly mayCouncil: boolean
  readonly matters: readonly Choice[]
  readonly planDays: number
  /** Whether this kind has a time; both while the kind is still to be chosen. */
  readonly timed: boolean
}

/** Writes a post, changes its draft, or corrects what was published. */
export function FormPage({ form }: { readonly form: PostForm }) {
  const t = useText(text)
  const l = useText(listText)
  const { what, values, errors } = form
  const field = fieldOf(values, errors)
  const title = { new: t.newTitle, edit: t.editTitle, correct: t.correctTitle }[what]
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={title} {...(what === 'correct' && { lead: t.correctLead })} />
      <Form action={form.action} guard={`publicity ${form.action}`}>
        {what === 'correct' && <Field {...field('reason')} label={t.reason} hint={t.reasonHint} maxLength={1000} />}
        {what === 'new' && (
          <>
            <Select
              {...field('kind')}
              label={t.kind}
              options={[
                { group: t.activities, options: activityKinds.map((value) => ({ value, label: l.kinds[value] })) },
                { group: t.articles, options: articleKinds.map((value) => ({ value, label: l.kinds[value] })) },
              ]}
            />
            <Select
              {...field('placeId')}
              label={t.place}
              hint={t.placeHint}
              optional={form.mayCouncil}
              empty={form.mayCouncil ? t.placeNone : false}
              options={form.places}
            />
          </>
        )}
        <Field {...field('title')} label={t.title} maxLength={120} />
        <TextArea {...field('body')} label={t.body} hint={t.bodyHint} rows={8} maxLength={20_000} optional />
        {form.timed && <TimeFields form={form} />}
        <Field {...field('law')} label={t.law} maxLength={200} optional />
        <Select {...field('matter')} label={t.matter} empty={t.matterNone} options={form.matters} optional />
        <h2>{t.english}</h2>
        <Field {...field('titleEn')} label={t.titleEn} maxLength={200} optional />
        <TextArea {...field('bodyEn')} label={t.bodyEn} rows={5} maxLength={20_000} optional />
        {form.timed && (
          <>
            <Field {...field('venueEn')} label={t.venueEn} maxLength={200} optional />
            <Field {...field('audienceEn')} label={t.audienceEn} maxLength={200} optional />
          </>
        )}
        <ButtonRow>
          <Button>{what === 'correct' ? t.saveCorrection : t.save}</Button>
          <ButtonLink href={form.back} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

function TimeFields({ form }: { readonly form: PostForm }) {
  const t = useText(text)
  const locale = useLocale() as Locale
  const field = fieldOf(form.values, form.errors)
  const tags = [...new Set([...offeredLanguages, ...form.languages])]
  return (
    <>
      <Field
        {...field('startsAt')}
        type="datetime-local"
        width="medium"
        label={t.startsAt}
        hint={t.startsHint(form.planDays)}
        optional={form.what === 'new'}
      />
      <Field {...field('endsAt')} type="datetime-local" width="medium" label={t.endsAt} optional />
      <Field {...field('venue')} label={t.venue} hint={t.venueHint} maxLength={200} optional />
      <Field {...field('audience')} label={t.audience} maxLength={200} optional />
      <Checkboxes
        name="languages"
        label={t.languages}
        inline
        optional
        values={form.languages}
        options={tags.map((value) => ({ value, label: languageName(value, locale) }))}
      />
    </>
  )
}

/** Name, value and error of a field, as every field takes them. */
function fieldOf(values: Values, errors: Values) {
  return (name: string) => ({ name, value: values[name] ?? '', ...(errors[name] && { error: errors[name] }) })
}

export interface ReportForm {
  readonly number: number
  readonly title: string
  readonly values: Values
  readonly errors: Values
  /** It was told before: a change needs its reason. */
  readonly again: boolean
}

/** Tells how an activity went. */
export function ReportPage({ form }: { readonly form: ReportForm }) {
  const t = useText(text)
  const field = fieldOf(form.values, form.errors)
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead
        title={t.reportTitle}
        above={
          <b>
            <Words>{form.title}</Words>
          </b>
        }
        lead={t.reportLead}
      />
      <Form action={`/publicity/${form.number}/report`} guard={`publicity report ${form.number}`}>
        <Field {...field('attended')} label={t.attended} inputmode="numeric" width="short" optional />
        <Field {...field('copies')} label={t.copies} inputmode="numeric" width="short" optional />
        <TextArea {...field('outcome')} label={t.outcome} rows={5} maxLength={5000} optional />
        {form.again && <Field {...field('reason')} label={t.reportReason} hint={t.reasonHint} maxLength={1000} />}
        <ButtonRow>
          <Button>{t.reportSave}</Button>
          <ButtonLink href={`/publicity/${form.number}`} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}

export interface PicturesForm {
  readonly number: number
  readonly title: string
  readonly pictures: readonly Picture[]
  readonly values: Values
  readonly errors: Values
}

/** Adds pictures to a post and takes them off. */
export function PicturesPage({ form }: { readonly form: PicturesForm }) {
  const t = useText(text)
  const field = fieldOf(form.values, form.errors)
  const base = `/publicity/${form.number}`
  const present = form.pictures.filter(({ removed_at }) => removed_at === null)
  return (
    <>
      <ErrorSummary errors={form.errors} />
      <PageHead
        title={t.picturesTitle}
        above={
          <b>
            <Words>{form.title}</Words>
          </b>
        }
        lead={t.picturesLead}
      />
      <Form action={`${base}/pictures`} files>
        <FileField
          name="picture"
          label={t.picture}
          accept={acceptedFiles.photo}
          acceptWords={t.pictureKinds}
          maxBytes={mostBytes}
          help="photo"
          {...(form.errors.picture && { error: form.errors.picture })}
        />
        <Field {...field('description')} label={t.description} hint={t.descriptionHint} maxLength={300} />
        <ButtonRow>
          <Button>{t.add}</Button>
          <ButtonLink href={base} kind="quiet">
            {t.back}
          </ButtonLink>
        </ButtonRow>
      </Form>
      {present.length > 0 && (
        <section aria-labelledby="present">
          <h2 id="present">{t.present}</h2>
          <ul class="cards">
            {present.map(({ file_id, description }) => (
              <li class="card" key={file_id}>
                <img class="post-picture" src={`${base}/pictures/${file_id}?small=1`} alt={description} />
                <ConfirmForm
                  action={`${base}/pictures/remove`}
                  kind="grave"
                  label={t.remove}
                  question={t.removeQuestion}
                  consequence={t.removeConsequence}
                  confirmLabel={t.remove}
                  values={{ fileId: file_id }}
                >
                  <Field name="reason" id={`reason-${file_id}`} label={t.removeReason} maxLength={1000} />
                </ConfirmForm>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
