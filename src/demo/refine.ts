import { perform } from '#kernel/action'
import { confirmMeaning } from '#parts/opinions'
import { dissent, newArgument } from '../modules/consultations/actions/desk-arguments.ts'
import { setAside } from '../modules/consultations/actions/desk-opinions.ts'
import { ask, draft, finish, finishAll, invite, remark } from '../modules/consultations/actions/desk-refinement.ts'
import { finishStep } from '../modules/consultations/actions/steps.ts'
import { type Given, provisionOf, type Telling } from './collect.ts'
import { done } from './councils.ts'
import type { Argued, Said } from './story.ts'
import type { Timeline } from './timeline.ts'

/** Sorting, refining and asking back, on the days between closing and the finished refinement. */
export function planRefinement(line: Timeline, telling: Telling): void {
  const { story } = telling
  const { closes = 0, refined } = story
  if (refined === undefined) {
    // Still open, or closed a moment ago: the desk has begun and is not through.
    for (const argued of story.arguments ?? []) {
      line.on(closes > 1 ? closes - 1 : 1, 60, () => begin(telling, argued).then(() => undefined))
    }
    return
  }
  const numbers = new Map<Argued, number>()
  const arguments_ = story.arguments ?? []
  for (const argued of arguments_) {
    line.on(closes - 2, 60, async () => void numbers.set(argued, await begin(telling, argued)))
    line.on(closes - 3, 60, () => advise(telling, argued, numbers.get(argued) ?? 0))
    line.on(closes - 4, 60, () => askBack(telling, argued, numbers.get(argued) ?? 0))
    line.on(refined, 60, () => settle(telling, argued, numbers.get(argued) ?? 0))
  }
  line.on(closes - 3, 30, () => setTheRestAside(telling))
  line.on(closes - 3, 120, () => step(telling, 5, '按条文归类，相同意见已合并。'))
  line.on(refined, 90, async () => {
    const { app, company, consultationId } = telling
    done(await perform(app, finishAll, company.actor('周明'), { consultationId }))
    await step(telling, 6, '顾问和专家参与，已请提出意见的人确认。')
  })
}

async function step({ app, company, consultationId }: Telling, position: number, note: string): Promise<void> {
  done(await perform(app, finishStep, company.actor('孙丽'), { consultationId, position, note }))
}

interface Member extends Given {
  readonly said: Said
}

function membersOf({ story, given }: Telling, argued: Argued): Member[] {
  return story.opinions.flatMap((said) => {
    const made = given.get(said)
    return said.in === argued.key && made ? [{ said, ...made }] : []
  })
}

/** Makes one argument of what several say and drafts the suggestion, each sentence on the words it comes from. */
async function begin(telling: Telling, argued: Argued): Promise<number> {
  const { app, company, consultationId } = telling
  const members = membersOf(telling, argued)
  const provisionId = argued.article ? provisionOf(argued.article) : null
  const { number } = done(
    await perform(app, newArgument, company.actor('孙丽'), {
      consultationId,
      opinionIds: members.map(({ opinionId }) => opinionId),
      title: argued.title,
      provisionId,
      theme: argued.theme ?? null,
    }),
  )
  for (const { said, opinionId } of members.filter((member) => member.said.dissent)) {
    const input = { consultationId, number, opinionId, dissent: true }
    done(await perform(app, dissent, company.actor('孙丽'), input), said.words)
  }
  const sentences = argued.sentences.map(({ text, from }) => ({
    text,
    sources: from.map((passage) => sourceOf(members, passage)),
  }))
  const suggestion = { consultationId, number, intent: argued.intent, provisionId, sentences, reason: argued.because }
  done(await perform(app, draft, company.actor('孙丽'), suggestion))
  return number
}

/** @throws Error when nobody in the argument said these words */
function sourceOf(members: readonly Member[], passage: string) {
  for (const { said, opinionId } of members) {
    const start = said.words.indexOf(passage)
    if (start >= 0) return { opinionId, start, end: start + passage.length }
  }
  throw new Error(`nobody in the argument said: ${passage}`)
}

async function advise({ app, company, consultationId }: Telling, argued: Argued, number: number): Promise<void> {
  const { remarks = [] } = argued
  if (remarks.length === 0) return
  const personIds = remarks.map(({ by }) => company.person(by).personId)
  done(await perform(app, invite, company.actor('孙丽'), { consultationId, number, personIds }))
  for (const { by, words } of remarks) {
    done(await perform(app, remark, company.actor(by), { consultationId, number, body: words }))
  }
}

/** "Is this what I meant?" */
async function askBack(telling: Telling, argued: Argued, number: number): Promise<void> {
  const { app, city, company, consultationId } = telling
  done(await perform(app, ask, company.actor('孙丽'), { consultationId, number, ordinal: 1 }))
  const { id: refinementId } = await app.database.db
    .selectFrom('opinions.refinement as r')
    .innerJoin('opinions.argument as a', (join) =>
      join.onRef('a.council_id', '=', 'r.council_id').onRef('a.id', '=', 'r.argument_id'),
    )
    .select('r.id')
    .where('a.council_id', '=', city.councilId)
    .where('a.subject_id', '=', consultationId)
    .where('a.number', '=', number)
    .executeTakeFirstOrThrow()
  for (const { said, receipt } of membersOf(telling, argued)) {
    if (said.confirms === undefined) continue
    const because = said.confirms === true ? null : said.confirms
    const answer = because ? ('no' as const) : ('yes' as const)
    done(await perform(app, confirmMeaning, company.actor(said.by), { receipt, refinementId, answer, because }))
  }
}

async function settle(telling: Telling, argued: Argued, number: number): Promise<void> {
  const { app, company, consultationId } = telling
  const refused = membersOf(telling, argued).find(({ said }) => typeof said.confirms === 'string')
  const because = refused ? '有一位提出人认为没有写全，原话随提炼稿一并上报。' : ''
  done(await perform(app, finish, company.actor('孙丽'), { consultationId, number, ordinal: 1, because }))
}

/** What nobody else said is answered by itself. */
async function setTheRestAside({ app, company, consultationId, story, given }: Telling): Promise<void> {
  const opinionIds = story.opinions.filter((said) => said.in === undefined).flatMap((said) => given.get(said) ?? [])
  if (opinionIds.length === 0) return
  const ids = opinionIds.map(({ opinionId }) => opinionId)
  const reason = '内容独立，单独答复。'
  done(await perform(app, setAside, company.actor('孙丽'), { consultationId, opinionIds: ids, reason }))
}
