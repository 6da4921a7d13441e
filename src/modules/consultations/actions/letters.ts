import { type AnyAction, action, type Call, type Run } from '#kernel/action'
import { dayOf } from '#kernel/calendar'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { whileIn } from '#kernel/stages'
import { councilById } from '#parts/councils'
import { answersOf } from '#parts/opinions'
import { deskAt } from '../field-rules.ts'
import { type ConsultationRow, lockConsultation } from '../queries/consultation.ts'
import type { ConsultationStage } from '../rules.ts'
import { MarkLetters, UnmarkLetters } from '../schema-answer.ts'
import { matterOf } from './answer.ts'

interface LettersSubject {
  readonly stage: ConsultationStage
  readonly consultation: ConsultationRow
  readonly opinions: readonly {
    readonly id: string
    readonly place_id: string | null
    readonly outcome_id: string
    /** Her letter with this answer has left already. */
    readonly left: boolean
  }[]
}

type Asked = { readonly consultationId: string; readonly opinionIds: readonly string[] }

/** The opinions with their present answers; locked with the consultation, so that no letter is marked twice. */
async function lockLetters({ tx, councilId, input }: Call<Asked>): Promise<LettersSubject | null> {
  const consultation = await lockConsultation(tx, councilId, input.consultationId)
  if (!consultation) return null
  const { rows } = await sql<LettersSubject['opinions'][number]>`
    select o.id, o.place_id, a.outcome_id,
           exists (select from consultations.letter l where l.council_id = o.council_id and l.opinion_id = o.id
                    and l.outcome_id = a.outcome_id and l.undone_at is null) as left
      from (${answersOf(councilId, matterOf(consultation.id))}) a
      join opinions.opinion o on o.council_id = ${councilId} and o.id = a.opinion_id
      join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
     where a.outcome_id is not null and c.answer_by = 'post' and o.channel <> 'package'
       and o.id = any(${[...input.opinionIds]}::uuid[])`.execute(tx)
  if (rows.length !== new Set(input.opinionIds).size) return null
  return { stage: consultation.stage, consultation, opinions: rows }
}

const ofTheirDesk = (actor: Call<Asked>['actor'], { opinions }: LettersSubject) =>
  opinions.every(({ place_id }) => deskAt(actor, place_id))

const given = whileIn<ConsultationStage>('answered', 'evaluated')

/** Writes down that letters with answers left: sent by post, or handed over. What was marked before stays as it was. */
export const markLetters = action({
  name: 'consultations.mark-letters',
  input: MarkLetters,
  subject: lockLetters,
  allow: ofTheirDesk,
  from: given,
  async run(context) {
    const { tx, councilId, input, subject, actor, now, emit } = context
    await refuseWrongDay(context)
    const fresh = subject.opinions.filter(({ left }) => !left)
    if (fresh.length === 0) throw new Refused(conflict('letters-marked-already'))
    const rows = fresh.map(({ id, outcome_id }) => ({
      council_id: councilId,
      id: newId(),
      consultation_id: subject.consultation.id,
      opinion_id: id,
      outcome_id,
      way: input.way,
      on_day: input.onDay,
      marked_at: now,
      marked_by: actor.personId,
    }))
    await tx.insertInto('consultations.letter').values(rows).execute()
    const data = { opinionIds: fresh.map(({ id }) => id), way: input.way, onDay: input.onDay }
    emit('consultations.letters-marked', data, { subjectId: subject.consultation.id })
    return { marked: fresh.length }
  },
})

/** A letter leaves neither tomorrow nor before there was an answer. */
async function refuseWrongDay({ tx, councilId, input, subject, now }: Run<MarkLetters, LettersSubject>) {
  const council = await councilById(tx, councilId)
  const zone = council?.time_zone ?? 'Asia/Shanghai'
  const { answered_at } = subject.consultation
  if (input.onDay > dayOf(now, zone)) throw new Refused(invalid({ path: 'onDay', code: 'day-to-come' }))
  if (answered_at && input.onDay < dayOf(answered_at, zone)) {
    throw new Refused(invalid({ path: 'onDay', code: 'day-before-answer' }))
  }
}

/** Takes a mark back: the letter is still to deliver. That it was marked stays on record. */
export const unmarkLetters = action({
  name: 'consultations.unmark-letters',
  input: UnmarkLetters,
  subject: lockLetters,
  allow: ofTheirDesk,
  from: given,
  async run({ tx, councilId, input, subject, actor, now, emit }) {
    const undone = await tx
      .updateTable('consultations.letter')
      .set({ undone_at: now, undone_by: actor.personId })
      .where('council_id', '=', councilId)
      .where('consultation_id', '=', subject.consultation.id)
      .where('opinion_id', 'in', [...input.opinionIds])
      .where('undone_at', 'is', null)
      .returning('opinion_id')
      .execute()
    if (undone.length === 0) throw new Refused(conflict('letters-not-marked'))
    const opinionIds = [...new Set(undone.map(({ opinion_id }) => opinion_id))]
    emit('consultations.letters-unmarked', { opinionIds }, { subjectId: subject.consultation.id })
    return { undone: opinionIds.length }
  },
})

export const letterActions: readonly AnyAction[] = [markLetters, unmarkLetters]
