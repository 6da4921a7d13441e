import { action, type Call } from '#kernel/action'
import { nextNumber } from '#kernel/db'
import { newId } from '#kernel/ids'
import { ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { giveOpinions, type NewOpinion } from '#parts/opinions'
import { arrival, collectsAt, deskAt } from '../field-rules.ts'
import { HoldSession, KeepStatements } from '../field-schema.ts'
import { lockConsultation } from '../queries/consultation.ts'
import { readVersion } from '../queries/version.ts'

/** A session and the consultation it belongs to, under lock; the session is null before it is told for the first time. */
async function lockSession({ tx, councilId, input }: Call<HoldSession>) {
  const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
  const session = await tx
    .selectFrom('consultations.session')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('client_key', '=', input.clientKey)
    .forUpdate()
    .executeTakeFirst()
  if (session && session.consultation_id !== input.consultationId) return null
  return consultation ? { consultation, session: session ?? null } : null
}

/** Tells of a session on site, or corrects what was told: kind, place, day, how many came, the minutes. */
export const holdSession = action({
  name: 'consultations.hold-session',
  input: HoldSession,
  subject: lockSession,
  allow: (actor, { session }, input) =>
    collectsAt(actor, input.placeId) && (session === null || collectsAt(actor, session.place_id)),
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const told = {
      place_id: input.placeId,
      kind: input.kind,
      title: input.title,
      held_at: input.heldAt,
      venue: input.venue,
      attended: input.attended,
      minutes: input.minutes,
    }
    const before = subject.session
    if (before) {
      await tx
        .updateTable('consultations.session')
        .set(told)
        .where('council_id', '=', councilId)
        .where('id', '=', before.id)
        .execute()
      emit('consultations.session-corrected', { number: before.number }, { subjectId: before.id })
      return { sessionId: before.id, number: before.number }
    }
    const id = newId()
    const number = await nextNumber(tx, councilId, 'consultations.session')
    await tx
      .insertInto('consultations.session')
      .values({
        council_id: councilId,
        id,
        number,
        client_key: input.clientKey,
        consultation_id: input.consultationId,
        led_by: actor.personId,
        made_at: now,
        ...told,
      })
      .execute()
    emit('consultations.session-held', { number, kind: input.kind }, { subjectId: id })
    return { sessionId: id, number }
  },
})

/** Keeps the statements of a session's minutes, as a person has looked them over, as opinions of the channel 'session'. */
export const keepStatements = action({
  name: 'consultations.keep-statements',
  input: KeepStatements,
  subject: async ({ tx, councilId, input }: Call<KeepStatements>) => {
    const consultation = await lockConsultation(tx, councilId, input.consultationId, 'share')
    const session = await tx
      .selectFrom('consultations.session')
      .selectAll()
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', input.consultationId)
      .where('id', '=', input.sessionId)
      .forUpdate()
      .executeTakeFirst()
    return consultation && session ? { consultation, session } : null
  },
  allow: (actor, { session }) => deskAt(actor, session.place_id),
  from: ({ consultation, session }, now) => {
    const arrived = arrival(consultation, session.held_at, now)
    return typeof arrived === 'object' ? arrived.refused : null
  },
  async run({ tx, councilId, input, subject, app, now, emit }) {
    const { consultation, session } = subject
    const version = consultation.version_id ? await readVersion(tx, councilId, consultation.version_id) : null
    const lost = input.statements.findIndex((each) => each.provisionId && !version?.provisions.has(each.provisionId))
    if (lost >= 0) throw new Refused(invalid({ path: `statements.${lost}.provisionId`, code: 'not-in-text' }))
    if (new Set(input.statements.map(({ clientKey }) => clientKey)).size < input.statements.length)
      throw new Refused(conflict('same-key-twice'))
    const opinions = input.statements.map(
      (statement): NewOpinion => ({
        subject: { type: 'consultation', id: consultation.id },
        clientKey: statement.clientKey,
        contributor: { name: statement.speaker, nameVisibleTo: 'office' },
        versionId: consultation.version_id,
        anchor: statement.provisionId ? { provisionId: statement.provisionId } : null,
        body: statement.body,
        channel: 'session',
        placeId: session.place_id,
        sessionId: session.id,
        givenAt: new Date(Math.min(session.held_at.getTime(), now.getTime())),
      }),
    )
    const given = await giveOpinions(tx, opinions, { councilId, now, keys: ledgerKeys(app) })
    for (const { opinionId, repeated } of given) {
      if (repeated) continue
      const data = { consultationId: consultation.id, opinionId, held: null }
      emit('consultations.commented', data, { subjectId: opinionId })
    }
    const stored = given.filter(({ repeated }) => !repeated).length
    emit('consultations.statements-kept', { stored, repeated: given.length - stored }, { subjectId: session.id })
    return { stored, repeated: given.length - stored }
  },
})

export const sessionActions = [holdSession, keepStatements]
