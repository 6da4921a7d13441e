import { isCivilDate } from './civil-date.ts'
import y2020 from './notices/2020.json' with { type: 'json' }
import y2020SpringFestival from './notices/2020-spring-festival.json' with { type: 'json' }
import y2021 from './notices/2021.json' with { type: 'json' }
import y2022 from './notices/2022.json' with { type: 'json' }
import y2023 from './notices/2023.json' with { type: 'json' }
import y2024 from './notices/2024.json' with { type: 'json' }
import y2025 from './notices/2025.json' with { type: 'json' }
import y2026 from './notices/2026.json' with { type: 'json' }
import { type Calendar, calendarOf, holidays, type Notice } from './working-days.ts'

type Raw = typeof y2020

/** The notices of the State Council's General Office that come with the house. One more year is one more file. */
export const chinaNotices: readonly Notice[] = [
  y2020,
  y2020SpringFestival,
  y2021,
  y2022,
  y2023,
  y2024,
  y2025,
  y2026,
].map(noticeOf)

/** The working calendar of mainland China, as far as it is announced. */
export const chinaCalendar: Calendar = calendarOf(chinaNotices)

/**
 * A notice from a file.
 * @throws RangeError if it names a holiday or a day that does not exist
 */
export function noticeOf(raw: Raw): Notice {
  const status = raw.status === 'published' ? 'published' : 'draft'
  const days = raw.days.map(({ holiday, from, to, worked }) => {
    const known = holidays.find((name) => name === holiday)
    if (!known) throw new RangeError(`${raw.title}: no holiday is named ${holiday}`)
    const wrong = [from, to, ...worked].find((date) => !isCivilDate(date))
    if (wrong) throw new RangeError(`${raw.title}: not a day of the calendar: ${wrong}`)
    return { holiday: known, from, to, worked }
  })
  return { year: raw.year, status, title: raw.title, issuedOn: raw.issuedOn, days }
}
