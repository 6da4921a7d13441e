import type { Grade } from '#parts/cases'
import { Button, DefinitionList, Form, Radios, Select, TextArea, Words } from '#ui'
import { text } from './bureau-forms.text.ts'
import { fieldOf, WorkForm } from './work-form.tsx'
import type { Choice, WorkPageProps } from './work-page.tsx'

/** What one department knows of a matter for itself. */
export interface Bureau {
  readonly organisationId: string
  readonly assignmentId: string
  /** It may be given to colleagues. */
  readonly open: boolean
  readonly holder: string | null
  readonly holderId: string | null
  readonly helpers: readonly Choice[]
  readonly colleagues: readonly Choice[]
  readonly notes: readonly BureauNote[]
  readonly templates: readonly Choice[]
  /** The template that was chosen, its braces filled in. */
  readonly filled: string | null
}

export interface BureauNote {
  readonly id: string
  readonly words: string
  readonly who: string | null
  readonly when: string
  readonly mine: boolean
  readonly erased: boolean
}

/** Who holds it, who helps, and what colleagues noted. */
export function BureauForms(props: WorkPageProps & { readonly bureau: Bureau }) {
  const { bureau, matter, shown } = props
  const t = text[shown.locale]
  const base = `/contact/matters/${matter.number}`
  const others = bureau.colleagues.filter(({ value }) => value !== bureau.holderId)
  const free = others.filter(({ value }) => !bureau.helpers.some((helper) => helper.value === value))
  return (
    <section aria-labelledby="inside">
      <h2 id="inside">{t.inside}</h2>
      <p class="muted">{t.insideWho}</p>
      <DefinitionList
        items={[
          { term: t.holder, value: bureau.holder ?? t.nobody },
          ...(bureau.helpers.length > 0
            ? [
                {
                  term: t.helpers,
                  value: bureau.helpers.map(({ label }) => label).join(shown.locale === 'en' ? ', ' : '、'),
                },
              ]
            : []),
        ]}
      />
      {bureau.open && others.length > 0 && (
        <WorkForm page={props} name="hand" summary={t.hand} values={{ assignmentId: bureau.assignmentId }}>
          <Select {...fieldOf(props, 'hand')('personId')} label={t.colleague} options={others} />
          <Button>{t.handDo}</Button>
        </WorkForm>
      )}
      {bureau.open && free.length > 0 && (
        <WorkForm page={props} name="helper" summary={t.addHelper} values={{ assignmentId: bureau.assignmentId }}>
          <Select {...fieldOf(props, 'helper')('personId')} label={t.colleague} options={free} />
          <Button>{t.addHelperDo}</Button>
        </WorkForm>
      )}
      {bureau.open &&
        bureau.helpers.map(({ value, label }) => (
          <Form key={value} action={`${base}/release`}>
            <input type="hidden" name="assignmentId" value={bureau.assignmentId} />
            <input type="hidden" name="personId" value={value} />
            <Button kind="plain">{t.release(label)}</Button>
          </Form>
        ))}
      <h3>{t.notes}</h3>
      {bureau.notes.length === 0 && <p class="muted">{t.noteNone}</p>}
      {bureau.notes.map((note) => (
        <article class="card" key={note.id}>
          {note.erased ? (
            <p class="muted">{t.noteErased}</p>
          ) : (
            <p class="words">
              <Words>{note.words}</Words>
            </p>
          )}
          <p class="muted">
            {note.who ?? t.someone} · {note.when}
          </p>
          {note.mine && !note.erased && (
            <Form action={`${base}/erase-note`}>
              <input type="hidden" name="noteId" value={note.id} />
              <Button kind="plain">{t.noteErase}</Button>
            </Form>
          )}
        </article>
      ))}
      <WorkForm page={props} name="note" summary={t.note} values={{ organisationId: bureau.organisationId }}>
        <TextArea {...fieldOf(props, 'note')('words')} label={t.note} hint={t.noteHint} rows={3} maxLength={2000} />
        <Button>{t.noteDo}</Button>
      </WorkForm>
    </section>
  )
}

/** A GET form: the page comes again with the template in the reply's field. */
export function TemplateChoice({ bureau, matter, shown }: WorkPageProps & { readonly bureau: Bureau }) {
  const t = text[shown.locale]
  return (
    <form method="get" action={`/contact/matters/${matter.number}`} class="row">
      {bureau.templates.length > 0 && (
        <>
          <Select name="template" label={t.template} options={bureau.templates} optional />
          <Button kind="quiet">{t.templateUse}</Button>
        </>
      )}
      <a href="/contact/department/templates">{t.templateManage}</a>
    </form>
  )
}

/** Topics and grades a matter may be sorted by, with the working days of each grade. */
export interface Sorting {
  readonly topics: readonly Choice[]
  readonly grades: readonly { readonly grade: Grade; readonly label: string; readonly days: number }[]
}

export function SortForm(props: WorkPageProps & { readonly sorting: Sorting }) {
  const { matter, sorting, shown } = props
  const t = text[shown.locale]
  const { work } = matter
  const field = fieldOf(props, 'sort')
  return (
    <WorkForm page={props} name="sort" summary={t.sort} first={work.sorted_at === null && work.lead === null}>
      <p class="muted">{t.sortWhy}</p>
      <Select
        {...field('topic', work.topic ?? '')}
        label={t.topic}
        optional
        empty={t.topicNone}
        options={sorting.topics}
      />
      {work.lead === null && (
        <Radios
          {...field('grade', work.grade ?? '')}
          label={t.grade}
          options={sorting.grades.map(({ grade, label, days }) => ({ value: grade, label: t.gradeDays(label, days) }))}
        />
      )}
      <Button>{t.sortDo}</Button>
    </WorkForm>
  )
}
