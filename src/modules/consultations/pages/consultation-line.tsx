import type { Locale } from '#kernel/text'
import { Line, type Station } from '#ui'
import type { ConsultationRow } from '../queries/consultation.ts'
import type { ConsultationStage } from '../rules.ts'
import { text } from './consultation-line.text.ts'
import type { DayWords } from './day-words.ts'

export interface ConsultationLineProps {
  readonly row: ConsultationRow
  readonly stage: ConsultationStage
  readonly days: DayWords
  readonly locale: Locale
}

/** 立项…回音: the way of a draft through its consultation. */
export function ConsultationLine({ row, stage, days, locale }: ConsultationLineProps) {
  return <Line across label={text[locale].label} stations={stationsOf({ row, stage, days, locale })} />
}

export function stationsOf({ row, stage, days, locale }: ConsultationLineProps): readonly Station[] {
  const t = text[locale]
  const order: readonly ConsultationStage[] = ['open', 'closed', 'refined', 'submitted', 'answered', 'evaluated']
  const at = order.indexOf(stage)
  /** `here` is the index of the stage in which this station is being worked on. */
  const state = (here: number): Station['state'] => (at > here ? 'passed' : at === here ? 'here' : 'to-come')
  const on = (date: Date | null, here: number) => (date ? days.day(date) : at === here ? t.working : undefined)
  const stations: (Station & { readonly note?: string | undefined })[] = [
    { state: 'passed', label: t.setting },
    { state: 'passed', label: t.drafting, note: row.published_at ? days.day(row.published_at) : undefined },
    { state: state(0), label: t.consultation, note: row.closes_at ? t.until(days.day(row.closes_at)) : undefined },
    { state: state(1), label: t.refining, note: on(row.refined_at, 1) },
    { state: state(2), label: t.submission, note: on(row.submitted_at, 2) },
    {
      state: at >= 4 ? 'passed' : state(3),
      label: t.answer,
      note: row.answered_at ? days.day(row.answered_at) : t.perOpinion,
    },
  ]
  if (stage === 'evaluated') {
    stations.push({
      state: 'passed',
      label: t.evaluation,
      note: row.evaluated_at ? days.day(row.evaluated_at) : undefined,
    })
  }
  return stations.map(({ note, ...station }) => (note === undefined ? station : { ...station, note }))
}
