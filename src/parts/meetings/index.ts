import './tables.ts'
import { join } from 'node:path'
import type { Manifest } from '#kernel/module'
import { comingActions } from './actions/coming.ts'
import { minutesActions } from './actions/minutes.ts'
import { planningActions } from './actions/planning.ts'
import { questionActions } from './actions/questions.ts'
import { systemActions } from './actions/system.ts'
import { meetingsData } from './personal-data.ts'

export { cancelSignUp, checkIn, signUp, tick, walkIn } from './actions/coming.ts'
export {
  beginMeeting,
  changeNote,
  dropNote,
  endMeeting,
  raiseMatter,
  recordMeeting,
  writeNote,
} from './actions/minutes.ts'
export {
  cancelMeeting,
  changeMeeting,
  moveMeeting,
  planMeeting,
  publishMeeting,
  setStream,
} from './actions/planning.ts'
export { answerQuestion, askFor, askQuestion, moderateQuestion, supportQuestion } from './actions/questions.ts'
export type { LedMeeting } from './meeting.ts'
export * from './queries.ts'
export * from './rhythm.ts'
export * from './rules.ts'
export type {
  AgendaItem,
  Attendance,
  AttendanceState,
  MeetingRow,
  MeetingStage,
  Move,
  NoteRow,
} from './tables.ts'

/** Meetings: who comes, what is asked and answered, what is written down and becomes a matter. */
export const meetingsPart: Manifest = {
  name: 'meetings',
  migrations: {
    name: 'meetings',
    directory: join(import.meta.dirname, 'migrations'),
    appendOnly: ['meetings.move', 'meetings.answer'],
  },
  actions: [...planningActions, ...comingActions, ...questionActions, ...minutesActions, ...systemActions],
  personalData: meetingsData,
}
