import { type AnyAction, action, type Call } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { whileIn } from '#kernel/stages'
import type { Locale } from '#kernel/text'
import { answersOf, type Decision } from '#parts/opinions'
import { type ConsultationRow, lockConsultation, titleIn } from '../queries/consultation.ts'
import type { ConsultationStage } from '../rules.ts'
import { isClerk } from '../rules.ts'
import { OfConsultation } from '../schema.ts'
import { Evaluate, TellOn } from '../schema-answer.ts'
import { tellContributors } from '../telling.ts'
import { matterOf } from './answer.ts'
import { text } from './telling.text.ts'

/** Messages put out in one transaction; then it goes on in the next. */
const atOnce = 200

interface Told {
  readonly opinion_id: string
  readonly outcome_id: string
  readonly decision: Decision
}

/** Tells the contributors what became of their opinions, each in the way she chose; the same answer is told once. */
export const tellAnswers = action({
  name: 'consultations.tell-answers',
  input: TellOn,
  subject: ({ tx, councilId, input }: Call<TellOn>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: () => false,
  from: whileIn<ConsultationStage>('answered', 'evaluated'),
  async run({ tx, councilId, input, subject, now, emit, due }) {
    const rows = await toTell(tx, councilId, subject.id, input.after)
    for (const [outcomeId, told] of Map.groupBy(rows, (row) => row.outcome_id)) {
      const decision = told[0]?.decision ?? 'later'
      await tellContributors(tx, {
        councilId,
        now,
        opinionIds: told.map(({ opinion_id }) => opinion_id),
        key: `answer ${outcomeId}`,
        kind: 'consultations.answered',
        subject: matterOf(subject.id),
        text: { 'zh-CN': words(subject, decision, 'zh-CN'), en: words(subject, decision, 'en') },
      })
    }
    const last = rows.at(-1)
    if (rows.length === atOnce && last) {
      const next = { consultationId: subject.id, after: last.opinion_id }
      await due('consultations.tell-answers', subject.id, now, next)
    }
    emit('consultations.answers-told', { opinions: rows.length }, { subjectId: subject.id })
    return { told: rows.length }
  },
})

function words(subject: ConsultationRow, decision: Decision, locale: Locale) {
  const t = text[locale]
  return { title: t.title(titleIn(subject, locale)), body: t.body(t.decisions[decision]) }
}

async function toTell(tx: Tx, councilId: string, consultationId: string, after: string | null): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select opinion.id as opinion_id, outcome.id as outcome_id, outcome.decision
      from (${answersOf(councilId, matterOf(consultationId))}) answer
      join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = answer.outcome_id
      join opinions.opinion on opinion.council_id = ${councilId} and opinion.id = answer.opinion_id
     where opinion.channel <> 'package' and (${after}::uuid is null or opinion.id > ${after}::uuid)
     order by opinion.id limit ${atOnce}`.execute(tx)
  return rows
}

/** "Does this answer you?" Whoever holds the receipt may say, and change it while the time runs. */
export const evaluate = action({
  name: 'consultations.evaluate',
  input: Evaluate,
  subject: async ({ tx, councilId, input }: Call<Evaluate>) => {
    const { rows } = await sql<{ contributor_id: string; consultation_id: string; stage: ConsultationStage }>`
      select opinion.contributor_id, consultation.id as consultation_id, consultation.stage
        from opinions.opinion
        join consultations.consultation on consultation.council_id = opinion.council_id
             and consultation.id = opinion.subject_id and opinion.subject_type = 'consultation'
       where opinion.council_id = ${councilId} and opinion.receipt = ${input.receipt}
         and opinion.stage <> 'withdrawn'
         for share of consultation`.execute(tx)
    return rows[0] ?? null
  },
  // The receipt is a secret that only the contributor was given.
  allow: () => true,
  from: whileIn<ConsultationStage>('answered'),
  async run({ tx, councilId, input, subject, now, emit }) {
    const values = { score: input.score, words: input.words, at: now }
    await tx
      .insertInto('consultations.evaluation')
      .values({
        council_id: councilId,
        consultation_id: subject.consultation_id,
        contributor_id: subject.contributor_id,
        ...values,
      })
      .onConflict((clash) => clash.columns(['council_id', 'consultation_id', 'contributor_id']).doUpdateSet(values))
      .execute()
    emit('consultations.score-given', { score: input.score }, { subjectId: subject.consultation_id })
    return null
  },
})

/** Ends the evaluation: by itself when its time is over, or when the office ends it. */
export const finishEvaluation = action({
  name: 'consultations.finish-evaluation',
  input: OfConsultation,
  subject: ({ tx, councilId, input }: Call<OfConsultation>) => lockConsultation(tx, councilId, input.consultationId),
  allow: isClerk,
  from: whileIn<ConsultationStage>('answered'),
  async run({ tx, councilId, subject, now, emit, notDue }) {
    await tx
      .updateTable('consultations.consultation')
      .set({ stage: 'evaluated', evaluated_at: now })
      .where('council_id', '=', councilId)
      .where('id', '=', subject.id)
      .execute()
    await notDue('consultations.finish-evaluation', subject.id)
    emit('consultations.evaluated', { number: subject.number }, { subjectId: subject.id })
    return { number: subject.number }
  },
})

export const tellingActions: readonly AnyAction[] = [tellAnswers, evaluate, finishEvaluation]
