import './tables.ts'
import { type Db, sql, type Tx } from '#kernel/db'
import { normaliseShortCode } from '#kernel/short-code'
import type { LedMeeting } from './meeting.ts'
import type {
  AgendaItem,
  AnswerRow,
  Attendance,
  MeetingRow,
  MeetingStage,
  Move,
  NoteRow,
  QuestionRow,
} from './tables.ts'

type Reader = Db | Tx

export interface MeetingsAsked {
  readonly councilId: string
  readonly owner: string
  readonly placeId?: string
  readonly placeIds?: readonly string[]
  readonly kinds?: readonly string[]
  readonly stages?: readonly MeetingStage[]
  /** Those that end after this instant. */
  readonly endsAfter?: Date
  readonly endsBefore?: Date
  readonly startsFrom?: Date
  readonly startsBefore?: Date
  readonly newestFirst?: true
  readonly limit?: number
  readonly offset?: number
}

function asked(db: Reader, it: MeetingsAsked) {
  let found = db.selectFrom('meetings.meeting').where('council_id', '=', it.councilId).where('owner', '=', it.owner)
  if (it.placeId) found = found.where('place_id', '=', it.placeId)
  if (it.placeIds) found = found.where('place_id', 'in', it.placeIds)
  if (it.kinds) found = found.where('kind', 'in', it.kinds)
  if (it.stages) found = found.where('stage', 'in', it.stages)
  if (it.endsAfter) found = found.where('ends_at', '>', it.endsAfter)
  if (it.endsBefore) found = found.where('ends_at', '<=', it.endsBefore)
  if (it.startsFrom) found = found.where('starts_at', '>=', it.startsFrom)
  if (it.startsBefore) found = found.where('starts_at', '<', it.startsBefore)
  return found
}

/** Stages in which everybody may read of a meeting. */
export const publicStages: readonly MeetingStage[] = ['published', 'running', 'ended', 'recorded', 'cancelled']
/** Stages that count as planned or held. */
export const standingStages: readonly MeetingStage[] = ['published', 'running', 'ended', 'recorded']

export function meetingsOf(db: Reader, it: MeetingsAsked): Promise<MeetingRow[]> {
  const order = it.newestFirst ? 'desc' : 'asc'
  return asked(db, it)
    .selectAll()
    .orderBy('starts_at', order)
    .orderBy('number', order)
    .limit(it.limit ?? 100)
    .offset(it.offset ?? 0)
    .execute()
}

export async function countMeetings(db: Reader, it: MeetingsAsked): Promise<number> {
  const { count } = await asked(db, it)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A meeting by its number, with the ids of those who lead it. */
export async function meetingByNumber(
  db: Reader,
  councilId: string,
  owner: string,
  number: number,
): Promise<LedMeeting | undefined> {
  const row = await db
    .selectFrom('meetings.meeting')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('owner', '=', owner)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && { ...row, leaders: await leadersOf(db, councilId, row.id) }
}

export async function meetingById(db: Reader, councilId: string, id: string): Promise<LedMeeting | undefined> {
  const row = await db
    .selectFrom('meetings.meeting')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...row, leaders: await leadersOf(db, councilId, row.id) }
}

async function leadersOf(db: Reader, councilId: string, meetingId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('meetings.leader')
    .select('person_id')
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .execute()
  return rows.map(({ person_id }) => person_id)
}

export function agendaOf(db: Reader, councilId: string, meetingId: string): Promise<AgendaItem[]> {
  return db
    .selectFrom('meetings.agenda_item')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .orderBy('position')
    .limit(30)
    .execute()
}

/** What was said before each move, the last one first. */
export function movesOf(db: Reader, councilId: string, meetingId: string): Promise<Move[]> {
  return db
    .selectFrom('meetings.move')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .orderBy('ordinal', 'desc')
    .limit(50)
    .execute()
}

/** Everybody who signed up or came, in the order in which they did. */
export function attendancesOf(db: Reader, councilId: string, meetingId: string, limit = 2000): Promise<Attendance[]> {
  return db
    .selectFrom('meetings.attendance')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'withdrawn')
    .orderBy('since')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** A sign-up by the code its holder has. @param typed as somebody typed it */
export async function attendanceByCode(db: Reader, councilId: string, typed: string): Promise<Attendance | undefined> {
  const code = normaliseShortCode(typed)?.replaceAll('-', '')
  if (!code) return undefined
  return db
    .selectFrom('meetings.attendance')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('code', '=', code)
    .executeTakeFirst()
}

/** How many people wait before this one. */
export async function waitingBefore(db: Reader, { council_id, meeting_id, since, id }: Attendance): Promise<number> {
  const { rows } = await sql<{ before: number }>`
    select count(*)::integer as before from meetings.attendance
     where council_id = ${council_id} and meeting_id = ${meeting_id} and state = 'waiting'
       and (since, id) < (${since}, ${id})`.execute(db)
  return rows[0]?.before ?? 0
}

/** The sign-up of an account, or of a guest's device. */
export async function ownAttendance(
  db: Reader,
  councilId: string,
  meetingId: string,
  { accountId, deviceId }: { readonly accountId: string | null; readonly deviceId: string | null },
): Promise<Attendance | undefined> {
  if (accountId === null && deviceId === null) return undefined
  const found = db
    .selectFrom('meetings.attendance')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'withdrawn')
  const mine =
    accountId === null
      ? found.where('account_id', 'is', null).where('device_id', '=', deviceId)
      : found.where('account_id', '=', accountId)
  return mine.executeTakeFirst()
}

/** People, not rows: one may come with four others. */
export interface AttendanceFigures {
  readonly coming: number
  readonly waiting: number
  readonly presentByCode: number
  readonly presentByStaff: number
}

/** Who comes and came, by meeting; meetings nobody signed up for have noughts. */
export async function attendanceFigures(
  db: Reader,
  councilId: string,
  meetingIds: readonly string[],
): Promise<ReadonlyMap<string, AttendanceFigures>> {
  const none: AttendanceFigures = { coming: 0, waiting: 0, presentByCode: 0, presentByStaff: 0 }
  const figures = new Map(meetingIds.map((id) => [id, none]))
  if (meetingIds.length === 0) return figures
  const { rows } = await sql<AttendanceFigures & { id: string }>`
    select meeting_id as id,
           coalesce(sum(people) filter (where state = 'coming'), 0)::integer as coming,
           coalesce(sum(people) filter (where state = 'waiting'), 0)::integer as waiting,
           coalesce(sum(people) filter (where present_by = 'code'), 0)::integer as "presentByCode",
           coalesce(sum(people) filter (where present_by = 'staff'), 0)::integer as "presentByStaff"
      from meetings.attendance
     where council_id = ${councilId} and meeting_id = any(${[...meetingIds]}::uuid[])
     group by meeting_id`.execute(db)
  for (const { id, ...row } of rows) figures.set(id, row)
  return figures
}

export interface Question extends QuestionRow {
  readonly answers: readonly AnswerRow[]
  /** Whether the reader supports it. */
  readonly mine: boolean
  /** Whether the reader asked it. */
  readonly own: boolean
}

/** Questions of a meeting: what most people want to know first; hidden ones last. */
export async function questionsOf(
  db: Reader,
  councilId: string,
  meetingId: string,
  { reader, limit = 200 }: { readonly reader: string | null; readonly limit?: number },
): Promise<Question[]> {
  const rows = await db
    .selectFrom('meetings.question')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .orderBy(sql`hidden_at is not null`)
    .orderBy('supports', 'desc')
    .orderBy('number')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const answers = await db
    .selectFrom('meetings.answer')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('question_id', 'in', ids)
    .orderBy('question_id')
    .orderBy('ordinal')
    .execute()
  const mine = new Set<string>()
  if (reader !== null) {
    const supported = await db
      .selectFrom('meetings.support')
      .select('question_id')
      .where('council_id', '=', councilId)
      .where('question_id', 'in', ids)
      .where('supporter', '=', reader)
      .execute()
    for (const { question_id } of supported) mine.add(question_id)
  }
  return rows.map((row) => ({
    ...row,
    answers: answers.filter(({ question_id }) => question_id === row.id),
    mine: mine.has(row.id),
    own: reader !== null && reader === (row.account_id ?? row.device_id),
  }))
}

/** The minutes; those that are public yet, or all for whoever works in the room. */
export function notesOf(
  db: Reader,
  councilId: string,
  meetingId: string,
  { drafts }: { readonly drafts: boolean },
): Promise<NoteRow[]> {
  let found = db
    .selectFrom('meetings.note')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .orderBy('position')
    .limit(500)
  if (!drafts) found = found.where('leaf_id', 'is not', null)
  return found.execute()
}

/** Changes with everything that a page of the meeting shows: a reader's browser asks whether there is news. */
export async function pulseOf(db: Reader, councilId: string, meetingId: string): Promise<string> {
  const { rows } = await sql<{ pulse: string }>`
    select concat_ws('-', count(*), coalesce(sum(supports), 0), count(answered_at), count(hidden_at),
             (select count(*) from meetings.answer a
                join meetings.question q2 on q2.council_id = a.council_id and q2.id = a.question_id
               where q2.council_id = ${councilId} and q2.meeting_id = ${meetingId}),
             (select extract(epoch from changed_at)::bigint from meetings.meeting
               where council_id = ${councilId} and id = ${meetingId})) as pulse
      from meetings.question where council_id = ${councilId} and meeting_id = ${meetingId}`.execute(db)
  return rows[0]?.pulse ?? ''
}

/** What everybody may count of meetings: questions shown, answered, notes published, matters raised. */
export async function publicCounts(
  db: Reader,
  councilId: string,
  meetingIds: readonly string[],
): Promise<
  ReadonlyMap<
    string,
    { readonly questions: number; readonly answered: number; readonly notes: number; readonly matters: number }
  >
> {
  if (meetingIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; questions: number; answered: number; notes: number; matters: number }>`
    select m.id,
           (select count(*)::integer from meetings.question q
             where q.council_id = m.council_id and q.meeting_id = m.id and q.hidden_at is null) as questions,
           (select count(*)::integer from meetings.question q
             where q.council_id = m.council_id and q.meeting_id = m.id and q.answered_at is not null) as answered,
           (select count(*)::integer from meetings.note n
             where n.council_id = m.council_id and n.meeting_id = m.id and n.leaf_id is not null) as notes,
           (select count(*)::integer from meetings.note n
             where n.council_id = m.council_id and n.meeting_id = m.id and n.leaf_id is not null
               and n.matter_at is not null) as matters
      from meetings.meeting m
     where m.council_id = ${councilId} and m.id = any(${[...meetingIds]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** A note that is to become a matter, with its meeting: what a module opens it from. Locked. */
export async function raisedNote(
  tx: Tx,
  councilId: string,
  noteId: string,
): Promise<{ readonly note: NoteRow; readonly meeting: LedMeeting } | null> {
  const note = await tx
    .selectFrom('meetings.note')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', noteId)
    .where('matter_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  const meeting = note && (await meetingById(tx, councilId, note.meeting_id))
  return note && meeting ? { note, meeting } : null
}

/** Says which matter a module made of a note, within that module's action. */
export async function linkMatter(
  tx: Tx,
  councilId: string,
  noteId: string,
  matter: { readonly type: string; readonly id: string; readonly caseId: string | null },
): Promise<void> {
  await tx
    .updateTable('meetings.note')
    .set({ matter_type: matter.type, matter_id: matter.id, case_id: matter.caseId })
    .where('council_id', '=', councilId)
    .where('id', '=', noteId)
    .execute()
}

/** Remembers that somebody is told of a stretch without a meeting. @returns those not told before */
export async function rememberPrompts<
  It extends { readonly placeId: string; readonly what: string; readonly beginsOn: string },
>(tx: Tx, councilId: string, now: Date, wanted: readonly It[]): Promise<readonly It[]> {
  const fresh: It[] = []
  for (let from = 0; from < wanted.length; from += 500) {
    const batch = wanted.slice(from, from + 500)
    const told = await tx
      .insertInto('meetings.prompt')
      .values(
        batch.map(({ placeId, what, beginsOn }) => ({
          council_id: councilId,
          place_id: placeId,
          what,
          begins_on: beginsOn,
          at: now,
        })),
      )
      .onConflict((clash) => clash.columns(['council_id', 'place_id', 'what', 'begins_on']).doNothing())
      .returning(['place_id', 'what', 'begins_on'])
      .execute()
    const keys = new Set(told.map(({ place_id, what, begins_on }) => `${place_id} ${what} ${begins_on}`))
    fresh.push(...batch.filter(({ placeId, what, beginsOn }) => keys.has(`${placeId} ${what} ${beginsOn}`)))
  }
  return fresh
}
