import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { shortCode } from '#kernel/short-code'
import { aboutMeeting, type LedMeeting, lockMeeting, setMeeting } from '../meeting.ts'
import { runsMeeting, whileStage, worksInMeeting } from '../rules.ts'
import { ChangeNote, Note, OfMeeting, OfNote, RaiseMatter } from '../schema.ts'
import type { NoteRow } from '../tables.ts'

interface NotedIn {
  readonly meeting: LedMeeting
  readonly note: NoteRow
  readonly place_id: string | null
  readonly leaders: readonly string[]
}

async function lockNote(call: Call<{ readonly meetingId: string; readonly noteId: string }>): Promise<NotedIn | null> {
  const { tx, councilId, input } = call
  const meeting = await lockMeeting(call)
  if (!meeting) return null
  const note = await tx
    .selectFrom('meetings.note')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meeting.id)
    .where('id', '=', input.noteId)
    .forUpdate()
    .executeTakeFirst()
  return note ? { meeting, note, place_id: meeting.place_id, leaders: meeting.leaders } : null
}

/** Begins before its time, or on the minute. */
export const beginMeeting = action({
  name: 'meetings.begin',
  input: OfMeeting,
  subject: lockMeeting,
  allow: worksInMeeting,
  from: ({ stage }) => (stage === 'published' ? null : `stage:${stage}`),
  async run({ tx, subject, now, emit }) {
    // Not days before: a slip of the finger must not close the sign-up of next week.
    if (now.getTime() < subject.starts_at.getTime() - 2 * 3_600_000) throw new Refused(conflict('too-early'))
    if (now >= subject.ends_at) throw new Refused(conflict('stage:ended'))
    await setMeeting(tx, subject, { stage: 'running', begun_at: now, changed_at: now })
    emit('meetings.begun', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const endMeeting = action({
  name: 'meetings.end',
  input: OfMeeting,
  subject: lockMeeting,
  allow: worksInMeeting,
  from: whileStage('running'),
  async run({ tx, subject, now, emit }) {
    await setMeeting(tx, subject, { stage: 'ended', ended_at: now, changed_at: now })
    emit('meetings.ended', aboutMeeting(subject), { subjectId: subject.id })
    return { number: subject.number }
  },
})

async function checkItem(tx: Tx, meeting: LedMeeting, agendaItemId: string | null): Promise<void> {
  if (agendaItemId === null) return
  const item = await tx
    .selectFrom('meetings.agenda_item')
    .select('id')
    .where('council_id', '=', meeting.council_id)
    .where('meeting_id', '=', meeting.id)
    .where('id', '=', agendaItemId)
    .executeTakeFirst()
  if (!item) throw new Refused(invalid({ path: 'agendaItemId', code: 'unknown' }))
}

/** Publishes a note: from now on it is a leaf of the ledger and never changes. */
async function publishNote(
  { tx, councilId, app, now }: Pick<Run<unknown, unknown>, 'tx' | 'councilId' | 'app' | 'now'>,
  meeting: LedMeeting,
  note: Pick<NoteRow, 'id' | 'body'>,
): Promise<void> {
  const { ledger_subject: subjectId } = meeting
  const leaf = { councilId, subjectId, type: 'meeting.minuted', parts: { words: note.body }, at: now }
  const { leafId } = await appendLeaf(tx, leaf, ledgerKeys(app))
  await tx
    .updateTable('meetings.note')
    .set({ leaf_id: leafId })
    .where('council_id', '=', councilId)
    .where('id', '=', note.id)
    .execute()
}

/** Writes down what was said. After the minutes are published a note is an addition, and public at once. */
export const writeNote = action({
  name: 'meetings.note',
  input: Note,
  subject: lockMeeting,
  allow: worksInMeeting,
  from: whileStage('running', 'ended', 'recorded'),
  async run(context) {
    const { tx, councilId, actor, input, subject, now, emit } = context
    await checkItem(tx, subject, input.agendaItemId)
    const id = newId()
    await sql`
      insert into meetings.note (council_id, id, meeting_id, agenda_item_id, position, body, said_by, named, made_at, made_by)
      select ${councilId}, ${id}, ${subject.id}, ${input.agendaItemId}::uuid, coalesce(max(position), 0) + 1, ${input.body},
             ${input.saidBy}, ${input.named && input.saidBy !== null}, ${now}, ${actor.personId}::uuid
        from meetings.note where council_id = ${councilId} and meeting_id = ${subject.id}`.execute(tx)
    if (subject.stage === 'recorded') await publishNote(context, subject, { id, body: input.body })
    emit('meetings.noted', { ...aboutMeeting(subject), noteId: id }, { subjectId: id })
    return { noteId: id, number: subject.number }
  },
})

/** Guard: the note is still a draft of the minutes. */
const isDraft = ({ note }: NotedIn): string | null =>
  note.leaf_id !== null ? 'published' : note.matter_at !== null ? 'is-matter' : null

export const changeNote = action({
  name: 'meetings.change-note',
  input: ChangeNote,
  subject: lockNote,
  allow: worksInMeeting,
  from: isDraft,
  async run({ tx, councilId, input, subject, emit }) {
    const { meeting, note } = subject
    await checkItem(tx, meeting, input.agendaItemId)
    await tx
      .updateTable('meetings.note')
      .set({
        agenda_item_id: input.agendaItemId,
        body: input.body,
        said_by: input.saidBy,
        named: input.named && input.saidBy !== null,
      })
      .where('council_id', '=', councilId)
      .where('id', '=', note.id)
      .execute()
    emit('meetings.note-changed', aboutMeeting(meeting), { subjectId: note.id })
    return { number: meeting.number }
  },
})

/** Takes a note out of the draft; what was published or has become a matter stays. */
export const dropNote = action({
  name: 'meetings.drop-note',
  input: OfNote,
  subject: lockNote,
  allow: worksInMeeting,
  from: isDraft,
  async run({ tx, councilId, subject, emit }) {
    const { meeting, note } = subject
    await tx.deleteFrom('meetings.note').where('council_id', '=', councilId).where('id', '=', note.id).execute()
    emit('meetings.note-dropped', aboutMeeting(meeting), { subjectId: note.id })
    return { number: meeting.number }
  },
})

/**
 * What was said is a matter to be handled: a module opens it. The code exists at once, so that whoever said it goes
 * home with it.
 */
export const raiseMatter = action({
  name: 'meetings.raise-matter',
  input: RaiseMatter,
  subject: lockNote,
  allow: worksInMeeting,
  from: ({ note }) => (note.matter_at === null ? null : 'is-matter'),
  async run({ tx, councilId, input, subject, now, emit }) {
    const { meeting, note } = subject
    if (input.keeperId !== null && !meeting.leaders.includes(input.keeperId)) {
      throw new Refused(invalid({ path: 'keeperId', code: 'unknown' }))
    }
    const receipt = shortCode().replaceAll('-', '')
    await tx
      .updateTable('meetings.note')
      .set({ matter_at: now, receipt, follows: input.follows, keeper_id: input.keeperId })
      .where('council_id', '=', councilId)
      .where('id', '=', note.id)
      .execute()
    emit('meetings.matter-raised', { ...aboutMeeting(meeting), noteId: note.id }, { subjectId: note.id })
    return { receipt, number: meeting.number }
  },
})

/** Publishes the minutes: every note becomes a leaf of the ledger. */
export const recordMeeting = action({
  name: 'meetings.record',
  input: OfMeeting,
  subject: lockMeeting,
  allow: runsMeeting,
  from: whileStage('ended'),
  async run(context) {
    const { tx, councilId, subject, now, emit } = context
    const notes = await tx
      .selectFrom('meetings.note')
      .select(['id', 'body'])
      .where('council_id', '=', councilId)
      .where('meeting_id', '=', subject.id)
      .orderBy('position')
      .limit(500)
      .execute()
    if (notes.length === 0) throw new Refused(conflict('no-minutes'))
    for (const note of notes) await publishNote(context, subject, note)
    await setMeeting(tx, subject, { stage: 'recorded', recorded_at: now, changed_at: now })
    emit('meetings.recorded', { ...aboutMeeting(subject), notes: notes.length }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const minutesActions: readonly AnyAction[] = [
  beginMeeting,
  endMeeting,
  writeNote,
  changeNote,
  dropNote,
  raiseMatter,
  recordMeeting,
]
