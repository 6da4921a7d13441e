import { Button, DateField, EmptyState, PageHead, PrintButton, PrintSheet, Table, Words } from '#ui'
import type { Duty } from '../../roster/queries.ts'
import type { Shown } from '../../roster/shown.ts'
import type { Booking } from '../queries.ts'
import { text as bookingText } from './booking.text.ts'
import { StateTag } from './booking-page.tsx'
import { text } from './staff.text.ts'

export interface DayPageProps {
  readonly day: string
  readonly before: string
  readonly after: string
  readonly duties: readonly Duty[]
  readonly bookings: readonly Booking[]
  readonly shown: Shown
}

/** Who comes on a day, duty by duty; as a sheet for the table by the door. */
export function DayPage({ day, before, after, duties, bookings, shown }: DayPageProps) {
  const t = text[shown.locale]
  const waiting = bookings.filter(({ state, slot_at }) => state === 'asked' && slot_at > shown.now).length
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {waiting > 0 && <p>{t.waiting(waiting)}</p>}
      <form method="get" action="/contact/bookings" class="row">
        <DateField name="day" label={t.onDay} value={day} />
        <Button kind="quiet">{t.show}</Button>
      </form>
      <nav class="row" aria-label={t.onDay}>
        <a href={`/contact/bookings?day=${before}`} rel="prev">
          {t.before}
        </a>
        <a href={`/contact/bookings?day=${after}`} rel="next">
          {t.after}
        </a>
      </nav>
      {duties.length === 0 ? (
        <EmptyState title={t.none}>{t.noneWhy}</EmptyState>
      ) : (
        <>
          <PrintSheet
            title={t.dayTitle(shown.day(day))}
            foot={t.foot(bookings.filter(({ state }) => state !== 'cancelled').length)}
          >
            {duties.map((duty) => (
              <DutyTable
                key={duty.id}
                duty={duty}
                bookings={bookings.filter(({ duty_id }) => duty_id === duty.id)}
                shown={shown}
              />
            ))}
          </PrintSheet>
          <PrintButton />
        </>
      )}
    </>
  )
}

interface DutyTableProps {
  readonly duty: Duty
  readonly bookings: readonly Booking[]
  readonly shown: Shown
}

function DutyTable({ duty, bookings, shown }: DutyTableProps) {
  const t = text[shown.locale]
  const b = bookingText[shown.locale]
  const place = shown.place(duty)
  return (
    <Table
      caption={[shown.span(duty), duty.name ?? shown.name(duty), place].filter(Boolean).join(' · ')}
      rows={bookings}
      keyOf={({ id }) => id}
      empty={t.dutyNone}
      columns={[
        {
          label: t.time,
          names: true,
          cell: (booking) => (
            <a href={`/contact/bookings/${booking.number}`}>
              {shown.time(booking.slot_at)} {t.number(booking.number)}
            </a>
          ),
        },
        { label: t.name, cell: (booking) => <Words>{nameOf(booking, shown)}</Words> },
        { label: t.topic, cell: (booking) => <Words>{booking.topic}</Words> },
        { label: t.way, cell: (booking) => b.ways[booking.way] },
        { label: t.state, cell: (booking) => <StateTag state={booking.state} shown={shown} /> },
      ]}
    />
  )
}

/** What she wants to be called, or why that is not there. */
export function nameOf({ name, forgotten_at }: Booking, { locale }: Shown): string {
  return name ?? (forgotten_at ? text[locale].forgotten : text[locale].noName)
}
