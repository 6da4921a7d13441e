import { perform } from '#kernel/action'
import { answer, decide, importNext } from '../modules/consultations/actions/answer.ts'
import { finishStep } from '../modules/consultations/actions/steps.ts'
import { evaluate } from '../modules/consultations/actions/telling.ts'
import { submitUpward } from '../modules/consultations/actions/upward.ts'
import { provisionOf, type Telling } from './collect.ts'
import { done } from './councils.ts'
import type { Decided } from './story.ts'
import { textOf } from './texts.ts'
import type { Timeline } from './timeline.ts'

/** What was sent up, the next version that answers it, and every answer with its reason. */
export function planAnswers(line: Timeline, telling: Telling): void {
  const { submitted, next, answered } = telling.story
  if (submitted === undefined) return
  line.on(submitted, 60, () => submit(telling))
  if (next === undefined || answered === undefined) return
  line.on(next.day, 60, () => bringNext(telling))
  line.on(next.day - 2, 60, () => decideAll(telling))
  line.on(answered, 60, () => giveAnswers(telling))
  line.on(answered - 2, 60, () => judge(telling))
}

async function submit({ app, company, consultationId }: Telling): Promise<void> {
  const toName = '云山市人民代表大会常务委员会法制工作委员会'
  done(await perform(app, submitUpward, company.actor('周明'), { consultationId, toName }))
  const step = { consultationId, position: 7, note: '报告和数据包已上报。' }
  done(await perform(app, finishStep, company.actor('孙丽'), step))
}

async function bringNext({ app, company, consultationId, story }: Telling): Promise<void> {
  if (!story.next) return
  const { text, label } = story.next
  const input = { consultationId, source: textOf(text), label, sourceName: text }
  done(await perform(app, importNext, company.actor('周明'), input))
}

async function decideAll(telling: Telling): Promise<void> {
  const { story } = telling
  for (const argued of story.arguments ?? []) {
    if (!argued.outcome) throw new Error(`no answer to the argument ${argued.key}`)
    await decideOn(telling, { argumentIds: [await argumentCalled(telling, argued.title)] }, argued.outcome)
  }
  for (const { words, outcome } of story.alone ?? []) {
    const said = story.opinions.find((opinion) => opinion.words.includes(words))
    const given = said && telling.given.get(said)
    if (!given) throw new Error(`nobody said: ${words}`)
    await decideOn(telling, { opinionIds: [given.opinionId] }, outcome)
  }
}

async function decideOn(
  { app, company, consultationId }: Telling,
  on: { readonly argumentIds?: string[]; readonly opinionIds?: string[] },
  { decision, reason, changes = [] }: Decided,
): Promise<void> {
  const linked = changes.map(({ to, from }) => ({
    provisionId: provisionOf(to),
    oldProvisionId: from === null ? null : provisionOf(from),
  }))
  const input = { consultationId, ...on, decision, reason, changes: linked }
  done(await perform(app, decide, company.actor('周明'), input), reason)
}

async function argumentCalled({ app, city, consultationId }: Telling, title: string): Promise<string> {
  const { id } = await app.database.db
    .selectFrom('opinions.argument')
    .select('id')
    .where('council_id', '=', city.councilId)
    .where('subject_id', '=', consultationId)
    .where('title', '=', title)
    .executeTakeFirstOrThrow()
  return id
}

async function giveAnswers({ app, company, consultationId }: Telling): Promise<void> {
  done(await perform(app, answer, company.actor('周明'), { consultationId }))
  const step = { consultationId, position: 8, note: '逐条答复已公布。' }
  done(await perform(app, finishStep, company.actor('孙丽'), step))
}

/** Those who gave an opinion say whether the answer is one. */
async function judge({ app, company, story, given }: Telling): Promise<void> {
  for (const { by, score, words } of story.evaluations ?? []) {
    const said = story.opinions.find((opinion) => opinion.by === by)
    const receipt = said && given.get(said)?.receipt
    if (!receipt) throw new Error(`${by} gave no opinion`)
    done(await perform(app, evaluate, company.actor(by), { receipt, score, words }))
  }
}
