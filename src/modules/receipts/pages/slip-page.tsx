import type { Locale } from '#kernel/text'
import { type Followed, shownText } from '#parts/opinions'
import { DefinitionList, PrintButton, PrintSheet, QrFigure, Words } from '#ui'
import type { Matter } from '#web/routes'
import { dashed } from '../queries.ts'
import { text } from './slip-page.text.ts'

export interface SlipPageProps {
  readonly opinion: Followed
  readonly matter: Matter | null
  readonly qrSvg: string
  readonly url: string
  readonly instant: (at: Date) => string
  readonly locale: Locale
}

/** The receipt on paper: code, square code, what was said, and where to ask. */
export function SlipPage({ opinion, matter, qrSvg, url, instant, locale }: SlipPageProps) {
  const t = text[locale]
  const words = shownText(opinion.body)
  return (
    <>
      <h1 class="sr">{t.title}</h1>
      <PrintSheet title={t.title} foot={t.received(instant(opinion.receivedAt))}>
        <p>
          <span class="muted">{t.code}</span>
          <br />
          <b class="receipt-code">{dashed(opinion.receipt)}</b>
        </p>
        <DefinitionList
          items={[
            { term: t.about, value: [matter?.title, matter?.place].filter(Boolean).join(' · ') },
            { term: t.words, value: <Words>{words.length > 200 ? `${words.slice(0, 200)}…` : words}</Words> },
          ]}
        />
        <p>{t.follow}</p>
        <QrFigure svg={qrSvg} href={url} caption={url} />
        <p class="muted">{t.desk}</p>
      </PrintSheet>
      <p class="row">
        <PrintButton />
        <a href={`/r/${dashed(opinion.receipt)}`}>{t.back}</a>
      </p>
    </>
  )
}
