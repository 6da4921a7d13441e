/** Days on which people work, and the last day for an answer with the reasons why it is that day. */
export {
  addDays,
  addMonths,
  atHour,
  civilDate,
  dayOf,
  daysBetween,
  endOfDay,
  type IsoDate,
  isCivilDate,
  startOfDay,
} from './calendar/civil-date.ts'
export {
  type Adjustments,
  type Due,
  type DueRule,
  dueOn,
  type Explanation,
  type Extension,
  explainDue,
  type Pause,
} from './calendar/due.ts'
export { chinaCalendar, chinaNotices, noticeOf } from './calendar/notices.ts'
export { type Recomputed, recompute, type StoredDue } from './calendar/recompute.ts'
export { dayInWords, dueSentences } from './calendar/sentences.ts'
export {
  addWorkingDays,
  type Calendar,
  calendarOf,
  isSettled,
  isWorkingDay,
  type LocalDay,
  type Notice,
  workingDaysBetween,
} from './calendar/working-days.ts'
