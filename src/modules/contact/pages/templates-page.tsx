import type { Locale } from '#kernel/text'
import type { Template } from '#parts/cases'
import {
  Button,
  ConfirmForm,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  PageHead,
  Select,
  TextArea,
  Words,
} from '#ui'
import type { Choice } from '../queries/department.ts'
import { placeholders } from '../template.ts'
import { text } from './templates-page.text.ts'

export interface TemplatesPageProps {
  readonly templates: readonly Template[]
  readonly organisations: readonly Choice[]
  /** Id of the template whose form was refused; `new` for a new one. */
  readonly form: string | null
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly locale: Locale
}

const base = '/contact/department/templates'

/** The templates of a department: each can be changed where it stands. */
export function TemplatesPage(props: TemplatesPageProps) {
  const { templates, form, errors, locale } = props
  const t = text[locale]
  return (
    <>
      <ErrorSummary
        errors={Object.fromEntries(Object.entries(errors).map(([name, words]) => [name && `${form}-${name}`, words]))}
      />
      <PageHead title={t.title} lead={t.lead} />
      <p>{t.braces}</p>
      <ul>
        {placeholders.map(({ key, zh }) => (
          <li key={key}>
            <b>{`{${locale === 'en' ? key : zh}}`}</b> {t.meaning[key]}
          </li>
        ))}
      </ul>
      {templates.length === 0 && <EmptyState title={t.none}>{t.noneWhy}</EmptyState>}
      {templates.map((template) => (
        <article class="card" key={template.id}>
          <h2>
            <Words>{template.title}</Words>
          </h2>
          <p class="words">
            <Words>{template.body}</Words>
          </p>
          <TemplateForm {...props} template={template} />
          <ConfirmForm
            action={`${base}/retire`}
            label={t.retire}
            question={t.retireQuestion(template.title)}
            consequence={t.retireWhy}
            confirmLabel={t.retire}
            values={{ templateId: template.id, organisationId: template.organisation_id }}
          />
        </article>
      ))}
      <TemplateForm {...props} template={null} />
    </>
  )
}

function TemplateForm({
  template,
  templates,
  organisations,
  form,
  values,
  errors,
  locale,
}: TemplatesPageProps & { readonly template: Template | null }) {
  const t = text[locale]
  const key = template?.id ?? 'new'
  const mine = form === key
  const field = (name: string, otherwise: string) => ({
    name,
    id: `f-${key}-${name}`,
    value: mine ? (values[name] ?? otherwise) : otherwise,
    ...(mine && errors[name] && { error: errors[name] }),
  })
  return (
    <Details summary={template ? t.change(template.title) : t.new} open={mine || (!template && templates.length === 0)}>
      <Form action={base} guard={`contact-template-${key}`}>
        {template && <input type="hidden" name="templateId" value={template.id} />}
        {template || organisations.length === 1 ? (
          <input type="hidden" name="organisationId" value={template?.organisation_id ?? organisations[0]?.value} />
        ) : (
          <Select {...field('organisationId', '')} label={t.unit} options={organisations} />
        )}
        <Field {...field('title', template?.title ?? '')} label={t.name} maxLength={100} />
        <TextArea {...field('body', template?.body ?? '')} label={t.body} rows={6} maxLength={5000} />
        <Button>{t.save}</Button>
      </Form>
    </Details>
  )
}
