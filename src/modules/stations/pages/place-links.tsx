import { useText } from '#ui'
import { text } from './place-links.text.ts'

export interface PlaceLinksProps {
  readonly number: number
  /** Closed places are read about, not visited. */
  readonly open: boolean
  /** Whoever keeps the place. */
  readonly staff: boolean
}

/** Ways from a place to what is kept about it. */
export function PlaceLinks({ number, open, staff }: PlaceLinksProps) {
  const t = useText(text)
  return (
    <nav aria-label={t.more}>
      <h2>{t.more}</h2>
      <ul>
        <li>
          <a href={`/stations/ledger?place=${number}`}>{t.ledger}</a>
        </li>
        {open && (
          <li>
            <a href={`/stations/${number}/visit`}>{t.visit}</a>
          </li>
        )}
        <li>
          <a href="/stations/bases">{t.bases}</a>
        </li>
        {staff && (
          <li>
            <a href="/stations/funds">{t.funds}</a>
          </li>
        )}
      </ul>
    </nav>
  )
}
