import { type Actor, perform } from '#kernel/action'
import type { App } from '#kernel/app'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import type { Council } from '#parts/councils'
import type { GivenOpinion, NewOpinion } from '#parts/opinions'
import { answer, decide } from '../../src/modules/consultations/actions/answer.ts'
import { anOpenConsultation, anOpinion, draftText, type OpenConsultation } from './consultations.ts'
import { aCouncil, someoneOf, succeeded } from './councils.ts'

/** The draft as it came back: article 2 promises more, article 3 lets the ground floor pay nothing, article 4 is new. */
export const nextDraft = draftText
  .replace('（征求意见稿）', '')
  .replace('费用分摊方案由业主协商确定。', '费用分摊方案由业主协商确定，一楼业主可以不承担费用。')
  .replace('每半年公布一次', '每季度公布一次')
  .replace(
    '第四条 本条例自2027年7月1日起施行。',
    '第四条 物业服务人应当在小区入口公示收费标准。\n\n第五条 本条例自2027年7月1日起施行。',
  )

interface OfCouncil {
  readonly id: string
}

/** An argument of a consultation with its opinions, refined for good unless `refined` is false. */
export async function anArgument(
  app: App,
  council: OfCouncil,
  consultation: Pick<OpenConsultation, 'id'>,
  fields: {
    readonly opinionIds: readonly string[]
    readonly dissenting?: readonly string[]
    readonly title?: string
    readonly number?: number
    readonly refined?: boolean
    readonly sentence?: string
  },
): Promise<string> {
  const { db } = app.database
  const id = newId()
  const now = app.clock.now()
  const refined = fields.refined ?? true
  await db
    .insertInto('opinions.argument')
    .values({
      council_id: council.id,
      id,
      subject_type: 'consultation',
      subject_id: consultation.id,
      number: fields.number ?? 1,
      title: fields.title ?? '一楼业主可以不出加装电梯的钱',
      provision_id: 'art_3',
      theme: null,
      stage: refined ? 'refined' : 'open',
      assigned_to: null,
      made_at: now,
      made_by: null,
    })
    .execute()
  for (const opinionId of [...fields.opinionIds, ...(fields.dissenting ?? [])]) {
    await db
      .insertInto('opinions.argument_member')
      .values({
        council_id: council.id,
        argument_id: id,
        opinion_id: opinionId,
        dissent: fields.dissenting?.includes(opinionId) ?? false,
        objection: null,
        at: now,
        by: null,
      })
      .execute()
  }
  if (refined) {
    await db
      .insertInto('opinions.refinement')
      .values({
        council_id: council.id,
        id: newId(),
        argument_id: id,
        ordinal: 1,
        intent: 'change',
        provision_id: 'art_3',
        sentences: JSON.stringify([
          {
            text: fields.sentence ?? '第三条第二款增加：一楼业主可以不承担费用。',
            sources: fields.opinionIds.slice(0, 1).map((opinionId) => ({ opinionId, start: 0, end: 4 })),
          },
        ]),
        reason: '一楼业主不使用电梯。',
        stage: 'final',
        made_at: now,
        made_by: null,
        asked_at: now,
        finished_at: now,
      })
      .execute()
  }
  return id
}

/** Puts a consultation into a later stage, as the steps between would. */
export async function inStage(
  app: App,
  council: OfCouncil,
  consultationId: string,
  stage: 'closed' | 'refined' | 'submitted' | 'answered',
): Promise<void> {
  await sql`update consultations.consultation set stage = ${stage}, closed_at = ${app.clock.now()}
             where council_id = ${council.id} and id = ${consultationId}`.execute(app.database.db)
}

export interface Refined {
  readonly council: Awaited<ReturnType<typeof aCouncil>>
  readonly clerk: Actor
  readonly consultation: OpenConsultation
  /** Three that say the same, one that speaks against it, one alone. */
  readonly opinions: readonly { readonly opinionId: string; readonly receipt: string; readonly contributorId: string }[]
  readonly argumentId: string
}

/** A consultation whose opinions are refined: one argument of three voices and a dissent, and one opinion alone. */
export async function aRefinedConsultation(app: App): Promise<Refined> {
  const council = await aCouncil(app)
  const consultation = await anOpenConsultation(app, council)
  const opinions = [
    await anOpinion(app, council, consultation, {
      contributor: {
        displayName: '李阿姨',
        nameVisibleTo: 'everyone',
        name: '李桂兰',
        answerBy: 'inbox',
        deviceId: newId(),
      },
    }),
    await anOpinion(app, council, consultation, { body: '住一楼的不用电梯，不该让我们出钱。' }),
    await anOpinion(app, council, consultation, { body: '一楼免交，写进条例。', public: false }),
    await anOpinion(app, council, consultation, { body: '一楼也受益，房子会涨价，应当分摊。', stance: 'oppose' }),
    await anOpinion(app, council, consultation, {
      body: '公共收益半年公布一次太久了。',
      anchor: { provisionId: 'art_2__para_1__item_1' },
    }),
  ]
  const ids = opinions.map(({ opinionId }) => opinionId)
  const argumentId = await anArgument(app, council, consultation, {
    opinionIds: ids.slice(0, 3),
    dissenting: ids.slice(3, 4),
  })
  await inStage(app, council, consultation.id, 'refined')
  return { council, clerk: someoneOf(council, ['clerk']), consultation, opinions, argumentId }
}

/** Opinions with an answer that has been given: `fields` one each, all answered in the same words. */
export async function anAnsweredConsultation(
  app: App,
  opinions: readonly Partial<NewOpinion>[],
  council?: Council,
): Promise<{
  readonly council: Council
  readonly clerk: Actor
  readonly consultation: OpenConsultation
  readonly given: readonly GivenOpinion[]
  readonly reason: string
}> {
  const of = council ?? (await aCouncil(app))
  const clerk = someoneOf(of, ['clerk'])
  const consultation = await anOpenConsultation(app, of)
  const given: GivenOpinion[] = []
  for (const fields of opinions) given.push(await anOpinion(app, of, consultation, fields))
  await inStage(app, of, consultation.id, 'submitted')
  const reason = '多数意见认为一楼不使用电梯，留待审议时研究。'
  const opinionIds = given.map(({ opinionId }) => opinionId)
  const input = { consultationId: consultation.id, opinionIds, decision: 'later' as const, reason }
  succeeded(await perform(app, decide, clerk, input))
  succeeded(await perform(app, answer, clerk, { consultationId: consultation.id }))
  return { council: of, clerk, consultation, given, reason }
}
