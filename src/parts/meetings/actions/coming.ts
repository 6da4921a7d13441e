import type { z } from 'zod'
import { type Actor, type AnyAction, action, type Call, type Run } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { normaliseShortCode, shortCode } from '#kernel/short-code'
import { type Contact, readContact } from '#parts/people'
import { aboutMeeting, type LedMeeting, lockMeeting } from '../meeting.ts'
import { doorIsOpen, hasRoom, mostOfNetwork, runsMeeting, stageNow, whileStage } from '../rules.ts'
import { CheckIn, OfSignUp, SignUp, Tick, WalkIn } from '../schema.ts'
import type { Attendance } from '../tables.ts'

/** Whoever comes is known by her account, a guest by her device. */
function own(tx: Tx, councilId: string, meetingId: string, actor: Actor): Promise<Attendance | undefined> {
  if (actor.accountId === null && actor.deviceId === null) return Promise.resolve(undefined)
  const found = tx
    .selectFrom('meetings.attendance')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'withdrawn')
  const mine =
    actor.accountId === null
      ? found.where('account_id', 'is', null).where('device_id', '=', actor.deviceId)
      : found.where('account_id', '=', actor.accountId)
  return mine.executeTakeFirst()
}

/** How many people have a seat, or are in the room. */
async function seated(tx: Tx, councilId: string, meetingId: string): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select coalesce(sum(people), 0)::integer as people from meetings.attendance
     where council_id = ${councilId} and meeting_id = ${meetingId} and state in ('coming', 'walked-in')`.execute(tx)
  return rows[0]?.people ?? 0
}

/** Counts what guests of one network do in one meeting. @throws Refused when it is too much */
export async function countNetwork(
  { tx, councilId, actor }: Pick<Call<unknown>, 'tx' | 'councilId' | 'actor'>,
  meetingId: string,
  what: 'sign-up' | 'ask',
): Promise<void> {
  if (!actor.network || actor.accountId !== null) return
  const { rows } = await sql<{ used: number }>`
    insert into meetings.use as kept (council_id, meeting_id, what, network, used)
    values (${councilId}, ${meetingId}, ${what}, ${actor.network}, 1)
    on conflict (council_id, meeting_id, what, network) do update set used = kept.used + 1
    returning used`.execute(tx)
  if ((rows[0]?.used ?? 0) > mostOfNetwork) throw new Refused(conflict('too-many'))
}

interface Coming {
  readonly meetingId: string
  readonly actor: Actor
  readonly state: Attendance['state']
  readonly name: string | null
  readonly contact: Contact | null
  readonly people: number
  readonly locale: Attendance['locale']
  readonly present?: 'code' | 'staff'
}

async function addAttendance({ tx, councilId, now }: Pick<Call<unknown>, 'tx' | 'councilId' | 'now'>, it: Coming) {
  const row = {
    council_id: councilId,
    id: newId(),
    meeting_id: it.meetingId,
    code: shortCode().replaceAll('-', ''),
    account_id: it.actor.accountId,
    device_id: it.actor.accountId === null ? it.actor.deviceId : null,
    name: it.name,
    contact_kind: it.contact?.kind ?? null,
    contact: it.contact?.value ?? null,
    locale: it.locale,
    people: it.people,
    state: it.state,
    since: now,
    present_at: it.present ? now : null,
    present_by: it.present ?? null,
  }
  await tx.insertInto('meetings.attendance').values(row).execute()
  return { id: row.id, code: row.code }
}

const nobody: Pick<Actor, 'accountId' | 'deviceId'> = { accountId: null, deviceId: null }

/** Somebody says that she comes; when the room is full she waits for a seat. */
export const signUp = action({
  name: 'meetings.sign-up',
  input: SignUp,
  subject: lockMeeting,
  allow: () => true,
  from: (meeting, now) => whileStage('published', 'running')(meeting, now) ?? (meeting.signs_up ? null : 'no-sign-up'),
  async run(context) {
    const { tx, councilId, actor, input, subject, emit } = context
    const contact = input.contact === null ? null : readContact(input.contact)
    if (input.contact !== null && !contact) throw new Refused(invalid({ path: 'contact', code: 'not-a-contact' }))
    if (!contact && !actor.accountId && !actor.deviceId) {
      throw new Refused(invalid({ path: 'contact', code: 'empty' }))
    }
    if (await own(tx, councilId, subject.id, actor)) throw new Refused(conflict('signed-up-already'))
    await countNetwork(context, subject.id, 'sign-up')
    const fits = hasRoom(subject.capacity, await seated(tx, councilId, subject.id), input.people)
    const state = fits ? 'coming' : 'waiting'
    const { name, people, locale } = input
    const { id, code } = await addAttendance(context, {
      meetingId: subject.id,
      actor,
      state,
      name,
      contact,
      people,
      locale,
    })
    emit('meetings.signed-up', { ...aboutMeeting(subject), state, people }, { subjectId: id })
    return { code, state, number: subject.number }
  },
})

interface SignedUp {
  readonly attendance: Attendance
  readonly meeting: LedMeeting
}

async function lockSignUp({ tx, councilId, input }: Call<{ readonly code: string }>): Promise<SignedUp | null> {
  const code = normaliseShortCode(input.code)?.replaceAll('-', '')
  if (!code) return null
  const found = () =>
    tx
      .selectFrom('meetings.attendance')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('code', '=', code)
      .executeTakeFirst()
  const before = await found()
  // The meeting first, as everybody else who changes who comes.
  const meeting = before && (await lockMeeting({ tx, councilId, input: { meetingId: before.meeting_id } }))
  const attendance = meeting && (await found())
  return attendance ? { attendance, meeting } : null
}

/** She does not come after all: her code is enough. Whoever waits longest gets the seat and is told. */
export const cancelSignUp = action({
  name: 'meetings.cancel-sign-up',
  input: OfSignUp,
  subject: lockSignUp,
  allow: () => true,
  from({ attendance, meeting }, now) {
    const stage = stageNow(meeting, now)
    if (stage !== 'published' && stage !== 'running') return `stage:${stage}`
    if (attendance.present_at !== null) return 'is-present'
    return attendance.state === 'coming' || attendance.state === 'waiting' ? null : 'withdrawn-already'
  },
  async run(context) {
    const { tx, councilId, subject, emit } = context
    const { attendance, meeting } = subject
    await setAttendance(tx, attendance, { state: 'withdrawn', name: null, contact: null, contact_kind: null })
    emit('meetings.sign-up-cancelled', aboutMeeting(meeting), { subjectId: attendance.id })
    for (const id of await promote(tx, councilId, meeting)) {
      emit('meetings.seat-given', { ...aboutMeeting(meeting), attendanceId: id }, { subjectId: id })
    }
    return { number: meeting.number }
  },
})

/** Seats that became free go to those who wait, in their order. @returns ids of those who got one */
async function promote(tx: Tx, councilId: string, meeting: LedMeeting): Promise<string[]> {
  const waiting = await tx
    .selectFrom('meetings.attendance')
    .select(['id', 'people'])
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meeting.id)
    .where('state', '=', 'waiting')
    .orderBy('since')
    .orderBy('id')
    .limit(50)
    .execute()
  let coming = await seated(tx, councilId, meeting.id)
  const promoted: string[] = []
  for (const { id, people } of waiting) {
    if (!hasRoom(meeting.capacity, coming, people)) break
    promoted.push(id)
    coming += people
  }
  if (promoted.length > 0) {
    await tx
      .updateTable('meetings.attendance')
      .set({ state: 'coming' })
      .where('council_id', '=', councilId)
      .where('id', 'in', promoted)
      .execute()
  }
  return promoted
}

async function setAttendance(tx: Tx, { council_id, id }: Attendance, fields: Partial<Attendance>): Promise<void> {
  await tx
    .updateTable('meetings.attendance')
    .set(fields)
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .execute()
}

/** "I am here", with the code shown at the door; signed up before or not. */
export const checkIn = action({
  name: 'meetings.check-in',
  input: CheckIn,
  subject: lockMeeting,
  allow: () => true,
  from: doorIsOpen,
  async run(context) {
    const { tx, councilId, actor, input, subject, now, emit } = context
    const door = input.doorCode.trim().toUpperCase().replaceAll('-', '')
    if (door !== subject.door_code) throw new Refused(conflict('wrong-door'))
    const before = await signedUpBefore(context)
    if (before?.present_at) {
      emit('meetings.checked-in-again', aboutMeeting(subject), { subjectId: before.id })
      return { again: true, people: before.people }
    }
    if (before) {
      // Whoever waited for a seat and stands in the room is in the room.
      const state = before.state === 'waiting' ? ('walked-in' as const) : before.state
      await setAttendance(tx, before, { present_at: now, present_by: 'code', state })
      emit('meetings.checked-in', { ...aboutMeeting(subject), by: 'code' }, { subjectId: before.id })
      return { again: false, people: before.people }
    }
    await countNetwork({ tx, councilId, actor }, subject.id, 'sign-up')
    const { id } = await addAttendance(context, {
      meetingId: subject.id,
      actor,
      state: 'walked-in',
      name: input.name,
      contact: null,
      people: 1,
      locale: input.locale,
      present: 'code',
    })
    emit('meetings.checked-in', { ...aboutMeeting(subject), by: 'code' }, { subjectId: id })
    return { again: false, people: 1 }
  },
})

async function signedUpBefore({ tx, councilId, actor, input, subject }: Run<z.output<typeof CheckIn>, LedMeeting>) {
  if (input.code === null) return own(tx, councilId, subject.id, actor)
  const code = normaliseShortCode(input.code)?.replaceAll('-', '')
  const found = code
    ? await tx
        .selectFrom('meetings.attendance')
        .selectAll()
        .where('council_id', '=', councilId)
        .where('meeting_id', '=', subject.id)
        .where('code', '=', code)
        .where('state', '<>', 'withdrawn')
        .executeTakeFirst()
    : undefined
  if (!found) throw new Refused(invalid({ path: 'code', code: 'unknown' }))
  return found
}

/** The staff tick somebody who has no phone, or take the tick back. */
export const tick = action({
  name: 'meetings.tick',
  input: Tick,
  subject: lockMeeting,
  allow: runsMeeting,
  from: doorIsOpen,
  async run({ tx, councilId, input, subject, now, emit }) {
    const attendance = await tx
      .selectFrom('meetings.attendance')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('meeting_id', '=', subject.id)
      .where('id', '=', input.attendanceId)
      .where('state', '<>', 'withdrawn')
      .executeTakeFirst()
    if (!attendance) throw new Refused(conflict('withdrawn-already'))
    await setAttendance(tx, attendance, {
      present_at: input.present ? now : null,
      present_by: input.present ? 'staff' : null,
    })
    const name = input.present ? 'meetings.checked-in' : 'meetings.check-in-undone'
    emit(name, { ...aboutMeeting(subject), by: 'staff' }, { subjectId: attendance.id })
    return { number: subject.number }
  },
})

/** Somebody came who had not signed up and has no phone; a name is not needed. */
export const walkIn = action({
  name: 'meetings.walk-in',
  input: WalkIn,
  subject: lockMeeting,
  allow: runsMeeting,
  from: doorIsOpen,
  async run(context) {
    const { actor, input, subject, emit } = context
    const { id } = await addAttendance(context, {
      meetingId: subject.id,
      actor: { ...actor, ...nobody },
      state: 'walked-in',
      name: input.name,
      contact: null,
      people: input.people,
      locale: 'zh-CN',
      present: 'staff',
    })
    emit('meetings.checked-in', { ...aboutMeeting(subject), by: 'staff' }, { subjectId: id })
    return { number: subject.number }
  },
})

export const comingActions: readonly AnyAction[] = [signUp, cancelSignUp, checkIn, tick, walkIn]
