import type { Locale } from '#kernel/text'
import { CopyButton, Line, Notice, type Station } from '#ui'
import type { AwaitedOpinion } from '#web/routes'
import { dashed } from '../queries.ts'
import { text } from './awaited-page.text.ts'

export interface AwaitedPageProps {
  readonly receipt: string
  readonly awaited: AwaitedOpinion
  readonly day: (at: Date) => string
  readonly locale: Locale
}

/** What is known of a code before its words are typed in. */
export function AwaitedPage({ receipt, awaited, day, locale }: AwaitedPageProps) {
  const t = text[locale]
  return (
    <>
      <h1>{t.title}</h1>
      <p class="row">
        <span class="muted">{t.code}</span> <b class="receipt-code">{dashed(receipt)}</b>
        <CopyButton value={dashed(receipt)} />
      </p>
      <p class="muted">
        <a href={awaited.href}>{t.about(awaited.title)}</a>
      </p>
      <State awaited={awaited} day={day} locale={locale} />
      <h2>{t.line}</h2>
      <Line label={t.line} stations={stationsOf(awaited, day, locale)} />
    </>
  )
}

function State({ awaited, day, locale }: Omit<AwaitedPageProps, 'receipt'>) {
  const t = text[locale]
  const { state, as, place, until, over } = awaited
  if (state === 'void')
    return (
      <Notice kind="stop" title={t.void}>
        {t.voidWords(awaited.because ?? '')}
      </Notice>
    )
  if (state === 'out')
    return (
      <>
        <Notice kind="wait" title={t.out}>
          <p>{t.outWords}</p>
          <p>
            {place ? t.backTo(place) : t.backAny} {over ? t.outClosed : until && t.until(day(until))}
          </p>
        </Notice>
        <p class="muted">{t.lost}</p>
      </>
    )
  return (
    <Notice kind="ok" title={t.here[as]}>
      <p>{place ? t.typedBy(place) : t.typedByAny}</p>
      <p>{t.next}</p>
    </Notice>
  )
}

function stationsOf({ state, as, since }: AwaitedOpinion, day: (at: Date) => string, locale: Locale): Station[] {
  const t = text[locale]
  const out: Station = {
    state: state === 'out' ? 'here' : 'passed',
    label: as === 'print' ? t.stations.out : t.stations.said,
  }
  if (state === 'void') return [out, { state: 'stopped', label: t.void }]
  const rest: Station[] = [
    { state: 'to-come', label: t.stations.typed },
    { state: 'to-come', label: t.stations.answer },
  ]
  if (state === 'out') return [out, { state: 'to-come', label: t.stations.here }, ...rest]
  return [
    out,
    { state: 'passed', label: t.stations.here, note: t.hereOn(day(since)) },
    { state: 'here', label: t.stations.typed, note: t.steps[state] },
    { state: 'to-come', label: t.stations.answer },
  ]
}
