import { ButtonLink, ButtonRow, EmptyState, Notice, PageHead, Words } from '#ui'
import type { Shown } from '../../roster/shown.ts'
import type { OpenDuty } from '../queries.ts'
import { slotKey } from '../rules.ts'
import { text } from './booking.text.ts'

export interface SlotsPageProps {
  readonly title: string
  readonly open: readonly OpenDuty[]
  /** The address of this choice, to which a time is added. */
  readonly base: string
  /** Days after those shown. */
  readonly laterHref: string | null
  readonly shown: Shown
}

/** Times to choose from, by day: one tap. */
export function SlotsPage({ title, open, base, laterHref, shown }: SlotsPageProps) {
  const t = text[shown.locale]
  const days = Map.groupBy(open, ({ duty }) => shown.dayOf(duty.starts_at))
  return (
    <>
      <PageHead title={title} lead={t.lead} />
      <Emergency shown={shown} />
      {open.every(({ free }) => free.length === 0) && (
        <EmptyState title={t.none} action={<ButtonLink href="/contact/write">{t.write}</ButtonLink>}>
          {t.noneWhy}
        </EmptyState>
      )}
      {[...days].map(([day, duties]) => (
        <section key={day} aria-labelledby={`d-${day}`}>
          <h2 id={`d-${day}`}>{shown.day(day)}</h2>
          {duties.map((each) => (
            <DutySlots key={each.duty.id} {...each} base={base} shown={shown} />
          ))}
        </section>
      ))}
      <p class="row">
        {laterHref && (
          <a href={laterHref} rel="next">
            {t.later}
          </a>
        )}
        <a href="/contact/roster">{t.roster}</a>
      </p>
    </>
  )
}

function DutySlots({ duty, free, base, shown }: OpenDuty & Pick<SlotsPageProps, 'base' | 'shown'>) {
  const t = text[shown.locale]
  const name = shown.name(duty)
  const place = shown.place(duty)
  const ways = duty.ways.map((way) => t.ways[way]).join(' · ')
  return (
    <>
      <p>
        <b>
          <Words>{name}</Words>
        </b>{' '}
        <span class="muted">
          {place && <Words>{`${place} · `}</Words>}
          {ways}
        </span>
      </p>
      {free.length === 0 ? (
        <p class="muted">{t.full}</p>
      ) : (
        <ButtonRow>
          {free.map((at) => (
            <ButtonLink
              key={at.getTime()}
              kind="quiet"
              href={`${base}&slot=${slotKey(duty.number, at)}`}
              label={t.with(name, shown.moment(at))}
            >
              {shown.time(at)}
            </ButtonLink>
          ))}
        </ButtonRow>
      )}
    </>
  )
}

export function Emergency({ shown }: { readonly shown: Shown }) {
  const t = text[shown.locale]
  return (
    <Notice kind="stop" title={t.emergency}>
      {t.emergencyWords}
    </Notice>
  )
}
