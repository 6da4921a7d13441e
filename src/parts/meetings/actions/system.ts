import { type AnyAction, action } from '#kernel/action'
import { aboutMeeting, lockMeeting, setMeeting } from '../meeting.ts'
import { stageNow, whileStage } from '../rules.ts'
import { OfMeeting } from '../schema.ts'

/** The day before: those who come are told again. */
export const remindComing = action({
  name: 'meetings.remind',
  input: OfMeeting,
  subject: lockMeeting,
  allow: () => false,
  from: whileStage('published'),
  async run({ subject, emit }) {
    emit('meetings.tomorrow', aboutMeeting(subject), { subjectId: subject.id })
    return null
  },
})

/** Some time after the meeting nobody needs to know who sat in it: figures stay, names and contacts go. */
export const forgetComing = action({
  name: 'meetings.forget',
  input: OfMeeting,
  subject: lockMeeting,
  allow: () => false,
  from(meeting, now) {
    const stage = stageNow(meeting, now)
    return ['ended', 'recorded', 'cancelled'].includes(stage) ? null : `stage:${stage}`
  },
  async run({ tx, councilId, subject, now, emit }) {
    await tx
      .updateTable('meetings.attendance')
      .set({ name: null, contact: null, contact_kind: null, account_id: null, device_id: null })
      .where('council_id', '=', councilId)
      .where('meeting_id', '=', subject.id)
      .execute()
    await tx
      .deleteFrom('meetings.use')
      .where('council_id', '=', councilId)
      .where('meeting_id', '=', subject.id)
      .execute()
    await setMeeting(tx, subject, { forgotten_at: now })
    emit('meetings.names-forgotten', aboutMeeting(subject), { subjectId: subject.id })
    return null
  },
})

export const systemActions: readonly AnyAction[] = [remindComing, forgetComing]
