import { addDays, isWorkingDay } from '#kernel/calendar'
import { type CalendarEvent, iCalendar } from '#kernel/documents'
import { calendarOfCouncil, nameIn, settingsAt } from '#parts/councils'
import { type Deputy, openingsOn, shownOf } from '#parts/network'
import { fromLocal } from '#web/local-time'
import type { Ctx } from '#web/routes'
import { text } from './pages/profile-page.text.ts'
import { asked, doorOf } from './queries.ts'

const daysAhead = 91

/**
 * Her hours of the coming three months as appointments, for a phone's calendar that asks again from time to time.
 * @returns null where she shows no hours
 */
export async function calendarOfDeputy(c: Ctx, deputy: Deputy): Promise<string | null> {
  const { db, council, locale, now, today } = asked(c)
  const settings = await settingsAt(db, council.id, now)
  const shows = shownOf(settings, { name_visibility: deputy.nameVisibility, agreed: deputy.agreed })
  if (!shows.name || !shows.hours || !deputy.current || deputy.hours.length === 0) return null
  const t = text[locale]
  const url = doorOf(c, deputy)
  const where = shows.places ? deputy.places.map((place) => nameIn(place, locale)).join(t.and) : ''
  const about = (locale === 'en' ? (deputy.hours_note_en ?? deputy.hours_note_zh) : deputy.hours_note_zh) ?? ''
  const calendar = await calendarOfCouncil(db, council.id)
  const events = Array.from({ length: daysAhead }, (_, index) => addDays(today, index)).flatMap((day) =>
    openingsOn(deputy.hours, day, isWorkingDay(calendar, day)).map(
      (hours): CalendarEvent => ({
        uid: `${deputy.code}-${day}-${hours.from.replace(':', '')}@${new URL(url).host}`,
        sequence: 0,
        changedAt: now,
        startsAt: new Date(fromLocal(`${day}T${hours.from}`, council.timeZone)),
        endsAt: new Date(
          fromLocal(hours.to === '24:00' ? `${addDays(day, 1)}T00:00` : `${day}T${hours.to}`, council.timeZone),
        ),
        title: t.hoursOf(deputy.name),
        where,
        about,
        url,
        withdrawn: false,
      }),
    ),
  )
  return iCalendar({ product: 'deputies', name: t.hoursOf(deputy.name), language: locale, events })
}
