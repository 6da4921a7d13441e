import {
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  languageIn,
  PageHead,
  Select,
  Tag,
  TextArea,
  useLocale,
  useText,
} from '#ui'
import type { ConsultationRow } from '../queries/consultation.ts'
import { text } from './office-pages.text.ts'

/** Languages a draft is explained in; one written by other means stays in the list. */
const readingLanguages = ['zh-CN', 'en', 'ja', 'ko', 'fr', 'de', 'es', 'ru', 'ar', 'mn', 'bo', 'ug'] as const

type Words = Readonly<Record<string, string>>

export interface ReadingRow {
  readonly provisionId: string
  readonly place: string
  readonly legal: string
  readonly body: string
  readonly state: 'missing' | 'stale' | 'written'
}

export interface ReadingsView {
  readonly row: ConsultationRow
  readonly kind: 'plain' | 'translation' | 'meaning'
  readonly locale: string
  readonly audience: string
  /** Every article, in the order of the law. */
  readonly rows: readonly ReadingRow[]
  /** Which of them is being written. */
  readonly at: number
  readonly errors: Words
  readonly values: Words
}

/** Legal words beside everyday words, one article at a time: nothing else on the page can be lost by saving it. */
export function ReadingsPage({ view }: { readonly view: ReadingsView }) {
  const t = useText(text)
  const locale = useLocale()
  const { rows, at } = view
  const base = `/consultations/${view.row.number}`
  const written = rows.filter((each) => each.state === 'written').length
  const hrefOf = ({ provisionId }: ReadingRow) => {
    const { kind, locale, audience } = view
    return `${base}/readings?${new URLSearchParams({ kind, locale, audience, at: provisionId })}`
  }
  const [here, before, after] = [rows[at], rows[at - 1], rows[at + 1]]
  return (
    <>
      <ErrorSummary errors={view.errors} />
      <PageHead title={t.readingsTitle} lead={t.readingsLead} />
      <form class="filter" method="get" action={`${base}/readings`}>
        <Select
          name="kind"
          label={t.language}
          empty={false}
          value={view.kind}
          options={(['plain', 'meaning', 'translation'] as const).map((value) => ({ value, label: t[value] }))}
        />
        <Select
          name="locale"
          label={t.locale}
          empty={false}
          value={view.locale}
          options={[...new Set([...readingLanguages, view.locale])].map((value) => ({
            value,
            label: languageIn(value, locale),
          }))}
        />
        <Field name="audience" label={t.audience} value={view.audience} optional width="medium" />
        <button class="btn quiet" type="submit">
          {t.show}
        </button>
      </form>
      <p class="num">
        <b>{t.progress(written, rows.length)}</b>
      </p>
      {here ? <Writing view={view} here={here} /> : <EmptyState title={t.draftNone} />}
      <ButtonRow>
        {before && (
          <ButtonLink kind="quiet" href={hrefOf(before)}>
            {t.before(before.place)}
          </ButtonLink>
        )}
        {after && (
          <ButtonLink kind="quiet" href={hrefOf(after)}>
            {t.after(after.place)}
          </ButtonLink>
        )}
      </ButtonRow>
      <Details summary={t.allArticles}>
        <ol class="article-index">
          {rows.map((each, index) => (
            <li key={each.provisionId}>
              <a href={hrefOf(each)} aria-current={index === at ? 'page' : undefined}>
                {each.place}
              </a>{' '}
              <Tag kind={each.state === 'written' ? 'ok' : 'wait'}>{t[each.state]}</Tag>
            </li>
          ))}
        </ol>
      </Details>
    </>
  )
}

function Writing({ view, here }: { readonly view: ReadingsView; readonly here: ReadingRow }) {
  const t = useText(text)
  const base = `/consultations/${view.row.number}`
  const refused = view.values.provisionId === here.provisionId
  return (
    <article class="beside" id={here.provisionId}>
      <div class="law words">
        <h2>{here.place}</h2>
        {here.legal}
      </div>
      <Form
        action={`${base}/readings`}
        guard={`reading-${view.row.id}-${here.provisionId}-${view.kind}-${view.locale}-${view.audience}`}
      >
        <input type="hidden" name="provisionId" value={here.provisionId} />
        <input type="hidden" name="kind" value={view.kind} />
        <input type="hidden" name="locale" value={view.locale} />
        <input type="hidden" name="audience" value={view.audience} />
        <p class="row">
          <Tag kind={here.state === 'written' ? 'ok' : 'wait'}>{t[here.state]}</Tag>
        </p>
        <TextArea
          name="body"
          label={t.writeHere(here.place)}
          rows={8}
          value={refused ? (view.values.body ?? '') : here.body}
          {...(view.errors.body && { error: view.errors.body })}
        />
        <Button>{t.saveNext}</Button>
      </Form>
    </article>
  )
}
