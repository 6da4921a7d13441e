import { nameIn } from '#parts/councils'
import type { Place } from '#parts/network'
import {
  ButtonLink,
  ButtonRow,
  DoneBanner,
  PageHead,
  PrintButton,
  PrintSheet,
  QrFigure,
  useLocale,
  useText,
  Words,
} from '#ui'
import { dayWords } from '../../pages/place-page.tsx'
import type { Reception } from '../queries.ts'
import { text as shared } from './ledgers.text.ts'
import { text } from './reception.text.ts'

export interface SlipView {
  readonly place: Place
  readonly entry: Reception
  /** `7KQ4-M2XC-9TRA` */
  readonly code: string
  readonly url: string
  readonly qrSvg: string
  readonly fresh: boolean
}

/** What she takes home: her words, the code, and where it leads. */
export function SlipPage({ view }: { readonly view: SlipView }) {
  const t = useText(text)
  const l = useText(shared)
  const locale = useLocale()
  const { place, entry, code } = view
  return (
    <>
      {view.fresh && <DoneBanner title={t.doneRaised}>{t.doneRaisedWords}</DoneBanner>}
      <PageHead title={t.slipTitle} lead={nameIn(place, locale)} />
      <PrintSheet
        title={t.slipTitle}
        foot={
          <>
            <p>{nameIn(place, locale)}</p>
            {place.phone && <p>{t.slipPhone(place.phone)}</p>}
          </>
        }
      >
        <p>{t.slipThanks}</p>
        <p>
          {t.slipCode} <b class="num slip-code">{code}</b>
        </p>
        <QrFigure svg={view.qrSvg} href={view.url} caption={t.slipScan} />
        <p>{t.slipHow}</p>
        <p>{t.slipMonth}</p>
        <h3>{t.slipSaid}</h3>
        <p class="as-typed">
          <Words>{entry.words}</Words>
        </p>
        <p>{t.slipAt(dayWords(entry.received_on, locale))}</p>
        <p>{t.slipKeep}</p>
      </PrintSheet>
      <ButtonRow>
        <PrintButton />
        <ButtonLink kind="quiet" href={`/stations/${place.number}/reception/${entry.number}`}>
          {l.back}
        </ButtonLink>
      </ButtonRow>
    </>
  )
}
