import { dayInWords, daysBetween, dueSentences, type Explanation, type IsoDate } from '#kernel/calendar'
import type { Locale } from '#kernel/text'
import { DefinitionList, Details, Tag } from '#ui'
import { casesText } from './cases.text.ts'
import type { Standing } from './rules.ts'

export interface StandingViewProps {
  readonly standing: Standing
  /** Name of the organisation or keeper who holds it; null where nobody in particular does. */
  readonly holderName: string | null
  /** The reckoning of the date that counts, in steps. */
  readonly steps: readonly Explanation[] | null
  readonly today: IsoDate
  readonly day: (at: Date) => string
  readonly locale: Locale
}

/** Who holds it, since when, due when, why; the date opens its own calculation. */
export function StandingView({ standing, holderName, steps, today, day, locale }: StandingViewProps) {
  const t = casesText[locale]
  const { holder, dueOn } = standing
  const who =
    holder.kind === 'asker'
      ? t.holder.asker
      : holder.kind === 'nobody'
        ? t.holder.nobody
        : (holderName ?? t.holder.keeperNone)
  return (
    <>
      <DefinitionList
        items={[
          { term: t.held, value: <b>{who}</b> },
          { term: t.since, value: day(standing.since) },
          { term: t.due, value: <DueWords standing={standing} today={today} locale={locale} /> },
          { term: t.why, value: t.whyOf[standing.why] },
        ]}
      />
      {dueOn && <HowReckoned steps={steps} locale={locale} />}
    </>
  )
}

/** A date opens its own calculation, in sentences; nothing where it was only named. */
export function HowReckoned({ steps, locale }: Pick<StandingViewProps, 'steps' | 'locale'>) {
  if (!steps || steps.length <= 1) return null
  return (
    <Details summary={casesText[locale].how}>
      <ol>
        {dueSentences(locale, steps).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </Details>
  )
}

/** The date that counts, and how near it is, in words and not by colour alone. */
export function DueWords({
  standing: { dueOn, late, pausedOn, provisional },
  today,
  locale,
}: Pick<StandingViewProps, 'today' | 'locale'> & {
  readonly standing: Pick<Standing, 'dueOn' | 'late' | 'pausedOn' | 'provisional'>
}) {
  const t = casesText[locale]
  if (dueOn === null) return <>{t.noDue}</>
  if (pausedOn) return <Tag kind="wait">{t.paused(dayInWords(locale, pausedOn))}</Tag>
  const left = daysBetween(today, dueOn)
  return (
    <>
      {t.dueBy(dayInWords(locale, dueOn))}{' '}
      <Tag kind={late ? 'stop' : left <= 5 ? 'wait' : 'plain'}>{late ? t.late(-left) : t.leftDays(left)}</Tag>
      {provisional && <span class="muted"> {t.provisional}</span>}
    </>
  )
}
