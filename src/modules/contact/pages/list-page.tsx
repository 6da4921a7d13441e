import type { Locale } from '#kernel/text'
import { casesText } from '#parts/cases'
import { Button, ButtonLink, ButtonRow, ErrorSummary, Field, PageHead, Table, Tag } from '#ui'
import type { DepartmentRecord, PublicMatter } from '../queries/lists.ts'
import type { DepartmentSatisfaction } from '../queries/ratings.ts'
import { text } from './list-page.text.ts'
import { PublicSatisfaction } from './rating-parts.tsx'

export interface ListPageProps {
  readonly records: readonly DepartmentRecord[]
  readonly satisfaction: DepartmentSatisfaction
  readonly months: number
  /** Answered matters that are public, with the name of who answered. */
  readonly answered: readonly (PublicMatter & { readonly by: string })[]
  readonly day: (at: Date) => string
  /** Work pages open to this viewer. */
  readonly desks: readonly { readonly href: string; readonly label: string }[]
  readonly typed: string
  readonly wrong: boolean
  readonly locale: Locale
}

/** The door: write, look it up, how it works, and how departments answer. */
export function ListPage(props: ListPageProps) {
  const { records, months, desks, typed, wrong, locale } = props
  const t = text[locale]
  return (
    <>
      <ErrorSummary errors={wrong ? { code: t.wrong } : {}} />
      <PageHead title={t.title} lead={t.lead} />
      <ButtonRow>
        <ButtonLink href="/contact/write">{t.write}</ButtonLink>
      </ButtonRow>
      {desks.length > 0 && (
        <nav aria-label={t.desks}>
          <h2>{t.desks}</h2>
          <ul>
            {desks.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <section aria-labelledby="find">
        <h2 id="find">{t.find}</h2>
        <form method="get" action="/contact" class="find-receipt">
          <Field
            name="code"
            label={t.code}
            hint={t.codeHint}
            value={typed}
            width="medium"
            autocomplete="off"
            spellcheck={false}
            {...(wrong && { error: t.wrong })}
          />
          <Button kind="quiet">{t.look}</Button>
        </form>
      </section>
      <section aria-labelledby="how">
        <h2 id="how">{t.how}</h2>
        <ol>
          <li>{t.step1}</li>
          <li>{t.step2(months)}</li>
          <li>{t.step3}</li>
          <li>{t.step4}</li>
          <li>{t.step5}</li>
        </ol>
      </section>
      <section aria-labelledby="record">
        <h2 id="record">{t.record}</h2>
        <p class="muted">{t.recordHow}</p>
        <Records records={records} locale={locale} />
        <p>
          <a href="/open-data">{t.data}</a>
        </p>
      </section>
      <PublicSatisfaction satisfaction={props.satisfaction} locale={locale} />
      <Answered {...props} />
    </>
  )
}

function Answered({ answered, day, locale }: ListPageProps) {
  const t = text[locale]
  const c = casesText[locale]
  if (answered.length === 0) return null
  return (
    <section aria-labelledby="answered">
      <h2 id="answered">{t.said}</h2>
      <p class="muted">{t.saidHow}</p>
      <ul class="said">
        {answered.map((matter) => (
          <li key={matter.id}>
            <p lang={matter.locale}>{matter.body}</p>
            <p>
              <b>{t.reply}</b> <span lang="zh-CN">{matter.reply}</span>
            </p>
            <p class="row">
              <Tag kind={matter.outcome === 'solved' ? 'ok' : 'plain'}>
                {matter.outcome ? c.outcome[matter.outcome] : c.stage[matter.stage]}
              </Tag>
              <span class="muted">
                {matter.by} · {day(matter.answeredAt)}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const figures = ['asked', 'answered', 'solved', 'reopened', 'late'] as const

function Records({ records, locale }: Pick<ListPageProps, 'records' | 'locale'>) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  const sum = (figure: (typeof figures)[number]) => records.reduce((all, record) => all + record[figure], 0)
  return (
    <Table
      caption={t.record}
      captionHidden
      rows={records}
      keyOf={(record) => String(record.number ?? 'deputies')}
      empty={t.none}
      columns={[
        { label: t.department, names: true, cell: ({ name }) => name ?? t.deputies },
        ...figures.map((figure) => ({
          label: t[figure],
          numeric: true,
          cell: (record: DepartmentRecord) => number.format(record[figure]),
        })),
      ]}
      total={[t.total, ...figures.map((figure) => number.format(sum(figure)))]}
    />
  )
}
