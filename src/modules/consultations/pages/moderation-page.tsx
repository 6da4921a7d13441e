import type { Locale } from '#kernel/text'
import { type Column, EmptyState, PageHead, Table } from '#ui'
import { titleIn } from '../queries/consultation.ts'
import { type HiddenSums, type ModeratedConsultation, sumOf } from '../queries/moderation.ts'
import { text } from './moderation-page.text.ts'

export interface ModerationPageProps {
  readonly consultations: readonly ModeratedConsultation[]
  readonly locale: Locale
}

const sums = ['hidden', 'stillHidden', 'restored', 'withdrawn', 'appealed', 'waiting'] as const

/** How many opinions are not shown, why, and what became of the appeals. */
export function ModerationPage({ consultations, locale }: ModerationPageProps) {
  const t = text[locale]
  const number = new Intl.NumberFormat(locale)
  const every = consultations.flatMap(({ byReason }) => byReason)
  const all = sumOf(every)
  const reasons = Map.groupBy(every, ({ reason }) => reason)
  const received = consultations.reduce((total, each) => total + each.received, 0)
  function figures<Row>(of: (row: Row) => HiddenSums): Column<Row>[] {
    return sums.map((key) => ({ label: t[key], numeric: true, cell: (row) => number.format(of(row)[key]) }))
  }
  const totals = sums.map((key) => number.format(all[key]))
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {every.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWords(number.format(received))}</EmptyState>
      ) : (
        <>
          <Table
            caption={t.byReason}
            phone="scroll"
            columns={[
              { label: t.reason, names: true, cell: ({ reason }) => wordsOf(reason, t.reasons) },
              ...figures<{ reason: string; sums: HiddenSums }>((row) => row.sums),
            ]}
            rows={Array.from(reasons, ([reason, of]) => ({ reason, sums: sumOf(of) }))}
            keyOf={({ reason }) => reason}
            total={[t.all, ...totals]}
          />
          <Table
            caption={t.byConsultation}
            phone="scroll"
            columns={[
              {
                label: t.consultation,
                names: true,
                cell: (each) => <a href={`/consultations/${each.number}`}>{titleIn(each, locale)}</a>,
              },
              { label: t.received, numeric: true, cell: (each) => number.format(each.received) },
              ...figures<ModeratedConsultation>((each) => sumOf(each.byReason)),
            ]}
            rows={consultations}
            keyOf={(each) => String(each.number)}
            total={[t.all, number.format(received), ...totals]}
          />
          <p class="muted">{t.counting}</p>
        </>
      )}
      <p>
        {t.record} <a href="/verify">{t.verify}</a> · <a href="/open-data#set-hidden-opinions">{t.data}</a>
      </p>
      <h2>{t.appealTitle}</h2>
      <p>
        {t.appeal} <a href="/r">{t.find}</a>
      </p>
    </>
  )
}

function wordsOf(reason: string, known: Readonly<Record<string, string>>): string {
  return known[reason] ?? known.other ?? reason
}
