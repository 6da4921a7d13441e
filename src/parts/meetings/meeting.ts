import './tables.ts'
import type { Call } from '#kernel/action'
import type { Tx } from '#kernel/db'
import type { MeetingRow } from './tables.ts'

/** A meeting with the ids of those who lead it. */
export interface LedMeeting extends MeetingRow {
  readonly leaders: readonly string[]
}

/** The meeting an action names, locked until the transaction ends. */
export async function lockMeeting({
  tx,
  councilId,
  input,
}: Pick<Call<{ readonly meetingId: string }>, 'tx' | 'councilId' | 'input'>): Promise<LedMeeting | null> {
  const row = await tx
    .selectFrom('meetings.meeting')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('id', '=', input.meetingId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const leaders = await tx
    .selectFrom('meetings.leader')
    .select('person_id')
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', row.id)
    .execute()
  return { ...row, leaders: leaders.map(({ person_id }) => person_id) }
}

/** Writes columns of a meeting. */
export async function setMeeting(tx: Tx, { council_id, id }: MeetingRow, fields: Partial<MeetingRow>): Promise<void> {
  await tx
    .updateTable('meetings.meeting')
    .set(fields)
    .where('council_id', '=', council_id)
    .where('id', '=', id)
    .execute()
}

/** What an event says of a meeting: enough to find it, nothing of a person. */
export function aboutMeeting({ id, number, owner, kind, place_id }: MeetingRow) {
  return { meetingId: id, number, owner, kind, placeId: place_id }
}
