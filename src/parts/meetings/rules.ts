import { type Actor, hasRole, hasRoleAt } from '#kernel/action'
import { addDays, dayOf, startOfDay } from '#kernel/calendar'
import type { MeetingStage } from './tables.ts'

/** planned → published → running → ended → recorded; cancelled before it begins. */
interface Clocked {
  readonly stage: MeetingStage
  readonly starts_at: Date
  readonly ends_at: Date
}

const hourMs = 3_600_000
/** A meeting that nobody closed is over this long after its announced end. */
const overrunMs = 3 * hourMs
/** The door opens before the beginning, and closes after the end. */
const doorBeforeMs = hourMs
/** Most questions of one asker in one meeting. */
export const mostQuestions = 5
/** Most sign-ups, and most questions, of guests of one network: a whole housing block may share one. */
export const mostOfNetwork = 60

/** The stage that counts, by the clock: nobody has to press a button for a meeting to begin or to be over. */
export function stageNow({ stage, starts_at, ends_at }: Clocked, now: Date): MeetingStage {
  if (stage === 'running') return now.getTime() >= ends_at.getTime() + overrunMs ? 'ended' : 'running'
  if (stage !== 'published' || now < starts_at) return stage
  return now < ends_at ? 'running' : 'ended'
}

/** Guard: the meeting stands in one of these stages by the clock. */
export function whileStage(...allowed: readonly MeetingStage[]) {
  return (meeting: Clocked, now: Date): string | null => {
    const stage = stageNow(meeting, now)
    return allowed.includes(stage) ? null : `stage:${stage}`
  }
}

/** Guard: the door is open, from an hour before the beginning to the end. */
export function doorIsOpen(meeting: Clocked, now: Date): string | null {
  const stage = stageNow(meeting, now)
  if (stage === 'running') return null
  if (stage !== 'published') return `stage:${stage}`
  return now.getTime() >= meeting.starts_at.getTime() - doorBeforeMs ? null : 'door-not-open'
}

/** Who plans, publishes and records: the office and committees, and the staff, liaison and street office of the place. */
export function runsMeeting(actor: Actor, { place_id }: { readonly place_id: string | null }): boolean {
  if (hasRole(actor, 'clerk', 'committee')) return true
  return place_id !== null && hasRoleAt(actor, place_id, 'street-office', 'point-staff', 'liaison')
}

interface Led {
  readonly place_id: string | null
  /** Ids of those who lead it. */
  readonly leaders?: readonly string[]
}

/** Who works in the room: those who run it, and the deputies who lead it. */
export function worksInMeeting(actor: Actor, meeting: Led): boolean {
  return runsMeeting(actor, meeting) || (actor.personId !== null && (meeting.leaders ?? []).includes(actor.personId))
}

/** When those who signed up are told again: nine in the morning of the day before; null where that is over. */
export function reminderAt(startsAt: Date, timeZone: string, now: Date): Date | null {
  const dayBefore = addDays(dayOf(startsAt, timeZone), -1)
  const at = new Date(startOfDay(dayBefore, timeZone).getTime() + 9 * hourMs)
  return at > now ? at : null
}

/** Whether so many more fit in; always where nobody set a limit. */
export function hasRoom(capacity: number | null, coming: number, people: number): boolean {
  return capacity === null || coming + people <= capacity
}

/** Who supports: an account, or a guest's device; null for one who has neither. */
export function supporterOf(actor: Actor): string | null {
  return actor.accountId ?? actor.deviceId
}

/** The origin of an address of a stream or recording; null where it is no https address. */
export function mediaOrigin(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, origin, username, password } = new URL(url)
  return protocol === 'https:' && username === '' && password === '' ? origin : null
}
