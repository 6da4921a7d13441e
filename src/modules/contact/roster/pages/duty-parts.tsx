import { Tag, Words } from '#ui'
import type { Duty } from '../queries.ts'
import type { Shown } from '../shown.ts'
import { text } from './roster.text.ts'

/** Whether somebody may still come, write or book. */
export function isAhead({ ends_at, cancelled_at }: Pick<Duty, 'ends_at' | 'cancelled_at'>, now: Date): boolean {
  return cancelled_at === null && ends_at > now
}

export function isNow({ starts_at, ends_at }: Pick<Duty, 'starts_at' | 'ends_at'>, now: Date): boolean {
  return starts_at <= now && ends_at > now
}

/** How people meet her, in words: 当面、电话. */
export function wayWords({ ways }: Pick<Duty, 'ways'>, { locale }: Shown): string {
  return new Intl.ListFormat(locale, { type: 'conjunction', style: locale === 'en' ? 'short' : 'narrow' }).format(
    ways.map((way) => text[locale].ways[way]),
  )
}

/** Online now, cancelled, published late: what is to be known beside a duty. */
export function DutyTags({ duty, shown }: { readonly duty: Duty; readonly shown: Shown }) {
  const t = text[shown.locale]
  const now = isNow(duty, shown.now)
  const { days_ahead, days_required } = duty
  const late = days_ahead !== null && days_required !== null && days_ahead < days_required
  return (
    <>
      {duty.cancelled_at && <Tag kind="stop">{t.cancelled}</Tag>}
      {!duty.cancelled_at && now && duty.online && <Tag kind="ok">{t.online}</Tag>}
      {!duty.cancelled_at && now && !duty.online && <Tag kind="accent">{t.onDutyNow}</Tag>}
      {late && !duty.cancelled_at && duty.ends_at > shown.now && <Tag>{t.late(days_ahead, days_required)}</Tag>}
    </>
  )
}

export interface DutyListProps {
  readonly duties: readonly Duty[]
  readonly shown: Shown
  readonly label: string
  /** With the day before the time. */
  readonly days?: boolean
}

/** Duties one after the other: when, who, where, and what one can do. */
export function DutyList({ duties, shown, label, days }: DutyListProps) {
  return (
    <ul class="cards" aria-label={label}>
      {duties.map((duty) => (
        <li class="card" key={duty.id}>
          <DutyLine duty={duty} shown={shown} days={days ?? false} />
        </li>
      ))}
    </ul>
  )
}

function DutyLine({ duty, shown, days }: { readonly duty: Duty; readonly shown: Shown; readonly days: boolean }) {
  const t = text[shown.locale]
  const name = shown.name(duty)
  const place = shown.place(duty)
  const when = days ? `${shown.day(shown.dayOf(duty.starts_at))} ${shown.span(duty)}` : shown.span(duty)
  const ahead = isAhead(duty, shown.now)
  return (
    <>
      <p>
        <b>
          <Words>{name}</Words>
        </b>{' '}
        <span class="num">{when}</span>
      </p>
      <p class="row">
        <DutyTags duty={duty} shown={shown} />
      </p>
      <p class="muted">
        {place && duty.place_number !== null ? (
          <a href={`/stations/${duty.place_number}`}>
            <Words>{place}</Words>
          </a>
        ) : (
          t.atNoPlace
        )}
        {' · '}
        {wayWords(duty, shown)}
        {duty.stead_name && (
          <>
            {' · '}
            <Words>{t.standIn(duty.stead_name)}</Words>
          </>
        )}
      </p>
      {duty.cancelled_at && duty.cancel_reason && (
        <p>
          <Words>{t.cancelledWhy(duty.cancel_reason)}</Words>
        </p>
      )}
      {ahead && (
        <p class="row">
          {duty.slot_minutes > 0 && (
            <a href={`/contact/booking/new?duty=${duty.number}`} aria-label={`${t.book}: ${name}, ${when}`}>
              {t.book}
            </a>
          )}
          {isNow(duty, shown.now) && (
            <a href={`/contact/write?to=deputy:${duty.person_id}`} aria-label={`${t.write}: ${name}`}>
              {t.write}
            </a>
          )}
        </p>
      )}
    </>
  )
}
