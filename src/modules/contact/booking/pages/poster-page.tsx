import { qrSvg } from '#kernel/documents'
import type { Locale } from '#kernel/text'
import { PageHead, PrintButton, PrintSheet, QrFigure } from '#ui'
import { text } from './booking.text.ts'

export interface PosterPageProps {
  readonly title: string
  readonly url: string
  readonly phone: string | null
  readonly locale: Locale
}

/** A sheet for the door or for cards: the code leads to the times that can be booked. */
export function PosterPage({ title, url, phone, locale }: PosterPageProps) {
  const t = text[locale]
  const svg = qrSvg(url, { sizeMm: 60, label: t.posterScan })
  return (
    <>
      <PageHead title={t.poster} lead={t.posterLead} />
      <PrintButton />
      <PrintSheet title={title} foot={phone}>
        <QrFigure svg={svg} href={url} caption={t.posterScan} />
        <p>
          <small>{url}</small>
        </p>
      </PrintSheet>
    </>
  )
}
