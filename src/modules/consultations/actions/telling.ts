import { createHash } from 'node:crypto'
import { type AnyAction, action, type Call } from '#kernel/action'
import { sql, type Tx } from '#kernel/db'
import { whileIn } from '#kernel/stages'
import type { Locale } from '#kernel/text'
import { answersOf, type Decision } from '#parts/opinions'
import { type ConsultationRow, lockConsultation, titleIn } from '../queries/consultation.ts'
import type { ConsultationStage } from '../rules.ts'
import { isClerk, mayStillComment } from '../rules.ts'
import { OfConsultation } from '../schema.ts'
import { Evaluate, TellOn } from '../schema-answer.ts'
import { accountOf, type Contributed, contributorsOf, hrefOf, personOf, tellPerson } from '../telling.ts'
import { matterOf } from './answer.ts'
import { text } from './telling.text.ts'

/** People told in one transaction; then it goes on in the next. */
const atOnce = 200

interface Told extends Contributed {
  readonly outcome_id: string
  readonly decision: Decision
}

/**
 * Tells the contributors what became of their opinions, each person once for all of hers, in the way she chose. The
 * same answers are told once; a corrected one is told again.
 */
export const tellAnswers = action({
  name: 'consultations.tell-answers',
  input: TellOn,
  subject: ({ tx, councilId, input }: Call<TellOn>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: () => false,
  from: whileIn<ConsultationStage>('answered', 'evaluated'),
  async run({ tx, councilId, input, subject, now, emit, due }) {
    const rows = await toTell(tx, councilId, subject.id, input.after)
    const people = Map.groupBy(rows, (row) => row.person)
    for (const [person, of] of people) {
      await tellPerson(tx, {
        councilId,
        now,
        person,
        of,
        key: `answers ${subject.id} ${digestOf(of)}`,
        kind: 'consultations.answered',
        subject: matterOf(subject.id),
        text: { 'zh-CN': words(subject, of, 'zh-CN'), en: words(subject, of, 'en') },
        href: hrefOf(of),
      })
    }
    const last = [...people.keys()].at(-1)
    if (people.size === atOnce && last) {
      await due('consultations.tell-answers', subject.id, now, { consultationId: subject.id, after: last })
    }
    emit('consultations.answers-told', { opinions: rows.length, people: people.size }, { subjectId: subject.id })
    return { told: rows.length }
  },
})

/** Which answers to which opinions: another one makes another notice. */
function digestOf(of: readonly Told[]): string {
  const answers = of.map(({ opinion_id, outcome_id }) => `${opinion_id} ${outcome_id}`).toSorted()
  return createHash('sha256').update(answers.join()).digest('hex').slice(0, 20)
}

function words(subject: ConsultationRow, of: readonly Told[], locale: Locale) {
  const t = text[locale]
  const title = titleIn(subject, locale)
  if (of.length === 1) return { title: t.title(title), body: t.body(t.decisions[of[0]?.decision ?? 'later']) }
  const counts = Map.groupBy(of, ({ decision }) => decision)
  const parts = (['adopted', 'partly', 'not-adopted', 'later'] as const).flatMap((decision) => {
    const count = counts.get(decision)?.length ?? 0
    return count > 0 ? [t.count(t.decisions[decision], count)] : []
  })
  return { title: t.titleMany(title, of.length), body: t.bodyMany(parts) }
}

async function toTell(tx: Tx, councilId: string, consultationId: string, after: string | null): Promise<Told[]> {
  const { rows } = await sql<Told>`
    with answered as (
      select o.id as opinion_id, o.receipt, outcome.id as outcome_id, outcome.decision, ${personOf} as person,
             ${accountOf} as account_id, c.device_id, c.answer_by, c.contact_kind, c.contact, c.locale
        from (${answersOf(councilId, matterOf(consultationId))}) answer
        join opinions.outcome on outcome.council_id = ${councilId} and outcome.id = answer.outcome_id
        join opinions.opinion o on o.council_id = ${councilId} and o.id = answer.opinion_id
             ${contributorsOf}
       where o.channel <> 'package' and c.erased_at is null
    )
    select * from answered
     where person in (select distinct person from answered where ${after}::text is null or person > ${after}
                       order by person limit ${atOnce})
     order by person, opinion_id`.execute(tx)
  return rows
}

/**
 * Tells those who spoke on earlier consultations of the same project that the next one is open: each person once,
 * unless she asked not to be told or muted one of the earlier ones.
 */
export const tellNext = action({
  name: 'consultations.tell-next',
  input: TellOn,
  subject: ({ tx, councilId, input }: Call<TellOn>) => lockConsultation(tx, councilId, input.consultationId, 'share'),
  allow: () => false,
  from: (subject, now) => mayStillComment(subject, now),
  async run({ tx, councilId, input, subject, now, emit, due }) {
    const rows = await authorsBefore(tx, councilId, subject, input.after)
    const people = Map.groupBy(rows, (row) => row.person)
    for (const [person, of] of people) {
      await tellPerson(tx, {
        councilId,
        now,
        person,
        of,
        key: `next ${subject.id}`,
        kind: 'consultations.next-opened',
        subject: matterOf(subject.id),
        text: { 'zh-CN': nextWords(subject, 'zh-CN'), en: nextWords(subject, 'en') },
        href: `/consultations/${subject.number}`,
      })
    }
    const last = [...people.keys()].at(-1)
    if (people.size === atOnce && last) {
      await due('consultations.tell-next', subject.id, now, { consultationId: subject.id, after: last })
    }
    emit('consultations.next-told', { people: people.size }, { subjectId: subject.id })
    return { told: people.size }
  },
})

function nextWords(subject: ConsultationRow, locale: Locale) {
  const t = text[locale]
  return { title: t.nextTitle(titleIn(subject, locale)), body: t.nextBody }
}

/** Authors on the other consultations of the project, by person; those who asked not to be told are left out. */
async function authorsBefore(
  tx: Tx,
  councilId: string,
  { id, project_id }: ConsultationRow,
  after: string | null,
): Promise<Contributed[]> {
  const { rows } = await sql<Contributed>`
    with spoken as (
      select o.id as opinion_id, o.receipt, ${personOf} as person, ${accountOf} as account_id, c.device_id, c.answer_by,
             c.contact_kind, c.contact, c.locale,
             c.next_declined_at is not null or exists (
               select from notices.mute m where m.council_id = o.council_id and m.account_id = ${accountOf}
                  and m.subject_type = 'consultation' and m.subject_id = o.subject_id::text) as declined
        from consultations.consultation earlier
        join opinions.opinion o on o.council_id = earlier.council_id and o.subject_type = 'consultation'
             and o.subject_id = earlier.id and o.stage <> 'withdrawn' and o.channel <> 'package'
             ${contributorsOf}
       where earlier.council_id = ${councilId} and earlier.project_id = ${project_id} and earlier.id <> ${id}
         and c.erased_at is null
    )
    select opinion_id, receipt, person, account_id, device_id, answer_by, contact_kind, contact, locale from spoken
     where person in (select person from spoken where ${after}::text is null or person > ${after}
                       group by person having not bool_or(declined) order by person limit ${atOnce})
     order by person, opinion_id`.execute(tx)
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

export const tellingActions: readonly AnyAction[] = [tellAnswers, tellNext, evaluate, finishEvaluation]
