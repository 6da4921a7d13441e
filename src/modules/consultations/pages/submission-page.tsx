import type { Locale } from '#kernel/text'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ErrorSummary,
  Field,
  Form,
  Notice,
  PageHead,
  Select,
  Table,
  TextArea,
} from '#ui'
import type { ArgumentStory, Submission } from '../queries/answers.ts'
import type { ConsultationRow } from '../queries/consultation.ts'
import type { PackageSent } from '../queries/packages.ts'
import { suggestionsOf } from '../queries/report.ts'
import type { DayWords } from './day-words.ts'
import { text } from './submission.text.ts'

export interface SubmissionPageProps {
  readonly row: ConsultationRow
  readonly title: string
  readonly stories: readonly ArgumentStory[]
  readonly opinions: number
  readonly submissions: readonly Submission[]
  readonly sent: readonly PackageSent[]
  /** Packages of opinions that can be answered. */
  readonly received: readonly { readonly sha256: string; readonly from: string }[]
  readonly errors: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly days: DayWords
  readonly locale: Locale
}

/** What goes up, to be read before it goes; and what went. */
export function SubmissionPage(props: SubmissionPageProps) {
  const { row, title, stories, submissions, errors, values, days, locale } = props
  const t = text[locale]
  const base = `/consultations/${row.number}`
  const suggestions = suggestionsOf(stories)
  return (
    <>
      <ErrorSummary errors={errors} />
      <PageHead title={t.title} above={<span class="muted">{title}</span>} lead={t.lead} />
      <ButtonRow>
        <ButtonLink kind="quiet" href={`${base}/submission/report.docx`}>
          {t.docx}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/submission/report.pdf`}>
          {t.pdf}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/submission/report.xlsx`}>
          {t.xlsx}
        </ButtonLink>
      </ButtonRow>
      <h2>{t.report(title)}</h2>
      <p>{t.basicsWords(days.number(props.opinions), days.number(suggestions.length))}</p>
      <Table
        caption={t.suggestions}
        columns={[
          { label: t.columns.number, numeric: true, cell: (story) => String(story.number) },
          { label: t.columns.title, names: true, cell: (story) => story.title },
          { label: t.columns.voices, numeric: true, cell: (story) => days.number(story.voices) },
          { label: t.columns.text, cell: (story) => story.sentences.map((sentence) => sentence.text).join('') },
        ]}
        rows={suggestions}
        keyOf={(story) => story.id}
        empty={t.noSuggestion}
      />
      {row.stage === 'refined' && (
        <Form action={`${base}/submission`}>
          <Field
            name="toName"
            label={t.reportTo}
            hint={t.toHint}
            value={values.toName ?? row.from_council ?? ''}
            {...(errors.toName && { error: errors.toName })}
          />
          <Button>{t.send}</Button>
        </Form>
      )}
      {['prepared', 'open', 'closed'].includes(row.stage) && <Notice kind="wait">{t.notYet}</Notice>}
      {submissions.length > 0 && <Sent {...props} />}
      {submissions.length > 0 && (
        <p>
          <ButtonLink href={`${base}/answer`}>{t.toAnswers}</ButtonLink>
        </p>
      )}
      <Packages {...props} />
    </>
  )
}

function Sent({ row, submissions, days, locale }: SubmissionPageProps) {
  const t = text[locale]
  return (
    <Table
      caption={t.sentTitle}
      columns={[
        { label: t.number, numeric: true, cell: (each) => String(each.number) },
        { label: t.reportTo, names: true, cell: (each) => each.toName },
        { label: t.sentAt, cell: (each) => days.instant(each.sentAt) },
        {
          label: t.package,
          cell: (each) => (
            <a href={`/consultations/${row.number}/submission/${each.sha256}.zip`}>{each.sha256.slice(0, 12)}</a>
          ),
        },
        { label: t.adoption, cell: (each) => (each.adoptionAt ? t.returned : t.waiting) },
      ]}
      rows={submissions}
      keyOf={(each) => String(each.number)}
    />
  )
}

function Packages({ row, sent, received, errors, values, days, locale }: SubmissionPageProps) {
  const t = text[locale]
  const base = `/consultations/${row.number}/submission`
  const given = row.stage === 'answered' || row.stage === 'evaluated'
  return (
    <>
      {['prepared', 'open'].includes(row.stage) && row.version_id && (
        <section>
          <h2>{t.sendDown}</h2>
          <Form action={`${base}/down`}>
            {/* The other form with this name stands here only at another stage. */}
            <Field
              name="toName"
              label={t.partnerName}
              value={values.toName ?? ''}
              {...(errors.toName && { error: errors.toName })}
            />
            <TextArea name="task" label={t.task} rows={3} value={values.task ?? ''} optional />
            <Button kind="quiet">{t.sendDownDo}</Button>
          </Form>
        </section>
      )}
      {given && received.length > 0 && row.next_version_id && (
        <Form action={`${base}/back`}>
          <Select
            name="packageSha256"
            label={t.sendBack}
            options={received.map(({ sha256, from }) => ({ value: sha256, label: `${from} · ${sha256.slice(0, 12)}` }))}
          />
          <Button kind="quiet">{t.sendDownDo}</Button>
        </Form>
      )}
      {sent.length > 0 && (
        <Table
          caption={t.sentPackages}
          columns={[
            { label: t.partnerName, names: true, cell: (each) => each.toName },
            { label: t.kind, cell: (each) => t.kinds[each.kind] },
            { label: t.sentAt, cell: (each) => days.instant(each.sentAt) },
            { label: t.package, cell: (each) => <a href={`${base}/${each.sha256}.zip`}>{each.sha256.slice(0, 12)}</a> },
          ]}
          rows={sent}
          keyOf={(each) => each.sha256}
        />
      )}
    </>
  )
}
