import { type AnyAction, action, type Call } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { newId } from '#kernel/ids'
import { appendLeaf, ledgerKeys } from '#kernel/ledger'
import { conflict, invalid, Refused } from '#kernel/outcome'
import { personsById } from '#parts/people'
import { aboutMeeting, type LedMeeting, lockMeeting } from '../meeting.ts'
import { mostQuestions, runsMeeting, supporterOf, whileStage, worksInMeeting } from '../rules.ts'
import { Answer, Ask, AskFor, Moderate, Support } from '../schema.ts'
import type { QuestionRow } from '../tables.ts'
import { countNetwork } from './coming.ts'

interface AskedIn {
  readonly meeting: LedMeeting
  readonly question: QuestionRow
  readonly place_id: string | null
  readonly leaders: readonly string[]
}

/** A question with its meeting. The meeting is locked, then the question. */
async function lockQuestion(
  call: Call<{ readonly meetingId: string; readonly questionId: string }>,
): Promise<AskedIn | null> {
  const meeting = await lockMeeting(call)
  const question = meeting && (await questionOf(call.tx, call.councilId, meeting.id, call.input.questionId))
  return question ? { meeting, question, place_id: meeting.place_id, leaders: meeting.leaders } : null
}

function questionOf(tx: Tx, councilId: string, meetingId: string, id: string): Promise<QuestionRow | undefined> {
  return tx
    .selectFrom('meetings.question')
    .selectAll()
    .where('council_id', '=', councilId)
    .where('meeting_id', '=', meetingId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function addQuestion(
  { tx, councilId, now }: Pick<Call<unknown>, 'tx' | 'councilId' | 'now'>,
  fields: Pick<QuestionRow, 'meeting_id' | 'account_id' | 'device_id' | 'name' | 'locale' | 'body' | 'via'>,
): Promise<{ readonly questionId: string; readonly number: number }> {
  const id = newId()
  // The meeting is locked: numbers follow each other.
  const { rows } = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from meetings.question
     where council_id = ${councilId} and meeting_id = ${fields.meeting_id}`.execute(tx)
  const number = Number(rows[0]?.number ?? 1)
  await tx
    .insertInto('meetings.question')
    .values({ council_id: councilId, id, number, asked_at: now, ...fields })
    .execute()
  return { questionId: id, number }
}

/** Somebody asks, before the meeting or while it runs; everybody reads it. */
export const askQuestion = action({
  name: 'meetings.ask',
  input: Ask,
  subject: lockMeeting,
  allow: () => true,
  from: whileStage('published', 'running'),
  async run(context) {
    const { tx, councilId, actor, input, subject, emit } = context
    const asker = supporterOf(actor)
    if (asker === null) throw new Refused(conflict('no-device'))
    const { rows } = await sql<{ asked: number; same: boolean }>`
      select count(*)::integer as asked, coalesce(bool_or(body = ${input.body}), false) as same
        from meetings.question
       where council_id = ${councilId} and meeting_id = ${subject.id}
         and ${actor.accountId === null ? sql`account_id is null and device_id = ${asker}` : sql`account_id = ${asker}`}`.execute(
      tx,
    )
    if (rows[0]?.same) throw new Refused(conflict('asked-already'))
    if ((rows[0]?.asked ?? 0) >= mostQuestions) throw new Refused(conflict('too-many'))
    await countNetwork(context, subject.id, 'ask')
    const asked = await addQuestion(context, {
      meeting_id: subject.id,
      account_id: actor.accountId,
      device_id: actor.accountId === null ? actor.deviceId : null,
      name: input.name,
      locale: input.locale,
      body: input.body,
      via: 'online',
    })
    emit('meetings.asked', { ...aboutMeeting(subject), via: 'online' }, { subjectId: asked.questionId })
    return asked
  },
})

/** The staff write down what somebody in the room asks. */
export const askFor = action({
  name: 'meetings.ask-for',
  input: AskFor,
  subject: lockMeeting,
  allow: worksInMeeting,
  from: whileStage('published', 'running', 'ended'),
  async run(context) {
    const { input, subject, emit } = context
    const asked = await addQuestion(context, {
      meeting_id: subject.id,
      account_id: null,
      device_id: null,
      name: input.name,
      locale: input.locale,
      body: input.body,
      via: 'on-site',
    })
    emit('meetings.asked', { ...aboutMeeting(subject), via: 'on-site' }, { subjectId: asked.questionId })
    return asked
  },
})

/** "I want to know that too": one person, or one device, counts once. */
export const supportQuestion = action({
  name: 'meetings.support',
  input: Support,
  subject: lockQuestion,
  allow: () => true,
  from: ({ meeting, question }, now) =>
    whileStage('published', 'running')(meeting, now) ?? (question.hidden_at ? 'hidden' : null),
  async run({ tx, councilId, actor, input, subject, now, emit }) {
    const { question, meeting } = subject
    const supporter = supporterOf(actor)
    if (supporter === null) throw new Refused(conflict('no-device'))
    if (supporter === (question.account_id ?? question.device_id)) throw new Refused(conflict('own'))
    const changed = input.on
      ? sql`insert into meetings.support (council_id, question_id, supporter, at)
            values (${councilId}, ${question.id}, ${supporter}, ${now}) on conflict do nothing returning 1`
      : sql`delete from meetings.support
             where council_id = ${councilId} and question_id = ${question.id} and supporter = ${supporter} returning 1`
    const { rows } = await sql<{ supports: number }>`
      with changed as (${changed})
      update meetings.question set supports = supports + ${input.on ? 1 : -1} * (select count(*) from changed)::integer
       where council_id = ${councilId} and id = ${question.id} returning supports`.execute(tx)
    emit(input.on ? 'meetings.supported' : 'meetings.support-withdrawn', aboutMeeting(meeting), {
      subjectId: question.id,
    })
    return { supports: rows[0]?.supports ?? 0 }
  },
})

/** An answer on record: with who gave it and when, in the ledger. A second one adds to the first. */
export const answerQuestion = action({
  name: 'meetings.answer',
  input: Answer,
  subject: lockQuestion,
  allow: worksInMeeting,
  from: ({ meeting, question }, now) =>
    whileStage('published', 'running', 'ended', 'recorded')(meeting, now) ?? (question.hidden_at ? 'hidden' : null),
  async run({ tx, councilId, actor, input, subject, now, app, emit }) {
    const { meeting, question } = subject
    const personId = input.personId ?? actor.personId
    if (input.personId !== null && !(await personsById(tx, councilId, [input.personId])).has(input.personId)) {
      throw new Refused(invalid({ path: 'personId', code: 'unknown' }))
    }
    const leaf = {
      councilId,
      subjectId: meeting.ledger_subject,
      type: 'meeting.answered',
      parts: { question: question.body, words: input.words },
      at: now,
    }
    const { leafId } = await appendLeaf(tx, leaf, ledgerKeys(app))
    await sql`
      insert into meetings.answer (council_id, question_id, ordinal, words, at, person_id, by, leaf_id)
      select ${councilId}, ${question.id}, count(*) + 1, ${input.words}, ${now}, ${personId}::uuid,
             ${actor.personId}::uuid, ${leafId}
        from meetings.answer where council_id = ${councilId} and question_id = ${question.id}`.execute(tx)
    await tx
      .updateTable('meetings.question')
      .set({ answered_at: question.answered_at ?? now })
      .where('council_id', '=', councilId)
      .where('id', '=', question.id)
      .execute()
    emit(
      'meetings.answered',
      { ...aboutMeeting(meeting), questionId: question.id, adds: question.answered_at !== null },
      { subjectId: question.id },
    )
    return { number: question.number }
  },
})

/** Takes a question off the page with a reason everybody reads, or shows it again. */
export const moderateQuestion = action({
  name: 'meetings.moderate',
  input: Moderate,
  subject: lockQuestion,
  allow: runsMeeting,
  from: ({ question }) => (question.answered_at ? 'answered' : null),
  async run({ tx, councilId, input, subject, now, emit }) {
    const { meeting, question } = subject
    if ((question.hidden_at !== null) === input.hidden) throw new Refused(conflict('as-before'))
    await tx
      .updateTable('meetings.question')
      .set({ hidden_at: input.hidden ? now : null, hidden_because: input.hidden ? input.reason : null })
      .where('council_id', '=', councilId)
      .where('id', '=', question.id)
      .execute()
    emit(input.hidden ? 'meetings.question-hidden' : 'meetings.question-shown', aboutMeeting(meeting), {
      subjectId: question.id,
    })
    return { number: question.number }
  },
})

export const questionActions: readonly AnyAction[] = [
  askQuestion,
  askFor,
  supportQuestion,
  answerQuestion,
  moderateQuestion,
]
