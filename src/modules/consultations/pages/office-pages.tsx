import type { LegalText, Problem, Provision } from '#parts/laws'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Checkbox,
  DateField,
  Details,
  ErrorSummary,
  Field,
  FileField,
  Form,
  Notice,
  type Option,
  PageHead,
  Radios,
  Select,
  Tag,
  TextArea,
  useText,
} from '#ui'
import type { ConsultationRow } from '../queries/consultation.ts'
import { phases } from '../rules.ts'
import { text } from './office-pages.text.ts'

type Words = Readonly<Record<string, string>>

function fieldsOf(values: Words, errors: Words) {
  return (name: string, otherwise = '') => ({
    name,
    value: values[name] ?? otherwise,
    ...(errors[name] && { error: errors[name] }),
  })
}

export interface NewView {
  readonly projects: readonly Option[]
  readonly values: Words
  readonly errors: Words
}

/** Which project and phase a consultation is about. */
export function NewPage({ view }: { readonly view: NewView }) {
  const t = useText(text)
  const field = fieldsOf(view.values, view.errors)
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.newTitle} lead={t.newLead} />
      <Form action="/consultations/new" guard="consultation-new">
        {view.projects.length > 0 && (
          <Select {...field('projectId')} label={t.project} empty={t.newProject} options={view.projects} optional />
        )}
        <Field {...field('projectTitle')} label={t.projectTitle} optional={view.projects.length > 0} />
        <Radios
          {...field('kind', 'new')}
          label={t.kind}
          inline
          options={(['new', 'amendment', 'repeal'] as const).map((value) => ({ value, label: t.kinds[value] }))}
        />
        <Select
          {...field('phase', 'drafting')}
          label={t.phase}
          empty={false}
          options={phases.map((value) => ({ value, label: t.phases[value] }))}
        />
        <AboutFields values={view.values} errors={view.errors} />
        <Button>{t.create}</Button>
      </Form>
    </>
  )
}

function AboutFields({ values, errors }: { readonly values: Words; readonly errors: Words }) {
  const t = useText(text)
  const field = fieldsOf(values, errors)
  return (
    <>
      <Field {...field('title')} label={t.title} />
      <Field {...field('titleEn')} label={t.titleEn} optional />
      <TextArea {...field('summary')} label={t.summary} rows={3} optional />
      <TextArea {...field('summaryEn')} label={t.summaryEn} rows={3} optional />
    </>
  )
}

export interface EditView {
  readonly row: ConsultationRow
  readonly draft: {
    readonly label: string
    readonly text: LegalText
    readonly problems: readonly Problem[]
    readonly counts: {
      readonly chapters: number
      readonly articles: number
      readonly paragraphs: number
      readonly items: number
    }
  } | null
  readonly values: Words
  readonly errors: Words
  readonly minimumDays: number
  readonly closes: string | null
  readonly stage: string
}

/** Title, draft with what was not understood, everyday words, publishing, more time. */
export function EditPage({ view }: { readonly view: EditView }) {
  const t = useText(text)
  const { row, draft, values, errors } = view
  const base = `/consultations/${row.number}`
  const field = fieldsOf(values, errors)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={row.title} above={<Tag>{t.phases[row.phase]}</Tag>} lead={t.editTitle} />
      <section aria-labelledby="draft">
        <h2 id="draft">{t.draft}</h2>
        {draft ? <DraftRead draft={draft} /> : <p class="muted">{t.draftNone}</p>}
        {row.stage === 'prepared' ? (
          <Form action={`${base}/edit/draft`} files>
            <Field {...field('label', draft?.label ?? t.labelDefault)} label={t.label} />
            <FileField
              name="file"
              label={t.file}
              accept=".docx,.pdf,.txt,.md,.html"
              acceptWords={t.fileWords}
              maxBytes={25_000_000}
              optional
              {...(errors.file && { error: errors.file })}
            />
            <TextArea {...field('source')} label={t.paste} rows={6} law optional />
            <Button kind={draft ? 'quiet' : 'main'}>{draft ? t.replace : t.import}</Button>
          </Form>
        ) : (
          <p class="muted">{t.frozen}</p>
        )}
      </section>
      <ButtonRow>
        {draft && (
          <ButtonLink kind="quiet" href={`${base}/readings`}>
            {t.readings}
          </ButtonLink>
        )}
        {row.stage !== 'prepared' && (
          <>
            <ButtonLink kind="quiet" href={`${base}/desk`}>
              {t.desk}
            </ButtonLink>
            <ButtonLink kind="quiet" href={base}>
              {t.see}
            </ButtonLink>
          </>
        )}
      </ButtonRow>
      {draft && row.stage === 'prepared' && (
        <section aria-labelledby="publish">
          <h2 id="publish">{t.publishTitle}</h2>
          <p class="muted">{t.publishLead}</p>
          <Form action={`${base}/edit/publish`}>
            <DateField {...field('closesAt')} label={t.closesOn} hint={t.minimum(view.minimumDays)} />
            <TextArea {...field('shorterBecause')} label={t.shorter} rows={2} optional />
            {draft.problems.length > 0 && (
              <Checkbox
                name="acceptProblems"
                label={t.accept}
                {...(errors.acceptProblems && { error: errors.acceptProblems })}
              />
            )}
            <Button>{t.publishDo}</Button>
          </Form>
        </section>
      )}
      {view.stage === 'open' && view.closes && (
        <section aria-labelledby="extend">
          <h2 id="extend">{t.extendTitle}</h2>
          <p class="muted">{t.extendNow(view.closes)}</p>
          <Form action={`${base}/edit/extend`}>
            <DateField {...field('extendTo')} label={t.extendTo} />
            <TextArea {...field('because')} label={t.extendWhy} rows={2} />
            <Button kind="quiet">{t.extendDo}</Button>
          </Form>
        </section>
      )}
      <Details summary={t.about} open={Boolean(errors.title)}>
        <Form action={`${base}/edit`}>
          <AboutFields
            values={{
              title: row.title,
              titleEn: row.titles.en ?? '',
              summary: row.summary,
              summaryEn: row.summaries.en ?? '',
              ...values,
            }}
            errors={errors}
          />
          <Button kind="quiet">{t.save}</Button>
        </Form>
      </Details>
    </>
  )
}

function DraftRead({ draft }: { readonly draft: NonNullable<EditView['draft']> }) {
  const t = useText(text)
  const { chapters, articles, paragraphs, items } = draft.counts
  return (
    <>
      <p>
        <b>{draft.text.title}</b> <Tag>{draft.label}</Tag>
      </p>
      <p class="num">{t.counts(chapters, articles, paragraphs, items)}</p>
      {draft.problems.length === 0 ? (
        <Notice kind="ok">{t.noProblems}</Notice>
      ) : (
        <Notice kind="wait" title={t.problems(draft.problems.length)}>
          <ul class="problem-list">
            {draft.problems.slice(0, 100).map((problem) => (
              <li key={`${problem.line} ${problem.message}`}>
                <b class="num">{t.line(problem.line)}</b> {problem.message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Details summary={t.preview}>
        <Tree provisions={draft.text.provisions} root />
      </Details>
    </>
  )
}

function Tree({ provisions, root }: { readonly provisions: readonly Provision[]; readonly root?: boolean }) {
  return (
    <ul class={root ? 'draft-tree root law' : 'draft-tree'}>
      {provisions.map((provision) => (
        <li key={provision.id}>
          <b>{provision.label}</b> {provision.heading} {provision.text}
          {provision.children.length > 0 && <Tree provisions={provision.children} />}
        </li>
      ))}
    </ul>
  )
}
